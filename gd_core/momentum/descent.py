"""The update rule with momentum, written once, and what it does epoch by epoch."""

import numpy as np
from numpy.typing import ArrayLike

from gd_core.axes import modes, starting_errors
from gd_core.bowl import TOLERANCE, bowl_of, gradient
from gd_core.checks import Floats, as_count, as_learning_rates, as_momentum, as_starts
from gd_core.data import Dataset
from gd_core.descent import LARGEST_LEAP, Runs, descend, runs_along


def update(
    error: Floats | float, step: Floats | float, *, learning_rate: Floats, momentum: float, lam: Floats
) -> tuple[Floats, Floats]:
    """Return the error ``theta − theta_star`` along the eigenvectors and the step to it, one epoch later::

        v ← momentum · v + gradient
        theta ← theta − rate · v

    It is written for the step ``rate · v`` here. The rate is the same in every epoch, so multiplying by it
    leaves the rule as it is, and along an eigenvector the gradient is ``lam · error``.
    """
    gradient = lam * error
    step = momentum * step + learning_rate * gradient
    return error - step, step


def descend_with_momentum(
    dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, n_epochs: int, momentum: float
) -> Runs:
    """Run full-batch gradient descent with momentum, once for each learning rate.

    Parameters
    ----------
    momentum : float, 0 to 0.99
        How much of its last step each epoch makes again; with 0 the runs are those of `gd_core.descend`.
    starts, learning_rates, n_epochs
        As `gd_core.descend` takes them; it also raises what that does.

    Returns
    -------
    Runs
        As `gd_core.descend` makes them: a diverging run overflows to inf and stays inf, without NaN and
        without a warning.

    Raises
    ------
    ValueError
        If momentum is not a number from 0 to 0.99.

    Notes
    -----
    What comes out is what this loop gives, epoch by epoch, but for rounding::

        v = 0
        for epoch in range(n_epochs):
            v = momentum * v + gradient(theta, dataset)
            theta = theta - rate * v

    It is found faster, as in `gd_core.descend`: `update` is linear in error and step, so what it does to two
    of these is what it does to all, and a leap over as many epochs as are known doubles them. At a rate near
    the limit a rounding is carried 1/(1 − momentum) times as far as in plain descent.
    """
    momentum = as_momentum(momentum)
    if momentum == 0:
        return descend(dataset, starts=starts, learning_rates=learning_rates, n_epochs=n_epochs)
    rates = as_learning_rates(learning_rates)
    n_epochs = as_count("n_epochs", n_epochs)
    start = as_starts(starts, rates.size)
    bowl = bowl_of(dataset)
    lam = modes(bowl)[0]
    states = np.zeros((2, rates.size, 2, n_epochs + 1))  # error and mate; runs; directions; epochs
    states[0, :, :, 0] = starting_errors(bowl, start, rates.size)
    with np.errstate(over="ignore", invalid="ignore"):
        of_error, leap = _one_epoch(rates[:, None, None], lam[:, None], momentum)
        leap = np.where(states[0, :, :, :1] == 0, 0.0, leap)  # what is not there cannot grow
        states[1, :, :, :1] = of_error * states[0, :, :, :1]
        reach = known = 1
        while known <= n_epochs:
            more = min(reach, n_epochs + 1 - known)
            before = states[..., known - reach : known - reach + more]
            states[..., known : known + more] = _after(leap, before)
            known += more
            if known == 2 * reach and np.abs(leap).max() < LARGEST_LEAP:
                leap, reach = _after(leap, leap), 2 * reach
    return runs_along(states[0].swapaxes(1, 2), rates, start, bowl)


def one_more_step(runs: Runs, dataset: Dataset, *, momentum: float) -> Floats:
    """Return the parameters (r, 2) that one more epoch leads to; not finite beyond the finite numbers."""
    bowl, theta = bowl_of(dataset), runs.parameters[:, -2:]
    lam, vectors = modes(bowl)
    is_there = starting_errors(bowl, runs.parameters[:, 0], theta.shape[0]) != 0
    with np.errstate(over="ignore", invalid="ignore"):
        before, errors = np.where(is_there[:, None], (theta - bowl.bottom) @ vectors, 0.0).swapaxes(0, 1)
        rates = runs.learning_rates[:, None]
        later, _ = update(errors, before - errors, learning_rate=rates, momentum=momentum, lam=lam)
        return theta[:, -1] + (later - errors) @ vectors.T


def velocity_after(parameters: Floats, dataset: Dataset, *, momentum: float) -> Floats:
    """Return the velocity (2,) that has come together where a run with these parameters (k, 2) is now.

    It is the sum of the gradients at the places before, each counting beta times as much as the next; inf
    beyond the finite numbers.
    """
    if not np.isfinite(parameters).all():
        return np.full(2, np.inf)
    weights = momentum ** np.arange(len(parameters) - 2, -1, -1.0)
    with np.errstate(over="ignore", invalid="ignore"):
        return weights @ gradient(parameters[:-1], dataset)


def epochs_for_good(runs: Runs, *, tolerance: float = TOLERANCE) -> Floats:
    """Return (r,), the epoch from which on the excess loss stays ≤ tolerance × the start's; or inf.

    With momentum a run may arrive and leave again, so this is not the first such epoch. What comes after the
    end of the run is not known here; where it does not end so low, this is inf.
    """
    away = runs.excess_losses > tolerance * runs.excess_losses[:, :1]
    last_away = away.shape[1] - 1 - away[:, ::-1].argmax(axis=1)
    return np.where(away[:, -1], np.inf, np.where(away.any(axis=1), last_away + 1.0, 0.0))


def _one_epoch(rates: Floats, lam: Floats, momentum: float) -> tuple[Floats, Floats]:
    """Return how much of the error stands in its mate, and what `update` makes of an error and a mate of 1.

    The mate is the step, which is small beside two errors that are alike. Where they alternate it is their
    sum, 2·error + step, which is small there: so no digits are lost when leaps are doubled.
    """
    of_error = np.where(rates * lam > 1 + momentum, 2.0, 0.0)

    def after(error: float, mate: float) -> tuple[Floats, Floats]:
        step = mate - of_error * error
        later, step = update(error, step, learning_rate=rates, momentum=momentum, lam=lam)
        return later, step + of_error * later

    return of_error, np.array([after(1.0, 0.0), after(0.0, 1.0)])


def _after(leap: Floats, states: Floats) -> Floats:
    """Return the errors and their mates, (..., 2, r, 2, k), to which a leap leads from these."""
    return leap[0] * states[..., :1, :, :, :] + leap[1] * states[..., 1:, :, :, :]
