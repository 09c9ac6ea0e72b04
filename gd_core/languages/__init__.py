"""What the page says, in the language of who reads it.

A folder beside this file, one a language, has its documents: whole texts without a worked-out number, such
as `quiz.toml` and `introduction.md`, or with places for what differs, such as `script.txt`. English is there
a language like the others.

A sentence with values in it, or a label, stands in the code in English, where the fact is that it tells:
``say("The limit is {limit}.", limit=…)``. What it is in another language stands in that language's folder
`said`, a catalogue a room. `tests/test_languages.py` says which sentences are missing, and
`tests/test_documents.py` whether the documents tell the same.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "es": "Español"}
FOLDERS = Path(__file__).parent


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
        return self.catalogue.get(text, text).format(**values)

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
