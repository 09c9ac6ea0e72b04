"""What another scale of x would change: a table and words."""

import numpy as np
import pandas as pd

from gd_core.bowl import least_squares
from gd_core.data import Dataset
from gd_core.numbers import line, rounded
from gd_core.scaling import (
    AS_IT_IS,
    CENTRED,
    SCALINGS,
    STANDARDISED,
    all_x_equal,
    in_original_units,
    scaled,
    shift_and_size,
)
from gd_core.theory import condition_number, epochs_at_fastest_rate, fastest_rate, largest_stable_rate

ALL_X_EQUAL = (
    "All x are equal, so their standard deviation is 0 and x cannot be standardised: it is centred only, and "
    "then every x is 0. No scaling makes one line the best: infinitely many fit equally well, and which of "
    "them has the smallest w² + b² depends on the scaling."
)


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
    if all_x_equal(dataset):
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
