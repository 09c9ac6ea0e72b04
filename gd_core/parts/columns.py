"""What the columns of the tables are called on the page, what each holds, and how its numbers are shown."""

import math
from typing import Any

import numpy as np
import pandas as pd

from gd_core.languages import Say, english
from gd_core.numbers import digits_apart, digits_beside, rounded, unrounded
from gd_core.telling.terms import explanation
from gd_core.two_modes import ACROSS, ALONG

DIGITS = 5  # of the numbers in tables, where these tell all that is to be told
FACTORS = ("factor", "factor_predicted", "factor_measured", "condition_number")
PLAIN = (1e-4, 1e3)  # between these the page writes a number as Streamlit does
HAIR = "\u200a"  # a space that is hardly seen, and that browsers sort before every sign of a number
PADDING, LETTER, LETTER_ABOVE, LETTER_OF_WORDS = 18, 7.0, 4.8, 6.2  # pixels
MOST_FOR_WORDS = 150  # pixels, so that all columns are in view

Columns = dict[str, tuple[str, str]]  # a column's name in the data frame: its heading, and what it holds


def results_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.parts.results.results_table`."""
    return {
        "learning_rate": (say("Rate"), explanation("learning rate", say=say)),
        "behaviour": (say("What it does"), ""),
        "final_loss": (say("Loss"), say("The loss after the last epoch.")),
        "excess_loss": (say("Excess"), explanation("excess", say=say)),
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


def results_columns_with_momentum(say: Say = english) -> Columns:
    """Return the same for runs with momentum, which may arrive and leave again, and whose paces settle."""
    columns = results_columns(say)
    told = {
        "epochs_measured": say(
            "Measured, until it stays 99.9 % of the way from the starting loss down to the floor; – if not "
            "in this run."
        ),
        "epochs_predicted": say(
            "Epochs by theory, until it stays 99.9 % of the way from the starting loss down to the floor; – "
            "if never."
        ),
        "factor": say(
            "What an epoch multiplies the slowest part of the error by in the long run; below 1 it shrinks."
        ),
    }
    return columns | {name: (columns[name][0], explained) for name, explained in told.items()}


def round_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.parts.compared.comparison`."""
    return {
        "learning_rate": (say("Rate"), explanation("learning rate", say=say)),
        "rank_predicted": (say("Your rank"), say("1 is the lowest final loss.")),
        "rank": (say("Its rank"), ""),
        "predicted": (say("You said"), ""),
        "behaviour": (say("What it does"), ""),
        "final_loss": (say("Loss"), say("The loss after the last epoch.")),
    }


def modes_columns(say: Say = english) -> Columns:
    """Return the columns of `gd_core.telling.directions.modes_table`."""
    return {
        "direction": (say("Direction"), " ".join(explanation(where, say=say) for where in (ACROSS, ALONG))),
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
        "condition_number": ("κ", explanation("condition number", say=say)),
        "limit": (say("Limit"), explanation("limit", say=say)),
        "fastest_rate": (say("Fastest rate"), explanation("fastest rate", say=say)),
        "epochs": (say("Epochs"), say("To 99.9 % of the way, at the fastest rate, from any start.")),
        "w": (say("Slope"), say("Of the best line, for x as it is.")),
        "b": (say("Intercept"), say("Of the best line, for x as it is.")),
    }


def scalings_columns_with_momentum(say: Say = english) -> Columns:
    """Return the same where there is momentum."""
    columns = scalings_columns(say)
    return columns | {
        "limit": (columns["limit"][0], explanation("limit with momentum", say=say)),
        "best_rate": (say("Best rate"), say("With the best momentum, it is the fastest of all.")),
        "best_momentum": (say("Best β"), say("The momentum that belongs to the best rate.")),
        "epochs": (
            columns["epochs"][0],
            say("Until it stays 99.9 % of the way down, at the best rate and momentum, from any start."),
        ),
    }


def laid_out(
    table: pd.DataFrame, shown: pd.DataFrame, columns: Columns, *, scale: float
) -> dict[str, dict[str, Any]]:
    """Return how each column that has a heading is drawn, as Streamlit names it; numbers have a format.

    Parameters
    ----------
    shown : DataFrame
        The table as `as_shown` made it.
    scale : float
        How many times as large as usual it is shown.
    """
    numbers, as_numbers = (set(rows.select_dtypes("number")) for rows in (table, shown))
    layouts: dict[str, dict[str, Any]] = {}
    digits = {name: digits_of(name, table) for name in columns if name in numbers}
    for name in [name for name in columns if name in table]:
        heading, told = columns[name]
        layouts[name] = {"label": heading, "help": told}
        if name == "behaviour":  # else it gets what the numbers leave
            width = LETTER_OF_WORDS * table[name].str.len().max()
            layouts[name]["width"] = int(scale * min(PADDING + width, MOST_FOR_WORDS))
        if name in numbers:
            width = scale * width_of(shown[name], heading, digits=digits[name])
            layouts[name] |= {"width": int(width), "alignment": "right"}
        if name in as_numbers:
            layouts[name]["format"] = f"%.{digits[name]}g"
    return layouts


def digits_of(name: str, table: pd.DataFrame) -> int:
    """Return how many digits the numbers of a column have.

    No factor looks like 1 unless it is 1, and losses that were ranked look as different as their ranks.
    """
    if name in FACTORS:
        return digits_beside(table[name].abs(), 1.0, least=DIGITS)
    if name == "final_loss" and "rank" in table:
        return digits_apart(table.drop_duplicates("rank")[name], least=DIGITS)
    return DIGITS


def as_shown(table: pd.DataFrame, *, say: Say = english) -> pd.DataFrame:
    """Return the table with texts for the numbers of a column in which Streamlit would write one otherwise.

    It has no sign for thousands, and writes 0.000011 or 1e-7 where the page has a power of ten. It sorts
    texts as words: so that these go as their numbers do, a `HAIR` stands before each for every larger number.
    """
    numbers = table.select_dtypes("number")
    sizes, (least, most) = np.abs(numbers.to_numpy()), PLAIN
    otherwise = numbers.columns[((sizes >= most) | (sizes > 0) & (sizes < least)).any(axis=0)]
    digits = {name: digits_of(name, table) for name in otherwise}
    texts = {name: [_as_text(name, value, digits[name], say) for value in table[name]] for name in otherwise}
    n_larger = numbers[otherwise].rank(method="dense", ascending=False, na_option="bottom").astype(int) - 1
    return table.assign(
        **{
            name: [HAIR * n + text for n, text in zip(n_larger[name], texts[name], strict=True)]
            for name in texts
        }
    )


def _as_text(name: str, value: float, digits: int, say: Say) -> str:
    if math.isinf(value) and name != "condition_number":
        return say("too large")
    return say.numbers_in(unrounded(value) if name == "learning_rate" else rounded(value, digits))


def width_of(column: pd.Series, heading: str = "", *, digits: int = DIGITS) -> int:
    """Return the width in pixels that shows these numbers, or texts for numbers, and the heading whole."""
    texts = [
        value if isinstance(value, str) else f"{value:.{digits}g}".replace("e-0", "e-") for value in column
    ]
    widest = max(map(_width_of_number, texts), default=0)
    return math.ceil(PADDING + max(widest, LETTER_OF_WORDS * len(heading)))


def _width_of_number(text: str) -> float:
    return sum(LETTER_ABOVE if sign in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹" else LETTER for sign in text.strip(HAIR))
