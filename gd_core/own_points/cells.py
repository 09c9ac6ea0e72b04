"""What one cell of a learner's text says: a number, or what is wrong with it."""

import math
import re
from collections.abc import Sequence

from gd_core import numerals
from gd_core.complaints import not_clear, shown
from gd_core.languages import Say, english
from gd_core.numerals import COMMA, POINT
from gd_core.own_points.units import differ, without_unit

# Within these sizes, x centred and the curves of the map stay finite, which up to 1e100 they need not.
SMALLEST_VALUE, LARGEST_VALUE = 1e-50, 1e50
AROUND_A_NUMBER = " \t\u00a0\"'"  # which change nothing about its value


def is_number(cell: str) -> bool:
    """Tell whether a cell is written as a number, in some way.

    >>> is_number("-1.5e3"), is_number("1.850,50 €"), is_number("12 %"), is_number("1.2k"), is_number("nan")
    (True, True, True, False, False)
    """
    return numerals.is_number(_bare(cell))


def number_in(cell: str, *, decimal: str = "") -> float:
    """Return the number in a cell, whose sign for decimals is this where it could be either.

    It is NaN where there is none, or none of an allowed size, or where it is not told which sign.

    >>> number_in("1.850", decimal="."), number_in("1.850", decimal=","), number_in("1.850")
    (1.85, 1850.0, nan)
    """
    text = _bare(cell)
    if not decimal and numerals.is_unclear(text):
        return math.nan
    value = numerals.number_with(decimal or POINT, text)
    if math.isnan(value):
        value = numerals.number_with(POINT if decimal == COMMA else COMMA, text)
    allowed = SMALLEST_VALUE <= abs(value) <= LARGEST_VALUE or not re.match(r"[^eE]*[1-9]", text)
    return value if allowed else math.nan


def ways_to_read(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return which signs may be for decimals in columns: one for each, or else points in all, or commas.

    The numbers of a column that can be read in one way only decide it; if there are none, those of the other
    columns do. Where such numbers disagree, there is no sign, "". The likelier way is the first: that with
    points, unless hundreds stand beside what has them.

    >>> ways_to_read([["1.850", "2,5"], ["210.000", "7"]]), ways_to_read([["1.850"], ["210.000"]])
    ([(',', ',')], [('.', '.'), (',', ',')])
    """
    bare = [[_bare(cell) for cell in column if not cell.isdecimal()] for column in columns]
    told = [set(map(numerals.decimal_in, column)) - {""} for column in bare]
    in_others = set().union(*told)
    signs = [one or in_others for one in told]
    if all(signs) or not any(numerals.is_unclear(text) for column in bare for text in column):
        return [tuple(min(one) if len(one) == 1 else "" for one in signs)]
    ways = [(POINT,) * len(columns), (COMMA,) * len(columns)]
    return ways[::-1] if any(map(_are_thousands, columns)) else ways


def _are_thousands(column: Sequence[str]) -> bool:
    """Tell whether a column has hundreds beside numbers such as 1.850: of decimals, all would have three."""
    has_hundreds = any(re.fullmatch("[1-9][0-9]{2}", cell) for cell in column)
    return has_hundreds and any("." in cell and numerals.is_unclear(_bare(cell)) for cell in column)


def problem_with(cell: str, *, name: str, say: Say = english) -> str:
    """Say why `number_in` found no number in the cell of this name."""
    text = _bare(cell)
    if not text:
        return say("{name} is missing.", name=name)
    if numerals.is_unclear(text):
        return not_clear(text, say=say)
    if "," in text and all(map(numerals.is_number, text.split(","))) and not numerals.is_number(text):
        return say("“{cell}” is not clear: its commas may part numbers or be for decimals.", cell=shown(cell))
    if numerals.is_number(text):
        return say(
            "“{cell}” is out of range: a number is 0, or from 1e-50 to 1e50 in size.", cell=shown(cell)
        )
    return say("“{cell}” is not a number.", cell=shown(cell))


def problem_with_unit(cell: str, first: str, *, say: Say = english) -> str:
    """Say that a number has not the unit of another in its column; return "" where it may have.

    >>> problem_with_unit("500 g", "3 kg"), problem_with_unit("4 kg", "3 kg")
    ('“500 g” and “3 kg” do not have the same unit.', '')
    """
    if not differ(unit_of(cell), unit_of(first)):
        return ""
    return say("“{cell}” and “{first}” do not have the same unit.", cell=shown(cell), first=shown(first))


def unit_of(cell: str) -> str:
    """Return the unit beside the number in a cell; "" where there is no unit, or no number."""
    bare, unit = without_unit(cell.strip(AROUND_A_NUMBER))
    return unit if unit and numerals.is_number(bare.strip(AROUND_A_NUMBER)) else ""


def is_fraction(cell: str) -> bool:
    """Tell whether a cell is a number written as a fraction."""
    return "/" in _bare(cell) and is_number(cell)


def _bare(cell: str) -> str:
    return without_unit(cell.strip(AROUND_A_NUMBER))[0].strip(AROUND_A_NUMBER)
