"""What checks a challenge, and what explains it afterwards: from the learner's settings to true sentences."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from gd_core.bowl import ROUNDING, TOLERANCE
from gd_core.checks import Floats
from gd_core.experiment import Experiment, Settings, experiment_of
from gd_core.languages import Say, english
from gd_core.numbers import SUM_ROUNDING, place, rounded, rounded_beside, unrounded
from gd_core.telling.behaviour import CRAWLS, DIVERGES, SMOOTH, ZIGZAG, name_of_behaviour
from gd_core.telling.directions import factor_text
from gd_core.telling.verdict import judge
from gd_core.two_modes import ROUND_BOWL

CONVERGING = (CRAWLS, SMOOTH, ZIGZAG)


@dataclass(frozen=True)
class Outcome:
    """Whether a challenge is done, and a sentence that says so, or how far it is."""

    done: bool
    sentence: str


UNKNOWN = Outcome(done=False, sentence="")  # where theory does not know enough to check


def check_largest(experiment: Experiment, *, say: Say = english) -> Outcome:
    """Is the largest rate of two decimals that converges among the rates?"""
    if experiment.theory.limit is None:
        return UNKNOWN
    limit = experiment.theory.limit * (1 - ROUNDING)
    rates = sorted(rate for rate in experiment.settings.learning_rates if round(rate, 2) == rate)
    converging = [rate for rate in rates if rate < limit]
    if limit <= 0.01:
        told = rounded_beside(limit, 0.01)
        return Outcome(
            False, say("Not even 0.01 converges: the limit is {limit}. Try other points.", limit=told)
        )
    if not rates:
        return Outcome(False, say("None of your rates has two decimals or fewer."))
    if not converging:
        smallest = unrounded(rates[0])
        return Outcome(False, say("{rate} does not converge: try a smaller one.", rate=smallest))
    best, following = unrounded(converging[-1]), round(converging[-1] + 0.01, 2)
    names = {"rate": best, "next": unrounded(following)}
    if following >= limit:
        return Outcome(True, say("Done: {rate} converges, and {next} would not.", **names))
    sentence = say("{rate} converges, but so would {next}.", **names)
    if len(converging) == len(rates):
        return Outcome(False, sentence)
    above = unrounded(rates[len(converging)])
    return Outcome(False, f"{sentence} {say('{rate} does not.', rate=above)}")


def explain_largest(experiment: Experiment, *, say: Say = english) -> str:
    """Say where the limit comes from."""
    theory = experiment.theory
    if theory.eigenvalues is None or theory.limit is None or not theory.steps_are_gradients:
        return ""
    return say(
        "Across the valley your bowl bends with λmax = {lam}, and an epoch multiplies the error there by "
        "1 − η·λmax. Its size stays below 1 while η is below 2/λmax = {limit}.",
        lam=rounded(theory.eigenvalues[1], 4),
        limit=rounded(theory.limit, 5),
    )


def check_fewest(experiment: Experiment, *, say: Say = english) -> Outcome:
    """Does the one rate arrive in as few epochs as any, on the lesson's points and from its start?"""
    if experiment.theory.epochs is None:
        return UNKNOWN
    rates = experiment.settings.learning_rates
    if len(rates) != 1:
        return Outcome(False, say("Leave exactly one rate in the list."))
    if not _is_the_lessons(experiment):
        return Outcome(False, say("This is about the lesson's points and start: put all but the rate back."))
    epochs = experiment.theory.epochs[0]
    told = {
        "rate": unrounded(rates[0]),
        "n": rounded(epochs),
        "fewest": rounded(fewest_epochs()),
    }
    if np.isinf(epochs):
        return Outcome(False, say("{rate} never arrives; another rate needs {fewest} epochs.", **told))
    if epochs == fewest_epochs():
        return Outcome(True, say("Done: {rate} needs {n} epochs, and no rate needs fewer.", **told))
    return Outcome(False, say("{rate} needs {n} epochs; another rate needs only {fewest}.", **told))


def explain_fewest(experiment: Experiment, *, say: Say = english) -> str:
    """Say what a rate has to balance, and why the fastest for every start is not the best in the lesson."""
    theory = _the_lesson(0.7).theory
    if experiment.theory.epochs is None:  # what the check asks for
        return ""
    if theory.roots is None or theory.factors is None or theory.fastest is None:
        return ""
    along, across = (rounded(float(share)) for share in 100 * theory.roots[0] ** 2 / np.sum(theory.roots**2))
    shallow, steep = (factor_text(float(factor)) for factor in theory.factors[0])
    return say(
        "At the start {across} % of the excess loss is from the error across the valley and {along} % from "
        "that along it. With 0.7 an epoch multiplies the first by {steep} and the second by {shallow}: the "
        "smaller part may shrink more slowly, and after {fewest} epochs both are small enough. The fastest "
        "rate, {fastest}, shrinks both equally fast. That is best for the worst of starts; from this one it "
        "needs {n} epochs.",
        across=across,
        along=along,
        steep=steep,
        shallow=shallow,
        fewest=rounded(fewest_epochs()),
        fastest=rounded(theory.fastest),
        n=rounded(_epochs((theory.fastest,))[0]),
    )


