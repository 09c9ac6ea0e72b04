"""The same points with x centred or standardised: what that does to the bowl, and the way back.

A scaling replaces x by ``(x − shift) / size`` and leaves y alone. A line in the new x is a line in the old:

    w·(x − shift)/size + b  =  (w/size)·x + (b − w·shift/size)

so scaling changes how the descent goes, and not where it ends.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from gd_core.checks import Floats
from gd_core.data import Dataset

SCALINGS = ("as it is", "centred", "standardised")
AS_IT_IS, CENTRED, STANDARDISED = SCALINGS
MEAN_IS_ZERO = 1e-15  # a mean that is this share of the largest x is 0, but for rounding


def shift_and_size(dataset: Dataset, scaling: str) -> tuple[float, float]:
    """Return what is subtracted from x, and what x is then divided by; the latter is 1 where all x are equal.

    Raises
    ------
    ValueError
        If scaling is not one of `SCALINGS`.
    """
    if scaling not in SCALINGS:
        raise ValueError(f"scaling must be one of {', '.join(SCALINGS)}, got {scaling!r}")
    if scaling == AS_IT_IS:
        return 0.0, 1.0
    if all_x_equal(dataset):
        return float(dataset.x[0]), 1.0
    shift = float(dataset.x.mean())
    if abs(shift) <= MEAN_IS_ZERO * np.abs(dataset.x).max():
        shift = 0.0
    return shift, _spread(_centred(dataset.x, shift)) if scaling == STANDARDISED else 1.0


def scaled(dataset: Dataset, scaling: str) -> Dataset:
    """Return the points with x as it is, centred (x − mean) or standardised ((x − mean) / deviation).

    The standard deviation is that of the points (1/n). Where it is 0, x is only centred.
    """
    if scaling == AS_IT_IS:
        return dataset
    shift, size = shift_and_size(dataset, scaling)
    return Dataset(_centred(dataset.x, shift) / size, dataset.y)


def in_original_units(theta: ArrayLike, dataset: Dataset, scaling: str) -> Floats:
    """Return the (w, b) for x as it is of lines (..., 2) found with scaled x; inf where out of all numbers.

    Parameters
    ----------
    dataset : Dataset
        The points before scaling.
    """
    shift, size = shift_and_size(dataset, scaling)
    slope, intercept = _columns(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        return _lines(slope / size, intercept - slope / size * shift)


def in_scaled_units(theta: ArrayLike, dataset: Dataset, scaling: str) -> Floats:
    """Return the (w, b) for the scaled x of lines (..., 2) given for x as it is: the way back."""
    shift, size = shift_and_size(dataset, scaling)
    slope, intercept = _columns(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        return _lines(slope * size, intercept + slope * shift)


def all_x_equal(dataset: Dataset) -> bool:
    """Tell whether there is only one x."""
    return bool(dataset.x.min() == dataset.x.max())


def _centred(x: Floats, mean: float) -> Floats:
    """Return ``x − mean``, with what the mean lost to rounding taken away too: it is much for a far x."""
    from_mean = x - mean
    return from_mean - from_mean.mean() if mean and np.ptp(x) else from_mean


def _spread(from_mean: Floats) -> float:
    """Return the standard deviation; divided by the largest first, so that no square leaves the numbers."""
    largest = float(np.abs(from_mean).max())
    return largest * math.sqrt(np.mean((from_mean / largest) ** 2))


def _columns(theta: ArrayLike) -> tuple[Floats, Floats]:
    array = np.array(theta, dtype=float)
    return array[..., 0], array[..., 1]


def _lines(slope: Floats, intercept: Floats) -> Floats:
    lines = np.stack([slope, intercept], axis=-1)
    lines[~np.isfinite(lines).all(axis=-1)] = np.inf
    return lines
