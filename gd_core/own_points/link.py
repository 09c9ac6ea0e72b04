"""A learner's own points in a link: every number with all its digits, or not at all.

A point is written ``x1.5y-2e-07``. Letters, digits, points and minus signs are all there is, so no browser
changes them into something longer.
"""

import math
import re
from collections.abc import Sequence

from gd_core.complaints import as_plain_text, left_out, must_be, quote
from gd_core.controls import controls
from gd_core.languages import Say, english
from gd_core.numbers import exact
from gd_core.own_points.cells import number_in
from gd_core.own_points.reading import OwnPoints, as_cell, remarks

LONGEST = 1500  # characters: with the other controls the link stays below 2,000, which every browser takes


def what_is_told_of(points: OwnPoints, *, fits: bool, say: Say = english) -> list[str]:
    """Return what there is to say of a learner's points, but for the ways in which they may be meant.

    >>> what_is_told_of(OwnPoints(), fits=True)
    ['Until then points made from a line are shown.']
    """
    too_long = [] if fits else [not_in_link(say)]
    told = [*points.complaints, *points.remarks[bool(points.readings) :], *too_long]
    until_then = [] if points.x else [say("Until then points made from a line are shown.")]
    return [*map(as_plain_text, told), *until_then]


def not_in_link(say: Say = english) -> str:
    """Say that points are too many for a link."""
    return say("The link holds every setting, but not these points: they would make it too long.")


def to_link(points: OwnPoints) -> str | None:
    """Return the points as text for a link; None where it is too long: then say `not_in_link`.

    >>> to_link(OwnPoints(x=(1.0, 2.0), y=(0.5, -1e-9)))
    'x1y0.5x2y-1e-09'
    """
    pairs = zip(points.x, points.y, strict=True)
    text = "".join(f"x{exact(x)}y{exact(y)}" for x, y in pairs).replace("e+", "e")
    return text if len(text) <= LONGEST else None


def as_lines(points: OwnPoints) -> str:
    """Return the points as text to be read again, a line a point, with all their digits.

    >>> as_lines(OwnPoints(x=(1.0, 2.0), y=(0.5, -1e-9)))
    '1 0.5\\n2 -1e-09'
    """
    return "\n".join(f"{as_cell(x)} {as_cell(y)}" for x, y in zip(points.x, points.y, strict=True))


def from_link(text: str, *, say: Say = english) -> OwnPoints:
    """Return the points that `to_link` wrote, or none and a sentence where this is something else.

    >>> from_link("x1y0.5x2y-1e-09").y
    (0.5, -1e-09)
    """
    if len(text) > LONGEST:
        short = say("at most {most:,} characters", most=LONGEST)
        return OwnPoints(complaints=(_left_out(short, f"{len(text):,}", say),))
    cells = re.split("[xy]", text)[1:]
    numbers = [number_in(cell, decimal=".") for cell in cells]
    if not re.fullmatch(r"(?:x[\d.e-]+y[\d.e-]+)+", text, re.ASCII) or any(map(math.isnan, numbers)):
        written = say("written like x1y2.5x2y4")
        return OwnPoints(complaints=(_left_out(written, quote(text, say=say), say),))
    x, y = tuple(numbers[::2]), tuple(numbers[1::2])
    return OwnPoints(x, y, remarks=remarks(x, say=say))


def pasted_at_first(
    kept: OwnPoints | None, texts: Sequence[str], *, say: Say = english
) -> tuple[str, tuple[str, ...]]:
    """Return the lines of the points that a page still has, or else of the last that its link gives.

    What is wrong with these is said beside them.

    >>> pasted_at_first(None, ["x1y0.5"]), pasted_at_first(None, [])
    (('1 0.5', ()), ('', ()))
    >>> pasted_at_first(OwnPoints(x=(2.0,), y=(3.0,)), ["x1y0.5"])
    ('2 3', ())
    """
    if kept:
        return as_lines(kept), ()
    given = from_link(texts[-1], say=say) if texts else OwnPoints()
    return as_lines(given), given.complaints


def _left_out(allowed: str, given: str, say: Say) -> str:
    return left_out(must_be(controls(say)["data"].label, allowed, given, say=say), say=say)
