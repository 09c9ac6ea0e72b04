"""What the page says, in the language of who reads it.

A text stands in the code in English, where the fact is that it tells: ``say("The limit is {limit}.",
limit=…)``. A folder beside this file, one a language, has a catalogue a room: the English text, and what it
is in that language. `tests/test_languages.py` says which texts are missing. The documents to take home stand
there whole, a file each.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path

Say = Callable[..., str]  # a text in English, and the values of what stands in it in braces

LANGUAGES = {"en": "English", "es": "Español"}


def english(text: str, /, **values: object) -> str:
    """Return a text with its values.

    >>> english("{n:,} points, {{x, y}}", n=1000)
    '1,000 points, {x, y}'
    """
    return text.format(**values)


def in_language(language: str) -> Say:
    """Return what says a text in one of the `LANGUAGES`; one that its catalogue lacks stays English."""
    catalogue = catalogue_of(language)
    return lambda text, /, **values: catalogue.get(text, text).format(**values)


def catalogue_of(language: str) -> dict[str, str]:
    """Return what each English text is in a language; there is nothing to tell of English."""
    catalogue: dict[str, str] = {}
    for room in sorted((Path(__file__).parent / language).glob("*.toml")):
        catalogue |= tomllib.loads(room.read_text(encoding="utf-8"))
    return catalogue


def document(name: str, language: str) -> str:
    """Return a document that a language has whole, with places for what differs, such as ``"script.txt"``."""
    return (Path(__file__).parent / language / name).read_text(encoding="utf-8")
