"""What each run does: six behaviours, and the numbers that decide between them."""

from dataclasses import dataclass

import numpy as np

from gd_core.bowl import least_squares
from gd_core.descent import epochs_to, overflow_epochs
from gd_core.experiment import Experiment
from gd_core.languages import Say
from gd_core.spectrum import CRAWL_FACTOR
from gd_core.telling.far_off import FarOff, crawls_along, epochs_to_halve, far_off
from gd_core.two_modes import ROUND_BOWL

CRAWLS = "crawls"
SMOOTH = "converges smoothly"
ZIGZAG = "zigzags in and converges"
EDGE = "balances on the edge"
DIVERGES = "diverges"
SETTLED = "starts at the answer"
SWINGS = "swings in and converges"  # with momentum alone
BEHAVIOURS = (CRAWLS, SMOOTH, ZIGZAG, EDGE, DIVERGES, SETTLED)
BEHAVIOURS_WITH_MOMENTUM = (CRAWLS, SMOOTH, SWINGS, ZIGZAG, EDGE, DIVERGES, SETTLED)

EDGE_PER_EPOCH = 1e-3  # on the edge, the size of the error changes by less than this an epoch …
EDGE_PER_RUN = 0.1  # … and by less than this over the whole run


def name_of_behaviour(behaviour: str, *, say: Say) -> str:
    """Return what the page calls one of the `BEHAVIOURS`, or of those with momentum."""
    return {
        CRAWLS: say("crawls"),
        SMOOTH: say("converges smoothly"),
        ZIGZAG: say("zigzags in and converges"),
        EDGE: say("balances on the edge"),
        DIVERGES: say("diverges"),
        SETTLED: say("starts at the answer"),
        SWINGS: say("swings in and converges"),
    }[behaviour]


def name_where_it_crawls_along(behaviour: str, *, say: Say) -> str:
    """Return what the page calls it where along the valley it crawls while the loss has arrived."""
    return {
        SMOOTH: say("smooth across, crawls along"),
        ZIGZAG: say("zigzags across, crawls along"),
    }.get(behaviour, name_of_behaviour(behaviour, say=say))


@dataclass(frozen=True)
class Facts:
    """The numbers a verdict rests on.

    Attributes
    ----------
    limit, overshoot : float
        The rates at which an epoch keeps the error across the valley in size, and removes it; the rate
        itself where only rounding makes it another.
    shallow, steep : float or None
        What an epoch multiplies the error by, along the valley and across it; None where the start has
        no error in that direction.
    step_along : float
        What an epoch takes of the error along the valley, ``eta·lam``, in all its digits.
    losses, excess : (float, float)
        The loss, and the loss above the floor, at the start and at the end.
    measured, predicted, overflow : float
        The epochs at which the run arrives, should arrive, and leaves the finite numbers; inf for never.
    off
        Which of w and b are still far from the best at the end.
    """

    rate: float
    limit: float
    overshoot: float
    shallow: float | None
    steep: float | None
    step_along: float
    losses: tuple[float, float]
    excess: tuple[float, float]
    n_epochs: int
    measured: float
    predicted: float
    overflow: float
    off: FarOff

    @property
    def half_along(self) -> float:
        """When half of the error along the valley is gone: where that crawls, and the loss has arrived."""
        if self.shallow is None or not self.off or np.isinf(self.measured):
            return np.nan
        return epochs_to_halve(self.step_along) if crawls_along(self.shallow, self.n_epochs) else np.nan

    @property
    def deciding(self) -> float | None:
        """The factor that decides the behaviour: that of the steepest direction with any error."""
        return self.shallow if self.steep is None else self.steep

    @property
    def factor(self) -> float:
        """The size of the largest factor: in the long run the error changes by it every epoch."""
        return max((abs(f) for f in (self.shallow, self.steep) if f is not None), default=np.nan)


def facts_of(experiment: Experiment) -> list[Facts]:
    """Return the facts of every run, from theory and the run itself; none where theory does not have them."""
    runs, theory = experiment.runs, experiment.theory
    limit, overshoot = theory.limit, theory.overshoot
    lam, factors, roots, epochs = theory.eigenvalues, theory.factors, theory.roots, theory.epochs
    if (
        limit is None
        or overshoot is None
        or factors is None
        or roots is None
        or epochs is None
        or lam is None
    ):
        return []
    is_there = roots != 0
    if lam[0] >= lam[1] * (1 - ROUND_BOWL):  # every direction is across
        is_there[:, 1] |= is_there[:, 0]
    losses, excess = runs.losses, runs.excess_losses
    measured, overflow, best = epochs_to(runs), overflow_epochs(runs), least_squares(experiment.dataset)
    return [
        Facts(
            rate=rate,
            limit=rate if factors[run, 1] == -1 else limit,
            overshoot=rate if factors[run, 1] == 0 else overshoot,
            shallow=float(factors[run, 0]) if is_there[run, 0] else None,
            steep=float(factors[run, 1]) if is_there[run, 1] else None,
            step_along=float(rate * lam[0]),
            losses=(float(losses[run, 0]), float(losses[run, -1])),
            excess=(float(excess[run, 0]), float(excess[run, -1])),
            n_epochs=losses.shape[1] - 1,
            measured=float(measured[run]),
            predicted=float(epochs[run]),
            overflow=float(overflow[run]),
            off=far_off(runs.parameters[run], best),
        )
        for run, rate in enumerate(runs.learning_rates.tolist())
    ]


def behaviour_of(facts: Facts) -> str:
    """Return one of `BEHAVIOURS`."""
    return SETTLED if facts.deciding is None else _manner(facts.deciding, facts.n_epochs)


def _manner(factor: float, n_epochs: int) -> str:
    """Return what a run does whose deciding factor is this; how long it is matters only on the edge."""
    if factor < 0 and keeps_its_size(-factor, n_epochs):
        return EDGE
    if factor < -1:
        return DIVERGES
    if factor < 0:
        return ZIGZAG
    return CRAWLS if factor > CRAWL_FACTOR else SMOOTH


def keeps_its_size(factor: float, n_epochs: int) -> bool:
    """Tell whether an error of which every epoch keeps this share is nearly as large after so many."""
    return abs(factor - 1) <= EDGE_PER_EPOCH and abs(n_epochs * np.log(factor)) <= EDGE_PER_RUN
