"""What a model is: a curve with two parameters, and the loss that it is fitted by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset

Curve = Callable[[Floats, Floats], Floats]
Derivatives = Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]
OfPoints = Callable[[Floats, Dataset], Floats]


@dataclass(frozen=True)
class Model:
    """A curve and its loss, as plain functions that check nothing; theta is (..., 2), and x (n,).

    Attributes
    ----------
    predict : function
        ŷ (..., n) of theta and x.
    loss, gradient, hessian : function
        L (...), its slopes (..., 2) and its second derivatives (..., 2, 2), of theta and a dataset.
    points_of : function
        The dataset that it is fitted to, of seed, noise and n_samples.
    window : ((float, float), (float, float))
        The least and the greatest w, and b, between which its minima are looked for.
    start : (float, float)
        The w and b at which runs start where nobody sets another place.
    formula : str
        ŷ as a Vega expression, in which {w}, {b} and {x} stand for these.
    """

    predict: Curve
    loss: OfPoints
    gradient: OfPoints
    hessian: OfPoints
    points_of: Callable[..., Dataset]
    window: tuple[tuple[float, float], tuple[float, float]]
    start: tuple[float, float]
    formula: str


def squared_error(
    predict: Curve, slopes: Derivatives, bends: Derivatives
) -> tuple[OfPoints, OfPoints, OfPoints]:
    """Return the loss ``mean((ŷ − y)²)`` of a curve, its gradient and its Hessian.

    Parameters
    ----------
    predict
        ŷ (..., n).
    slopes
        ŷ again, ∂ŷ/∂w and ∂ŷ/∂b, each (..., n).
    bends
        ∂²ŷ/∂w², ∂²ŷ/∂w∂b and ∂²ŷ/∂b², each (..., n).
    """

    def loss(theta: Floats, dataset: Dataset) -> Floats:
        with np.errstate(all="ignore"):
            return np.mean((predict(theta, dataset.x) - dataset.y) ** 2, axis=-1)

    def gradient(theta: Floats, dataset: Dataset) -> Floats:
        with np.errstate(all="ignore"):
            predicted, by_w, by_b = slopes(theta, dataset.x)
            residuals = predicted - dataset.y
            return 2 * as_pair(residuals * by_w, residuals * by_b)

    def hessian(theta: Floats, dataset: Dataset) -> Floats:
        with np.errstate(all="ignore"):
            predicted, by_w, by_b = slopes(theta, dataset.x)
            by_ww, by_wb, by_bb = bends(theta, dataset.x)
            residuals = predicted - dataset.y
            return 2 * as_matrix(
                by_w * by_w + residuals * by_ww,
                by_w * by_b + residuals * by_wb,
                by_b * by_b + residuals * by_bb,
            )

    return loss, gradient, hessian


def as_pair(of_w: Floats, of_b: Floats) -> Floats:
    """Return the means over the points of two terms (..., n) as (..., 2)."""
    return np.stack([of_w.mean(axis=-1), of_b.mean(axis=-1)], axis=-1)


def as_matrix(of_ww: Floats, of_wb: Floats, of_bb: Floats) -> Floats:
    """Return the means over the points of three terms (..., n) as symmetric matrices (..., 2, 2)."""
    ww, wb, bb = of_ww.mean(axis=-1), of_wb.mean(axis=-1), of_bb.mean(axis=-1)
    return np.stack([np.stack([ww, wb], axis=-1), np.stack([wb, bb], axis=-1)], axis=-2)
