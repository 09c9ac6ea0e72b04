"""What may be said of a run on a model, as the first that applies of six, and the numbers it rests on.

Only `LOWEST`, `HIGHER` and `STILL` speak of the epochs to come; all else is of those that were run.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gd_core.bowl import TOLERANCE
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.descent import Runs, overflow_epochs
from gd_core.models.certificate import share_kept
from gd_core.models.minima import newton, stationary_point_at
from gd_core.models.model import Model
from gd_core.models.plateaus import plateaus_of
from gd_core.stationary_points import MINIMUM, StationaryPoint

LEAVES = "leaves the numbers"
LOWEST = "settles in the lowest minimum known"
HIGHER = "settles in a higher minimum"
STILL = "does not move any more"
JUMPS = "was still jumping at the end"
HARDLY = "hardly moves"
FALLS = "is still going down"
OUTCOMES = (LEAVES, LOWEST, HIGHER, STILL, JUMPS, HARDLY, FALLS)

JUMPY = 0.05  # of the last quarter's epochs
HARDLY_FALLS = 0.01  # of what the loss is halfway
ROUNDING = 1e-13  # of a loss: what it rises by less is rounding
SAME_LOSS = 1e-9  # of the larger: minima whose losses differ by less are equally low, …
NO_LOSS = 1e-24  # … and so are those below this part of mean(y²), which is rounding


@dataclass(frozen=True)
class Outcome:
    """What a run did, and what is certain of it.

    Attributes
    ----------
    rate : float
    n_epochs : int
    losses : (float, float)
        The loss at the start and at the end.
    end : (float, float)
        (w, b) at the end.
    overflow : float
        The first epoch whose loss is not finite; inf for never.
    minimum : StationaryPoint or None
        Where it settles; None where that is not certain.
    share_kept : float or None
        How much of the error an epoch keeps at most from the end on, as `certificate.share_kept` has it.
    in_lowest : bool
        Whether no minimum known is lower than that.
    arrived, arrived_for_good : float
        The first epoch with 99.9 % of the way to that minimum's loss behind it, and the one from which on it
        stays so; inf for not yet, or not known.
    stays : bool
        Whether no update to come changes a bit of (w, b).
    rises : float
        The part of the last quarter's epochs in which the loss rose; nan where one is not finite.
    late_fall : float
        How far the loss fell in the second half of the epochs, as a part of what it was there at first.
    plateaus : tuple of (int, int)
        The first and the last epoch of each.
    above_every_limit : bool
        Whether the rate is above the limit of every minimum known, and there is one: then no run settles in
        any of these, unless it hits one exactly.
    """

    rate: float
    n_epochs: int
    losses: tuple[float, float]
    end: tuple[float, float]
    overflow: float
    minimum: StationaryPoint | None
    share_kept: float | None
    in_lowest: bool
    arrived: float
    arrived_for_good: float
    stays: bool
    rises: float
    late_fall: float
    plateaus: tuple[tuple[int, int], ...]
    above_every_limit: bool

    @property
    def kind(self) -> str:
        """The first of `OUTCOMES` that applies."""
        if self.overflow < math.inf:
            return LEAVES
        if self.minimum:
            return LOWEST if self.in_lowest else HIGHER
        if self.stays:
            return STILL
        if self.rises >= JUMPY:
            return JUMPS
        return HARDLY if self.late_fall < HARDLY_FALLS else FALLS


def outcomes_of(
    model: Model, dataset: Dataset, runs: Runs, minima: Sequence[StationaryPoint], *, momentum: float = 0.0
) -> list[Outcome]:
    """Return what may be said of each run.

    Parameters
    ----------
    runs, momentum
        What `descend_on` made of the model and the dataset, and with which momentum.
    minima
        Those known, as `minima_of` returns them. One that a run settles in is known from then on as well.
    """
    rates = runs.learning_rates.tolist()
    settled = [
        _where_it_settles(model, dataset, run, rate, momentum)
        for run, rate in zip(runs.parameters, rates, strict=True)
    ]
    known = [*minima, *(minimum for minimum, _ in settled if minimum)]
    lowest = min((minimum.loss for minimum in known), default=math.inf)
    lowest += SAME_LOSS * abs(lowest) + NO_LOSS * float(np.mean(dataset.y**2))
    highest_limit = max((minimum.limit(momentum) or 0 for minimum in known), default=math.inf)
    overflow = overflow_epochs(runs)
    outcomes = []
    for run, (rate, losses, (minimum, share)) in enumerate(zip(rates, runs.losses, settled, strict=True)):
        arrived, for_good = _arrivals(losses, minimum.loss) if minimum else (math.inf, math.inf)
        outcomes.append(
            Outcome(
                rate=rate,
                n_epochs=losses.size - 1,
                losses=(float(losses[0]), float(losses[-1])),
                end=(float(runs.parameters[run, -1, 0]), float(runs.parameters[run, -1, 1])),
                overflow=float(overflow[run]),
                minimum=minimum,
                share_kept=share,
                in_lowest=minimum is not None and minimum.loss <= lowest,
                arrived=arrived,
                arrived_for_good=for_good,
                stays=_stays(model, dataset, runs.parameters[run], rate, momentum),
                rises=_rises(losses),
                late_fall=_late_fall(losses),
                plateaus=plateaus_of(losses),
                above_every_limit=rate > highest_limit,
            )
        )
    return outcomes


def _where_it_settles(
    model: Model, dataset: Dataset, run: Floats, rate: float, momentum: float
) -> tuple[StationaryPoint, float] | tuple[None, None]:
    """Return the minimum in which a run (n_epochs + 1, 2) is certain to settle, and the share it keeps."""
    if not np.isfinite(run[-1]).all():
        return None, None
    middle = newton(model, dataset, run[-1:])[0]
    if not np.isfinite(middle).all():
        return None, None
    point = stationary_point_at(model, dataset, middle)
    if point.kind != MINIMUM or rate >= (point.limit(momentum) or 0):
        return None, None
    share = share_kept(
        model, dataset, middle=middle, theta=run[-1], before=run[-2], rate=rate, momentum=momentum
    )
    return (None, None) if share is None else (point, share)


def _stays(model: Model, dataset: Dataset, run: Floats, rate: float, momentum: float) -> bool:
    """Tell whether a run (n_epochs + 1, 2) is where no update to come changes a bit.

    While theta stays, the velocity goes one way, to ``gradient/(1 − momentum)``. If neither the last one nor
    that moves theta, none between them does.
    """
    last = run[-1]
    if not np.isfinite(last).all():
        return False
    with np.errstate(all="ignore"):
        ahead = last - rate * model.gradient(last, dataset) / (1 - momentum)
    return bool((ahead == last).all() and (not momentum or (run[-2] == last).all()))


def _rises(losses: Floats) -> float:
    quarter = losses[-1 - math.ceil((losses.size - 1) / 4) :]
    if not np.isfinite(quarter).all():
        return math.nan
    return float(np.mean(np.diff(quarter) > ROUNDING * quarter[:-1]))


def _late_fall(losses: Floats) -> float:
    first, last = losses[(losses.size - 1) // 2].item(), losses[-1].item()
    if not math.isfinite(last):
        return math.nan
    return (first - last) / first if first else 0.0


def _arrivals(losses: Floats, goal: float) -> tuple[float, float]:
    """Return the epoch whose loss is first within a thousandth of the way, and that where it stays."""
    near = np.abs(losses - goal) <= TOLERANCE * abs(losses[0] - goal)
    n_last = int(near[::-1].argmin()) if not near.all() else near.size  # so many epochs at the end
    return float(near.argmax()) if near.any() else math.inf, float(near.size - n_last) if n_last else math.inf
