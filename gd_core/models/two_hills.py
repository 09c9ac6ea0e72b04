"""Two hills in the points, and one hill to fit them: which will it find?

The curve is ``ŷ = exp(−z²/2)`` with ``z = (x − w)/b``: w says where the hill is, b how wide, as does −b.
At b = 0 it has no width, and is 0 everywhere.
"""

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset, make_dataset
from gd_core.models.model import Model, Program, squared_error

HILLS = ((0.3, 0.15), (0.8, 0.05))  # where each hill in the points is, and how wide
FAR = 40.0  # widths from the middle, where exp(−z²/2) is 0 to the computer


def points_of(*, seed: int = 42, noise: float = 0.1, n_samples: int = 100) -> Dataset:
    """Return the points: two hills over x from 0 to 1, and the noise that `make_dataset` would draw."""
    flat = make_dataset(seed=seed, noise=noise, n_samples=n_samples, slope=0, intercept=0)
    return Dataset(flat.x, sum(np.exp(-(((flat.x - w) / b) ** 2) / 2) for w, b in HILLS) + flat.y)


def predict(theta: Floats, x: Floats) -> Floats:
    """Return ŷ."""
    return np.exp(-0.5 * _widths_away(theta, x)[0] ** 2)


def slopes(theta: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ŷ, ``∂ŷ/∂w = ŷ·z/b`` and ``∂ŷ/∂b = ŷ·z²/b``."""
    z, width = _widths_away(theta, x)
    height = np.exp(-0.5 * z * z)
    by_w = height * z / width
    return height, by_w, by_w * z


def bends(theta: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ``ŷ·(z² − 1)/b²``, ``ŷ·(z³ − 2z)/b²`` and ``ŷ·(z⁴ − 3z²)/b²``."""
    z, width = _widths_away(theta, x)
    square, common = z * z, np.exp(-0.5 * z * z) / width / width
    return common * (square - 1), common * z * (square - 2), common * square * (square - 3)


def _widths_away(theta: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return z (..., n), no further than `FAR`, and b (..., 1), or 1 where it is 0 and nothing is near."""
    w, b = theta[..., :1], theta[..., 1:]
    flat = b == 0
    width = np.where(flat, 1.0, b)
    return np.where(flat, FAR, np.clip((x - w) / width, -FAR, FAR)), width


POINTS = """n = $n_samples
stream = np.random.RandomState($seed)
x = np.linspace(0, 1, n)
y = np.exp(-(((x - 0.3) / 0.15) ** 2) / 2) + np.exp(-(((x - 0.8) / 0.05) ** 2) / 2)
y = y + stream.normal(0, $noise, n)
"""
WIDTHS = """width = b if b else 1.0
z = np.clip((x - w) / width, -40, 40) if b else 40.0  # $widths
"""
PROGRAM = Program(
    points=POINTS,
    curve=WIDTHS + "return np.exp(-0.5 * z * z)",
    loss="return np.mean((curve(w, b) - y) ** 2)",
    gradient=WIDTHS
    + """slope = 2 * (curve(w, b) - y) * curve(w, b) * z / width
return np.mean(slope), np.mean(slope * z)""",
)
LOSS, GRADIENT, HESSIAN = squared_error(predict, slopes, bends)
TWO_HILLS = Model(
    predict=predict,
    loss=LOSS,
    gradient=GRADIENT,
    hessian=HESSIAN,
    points_of=points_of,
    window=((-0.5, 1.5), (0.02, 1.0)),
    start=(0.85, 0.1),
    formula="({b}) == 0 ? 0 : exp(-pow((({x}) - ({w})) / ({b}), 2) / 2)",
    bend=("{w}", "{b}"),
    mirrored=True,
    written="exp(−((x − w)/b)²/2)",
    slopes_written=("ŷ·(x − w)/b²", "ŷ·(x − w)²/b³"),
    program=PROGRAM,
)
