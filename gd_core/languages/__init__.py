"""What the page says, in the language of who reads it.

A folder beside this file, one a language, has its documents: whole texts without a worked-out number, such
as `quiz.toml` and `introduction.md`, or with places for what differs, such as `script.txt`. English is there
a language like the others.

A sentence with values in it, or a label, stands in the code in English, where the fact is that it tells:
``say("The limit is {limit}.", limit=…)``. What it is in another language stands in that language's folder
`said`, a catalogue a room. `tests/test_languages.py` says which sentences are missing, and
`tests/test_documents.py` whether the documents tell the same.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "es": "Español"}
FOLDERS = Path(__file__).parent
THOUSANDS = {
    "es": "\u202f"
}  # between thousands, from 10,000 on; a language that is not here has "," from 1,000 on
LEFT_ALONE = r"«[^»]*»|\S*://\S*"  # what a learner typed, and addresses
GROUPED = re.compile(rf"{LEFT_ALONE}|(?<![\d.,])(\d{{1,3}}(?:,\d{{3}})+)(?!,?\d)")


@dataclass(frozen=True)
class Say:
    """What says a text in a language; two that say the same language are the same.

    Attributes
    ----------
    language : str
        As browsers and links know it.
    catalogue : mapping
        What each English text is in it; one that it lacks stays English.
    """

    language: str
    catalogue: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a text with its values.

        >>> english("{n:,} points, {{x, y}}", n=1000)
        '1,000 points, {x, y}'
        """
        return self.numbers_in(self.catalogue.get(text, text).format(**values))

    def numbers_in(self, text: str) -> str:
        """Return a text with its numbers as the language writes them; the point of decimals stays.

        >>> english.numbers_in("1,323 of 10,000"), in_language("es").numbers_in("1,323 de 10,000")
        ('1,323 of 10,000', '1323 de 10\\u202f000')
        """
        if self.thousands == ",":
            return text
        return GROUPED.sub(lambda found: self._grouped(found[1]) if found[1] else found[0], text)

    @property
    def thousands(self) -> str:
        """What stands between thousands."""
        return THOUSANDS.get(self.language, ",")

    def _grouped(self, number: str) -> str:
        return number.replace(",", self.thousands if len(number) > len("9,999") else "")

    def document(self, name: str) -> str:
        """Return a document of the language as it stands, such as ``"introduction.md"``."""
        return _document(name, self.language)

    def tables(self, name: str) -> dict[str, Any]:
        """Return the tables of a document of the language, such as ``"quiz.toml"``; they are not changed."""
        return _tables(name, self.language)


english = Say("en")


@cache
def in_language(language: str) -> Say:
    """Return what says a text in one of the `LANGUAGES`."""
    return Say(language, catalogue_of(language))


def catalogue_of(language: str) -> dict[str, str]:
    """Return what each English text is in a language; there is nothing to tell of English."""
    catalogue: dict[str, str] = {}
    for room in sorted((FOLDERS / language / "said").glob("*.toml")):
        catalogue |= tomllib.loads(room.read_text(encoding="utf-8"))
    return catalogue


@cache
def _document(name: str, language: str) -> str:
    return (FOLDERS / language / name).read_text(encoding="utf-8")


@cache
def _tables(name: str, language: str) -> dict[str, Any]:
    return tomllib.loads(_document(name, language))
