"""A language to test with: what is said stands in marks, so a word outside them was never said."""

import re
from dataclasses import dataclass
from string import Formatter

from gd_core.languages import Say


class _Marking(Formatter):
    def format_field(self, value, format_spec):
        return f"⟧{super().format_field(value, format_spec)}⟦"


@dataclass(frozen=True)
class Marked(Say):
    """Says a text in English with its own words in marks; its values stand outside, unless they were said."""

    def __call__(self, text, /, **values):
        """Return a text with its values.

        >>> marked("A rate {does}: {n:,} epochs.", does=marked("crawls"), n=1000)
        '⟦A rate ⟧⟦crawls⟧⟦: ⟧1,000⟦ epochs.⟧'
        """
        return f"⟦{_Marking().vformat(text, (), values)}⟧"


marked = Marked("en")


def outside_marks(text):
    """Return what is left of a text without all that was said.

    >>> outside_marks("⟦A rate ⟧crawls⟦: ⟧1,000⟦ epochs.⟧")
    'crawls1,000'
    """
    return re.sub("⟦[^⟦⟧]*⟧", "", text)
