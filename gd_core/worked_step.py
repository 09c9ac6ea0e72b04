"""One update of gradient descent with real numbers, as it can be checked by hand.

The gradient is found twice: by the formula, for which five sums of the data are told, and by trial, from the
loss a little to either side. Along w, and along b, the loss is a parabola, and for a parabola the central
difference ``(L(w + h) − L(w − h)) / 2h`` is the slope itself, whatever h is; only rounding stands between.
"""

import math
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gd_core.axes import errors_along
from gd_core.bowl import bowl_of, gradient, loss
from gd_core.checks import Floats
from gd_core.data import Dataset

DIGITS = range(6, 10)  # numbers are shown in the fewest of these that let a student recompute the results …
AGREEMENT = 5e-4  # … to this share of them
SUM_ROUNDING = 1e-14  # a sum below this share of the sum of the sizes is rounding
TRIAL_ROUNDING = 1e-11  # a difference of losses below this share of them is mostly rounding


@dataclass(frozen=True)
class WorkedStep:
    """The numbers of one update; those of a step beyond all numbers are not all finite.

    Attributes
    ----------
    n, sum_x, sum_xx, sum_y, sum_xy
        The number of points, and the sums over them of x, x², y and x·y.
    w, b, rate : float
        Where the step begins, and the learning rate.
    gradient_w, gradient_b : float
        The gradient (∂L/∂w, ∂L/∂b) by formula; 0 where it is no more than rounding.
    nudge : float
        The h of the central differences: a power of ten, from a thousandth to a hundredth of the larger
        of w and b, and 0.01 at least.
    right, left, up, down : float
        The loss at w + h, w − h, b + h and b − h.
    difference_w, difference_b : float
        The gradient by central differences.
    next_w, next_b : float
        Where the step ends.
    momentum : float
        How much of the last velocity is kept; 0 in plain gradient descent.
    velocity_w, velocity_b, kept_w, kept_b : float
        The velocity of the step, which the rate is multiplied by, and the last one: without momentum, the
        gradient, and 0.
    loss_before, loss_after : float
    """

    n: int
    sum_x: float
    sum_xx: float
    sum_y: float
    sum_xy: float
    w: float
    b: float
    rate: float
    gradient_w: float
    gradient_b: float
    nudge: float
    right: float
    left: float
    up: float
    down: float
    difference_w: float
    difference_b: float
    next_w: float
    next_b: float
    loss_before: float
    loss_after: float
    momentum: float
    velocity_w: float
    velocity_b: float
    kept_w: float
    kept_b: float

    @property
    def is_finite(self) -> bool:
        """Whether the computer can hold every number of the step."""
        return all(math.isfinite(value) for value in astuple(self))


def worked_step(
    dataset: Dataset,
    *,
    theta: ArrayLike,
    learning_rate: float,
    momentum: float = 0.0,
    velocity: ArrayLike = (0.0, 0.0),
) -> WorkedStep:
    """Work out one update from theta (2,), which may be a run's parameters at an epoch, finite or not.

    With momentum the update begins with the velocity (2,) that has come together until then.
    """
    kept_w, kept_b = (float(value) for value in np.asarray(velocity))
    w, b = (float(value) for value in np.asarray(theta))
    with np.errstate(over="ignore", invalid="ignore"):
        gradient_w, gradient_b = (0.0, 0.0) if _is_the_answer(w, b, dataset) else _slopes(w, b, dataset)
        h = _nudge(w, b)
        right, left = _loss(w + h, b, dataset), _loss(w - h, b, dataset)
        up, down = _loss(w, b + h, dataset), _loss(w, b - h, dataset)
        velocity_w = momentum * kept_w + gradient_w if momentum else gradient_w
        velocity_b = momentum * kept_b + gradient_b if momentum else gradient_b
        next_w, next_b = w - learning_rate * velocity_w, b - learning_rate * velocity_b
        return WorkedStep(
            **_sums(dataset),
            w=w,
            b=b,
            rate=float(learning_rate),
            gradient_w=gradient_w,
            gradient_b=gradient_b,
            nudge=h,
            right=right,
            left=left,
            up=up,
            down=down,
            difference_w=(right - left) / (2 * h),
            difference_b=(up - down) / (2 * h),
            next_w=next_w,
            next_b=next_b,
            loss_before=_loss_but_for_rounding(w, b, dataset),
            loss_after=_loss_but_for_rounding(next_w, next_b, dataset),
            momentum=momentum,
            velocity_w=velocity_w,
            velocity_b=velocity_b,
            kept_w=kept_w,
            kept_b=kept_b,
        )


