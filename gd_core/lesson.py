"""The words of the lesson, and the cases worth trying."""

import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.data import Dataset
from gd_core.experiment import Settings
from gd_core.numbers import exact, line, rounded
from gd_core.theory import fastest_rate, largest_stable_rate

INTRODUCTION = """
# How big should the learning rate be?

Gradient descent finds the line y = w·x + b that fits the points best, one small step downhill at a time:
**w ← w − η · ∂L/∂w**, and the same for b. L is the loss, and η is the **learning rate**.

## What does each rate do?
"""

ABOUT_THE_FILES = """
The **script** does the same runs again with NumPy alone, in a plain loop that you can read and change; at
its end it checks itself against the figures of this page. The **worksheet** has one page for the student,
with boxes for predictions and an empty axis, and one for the teacher, with the answers.
"""

# For those who cannot see the pictures; the player reads the numbers out, and the table has them all.
ABOUT_THE_MAP = "The way of every run through slope w and intercept b, over curves of equal loss."
ABOUT_THE_FIT = "The points, the best line, and every run's line at the epoch shown."

PRESETS = {
    "The lesson": Settings(),
    "All three stories": Settings(x_range=(0.0, 2.0)),
    "Too small": Settings(learning_rates=(0.0001, 0.001, 0.01)),
    "Zigzag": Settings(learning_rates=(0.3, 0.6, 0.75)),
    "On the edge": Settings(learning_rates=(0.78, 0.78866, 0.8), same_start=True),
    "Diverging": Settings(learning_rates=(0.5, 0.85, 1.0)),
}

# Each has one digit that is not 0, so that no other rate begins like one of them while it is typed.
RATE_SUGGESTIONS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.8, 1.0)


def about_the_points(dataset: Dataset) -> str:
    """Say, in Markdown, what the points decide before any epoch is run."""
    bowl = bowl_of(dataset)
    best = line(*bowl.bottom)
    limit = f"**limit is about {rounded(largest_stable_rate(dataset), 4)}**"
    verdict = "from almost any start, a rate below it converges and a rate above it diverges."
    if bowl.var_x == 0:
        return (
            f"For these points the {limit}: {verdict} All x are equal, so infinitely many lines fit equally "
            f"well; the one of smallest w² + b² is {best}."
        )
    return (
        f"For these points the {limit}: {verdict} The fastest rate is about "
        f"{rounded(fastest_rate(dataset), 4)}. The best line, by least squares, is {best}."
    )


def summary(table: pd.DataFrame) -> str:
    """Say in one sentence what each rate of a results table does, for those who cannot see the chart."""
    rows = zip(table["learning_rate"], table["behaviour"], strict=True)
    return "Loss by epoch. " + "; ".join(f"learning rate {exact(rate)} {does}" for rate, does in rows) + "."
