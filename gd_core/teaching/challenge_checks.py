"""What checks a challenge, and what explains it afterwards: from the learner's settings to true sentences."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from gd_core.behaviour import CRAWLS, DIVERGES, SMOOTH, ZIGZAG
from gd_core.bowl import TOLERANCE, bowl_of
from gd_core.experiment import Settings, dataset_of, run_experiment, starts_of
from gd_core.numbers import rounded, rounded_beside, unrounded
from gd_core.parts.two_modes import factor_text
from gd_core.theory import (
    condition_number,
    eigenvalues,
    fastest_rate,
    largest_stable_rate,
    predicted_epochs,
    starting_roots,
)
from gd_core.verdict import judge

CONVERGING = (CRAWLS, SMOOTH, ZIGZAG)
AT_THE_LIMIT = 1e-12  # a rate this close to the limit, as a share of it, keeps the error's size
NOTHING = 1e-20  # a share of the excess loss this small is rounding
ROUND_BOWL = 1e-9  # a condition number this close to 1 is that of a round bowl


@dataclass(frozen=True)
class Outcome:
    """Whether a challenge is done, and a sentence that says so, or how far it is."""

    done: bool
    sentence: str


def check_largest(settings: Settings) -> Outcome:
    """Is the largest rate of two decimals that converges among the rates?"""
    limit = largest_stable_rate(dataset_of(settings)) * (1 - AT_THE_LIMIT)
    rates = sorted(rate for rate in settings.learning_rates if round(rate, 2) == rate)
    converging = [rate for rate in rates if rate < limit]
    if limit <= 0.01:
        told = rounded_beside(limit, 0.01)
        return Outcome(False, f"Not even 0.01 converges: the limit is {told}. Try other points.")
    if not rates:
        return Outcome(False, "None of your rates has two decimals or fewer.")
    if not converging:
        return Outcome(False, f"{unrounded(rates[0])} does not converge: try a smaller one.")
    best, above = converging[-1], rates[len(converging) :]
    following = unrounded(round(best + 0.01, 2))
    if round(best + 0.01, 2) >= limit:
        return Outcome(True, f"Done: {unrounded(best)} converges, and {following} would not.")
    fails = f" {unrounded(above[0])} does not." if above else ""
    return Outcome(False, f"{unrounded(best)} converges, but so would {following}.{fails}")


def explain_largest(settings: Settings) -> str:
    """Say where the limit comes from."""
    dataset = dataset_of(settings)
    lam, limit = eigenvalues(dataset)[1], largest_stable_rate(dataset)
    return (
        f"Across the valley your bowl bends with λmax = {rounded(lam, 4)}, and an epoch multiplies the error "
        f"there by 1 − η·λmax. Its size stays below 1 while η is below 2/λmax = {rounded(limit, 5)}."
    )


def check_fewest(settings: Settings) -> Outcome:
    """Does the one rate arrive in as few epochs as any, on the lesson's points and from its start?"""
    if len(settings.learning_rates) != 1:
        return Outcome(False, "Leave exactly one rate in the list.")
    if not _is_the_lessons(settings):
        return Outcome(False, "This is about the lesson's points and start: put all but the rate back.")
    rate, (epochs,) = unrounded(settings.learning_rates[0]), _epochs(settings.learning_rates)
    if np.isinf(epochs):
        return Outcome(False, f"{rate} never arrives; another rate needs {fewest_epochs():.0f} epochs.")
    if epochs == fewest_epochs():
        return Outcome(True, f"Done: {rate} needs {epochs:.0f} epochs, and no rate needs fewer.")
    return Outcome(
        False, f"{rate} needs {rounded(epochs)} epochs; another rate needs only {fewest_epochs():.0f}."
    )


def explain_fewest(_: Settings) -> str:
    """Say what a rate has to balance, and why the fastest rate for every start is not the best here."""
    lesson = Settings(learning_rates=(0.7,))
    dataset = dataset_of(lesson)
    lam, roots = starting_roots(bowl_of(dataset), starts_of(lesson), 1)
    along, across = (rounded(float(share)) for share in 100 * roots[0] ** 2 / np.sum(roots**2))
    steep, shallow = (factor_text(1 - 0.7 * float(value)) for value in lam[::-1])
    fastest = fastest_rate(dataset)
    return (
        f"At the start {across} % of the excess loss is from the error across the valley and {along} % from "
        f"that along it. With 0.7 an epoch multiplies the first by {steep} and the second by {shallow}: the "
        f"smaller part may shrink more slowly, and after {fewest_epochs():.0f} epochs both are small enough. "
        f"The fastest rate, {rounded(fastest)}, shrinks both equally fast. That is best for the worst of "
        f"starts; from this one it needs {_epochs((fastest,))[0]:.0f} epochs."
    )


