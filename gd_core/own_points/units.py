"""The unit beside a number: what is known to be one, and whether two numbers have the same."""

import re
from collections.abc import Iterable

CURRENCIES = (
    "US$",
    "R$",
    "$",
    "€",
    "£",
    "¥",
    "₹",
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "MXN",
    "ARS",
    "COP",
    "CLP",
    "PEN",
)
SIGNS = (  # not k, M and mil, which make another number of the one before them
    *("%", "‰", "°", "°C", "°F", "ºC", "ºF", "mg", "g", "kg", "Kg", "t", "lb", "lbs", "oz"),
    *("mm", "cm", "m", "km", "mi", "ft", "in", "yd", "mm²", "cm²", "m²", "m2", "km²", "km2", "ft²", "ha"),
    *("sq ft", "sqft", "sqm", "ml", "mL", "l", "L", "km/h", "mph", "m/s", "kW", "kWh", "kcal", "cal"),
    *("ms", "s", "sec", "seg", "min", "mins", "h", "hr", "hrs", "d", "yr", "yrs", "pts", "mes", "meses"),
)
WORDS = (
    *("second", "minute", "hour", "day", "week", "month", "year", "point", "metre", "meter", "acre", "room"),
    *(
        "segundo",
        "minuto",
        "hora",
        "día",
        "semana",
        "año",
        "punto",
        "metro",
        "hectárea",
        "euro",
        "peso",
        "dollar",
    ),
)


def _any_of(units: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(units, key=len, reverse=True)))


BLANKS = r"[ \t\u00a0\u202f]*"
BEFORE = re.compile(rf"([-+]?){BLANKS}({_any_of(CURRENCIES)}){BLANKS}(?=[-+]?[\d.,])")
AFTER = re.compile(rf"(?<=[\d.]){BLANKS}(?:({_any_of((*CURRENCIES, *SIGNS))})|({_any_of(WORDS)})s?)$")


def without_unit(cell: str) -> tuple[str, str]:
    """Return what is beside the unit in a cell, and the unit; "" where it has none.

    >>> without_unit("12 %"), without_unit("-$1,200"), without_unit("2 days"), without_unit("1.2k")
    (('12', '%'), ('-1,200', '$'), ('2', 'day'), ('1.2k', ''))
    """
    if cell[:1].isdecimal() and cell[-1:].isdecimal() and not cell.endswith("2"):  # as most are
        return cell, ""
    if cell[:1] == cell[-1:] == "$":  # as LaTeX has a number
        return cell.strip("$"), ""
    if found := BEFORE.match(cell):
        return found[1] + cell[found.end() :], found[2]
    if found := AFTER.search(cell):
        return cell[: found.start()], found[1] or found[2]
    return cell, ""


def differ(unit: str, other: str) -> bool:
    """Tell whether two numbers with these units may be of two kinds.

    One without a unit is of the same kind, but for percent: 0.12 and 12 % are one number.

    >>> differ("g", "kg"), differ("", "kg"), differ("", "%"), differ("kg", "kg")
    (True, False, True, False)
    """
    return unit != other and ("" not in (unit, other) or "%" in (unit, other))