def trial_is_lost(step: WorkedStep, *, along: str) -> bool:
    """Tell whether the two losses beside (w, b), along "w" or "b", differ by little more than rounding."""
    higher, lower = (step.right, step.left) if along == "w" else (step.up, step.down)
    return abs(higher - lower) <= TRIAL_ROUNDING * max(higher, lower)


def digits_to_show(step: WorkedStep) -> int | None:
    """Return the fewest `DIGITS` from which the results can be recomputed; None where none suffice."""
    return next((digits for digits in DIGITS if _can_be_recomputed(step, digits)), None)


def _sums(dataset: Dataset) -> dict[str, Any]:
    x, y = dataset.x, dataset.y
    terms = {"sum_x": x, "sum_xx": x * x, "sum_y": y, "sum_xy": x * y}
    return {"n": x.size} | {name: _sum(values) for name, values in terms.items()}


def _sum(values: Floats) -> float:
    """Return a sum; one that is rounding only, as that of centred x, is 0."""
    total, size = float(values.sum()), float(np.abs(values).sum())
    return total if abs(total) > SUM_ROUNDING * size else 0.0


def _nudge(w: float, b: float) -> float:
    size = max(abs(w), abs(b), 1.0)
    return 10.0 ** (math.floor(math.log10(size)) - 2) if math.isfinite(size) else math.inf


def _slopes(w: float, b: float, dataset: Dataset) -> tuple[float, float]:
    if not math.isfinite(w + b):
        return math.inf, math.inf
    slopes = gradient([w, b], dataset)
    x, heights = np.abs(dataset.x), np.abs(w * dataset.x) + abs(b) + np.abs(dataset.y)
    terms = 2 * np.array([np.mean(heights * x), np.mean(heights)])  # of which the slopes are differences
    gradient_w, gradient_b = np.where(np.abs(slopes) > SUM_ROUNDING * terms, slopes, 0.0).tolist()
    return gradient_w, gradient_b


def _is_the_answer(w: float, b: float, dataset: Dataset) -> bool:
    return not errors_along(bowl_of(dataset), np.array([w, b])).any()


def _loss_but_for_rounding(w: float, b: float, dataset: Dataset) -> float:
    return bowl_of(dataset).floor if _is_the_answer(w, b, dataset) else _loss(w, b, dataset)


def _loss(w: float, b: float, dataset: Dataset) -> float:
    return float(loss([w, b], dataset)) if math.isfinite(w) and math.isfinite(b) else math.inf


def _can_be_recomputed(step: WorkedStep, digits: int) -> bool:
    """Tell whether a student with the digits shown finds the results, each to its share of `AGREEMENT`."""

    def shown(value: float) -> float:
        return float(f"{value:.{digits - 1}e}")

    w, b = shown(step.w), shown(step.b)
    xx, x, xy, y = shown(step.sum_xx), shown(step.sum_x), shown(step.sum_xy), shown(step.sum_y)
    pairs = [
        (2 / step.n * (w * xx + b * x - xy), step.gradient_w),
        (2 / step.n * (w * x + b * step.n - y), step.gradient_b),
        (w - step.rate * shown(step.velocity_w), step.next_w),
        (b - step.rate * shown(step.velocity_b), step.next_b),
    ]
    if step.momentum:
        pairs += [
            (step.momentum * shown(step.kept_w) + shown(step.gradient_w), step.velocity_w),
            (step.momentum * shown(step.kept_b) + shown(step.gradient_b), step.velocity_b),
        ]
    if not trial_is_lost(step, along="w"):
        pairs.append(((shown(step.right) - shown(step.left)) / (2 * step.nudge), step.difference_w))
    if not trial_is_lost(step, along="b"):
        pairs.append(((shown(step.up) - shown(step.down)) / (2 * step.nudge), step.difference_b))
    return all(abs(found - told) <= AGREEMENT * abs(told) for found, told in pairs)
