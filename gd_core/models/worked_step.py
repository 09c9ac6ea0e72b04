"""One update on a curve with real numbers, as it can be checked by hand."""

import math
from dataclasses import astuple, dataclass

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.models.model import Model

NUDGE = 1e-4  # the h of the central differences, whose error is about h² of the slope
TRIAL_ROUNDING = 1e-11  # a difference of losses below this share of them is mostly rounding


@dataclass(frozen=True)
class StepOnACurve:
    """The numbers of one update; those of a step beyond all numbers are not all finite.

    Each pair is along w and along b.

    Attributes
    ----------
    n : int
        The number of points.
    x, y, height : float
        The point with the largest part in the gradient, and the height of the curve there.
    part : (float, float)
        The gradient of this point's own loss; the gradient is the mean of these over all points.
    w, b, rate, momentum : float
        Where the step begins, and what is set.
    gradient, velocity_before, velocity, after : (float, float)
        The gradient, the velocity before the update and after it, and where the step ends.
    above, below, difference : (float, float)
        The loss a nudge above and below w, and b, and what these make of the gradient.
    losses : (float, float)
        Before and after.
    """

    n: int
    x: float
    y: float
    height: float
    part: tuple[float, float]
    w: float
    b: float
    rate: float
    momentum: float
    gradient: tuple[float, float]
    velocity_before: tuple[float, float]
    velocity: tuple[float, float]
    after: tuple[float, float]
    above: tuple[float, float]
    below: tuple[float, float]
    difference: tuple[float, float]
    losses: tuple[float, float]

    @property
    def is_finite(self) -> bool:
        """Whether the computer can hold every number of the step."""
        return all(math.isfinite(value) for value in np.hstack(astuple(self)).tolist())


def step_on_a_curve(
    model: Model, dataset: Dataset, run: Floats, *, rate: float, momentum: float
) -> StepOnACurve:
    """Work out the update from the last place of a run (k + 1, 2) that began at its first."""
    theta, nudges = run[-1], NUDGE * np.eye(2)
    with np.errstate(all="ignore"):
        gradient, before = model.gradient(theta, dataset), _velocity(model, dataset, run, momentum)
        velocity = momentum * before + gradient
        after = theta - rate * velocity
        above, below = model.loss(theta + nudges, dataset), model.loss(theta - nudges, dataset)
        point, part = _hardest_pull(model, dataset, theta)
        return StepOnACurve(
            n=dataset.x.size,
            x=float(point.x[0]),
            y=float(point.y[0]),
            height=float(model.predict(theta, point.x)[0]),
            part=_pair(part),
            w=float(theta[0]),
            b=float(theta[1]),
            rate=rate,
            momentum=momentum,
            gradient=_pair(gradient),
            velocity_before=_pair(before),
            velocity=_pair(velocity),
            after=_pair(after),
            above=_pair(above),
            below=_pair(below),
            difference=_pair((above - below) / (2 * NUDGE)),
            losses=_pair(model.loss(np.stack([theta, after]), dataset)),
        )


def trial_is_lost(step: StepOnACurve, axis: int) -> bool:
    """Tell whether the losses to either side, along w (0) or b (1), differ by little more than rounding."""
    higher, lower = step.above[axis], step.below[axis]
    return abs(higher - lower) <= TRIAL_ROUNDING * max(abs(higher), abs(lower))


def _velocity(model: Model, dataset: Dataset, run: Floats, momentum: float) -> Floats:
    """Return the velocity with which a run arrives at its last place; 0 where it has just begun."""
    velocity = np.zeros(2)
    for gradient in model.gradient(run[:-1], dataset) if momentum else ():
        velocity = momentum * velocity + gradient
    return velocity


def _hardest_pull(model: Model, dataset: Dataset, theta: Floats) -> tuple[Dataset, Floats]:
    """Return the point, alone, whose loss has the largest gradient, and that gradient."""
    places = [slice(place, place + 1) for place in range(dataset.x.size)]
    points = [Dataset(dataset.x[place], dataset.y[place]) for place in places]
    parts = np.array([model.gradient(theta, point) for point in points])
    hardest = int(np.nan_to_num(np.hypot(*parts.T)).argmax())
    return points[hardest], parts[hardest]


def _pair(values: Floats) -> tuple[float, float]:
    first, last = values.tolist()
    return first, last
