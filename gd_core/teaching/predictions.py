"""What a learner predicts of a round, what is true of it, and a sentence for every point that was missed."""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from gd_core.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, ZIGZAG
from gd_core.bowl import bowl_of
from gd_core.experiment import Settings, dataset_of, run_experiment, starts_of
from gd_core.numbers import rounded_apart, rounded_beside, unrounded
from gd_core.parts.two_modes import KEEPS_SIZE, ROUND_BOWL
from gd_core.teaching.rounds import Round
from gd_core.theory import factors_of, largest_stable_rate, starting_roots
from gd_core.verdict import judge

# What a learner chooses from, and what each means. All speak of the error across the valley.
MEANINGS = {
    CRAWLS: "Even where the bowl is steepest, an epoch keeps more than 95 % of the error.",
    SMOOTH: "Where the bowl is steepest, the error shrinks faster than that, and never changes sides.",
    ZIGZAG: "Where the bowl is steepest, the error changes sides every epoch, and shrinks.",
    EDGE: "Where the bowl is steepest, the error changes sides every epoch, and keeps its size.",
    DIVERGES: "Where the bowl is steepest, the error changes sides every epoch, and grows.",
}


@dataclass(frozen=True)
class Prediction:
    """What a learner says of a round.

    Attributes
    ----------
    ranking : tuple of float
        The rates, from the lowest final loss to the highest.
    behaviours : tuple of str
        A key of `MEANINGS` for each rate, in the order of the round's rates.
    """

    ranking: tuple[float, ...]
    behaviours: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What is true of a round; all is in the order of its rates.

    Attributes
    ----------
    losses : tuple of float
        The final ones.
    behaviours, reasons : tuple of str
        What each run did, and why, as the results table says it.
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


def answer_of(drawn: Round) -> Answer:
    """Run the round, and return what is true of it."""
    dataset, runs = run_experiment(drawn.settings)
    verdicts = judge(dataset, runs)
    return Answer(
        rates=drawn.settings.learning_rates,
        losses=tuple(runs.losses[:, -1].tolist()),
        behaviours=tuple(verdict.behaviour for verdict in verdicts),
        reasons=tuple(verdict.why for verdict in verdicts),
    )


def is_complete(prediction: Prediction, answer: Answer) -> bool:
    """Tell whether every rate is ranked once and has a behaviour."""
    ranked = sorted(prediction.ranking) == sorted(answer.rates)
    named = [behaviour in MEANINGS for behaviour in prediction.behaviours]
    return ranked and all(named) and len(named) == len(answer.rates)


def comparison(answer: Answer, prediction: Prediction) -> pd.DataFrame:
    """Return a row a rate: where it was ranked and what it was said to do, beside what is true."""
    return pd.DataFrame(
        {
            "learning_rate": answer.rates,
            "rank_predicted": [1 + prediction.ranking.index(rate) for rate in answer.rates],
            "rank": [1 + answer.ranking.index(rate) for rate in answer.rates],
            "predicted": prediction.behaviours,
            "behaviour": answer.behaviours,
            "final_loss": answer.losses,
        }
    )


def score(answer: Answer, prediction: Prediction) -> Score:
    """Count the points of a complete prediction; raise ValueError where it is not complete."""
    if not is_complete(prediction, answer):
        raise ValueError(f"prediction must rank and name each of {answer.rates}, got {prediction}")
    n_rates = len(answer.rates)
    most_pairs, right = math.comb(n_rates, 2), zip(prediction.behaviours, answer.behaviours, strict=True)
    return Score(
        pairs=most_pairs - len(_wrong_pairs(answer, prediction)),
        most_pairs=most_pairs,
        behaviours=sum(guess == behaviour for guess, behaviour in right),
        most_behaviours=n_rates,
    )


def explain(drawn: Round, prediction: Prediction) -> list[str]:
    """Return a Markdown paragraph for every point missed: first the pairs, then the behaviours."""
    answer = answer_of(drawn)
    pairs = [_about_pair(drawn, answer, low, high) for low, high in _wrong_pairs(answer, prediction)]
    named = zip(answer.rates, answer.behaviours, prediction.behaviours, answer.reasons, strict=True)
    return pairs + [
        f"**{unrounded(rate)} {behaviour}**; you said that it {guess}. {why}"
        for rate, behaviour, guess, why in named
        if guess != behaviour
    ]


def _wrong_pairs(answer: Answer, prediction: Prediction) -> list[tuple[int, int]]:
    """Return the runs (i, j) where i ends lower than j and was ranked higher; equal losses are no miss."""
    place = [prediction.ranking.index(rate) for rate in answer.rates]
    truth = sorted(range(len(answer.rates)), key=answer.losses.__getitem__)
    pairs = combinations(truth, 2)
    return [(i, j) for i, j in pairs if answer.losses[i] < answer.losses[j] and place[i] > place[j]]


def _about_pair(drawn: Round, answer: Answer, low: int, high: int) -> str:
    """Say that one run ends lower than another, and what an epoch does where that is decided."""
    rates = answer.rates[low], answer.rates[high]
    (first, last), losses = map(unrounded, rates), rounded_apart(answer.losses[low], answer.losses[high])
    where, sizes = _what_decides(drawn.settings, rates)
    return (
        f"**{first} ends lower than {last}**: after {drawn.settings.n_epochs} epochs the loss is {losses[0]} "
        f"with {first} and {losses[1]} with {last}. {where} an epoch multiplies the size of the error by "
        f"{sizes[0]} with {first} and by {sizes[1]} with {last}.{_above_the_limit(drawn.settings, rates)}"
    )


def _what_decides(settings: Settings, rates: tuple[float, float]) -> tuple[str, tuple[str, str]]:
    """Return the direction that decides which of two runs ends lower, and the sizes of their factors there.

    Both start with the same error. So where their parts of the loss differ most at the end, the run that
    ends higher has the larger factor.
    """
    lam, roots = starting_roots(bowl_of(dataset_of(settings)), starts_of(settings), 1)
    factors = np.abs(factors_of(np.array(rates), lam))
    with np.errstate(over="ignore"):
        parts = (roots * factors**settings.n_epochs) ** 2
    decides = int(np.abs(parts[1] - parts[0]).argmax())
    where = "Along the valley" if decides == 0 else "Across the valley"
    round_bowl = lam[0] >= lam[1] * (1 - ROUND_BOWL)
    sizes = _sizes(float(factors[0, decides]), float(factors[1, decides]))
    return "Here" if round_bowl else f"{where}, where that is decided,", sizes


def _sizes(first: float, last: float) -> tuple[str, str]:
    """Return two sizes of factors in enough digits to tell each from 1, and one from the other."""
    texts = _size(first), _size(last)
    return texts if texts[0] != texts[1] else rounded_apart(first, last)


def _size(factor: float) -> str:
    return "1" if abs(factor - 1) <= KEEPS_SIZE else rounded_beside(factor, 1.0)


def _above_the_limit(settings: Settings, rates: tuple[float, ...]) -> str:
    """Return a sentence that names the rates above the limit, "" where there is none."""
    limit = largest_stable_rate(dataset_of(settings))
    above = [rate for rate in rates if rate > limit * (1 + KEEPS_SIZE)]
    if not above:
        return ""
    names = " and ".join(map(unrounded, above))
    return (
        f" {names} {'is' if len(above) == 1 else 'are'} above the limit {rounded_beside(limit, min(above))}."
    )
