"""What is said of what is wrong in a text or a link, and how a learner's text stands in it."""

import re
from collections.abc import Sequence

from gd_core.languages import Say, english
from gd_core.numbers import exact
from gd_core.numerals import COMMA, POINT, number_with, tidied

ACTED_ON = re.compile(r"(?<=:)(?=\S)|(?=@)|(?<=www)(?=\.)|(?<=[<>~-])(?=[=>-])", re.IGNORECASE)
WORD_JOINER = "\u2060"
MOST_SHOWN = 24  # characters of a learner's text


def left_out(problem: str, *, say: Say) -> str:
    """Say that something in a link is not followed, and why."""
    return say("One thing in the link was left out: {problem}", problem=problem)


def given_once(label: str, times: int, *, say: Say) -> str:
    """Say that a link holds something too often."""
    return must_be(label, say("given once"), say("{n:,} times", n=times), say=say)


def must_be(label: str, allowed: str, given: str, *, say: Say) -> str:
    """Say what is wrong in a link, in the one form in which that is said."""
    return say("{label} must be {allowed}, not {given}.", label=label, allowed=allowed, given=given)


def either(options: Sequence[str], *, say: Say) -> str:
    """Return words to choose from, as those of a link.

    >>> either(["as it is", "centred", "standardised"], say=english)
    'as it is, centred or standardised'
    """
    *others, last = options
    return say("{others} or {last}", others=", ".join(others), last=last)


def not_clear(text: str, *, say: Say) -> str:
    """Say that a number may be one or another, and how to write either.

    >>> not_clear("1,500", say=english)
    '“1,500” is not clear. Write 1.5 or 1500.'
    """
    one, other = (exact(number_with(sign, tidied(text))) for sign in (COMMA, POINT))
    return say(
        "{typed} is not clear. Write {one} or {other}.", typed=quote(text, say=say), one=one, other=other
    )


def quote(text: str, *, say: Say = english) -> str:
    """Return a learner's text in quotation marks, cut short."""
    return say("“{text}”", text=shown(text))


def shown(text: str) -> str:
    """Return a learner's text as it can be shown: cut short, with a sign for what cannot be printed."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in text[:MOST_SHOWN])
    return f"{printable}…" if len(text) > MOST_SHOWN else printable


def as_plain_text(text: str) -> str:
    """Escape what Markdown would read as more than text, and part what the browser would still act on.

    It makes links of addresses, and signs of words between colons and of arrows, after it has read the
    escapes. So a sign that is not seen stands in them.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", ACTED_ON.sub(WORD_JOINER, text))
