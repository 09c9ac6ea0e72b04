"""What the losses of a run with momentum will be, and when it arrives for good, without running it.

All of it follows from the roots of `gd_core.momentum.spectrum`.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import TOLERANCE, bowl_of
from gd_core.checks import Floats, as_floats, as_learning_rates, as_momentum
from gd_core.closed_form import epochs_of as epochs_of_plain_descent
from gd_core.closed_form import predicted_excess
from gd_core.data import Dataset
from gd_core.momentum.spectrum import Roots, h_of, roots_of, sure_epochs
from gd_core.spectrum import starting_roots

GONE = 400.0  # exp(−2·GONE) is 0


def left_of_error(roots: Roots, momentum: float, epochs: Floats) -> Floats:
    """Return what is left of an error of 1 after epochs (k,), (..., k), with its sign; inf beyond all floats.

    With the roots z and z' it is ``S(t + 1) − z·z'·S(t)``, where ``S(t) = (z^t − z'^t)/(z − z')``, written so
    that nothing cancels where the roots are next to each other, to 1 or to −1.
    """
    h, sign, apart, log_pace = (
        each[..., None] for each in (roots.h, roots.sign, roots.apart, roots.log_pace)
    )
    size = math.sqrt(momentum)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        lean = sign * (1 - momentum - h) / (2 * size)
        turned = np.cos(epochs * apart) + lean * np.sin(epochs * apart) / np.sin(apart)
        grown = 1 + _gain(roots, momentum)[..., None] * _sum_of_powers(apart, epochs)
        shrunk = np.exp(epochs * log_pace) * np.where(roots.swings[..., None], turned, grown)
    return np.where(epochs % 2 == 1, sign, 1.0) * shrunk


def _gain(roots: Roots, momentum: float) -> Floats:
    """Return ``z'·(1 − z)/z`` for real roots, z the larger: never below 0."""
    pace = np.exp(roots.log_pace)
    lost = np.where(roots.sign > 0, -np.expm1(roots.log_pace), 1 + pace)
    return momentum / pace * (lost / pace)


def _sum_of_powers(apart: Floats, epochs: Floats) -> Floats:
    """Return ``1 + q + … + q^(epochs − 1)`` for ``q = exp(−2·apart)``, the smaller root over the larger."""
    log_q = -2 * np.minimum(apart, GONE)
    return np.where(log_q < 0, np.expm1(log_q * epochs) / np.expm1(log_q), epochs)


def predicted_excess_with_momentum(
    dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, epochs: ArrayLike, momentum: float
) -> Floats:
    """Return the excess losses (r, k) at any k epochs in closed form.

    Takes and raises what `gd_core.predicted_excess` and `descend_with_momentum` do.
    """
    momentum = as_momentum(momentum)
    if momentum == 0:
        return predicted_excess(dataset, starts=starts, learning_rates=learning_rates, epochs=epochs)
    rates, at = as_learning_rates(learning_rates), as_floats("epochs", epochs)
    if (at < 0).any() or (at % 1 != 0).any():
        raise ValueError(f"epochs must be whole numbers of at least 0, got {epochs!r}")
    lam, roots = starting_roots(bowl_of(dataset), starts, rates.size)
    left = left_of_error(roots_of(h_of(rates, lam), momentum), momentum, at)
    with np.errstate(over="ignore"):
        return ((roots[:, :, None] * np.where(roots[:, :, None] != 0, left, 0.0)) ** 2).sum(axis=1)


def predicted_epochs_with_momentum(
    dataset: Dataset,
    *,
    starts: ArrayLike,
    learning_rates: ArrayLike,
    momentum: float,
    tolerance: float = TOLERANCE,
) -> Floats:
    """Return (r,), the epoch from which on the excess loss is for good ≤ tolerance × the start's; or inf.

    Takes and raises what `gd_core.predicted_epochs` and `descend_with_momentum` do.
    """
    rates = as_learning_rates(learning_rates)
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance must be between 0 and 1, got {tolerance}")
    lam, roots = starting_roots(bowl_of(dataset), starts, rates.size)
    return epochs_of(rates, lam, roots, as_momentum(momentum), tolerance=tolerance)


def epochs_of(
    rates: Floats, lam: Floats, roots: Floats, momentum: float, *, tolerance: float = TOLERANCE
) -> Floats:
    """Return what `predicted_epochs_with_momentum` does, from what `starting_roots` found."""
    if momentum == 0:
        return epochs_of_plain_descent(rates, lam, roots, tolerance=tolerance)
    runs = zip(h_of(rates, lam), roots, strict=True)
    return np.array([_for_good(h, of_run, momentum, tolerance) for h, of_run in runs])


def _for_good(h: Floats, roots: Floats, momentum: float, tolerance: float) -> float:
    """Return the epoch from which on a run's excess stays ≤ tolerance × the start's; inf for never.

    A swing may come back, so every epoch is looked at until the excess is surely low, or until nothing is
    left of any swing nor of any smaller root: from then on it is a sum of powers, which only fall.
    """
    if not roots.any():
        return 0.0
    there = roots_of(h[roots != 0], momentum)
    if there.log_pace.max() > 0:
        return math.inf
    shares = (roots[roots != 0] / np.abs(roots).max()) ** 2
    shares /= shares.sum()
    powers_only = float(math.ceil(-200 / math.log(momentum)))
    surely_low = sure_epochs(float(there.log_pace.max()), tolerance=tolerance)
    last = min(powers_only, surely_low)
    if last < surely_low and shares @ left_of_error(there, momentum, np.array([last])) ** 2 > tolerance:
        return _end_of_powers(shares, there, momentum, tolerance, after=last)
    excess = shares @ left_of_error(there, momentum, np.arange(last + 1)) ** 2
    return float(np.flatnonzero(excess > tolerance)[-1] + 1)


def _end_of_powers(shares: Floats, there: Roots, momentum: float, tolerance: float, *, after: float) -> float:
    """Return the first epoch at which the powers of the larger roots are ≤ tolerance; inf for never."""
    is_left = there.log_pace > math.log(momentum) / 4  # the others, pairs and double roots too, are gone
    with np.errstate(divide="ignore"):
        sizes = np.log(shares) + 2 * np.log1p(_gain(there, momentum) / -np.expm1(-2 * there.apart))
    terms = list(zip(sizes[is_left].tolist(), (2 * there.log_pace[is_left]).tolist(), strict=True))

    def is_above(epoch: float) -> bool:
        return sum(math.exp(size + epoch * log) for size, log in terms) > tolerance

    before, after = after, 2 * after
    while is_above(after) and after < math.inf:
        before, after = after, 2 * after
    while before < (middle := (before + after) // 2) < after:
        before, after = (middle, after) if is_above(middle) else (before, middle)
    return after
