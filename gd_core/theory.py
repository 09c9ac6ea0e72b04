"""What is known of a method on a loss before any epoch is run: one record, which all other rooms ask.

Nowhere else is it known that the method is plain gradient descent and the loss a bowl. Where the record holds
None, nothing is known, and whoever would speak of it is silent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import bowl_of
from gd_core.checks import Floats, as_learning_rates
from gd_core.closed_form import epochs_of, predicted_epochs, predicted_excess
from gd_core.data import Dataset
from gd_core.spectrum import (
    CRAWL_FACTOR,
    condition_of,
    epochs_at_fastest_rate,
    factors_of,
    fastest_of,
    modes,
    rate_of,
    starting_roots,
)
from gd_core.stationary_points import StationaryPoint, minima_among


@dataclass(frozen=True, eq=False)
class WithMomentum:
    """What is known of a method with momentum alone; what is of the runs is None where there are none.

    Attributes
    ----------
    momentum : float
        How much of its last step each epoch makes again.
    zones : (float, float, float, float)
        Where crawling, shrinking smoothly, swinging and zigzagging end, as rates, ascending; 0 where none
        crawls, and two are equal where a zone is empty.
    fastest : (float, float)
        Between these rates the slower direction has the best pace that this momentum allows; one rate, twice,
        where only one has it.
    best_rate, best_momentum, best_epochs : float
        What has the best pace of all, and how many epochs it needs to arrive for good from the worst start.
    paces : (r, 2) array
        What an epoch multiplies the size of the error of each run by in the long run, along and across the
        valley.
    sure_epochs : (r,) array
        An epoch by which each run has arrived for good, wherever it starts; inf for never.
    """

    momentum: float
    zones: tuple[float, float, float, float]
    fastest: tuple[float, float]
    best_rate: float
    best_momentum: float
    best_epochs: float
    paces: Floats | None = None
    sure_epochs: Floats | None = None


@dataclass(frozen=True, eq=False)
class Theory:
    """What the mathematics says; each may be None, and what is of the runs is None where there are none.

    Attributes
    ----------
    limit : float
        The learning rate above which a run diverges.
    overshoot, crawl : float
        The rates from which on a step jumps across the valley, and below which it hardly moves.
    fastest, epochs_at_fastest : float
        The rate that promises most for the worst start, and how many epochs it then needs to arrive.
    condition_number : float
        How long the valley is: inf where all x are equal.
    eigenvalues, eigenvectors : (2,) and (2, 2) array
        How steep the bowl is along and across its valley, ascending, and where these directions are, a
        column each.
    factors : (r, 2) array
        What an epoch multiplies the error of each run by, along and across the valley.
    roots : (r, 2) array
        Squared, the part of each direction in the run's excess loss at the start; 0 where it has none.
    epochs : (r,) array
        The first epoch at which each run has arrived, with momentum for good; inf for never.
    predict_excess, predict_epochs : function
        The same for other runs: `gd_core.predicted_excess` and `gd_core.predicted_epochs` of these points.
    nothing_hides : bool
        Whether the loss bends one way only, so that nothing hides between two epochs that are drawn.
    steps_are_gradients : bool
        Whether every step is −eta · gradient, so that it can be worked out from where it begins.
    with_momentum : WithMomentum
        What is known of the method because it has momentum; None where it has none.
    stationary_points : tuple of StationaryPoint
        Where the gradient of a curve's loss is 0, from the lowest up, as far as that is known; None for the
        line, whose loss is a bowl.
    """

    limit: float | None = None
    overshoot: float | None = None
    crawl: float | None = None
    fastest: float | None = None
    epochs_at_fastest: float | None = None
    condition_number: float | None = None
    eigenvalues: Floats | None = None
    eigenvectors: Floats | None = None
    factors: Floats | None = None
    roots: Floats | None = None
    epochs: Floats | None = None
    predict_excess: Callable[..., Floats] | None = None
    predict_epochs: Callable[..., Floats] | None = None
    nothing_hides: bool | None = None
    steps_are_gradients: bool | None = None
    with_momentum: WithMomentum | None = None
    stationary_points: tuple[StationaryPoint, ...] | None = None

    @property
    def is_of_a_curve(self) -> bool:
        """Whether the loss is a curve's, of which only places are known, and no bowl."""
        return self.stationary_points is not None

    @property
    def minima(self) -> list[StationaryPoint]:
        """The minima that are known of a curve, from the lowest up."""
        return minima_among(self.stationary_points or ())

    @property
    def zones(self) -> tuple[float, float, float] | None:
        """Where crawling, shrinking smoothly and zigzagging end, as rates; None unless all are known."""
        if self.crawl is None or self.overshoot is None or self.limit is None:
            return None
        return self.crawl, self.overshoot, self.limit


def theory_of(dataset: Dataset, *, starts: ArrayLike = (), learning_rates: ArrayLike = ()) -> Theory:
    """Return what is known of plain gradient descent on the mean squared error of a line.

    Parameters
    ----------
    starts, learning_rates
        Those of the runs, as `gd_core.descend` takes them; it also raises what that does. Without them, what
        is of the runs is None.
    """
    bowl = bowl_of(dataset)
    lam, vectors = modes(bowl)
    kappa = condition_of(lam)
    factors = roots = epochs = None
    if np.size(learning_rates):
        rates = as_learning_rates(learning_rates)
        roots = starting_roots(bowl, starts, rates.size)[1]
        factors, epochs = factors_of(rates, lam), epochs_of(rates, lam, roots)
    return Theory(
        limit=rate_of(-1, lam[1]),
        overshoot=rate_of(0, lam[1]),
        crawl=rate_of(CRAWL_FACTOR, lam[1]),
        fastest=fastest_of(lam),
        epochs_at_fastest=epochs_at_fastest_rate(kappa),
        condition_number=kappa,
        eigenvalues=lam,
        eigenvectors=vectors,
        factors=factors,
        roots=roots,
        epochs=epochs,
        predict_excess=partial(predicted_excess, dataset),
        predict_epochs=partial(predicted_epochs, dataset),
        nothing_hides=True,
        steps_are_gradients=True,
    )
