"""One neuron, ``ŷ = 1/(1 + exp(−z))`` with ``z = w·x + b``, fitted to 0 and 1 by the squared error.

Where it is surest and most wrong, the slope of ŷ is nearly 0, and so is the gradient: a plateau.
"""

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset, make_dataset
from gd_core.models.model import Model, squared_error

REACH = 3.0  # the points lie from −3 to 3


def points_of(*, seed: int = 42, noise: float = 0.5, n_samples: int = 100) -> Dataset:
    """Return the points: y is 1 where ``0.5·x`` and the noise of `make_dataset` are above 0, else 0."""
    signal = make_dataset(
        seed=seed, noise=noise, n_samples=n_samples, slope=0.5, intercept=0, x_min=-REACH, x_max=REACH
    )
    return Dataset(signal.x, (signal.y > 0).astype(float))


def predict(theta: Floats, x: Floats) -> Floats:
    """Return ŷ."""
    return sigmoid(weighted(theta, x))[0]


def slopes(theta: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ŷ, ``∂ŷ/∂w = ŷ'·x`` and ``∂ŷ/∂b = ŷ'``."""
    height, slope, _ = sigmoid(weighted(theta, x))
    return height, slope * x, slope


def bends(theta: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ``ŷ''·x²``, ``ŷ''·x`` and ``ŷ''``."""
    bend = sigmoid(weighted(theta, x))[2]
    return bend * x * x, bend * x, bend


def weighted(theta: Floats, x: Floats) -> Floats:
    """Return z (..., n)."""
    return theta[..., :1] * x + theta[..., 1:]


def sigmoid(z: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ŷ, its slope ``ŷ·(1 − ŷ)`` and its bend ``ŷ·(1 − ŷ)·(1 − 2ŷ)`` along z.

    All of it is written by ``exp(−|z|)``, which does not overflow, so that nothing cancels where ŷ is near 1.
    """
    small = np.exp(-np.abs(z))
    whole = 1 + small
    slope = small / whole / whole
    return np.where(z < 0, small, 1.0) / whole, slope, -np.sign(z) * slope * (1 - small) / whole


LOSS, GRADIENT, HESSIAN = squared_error(predict, slopes, bends)
NEURON = Model(
    predict=predict,
    loss=LOSS,
    gradient=GRADIENT,
    hessian=HESSIAN,
    points_of=points_of,
    window=((-5.0, 25.0), (-10.0, 10.0)),
    start=(0.0, -8.0),
    formula="1 / (1 + exp(-(({w}) * ({x}) + ({b}))))",
)
