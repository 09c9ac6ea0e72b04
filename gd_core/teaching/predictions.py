"""What a learner predicts of some runs, what is true of them, and a sentence for every point missed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, english
from gd_core.numbers import unrounded
from gd_core.ranks import places_of
from gd_core.telling.behaviour import (
    CRAWLS,
    DIVERGES,
    EDGE,
    SMOOTH,
    SWINGS,
    ZIGZAG,
    behaviour_of,
    facts_of,
    name_of_behaviour,
)
from gd_core.telling.terms import explanation
from gd_core.telling.verdict import judge

FORETOLD = (CRAWLS, SMOOTH, ZIGZAG, EDGE, DIVERGES)  # what a learner may say that a run does
FORETOLD_WITH_MOMENTUM = (CRAWLS, SMOOTH, SWINGS, ZIGZAG, EDGE, DIVERGES)


@dataclass(frozen=True)
class Prediction:
    """What a learner says of the runs of some settings.

    Attributes
    ----------
    ranking : tuple of float
        The rates, from the lowest final loss to the highest; empty where their order was left open.
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
    places : tuple of int
        Where each run ends, as `gd_core.ranks.places_of` has it.
    behaviours, reasons : tuple of str
        What each run did, one of `gd_core.telling.behaviour.BEHAVIOURS`, and why, as the table says;
        empty where nobody knows.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    places: tuple[int, ...]
    behaviours: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def ranking(self) -> tuple[float, ...]:
        """The rates from the lowest final loss to the highest; what left all numbers comes last."""
        return tuple(sorted(self.rates, key=dict(zip(self.rates, self.losses, strict=True)).__getitem__))


@dataclass(frozen=True)
class Score:
    """A point for each pair of rates in the right order, where an order was given, and for each behaviour."""

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


def meanings(say: Say = english, momentum: float = 0.0) -> dict[str, str]:
    """Return what each of the `FORETOLD` means; all speak of the error across the valley."""
    terms = {CRAWLS: "crawl", SMOOTH: "smooth", ZIGZAG: "zigzag", EDGE: "edge", DIVERGES: "diverge"}
    if momentum:
        terms = {behaviour: f"{term} with momentum" for behaviour, term in terms.items()} | {SWINGS: "swings"}
        terms = {behaviour: terms[behaviour] for behaviour in FORETOLD_WITH_MOMENTUM}
    return {behaviour: explanation(term, say=say) for behaviour, term in terms.items()}


def names_of_foretold(say: Say = english, momentum: float = 0.0) -> dict[str, str]:
    """Return what the page calls each of the `FORETOLD`."""
    foretold = FORETOLD_WITH_MOMENTUM if momentum else FORETOLD
    return {behaviour: name_of_behaviour(behaviour, say=say) for behaviour in foretold}


def meanings_told(say: Say = english, momentum: float = 0.0) -> str:
    """Say, in Markdown, what each of the `FORETOLD` means."""
    names = names_of_foretold(say, momentum)
    told = meanings(say, momentum)
    return "\n\n".join(f"**{names[behaviour]}**: {meaning}" for behaviour, meaning in told.items())


def answer_of(experiment: Experiment, *, say: Say = english) -> Answer:
    """Return what is true of the runs; of what each did, nothing where that is not known."""
    verdicts = judge(experiment, say=say)
    return Answer(
        rates=experiment.settings.learning_rates,
        losses=tuple(experiment.runs.losses[:, -1].tolist()),
        places=tuple(places_of(experiment)),
        behaviours=tuple(verdict.behaviour for verdict in verdicts),
        reasons=tuple(verdict.why for verdict in verdicts),
    )


def can_be_foretold(experiment: Experiment) -> bool:
    """Tell whether each run does what a learner may say that it does."""
    if experiment.theory.is_of_a_curve:
        return False  # the runs of a curve do other things
    if experiment.theory.with_momentum:
        return all(verdict.behaviour in FORETOLD_WITH_MOMENTUM for verdict in judge(experiment))
    return all(behaviour_of(facts) in FORETOLD for facts in facts_of(experiment))


def why_not_asked(settings: Settings, *, say: Say = english) -> str:
    """Say why no prediction is asked for though a link wants one; "" on the line."""
    if settings.is_a_line:
        return ""
    return say(
        "This link asks for a prediction first. That can be asked of a line alone, so here everything is "
        "shown."
    )


def is_complete(prediction: Prediction, rates: Sequence[float]) -> bool:
    """Tell whether each of these rates has a behaviour, and each or none is ranked once."""
    ranked = not prediction.ranking or sorted(prediction.ranking) == sorted(rates)
    named = [behaviour in FORETOLD_WITH_MOMENTUM for behaviour in prediction.behaviours]
    return ranked and all(named) and len(named) == len(rates)


def what_is_missing(prediction: Prediction, rates: Sequence[float], *, say: Say = english) -> str:
    """Say what of a prediction of these rates is still to be tapped; "" where it is complete."""
    missing = zip(rates, prediction.behaviours, strict=True)
    if unnamed := [unrounded(rate) for rate, behaviour in missing if behaviour not in FORETOLD_WITH_MOMENTUM]:
        return say("Still to tap: what {rates} will do.", rates=", ".join(unnamed))
    if not is_complete(prediction, rates):
        left = [unrounded(rate) for rate in rates if rate not in prediction.ranking]
        return say("The order still lacks {rates}. Tap all of them, or none.", rates=", ".join(left))
    return ""


def score(answer: Answer, prediction: Prediction) -> Score:
    """Count the points of a complete prediction; raise ValueError where it is not complete."""
    if not is_complete(prediction, answer.rates):
        raise ValueError(f"prediction must name each of {answer.rates}, and rank all or none: {prediction}")
    n_rates = len(answer.rates)
    most_pairs = math.comb(n_rates, 2) if prediction.ranking else 0
    right = zip(prediction.behaviours, answer.behaviours, strict=False)
    return Score(
        pairs=most_pairs - len(wrong_pairs(answer, prediction)),
        most_pairs=most_pairs,
        behaviours=sum(guess == behaviour for guess, behaviour in right),
        most_behaviours=len(answer.behaviours),
    )


def wrong_pairs(answer: Answer, prediction: Prediction) -> list[tuple[int, int]]:
    """Return the runs (i, j) where i ends lower than j and was ranked higher; a shared place is no miss."""
    if not prediction.ranking:
        return []
    place = [prediction.ranking.index(rate) for rate in answer.rates]
    truth = sorted(range(len(answer.rates)), key=answer.losses.__getitem__)
    pairs = combinations(truth, 2)
    return [(i, j) for i, j in pairs if answer.places[i] < answer.places[j] and place[i] > place[j]]
