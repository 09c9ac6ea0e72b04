"""What each run did, and why, in words that are true; the rows of the results table."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.behaviour import CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, ZIGZAG, Facts, behaviour_of, facts_of
from gd_core.data import Dataset
from gd_core.descent import Runs
from gd_core.numbers import rounded, rounded_apart, rounded_beside, unrounded

GONE = 1e-12  # a factor that leaves rounding of the error


@dataclass(frozen=True)
class Verdict:
    """What one run did.

    Attributes
    ----------
    learning_rate : float
    behaviour : str
        One of `gd_core.behaviour.BEHAVIOURS`.
    why : str
        A sentence or two with the numbers that decide it.
    factor : float
        What an epoch multiplies the error by, in size, in the direction that shrinks least or grows
        most; NaN where there is no error at the start.
    epochs_measured, epochs_predicted : float
        The first epoch whose excess loss is ≤ `gd_core.bowl.TOLERANCE` × the start's: in the run (inf:
        not within its epochs) and by theory (inf: never).
    """

    learning_rate: float
    behaviour: str
    why: str
    factor: float
    epochs_measured: float
    epochs_predicted: float


def judge(dataset: Dataset, runs: Runs) -> list[Verdict]:
    """Say of each run what it did and why, from the theory of these points and the run itself."""
    return [_verdict(facts) for facts in facts_of(dataset, runs)]


def _verdict(facts: Facts) -> Verdict:
    behaviour = behaviour_of(facts)
    settled = behaviour == SETTLED
    return Verdict(
        learning_rate=facts.rate,
        behaviour=behaviour,
        why=_why(behaviour, facts),
        factor=np.nan if settled else facts.factor,
        epochs_measured=0.0 if settled else facts.measured,
        epochs_predicted=0.0 if settled else facts.predicted,
    )


def results_table(dataset: Dataset, runs: Runs) -> pd.DataFrame:
    """Return a row a run, in the order of the runs; an epoch that never comes is NaN."""
    verdicts = judge(dataset, runs)
    measured = np.array([verdict.epochs_measured for verdict in verdicts])
    predicted = np.array([verdict.epochs_predicted for verdict in verdicts])
    return pd.DataFrame(
        {
            "learning_rate": runs.learning_rates,
            "behaviour": [verdict.behaviour for verdict in verdicts],
            "why": [verdict.why for verdict in verdicts],
            "final_loss": runs.losses[:, -1],
            "excess_loss": runs.excess_losses[:, -1],
            "w": runs.parameters[:, -1, 0],
            "b": runs.parameters[:, -1, 1],
            "epochs_measured": np.where(np.isinf(measured), np.nan, measured),
            "epochs_predicted": np.where(np.isinf(predicted), np.nan, predicted),
            "factor": [verdict.factor for verdict in verdicts],
        }
    )


def _why(behaviour: str, facts: Facts) -> str:
    if behaviour == SETTLED:
        return "The start is the least-squares answer, but for rounding: the gradient is 0 and nothing moves."
    if facts.at_answer:
        reason = _reason_at_answer(facts)
    elif facts.steep is None:
        along = f"along it, an epoch multiplies the size of the error by {_times(facts.shallow)}"
        reason = f"The start has no error across the valley; {along}."
    else:
        reason = _reason(behaviour, facts)
    return f"{reason} {_outcome(behaviour, facts)}"


def _reason_at_answer(facts: Facts) -> str:
    where = "along" if facts.steep is None else "across"
    return (
        "The start is the least-squares answer but for the computer's rounding. "
        f"{unrounded(facts.rate)} is above the limit {rounded_beside(facts.limit, facts.rate)}, "
        f"so {where} the valley even that tiny error grows ×{_times(facts.deciding)} an epoch."
    )


def _reason(behaviour: str, facts: Facts) -> str:
    rate, across = unrounded(facts.rate), _times(facts.steep)
    limit = rounded_beside(facts.limit, facts.rate)
    overshoot = rounded_beside(facts.overshoot, facts.rate)
    along = "" if facts.shallow is None else f"; along it, it keeps ×{_times(facts.shallow)}"
    if behaviour == CRAWLS:
        return (
            f"{rate} is {rounded(100 * facts.rate / facts.limit, 2)} % of the limit {limit}: even across the "
            f"valley, where the bowl is steepest, an epoch keeps ×{across} of the error{along}."
        )
    if behaviour == SMOOTH:
        place = "is right at" if rate == overshoot else "does not pass"
        slowest = f"The slowest part of the error keeps ×{_times(facts.factor)} of its size an epoch."
        if facts.factor < GONE:
            slowest = "One epoch takes the whole error away, but for rounding."
        return f"{rate} {place} {overshoot}, where steps start to overshoot. {slowest}"
    if behaviour == ZIGZAG:
        return (
            f"{rate} is between {overshoot}, where steps start to overshoot, and the limit {limit}. "
            f"Across the valley the error flips sign each epoch and shrinks ×{across}{along}."
        )
    if behaviour == EDGE:
        return (
            f"{rate} is almost exactly the limit {rounded(facts.limit, 5)}. "
            f"Across the valley the error flips sign each epoch and keeps its size (×{across})."
        )
    return (
        f"{rate} is above the limit {limit}. "
        f"Across the valley the error flips sign each epoch and grows ×{across}."
    )


def _outcome(behaviour: str, facts: Facts) -> str:
    if facts.overflow < np.inf:
        return f"From epoch {rounded(facts.overflow)} on, the loss is too large a number for the computer."
    if behaviour == DIVERGES and facts.losses[1] > 1.001 * facts.losses[0]:
        return "The loss goes from {} to {}.".format(*rounded_apart(*facts.losses))
    if behaviour == DIVERGES and facts.excess[1] > facts.excess[0]:
        return "The loss above the floor goes from {} to {}.".format(*rounded_apart(*facts.excess))
    if behaviour == DIVERGES and facts.excess[1] == 0:
        return "So far it is too small to show in the loss."
    if behaviour == DIVERGES:
        return (
            "So far the error along the valley has shrunk by more, so the loss has not risen above its start."
        )
    if facts.measured < np.inf:
        return f"It is 99.9 % of the way down to the floor at epoch {rounded(facts.measured)}."
    if facts.predicted < np.inf:
        return f"Getting 99.9 % of the way down takes {rounded(facts.predicted)} epochs, by theory."
    return "It never gets 99.9 % of the way down."


def _times(factor: float | None) -> str:
    """Return the size of a factor, in enough digits to tell it from 1, which would keep the error's size."""
    return rounded_beside(abs(factor or 0.0), 1.0)
