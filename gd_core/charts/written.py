"""Numbers in the pictures, written as `gd_core.numbers` writes them: expressions that Vega works out."""

import json
from typing import Any

import altair as alt

from gd_core.numbers import FOUR_DIGITS

SUPERSCRIPTS = "'⁰¹²³⁴⁵⁶⁷⁸⁹'"
IS_LONG = "(abs({value}) >= 999999.5 || {value} != 0 && abs({value}) < 1e-4)"  # so that it has a power of ten


def _with_a_power(value: str, digits: int) -> str:
    mantissa, exponent = (f"split(format({value}, '.{digits - 1}~e'), 'e')[{part}]" for part in (0, 1))
    powers = " + ".join(f"({SUPERSCRIPTS}[{exponent}[{place}]] || '')" for place in (1, 2, 3))
    return f"{mantissa} + '×10' + (abs({value}) < 1 ? '⁻' : '') + {powers}"


def number_in_words(value: str, digits: int) -> str:
    """Return what writes the number that an expression has, as `gd_core.numbers.rounded` does; – for none."""
    plain = f"format({value}, abs({value}) < 1e{digits - 1} ? ',.{digits}~r' : ',.0f')"
    is_number = f"isValid({value}) && isFinite({value})"
    long = IS_LONG.format(value=value)
    return f"({is_number} ? ({long} ? {_with_a_power(value, digits)} : {plain}) : '–')"


def place_in_words(text: str) -> str:
    """Return what writes a place of x, from what writes it as a number, as `gd_core.numbers.place` does."""
    return f"replace({text}, /{FOUR_DIGITS}/, '$1$2')"


def tooltip(told: dict[str, str]) -> Any:
    """Return what is told of a mark: a line a heading, with the text that its expression makes of the row."""
    lines = ", ".join(f"{json.dumps(heading, ensure_ascii=False)}: {text}" for heading, text in told.items())
    return alt.value(alt.ExprRef(f"{{{lines}}}"))


# The labels of an axis: Vega knows how many digits its steps need, and leaves some labels empty.
LABELS = (
    f"datum.label && {IS_LONG.format(value='datum.value')} ? {_with_a_power('datum.value', 10)} : datum.label"
)
PLACES = place_in_words(f"({LABELS})")  # those of x
# The labels of a logarithmic axis y: powers of 10, on a short axis 2 and 5 times them too.
LOG_LABELS = (
    "indexof(domain('y')[1] > 300 * domain('y')[0] ? '1' : '125', format(datum.value, '.0e')[0]) < 0 ? '' : "
    f"{number_in_words('datum.value', 1)}"
)
