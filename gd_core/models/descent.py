"""Gradient descent on any model, with momentum or without, and the runs it makes."""

import numpy as np
from numpy.typing import ArrayLike

from gd_core.checks import Floats, as_count, as_learning_rates, as_momentum, as_starts
from gd_core.data import Dataset
from gd_core.descent import Runs
from gd_core.models.model import Model

IN_THE_CACHE = 8000  # numbers: with more at a time it takes twice as long


def descend_on(
    model: Model,
    dataset: Dataset,
    *,
    starts: ArrayLike,
    learning_rates: ArrayLike,
    n_epochs: int,
    momentum: float = 0.0,
    floor: float = 0.0,
) -> Runs:
    """Run full-batch gradient descent on a model's loss, once for each learning rate.

    Every epoch is one update from all points at once, the velocity being 0 at first (B. Polyak, 1964)::

        velocity ← momentum · velocity + gradient(theta)
        theta    ← theta − rate · velocity

    Parameters
    ----------
    starts, learning_rates, n_epochs
        As `gd_core.descend` takes them.
    momentum : float, from 0 to below 1
        At 0 this is plain gradient descent, bit for bit.
    floor : float
        What ``excess_losses`` are counted from, such as the loss of the lowest minimum known. There may be a
        lower one, and then an excess may be below 0.

    Returns
    -------
    Runs
        As `gd_core.descend` returns them: a run that leaves the finite numbers stays inf, without a NaN.

    Raises
    ------
    ValueError
        As `gd_core.descend` does, and if the momentum is not from 0 to below 1.
    """
    rates = as_learning_rates(learning_rates)
    n_epochs, momentum = as_count("n_epochs", n_epochs), as_momentum(momentum)
    parameters = np.empty((rates.size, n_epochs + 1, 2))
    parameters[:, 0] = theta = as_starts(starts, rates.size)
    velocity, each = np.zeros_like(theta), rates[:, None]
    with np.errstate(all="ignore"):
        for epoch in range(1, n_epochs + 1):
            slopes = model.gradient(theta, dataset)
            velocity = momentum * velocity + slopes if momentum else slopes
            parameters[:, epoch] = theta = theta - each * velocity
    gone = np.logical_or.accumulate(~np.isfinite(parameters).all(axis=2), axis=1)
    parameters[gone] = 0
    losses = _losses(model, dataset, parameters.reshape(-1, 2)).reshape(gone.shape)
    parameters[gone] = losses[gone] = np.inf
    return Runs(rates, parameters, losses, losses - floor)


def _losses(model: Model, dataset: Dataset, theta: Floats) -> Floats:
    """Return the loss of each theta (k, 2), of so many at a time as stay in the cache."""
    n_parts = -(-len(theta) * dataset.x.size // IN_THE_CACHE)
    return np.concatenate([model.loss(part, dataset) for part in np.array_split(theta, n_parts)])
