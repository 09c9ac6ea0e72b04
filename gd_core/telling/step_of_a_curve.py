"""A worked step on a curve as it is read: as mathematics on the page, and as plain text to copy."""

from collections.abc import Callable

from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.models.worked_step import NUDGE, StepOnACurve, trial_is_lost
from gd_core.numbers import exact
from gd_core.telling.formulas import Rows, factor, in_digits, mathematics, pair, plain_text
from gd_core.telling.setting_of_curves import told_of_curve
from gd_core.telling.step_text import beyond_all_numbers, what_the_loss_does

DIGITS, DIGITS_OF_TRIAL = 6, 10
AXES = ("w", "b")
SIDES = (("w + h, b", "w − h, b"), ("w, b + h", "w, b − h"))


def curve_step_in_mathematics(step: StepOnACurve, model: str, *, say: Say = english) -> str:
    """Return the step as Markdown with formulas between $$, or a sentence where there are no numbers."""
    return _written(step, model, heading="**{}**", block=mathematics, say=say)


def curve_step_in_plain_text(step: StepOnACurve, model: str, *, say: Say = english) -> str:
    """Return the same step as text to copy, or a sentence where there are no numbers."""
    return _written(step, model, heading="{}", block=plain_text, say=say)


def _written(step: StepOnACurve, model: str, *, heading: str, block: Callable[[Rows], str], say: Say) -> str:
    if not step.is_finite:
        return beyond_all_numbers(say)
    parts = [
        heading.format(say("The curve, and what each point adds to the slope of the loss L")),
        block([*_formulas(model), *_means(model)]),
        told_of_curve(model, "at_b_0", say=say) if step.b == 0 else "",
        heading.format(say("One of the {n:,} points: the one that pulls hardest", n=step.n)),
        block(_one_point(step, model)),
        heading.format(say("The mean of all {n:,}: the slope of L along w and along b", n=step.n)),
        block([(f"∂L/∂{axis}", "≈", _number(step.gradient[place])) for place, axis in enumerate(AXES)]),
        heading.format(say("The same by trial: L a little to either side")),
        block(_by_trial(step, say)),
        say("This is nearly the slope: the smaller h is, the nearer, until rounding decides."),
        heading.format(say("The step: downhill, by the learning rate times the slope"))
        if not step.momentum
        else heading.format(say("The step: β times the last velocity v, and the slope, make the next v")),
        block([row for place in range(2) for row in _the_step(step, place)]),
        what_the_loss_does(*step.losses, say),
        say("All is rounded here; the computer works with 16 digits."),
    ]
    return "\n\n".join(filter(None, parts))


def _formulas(model: str) -> Rows:
    curve = CURVES[model]
    slopes = zip(AXES, curve.slopes_written, strict=False)
    return [("ŷ", "=", curve.written), *((f"∂ŷ/∂{axis}", "=", slope) for axis, slope in slopes)]


def _means(model: str) -> Rows:
    pulls = zip(AXES, CURVES[model].pulls_written, strict=True)
    return [(f"∂L/∂{axis}", "=", f"(1/n)·Σ {pull}") for axis, pull in pulls]


def _one_point(step: StepOnACurve, model: str) -> Rows:
    parts = zip(CURVES[model].pulls_written, step.part, strict=True)
    return [
        *pair("x", _number(step.x), "y", _number(step.y)),
        *pair("w", _number(step.w), "b", _number(step.b)),
        ("ŷ", "≈", _number(step.height)),
        *((name, "≈", _number(value)) for name, value in parts),
    ]


def _by_trial(step: StepOnACurve, say: Say) -> Rows:
    rows: Rows = [("h", "=", exact(NUDGE))]
    for place, (axis, sides) in enumerate(zip(AXES, SIDES, strict=True)):
        above, below = (in_digits(side[place], DIGITS_OF_TRIAL) for side in (step.above, step.below))
        found = (
            ("", "", say("too close: rounding decides"))
            if trial_is_lost(step, place)
            else ("", "≈", _number(step.difference[place]))
        )
        rows += [
            (f"∂L/∂{axis}", "≈", f"(L({sides[0]}) − L({sides[1]})) / 2h"),
            ("", "=", f"({above} − {below}) / {exact(2 * NUDGE)}"),
            found,
        ]
    return rows


def _the_step(step: StepOnACurve, place: int) -> Rows:
    """Return the update of w (0) or b (1)."""
    axis, rate = AXES[place], exact(step.rate)
    slope, before = factor(_number(step.gradient[place])), _number((step.w, step.b)[place])
    after = ("", "≈", _number(step.after[place]))
    if not step.momentum:
        given: Rows = [] if place else [("η", "=", rate)]
        return [
            *given,
            (axis, "←", f"{axis} − η·∂L/∂{axis}"),
            ("", "=", f"{before} − {rate}·{slope}"),
            after,
        ]
    given = [] if place else pair("η", rate, "β", exact(step.momentum))
    velocity = factor(_number(step.velocity[place]))
    kept = f"{exact(step.momentum)}·{factor(_number(step.velocity_before[place]))}"
    return [
        *given,
        (f"v_{axis}", "←", f"β·v_{axis} + ∂L/∂{axis}"),
        ("", "=", f"{kept} + {slope}"),
        ("", "≈", _number(step.velocity[place])),
        (axis, "←", f"{axis} − η·v_{axis}"),
        ("", "=", f"{before} − {rate}·{velocity}"),
        after,
    ]


def _number(value: float) -> str:
    return in_digits(value, DIGITS)
