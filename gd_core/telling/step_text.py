"""A worked step as it is read: as mathematics on the page, and as plain text to copy.

A derivation is a list of rows (left side, relation, right side), written once; words stand in a row without
a relation. `_mathematics` and `_plain_text` turn the same rows into LaTeX, broken so that it fits a phone,
and into text that a calculator understands.
"""

import re
from collections.abc import Callable

from gd_core.languages import Say, english
from gd_core.numbers import exact, rounded, rounded_apart
from gd_core.theory import Theory
from gd_core.worked_step import DIGITS, WorkedStep, digits_to_show, trial_is_lost

Rows = list[tuple[str, str, str]]

WIDTH = 26  # characters of a formula in a row: what fits a phone
SAME_LOSS = 1e-9  # a loss that changes by a smaller share of itself is said to stay

LATEX = [  # in this order
    (r"∂L/∂([wb])", r"\\frac{\\partial L}{\\partial \1}"),
    (r"\(2/(\w+)\)·", r"\\tfrac{2}{\1}\\,"),
    (r"(\d)e(-?)0*(\d+)", r"\1 \\times 10^{\2\3}"),
    ("Σ", r"\\textstyle\\sum "),
    ("²", "^2"),
    ("·", r" \\cdot "),
    ("η", r"\\eta"),
    ("β", r"\\beta"),
    ("≈", r"\\approx"),
    ("←", r"\\leftarrow"),
    ("−", "-"),
    (",  ", r",\\quad "),
]
PLAIN = [("·", "*"), ("−", "-")]


def step_in_mathematics(step: WorkedStep, *, say: Say = english) -> str:
    """Return the step as Markdown with formulas between $$, or a sentence where there are no numbers."""
    return _written(step, heading="**{}**", block=_mathematics, say=say)


def step_in_plain_text(step: WorkedStep, *, say: Say = english) -> str:
    """Return the same step as text to copy, or a sentence where there are no numbers."""
    return _written(step, heading="{}", block=_plain_text, say=say)


def about_conventions(theory: Theory, *, say: Say = english) -> str:
    """Say, in Markdown, what 1/n and 1/(2n) each do to the gradient and to the limit, where it is known."""
    if theory.limit is None or not theory.steps_are_gradients:
        return ""
    return say(
        "Here the loss is the mean of the squares, with 1/n, and for these points the "
        "limit on the rate is {limit}. Some books write 1/(2n). That halves the loss and its gradient, so "
        "the limit doubles, to {doubled}. Nothing else changes: there, twice the rate takes the same steps.",
        limit=rounded(theory.limit, 4),
        doubled=rounded(2 * theory.limit, 4),
    )


def _written(step: WorkedStep, *, heading: str, block: Callable[[Rows], str], say: Say) -> str:
    if not step.is_finite:
        return say(
            "This step needs numbers beyond about 10³⁰⁸, which the computer cannot hold: the run has grown "
            "too far. Choose an earlier epoch."
        )
    digits = digits_to_show(step)

    def number(value: float) -> str:
        return _number(value, digits or DIGITS[0])

    parts = [
        heading.format(_over_the_points(step.n, say)),
        block(_sums(step, number)),
        heading.format(say("The slope of the loss L along w and along b, by formula")),
        block(_by_formula(step, number)),
        heading.format(say("The same by trial: L a little to either side")),
        block(_by_trial(step, number, say)),
        say(
            "Along w alone, and along b alone, L is a parabola; so any h gives the slope itself, but for "
            "rounding."
        ),
        *(
            [
                heading.format(say("The step: β times the last velocity v, and the slope, make the next v")),
                block(_the_step_with_momentum(step, number)),
                say("At the start v is 0, so the first step is that of plain gradient descent."),
            ]
            if step.momentum
            else [
                heading.format(say("The step: downhill, by the learning rate times the slope")),
                block(_the_step(step, number)),
            ]
        ),
        f"{_what_the_loss_does(step, say)} {_about_digits(digits, say)}",
    ]
    return "\n\n".join(parts)


def _over_the_points(n: int, say: Say) -> str:
    if n == 1:
        return say("The data, as sums over 1 point")
    return say("The data, as sums over {n:,} points", n=n)


def _sums(step: WorkedStep, number: Callable[[float], str]) -> Rows:
    return _pair("Σx", number(step.sum_x), "Σx²", number(step.sum_xx)) + _pair(
        "Σy", number(step.sum_y), "Σxy", number(step.sum_xy)
    )


def _pair(first: str, value: str, second: str, other: str) -> Rows:
    """Return two equations, in one row where there is room."""
    if len(value + other) > WIDTH - 8:
        return [(first, "=", value), (second, "=", other)]
    return [(first, "=", f"{value},  {second} = {other}")]


