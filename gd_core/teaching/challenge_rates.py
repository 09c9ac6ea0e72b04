"""What checks and explains the challenges that a rate solves: it is found by dragging, or by thinking."""

from functools import cache

import numpy as np

from gd_core.bowl import ROUNDING
from gd_core.experiment import Experiment, Settings, experiment_of
from gd_core.languages import Say, english
from gd_core.numbers import rounded, rounded_apart, rounded_beside, unrounded
from gd_core.teaching.challenge_checks import NEAR_ENOUGH, UNKNOWN, Outcome
from gd_core.telling.directions import factor_text


def check_twins(experiment: Experiment, *, rate: float, say: Say = english) -> Outcome:
    """Is there another rate as quick across the valley as this one, of which just one zigzags?"""
    factors, rates = experiment.theory.factors, experiment.settings.learning_rates
    if factors is None:
        return UNKNOWN
    if rate not in rates:
        return Outcome(False, say("Keep {rate} in the list of rates.", rate=unrounded(rate)))
    across = dict(zip(rates, factors[:, 1].tolist(), strict=True))
    own = across.pop(rate)
    if not ROUNDING < abs(own) < 1 - ROUNDING:
        told = unrounded(rate)
        return Outcome(False, say("{rate} has no twin on these points. Try others.", rate=told))
    others = [other for other, factor in across.items() if factor * own < 0]
    if not others:
        return Outcome(False, say("Add a rate so that just one of the two zigzags."))
    best = min(others, key=lambda other: abs(across[other] + own))
    sizes = abs(own), abs(across[best])
    is_done = abs(sizes[0] - sizes[1]) <= NEAR_ENOUGH
    first, last = map(rounded, sizes) if is_done else rounded_apart(*sizes)
    told_of_both = {"rate": unrounded(rate), "twin": unrounded(best), "first": first, "last": last}
    if is_done:
        return Outcome(
            True,
            say(
                "Done: an epoch leaves ×{first} across the valley with {rate}, ×{last} with {twin}.",
                **told_of_both,
            ),
        )
    return Outcome(
        False,
        say(
            "An epoch leaves ×{first} across the valley with {rate}, but ×{last} with {twin}.", **told_of_both
        ),
    )


def explain_twins(experiment: Experiment, *, rate: float, say: Say = english) -> str:
    """Say why two rates are equally quick across the valley, and what they add up to."""
    theory = experiment.theory
    if theory.eigenvalues is None or theory.limit is None or not theory.steps_are_gradients:
        return ""
    return say(
        "An epoch multiplies the error across the valley by 1 − η·λmax, here with λmax = {lam}. Two rates "
        "leave the same size of it if they are equally far from 1/λmax, one on each side. So they add up to "
        "2/λmax, the limit, here {limit}; {rate} has a twin wherever it is less than that.",
        lam=rounded(theory.eigenvalues[1], 4),
        limit=rounded_beside(theory.limit, rate),
        rate=unrounded(rate),
    )


def check_no_later(experiment: Experiment, *, rate: float, say: Say = english) -> Outcome:
    """Is the one rate the largest that arrives no later than this one, on the lesson's points and start?"""
    if experiment.theory.epochs is None:
        return UNKNOWN
    rates = experiment.settings.learning_rates
    if len(rates) != 1:
        return Outcome(False, say("Leave exactly one rate in the list."))
    if not _is_the_lessons(experiment):
        return Outcome(False, say("This is about the lesson's points and start: put all but the rate back."))
    if round(rates[0], 2) != rates[0]:
        return Outcome(False, say("{rate} has more than two decimals.", rate=unrounded(rates[0])))
    [epochs], [latest] = experiment.theory.epochs, epochs_in_the_lesson(rate)
    told = {"rate": unrounded(rates[0]), "n": rounded(epochs), "latest": rounded(latest)}
    if np.isinf(epochs):
        return Outcome(False, say("{rate} never arrives: try a smaller one.", **told))
    if epochs > latest:
        return Outcome(False, say("{rate} needs {n} epochs, more than {latest}.", **told))
    following = round(rates[0] + 0.01, 2)
    if rates[0] < largest_no_later(rate):
        return Outcome(False, say("{rate} needs {n} epochs, but a larger rate is there in time too.", **told))
    [more] = map(rounded, epochs_in_the_lesson(following))
    told |= {"next": unrounded(following), "more": more}
    return Outcome(True, say("Done: {rate} needs {n} epochs, and {next} would need {more}.", **told))


def explain_no_later(experiment: Experiment, *, rate: float, say: Say = english) -> str:
    """Say what the smaller and the larger of two equally late rates lose their time with."""
    theory, largest = experiment.theory, largest_no_later(rate)
    if theory.epochs is None:  # what the check asks for
        return ""
    lesson = _the_lesson(rate, largest).theory
    if lesson.factors is None:
        return ""
    (along, across), (along_there, across_there) = lesson.factors.tolist()
    return say(
        "With {rate} an epoch multiplies the error across the valley by {across} and the error along it by "
        "{along}: the wait is for the second. With {largest} these are {across_there} and {along_there}: "
        "quicker along the valley, but now the wait is for the first. From 1/λmax on, the larger the rate, "
        "the more of the error across the valley an epoch leaves; at the limit it leaves all of it.",
        rate=unrounded(rate),
        across=factor_text(across),
        along=factor_text(along),
        largest=unrounded(largest),
        across_there=factor_text(across_there),
        along_there=factor_text(along_there),
    )


@cache
def largest_no_later(rate: float) -> float:
    """Return the largest rate of two decimals that arrives no later than a rate, in the lesson."""
    limit = _the_lesson(rate).theory.limit or 0.0
    rates = [each / 100 for each in range(1, int(100 * limit) + 1)]
    epochs, [latest] = epochs_in_the_lesson(*rates), epochs_in_the_lesson(rate)
    return max(each for each, needed in zip(rates, epochs, strict=True) if needed <= latest)


def _is_the_lessons(experiment: Experiment) -> bool:
    if not experiment.theory.steps_are_gradients:
        return False
    points, lesson = experiment.dataset, _the_lesson(*experiment.settings.learning_rates)
    its = lesson.dataset
    same_points = np.array_equal(points.x, its.x) and np.array_equal(points.y, its.y)
    return same_points and np.array_equal(experiment.runs.parameters[:, 0], lesson.runs.parameters[:, 0])


def _the_lesson(*learning_rates: float) -> Experiment:
    return experiment_of(Settings(learning_rates=learning_rates))


def epochs_in_the_lesson(*rates: float) -> list[float]:
    """Return the epochs until each rate arrives, on the lesson's points and from its first start."""
    lesson = _the_lesson(0.5)
    predict = lesson.theory.predict_epochs
    if predict is None:
        return [np.inf] * len(rates)
    return predict(starts=lesson.runs.parameters[0, 0], learning_rates=rates).tolist()
