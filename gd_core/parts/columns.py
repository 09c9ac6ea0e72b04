"""What the columns of the tables are called on the page, what each holds, and how its numbers are shown."""

from typing import Any

import numpy as np
import pandas as pd

TO_ARRIVE = "until 99.9 % of the way from the starting loss down to the floor"

RESULTS_TABLE = {
    "learning_rate": ("Rate", "The learning rate."),
    "behaviour": ("What it does", ""),
    "why": ("Why", ""),
    "final_loss": ("Loss", "The loss after the last epoch."),
    "excess_loss": ("Excess", "That loss, less the noise floor."),
    "epochs_measured": ("Epochs", f"Measured, {TO_ARRIVE}; – if not in this run."),
    "epochs_predicted": ("Predicted", f"Epochs by theory, {TO_ARRIVE}; – if never."),
    "factor": (
        "× an epoch",
        "What an epoch multiplies the slowest part of the error by; below 1 it shrinks.",
    ),
    "w": ("w", "The slope after the last epoch."),
    "b": ("b", "The intercept after the last epoch."),
    "slope": ("Slope", "For x as it was before it was scaled."),
    "intercept": ("Intercept", "For x as it was before it was scaled."),
}

ROUND_TABLE = {
    "learning_rate": ("Rate", "The learning rate."),
    "rank_predicted": ("Your rank", "1 is the lowest final loss."),
    "rank": ("Its rank", ""),
    "predicted": ("You said", ""),
    "behaviour": ("What it does", ""),
    "final_loss": ("Loss", "The loss after the last epoch."),
}

MODES_TABLE = {
    "direction": ("Direction", ""),
    "eigenvalue": ("λ", "The eigenvalue: how steeply the bowl bends in this direction."),
    "factor_predicted": ("1 − ηλ", "What an epoch multiplies this part of the error by, in theory."),
    "factor_measured": ("Measured", "What it was multiplied by in the run, on average."),
    "note": ("Note", ""),
}

SCALINGS_TABLE = {
    "scaling": ("x", ""),
    "condition_number": ("κ", "The condition number, λmax / λmin; ∞ where all x are equal."),
    "limit": ("Limit", "2 / λmax: a larger rate diverges."),
    "fastest_rate": ("Fastest rate", "2 / (λmin + λmax)."),
    "epochs": ("Epochs", "To 99.9 % of the way, at the fastest rate, from any start."),
    "w": ("Slope", "Of the best line, for x as it is."),
    "b": ("Intercept", "Of the best line, for x as it is."),
}


def format_of(column: pd.Series) -> dict[str, Any]:
    """Return the format, and the width in pixels, that show all these numbers to five digits or so.

    From 2⁵³ on, Streamlit shows a number with all its digits, whatever the format.
    """
    digits = "%.3e" if (column.abs().replace(np.inf, 0) >= 1e7).any() else "%.5g"
    texts = [str(value) if 2**53 <= abs(value) < np.inf else digits % value for value in column]
    return {"format": digits, "width": max(72, 20 + 8 * max(map(len, texts), default=0))}
