"""Gradient descent itself: the update rule, written once, and what it does epoch by epoch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gd_core.axes import but_for_rounding, modes, starting_errors
from gd_core.bowl import TOLERANCE, Bowl, bowl_of
from gd_core.checks import Floats, as_count, as_learning_rates, as_starts
from gd_core.data import Dataset

LARGEST_LEAP = 1e75  # a leap that grows more than this is not doubled, so that only errors overflow


@dataclass(frozen=True, eq=False)
class Runs:
    """What r descents did, epoch by epoch; index 0 along the epochs is the start.

    Attributes
    ----------
    learning_rates : (r,) array
    parameters : (r, n_epochs + 1, 2) array
        (w, b) at every epoch. From the epoch at which either leaves the finite numbers, both are inf.
    losses : (r, n_epochs + 1) array
        The mean squared error there, in squared units of y; inf from where it is too large for a float.
    excess_losses : (r, n_epochs + 1) array
        ``losses − noise_floor``, found without subtracting, so that it stays exact near the floor.
    """

    learning_rates: Floats
    parameters: Floats
    losses: Floats
    excess_losses: Floats


def update(error: Floats, *, learning_rate: Floats, lam: Floats) -> Floats:
    """Return the error ``theta − theta_star`` along the eigenvectors (..., 2) one epoch later, by the rule::

        theta ← theta − rate · gradient

    It is written for the error here: theta_star does not move, so taking it from both sides leaves the
    rule as it is, and along an eigenvector the gradient is ``lam · error``.
    """
    gradient = lam * error
    return error - learning_rate * gradient


def descend(dataset: Dataset, *, starts: ArrayLike, learning_rates: ArrayLike, n_epochs: int) -> Runs:
    """Run full-batch gradient descent on the mean squared error, once for each learning rate.

    Every epoch is one update, ``theta ← theta − rate · gradient(theta)``, from all points at once.

    Parameters
    ----------
    starts : (r, 2) or (2,) array
        (w, b) to start from: one a run, or one for all.
    learning_rates : (r,) array
        Finite and above 0.
    n_epochs : int, at least 1
        How many updates each run makes.

    Returns
    -------
    Runs
        A diverging run grows until it overflows to inf and stays inf; there is no NaN and no warning. A start
        that is the answer but for rounding stays where it is, whatever the rate.

    Raises
    ------
    ValueError
        If a learning rate is not above 0, starts and learning rates do not pair up, a start is beyond
        1e100 in size, or n_epochs is below 1.

    Notes
    -----
    What comes out is what this loop gives, epoch by epoch, but for rounding::

        for epoch in range(n_epochs):
            theta = theta - rate * gradient(theta, dataset)

    It is found faster. `update` is linear in the error, so what it does to an error of 1 in each direction is
    what it does to all. Two epochs are that twice: a leap over as many epochs as are known doubles them. An
    epoch costs the same for any number of points.
    """
    rates = as_learning_rates(learning_rates)
    n_epochs = as_count("n_epochs", n_epochs)
    start = as_starts(starts, rates.size)
    bowl = bowl_of(dataset)
    lam = modes(bowl)[0]
    errors = np.empty((rates.size, n_epochs + 1, 2))
    errors[:, 0] = starting_errors(bowl, start, rates.size)
    with np.errstate(over="ignore", invalid="ignore"):
        leap = but_for_rounding(update(np.ones(2), learning_rate=rates[:, None, None], lam=lam))
        leap = np.where(errors[:, :1] == 0, 0.0, leap)  # what is not there cannot grow
        reach = known = 1
        while known <= n_epochs:
            more = min(reach, n_epochs + 1 - known)
            errors[:, known : known + more] = errors[:, known - reach : known - reach + more] * leap
            known += more
            if known == 2 * reach and np.abs(leap).max() < LARGEST_LEAP:
                leap, reach = leap * leap, 2 * reach
    return runs_along(errors, rates, start, bowl)


def runs_along(errors: Floats, rates: Floats, start: Floats, bowl: Bowl) -> Runs:
    """Return the runs whose errors along the eigenvectors, (r, n_epochs + 1, 2), are known."""
    lam, vectors = modes(bowl)
    with np.errstate(over="ignore", invalid="ignore"):
        away = errors @ vectors.T
        excess = errors**2 @ (lam / 2)
        gone = np.logical_or.accumulate(~np.isfinite(away).all(axis=2), axis=1)
        away[gone] = excess[gone] = np.inf
    is_there = errors[:, 0] != 0
    beside = np.where(is_there.all(axis=1, keepdims=True), 0.0, start - bowl.bottom - away[:, 0])
    parameters = (bowl.bottom + beside)[:, None] + away
    parameters[:, 0] = start
    stays = ~(is_there & (lam > 0)).any(axis=1)
    parameters[stays] = start[stays, None]
    return Runs(rates, parameters, bowl.floor + excess, excess)


def one_epoch_later(runs: Runs, dataset: Dataset) -> Floats:
    """Return the parameters (r, 2) that one more epoch leads to; not finite beyond the finite numbers."""
    bowl, theta = bowl_of(dataset), runs.parameters[:, -1]
    lam, vectors = modes(bowl)
    is_there = starting_errors(bowl, runs.parameters[:, 0], theta.shape[0]) != 0
    with np.errstate(over="ignore", invalid="ignore"):
        errors = np.where(is_there, (theta - bowl.bottom) @ vectors, 0.0)
        step = update(errors, learning_rate=runs.learning_rates[:, None], lam=lam) - errors
        return theta + step @ vectors.T


def epochs_to(runs: Runs, *, tolerance: float = TOLERANCE) -> Floats:
    """Return (r,), the first epoch whose excess loss is ≤ tolerance × the start's; inf where none is."""
    arrived = runs.excess_losses <= tolerance * runs.excess_losses[:, :1]
    return _first_epoch(arrived)


def overflow_epochs(runs: Runs) -> Floats:
    """Return (r,), the first epoch whose loss is too large for a float; inf where every one is finite."""
    return _first_epoch(np.isinf(runs.losses))


def _first_epoch(happens: np.ndarray) -> Floats:
    """Return, for each row of (r, epochs) truth values, the first true epoch; inf where none is."""
    return np.where(happens.any(axis=1), happens.argmax(axis=1), np.inf)
