"""Rows of formulas, once for the page as mathematics and once as plain text to copy.

A derivation is a list of rows (left side, relation, right side), written once; words stand in a row without
a relation. `mathematics` and `plain_text` turn the same rows into LaTeX, broken so that it fits a phone, and
into text that a calculator understands.
"""

import re

from gd_core.numbers import rounded

Rows = list[tuple[str, str, str]]

WIDTH = 26  # characters of a formula in a row: what fits a phone

LATEX = [  # in this order
    (r"∂(L|ŷ)/∂([wb])", r"\\frac{\\partial \1}{\\partial \2}"),
    (r"\(2/(\w+)\)·", r"\\tfrac{2}{\1}\\,"),
    (r"(\d)e(-?)0*(\d+)", r"\1 \\times 10^{\2\3}"),
    ("ŷ", r"\\hat y"),
    ("exp", r"\\exp"),
    ("Σ", r"\\textstyle\\sum "),
    ("²", "^2"),
    ("³", "^3"),
    ("·", r" \\cdot "),
    ("η", r"\\eta"),
    ("β", r"\\beta"),
    ("≈", r"\\approx"),
    ("←", r"\\leftarrow"),
    ("−", "-"),
    (",  ", r",\\quad "),
]
PLAIN = [("·", "*"), ("−", "-")]


def pair(first: str, value: str, second: str, other: str) -> Rows:
    """Return two equations, in one row where there is room."""
    if len(value + other) > WIDTH - 8:
        return [(first, "=", value), (second, "=", other)]
    return [(first, "=", f"{value},  {second} = {other}")]


def in_digits(value: float, digits: int) -> str:
    """Return a number without separators, such as -1234.56 or 2.5e21: it can be typed as it stands."""
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    if value == 0 or -4 <= int(power) < 6:
        return rounded(value, digits).replace(",", "").replace("−", "-")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}"


def factor(number: str) -> str:
    """Return a number as it stands after a sign of multiplication."""
    return f"({number})" if number.startswith("-") else number


def added(number: str) -> str:
    """Return a number with the sign that adds it."""
    return f"− {number[1:]}" if number.startswith("-") else f"+ {number}"


def mathematics(rows: Rows) -> str:
    """Return rows as Markdown, a formula between $$."""
    lines = []
    for left, relation, right in rows:
        first, *rest = [right] if left or not relation else _broken(right)
        first = _translated(first, LATEX) if relation else rf"\text{{{first}}}"
        lines.append(f"{_translated(left, LATEX)} &{_translated(relation, LATEX)} {first}")
        lines += [rf"&\qquad {{}} {_translated(part, LATEX)}" for part in rest]
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"


def _broken(formula: str) -> list[str]:
    """Break a formula before a + or −, so that no part is wider than a phone where that can be helped."""
    parts = [""]
    for piece in re.split(r"(?= [+−] )", formula):
        if parts[-1] and len(parts[-1] + piece) > WIDTH:
            parts.append(piece.strip())
        else:
            parts[-1] += piece
    return parts


def plain_text(rows: Rows) -> str:
    """Return rows as text to copy."""
    lines: list[str] = []
    for left, relation, right in rows:
        lines.append(f"{_translated(left, PLAIN):>5} {relation:1} {_translated(right, PLAIN)}")
    return "\n".join(lines)


def _translated(text: str, signs: list[tuple[str, str]]) -> str:
    for sign, other in signs:
        text = re.sub(sign, other, text)
    return text
