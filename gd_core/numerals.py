"""How a number is read, in the ways in which people and programs write one."""

import math
import re

POINT, COMMA = ".", ","  # what a number may have for decimals
LONGEST_NUMBER = 100  # characters

_MINUS_SIGNS = dict.fromkeys(map(ord, "−‐‑‒–﹣－"), "-")
_NOT_SEEN = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_SEEN = str.maketrans(_MINUS_SIGNS | _NOT_SEEN)
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_POWER = re.compile(
    r"(?:(?P<times>(?<=[\d.,])\s*(?:[×·⋅*x]|\\times|\\cdot)\s*)|(?<![\w.,^]))10"
    r"(?:\s*(?:\^|\*\*)\s*[{(]?\s*(?P<power>[+-]?\d+)[)}]?|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]+))"
)
_FRACTION = re.compile(r"\s*([^/]+?)\s*/\s*([^/]+?)\s*")


def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    """Return what a number looks like: groups are of three digits, or of two before the last as in India."""
    decimals = r"\.\d*" if decimal == POINT else r",\d+"  # "5." is a number, and the comma of "5," parts two
    plain = rf"(?:\d+(?:{decimals})?|\{decimal}\d+)(?:[eE][+-]?\d+)?"
    sign = rf"[\{group} \u00a0\u2007\u2009\u202f'’]"
    in_threes = rf"[1-9]\d{{0,2}}(?P<by>{sign})\d{{3}}(?:(?P=by)\d{{3}})*"
    in_twos = rf"[1-9]\d?(?:\{group}\d\d)+\{group}\d{{3}}"
    return re.compile(rf"[+-]?(?:{plain}|(?:{in_threes}|{in_twos})(?:\{decimal}\d+)?)", re.ASCII)


WRITTEN = {POINT: _pattern(POINT, COMMA), COMMA: _pattern(COMMA, POINT)}


def tidied(text: str) -> str:
    """Return a text with one minus sign, nothing that is not seen, and powers of ten as programs have.

    >>> tidied("−1.752×10⁻⁷"), tidied("1·10^3"), tidied("10⁻²"), tidied("2\u200b1")
    ('-1.752e-7', '1e3', '1e-2', '21')
    """
    text = text.translate(_SEEN)
    return _POWER.sub(_as_programs_write, text) if "10" in text else text


def _as_programs_write(found: re.Match[str]) -> str:
    power = found["power"] or found["raised"].translate(_RAISED)
    return f"{'' if found['times'] else '1'}e{power}"


def number_with(decimal: str, text: str) -> float:
    """Return the number in a tidied text where this sign is for decimals; NaN where it is none.

    >>> [number_with(sign, "1.850,50") for sign in (POINT, COMMA)]
    [nan, 1850.5]
    >>> [number_with(sign, "1,850") for sign in (POINT, COMMA)]
    [1850.0, 1.85]
    >>> number_with(POINT, "1 850"), number_with(POINT, "3/4"), number_with(POINT, "1_000")
    (1850.0, 0.75, nan)
    """
    if len(text) > LONGEST_NUMBER:
        return math.nan
    if "/" in text and (parts := _FRACTION.fullmatch(text)):
        above, below = (number_with(decimal, part) for part in parts.groups())
        return above / below if below else math.nan
    if not WRITTEN[decimal].fullmatch(text):
        return math.nan
    return float(
        re.sub(r"[^\d.eE+-]", "", text if decimal == POINT else text.replace(".", "").replace(",", "."))
    )


def is_number(text: str) -> bool:
    """Tell whether a tidied text is a number, whichever sign is for decimals.

    >>> is_number("-1.5e3"), is_number("1.850,50"), is_number("1,2,3"), is_number("nan")
    (True, True, False, False)
    """
    if "/" in text:
        return any(not math.isnan(number_with(decimal, text)) for decimal in WRITTEN)
    return len(text) <= LONGEST_NUMBER and any(written.fullmatch(text) for written in WRITTEN.values())


def decimal_in(text: str) -> str:
    """Return which sign must be for decimals in a tidied number; "" where both may be, or it has neither.

    >>> decimal_in("1.5"), decimal_in("1,290,500"), decimal_in("1.850,5"), decimal_in("1.850")
    ('.', '.', ',', '')
    """
    can_be = [decimal for decimal in WRITTEN if not math.isnan(number_with(decimal, text))]
    return can_be[0] if len(can_be) == 1 else ""


def is_unclear(text: str) -> bool:
    """Tell whether a tidied text is one number with a point for decimals, and another with a comma.

    >>> is_unclear("1.850"), is_unclear("1.85"), is_unclear("1850")
    (True, False, False)
    """
    ways = {number_with(decimal, text) for decimal in WRITTEN}
    return len(ways) == 2 and not any(map(math.isnan, ways))
