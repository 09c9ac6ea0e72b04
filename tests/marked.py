"""A language to test with: what is said, or stands in a document, is in marks, and nothing else is."""

import re
from dataclasses import dataclass
from string import Formatter

from gd_core.languages import english

NO_TEXTS = ("key", "case", "settings", "part", "answer")  # what stands in documents and is not read


class _Marking(Formatter):
    def format_field(self, value, format_spec):
        return f"⟧{super().format_field(value, format_spec)}⟦"


@dataclass(frozen=True)
class _Marked:
    """Says a text with its own words in marks; its values stand outside, unless they were said themselves.

    >>> marked("A rate {does}: {n:,} epochs.", does=marked("crawls"), n=1000)
    '⟦A rate ⟧⟦crawls⟧⟦: ⟧1,000⟦ epochs.⟧'
    """

    language: str = "en"
    thousands: str = ","

    def __call__(self, text, /, **values):
        return f"⟦{_Marking().vformat(text, (), values)}⟧"

    def numbers_in(self, text):
        """Return a text as it stands: numbers are as in English."""
        return text

    def document(self, name):
        return f"⟦{english.document(name)}⟧"

    def tables(self, name):
        """Return the tables of an English document with its texts in marks.

        >>> marked.tables("challenges.toml")["challenge"][1]["hints"][2]
        '⟦Look between 0.7 and 0.75.⟧'
        """
        return _in_marks(english.tables(name))


marked = _Marked()


def _in_marks(told):
    if isinstance(told, dict):
        return {name: one if name in NO_TEXTS else _in_marks(one) for name, one in told.items()}
    if isinstance(told, list):
        return [_in_marks(one) for one in told]
    return f"⟦{told}⟧" if isinstance(told, str) else told


def outside_marks(text):
    """Return what is left of a text without all that was said.

    >>> outside_marks("⟦A rate ⟧crawls⟦: ⟧1,000⟦ epochs.⟧")
    'crawls1,000'
    """
    return re.sub("⟦[^⟦⟧]*⟧", "", text)
