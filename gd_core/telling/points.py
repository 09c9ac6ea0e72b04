"""What the points decide before any epoch is run."""

from gd_core.bowl import bowl_of
from gd_core.data import Dataset
from gd_core.languages import Say, english
from gd_core.telling.numbers import line, rounded
from gd_core.theory import fastest_rate, largest_stable_rate


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
