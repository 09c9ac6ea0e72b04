"""One neuron, ``ŷ = 1/(1 + exp(−z))`` with ``z = w·x + b``, fitted to 0 and 1 by the squared error.

Where it is surest and most wrong, the slope of ŷ is nearly 0, and so is the gradient: a plateau.
"""

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset, make_dataset
from gd_core.models.model import Model, Program, squared_error

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
    height, slope = sigmoid(weighted(theta, x))
    return height, slope * x, slope


def bends(theta: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ``ŷ''·x²``, ``ŷ''·x`` and ``ŷ''``, where ``ŷ'' = ŷ·(1 − ŷ)·(1 − 2ŷ)``."""
    z = weighted(theta, x)
    slope, small = sigmoid(z)[1], np.exp(-np.abs(z))
    bend = -np.sign(z) * slope * (1 - small) / (1 + small)
    return bend * x * x, bend * x, bend


def weighted(theta: Floats, x: Floats) -> Floats:
    """Return z (..., n)."""
    return theta[..., :1] * x + theta[..., 1:]


def sigmoid(z: Floats) -> tuple[Floats, Floats]:
    """Return ŷ and its slope ``ŷ·(1 − ŷ)`` along z.

    Both are written by ``exp(−|z|)``, which does not overflow, so that nothing cancels where ŷ is near 1.
    """
    small = np.exp(-np.abs(z))
    whole = 1 + small
    slope = small / whole / whole
    return np.where(z < 0, small, 1.0) / whole, slope


POINTS = """n = $n_samples
stream = np.random.RandomState($seed)
x = np.linspace(-3, 3, n)
y = np.where(0.5 * x + stream.normal(0, $noise, n) > 0, 1.0, 0.0)
"""
SMALL = """z = w * x + b
small = np.exp(-np.abs(z))  # $small
"""
PROGRAM = Program(
    points=POINTS,
    curve=SMALL + "return np.where(z < 0, small, 1.0) / (1 + small)",
    loss="return np.mean((curve(w, b) - y) ** 2)",
    gradient=SMALL
    + """slope = 2 * (curve(w, b) - y) * small / (1 + small) / (1 + small)
return np.mean(slope * x), np.mean(slope)""",
)
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
    bend=("-({b}) / ({w})", "1 / ({w})"),
    written="1/(1 + exp(−w·x − b))",
    slopes_written=("ŷ·(1 − ŷ)·x", "ŷ·(1 − ŷ)"),
    program=PROGRAM,
    opening=(0.5, (1.0, 10.0), 1000),
)
