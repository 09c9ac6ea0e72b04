"""What the points decide before any epoch is run."""

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import bowl_of
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.experiment import Experiment, Settings, dataset_of, method_of, true_line_of
from gd_core.languages import Say, english
from gd_core.numbers import SUM_ROUNDING, digits_apart, line, rounded, unrounded
from gd_core.scaling import AS_IT_IS
from gd_core.telling.minima import about_the_minima, minima_of_runs
from gd_core.telling.rates_with_momentum import fastest_with_momentum, limit_with_momentum
from gd_core.theory import Theory

MOST_DIGITS_READ = 6
RATES_TRIED = 64  # for one that is sooner, from where steps overshoot to the limit


def about_the_points_of(settings: Settings, *, say: Say = english) -> str:
    """Say what the points that are set decide, where no rate is chosen yet."""
    dataset = dataset_of(settings)
    theory = method_of(settings).theory_of(dataset)
    if theory.is_of_a_curve:
        return about_the_minima(settings, theory.minima, say=say)
    return about_the_points(dataset, theory, scaling=settings.scaling, say=say)


def about_the_points_and_starts(experiment: Experiment, *, say: Say = english) -> str:
    """Say what the points of an experiment decide, and which rate is sooner from where its runs start."""
    if experiment.theory.is_of_a_curve:
        return about_the_minima(experiment.settings, minima_of_runs(experiment), say=say)
    return about_the_points(
        experiment.dataset,
        experiment.theory,
        scaling=experiment.settings.scaling,
        sooner=what_is_sooner(experiment, say=say),
        say=say,
    )


def about_the_points(
    dataset: Dataset, theory: Theory, *, scaling: str = AS_IT_IS, sooner: str = "", say: Say = english
) -> str:
    """Say, in Markdown, what the points decide before any epoch is run, as far as theory knows it.

    Parameters
    ----------
    scaling : str
        How their x was scaled.
    sooner : str
        What `what_is_sooner` says, where there are starts.
    """
    best = _about_the_answer(dataset, scaling, say)
    fastest = [about_the_fastest(theory, least=4, say=say), sooner] if bowl_of(dataset).var_x else []
    return " ".join(filter(None, [_about_the_limit(theory, say), *fastest, best]))


def digits_of_rates(theory: Theory, *, least: int) -> int:
    """Return in how many digits, at least so many, the fastest rate does not look like the limit.

    Where that takes too many to read, it is the least: then it is said that the one is beside the other.
    """
    known = [rate for rate in (theory.limit, theory.fastest) if rate is not None]
    digits = digits_apart(known, least=least)
    return digits if digits <= MOST_DIGITS_READ else least


def _is_just_below_the_limit(theory: Theory) -> bool:
    digits = digits_of_rates(theory, least=3)
    return rounded(theory.fastest or 0.0, digits) == rounded(theory.limit or 0.0, digits)


def about_the_fastest(theory: Theory, *, least: int, say: Say = english) -> str:
    """Say what the fastest rate is, in so many digits or more; "" where it is not known."""
    if theory.with_momentum:
        return fastest_with_momentum(theory.with_momentum, least=least, say=say)
    if theory.fastest is None:
        return ""
    if _is_just_below_the_limit(theory):
        return say(
            "The fastest rate is just below the limit: in the long run, the best promise for the worst start."
        )
    return say(
        "The fastest rate is about {fastest}: in the long run, the best promise for the worst start.",
        fastest=rounded(theory.fastest, digits_of_rates(theory, least=least)),
    )