@cache
def fewest_epochs() -> float:
    """Return the fewest epochs in which any rate of three decimals arrives, in the lesson."""
    limit = _the_lesson(0.5).theory.limit or 0.0
    return float(_epochs(tuple(np.arange(1, 1000 * limit) / 1000)).min())


def check_diverges(experiment: Experiment, *, rate: float, say: Say = english) -> Outcome:
    """Is this rate in the list, and does it diverge on the learner's points?"""
    limit, rates, verdicts = experiment.theory.limit, experiment.settings.learning_rates, judge(experiment)
    if limit is None or not verdicts:
        return UNKNOWN
    if rate not in rates:
        return Outcome(False, say("Keep {rate} in the list of rates.", rate=unrounded(rate)))
    behaviour = verdicts[rates.index(rate)].behaviour
    told = {
        "rate": unrounded(rate),
        "behaviour": name_of_behaviour(behaviour, say=say),
        "limit": rounded_beside(limit, rate),
    }
    if behaviour == DIVERGES:
        return Outcome(True, say("Done: {rate} {behaviour}: the limit for your points is {limit}.", **told))
    return Outcome(False, say("{rate} {behaviour}: the limit for your points is {limit}.", **told))


def explain_diverges(experiment: Experiment, *, rate: float, say: Say = english) -> str:
    """Say which numbers of the points bring the limit below this rate."""
    x, limit = experiment.dataset.x, experiment.theory.limit
    if limit is None or not experiment.theory.steps_are_gradients:
        return ""
    return say(
        "The limit is 2/λmax, and λmax grows when the x are stretched away from 0. It depends on two numbers "
        "alone: the mean of x, here {mean}, and the mean of x², here {mean_square}. They give the limit "
        "{limit}. Noise, slope and intercept move the points up and down only, so they leave it where it is.",
        mean=place(rounded(_mean(x), 4)),
        mean_square=rounded(float(np.mean(x**2)), 4),
        limit=rounded_beside(limit, rate),
    )


def _mean(x: Floats) -> float:
    """Return the mean, 0 where it is no more than rounding."""
    mean = float(x.mean())
    return mean if abs(mean) > SUM_ROUNDING * np.abs(x).max() else 0.0


def check_one_epoch(experiment: Experiment, *, say: Say = english) -> Outcome:
    """Does one of the rates that converge leave at most a thousandth of its first excess after one epoch?"""
    verdicts, excess = judge(experiment), experiment.runs.excess_losses
    if not verdicts:
        return UNKNOWN
    coming = [run for run, verdict in enumerate(verdicts) if verdict.behaviour in CONVERGING]
    if not coming:
        return Outcome(False, say("None of your runs comes down to the answer from elsewhere."))
    best = min(coming, key=lambda run: excess[run, 1] / excess[run, 0])
    left = excess[best, 1] / excess[best, 0]
    told = {
        "rate": unrounded(experiment.settings.learning_rates[best]),
        "percent": "0" if left == 0 else rounded_beside(100 * left, 100 * TOLERANCE),
    }
    if verdicts[best].epochs_measured == 1:
        return Outcome(
            True, say("Done: after one epoch {rate} has {percent} % of its first excess loss left.", **told)
        )
    return Outcome(
        False,
        say("After one epoch {rate} has {percent} % of its first excess loss left; 0.1 % counts.", **told),
    )


def explain_one_epoch(experiment: Experiment, *, say: Say = english) -> str:
    """Say what a bowl must be for one step to reach its bottom."""
    theory = experiment.theory
    if theory.eigenvalues is None or theory.condition_number is None or not theory.steps_are_gradients:
        return ""
    low, high = (rounded(float(value), 4) for value in theory.eigenvalues)
    return say(
        "An epoch multiplies the error by 1 − ηλ in each of two directions, and η = 1/λ makes that 0. For "
        "your points λ is {low} and {high}: {shape}. From any start, one step reaches the bottom if both λ "
        "are the same; standardising x makes both 2, and then η = 0.5 does it. It also works where the error "
        "has one direction only: if all x are equal, or from a start straight across the valley or along it.",
        low=low,
        high=high,
        shape=_shape(theory.condition_number, say),
    )


def _shape(kappa: float, say: Say) -> str:
    if np.isinf(kappa):
        return say("the bowl is flat one way")
    if kappa < 1 + ROUND_BOWL:
        return say("the bowl is round")
    return say("the bowl bends {times} times as much one way as the other", times=rounded_beside(kappa, 1))


def _is_the_lessons(experiment: Experiment) -> bool:
    points, lesson = experiment.dataset, _the_lesson(*experiment.settings.learning_rates)
    its = lesson.dataset
    same_points = np.array_equal(points.x, its.x) and np.array_equal(points.y, its.y)
    return same_points and np.array_equal(experiment.runs.parameters[:, 0], lesson.runs.parameters[:, 0])


def _the_lesson(*learning_rates: float) -> Experiment:
    return experiment_of(Settings(learning_rates=learning_rates))


def _epochs(rates: tuple[float, ...]) -> np.ndarray:
    """Return the epochs until each rate arrives, on the lesson's points and from its first start."""
    lesson = _the_lesson(0.5)
    predict = lesson.theory.predict_epochs
    if predict is None:
        return np.full(len(rates), np.inf)
    return predict(starts=lesson.runs.parameters[0, 0], learning_rates=rates)
