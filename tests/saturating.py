"""A third model, as somebody would add one: ``ŷ = b·tanh(w·x)``."""

import numpy as np

from gd_core.data import Dataset, make_dataset
from gd_core.models.model import Model, squared_error


def points_of(*, seed=42, noise=0.1, n_samples=100):
    flat = make_dataset(seed=seed, noise=noise, n_samples=n_samples, slope=0, intercept=0, x_min=-2, x_max=2)
    return Dataset(flat.x, 1.5 * np.tanh(2 * flat.x) + flat.y)


def predict(theta, x):
    return theta[..., 1:] * np.tanh(theta[..., :1] * x)


def slopes(theta, x):
    w, b = theta[..., :1], theta[..., 1:]
    height = np.tanh(w * x)
    return b * height, b * (1 - height**2) * x, height


def bends(theta, x):
    w, b = theta[..., :1], theta[..., 1:]
    height = np.tanh(w * x)
    slope = 1 - height**2
    return -2 * b * height * slope * x**2, slope * x, 0 * height


loss, gradient, hessian = squared_error(predict, slopes, bends)
SATURATING = Model(
    predict=predict,
    loss=loss,
    gradient=gradient,
    hessian=hessian,
    points_of=points_of,
    window=((-5.0, 5.0), (-4.0, 4.0)),
    start=(0.5, 0.5),
    formula="({b}) * (1 - 2 / (exp(2 * ({w}) * ({x})) + 1))",
)
