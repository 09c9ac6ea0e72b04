"""Numbers as a student reads them."""

import math
import re
from collections.abc import Iterable

MOST_DIGITS = 17  # more, no number of the computer has
ROUNDING = 1e-15  # two numbers that differ by a smaller share of themselves are one
SUM_ROUNDING = 1e-13  # a sum of a data set's numbers below this share of them is rounding
FOUR_DIGITS = r"^(\D?\d)[,\u202f](\d{3})(?![\d,\u202f])"  # as Python and browsers both read it
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def exact(value: float) -> str:
    """Return the shortest text that is exactly this number, and that `float` reads.

    >>> exact(0.5), exact(1.0), exact(1e-5)
    ('0.5', '1', '1e-05')
    """
    return repr(float(value)).removesuffix(".0")


def unrounded(value: float) -> str:
    """Return exactly this number, in all the digits it needs, written as `rounded` writes.

    >>> unrounded(0.5), unrounded(1500.0), unrounded(1e-9), unrounded(0.0000123456)
    ('0.5', '1,500', '1×10⁻⁹', '1.23456×10⁻⁵')
    """
    digits = next(digits for digits in range(1, 18) if float(f"{value:.{digits - 1}e}") == value)
    return rounded(value, digits)


def rounded(value: float, digits: int = 3) -> str:
    """Return a number to so many significant digits; whole thousands keep all of theirs.

    >>> rounded(0.78866), rounded(1323), rounded(2.5e21), rounded(-4e-7), rounded(math.inf), rounded(math.nan)
    ('0.789', '1,323', '2.5×10²¹', '−4×10⁻⁷', '∞', '–')
    """
    if value < 0:
        return f"−{rounded(-value, digits)}"
    if not math.isfinite(value):
        return "∞" if value > 0 else "–"
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    exponent = int(power)
    if value == 0:
        return "0"
    if -4 <= exponent < 6:
        text = f"{value:,.{max(digits - 1 - exponent, 0)}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}×10{str(exponent).translate(SUPERSCRIPTS)}"


def place(text: str) -> str:
    """Return a number in words as a place on the axis of x has it: no comma in four digits, as in years.

    >>> place("1,960"), place("−1,960.5"), place("12,000"), place("1,234,567")
    ('1960', '−1960.5', '12,000', '1,234,567')
    """
    return re.sub(FOUR_DIGITS, r"\1\2", text)


def rounded_beside(value: float, other: float) -> str:
    """Return value rounded to as few digits, at least 3, as leave it on its side of the other number.

    Where the two are one but for rounding, it is written as the other.

    >>> rounded_beside(0.78866398, 0.5), rounded_beside(0.78866398, 0.7887), rounded_beside(1.00009, 1)
    ('0.789', '0.78866', '1.0001')
    >>> rounded_beside(0.05624999999999999, 0.05625)
    '0.05625'
    """
    if is_the_same(value, other):
        return unrounded(other)
    return rounded(value, digits_beside([value], other, least=3))


def rounded_apart(first: float, last: float) -> tuple[str, str]:
    """Return two different numbers rounded to as few digits, at least 3, as leave them different.

    >>> rounded_apart(2.1381, 2.1409), rounded_apart(0.5, 4e22)
    (('2.138', '2.141'), ('0.5', '4×10²²'))
    """
    digits = digits_apart([first, last], least=3)
    return rounded(first, digits), rounded(last, digits)


def digits_beside(values: Iterable[float], other: float, *, least: int) -> int:
    """Return the fewest digits, at least so many, that leave each value on its side of the other number.

    >>> digits_beside([0.5, 1.0, 0.9999995], 1.0, least=5)
    7
    """
    told = [value for value in values if not is_the_same(value, other)]

    def are_told(digits: int) -> bool:
        return all(
            _side(shown, other) == _side(value, other) for value in told for shown in _shown(value, digits)
        )

    return next(filter(are_told, range(least, MOST_DIGITS)), MOST_DIGITS)


def digits_apart(values: Iterable[float], *, least: int) -> int:
    """Return the fewest digits, at least so many, that leave all different values different.

    >>> digits_apart([0.5, 0.00951234, 0.00951230, 0.5], least=5)
    6
    """
    different = set(values)

    def are_apart(digits: int) -> bool:
        shown = zip(*(_shown(value, digits) for value in different), strict=True)
        return all(len(set(numbers)) == len(different) for numbers in shown)

    return next(filter(are_apart, range(least, MOST_DIGITS)), MOST_DIGITS)


def is_the_same(value: float, other: float) -> bool:
    """Tell whether two numbers are one, but for rounding."""
    return math.isclose(value, other, rel_tol=ROUNDING)


def _side(value: float, other: float) -> tuple[bool, bool]:
    """Tell whether a number is below another, and whether it is above it."""
    return bool(value < other), bool(value > other)


def _shown(value: float, digits: int) -> tuple[float, float]:
    """Return a number as a table shows it in so many digits, and as `rounded` does, which keeps the unit."""
    in_a_table = float(f"{value:.{digits - 1}e}")
    return in_a_table, float(round(value)) if 10 ** (digits - 1) <= abs(in_a_table) < 1e6 else in_a_table


def line(w: float, b: float, digits: int = 4) -> str:
    """Return the equation of a line.

    >>> line(2.0138, -0.5)
    'y = 2.014·x − 0.5'
    """
    return f"y = {rounded(w, digits)}·x {'−' if b < 0 else '+'} {rounded(abs(b), digits)}"
