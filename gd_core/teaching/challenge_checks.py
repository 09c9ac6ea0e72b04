"""What checks and explains the challenges that other points solve: from settings to true sentences."""

from dataclasses import dataclass

import numpy as np

from gd_core.bowl import TOLERANCE
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import SUM_ROUNDING, place, rounded, rounded_beside, unrounded
from gd_core.scaling import AS_IT_IS
from gd_core.telling.behaviour import CRAWLS, DIVERGES, SMOOTH, ZIGZAG, name_of_behaviour
from gd_core.telling.verdict import judge
from gd_core.two_modes import ROUND_BOWL

CONVERGING = (CRAWLS, SMOOTH, ZIGZAG)


@dataclass(frozen=True)
class Outcome:
    """Whether a challenge is done, and a sentence that says so, or how far it is."""

    done: bool
    sentence: str


NEAR_ENOUGH = 0.01
UNKNOWN = Outcome(done=False, sentence="")  # where theory does not know enough to check


def check_limit(experiment: Experiment, *, rate: float, say: Say = english) -> Outcome:
    """Is the limit at this rate, which is in the list, to within a hundredth of it?"""
    limit = experiment.theory.limit
    if limit is None:
        return UNKNOWN
    if rate not in experiment.settings.learning_rates:
        return Outcome(False, say("Keep {rate} in the list of rates.", rate=unrounded(rate)))
    told = {"limit": rounded(limit, 4)}
    if abs(limit / rate - 1) <= NEAR_ENOUGH:
        return Outcome(True, say("Done: the limit for your points is {limit}.", **told))
    return Outcome(False, say("The limit for your points is {limit}.", **told))


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


def explain_limit(experiment: Experiment, *, rate: float, say: Say = english) -> str:
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
    """Does one of the rates leave at most a thousandth of its first excess after one epoch, x not scaled?"""
    if experiment.settings.scaling != AS_IT_IS:
        return Outcome(False, say("Set *Scale of x* back to *as it is*: here it is to be done without."))
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
