"""What each run of a curve did, in a few words; why, in `why_of_curves`."""

import math
from dataclasses import dataclass

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.outcomes import (
    FALLS,
    HARDLY,
    HARDLY_FALLS,
    HIGHER,
    JUMPS,
    LEAVES,
    LOWEST,
    STILL,
    Outcome,
)
from gd_core.telling.minima import minima_of_runs
from gd_core.telling.why_of_curves import RunOfACurve, why_of


@dataclass(frozen=True)
class Told:
    """What one run did.

    Attributes
    ----------
    does, short : str
        What the page calls it, and the same with an epoch that belongs to it, as the player says it.
    why : str
        Sentences with the numbers that decide it.
    arrived : float
        The epoch from which on 99.9 % of the way to the minimum in which it settles is behind it; NaN where
        it is not yet, or in none.
    """

    does: str
    short: str
    why: str
    arrived: float


def told_of_runs(experiment: Experiment, *, say: Say = english) -> list[Told]:
    """Say of each run of a curve what it did; nothing where that is not known."""
    runs, minima = experiment.runs, minima_of_runs(experiment)
    each = zip(experiment.outcomes, runs.losses, runs.parameters, strict=False)  # there may be no outcomes
    return [_told(RunOfACurve(*one, minima, experiment.settings.momentum), say) for one in each]


def name_of_outcome(kind: str, *, say: Say = english) -> str:
    """Return what the page calls one of `gd_core.models.outcomes.OUTCOMES`."""
    return {
        LEAVES: say("leaves the numbers"),
        LOWEST: say("settles in the lowest minimum known"),
        HIGHER: say("settles in a higher minimum"),
        STILL: say("does not move any more"),
        JUMPS: say("was still jumping at the end"),
        HARDLY: say("hardly moves"),
        FALLS: say("is still going down"),
    }[kind]


def _told(run: RunOfACurve, say: Say) -> Told:
    outcome, does = run.outcome, _what_it_does(run.outcome, say)
    return Told(
        does=does,
        short=_short(does, outcome, say),
        why=why_of(run, say=say),
        arrived=outcome.arrived_for_good if math.isfinite(outcome.arrived_for_good) else math.nan,
    )


def _what_it_does(outcome: Outcome, say: Say) -> str:
    if outcome.kind == HARDLY and outcome.late_fall < -HARDLY_FALLS:  # few jumps, but high
        return say("ends higher than it was halfway")
    return name_of_outcome(outcome.kind, say=say)


def _short(does: str, outcome: Outcome, say: Say) -> str:
    if math.isfinite(outcome.arrived_for_good):
        return say("{does}, there at {epoch}", does=does, epoch=f"{outcome.arrived_for_good:,.0f}")
    if outcome.plateaus:
        return say("{does}, plateau until {epoch}", does=does, epoch=f"{outcome.plateaus[-1][1]:,}")
    return does
