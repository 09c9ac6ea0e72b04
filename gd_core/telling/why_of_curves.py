"""Why a run of a curve did what it did, in words that are true.

Only where it is certain that a minimum holds the run, or that nothing moves, is the future told.
"""

import math
from dataclasses import dataclass

import numpy as np

from gd_core.checks import Floats
from gd_core.languages import Say
from gd_core.models.outcomes import HARDLY, HIGHER, JUMPS, LEAVES, STILL, Outcome
from gd_core.numbers import digits_apart, rounded, rounded_beside, unrounded
from gd_core.stationary_points import StationaryPoint
from gd_core.telling.minima import place, place_of
from gd_core.telling.step_text import SAME_LOSS


@dataclass(frozen=True, eq=False)
class RunOfACurve:
    """What is known of a run: its outcome, its numbers, and the minima known, from the lowest up."""

    outcome: Outcome
    losses: Floats
    parameters: Floats
    minima: list[StationaryPoint]
    momentum: float

    def limit(self, minimum: StationaryPoint) -> float:
        """Return the limit of one of the minima."""
        return minimum.limit(self.momentum) or math.inf


def why_of(run: RunOfACurve, *, say: Say) -> str:
    """Say what decided what a run did, in which minima it could not settle, and its plateaus."""
    plateaus = [_plateau(run.losses, *stretch, say) for stretch in run.outcome.plateaus]
    return " ".join(filter(None, [_reason(run, say), _beyond(run, say), *plateaus]))


def _reason(run: RunOfACurve, say: Say) -> str:
    outcome = run.outcome
    if outcome.minimum:
        return _where_it_settles(run, outcome.minimum, say)
    if outcome.kind == LEAVES:
        return say(
            "At epoch {epoch} the loss is too large a number for the computer.",
            epoch=rounded(outcome.overflow),
        )
    if outcome.kind == STILL:
        return say(
            "One more update changes no digit of w or b that the computer has: they stay at {place}, where "
            "the loss is {loss}.",
            place=place(*outcome.end, say=say),
            loss=rounded(outcome.losses[1], 4),
        )
    if outcome.kind == JUMPS:
        return _how_it_jumps(outcome, run.losses, say)
    return " ".join(filter(None, [_second_half(run.losses, say), _last_step(run, say)]))


def _where_it_settles(run: RunOfACurve, minimum: StationaryPoint, say: Say) -> str:
    rate, limit = run.outcome.rate, run.limit(minimum)
    told = {"rate": unrounded(rate), "limit": rounded_beside(limit, rate)}
    where = say(
        "The minimum is at {place}, and its loss is {loss}.",
        place=place_of(minimum, say=say),
        loss=rounded(minimum.loss, 4),
    )
    if run.momentum:
        future = say(
            "{rate} is below the limit there, {limit}, and the end of the run is so near that what is left "
            "of the way, and of the swing, dies away.",
            **told,
        )
    else:
        future = say(
            "{rate} is below the limit there, {limit}, and the end of the run is so near that every epoch to "
            "come brings it nearer.",
            **told,
        )
    sentences = [where, future, _when(run.outcome, say)]
    if run.outcome.kind == HIGHER:
        lowest = _apart(run.minima[0].loss, minimum.loss)[0]
        sentences.append(say("The lowest minimum known has the loss {loss}.", loss=lowest))
    return " ".join(sentences)


def _when(outcome: Outcome, say: Say) -> str:
    first, for_good = outcome.arrived, outcome.arrived_for_good
    if for_good == 0:
        return say("It starts there.")
    if math.isinf(for_good):
        return say("99.9 % of the way to that loss was not yet behind it at the end.")
    if first < for_good:
        return say(
            "99.9 % of the way to that loss was behind it at epoch {first}, and for good at epoch {epoch}.",
            first=rounded(first),
            epoch=rounded(for_good),
        )
    return say("99.9 % of the way to that loss was behind it at epoch {epoch}.", epoch=rounded(for_good))


def _how_it_jumps(outcome: Outcome, losses: Floats, say: Say) -> str:
    n_last = math.ceil(outcome.n_epochs / 4)
    last = losses[-1 - n_last :]
    ends = dict(zip(("low", "high"), _apart(last.min(), last.max()), strict=True))
    if n_last == 1:
        return say("In the last epoch the loss rose from {low} to {high}.", **ends)
    return say(
        "Of the last {n} epochs {rising} raised the loss, which was between {low} and {high}.",
        n=n_last,
        rising=round(outcome.rises * n_last),
        **ends,
    )


def _second_half(losses: Floats, say: Say) -> str:
    first, last = losses[(losses.size - 1) // 2].item(), losses[-1].item()
    if abs(last - first) <= SAME_LOSS * first:
        return say(
            "In the second half of the epochs the loss stayed at {loss}, to nine digits.",
            loss=rounded(last, 4),
        )
    low, high = _apart(first, last)
    if last > first:
        return say(
            "In the second half of the epochs the loss went up from {first} to {last}.", first=low, last=high
        )
    return say(
        "In the second half of the epochs the loss came down from {first} to {last}.", first=low, last=high
    )


def _last_step(run: RunOfACurve, say: Say) -> str:
    """Say how far the last step went, where hardly anything changed."""
    if run.outcome.kind != HARDLY:
        return ""
    w, b = map(rounded, np.abs(run.parameters[-1] - run.parameters[-2]).tolist())
    return say("The last step moved w by {w} and b by {b}.", w=w, b=b)


def _beyond(run: RunOfACurve, say: Say) -> str:
    """Say in which of the minima known the rate cannot settle; "" where it can in each."""
    rate = run.outcome.rate
    above = [minimum for minimum in run.minima if rate > run.limit(minimum)]
    if not above or run.outcome.kind == LEAVES:
        return ""
    highest = rounded_beside(max(map(run.limit, above)), rate)
    if len(above) == len(run.minima):
        return say(
            "{rate} is above the limit of every minimum known, {limit} at most: it can settle in none of "
            "them.",
            rate=unrounded(rate),
            limit=highest,
        )
    if len(above) == 1:
        return say(
            "It cannot settle in the minimum at {place}: the limit there is {limit}.",
            place=place_of(above[0], say=say),
            limit=highest,
        )
    return say(
        "It cannot settle in {n} of the minima known, where the limits are {limit} at most.",
        n=len(above),
        limit=highest,
    )


def _plateau(losses: Floats, first: int, last: int, say: Say) -> str:
    lowest = rounded(float(losses[last:].min()), 4)
    if losses[first] == losses[last]:
        return say(
            "From epoch {first:,} to {last:,} it was on a plateau: the loss stayed at {loss}. Then it fell, "
            "to {lowest}.",
            first=first,
            last=last,
            loss=rounded(losses[last], 4),
            lowest=lowest,
        )
    high, low = _apart(losses[first], losses[last])
    return say(
        "From epoch {first:,} to {last:,} it was on a plateau: the loss went from {high} to {low}. Then it "
        "fell, to {lowest}.",
        first=first,
        last=last,
        high=high,
        low=low,
        lowest=lowest,
    )


def _apart(first: float, last: float) -> tuple[str, str]:
    """Return two different losses in as few digits, at least 4, as leave them different."""
    digits = digits_apart([first, last], least=4)
    return rounded(first, digits), rounded(last, digits)
