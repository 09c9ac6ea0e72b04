"""What one cell of a learner's text says: a number, or what is wrong with it."""

import math
import re

from gd_core.inputs import shown
from gd_core.languages import Say, english

# Within these sizes, x centred and the curves of the map stay finite, which up to 1e100 they need not.
SMALLEST_VALUE, LARGEST_VALUE = 1e-50, 1e50
LONGEST_NUMBER = 100  # characters

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*|,\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
PERHAPS_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)


def is_number(cell: str) -> bool:
    """Tell whether a cell is written as a number, with a point or a comma for decimals.

    >>> is_number("-1.5e3"), is_number("0,5"), is_number("1_000"), is_number("nan")
    (True, True, False, False)
    """
    return len(cell) <= LONGEST_NUMBER and NUMBER.fullmatch(cell) is not None


def comma_is_for_decimals(cells: list[str]) -> bool:
    """Tell whether commas are for decimals: no number has a point, and some comma cannot be for thousands.

    >>> comma_is_for_decimals(["1,5", "1,500"]), comma_is_for_decimals(["1,500"])
    (True, False)
    """
    with_comma = [cell for cell in cells if "," in cell and is_number(cell)]
    if all(PERHAPS_THOUSANDS.fullmatch(cell) for cell in with_comma):
        return False
    return not any("." in cell and is_number(cell) for cell in cells)


def number_in(cell: str, *, decimal_comma: bool) -> float:
    """Return the number in a cell; NaN where there is none, or none of an allowed size."""
    if not is_number(cell) or ("," in cell and not decimal_comma):
        return math.nan
    value = float(cell.replace(",", "."))
    allowed = SMALLEST_VALUE <= abs(value) <= LARGEST_VALUE or not re.match(r"[^eE]*[1-9]", cell)
    return value if allowed else math.nan


def problem_with(cell: str, *, name: str, say: Say = english) -> str:
    """Say why `number_in` found no number in the cell of this name."""
    if not cell:
        return say("{name} is missing.", name=name)
    if "," in cell and is_number(cell.replace(",", "")):
        return say("“{cell}” is not clear: its comma may be for decimals or for thousands.", cell=shown(cell))
    if is_number(cell):
        return say(
            "“{cell}” is out of range: a number is 0, or from 1e-50 to 1e50 in size.", cell=shown(cell)
        )
    return say("“{cell}” is not a number.", cell=shown(cell))
