"""What the columns of the tables are called on the page, what each holds, and how its numbers are shown."""

import math
from typing import Any

import pandas as pd

from gd_core.languages import Say, english

Columns = dict[str, tuple[str, str]]  # a column's name in the data frame: its heading, and what it holds


def results_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.verdict.results_table`, and those that scaled x adds."""
    return {
        "learning_rate": (say("Rate"), say("The learning rate.")),
        "behaviour": (say("What it does"), ""),
        "why": (say("Why"), ""),
        "final_loss": (say("Loss"), say("The loss after the last epoch.")),
        "excess_loss": (say("Excess"), say("That loss, less the noise floor.")),
        "epochs_measured": (
            say("Epochs"),
            say(
                "Measured, until 99.9 % of the way from the starting loss down to the floor; – if not in "
                "this run."
            ),
        ),
        "epochs_predicted": (
            say("Predicted"),
            say(
                "Epochs by theory, until 99.9 % of the way from the starting loss down to the floor; – if "
                "never."
            ),
        ),
        "factor": (
            say("× an epoch"),
            say("What an epoch multiplies the slowest part of the error by; below 1 it shrinks."),
        ),
        "w": ("w", say("The slope after the last epoch.")),
        "b": ("b", say("The intercept after the last epoch.")),
        "slope": (say("Slope"), say("For x as it was before it was scaled.")),
        "intercept": (say("Intercept"), say("For x as it was before it was scaled.")),
    }


def round_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.teaching.predictions.comparison`."""
    return {
        "learning_rate": (say("Rate"), say("The learning rate.")),
        "rank_predicted": (say("Your rank"), say("1 is the lowest final loss.")),
        "rank": (say("Its rank"), ""),
        "predicted": (say("You said"), ""),
        "behaviour": (say("What it does"), ""),
        "final_loss": (say("Loss"), say("The loss after the last epoch.")),
    }


def modes_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.two_modes.modes_table`."""
    return {
        "direction": (say("Direction"), ""),
        "eigenvalue": ("λ", say("The eigenvalue: how steeply the bowl bends in this direction.")),
        "factor_predicted": (
            "1 − ηλ",
            say("What an epoch multiplies this part of the error by, in theory."),
        ),
        "factor_measured": (say("Measured"), say("What it was multiplied by in the run, on average.")),
        "note": (say("Note"), ""),
    }


def scalings_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.parts.scale_of_x.compare_scalings`."""
    return {
        "scaling": ("x", ""),
        "condition_number": ("κ", say("The condition number, λmax / λmin; ∞ where all x are equal.")),
        "limit": (say("Limit"), say("2 / λmax: a larger rate diverges.")),
        "fastest_rate": (say("Fastest rate"), "2 / (λmin + λmax)."),
        "epochs": (say("Epochs"), say("To 99.9 % of the way, at the fastest rate, from any start.")),
        "w": (say("Slope"), say("Of the best line, for x as it is.")),
        "b": (say("Intercept"), say("Of the best line, for x as it is.")),
    }


def format_of(column: pd.Series) -> dict[str, Any]:
    """Return the format, and the width in pixels, that show all these numbers to five digits or so.

    From 2⁵³ on, Streamlit shows a number with all its digits, whatever the format.
    """
    values = column.tolist()
    digits = "%.3e" if any(1e7 <= abs(value) < math.inf for value in values) else "%.5g"
    texts = [str(value) if 2**53 <= abs(value) < math.inf else digits % value for value in values]
    return {"format": digits, "width": max(72, 20 + 8 * max(map(len, texts), default=0))}