def what_is_sooner(experiment: Experiment, *, say: Say = english) -> str:
    """Say which rate arrives sooner than the fastest from the first start: of the list, or of two digits."""
    theory, starts = experiment.theory, experiment.runs.parameters[:, 0]
    if theory.predict_epochs is None or theory.fastest is None or theory.zones is None:
        return ""
    _, overshoot, limit = theory.zones
    tried = [float(f"{rate:.1e}") for rate in np.linspace(overshoot, limit, RATES_TRIED)]
    [slower] = theory.predict_epochs(starts=starts[0], learning_rates=[theory.fastest]).tolist()
    for rates in (experiment.settings.learning_rates, sorted(set(tried))):
        epochs = theory.predict_epochs(starts=starts[0], learning_rates=rates)
        if epochs.min() < slower:
            told = {
                "rate": unrounded(rates[int(epochs.argmin())]),
                "epoch": rounded(float(epochs.min())),
                "fastest": say("the fastest")
                if _is_just_below_the_limit(theory)
                else rounded(theory.fastest, digits_of_rates(theory, least=3)),
                "slower": rounded(slower),
            }
            if (starts == starts[0]).all():
                return say(
                    "From the start here {rate} is sooner: its loss is 99.9 % of the way down at epoch "
                    "{epoch}, and that of {fastest} at epoch {slower}.",
                    **told,
                )
            return say(
                "From the first start here {rate} is sooner: its loss is 99.9 % of the way down at epoch "
                "{epoch}, and that of {fastest} at epoch {slower}.",
                **told,
            )
    return ""


def about_the_true_line(experiment: Experiment, *, say: Say = english) -> list[str]:
    """Say which line the points were made from, and whether it is the best; nothing where nobody knows."""
    true_line = true_line_of(experiment)
    if true_line is None:
        return []
    best, told = bowl_of(experiment.dataset).bottom, _true_line(experiment, true_line, say)
    if np.allclose(best, true_line, rtol=0, atol=1e-9):
        return [
            say(
                "and ◇ the true line, {line}, which the points were made from: here they are the same",
                line=told,
            )
        ]
    if line(*best) == line(*true_line):
        return [
            say(
                "and ◇ the true line, {line}, which the points were made from: the two differ by less than "
                "these digits show",
                line=told,
            )
        ]
    return [say("and ◇ the true line, {line}, which the points were made from: the two differ", line=told)]


def lines_told(theta: ArrayLike, dataset: Dataset) -> Floats:
    """Return lines (..., 2) for these points, 0 where w or b is no more than rounding beside them."""
    lines = np.array(theta, dtype=float)
    far, width, high = np.abs(dataset.x).max(), np.ptp(dataset.x) / 2, np.abs(dataset.y).max()
    w, b = lines[..., 0], lines[..., 1]
    with np.errstate(over="ignore", invalid="ignore"):
        w[(np.abs(w) * width <= SUM_ROUNDING * high) & (width > 0)] = 0
        b[(np.abs(b) <= SUM_ROUNDING * (high + np.abs(w) * far)) & np.isfinite(w)] = 0
    return lines


def _about_the_limit(theory: Theory, say: Say) -> str:
    if theory.limit is None:
        return ""
    if theory.with_momentum:
        return limit_with_momentum(theory.with_momentum, say=say)
    return say(
        "For these points the **limit is about {limit}**: a rate below it converges from every start, and a "
        "rate above it diverges from almost every start.",
        limit=rounded(theory.limit, digits_of_rates(theory, least=4)),
    )


def _about_the_answer(dataset: Dataset, scaling: str, say: Say) -> str:
    bowl = bowl_of(dataset)
    best = line(*lines_told(bowl.bottom, dataset).tolist())
    if bowl.var_x == 0:
        return say(
            "All x are equal, so infinitely many lines fit equally well; the one of smallest w² + b² is "
            "{best}.",
            best=best,
        )
    if scaling == AS_IT_IS:
        return say("The best line, by least squares, is {best}.", best=best)
    return say("The best line for the scaled x, by least squares, is {best}.", best=best)


def _true_line(experiment: Experiment, true_line: Floats, say: Say) -> str:
    """Return the true line as it is in the map and, where x is scaled, as it was before."""
    settings, told = experiment.settings, line(*lines_told(true_line, experiment.dataset).tolist())
    if settings.scaling == AS_IT_IS:
        return told
    before = line(settings.slope, settings.intercept)
    return say("{line} for the scaled x ({before} before it was scaled)", line=told, before=before)