def _by_formula(step: WorkedStep, number: Callable[[float], str]) -> Rows:
    w, over_w = number(step.w), _factor(number(step.sum_xx))
    b, over_b = _added(number(step.b)), _factor(number(step.sum_x))
    return [
        *_pair("w", w, "b", number(step.b)),
        ("∂L/∂w", "=", "(2/n)·(w·Σx² + b·Σx − Σxy)"),
        ("", "=", f"(2/{step.n})·({w}·{over_w} {b}·{over_b} {_added(number(-step.sum_xy))})"),
        ("", "≈", number(step.gradient_w)),
        ("∂L/∂b", "=", "(2/n)·(w·Σx + b·n − Σy)"),
        ("", "=", f"(2/{step.n})·({w}·{over_b} {b}·{step.n} {_added(number(-step.sum_y))})"),
        ("", "≈", number(step.gradient_b)),
    ]


def _by_trial(step: WorkedStep, number: Callable[[float], str], say: Say) -> Rows:
    twice = number(2 * step.nudge)
    twice = f"({twice})" if "e" in twice else twice  # a power of ten is all below the line
    lost = ("", "", say("too close: rounding decides"))
    lost_w, lost_b = trial_is_lost(step, along="w"), trial_is_lost(step, along="b")
    return [
        ("h", "=", number(step.nudge)),
        ("∂L/∂w", "≈", "(L(w + h, b) − L(w − h, b)) / 2h"),
        ("", "=", f"({number(step.right)} − {number(step.left)}) / {twice}"),
        lost if lost_w else ("", "≈", number(step.difference_w)),
        ("∂L/∂b", "≈", "(L(w, b + h) − L(w, b − h)) / 2h"),
        ("", "=", f"({number(step.up)} − {number(step.down)}) / {twice}"),
        lost if lost_b else ("", "≈", number(step.difference_b)),
    ]


def _the_step(step: WorkedStep, number: Callable[[float], str]) -> Rows:
    rate = exact(step.rate)
    return [
        ("η", "=", rate),
        ("w", "←", "w − η·∂L/∂w"),
        ("", "=", f"{number(step.w)} − {rate}·{_factor(number(step.gradient_w))}"),
        ("", "≈", number(step.next_w)),
        ("b", "←", "b − η·∂L/∂b"),
        ("", "=", f"{number(step.b)} − {rate}·{_factor(number(step.gradient_b))}"),
        ("", "≈", number(step.next_b)),
    ]


def _the_step_with_momentum(step: WorkedStep, number: Callable[[float], str]) -> Rows:
    rate, momentum = exact(step.rate), exact(step.momentum)
    rows: Rows = [("η", "=", f"{rate},  β = {momentum}")]
    for name, kept, slope, velocity, here, there in (
        ("w", step.kept_w, step.gradient_w, step.velocity_w, step.w, step.next_w),
        ("b", step.kept_b, step.gradient_b, step.velocity_b, step.b, step.next_b),
    ):
        rows += [
            (f"v_{name}", "←", f"β·v_{name} + ∂L/∂{name}"),
            ("", "=", f"{momentum}·{_factor(number(kept))} {_added(number(slope))}"),
            ("", "≈", number(velocity)),
            (name, "←", f"{name} − η·v_{name}"),
            ("", "=", f"{number(here)} − {rate}·{_factor(number(velocity))}"),
            ("", "≈", number(there)),
        ]
    return rows


def _what_the_loss_does(step: WorkedStep, say: Say) -> str:
    before, after = step.loss_before, step.loss_after
    if before == after == 0:
        return say("The loss is 0, but for rounding, and stays there.")
    if abs(after - before) <= SAME_LOSS * before:
        return say("The loss stays at {loss}, to nine digits.", loss=rounded(before, 6))
    first, last = rounded_apart(before, after)
    if after < before:
        return say("The loss falls from {first} to {last}.", first=first, last=last)
    return say("The loss rises from {first} to {last}.", first=first, last=last)


def _about_digits(digits: int | None, say: Say) -> str:
    if digits:
        return say(
            "All is shown to {digits} digits; work with these, and you find the results to about three.",
            digits=digits,
        )
    return say(
        "All is shown to {digits} digits. Here large numbers cancel almost wholly, so these are too few to "
        "find the results again; the computer works with 16.",
        digits=DIGITS[0],
    )


def _number(value: float, digits: int) -> str:
    """Return a number without separators, such as -1234.56 or 2.5e21: it can be typed as it stands."""
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    if value == 0 or -4 <= int(power) < 6:
        return rounded(value, digits).replace(",", "").replace("−", "-")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}"


def _factor(number: str) -> str:
    """Return a number as it stands after a sign of multiplication."""
    return f"({number})" if number.startswith("-") else number


def _added(number: str) -> str:
    """Return a number with the sign that adds it."""
    return f"− {number[1:]}" if number.startswith("-") else f"+ {number}"


def _mathematics(rows: Rows) -> str:
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


def _plain_text(rows: Rows) -> str:
    lines: list[str] = []
    for left, relation, right in rows:
        lines.append(f"{left:>5} {relation:1} {_translated(right, PLAIN)}")
    return "\n".join(lines)


def _translated(text: str, signs: list[tuple[str, str]]) -> str:
    for sign, other in signs:
        text = re.sub(sign, other, text)
    return text