@cache
def fewest_epochs() -> float:
    """Return the fewest epochs in which any rate of three decimals arrives, in the lesson."""
    limit = largest_stable_rate(dataset_of(Settings()))
    return float(_epochs(tuple(np.arange(1, 1000 * limit) / 1000)).min())


def check_diverges(settings: Settings, *, rate: float) -> Outcome:
    """Is this rate in the list, and does it diverge on the learner's points?"""
    if rate not in settings.learning_rates:
        return Outcome(False, f"Keep {unrounded(rate)} in the list of rates.")
    verdict = judge(*run_experiment(settings))[settings.learning_rates.index(rate)]
    limit = rounded_beside(largest_stable_rate(dataset_of(settings)), rate)
    done = verdict.behaviour == DIVERGES
    told = f"{unrounded(rate)} {verdict.behaviour}: the limit for your points is {limit}."
    return Outcome(done, f"Done: {told}" if done else told)


def explain_diverges(settings: Settings, *, rate: float) -> str:
    """Say which numbers of the points bring the limit below this rate."""
    x = dataset_of(settings).x
    mean, mean_square = (rounded(float(value), 4) for value in (x.mean(), np.mean(x**2)))
    told = rounded_beside(largest_stable_rate(dataset_of(settings)), rate)
    return (
        "The limit is 2/λmax, and λmax grows when the x are stretched away from 0. It depends on two numbers "
        f"alone: the mean of x, here {mean}, and the mean of x², here {mean_square}. They give the limit "
        f"{told}. Noise, slope and intercept move the points up and down only, so they leave it where it is."
    )


def check_one_epoch(settings: Settings) -> Outcome:
    """Does one of the rates that converge leave at most a thousandth of its first excess after one epoch?"""
    if not settings.learning_rates:
        return Outcome(False, "Pick a rate.")
    dataset, runs = run_experiment(settings)
    verdicts, excess = judge(dataset, runs), runs.excess_losses
    coming = [run for run, verdict in enumerate(verdicts) if verdict.behaviour in CONVERGING]
    if not coming:
        return Outcome(False, "None of your runs comes down to the answer from elsewhere.")
    best = min(coming, key=lambda run: excess[run, 1] / excess[run, 0])
    rate, left = unrounded(settings.learning_rates[best]), excess[best, 1] / excess[best, 0]
    percent = "0" if left < NOTHING else rounded_beside(100 * left, 100 * TOLERANCE)
    if verdicts[best].epochs_measured == 1:
        return Outcome(True, f"Done: after one epoch {rate} has {percent} % of its first excess loss left.")
    return Outcome(
        False, f"After one epoch {rate} has {percent} % of its first excess loss left; 0.1 % counts."
    )


def explain_one_epoch(settings: Settings) -> str:
    """Say what a bowl must be for one step to reach its bottom."""
    dataset = dataset_of(settings)
    low, high = (rounded(float(value), 4) for value in eigenvalues(dataset))
    return (
        "An epoch multiplies the error by 1 − ηλ in each of two directions, and η = 1/λ makes that 0. For "
        f"your points λ is {low} and {high}: {_shape(condition_number(dataset))}. From any start, one step "
        "reaches the bottom if both λ are the same; standardising x makes both 2, and then η = 0.5 does it. "
        "It also works where the error has one direction only: if all x are equal, or from a start straight "
        "across the valley or along it."
    )


def _shape(kappa: float) -> str:
    if np.isinf(kappa):
        return "the bowl is flat one way"
    if kappa < 1 + ROUND_BOWL:
        return "the bowl is round"
    return f"the bowl bends {rounded_beside(kappa, 1)} times as much one way as the other"


def _is_the_lessons(settings: Settings) -> bool:
    lesson = Settings(learning_rates=settings.learning_rates)
    points, its = dataset_of(settings), dataset_of(lesson)
    same_points = np.array_equal(points.x, its.x) and np.array_equal(points.y, its.y)
    return same_points and np.array_equal(starts_of(settings), starts_of(lesson))


def _epochs(rates: tuple[float, ...]) -> np.ndarray:
    """Return the epochs until each rate arrives, on the lesson's points and from its first start."""
    lesson = Settings(learning_rates=(0.5,))
    return predicted_epochs(dataset_of(lesson), starts=starts_of(lesson), learning_rates=rates)
