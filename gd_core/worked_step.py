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

from gd_core.bowl import gradient, loss
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
        The gradient (∂L/∂w, ∂L/∂b) by formula.
    nudge : float
        The h of the central differences: a power of ten, from a thousandth to a hundredth of the larger
        of w and b, and 0.01 at least.
    right, left, up, down : float
        The loss at w + h, w − h, b + h and b − h.
    difference_w, difference_b : float
        The gradient by central differences.
    next_w, next_b : float
        Where the step ends.
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

    @property
    def is_finite(self) -> bool:
        """Whether the computer can hold every number of the step."""
        return all(math.isfinite(value) for value in astuple(self))


def worked_step(dataset: Dataset, *, theta: ArrayLike, learning_rate: float) -> WorkedStep:
    """Work out one update from theta (2,), which may be a run's parameters at an epoch, finite or not."""
    w, b = (float(value) for value in np.asarray(theta))
    with np.errstate(over="ignore", invalid="ignore"):
        gradient_w, gradient_b = _slopes(w, b, dataset)
        h = _nudge(w, b)
        right, left = _loss(w + h, b, dataset), _loss(w - h, b, dataset)
        up, down = _loss(w, b + h, dataset), _loss(w, b - h, dataset)
        next_w, next_b = w - learning_rate * gradient_w, b - learning_rate * gradient_b
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
            loss_before=_loss(w, b, dataset),
            loss_after=_loss(next_w, next_b, dataset),
        )


def trial_is_lost(step: WorkedStep, *, along: str) -> bool:
    """Tell whether the two losses beside (w, b), along "w" or "b", differ by little more than rounding."""
    higher, lower = (step.right, step.left) if along == "w" else (step.up, step.down)
    return abs(higher - lower) <= TRIAL_ROUNDING * max(higher, lower)


def slope_is_rounding(step: WorkedStep, *, along: str) -> bool:
    """Tell whether the slope by formula, along "w" or "b", is no more than its terms lose to rounding."""
    x, xx, xy = abs(step.sum_x), step.sum_xx, abs(step.sum_xy)
    if along == "w":
        return abs(step.gradient_w) <= SUM_ROUNDING * 2 / step.n * (abs(step.w) * xx + abs(step.b) * x + xy)
    terms = abs(step.w) * x + abs(step.b) * step.n + abs(step.sum_y)
    return abs(step.gradient_b) <= SUM_ROUNDING * 2 / step.n * terms


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
    gradient_w, gradient_b = gradient([w, b], dataset).tolist()
    return gradient_w, gradient_b


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
        (w - step.rate * shown(step.gradient_w), step.next_w),
        (b - step.rate * shown(step.gradient_b), step.next_b),
    ]
    if not trial_is_lost(step, along="w"):
        pairs.append(((shown(step.right) - shown(step.left)) / (2 * step.nudge), step.difference_w))
    if not trial_is_lost(step, along="b"):
        pairs.append(((shown(step.up) - shown(step.down)) / (2 * step.nudge), step.difference_b))
    return all(abs(found - told) <= AGREEMENT * abs(told) for found, told in pairs)
