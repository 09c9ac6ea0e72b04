"""The same points with x centred or standardised: what that does to the bowl, and the way back.

A scaling replaces x by ``(x − shift) / size`` and leaves y alone. A line in the new x is a line in the old:

    w·(x − shift)/size + b  =  (w/size)·x + (b − w·shift/size)

so scaling changes how the descent goes, and not where it ends.
"""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gd_core.bowl import TOLERANCE, least_squares
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.numbers import line, rounded
from gd_core.theory import condition_number, fastest_rate, largest_stable_rate

SCALINGS = ("as it is", "centred", "standardised")
AS_IT_IS, CENTRED, STANDARDISED = SCALINGS
ROUNDING = 1e-15  # a mean that is this share of the largest x is 0, but for rounding

ALL_X_EQUAL = (
    "All x are equal, so their standard deviation is 0 and x cannot be standardised: it is centred only, and "
    "then every x is 0. No scaling makes one line the best: infinitely many fit equally well, and which of "
    "them has the smallest w² + b² depends on the scaling."
)


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
    if _all_equal(dataset):
        return float(dataset.x[0]), 1.0
    shift = float(dataset.x.mean())
    if abs(shift) <= ROUNDING * np.abs(dataset.x).max():
        shift = 0.0
    return shift, _spread(dataset.x - shift) if scaling == STANDARDISED else 1.0


def scaled(dataset: Dataset, scaling: str) -> Dataset:
    """Return the points with x as it is, centred (x − mean) or standardised ((x − mean) / deviation).

    The standard deviation is that of the points (1/n). Where it is 0, x is only centred.
    """
    if scaling == AS_IT_IS:
        return dataset
    shift, size = shift_and_size(dataset, scaling)
    return Dataset((dataset.x - shift) / size, dataset.y)


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


def epochs_at_fastest_rate(dataset: Dataset) -> float:
    """Return the epochs that the fastest rate needs to a thousandth of the starting excess, from any start.

    At this rate an epoch leaves ``q = (kappa − 1)/(kappa + 1)`` of the error in both directions, so
    ``q²`` of the excess, wherever the start is.
    """
    kappa = condition_number(dataset)
    left = (kappa - 1) / (kappa + 1) if kappa < math.inf else 0.0  # a flat direction has no error to lose
    if left**2 <= TOLERANCE:
        return 1.0
    return float(math.ceil(math.log(TOLERANCE) / (2 * math.log1p(-2 / (kappa + 1)))))


def compare_scalings(dataset: Dataset) -> pd.DataFrame:
    """Return a row a scaling: the bowl, its rates and epochs, and its best line in the original units."""
    points = [scaled(dataset, scaling) for scaling in SCALINGS]
    best = zip(points, SCALINGS, strict=True)
    lines = np.array([in_original_units(least_squares(p), dataset, scaling) for p, scaling in best])
    return pd.DataFrame(
        {
            "scaling": SCALINGS,
            "condition_number": [condition_number(p) for p in points],
            "limit": [largest_stable_rate(p) for p in points],
            "fastest_rate": [fastest_rate(p) for p in points],
            "epochs": [epochs_at_fastest_rate(p) for p in points],
            "w": lines[:, 0],
            "b": lines[:, 1],
        }
    )


def about_scaling(dataset: Dataset, scaling: str) -> str:
    """Say, in Markdown, what a scaling does to these points (given as they are), and what it leaves alone."""
    if _all_equal(dataset):
        return ALL_X_EQUAL
    rows = compare_scalings(dataset).set_index("scaling").to_dict("index")
    before = rows[AS_IT_IS]
    if scaling == AS_IT_IS:
        return (
            f"x is used as it is. **Centring** it would change: {_what_changes(before, rows[CENTRED])}. "
            f"**Standardising** it: {_what_changes(before, rows[STANDARDISED])}. The best line stays."
        )
    return (
        f"**x is now {_new_x(dataset, scaling)}.** What that does: {_what_changes(before, rows[scaling])}. "
        f"In the original units the best line is still {line(before['w'], before['b'])}. Noise and y do not "
        "change, nor do the numbers that w and b start from; but with another x they stand for another line, "
        "so the runs may start from other losses."
    )


def _new_x(dataset: Dataset, scaling: str) -> str:
    shift, size = shift_and_size(dataset, scaling)
    if shift == 0:
        return f"x / {rounded(size, 4)}" if scaling == STANDARDISED else "as it was: its mean is 0 already"
    centred = f"x {'+' if shift < 0 else '−'} {rounded(abs(shift), 4)}"
    return f"({centred}) / {rounded(size, 4)}" if scaling == STANDARDISED else centred


def _what_changes(before: dict, after: dict) -> str:
    names = {
        "condition_number": "condition number",
        "limit": "limit",
        "epochs": "epochs to 99.9 % at the fastest rate",
    }
    return ", ".join(f"{name} {_from_to(before[key], after[key])}" for key, name in names.items())


def _from_to(before: float, after: float) -> str:
    """Say from where to where a number goes, or that it stays, as far as three digits can tell."""
    first, last = rounded(before), rounded(after)
    return f"{first} as before" if first == last else f"from {first} to {last}"


def _all_equal(dataset: Dataset) -> bool:
    return bool(dataset.x.min() == dataset.x.max())


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
