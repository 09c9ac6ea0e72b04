"""What each run did, and why, in words that are true."""

import numpy as np

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import digits_beside, is_the_same, rounded, rounded_beside, unrounded
from gd_core.telling.behaviour import (
    CRAWLS,
    DIVERGES,
    EDGE,
    SETTLED,
    SMOOTH,
    ZIGZAG,
    Facts,
    behaviour_of,
    facts_of,
)
from gd_core.telling.far_off import what_helps, what_is_left
from gd_core.telling.outcome import Verdict, is_too_large, nothing_moves, what_has_grown
from gd_core.telling.with_momentum import judge_with_momentum
from gd_core.two_modes import across_the_valley, changes_sides, two_modes

CONVERGING = (CRAWLS, SMOOTH, ZIGZAG)
SEEN = 0.05  # the share of the error at the start that the first epoch must put on the other side to be seen


def judge(experiment: Experiment, *, say: Say = english) -> list[Verdict]:
    """Say of each run what it did and why; nothing of any where theory does not have the facts."""
    if experiment.theory.with_momentum:
        return judge_with_momentum(experiment, say=say)
    return [
        _verdict(facts, _where_it_is_seen(experiment, run, say), what_helps(experiment, say=say), say)
        for run, facts in enumerate(facts_of(experiment))
    ]


def _where_it_is_seen(experiment: Experiment, run: int, say: Say) -> str:
    parts = two_modes(experiment, run)
    if not parts or not changes_sides(across_the_valley(parts), at_least=SEEN):
        return ""
    return say("The map and “Why?” show it change sides.")


def _verdict(facts: Facts, seen: str, helps: str, say: Say) -> Verdict:
    behaviour = behaviour_of(facts)
    settled = behaviour == SETTLED
    return Verdict(
        learning_rate=facts.rate,
        behaviour=behaviour,
        why=_why(behaviour, facts, helps, say),
        seen=seen,
        factor=np.nan if settled else facts.factor,
        half_along=facts.half_along if behaviour in CONVERGING else np.nan,
        epochs_measured=0.0 if settled else facts.measured,
        epochs_predicted=0.0 if settled else facts.predicted,
    )


def _why(behaviour: str, facts: Facts, helps: str, say: Say) -> str:
    if behaviour == SETTLED:
        return nothing_moves(say=say)
    if facts.steep is None:
        reason = say(
            "The start has no error across the valley; "
            "along it, an epoch multiplies the size of the error by {factor}.",
            factor=_times(facts.shallow),
        )
    else:
        reason = REASONS[behaviour](facts, say)
    if behaviour in CONVERGING and facts.half_along > 0:
        left = what_is_left(facts.measured, facts.half_along, facts.n_epochs, facts.off, helps, say=say)
        return f"{reason} {left}"
    return f"{reason} {_outcome(behaviour, facts, say)}"


def _why_it_crawls(facts: Facts, say: Say) -> str:
    told = {
        "rate": unrounded(facts.rate),
        "share": rounded(100 * facts.rate / facts.limit, 2),
        "limit": rounded_beside(facts.limit, facts.rate),
    }
    if facts.steep == 1:
        return say(
            "{rate} is {share} % of the limit {limit}: even across the valley, where the bowl is steepest, "
            "an epoch takes less of the error than the computer can tell.",
            **told,
        )
    across = say(
        "{rate} is {share} % of the limit {limit}: even across the valley, where the bowl is steepest, "
        "an epoch keeps ×{factor} of the error",
        factor=_times(facts.steep),
        **told,
    )
    return "; ".join([across, *_along(facts, say)]) + "."


def _why_it_is_smooth(facts: Facts, say: Say) -> str:
    rate, overshoot = unrounded(facts.rate), rounded_beside(facts.overshoot, facts.rate)
    place = (
        say("{rate} is right at {overshoot}, where steps start to overshoot.", rate=rate, overshoot=rate)
        if facts.steep == 0
        else say(
            "{rate} does not pass {overshoot}, where steps start to overshoot.",
            rate=rate,
            overshoot=overshoot,
        )
    )
    left = (
        say("One epoch takes the whole error away, but for rounding.")
        if facts.factor == 0
        else say("An epoch takes less of the slowest part of the error than the computer can tell.")
        if facts.factor == 1
        else say(
            "The slowest part of the error keeps ×{factor} of its size an epoch.", factor=_times(facts.factor)
        )
    )
    return f"{place} {left}"


def _why_it_zigzags(facts: Facts, say: Say) -> str:
    across = say(
        "{rate} is between {overshoot}, where steps start to overshoot, and the limit {limit}. "
        "Across the valley the error flips sign each epoch and shrinks ×{factor}",
        rate=unrounded(facts.rate),
        overshoot=rounded_beside(facts.overshoot, facts.rate),
        limit=rounded_beside(facts.limit, facts.rate),
        factor=_times(facts.steep),
    )
    return "; ".join([across, *_along(facts, say)]) + "."


def _along(facts: Facts, say: Say) -> list[str]:
    """Return what an epoch does along the valley, said after what it does across it, where it does any."""
    if facts.shallow is None:
        return []
    if facts.shallow == 1:
        return [say("along it, an epoch takes less than the computer can tell")]
    return [say("along it, it keeps ×{factor}", factor=_times(facts.shallow))]


def _why_it_balances(facts: Facts, say: Say) -> str:
    if is_the_same(facts.limit, facts.rate):
        return say(
            "{rate} is the limit. Across the valley the error flips sign each epoch and keeps its size.",
            rate=unrounded(facts.rate),
        )
    return say(
        "{rate} is almost exactly the limit {limit}. "
        "Across the valley the error flips sign each epoch and nearly keeps its size (×{factor}).",
        rate=unrounded(facts.rate),
        limit=rounded(facts.limit, digits_beside([facts.limit], facts.rate, least=5)),
        factor=_times(facts.steep),
    )


def _why_it_diverges(facts: Facts, say: Say) -> str:
    return say(
        "{rate} is above the limit {limit}. "
        "Across the valley the error flips sign each epoch and grows ×{factor}.",
        rate=unrounded(facts.rate),
        limit=rounded_beside(facts.limit, facts.rate),
        factor=_times(facts.steep),
    )


REASONS = {
    CRAWLS: _why_it_crawls,
    SMOOTH: _why_it_is_smooth,
    ZIGZAG: _why_it_zigzags,
    EDGE: _why_it_balances,
    DIVERGES: _why_it_diverges,
}


def _outcome(behaviour: str, facts: Facts, say: Say) -> str:
    if facts.overflow < np.inf:
        return is_too_large(facts.overflow, say=say)
    if behaviour == DIVERGES:
        return what_has_grown(facts.losses, facts.excess, say=say)
    if facts.measured < np.inf:
        return say(
            "It is 99.9 % of the way down to the floor at epoch {epoch}.", epoch=rounded(facts.measured)
        )
    if facts.predicted == 1:
        return say("Getting 99.9 % of the way down takes 1 epoch, by theory.")
    if facts.predicted < np.inf:
        return say(
            "Getting 99.9 % of the way down takes {epochs} epochs, by theory.",
            epochs=rounded(facts.predicted),
        )
    return say("It never gets 99.9 % of the way down.")


def _times(factor: float | None) -> str:
    """Return the size of a factor, in enough digits to tell it from 1, which would keep the error's size."""
    return rounded_beside(abs(factor or 0.0), 1.0)
