"""What a model is: a curve with two parameters, and the loss that it is fitted by."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset

Curve = Callable[[Floats, Floats], Floats]
Derivatives = Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]
OfPoints = Callable[[Floats, Dataset], Floats]


SQUARED_ERROR, CROSS_ENTROPY = "squared error", "cross-entropy"
OF_SQUARED_ERROR = ("2·(ŷ − y)·∂ŷ/∂w", "2·(ŷ − y)·∂ŷ/∂b")  # what each point adds to the slopes of the loss


@dataclass(frozen=True)
class Program:
    """A curve in a script that does its runs again: the lines of its points and of its three functions.

    In the points ``$n_samples``, ``$seed`` and ``$noise`` stand for these.
    """

    points: str
    curve: str
    loss: str
    gradient: str


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
    bend : (str, str)
        Where along x the curve may bend sharply, and how far round that, as Vega expressions of {w} and {b}.
    mirrored : bool
        Whether −b is the same curve as b.
    written : str
        ŷ as people write it.
    slopes_written : tuple of str
        ∂ŷ/∂w and ∂ŷ/∂b as they do, where the worked step needs them.
    pulls_written : (str, str)
        What each point adds to ∂L/∂w and ∂L/∂b: 1/n of it.
    measured_by : str
        `SQUARED_ERROR` or `CROSS_ENTROPY`.
    program : Program or None
        None where no script can do its runs again.
    opening : (float, tuple of float, int)
        The noise, the rates and the epochs that are worth looking at first.
    """

    predict: Curve
    loss: OfPoints
    gradient: OfPoints
    hessian: OfPoints
    points_of: Callable[..., Dataset]
    window: tuple[tuple[float, float], tuple[float, float]]
    start: tuple[float, float]
    formula: str
    bend: tuple[str, str] = ("0", "1")
    mirrored: bool = False
    written: str = ""
    slopes_written: tuple[str, ...] = ()
    pulls_written: tuple[str, str] = OF_SQUARED_ERROR
    measured_by: str = SQUARED_ERROR
    program: Program | None = None
    opening: tuple[float, tuple[float, ...], int] = (0.1, (0.01, 0.1, 0.5), 100)


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
    pair = np.empty((*of_w.shape[:-1], 2))  # this way takes half of the time of `mean` and `stack`
    np.add.reduce(of_w, axis=-1, out=pair[..., 0])
    np.add.reduce(of_b, axis=-1, out=pair[..., 1])
    pair /= of_w.shape[-1]
    return pair


def as_matrix(of_ww: Floats, of_wb: Floats, of_bb: Floats) -> Floats:
    """Return the means over the points of three terms (..., n) as symmetric matrices (..., 2, 2)."""
    ww, wb, bb = of_ww.mean(axis=-1), of_wb.mean(axis=-1), of_bb.mean(axis=-1)
    return np.stack([np.stack([ww, wb], axis=-1), np.stack([wb, bb], axis=-1)], axis=-2)
