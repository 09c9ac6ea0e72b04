"""What helps where no rate comes down well, in numbers that were found by doing it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gd_core.checks import Floats
from gd_core.controls import controls
from gd_core.experiment import (
    MOST_EPOCHS,
    MOST_RATES,
    Experiment,
    Settings,
    dataset_of,
    experiment_of,
    method_of,
    points_of,
    starts_of,
)
from gd_core.languages import Say, english
from gd_core.numbers import exact, place, rounded, rounded_apart, rounded_beside, unrounded
from gd_core.scaling import STANDARDISED, all_x_equal
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
from gd_core.telling.far_off import crawls_along

PATIENT = 100  # epochs to wait for a rate; where each takes longer, and longer than is set, it is due to x
SHARES = np.arange(6, 20) / 20  # of the limit: the rates that are tried
LARGE, SMALL = 10.0, 0.1  # what a learner would call an x


@dataclass(frozen=True)
class Advice:
    """Why no rate comes down well here, and what does, in two sentences; and what a button sets for it."""

    sentence: str
    button: str
    settings: Settings


@dataclass(frozen=True)
class _Tried:
    """Settings with a rate that arrives, and when."""

    settings: Settings
    rate: float
    epoch: float


def advice(experiment: Experiment, *, fixed: Collection[str] = (), say: Say = english) -> Advice | None:
    """Return what would help; None where a rate comes down well, where nothing helps or nothing is known.

    Parameters
    ----------
    fixed : collection of str
        The keys of controls that cannot be moved.
    """
    settings, facts = experiment.settings, facts_of(experiment)
    if not facts or any(does_well(run) for run in facts):
        return None
    other_rate = None if "rates" in fixed else _one_more_rate(settings)
    if other_rate and other_rate.epoch <= max(settings.n_epochs, PATIENT):
        return _advice_on_rates(experiment, facts, other_rate, say)
    if other_x := _standardised(settings, fixed):
        return _advice_on_x(experiment, facts, other_x, say)
    return _advice_on_rates(experiment, facts, other_rate, say) if other_rate else None


def does_well(facts: Facts) -> bool:
    """Tell whether a run comes down, in both directions, within its epochs or faster than a crawl.

    The opening lesson has such runs, and whoever has one knows what to compare the others with.
    """
    behaviour = behaviour_of(facts)
    if behaviour == SETTLED:
        return True
    comes_down = behaviour in (SMOOTH, ZIGZAG) or (behaviour != DIVERGES and facts.measured < np.inf)
    return comes_down and not _crawls_along(facts)


def _crawls_along(facts: Facts) -> bool:
    """Tell whether w or b is still far off at the end, since along the valley the error crawls."""
    return bool(facts.off) and crawls_along(abs(facts.shallow or 0.0), facts.n_epochs)


# What is tried.


def _one_more_rate(settings: Settings) -> _Tried | None:
    """Return the settings with one more rate that does well, in the last one's place where all are taken."""
    kept = settings.learning_rates[: MOST_RATES - 1]
    theory = method_of(settings).theory_of(dataset_of(settings))
    if theory.limit is None or theory.predict_epochs is None:
        return None
    start = np.broadcast_to(starts_of(replace(settings, learning_rates=(*kept, 1.0))), (len(kept) + 1, 2))[-1]
    rates = [rate for rate in _rates_to_try(theory.limit) if rate not in kept]
    if not rates:
        return None
    epochs = theory.predict_epochs(starts=start, learning_rates=rates).tolist()
    soonest, _, rate = min((epoch, len(exact(rate)), rate) for epoch, rate in zip(epochs, rates, strict=True))
    if not 1 <= soonest <= MOST_EPOCHS:
        return None
    facts = _run(settings, rate, start, int(soonest))
    if not (1 <= facts.measured < np.inf and does_well(facts)):
        return None
    return _Tried(replace(settings, learning_rates=(*kept, rate)), rate, facts.measured)


def _rates_to_try(limit: float) -> list[float]:
    """Return rates below the limit in one digit and in two, as far as they can be typed."""
    least, most = controls()["rates"].allowed
    rates = {float(f"{limit * share:.{digits}e}") for share in SHARES for digits in (0, 1)}
    return sorted(rate for rate in rates if least <= rate <= min(most, SHARES[-1] * limit))


def _run(settings: Settings, rate: float, start: Floats, n_epochs: int) -> Facts:
    """Run one rate from a start, for as many epochs as are set and at least so many."""
    w, b = map(float, start)
    alone = replace(settings, learning_rates=(rate,), own_start=True, start_w=w, start_b=b)
    return facts_of(experiment_of(replace(alone, n_epochs=max(settings.n_epochs, n_epochs))))[0]


