"""The shape of the loss: a bowl whose curvature, bottom and depth the points fix once and for all.

The mean squared error of a line is exactly

    L(theta) = floor + ½ · eᵀ H e,    e = theta − theta_star,

so these few numbers replace the points: no sum over the n points is needed ever again. Written in the
error e, nothing cancels near the bottom.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gd_core.checks import Floats, as_theta, read_only
from gd_core.data import Dataset
from gd_core.kept import kept_with_it

ROUNDING = 16 * float(np.finfo(float).eps)  # what a few operations lose, as a share of the numbers in them
TOLERANCE = 1e-3  # a run has arrived when its excess loss is this share of the start's


@dataclass(frozen=True, eq=False)
class Bowl:
    """All that gradient descent on a straight-line fit needs to know of its points.

    Attributes
    ----------
    mean_x, var_x : float
        The mean and the variance (1/n) of x; var_x is exactly 0 where all x are equal.
    hessian : (2, 2) array, read-only
        ``(2/n)·[[Σx², Σx], [Σx, n]]``.
    bottom : (2,) array, read-only
        theta_star, the least-squares answer.
    floor : float
        The loss there, in squared units of y; 0 where it is no more than rounding.
    rounding : float
        How far a line may be from another at the points and be the same but for rounding, in units of y.
    """

    mean_x: float
    var_x: float
    hessian: Floats
    bottom: Floats
    floor: float
    rounding: float


@kept_with_it
def bowl_of(dataset: Dataset) -> Bowl:
    """Find the bowl of these points: ``w = cov(x, y) / var(x)`` and ``b = ȳ − w·x̄`` are its bottom.

    Where every x is the same the bowl is a valley, infinitely many lines have the least loss, and the
    bottom is the one of smallest norm, as `numpy.linalg.lstsq` has it.
    """
    x, y, n = dataset.x, dataset.y, dataset.x.size
    mean_x, mean_y = float(x.sum() / n), float(y.sum() / n)
    from_mean = x - mean_x
    var_x = float(from_mean @ from_mean) / n if x.min() < x.max() else 0.0
    if var_x == 0:
        bottom = mean_y / (1 + mean_x**2) * np.array([mean_x, 1.0])
    else:
        slope = float(from_mean @ (y - mean_y)) / n / var_x
        bottom = np.array([slope, mean_y - slope * mean_x])
    residuals = y - bottom[0] * x - bottom[1]
    rounding = ROUNDING * float(abs(y).max() + abs(bottom) @ [abs(x).max(), 1.0])
    return Bowl(
        mean_x=mean_x,
        var_x=var_x,
        hessian=read_only(2 * np.array([[var_x + mean_x**2, mean_x], [mean_x, 1.0]])),
        bottom=read_only(bottom),
        floor=float(residuals @ residuals) / n if abs(residuals).max() > rounding else 0.0,
        rounding=rounding,
    )


def excess_loss(error: Floats, bowl: Bowl) -> Floats:
    """Return ``½ · eᵀ H e`` for errors (..., 2): the loss above the floor, as a sum of two squares.

    The sum is ``var(x)·e_w² + (x̄·e_w + e_b)²``: it does not cancel and is never negative.
    """
    error_w, error_b = error[..., 0], error[..., 1]
    with np.errstate(over="ignore"):
        return bowl.var_x * error_w * error_w + (bowl.mean_x * error_w + error_b) ** 2


def hessian(dataset: Dataset) -> Floats:
    """Return the second derivatives of the loss, ``(2/n)·[[Σx², Σx], [Σx, n]]``: (2, 2); x alone decides."""
    return bowl_of(dataset).hessian.copy()


def least_squares(dataset: Dataset) -> Floats:
    """Return theta_star (2,), the (w, b) of least loss; of smallest norm where all x are equal."""
    return bowl_of(dataset).bottom.copy()


def noise_floor(dataset: Dataset) -> float:
    """Return the least loss any line can have on these points, in squared units of y."""
    return bowl_of(dataset).floor


def loss(theta: ArrayLike, dataset: Dataset) -> Floats:
    """Return the mean squared error ``mean((y − w·x − b)²)``, with 1/n and without ½.

    Parameters
    ----------
    theta : (..., 2) array
        Slopes and intercepts (w, b).

    Returns
    -------
    (...) array
        In squared units of y; inf where that is too large for a float.

    Raises
    ------
    ValueError
        If theta does not hold pairs of finite numbers.
    """
    bowl = bowl_of(dataset)
    return bowl.floor + excess_loss(as_theta(theta) - bowl.bottom, bowl)


def gradient(theta: ArrayLike, dataset: Dataset) -> Floats:
    """Return (∂L/∂w, ∂L/∂b) of the mean squared error, for theta (..., 2) as (..., 2): ``H · error``.

    A slope too large for a float is inf or −inf.

    Raises
    ------
    ValueError
        If theta does not hold pairs of finite numbers.
    """
    bowl = bowl_of(dataset)
    error = as_theta(theta) - bowl.bottom
    power = np.frexp(np.abs(error).max(axis=-1, keepdims=True))[1]  # taken out, so that no inf meets another
    with np.errstate(over="ignore"):
        return np.ldexp(np.ldexp(error, -power) @ bowl.hessian, power)
