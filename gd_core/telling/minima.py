"""The minima of a curve's loss: where they are, and which rates can settle there."""

import math

from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.numbers import rounded, rounded_apart, unrounded
from gd_core.stationary_points import StationaryPoint

ALIKE = 1e-6  # minima no further apart than this, along w and along b, are one
ROUNDING = 1e-12  # a minimum is not found more exactly than that


def minima_of_runs(experiment: Experiment) -> list[StationaryPoint]:
    """Return the minima known, and those besides in which runs settle, from the lowest up."""
    minima = experiment.theory.minima
    for outcome in experiment.outcomes:
        if outcome.minimum and not any(_is_the_same(outcome.minimum, known) for known in minima):
            minima.append(outcome.minimum)
    return sorted(minima, key=lambda minimum: minimum.loss)


def about_the_minima(settings: Settings, minima: list[StationaryPoint], *, say: Say = english) -> str:
    """Say, in Markdown, where the minima known are, and which rates can settle in each."""
    ends = [unrounded(end) for axis in CURVES[settings.model].window for end in axis]
    where = dict(zip(("low_w", "high_w", "low_b", "high_b"), ends, strict=True))
    if not minima:
        return say(
            "No minimum is known for these points: none was found for w from {low_w} to {high_w} and b from "
            "{low_b} to {high_b}.",
            **where,
        )
    told = [_about(minimum, settings.momentum, say) for minimum in minima]
    others = say(
        "Known is what was found for w from {low_w} to {high_w} and b from {low_b} to {high_b}, and where "
        "runs settle.",
        **where,
    )
    holding = which_rates_settle(minima, settings.momentum, say=say)
    if len(minima) == 1:
        return " ".join([say("One minimum is known: {minimum}.", minimum=told[0]), holding, others])
    listed = "\n".join(f"- {minimum}" for minimum in told)
    known = say("{n} minima are known, the lowest first:", n=len(minima))
    return f"{known}\n\n{listed}\n\n{holding} {others}"


def which_rates_settle(minima: list[StationaryPoint], momentum: float, *, say: Say = english) -> str:
    """Say, in Markdown, up to which rate each minimum, from the lowest up, can hold a run."""
    limits = [minimum.limit(momentum) or math.inf for minimum in minima]
    highest, lowest = max(limits), min(limits)
    if len(minima) == 1:
        return say("**Up to {limit} a rate can settle there; beyond, it cannot.**", limit=rounded(highest))
    if len(minima) > 2 or highest == lowest:
        return say(
            "**A rate can settle in each up to the limit there; beyond {limit}, in none of them.**",
            limit=rounded(highest),
        )
    low, high = rounded_apart(lowest, highest)
    if limits[0] == highest:
        return say(
            "**Up to {low} a rate can settle in either; up to {high} only in the lowest; beyond, in "
            "neither.**",
            low=low,
            high=high,
        )
    return say(
        "**Up to {low} a rate can settle in either; up to {high} only in the higher one; beyond, in "
        "neither.**",
        low=low,
        high=high,
    )


def why_a_minimum_has_a_limit(momentum: float, *, say: Say = english) -> str:
    """Say, in Markdown, what decides the limit of a minimum."""
    return say(
        "The limit there is {limit}, where {bend} says how sharply the loss bends at the minimum. A narrow "
        "minimum bends sharply, so the limit there is low: a larger rate cannot settle there, and may in a "
        "wider one.",
        limit=r"$2(1 + \beta)/\lambda_{\max}$" if momentum else r"$2/\lambda_{\max}$",
        bend=r"$\lambda_{\max}$",
    )


def place_of(minimum: StationaryPoint, *, say: Say = english) -> str:
    """Say where a minimum is; a coordinate that is 0 but for rounding, as 0."""
    w, b = (0.0 if abs(value) <= ROUNDING else value for value in (minimum.w, minimum.b))
    return place(w, b, say=say)


def place(w: float, b: float, *, say: Say = english) -> str:
    """Say where something is in the plane of w and b."""
    return say("w = {w}, b = {b}", w=rounded(w, 4), b=rounded(b, 4))


def _about(minimum: StationaryPoint, momentum: float, say: Say) -> str:
    return say(
        "{place}: loss {loss}, limit there {limit}",
        place=place_of(minimum, say=say),
        loss=rounded(minimum.loss, 4),
        limit=rounded(minimum.limit(momentum) or math.inf, 3),
    )


def _is_the_same(minimum: StationaryPoint, other: StationaryPoint) -> bool:
    return abs(minimum.w - other.w) <= ALIKE and abs(minimum.b - other.b) <= ALIKE
