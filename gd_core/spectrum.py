"""The eigenvalues of the bowl, and the rates and factors that they decide.

Along eigenvector i of the Hessian, gradient descent multiplies the error by ``1 − eta · lam[i]`` an epoch,
exactly (G. Goh, "Why Momentum Really Works", Distill 2017; the method itself is A. Cauchy's, 1847). All that
follows is read off these factors.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from gd_core.axes import but_for_rounding, modes, starting_errors
from gd_core.bowl import TOLERANCE, Bowl, bowl_of
from gd_core.checks import Floats, as_learning_rates
from gd_core.data import Dataset

CRAWL_FACTOR = 0.95  # a run crawls when an epoch keeps more of the error than this, even where it keeps least


def eigenvalues(dataset: Dataset) -> Floats:
    """Return lam (2,), the eigenvalues of the Hessian, ascending: how steep the bowl is along its axes."""
    return modes(bowl_of(dataset))[0].copy()


def condition_number(dataset: Dataset) -> float:
    """Return ``kappa = lam_max / lam_min``, inf where all x are equal: the longer the valley, the larger."""
    return condition_of(eigenvalues(dataset))


def condition_of(lam: Floats) -> float:
    """Return what `condition_number` does, from the eigenvalues (2,)."""
    return float(lam[1] / lam[0]) if lam[0] > 0 else math.inf


def largest_stable_rate(dataset: Dataset) -> float:
    """Return ``2 / lam_max``: below it every start converges, above it (almost) none does.

    Source: Y. Nesterov, Lectures on Convex Optimization, 2nd ed. (2018), section 1.2.3.
    """
    return rate_of(-1, eigenvalues(dataset)[1])


def overshoot_rate(dataset: Dataset) -> float:
    """Return ``1 / lam_max``: above it every epoch jumps across the valley and lands on the other side."""
    return rate_of(0, eigenvalues(dataset)[1])


def crawl_rate(dataset: Dataset) -> float:
    """Return ``0.05 / lam_max``: below it an epoch keeps more than 95 % of the error in every direction."""
    return rate_of(CRAWL_FACTOR, eigenvalues(dataset)[1])


def rate_of(factor: float, lam: float) -> float:
    """Return the rate at which an epoch multiplies the error by this factor, where the eigenvalue is lam."""
    return float((1 - factor) / lam)


def fastest_rate(dataset: Dataset) -> float:
    """Return ``2 / (lam_min + lam_max)``, at which both directions shrink equally fast.

    There an epoch multiplies the error by ``(kappa − 1) / (kappa + 1)`` in size: for any strongly convex
    loss that is an upper bound (Nesterov 2018, theorem 2.1.15), and for a bowl it is so in both directions.
    A smaller rate leaves more along the valley, and a larger one across it, so no rate does better in its
    slowest direction. Where all x are equal the flat direction does not count, and one epoch at
    ``1 / lam_max`` finds the answer.
    """
    return fastest_of(eigenvalues(dataset))


def fastest_of(lam: Floats) -> float:
    """Return what `fastest_rate` does, from the eigenvalues (2,)."""
    return float(2 / (lam[0] + lam[1])) if lam[0] > 0 else float(1 / lam[1])


def epochs_at_fastest_rate(kappa: float) -> float:
    """Return the epochs that the fastest rate needs to a thousandth of the starting excess, from any start.

    At this rate an epoch leaves ``q = (kappa − 1)/(kappa + 1)`` of the error in both directions, so
    ``q²`` of the excess, wherever the start is.
    """
    left = (kappa - 1) / (kappa + 1) if kappa < math.inf else 0.0  # a flat direction has no error to lose
    if left**2 <= TOLERANCE:
        return 1.0
    return float(math.ceil(math.log(TOLERANCE) / (2 * math.log1p(-2 / (kappa + 1)))))


def error_factors(dataset: Dataset, learning_rates: ArrayLike) -> Floats:
    """Return ``1 − eta·lam`` (r, 2): what an epoch multiplies the error by, along each eigenvector."""
    return factors_of(as_learning_rates(learning_rates), eigenvalues(dataset))


def factors_of(rates: Floats, lam: Floats) -> Floats:
    """Return ``1 − eta·lam`` (r, 2) for rates (r,) and eigenvalues (2,); −inf beyond all floats.

    It is exactly 0 or −1 where rounding alone makes it another.
    """
    with np.errstate(over="ignore"):
        return but_for_rounding(1 - rates[:, None] * lam)


def starting_roots(bowl: Bowl, starts: ArrayLike, n_runs: int) -> tuple[Floats, Floats]:
    """Return lam (2,) and ``√(½·lam)·e`` (n_runs, 2): squared, each eigenvector's share of the first excess.

    It is 0 where the start has no error along an eigenvector, or the error there does not matter.
    """
    lam = modes(bowl)[0]
    return lam, np.sqrt(lam / 2) * starting_errors(bowl, starts, n_runs)
