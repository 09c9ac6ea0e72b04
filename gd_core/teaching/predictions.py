"""What a learner predicts of some runs, what is true of them, and a sentence for every point missed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gd_core.experiment import Experiment, starts_of
from gd_core.languages import Say, english
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, ZIGZAG, name_of_behaviour
from gd_core.telling.numbers import rounded, rounded_apart, rounded_beside, unrounded
from gd_core.telling.verdict import judge
from gd_core.two_modes import KEEPS_SIZE, ROUND_BOWL

FORETOLD = (CRAWLS, SMOOTH, ZIGZAG, EDGE, DIVERGES)  # what a learner may say that a run does


@dataclass(frozen=True)
class Prediction:
    """What a learner says of the runs of some settings.

    Attributes
    ----------
    ranking : tuple of float
        The rates, from the lowest final loss to the highest.
    behaviours : tuple of str
        One of the `FORETOLD` for each rate, in the order of the settings' rates.
    """

    ranking: tuple[float, ...]
    behaviours: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What is true of the runs; all is in the order of their rates.

    Attributes
    ----------
    losses : tuple of float
        The final ones.
    behaviours, reasons : tuple of str
        What each run did, one of `gd_core.telling.behaviour.BEHAVIOURS`, and why, as the table says;
        empty where nobody knows.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    behaviours: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def ranking(self) -> tuple[float, ...]:
        """The rates from the lowest final loss to the highest; what left all numbers comes last."""
        return tuple(sorted(self.rates, key=dict(zip(self.rates, self.losses, strict=True)).__getitem__))


@dataclass(frozen=True)
class Score:
    """A point for each pair of rates in the right order, and one for each behaviour."""

    pairs: int
    most_pairs: int
    behaviours: int
    most_behaviours: int

    @property
    def points(self) -> int:
        """All points won."""
        return self.pairs + self.behaviours

    @property
    def most(self) -> int:
        """All points there are."""
        return self.most_pairs + self.most_behaviours


def meanings(say: Say = english) -> dict[str, str]:
    """Return what each of the `FORETOLD` means; all speak of the error across the valley."""
    return {
        CRAWLS: say("Even where the bowl is steepest, an epoch keeps more than 95 % of the error."),
        SMOOTH: say(
            "Where the bowl is steepest, the error shrinks faster than that, and never changes sides."
        ),
        ZIGZAG: say("Where the bowl is steepest, the error changes sides every epoch, and shrinks."),
        EDGE: say("Where the bowl is steepest, the error changes sides every epoch, and keeps its size."),
        DIVERGES: say("Where the bowl is steepest, the error changes sides every epoch, and grows."),
    }


def answer_of(experiment: Experiment, *, say: Say = english) -> Answer:
    """Return what is true of the runs; of what each did, nothing where that is not known."""
    verdicts = judge(experiment, say=say)
    return Answer(
        rates=experiment.settings.learning_rates,
        losses=tuple(experiment.runs.losses[:, -1].tolist()),
        behaviours=tuple(verdict.behaviour for verdict in verdicts),
        reasons=tuple(verdict.why for verdict in verdicts),
    )


def is_complete(prediction: Prediction, rates: Sequence[float]) -> bool:
    """Tell whether each of these rates is ranked once and has a behaviour."""
    ranked = sorted(prediction.ranking) == sorted(rates)
    named = [behaviour in FORETOLD for behaviour in prediction.behaviours]
    return ranked and all(named) and len(named) == len(rates)


def score(answer: Answer, prediction: Prediction) -> Score:
    """Count the points of a complete prediction; raise ValueError where it is not complete."""
    if not is_complete(prediction, answer.rates):
        raise ValueError(f"prediction must rank and name each of {answer.rates}, got {prediction}")
    n_rates = len(answer.rates)
    most_pairs, right = math.comb(n_rates, 2), zip(prediction.behaviours, answer.behaviours, strict=False)
    return Score(
        pairs=most_pairs - len(_wrong_pairs(answer, prediction)),
        most_pairs=most_pairs,
        behaviours=sum(guess == behaviour for guess, behaviour in right),
        most_behaviours=len(answer.behaviours),
    )


def explain(experiment: Experiment, prediction: Prediction, *, say: Say = english) -> list[str]:
    """Return a Markdown paragraph for every point missed: first the pairs, then the behaviours."""
    answer = answer_of(experiment, say=say)
    wrong = _wrong_pairs(answer, prediction)
    pairs = [_about_pair(experiment, answer, low, high, say) for low, high in wrong]
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


def _wrong_pairs(answer: Answer, prediction: Prediction) -> list[tuple[int, int]]:
    """Return the runs (i, j) where i ends lower than j and was ranked higher; equal losses are no miss."""
    place = [prediction.ranking.index(rate) for rate in answer.rates]
    truth = sorted(range(len(answer.rates)), key=answer.losses.__getitem__)
    pairs = combinations(truth, 2)
    return [(i, j) for i, j in pairs if answer.losses[i] < answer.losses[j] and place[i] > place[j]]


def _about_pair(experiment: Experiment, answer: Answer, low: int, high: int, say: Say) -> str:
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
    first, last = experiment.runs.losses[list(runs), 0]
    return say(
        "They start at different places: {low} from the loss {first}, {high} from {last}.",
        first=rounded(first),
        last=rounded(last),
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
    lam, roots, factors = theory.eigenvalues, theory.roots[:1], np.abs(theory.factors[list(runs)])
    growing = np.where(roots != 0, factors, 0)  # what is not there cannot grow
    with np.errstate(over="ignore"):
        parts = (roots * growing**experiment.settings.n_epochs) ** 2
    decides = int(np.abs(parts[1] - parts[0]).argmax())
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
    return "1" if abs(factor - 1) <= KEEPS_SIZE else rounded_beside(factor, 1.0)


def _above_the_limit(experiment: Experiment, rates: tuple[float, float], say: Say) -> str:
    """Return a sentence that names the rates above the limit; "" if there are none."""
    limit = experiment.theory.limit
    above = [rate for rate in rates if limit is not None and rate > limit * (1 + KEEPS_SIZE)]
    if limit is None or not above:
        return ""
    told, names = rounded_beside(limit, min(above)), [unrounded(rate) for rate in above]
    if len(names) == 1:
        return say("{rate} is above the limit {limit}.", rate=names[0], limit=told)
    return say("{first} and {last} are above the limit {limit}.", first=names[0], last=names[1], limit=told)
