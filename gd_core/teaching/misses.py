"""A sentence for every point that a prediction missed."""

import numpy as np

from gd_core.bowl import ROUNDING
from gd_core.experiment import Experiment, starts_of
from gd_core.languages import Say, english
from gd_core.numbers import rounded_apart, rounded_beside, unrounded
from gd_core.teaching.predictions import Answer, Prediction, answer_of, wrong_pairs
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.two_modes import ROUND_BOWL


def explain(experiment: Experiment, prediction: Prediction, *, say: Say = english) -> list[str]:
    """Return a Markdown paragraph for every point missed: first the pairs, then the behaviours."""
    answer = answer_of(experiment, say=say)
    wrong = wrong_pairs(answer, prediction)
    pairs = [about_pair(experiment, answer, low, high, say) for low, high in wrong]
    named = zip(answer.rates, answer.behaviours, prediction.behaviours, answer.reasons, strict=False)
    return pairs + [
        say(
            "**{rate} {behaviour}**; you said that it {guess}. {why}",
            rate=unrounded(rate),
            behaviour=name_of_behaviour(behaviour, say=say),
            guess=name_of_behaviour(guess, say=say),
            why=why,
        )
        for rate, behaviour, guess, why in named
        if guess != behaviour
    ]


def about_pair(experiment: Experiment, answer: Answer, low: int, high: int, say: Say) -> str:
    """Say that one run ends lower than another, and what an epoch does where that is decided."""
    rates = answer.rates[low], answer.rates[high]
    losses = rounded_apart(answer.losses[low], answer.losses[high])
    names = {"low": unrounded(rates[0]), "high": unrounded(rates[1])}
    sentences = [
        say(
            "**{low} ends lower than {high}**: at epoch {n:,} the loss is {least} with {low} and {most} "
            "with {high}.",
            n=experiment.settings.n_epochs,
            least=losses[0],
            most=losses[1],
            **names,
        ),
        _what_decides(experiment, (low, high), names, say)
        if np.ndim(starts_of(experiment.settings)) == 1
        else _where_they_start(experiment, (low, high), names, say),
        _above_the_limit(experiment, rates, say),
    ]
    return " ".join(filter(None, sentences))


def _where_they_start(experiment: Experiment, runs: tuple[int, int], names: dict[str, str], say: Say) -> str:
    """Say that two runs do not have the same start, which may be why one ends lower."""
    first, last = rounded_apart(*experiment.runs.losses[list(runs), 0])
    return say(
        "They start at different places: {low} from the loss {first}, {high} from {last}.",
        first=first,
        last=last,
        **names,
    )


def _what_decides(experiment: Experiment, runs: tuple[int, int], names: dict[str, str], say: Say) -> str:
    """Say what an epoch does to the errors of two runs in the direction that decides which ends lower.

    Both start with the same error. So where their parts of the loss differ most at the end, the run that
    ends higher has the larger factor.
    """
    theory = experiment.theory
    if theory.roots is None or theory.factors is None or theory.eigenvalues is None:
        return ""
    lam, roots, factors = theory.eigenvalues, theory.roots[0], np.abs(theory.factors[list(runs)])
    with np.errstate(divide="ignore", invalid="ignore"):  # as logarithms, so that nothing leaves the numbers
        parts = np.log(np.abs(roots)) + experiment.settings.n_epochs * np.log(np.where(roots, factors, 0))
        larger, ratio = parts.max(axis=0), np.exp(-np.abs(parts[1] - parts[0]))
        differ = larger + np.log1p(-(ratio**2)) / 2
    decides = int(np.nan_to_num(differ, nan=-np.inf).argmax())
    first, last = _sizes(float(factors[0, decides]), float(factors[1, decides]))
    told = names | {"first": first, "last": last}
    if lam[0] >= lam[1] * (1 - ROUND_BOWL):
        return say(
            "Here an epoch multiplies the size of the error by {first} with {low} and by {last} with {high}.",
            **told,
        )
    if decides == 0:
        return say(
            "Along the valley, where that is decided, an epoch multiplies the size of the error by {first} "
            "with {low} and by {last} with {high}.",
            **told,
        )
    return say(
        "Across the valley, where that is decided, an epoch multiplies the size of the error by {first} with "
        "{low} and by {last} with {high}.",
        **told,
    )


def _sizes(first: float, last: float) -> tuple[str, str]:
    """Return two sizes of factors in enough digits to tell each from 1, and one from the other."""
    texts = _size(first), _size(last)
    return texts if texts[0] != texts[1] else rounded_apart(first, last)


def _size(factor: float) -> str:
    return rounded_beside(factor, 1.0)


def _above_the_limit(experiment: Experiment, rates: tuple[float, float], say: Say) -> str:
    """Return a sentence that names the rates above the limit; "" if there are none."""
    limit = experiment.theory.limit
    above = [] if limit is None else [rate for rate in rates if rate > limit * (1 + ROUNDING)]
    if limit is None or not above:
        return ""
    told, names = rounded_beside(limit, min(above)), [unrounded(rate) for rate in above]
    if len(names) == 1:
        return say("{rate} is above the limit {limit}.", rate=names[0], limit=told)
    return say("{first} and {last} are above the limit {limit}.", first=names[0], last=names[1], limit=told)
