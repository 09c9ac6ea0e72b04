"""What the mathematics says before any epoch is run.

Along eigenvector i of the Hessian, gradient descent multiplies the error by ``1 − eta · lam[i]`` an epoch,
exactly (A. Cauchy, 1847; G. Goh, "Why Momentum Really Works", Distill 2017). All that follows is read off
these factors.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import TOLERANCE, Bowl, bowl_of
from gd_core.checks import Floats, as_count, as_floats, as_learning_rates, as_starts
from gd_core.data import Dataset

CRAWL_FACTOR = 0.95  # a run crawls when an epoch keeps more of the error than this, even where it keeps least


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

    There an epoch multiplies the error by ``(kappa − 1) / (kappa + 1)`` in size, and no rate does better
    in its slowest direction (Nesterov 2018, theorem 2.1.15). Where all x are equal the flat direction
    does not count, and one epoch at ``1 / lam_max`` finds the answer.
    """
    lam_min, lam_max = eigenvalues(dataset)
    return float(2 / (lam_min + lam_max)) if lam_min > 0 else float(1 / lam_max)


def epochs_at_fastest_rate(dataset: Dataset) -> float:
    """Return the epochs that the fastest rate needs to a thousandth of the starting excess, from any start.

    At this rate an epoch leaves ``q = (kappa − 1)/(kappa + 1)`` of the error in both directions, so
    ``q²`` of the excess, wherever the start is.
    """
    kappa = condition_number(dataset)
    left = (kappa - 1) / (kappa + 1) if kappa < math.inf else 0.0  # a flat direction has no error to lose
    if left**2 <= TOLERANCE:
        return 1.0
    return float(math.ceil(math.log(TOLERANCE) / (2 * math.log1p(-2 / (kappa + 1)))))


def error_factors(dataset: Dataset, learning_rates: ArrayLike) -> Floats:
    """Return ``1 − eta·lam`` (r, 2): what an epoch multiplies the error by, along each eigenvector."""
    return factors_of(as_learning_rates(learning_rates), eigenvalues(dataset))


def factors_of(rates: Floats, lam: Floats) -> Floats:
    """Return ``1 − eta·lam`` (r, 2) for rates (r,) and eigenvalues (2,); −inf beyond all floats."""
    with np.errstate(over="ignore"):
        return 1 - rates[:, None] * lam


def starting_roots(bowl: Bowl, starts: ArrayLike, n_runs: int) -> tuple[Floats, Floats]:
    """Return lam (2,) and ``√(½·lam)·e`` (n_runs, 2): squared, each eigenvector's share of the first excess.

    It is 0 where the start has no error along an eigenvector, or the error there does not matter.
    """
    lam, vectors = modes(bowl)
    return lam, np.sqrt(lam / 2) * ((as_starts(starts, n_runs) - bowl.bottom) @ vectors)


def predicted_excess(
    dataset: Dataset,
    *,
    starts: ArrayLike,
    learning_rates: ArrayLike,
    epochs: ArrayLike,
) -> Floats:
    """Return the excess losses (r, k) at any k epochs in closed form: ``Σ ½·lam·e²·(1 − eta·lam)^(2·epoch)``.

    Parameters
    ----------
    epochs : (k,) whole numbers, at least 0
    starts, learning_rates
        As `gd_core.descend` takes them; it also raises what that does.

    Raises
    ------
    ValueError
        If an epoch is not a whole number of at least 0.
    """
    rates = as_learning_rates(learning_rates)
    at = as_floats("epochs", epochs)
    if (at < 0).any() or (at % 1 != 0).any():
        raise ValueError(f"epochs must be whole numbers of at least 0, got {epochs!r}")
    lam, roots = starting_roots(bowl_of(dataset), starts, rates.size)
    factors = np.where(roots != 0, factors_of(rates, lam), 0)  # what is not there cannot grow
    with np.errstate(over="ignore"):
        return ((roots[:, :, None] * factors[:, :, None] ** at) ** 2).sum(axis=1)


def predicted_losses(
    dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, n_epochs: int
) -> Floats:
    """Return the losses (r, n_epochs + 1) in closed form: the noise floor and `predicted_excess`.

    Takes and raises what `gd_core.descend` does, and says what its ``losses`` will be without running it.
    """
    epochs = np.arange(as_count("n_epochs", n_epochs) + 1)
    excess = predicted_excess(dataset, starts=starts, learning_rates=learning_rates, epochs=epochs)
    return bowl_of(dataset).floor + excess


def predicted_epochs(
    dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, tolerance: float = TOLERANCE
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
    return epochs_of(rates, *starting_roots(bowl_of(dataset), starts, rates.size), tolerance=tolerance)


def epochs_of(rates: Floats, lam: Floats, roots: Floats, *, tolerance: float = TOLERANCE) -> Floats:
    """Return what `predicted_epochs` does, from what `starting_roots` found."""
    runs = zip(rates.tolist(), roots.tolist(), strict=True)
    return np.array([_first_epoch(_terms(rate, lam.tolist(), of_run), tolerance) for rate, of_run in runs])


def _terms(rate: float, lam: list[float], roots: list[float]) -> list[tuple[float, float]]:
    """Return a run's excess at any epoch, ``Σ exp(share + epoch · log)``, as its terms (share, log).

    The share is the logarithm of the term's part of the excess at epoch 0, up to a constant that makes the
    larger one 0: the tolerance is relative, and nothing can overflow.
    """
    present = [(math.log(abs(root)), rate * x) for root, x in zip(roots, lam, strict=True) if root != 0]
    largest = max((root for root, _ in present), default=0.0)
    return [(2 * (root - largest), _log_squared_factor(step)) for root, step in present]


def _log_squared_factor(step: float) -> float:
    """Return ``log((1 − step)²)``, exact also for a tiny step, from −1500, whose exp is 0, to 1500."""
    if step < 1:
        return 2 * math.log1p(-step)
    return min(2 * math.log(step - 1), 1500.0) if step > 1 else -1500.0


def _excess(terms: list[tuple[float, float]], epoch: float) -> float:
    """Return ``Σ exp(share + epoch · log)`` over the terms (share, log)."""
    return sum(math.exp(min(share + epoch * log, 700.0)) for share, log in terms)


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
        balance = share_down + math.log(-down) - share_up - math.log(up)
        least = min(least, balance / (up - down))
    return min(_at_least_1(math.floor, least), _at_least_1(math.ceil, least), key=lambda k: _excess(terms, k))


def _at_least_1(rounded: Callable[[float], int], epoch: float) -> float:
    return max(1.0, float(rounded(epoch))) if math.isfinite(epoch) else epoch
