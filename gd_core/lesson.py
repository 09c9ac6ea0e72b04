"""The words of the lesson, and the cases worth trying."""

import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.data import Dataset
from gd_core.experiment import Settings
from gd_core.languages import Say, english
from gd_core.numbers import exact, line, rounded, unrounded
from gd_core.theory import fastest_rate, largest_stable_rate

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


def name_of_preset(preset: str, *, say: Say = english) -> str:
    """Return what the page calls one of the `PRESETS`."""
    return {
        "The lesson": say("The lesson"),
        "All three stories": say("All three stories"),
        "Too small": say("Too small"),
        "Zigzag": say("Zigzag"),
        "On the edge": say("On the edge"),
        "Diverging": say("Diverging"),
    }[preset]


def introduction(*, say: Say = english) -> str:
    """Return what the page begins with, in Markdown: the question, and the rule that it asks about."""
    paragraphs = [
        say("# How big should the learning rate be?"),
        say(
            "Gradient descent finds the line y = w·x + b that fits the points best, one small step downhill "
            "at a time: **w ← w − η · ∂L/∂w**, and the same for b. L is the loss, and η is the "
            "**learning rate**."
        ),
        say("## What does each rate do?"),
    ]
    return "\n\n".join(paragraphs)


def about_the_files(*, say: Say = english) -> str:
    """Say, in Markdown, what there is to take home."""
    return say(
        "The **script** does the same runs again with NumPy alone, in a plain loop that you can read and "
        "change; at its end it checks itself against the figures of this page. The **worksheet** has one "
        "page for the student, with boxes for predictions and an empty axis, and one for the teacher, with "
        "the answers."
    )


# For those who cannot see the pictures; the player reads the numbers out, and the table has them all.


def map_summary(*, say: Say = english) -> str:
    """Say what the map shows."""
    return say("The way of every run through slope w and intercept b, over curves of equal loss.")


def fit_summary(*, say: Say = english) -> str:
    """Say what the picture of the fit shows."""
    return say("The points, the best line, and every run's line at the epoch shown.")


def summary(table: pd.DataFrame, *, say: Say = english) -> str:
    """Say in one sentence what each rate of a results table does."""
    runs = [
        say("learning rate {rate} {does}", rate=exact(rate), does=does)
        for rate, does in zip(table["learning_rate"], table["behaviour"], strict=True)
    ]
    return say("Loss by epoch. {runs}.", runs="; ".join(runs))


def reasons(table: pd.DataFrame) -> str:
    """Say, in Markdown, what each rate of a results table does, and why: a line a rate."""
    told = zip(table["learning_rate"], table["behaviour"], table["why"], strict=True)
    return "\n".join(f"- **{unrounded(rate)}** {does}. {why}" for rate, does, why in told)


def about_the_points(dataset: Dataset, *, say: Say = english) -> str:
    """Say, in Markdown, what the points decide before any epoch is run."""
    bowl = bowl_of(dataset)
    best = line(*bowl.bottom)
    limit = say(
        "For these points the **limit is about {limit}**: from almost any start, a rate below it converges "
        "and a rate above it diverges.",
        limit=rounded(largest_stable_rate(dataset), 4),
    )
    answer = (
        say(
            "All x are equal, so infinitely many lines fit equally well; the one of smallest w² + b² is "
            "{best}.",
            best=best,
        )
        if bowl.var_x == 0
        else say(
            "The fastest rate is about {fastest}. The best line, by least squares, is {best}.",
            fastest=rounded(fastest_rate(dataset), 4),
            best=best,
        )
    )
    return f"{limit} {answer}"
