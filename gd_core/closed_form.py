"""What the losses of a run will be, and when it arrives, without running it.

All of it follows from the factors of `gd_core.spectrum`.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import TOLERANCE, bowl_of
from gd_core.checks import Floats, as_count, as_floats, as_learning_rates
from gd_core.data import Dataset
from gd_core.spectrum import factors_of, starting_roots


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
    factors = factors_of(rates, lam)
    with np.errstate(over="ignore"):  # a small step in all its digits, and what is told as a mark as that
        steps = np.where(np.isin(factors, (0, -1)), 1 - factors, rates[:, None] * lam)
    runs = zip(steps.tolist(), roots.tolist(), strict=True)
    return np.array([_first_epoch(_terms(of_run, their), tolerance) for of_run, their in runs])


def _terms(steps: list[float], roots: list[float]) -> list[tuple[float, float]]:
    """Return a run's excess at any epoch, ``Σ exp(share + epoch · log)``, as its terms (share, log).

    The share is the logarithm of the term's part of the excess at epoch 0, up to a constant that makes the
    larger one 0: the tolerance is relative, and nothing can overflow.
    """
    present = [(math.log(abs(root)), step) for root, step in zip(roots, steps, strict=True) if root != 0]
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
