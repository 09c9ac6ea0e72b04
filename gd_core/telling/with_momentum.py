"""What each run with momentum did, and why, in words that are true."""

import numpy as np

from gd_core.experiment import Experiment
from gd_core.languages import Say
from gd_core.numbers import digits_beside, is_the_same, rounded, rounded_beside, unrounded
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, SWINGS, ZIGZAG
from gd_core.telling.far_off import what_is_wrong
from gd_core.telling.manners import Direction, Facts, behaviour_with_momentum, facts_with_momentum
from gd_core.telling.outcome import Verdict, is_too_large, nothing_moves, what_has_grown


def judge_with_momentum(experiment: Experiment, *, say: Say) -> list[Verdict]:
    """Say of each run with momentum what it did and why; nothing of any where theory lacks the facts."""
    return [_verdict(facts, say) for facts in facts_with_momentum(experiment)]


def _verdict(facts: Facts, say: Say) -> Verdict:
    behaviour = behaviour_with_momentum(facts)
    settled = behaviour == SETTLED
    return Verdict(
        learning_rate=facts.rate,
        behaviour=behaviour,
        why=nothing_moves(say=say) if settled else _why(behaviour, facts, say),
        seen="",
        factor=facts.pace,
        half_along=np.nan,
        epochs_measured=0.0 if settled else facts.measured,
        epochs_predicted=0.0 if settled else facts.predicted,
    )


def _why(behaviour: str, facts: Facts, say: Say) -> str:
    if facts.across:
        across = REASONS[behaviour](facts, facts.across, say)
        along = [] if behaviour in (EDGE, DIVERGES) else _along(facts, say)
        reason = "; ".join([across, *along]) + "."
    else:
        reason = say(
            "The start has no error across the valley; along it, in the long run, an epoch multiplies the "
            "size of the error by {pace}.",
            pace=pace_text(facts.pace),
        )
    return " ".join(filter(None, [reason, *_outcome(behaviour, facts, say)]))


def _along(facts: Facts, say: Say) -> list[str]:
    """Return what an epoch does along the valley, where it does anything."""
    if facts.along is None:
        return []
    return [say("along it, in the long run, it keeps ×{pace}", pace=pace_text(facts.along.pace))]


def _why_it_crawls(facts: Facts, across: Direction, say: Say) -> str:
    limit = facts.known.zones[-1]
    return say(
        "{rate} is {share} % of the limit {limit}: even across the valley, where the bowl is steepest, an "
        "epoch keeps ×{pace} of the error in the long run",
        rate=unrounded(facts.rate),
        share=rounded(100 * facts.rate / limit, 2),
        limit=rounded_beside(limit, facts.rate),
        pace=pace_text(across.pace),
    )


def _why_it_is_smooth(facts: Facts, across: Direction, say: Say) -> str:
    return say(
        "{rate} does not pass {smooth}, where swings begin: across the valley the error stays on its side, "
        "and in the long run an epoch keeps ×{pace} of it",
        rate=unrounded(facts.rate),
        smooth=rounded_beside(facts.known.zones[1], facts.rate),
        pace=pace_text(across.pace),
    )


def _why_it_swings(facts: Facts, across: Direction, say: Say) -> str:
    _, smooth, swings, _ = facts.known.zones
    told = {
        "rate": unrounded(facts.rate),
        "smooth": rounded_beside(smooth, facts.rate),
        "swings": rounded_beside(swings, facts.rate),
        "epoch": rounded(across.past),
        "pace": pace_text(across.pace),
    }
    if across.past > facts.n_epochs:
        return say(
            "{rate} is between {smooth}, where swings begin, and {swings}, where zigzags do. Across the "
            "valley the error would go past the answer first at epoch {epoch}, after the end of this run; in "
            "the long run its swings shrink ×{pace} an epoch, which is √β, whatever the rate",
            **told,
        )
    return say(
        "{rate} is between {smooth}, where swings begin, and {swings}, where zigzags do. Across the valley "
        "the error goes past the answer, first at epoch {epoch}, and comes back; in the long run its swings "
        "shrink ×{pace} an epoch, which is √β, whatever the rate",
        **told,
    )


def _why_it_zigzags(facts: Facts, across: Direction, say: Say) -> str:
    _, _, swings, limit = facts.known.zones
    return say(
        "{rate} is between {swings}, where zigzags begin, and the limit {limit}. Across the valley the error "
        "flips sign each epoch, and in the long run it shrinks ×{pace}",
        rate=unrounded(facts.rate),
        swings=rounded_beside(swings, facts.rate),
        limit=rounded_beside(limit, facts.rate),
        pace=pace_text(across.pace),
    )


def _why_it_balances(facts: Facts, across: Direction, say: Say) -> str:
    limit = facts.known.zones[-1]
    told = {"rate": unrounded(facts.rate), "pace": pace_text(across.pace)}
    if is_the_same(limit, facts.rate):
        return say(
            "{rate} is the limit. Across the valley the error flips sign each epoch, and in the long run it "
            "keeps its size (×{pace})",
            **told,
        )
    return say(
        "{rate} is almost exactly the limit {limit}. Across the valley the error flips sign each epoch, and "
        "in the long run it nearly keeps its size (×{pace})",
        limit=rounded(limit, digits_beside([limit], facts.rate, least=5)),
        **told,
    )


def _why_it_diverges(facts: Facts, across: Direction, say: Say) -> str:
    return say(
        "{rate} is above the limit {limit}. Across the valley the error flips sign each epoch, and in the "
        "long run it grows ×{pace}",
        rate=unrounded(facts.rate),
        limit=rounded_beside(facts.known.zones[-1], facts.rate),
        pace=pace_text(across.pace),
    )


REASONS = {
    CRAWLS: _why_it_crawls,
    SMOOTH: _why_it_is_smooth,
    SWINGS: _why_it_swings,
    ZIGZAG: _why_it_zigzags,
    EDGE: _why_it_balances,
    DIVERGES: _why_it_diverges,
}


def _outcome(behaviour: str, facts: Facts, say: Say) -> list[str]:
    """Say when the run has arrived for good, or how far it has gone from the answer."""
    if facts.overflow < np.inf:
        return [is_too_large(facts.overflow, say=say)]
    if behaviour == DIVERGES:
        return [what_has_grown(facts.losses, facts.excess, say=say)]
    if facts.predicted == np.inf:
        return [say("It never stays 99.9 % of the way down.")]
    return [_arrival(facts, say), _sure(facts, say), what_is_wrong(facts.off, say=say)]


def _arrival(facts: Facts, say: Say) -> str:
    if facts.measured < np.inf:
        return say(
            "From epoch {epoch} on it stays 99.9 % of the way down to the floor.",
            epoch=rounded(facts.measured),
        )
    return say(
        "By theory it stays 99.9 % of the way down from epoch {epoch} on.", epoch=rounded(facts.predicted)
    )


def _sure(facts: Facts, say: Say) -> str:
    """Say by when a run with this rate is down from wherever it starts, where that is ever."""
    if facts.sure == np.inf:
        return ""
    return say("From any start it does so by epoch {epoch} at the latest.", epoch=rounded(facts.sure))


def pace_text(pace: float) -> str:
    """Return a pace in enough digits to tell it from 1, which would keep the error's size."""
    return rounded_beside(pace, 1.0)
