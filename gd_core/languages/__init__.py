"""What the page says, in the language of who reads it.

A text stands in the code in English, where the fact is that it tells: ``say("The limit is {limit}.",
limit=…)``. A folder beside this file, one a language, has in `said` a catalogue a room: the English text, and what it
is in that language. `tests/test_languages.py` says which texts are missing. The documents to take home stand
there whole, a file each.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "es": "Español"}


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


english = Say("en")


@cache
def in_language(language: str) -> Say:
    """Return what says a text in one of the `LANGUAGES`."""
    return Say(language, catalogue_of(language))


def catalogue_of(language: str) -> dict[str, str]:
    """Return what each English text is in a language; there is nothing to tell of English."""
    catalogue: dict[str, str] = {}
    for room in sorted((Path(__file__).parent / language / "said").glob("*.toml")):
        catalogue |= tomllib.loads(room.read_text(encoding="utf-8"))
    return catalogue


def document(name: str, language: str) -> str:
    """Return a document that a language has whole, with places for what differs, such as ``"script.txt"``."""
    return (Path(__file__).parent / language / name).read_text(encoding="utf-8")
