"""What each run did, and why, in words that are true; the rows of the results table."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.data import Dataset
from gd_core.descent import Runs, epochs_to, overflow_epochs
from gd_core.numbers import exact, rounded, rounded_apart, rounded_beside
from gd_core.theory import error_factors, predicted_epochs, starting_excess

CRAWLS = "crawls"
SMOOTH = "converges smoothly"
ZIGZAG = "zigzags in and converges"
EDGE = "balances on the edge"
DIVERGES = "diverges"
SETTLED = "starts at the answer"
BEHAVIOURS = (CRAWLS, SMOOTH, ZIGZAG, EDGE, DIVERGES, SETTLED)

TOLERANCE = 1e-3  # a run has arrived when its excess loss is a thousandth of the start's
ROUNDING = 1e-28  # a start whose excess is this share of mean(y²) is the answer, but for rounding
EDGE_PER_EPOCH = 1e-3  # on the edge, the size of the error changes by less than this an epoch …
EDGE_PER_RUN = 0.1  # … and by less than this over the whole run


@dataclass(frozen=True)
class Verdict:
    """What one run did.

    Attributes
    ----------
    learning_rate : float
    behaviour : str
        One of `BEHAVIOURS`.
    why : str
        A sentence or two with the numbers that decide it.
    factor : float
        What an epoch multiplies the error by, in size, in the direction that shrinks least or grows
        most; NaN where there is no error at the start.
    epochs_measured, epochs_predicted : float
        The first epoch whose excess loss is ≤ `TOLERANCE` × the start's: in the run (inf: not within
        its epochs) and by theory (inf: never).
    """

    learning_rate: float
    behaviour: str
    why: str
    factor: float
    epochs_measured: float
    epochs_predicted: float


def judge(dataset: Dataset, runs: Runs) -> list[Verdict]:
    """Say of each run what it did and why, from the theory of these points and the run itself."""
    starts, rates = runs.parameters[:, 0], runs.learning_rates
    lam, shares = starting_excess(bowl_of(dataset), starts, rates.size)
    factors = error_factors(dataset, rates)
    measured = epochs_to(runs, tolerance=TOLERANCE)
    predicted = predicted_epochs(dataset, starts=starts, learning_rates=rates, tolerance=TOLERANCE)
    overflow = overflow_epochs(runs)
    at_answer = shares.sum(axis=1) <= ROUNDING * np.mean(dataset.y**2)
    verdicts = []
    for run, rate in enumerate(rates.tolist()):
        facts = _Facts(
            rate=rate,
            limit=float(2 / lam[1]),
            shallow=float(factors[run, 0]) if shares[run, 0] > 0 else None,
            steep=float(factors[run, 1]) if shares[run, 1] > 0 else None,
            losses=(float(runs.losses[run, 0]), float(runs.losses[run, -1])),
            excess=(float(runs.excess_losses[run, 0]), float(runs.excess_losses[run, -1])),
            at_answer=bool(at_answer[run]),
            n_epochs=runs.losses.shape[1] - 1,
            measured=float(measured[run]),
            predicted=float(predicted[run]),
            overflow=float(overflow[run]),
        )
        behaviour = _behaviour(facts)
        settled = behaviour == SETTLED
        verdicts.append(
            Verdict(
                learning_rate=rate,
                behaviour=behaviour,
                why=_why(behaviour, facts),
                factor=np.nan if settled else facts.factor,
                epochs_measured=0.0 if settled else facts.measured,
                epochs_predicted=0.0 if settled else facts.predicted,
            )
        )
    return verdicts


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


@dataclass(frozen=True)
class _Facts:
    """The numbers a verdict rests on; a factor is None where the start has no error in that direction."""

    rate: float
    limit: float
    shallow: float | None
    steep: float | None
    losses: tuple[float, float]
    excess: tuple[float, float]
    at_answer: bool
    n_epochs: int
    measured: float
    predicted: float
    overflow: float

    @property
    def deciding(self) -> float | None:
        """The factor that decides the behaviour: that of the steepest direction with any error."""
        return self.shallow if self.steep is None else self.steep

    @property
    def factor(self) -> float:
        """The size of the largest factor: in the long run the error changes by it every epoch."""
        return max((abs(f) for f in (self.shallow, self.steep) if f is not None), default=np.nan)


def _behaviour(facts: _Facts) -> str:
    factor = facts.deciding
    if factor is None or (facts.at_answer and factor >= -1):
        return SETTLED
    if factor < 0 and _keeps_its_size(abs(factor), facts.n_epochs):
        return EDGE
    if factor < -1:
        return DIVERGES
    if factor < 0:
        return ZIGZAG
    return SMOOTH if facts.measured < np.inf else CRAWLS


def _keeps_its_size(factor: float, n_epochs: int) -> bool:
    return abs(factor - 1) <= EDGE_PER_EPOCH and abs(n_epochs * np.log(factor)) <= EDGE_PER_RUN


def _why(behaviour: str, facts: _Facts) -> str:
    if behaviour == SETTLED:
        return "The start is the least-squares answer, but for rounding: the gradient is 0 and nothing moves."
    if facts.steep is None:
        along = f"along it, an epoch multiplies the size of the error by {_times(facts.shallow)}"
        reason = f"The start has no error across the valley; {along}."
    else:
        reason = _reason(behaviour, facts)
    return f"{reason} {_outcome(behaviour, facts)}"


def _reason(behaviour: str, facts: _Facts) -> str:
    rate, across = exact(facts.rate), _times(facts.steep)
    limit = rounded_beside(facts.limit, facts.rate)
    overshoot = rounded_beside(facts.limit / 2, facts.rate)
    slowest = f"The slowest part of the error keeps ×{_times(facts.factor)} of its size an epoch."
    if behaviour == CRAWLS:
        return f"{rate} is {rounded(100 * facts.rate / facts.limit, 2)} % of the limit {limit}. {slowest}"
    if behaviour == SMOOTH:
        return f"{rate} does not pass {overshoot}, where steps start to overshoot. {slowest}"
    if behaviour == ZIGZAG:
        along = "" if facts.shallow is None else f"; along it, it keeps ×{_times(facts.shallow)}"
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


def _outcome(behaviour: str, facts: _Facts) -> str:
    if facts.overflow < np.inf:
        return f"From epoch {rounded(facts.overflow)} on, the loss is too large a number for the computer."
    if behaviour == DIVERGES and facts.losses[1] > 1.001 * facts.losses[0]:
        return "The loss goes from {} to {}.".format(*rounded_apart(*facts.losses))
    if behaviour == DIVERGES and facts.excess[1] > facts.excess[0]:
        return "The loss above the floor goes from {} to {}.".format(*rounded_apart(*facts.excess))
    if behaviour == DIVERGES:
        return (
            "So far the error along the valley has shrunk by more, so the loss has not risen above its start."
        )
    if facts.measured < np.inf:
        return f"It is 99.9 % of the way down to the floor at epoch {rounded(facts.measured)}."
    if facts.predicted < np.inf:
        return f"Getting 99.9 % of the way down takes about {rounded(facts.predicted)} epochs."
    return "It never gets 99.9 % of the way down."


def _times(factor: float | None) -> str:
    """Return the size of a factor, in enough digits to tell it from 1, which would keep the error's size."""
    return rounded_beside(abs(factor or 0.0), 1.0)
