"""What each run with momentum does along both directions of the bowl, and what its verdict rests on.

The roots of `gd_core.momentum.spectrum` decide it in the long run. Before that an error may grow for some
epochs, and a run that has arrived may leave again: so paces are of the long run, and arrived means for good.
"""

from dataclasses import dataclass

import numpy as np

from gd_core.bowl import ROUNDING, least_squares
from gd_core.descent import overflow_epochs
from gd_core.experiment import Experiment
from gd_core.momentum.descent import epochs_for_good
from gd_core.momentum.spectrum import first_epoch_past
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, SWINGS, ZIGZAG, keeps_its_size
from gd_core.telling.far_off import FarOff, far_off
from gd_core.telling.outcome import Ends
from gd_core.theory import WithMomentum
from gd_core.two_modes import ROUND_BOWL

MANNERS = (CRAWLS, SMOOTH, SWINGS, ZIGZAG, DIVERGES)  # in ascending order of their rates


@dataclass(frozen=True)
class Direction:
    """What momentum does to an error along one direction of the bowl.

    Attributes
    ----------
    h : float
        The rate times how sharply the bowl bends there.
    pace : float
        What an epoch multiplies the size of the error by, in the long run.
    manner : str
        One of the `MANNERS`, or `EDGE`.
    past : float
        The first epoch at which the error is on the other side; inf where it stays on its own.
    """

    h: float
    pace: float
    manner: str
    past: float


@dataclass(frozen=True)
class Facts:
    """The numbers a verdict rests on; a direction is None where the start has no error in it.

    Attributes
    ----------
    measured, predicted, sure : float
        The epoch from which on the run has arrived for good: in the run, by theory, and from any start.
    """

    rate: float
    known: WithMomentum
    along: Direction | None
    across: Direction | None
    losses: Ends
    excess: Ends
    n_epochs: int
    measured: float
    predicted: float
    sure: float
    overflow: float
    off: FarOff

    @property
    def deciding(self) -> Direction | None:
        """The steepest direction with any error."""
        return self.across or self.along

    @property
    def pace(self) -> float:
        """The larger of the paces of what there is; NaN where there is no error."""
        return max((each.pace for each in (self.along, self.across) if each), default=np.nan)


def facts_with_momentum(experiment: Experiment) -> list[Facts]:
    """Return the facts of every run; none where theory does not have them."""
    runs, theory = experiment.runs, experiment.theory
    known, epochs = theory.with_momentum, theory.epochs
    if known is None or known.sure_epochs is None or epochs is None:
        return []
    n_epochs, best = experiment.settings.n_epochs, least_squares(experiment.dataset)
    measured = np.where(epochs <= n_epochs, epochs_for_good(runs), np.inf)  # what comes later counts too
    overflow, directions = overflow_epochs(runs), directions_of(experiment)
    return [
        Facts(
            rate=rate,
            known=known,
            along=directions[run][0],
            across=directions[run][1],
            losses=(float(runs.losses[run, 0]), float(runs.losses[run, -1])),
            excess=(float(runs.excess_losses[run, 0]), float(runs.excess_losses[run, -1])),
            n_epochs=n_epochs,
            measured=float(measured[run]),
            predicted=float(epochs[run]),
            sure=float(known.sure_epochs[run]),
            overflow=float(overflow[run]),
            off=far_off(runs.parameters[run], best),
        )
        for run, rate in enumerate(runs.learning_rates.tolist())
    ]


def directions_of(experiment: Experiment) -> list[tuple[Direction | None, Direction | None]]:
    """Return what each run does along the valley and across it; None where it has no error there."""
    theory = experiment.theory
    known, lam, roots = theory.with_momentum, theory.eigenvalues, theory.roots
    if known is None or known.paces is None or lam is None or roots is None:
        return []
    is_there = roots != 0
    if lam[0] >= lam[1] * (1 - ROUND_BOWL):  # every direction is across
        is_there[:, 1] |= is_there[:, 0]
    along, across = (
        [
            _direction(known, rate, lam[axis] / lam[1], float(lam[1]), pace, experiment.settings.n_epochs)
            if here
            else None
            for rate, pace, here in zip(
                experiment.settings.learning_rates,
                known.paces[:, axis].tolist(),
                is_there[:, axis],
                strict=True,
            )
        ]
        for axis in (0, 1)
    )
    return list(zip(along, across, strict=True))


def behaviour_with_momentum(facts: Facts) -> str:
    """Return one of `gd_core.telling.behaviour.BEHAVIOURS_WITH_MOMENTUM`."""
    return facts.deciding.manner if facts.deciding else SETTLED


def _direction(
    known: WithMomentum, rate: float, share: float, steepest: float, pace: float, n_epochs: int
) -> Direction:
    """Return what a rate does where the bowl bends by this share of what it does across the valley."""
    h = rate * share * steepest
    zone = sum(rate * share > edge * (1 + ROUNDING) for edge in known.zones)
    is_near = MANNERS[zone] in (ZIGZAG, DIVERGES) and keeps_its_size(pace, n_epochs)
    return Direction(h, pace, EDGE if is_near else MANNERS[zone], first_epoch_past(h, known.momentum))
