"""What the mathematics says before any epoch is run.

Along eigenvector i of the Hessian, gradient descent multiplies the error by ``1 − eta · lam[i]`` an epoch,
exactly (A. Cauchy, 1847; G. Goh, "Why Momentum Really Works", Distill 2017). All that follows is read off
these factors.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import Bowl, bowl_of
from gd_core.checks import Floats, as_count, as_learning_rates, as_starts
from gd_core.data import Dataset


def eigenvalues(dataset: Dataset) -> Floats:
    """Return lam (2,), the eigenvalues of the Hessian, ascending: how steep the bowl is along its axes."""
    return modes(bowl_of(dataset))[0]


def modes(bowl: Bowl) -> tuple[Floats, Floats]:
    """Return the eigenvalues (2,), ascending, and the eigenvectors (2, 2), a column each, of the Hessian.

    The small eigenvalue is found as ``det H / lam_max`` with ``det H = 4·var(x)``: it keeps its digits
    however long the valley is, and is exactly 0 where all x are equal.
    """
    lam, vectors = np.linalg.eigh(bowl.hessian)
    lam[0] = min(4 * bowl.var_x / lam[1], lam[1])
    return lam, vectors


def condition_number(dataset: Dataset) -> float:
    """Return ``kappa = lam_max / lam_min``, inf where all x are equal: the longer the valley, the larger."""
    lam_min, lam_max = eigenvalues(dataset)
    return float(lam_max / lam_min) if lam_min > 0 else math.inf


def largest_stable_rate(dataset: Dataset) -> float:
    """Return ``2 / lam_max``: below it every start converges, above it (almost) none does.

    Source: Y. Nesterov, Lectures on Convex Optimization, 2nd ed. (2018), section 1.2.3.
    """
    return float(2 / eigenvalues(dataset)[1])


def overshoot_rate(dataset: Dataset) -> float:
    """Return ``1 / lam_max``: above it every epoch jumps across the valley and lands on the other side."""
    return float(1 / eigenvalues(dataset)[1])


def fastest_rate(dataset: Dataset) -> float:
    """Return ``2 / (lam_min + lam_max)``, at which both directions shrink equally fast.

    There an epoch multiplies the error by ``(kappa − 1) / (kappa + 1)`` in size, and no rate does better
    in its slowest direction (Nesterov 2018, theorem 2.1.15). Where all x are equal the flat direction
    does not count, and one epoch at ``1 / lam_max`` finds the answer.
    """
    lam_min, lam_max = eigenvalues(dataset)
    return float(2 / (lam_min + lam_max)) if lam_min > 0 else float(1 / lam_max)


def error_factors(dataset: Dataset, learning_rates: ArrayLike) -> Floats:
    """Return ``1 − eta·lam`` (r, 2): what an epoch multiplies the error by, along each eigenvector."""
    return 1 - as_learning_rates(learning_rates)[:, None] * eigenvalues(dataset)


def starting_excess(bowl: Bowl, starts: ArrayLike, n_runs: int) -> tuple[Floats, Floats]:
    """Return lam (2,) and ``½·lam·e²`` (n_runs, 2): each eigenvector's share of the excess at the start."""
    lam, vectors = modes(bowl)
    return lam, lam / 2 * ((as_starts(starts, n_runs) - bowl.bottom) @ vectors) ** 2


def predicted_losses(
    dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, n_epochs: int
) -> Floats:
    """Return the losses (r, n_epochs + 1) in closed form: ``floor + Σ ½·lam·e²·(1 − eta·lam)^(2·epoch)``.

    Takes and raises what `gd_core.descend` does, and says what its ``losses`` will be without running it.
    """
    rates = as_learning_rates(learning_rates)
    epochs = np.arange(as_count("n_epochs", n_epochs) + 1.0)
    bowl = bowl_of(dataset)
    lam, shares = starting_excess(bowl, starts, rates.size)
    squares = np.where(shares > 0, 1 - rates[:, None] * lam, 0) ** 2  # what is not there cannot grow
    with np.errstate(over="ignore"):
        return bowl.floor + (shares[:, :, None] * squares[:, :, None] ** epochs).sum(axis=1)


def predicted_epochs(
    dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, tolerance: float = 1e-3
) -> Floats:
    """Return (r,), the first epoch whose excess loss is ≤ tolerance × the start's; inf where none is.

    A run of which only one direction converges may dip below the tolerance on its way out; then the
    epoch of that dip is returned.

    Raises
    ------
    ValueError
        If tolerance is not between 0 and 1 (both excluded), or as in `gd_core.descend`.

    Notes
    -----
    The excess is a sum of two exponentials in the epoch, hence convex. So it falls until an epoch that
    can be computed, and the first epoch below the tolerance is found by halving the stretch up to there.
    """
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance must be between 0 and 1, got {tolerance}")
    rates = as_learning_rates(learning_rates)
    lam, shares = starting_excess(bowl_of(dataset), starts, rates.size)
    return np.array([_first_epoch(_terms(*run, lam), tolerance) for run in zip(rates, shares, strict=True)])


def _terms(rate: float, shares: Floats, lam: Floats) -> list[tuple[float, float]]:
    """Return a run's excess at any epoch, ``Σ share · exp(epoch · log)``, as its terms (share, log)."""
    modes_present = [(float(s), float(rate * x)) for s, x in zip(shares, lam, strict=True) if s > 0]
    return [(share, _log_squared_factor(step)) for share, step in modes_present]


def _log_squared_factor(step: float) -> float:
    """Return ``log((1 − step)²)``, exact also for a tiny step, and −1500, whose exp is 0, for step 1."""
    if step < 1:
        return 2 * math.log1p(-step)
    return 2 * math.log(step - 1) if step > 1 else -1500.0


def _excess(terms: list[tuple[float, float]], epoch: float) -> float:
    """Return ``Σ share · exp(epoch · log)`` over the terms (share, log)."""
    return sum(share * math.exp(min(epoch * log, 700.0)) for share, log in terms)


def _first_epoch(terms: list[tuple[float, float]], tolerance: float) -> float:
    """Return the first epoch whose excess is ≤ tolerance × the excess at epoch 0, inf where none is."""
    target = tolerance * _excess(terms, 0.0)
    before, after = 0.0, _epoch_of_low_excess(terms, tolerance)
    if not _excess(terms, after) <= target:
        return math.inf
    while before < (middle := (before + after) // 2) < after:
        before, after = (before, middle) if _excess(terms, middle) <= target else (middle, after)
    return after


def _epoch_of_low_excess(terms: list[tuple[float, float]], tolerance: float) -> float:
    """Return an epoch at which the excess is below the tolerance, if there is any such epoch."""
    falling = [(share, log) for share, log in terms if log < 0]
    rising = [(share, log) for share, log in terms if log >= 0]
    if not falling:
        return 0.0
    if not rising:
        return _at_least_1(math.ceil, math.log(tolerance) / max(log for _, log in falling))
    (share_down, down), (share_up, up) = falling[0], rising[0]
    least = 1500 / -down
    if up > 0:
        balance = math.log(share_down) + math.log(-down) - math.log(share_up) - math.log(up)
        least = min(least, balance / (up - down))
    return min(_at_least_1(math.floor, least), _at_least_1(math.ceil, least), key=lambda k: _excess(terms, k))


def _at_least_1(rounded: Callable[[float], int], epoch: float) -> float:
    return max(1.0, float(rounded(epoch))) if math.isfinite(epoch) else epoch
