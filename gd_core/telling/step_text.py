"""A worked step as it is read: as mathematics on the page, and as plain text to copy.

It is written once, as the rows of `gd_core.telling.formulas`.
"""

from collections.abc import Callable

from gd_core.languages import Say, english
from gd_core.numbers import exact, rounded, rounded_apart
from gd_core.telling.formulas import Rows, added, factor, in_digits, mathematics, pair, plain_text
from gd_core.theory import Theory
from gd_core.worked_step import DIGITS, WorkedStep, digits_to_show, trial_is_lost

SAME_LOSS = 1e-9  # a loss that changes by a smaller share of itself is said to stay


def step_in_mathematics(step: WorkedStep, *, say: Say = english) -> str:
    """Return the step as Markdown with formulas between $$, or a sentence where there are no numbers."""
    return _written(step, heading="**{}**", block=mathematics, say=say)


def step_in_plain_text(step: WorkedStep, *, say: Say = english) -> str:
    """Return the same step as text to copy, or a sentence where there are no numbers."""
    return _written(step, heading="{}", block=plain_text, say=say)


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


def beyond_all_numbers(say: Say) -> str:
    """Say that a step has no numbers."""
    return say(
        "This step needs numbers beyond about 10³⁰⁸, which the computer cannot hold: the run has grown too "
        "far. Choose an earlier epoch."
    )


def _written(step: WorkedStep, *, heading: str, block: Callable[[Rows], str], say: Say) -> str:
    if not step.is_finite:
        return beyond_all_numbers(say)
    digits = digits_to_show(step)

    def number(value: float) -> str:
        return in_digits(value, digits or DIGITS[0])

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
        f"{what_the_loss_does(step.loss_before, step.loss_after, say)} {_about_digits(digits, say)}",
    ]
    return "\n\n".join(parts)


def _over_the_points(n: int, say: Say) -> str:
    if n == 1:
        return say("The data, as sums over 1 point")
    return say("The data, as sums over {n:,} points", n=n)


def _sums(step: WorkedStep, number: Callable[[float], str]) -> Rows:
    return pair("Σx", number(step.sum_x), "Σx²", number(step.sum_xx)) + pair(
        "Σy", number(step.sum_y), "Σxy", number(step.sum_xy)
    )


def _by_formula(step: WorkedStep, number: Callable[[float], str]) -> Rows:
    w, over_w = number(step.w), factor(number(step.sum_xx))
    b, over_b = added(number(step.b)), factor(number(step.sum_x))
    return [
        *pair("w", w, "b", number(step.b)),
        ("∂L/∂w", "=", "(2/n)·(w·Σx² + b·Σx − Σxy)"),
        ("", "=", f"(2/{step.n})·({w}·{over_w} {b}·{over_b} {added(number(-step.sum_xy))})"),
        ("", "≈", number(step.gradient_w)),
        ("∂L/∂b", "=", "(2/n)·(w·Σx + b·n − Σy)"),
        ("", "=", f"(2/{step.n})·({w}·{over_b} {b}·{step.n} {added(number(-step.sum_y))})"),
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
        ("", "=", f"{number(step.w)} − {rate}·{factor(number(step.gradient_w))}"),
        ("", "≈", number(step.next_w)),
        ("b", "←", "b − η·∂L/∂b"),
        ("", "=", f"{number(step.b)} − {rate}·{factor(number(step.gradient_b))}"),
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
            ("", "=", f"{momentum}·{factor(number(kept))} {added(number(slope))}"),
            ("", "≈", number(velocity)),
            (name, "←", f"{name} − η·v_{name}"),
            ("", "=", f"{number(here)} − {rate}·{factor(number(velocity))}"),
            ("", "≈", number(there)),
        ]
    return rows


def what_the_loss_does(before: float, after: float, say: Say) -> str:
    """Say from where to where a step brings the loss."""
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