def _standardised(settings: Settings, fixed: Collection[str]) -> _Tried | None:
    """Return the settings with x standardised, and with one more rate where none of theirs arrives soon."""
    if "scaling" in fixed or settings.scaling == STANDARDISED or all_x_equal(points_of(settings)):
        return None
    scaled = replace(settings, scaling=STANDARDISED)
    soon = [
        (facts.measured, facts.rate)
        for facts in facts_of(experiment_of(scaled))
        if 1 <= facts.measured <= PATIENT and does_well(facts)
    ]
    if soon:
        epoch, rate = min(soon)
        return _Tried(scaled, rate, epoch)
    return None if "rates" in fixed else _one_more_rate(scaled)


# What is said.


def _advice_on_rates(experiment: Experiment, facts: Sequence[Facts], tried: _Tried, say: Say) -> Advice:
    before, rate = experiment.settings.learning_rates, unrounded(tried.rate)
    button = (
        say("Put {rate} in the place of {other}", rate=rate, other=unrounded(before[-1]))
        if len(before) == MOST_RATES
        else say("Add {rate}", rate=rate)
    )
    return Advice(f"{_what_is_wrong(facts, say)} {_it_arrives(tried, say)}.", button, tried.settings)


def _advice_on_x(experiment: Experiment, facts: Sequence[Facts], tried: _Tried, say: Say) -> Advice:
    arrives = _it_arrives(tried, say)
    if _all_beyond(facts):
        limits = (facts[0].limit, facts_of(experiment_of(tried.settings))[0].limit)
        before, after = map(rounded, limits)
        helps = say(
            "Standardise it: the limit goes from {before} to {after}, and {arrives}.",
            before=before,
            after=after,
            arrives=arrives,
        )
    else:
        helps = say("Standardise it: the valley becomes a round bowl, and {arrives}.", arrives=arrives)
    button = (
        say("Standardise x")
        if tried.settings.learning_rates == experiment.settings.learning_rates
        else say("Standardise x, with {rate}", rate=unrounded(tried.rate))
    )
    return Advice(f"{_about_x(experiment.dataset.x, say)} {helps}", button, tried.settings)


def _it_arrives(tried: _Tried, say: Say) -> str:
    """Say when a rate arrives; it begins with the rate."""
    rate, epoch = unrounded(tried.rate), rounded(tried.epoch)
    if tried.epoch == 1:
        return say("{rate} arrives in one epoch", rate=rate)
    if tried.epoch > tried.settings.n_epochs:
        return say("{rate} arrives at epoch {epoch}, after the end of these runs", rate=rate, epoch=epoch)
    return say("{rate} arrives at epoch {epoch}", rate=rate, epoch=epoch)


def _all_beyond(facts: Sequence[Facts]) -> bool:
    return all(behaviour_of(run) in (DIVERGES, EDGE) for run in facts)


def _what_is_wrong(facts: Sequence[Facts], say: Say) -> str:
    """Say why no rate does well, in a sentence."""
    rates, behaviours = [run.rate for run in facts], {behaviour_of(run) for run in facts}
    lowest, highest = min(rates), max(rates)
    if behaviours == {DIVERGES}:
        limit = rounded_beside(facts[0].limit, lowest)
        if len(rates) == 1:
            return say("{rate} is beyond the limit {limit}.", rate=unrounded(lowest), limit=limit)
        return say("Every rate here is beyond the limit {limit}.", limit=limit)
    if _all_beyond(facts):
        return say("No rate here is clearly below the limit {limit}.", limit=rounded(facts[0].limit))
    if behaviours == {CRAWLS}:
        share = rounded(100 * highest / facts[0].limit, 2)
        told = {"rate": unrounded(highest), "share": share, "limit": rounded_beside(facts[0].limit, highest)}
        if len(rates) == 1:
            return say("{rate} crawls: it is {share} % of the limit {limit}.", **told)
        return say("Every rate here crawls: the largest, {rate}, is {share} % of the limit {limit}.", **told)
    if DIVERGES in behaviours or EDGE in behaviours:
        return say(
            "Every rate here is too large or too slow; the limit is {limit}.", limit=rounded(facts[0].limit)
        )
    if len(rates) == 1:
        return say("{rate} crawls along the valley.", rate=unrounded(lowest))
    return say("Every rate here crawls along the valley.")


def _about_x(x: Floats, say: Say) -> str:
    """Say what of x makes the valley long."""
    low, high = x.min(), x.max()
    ends = dict(zip(("low", "high"), map(place, rounded_apart(low, high)), strict=True))
    largest = max(-low, high)
    if abs(x.mean()) > high - low:
        return say("x is far from 0 for its width: from {low} to {high}.", **ends)
    if largest >= LARGE:
        return say("x is large here: from {low} to {high}.", **ends)
    if largest <= SMALL:
        return say("x is small here: from {low} to {high}.", **ends)
    return say("x goes from {low} to {high} here.", **ends)
