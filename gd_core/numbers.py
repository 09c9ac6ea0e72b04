"""Numbers as a student reads them."""

import math

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


def rounded_beside(value: float, other: float) -> str:
    """Return value rounded to as few digits, at least 3, as leave it on its side of the other number.

    >>> rounded_beside(0.78866398, 0.5), rounded_beside(0.78866398, 0.7887), rounded_beside(1.00009, 1)
    ('0.789', '0.78866', '1.0001')
    """
    for digits in range(3, 18):
        shown = float(f"{value:.{digits - 1}e}")
        if (shown < other) == (value < other) and (shown > other) == (value > other):
            break
    return rounded(value, digits)


def rounded_apart(first: float, last: float) -> tuple[str, str]:
    """Return two different numbers rounded to as few digits, at least 3, as leave them different.

    >>> rounded_apart(2.1381, 2.1409), rounded_apart(0.5, 4e22)
    (('2.138', '2.141'), ('0.5', '4×10²²'))
    """
    for digits in range(3, 18):
        texts = rounded(first, digits), rounded(last, digits)
        if texts[0] != texts[1]:
            break
    return texts


def line(w: float, b: float, digits: int = 4) -> str:
    """Return the equation of a line.

    >>> line(2.0138, -0.5)
    'y = 2.014·x − 0.5'
    """
    return f"y = {rounded(w, digits)}·x {'−' if b < 0 else '+'} {rounded(abs(b), digits)}"
