"""What the points decide before any epoch is run."""

from gd_core.bowl import bowl_of
from gd_core.data import Dataset
from gd_core.experiment import Settings, dataset_of, method_of
from gd_core.languages import Say, english
from gd_core.numbers import line, rounded
from gd_core.theory import Theory


def about_the_points_of(settings: Settings, *, say: Say = english) -> str:
    """Say what the points that are set decide, where no rate is chosen yet."""
    dataset = dataset_of(settings)
    return about_the_points(dataset, method_of(settings).theory_of(dataset), say=say)


def about_the_points(dataset: Dataset, theory: Theory, *, say: Say = english) -> str:
    """Say, in Markdown, what the points decide before any epoch is run, as far as theory knows it."""
    sentences = [_about_the_limit(theory, say), *_about_the_answer(dataset, theory, say)]
    return " ".join(filter(None, sentences))


def _about_the_limit(theory: Theory, say: Say) -> str:
    if theory.limit is None:
        return ""
    return say(
        "For these points the **limit is about {limit}**: from almost any start, a rate below it converges "
        "and a rate above it diverges.",
        limit=rounded(theory.limit, 4),
    )


def _about_the_answer(dataset: Dataset, theory: Theory, say: Say) -> list[str]:
    bowl = bowl_of(dataset)
    best = line(*bowl.bottom)
    if bowl.var_x == 0:
        return [
            say(
                "All x are equal, so infinitely many lines fit equally well; the one of smallest w² + b² is "
                "{best}.",
                best=best,
            )
        ]
    answer = say("The best line, by least squares, is {best}.", best=best)
    if theory.fastest is None:
        return [answer]
    return [say("The fastest rate is about {fastest}.", fastest=rounded(theory.fastest, 4)), answer]
