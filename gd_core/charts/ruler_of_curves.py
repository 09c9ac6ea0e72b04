"""The ruler of a curve: a limit for each minimum known, and between them which of these can hold a run."""

import math
from collections.abc import Sequence
from typing import Any

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded
from gd_core.stationary_points import StationaryPoint

HOLD, SOME, NONE = 1, 2, 3  # the looks of zones: where all minima hold a run, some of them, none
HILLS = "hills"


def limits_of(experiment: Experiment) -> list[tuple[float, StationaryPoint]]:
    """Return the limit at each minimum known, ascending, with the minimum."""
    minima, momentum = experiment.theory.minima, experiment.settings.momentum
    limits = [(minimum.limit(momentum) or math.inf, minimum) for minimum in minima]
    return sorted(limits, key=lambda each: each[0])


def zones_of_curve(experiment: Experiment, *, say: Say = english) -> tuple[list[float], list[dict[str, Any]]]:
    """Return where the zones of the ruler part, and each zone with its name and what it means.

    Where no minimum is known there are none.
    """
    limits = limits_of(experiment)
    if not limits:
        return [], []
    edges, minima = [limit for limit, _ in limits], [minimum for _, minimum in limits]
    zones: list[dict[str, Any]] = []
    for n_left in range(len(limits), -1, -1):
        holding = minima[len(limits) - n_left :]
        zone = {
            "name": _name(holding, minima, experiment.settings.model, say),
            "meaning": _meaning(holding, len(limits), say),
            "look": HOLD if n_left == len(limits) else SOME if n_left else NONE,
        }
        if n_left < len(limits):
            zone |= _limit(limits, len(limits) - n_left - 1, say)
        zones.append(zone)
    return edges, zones


def _name(holding: Sequence[StationaryPoint], known: Sequence[StationaryPoint], model: str, say: Say) -> str:
    """Return which minima can hold a run, in as few words as the band has room for."""
    if len(known) == 1:
        return say("can settle") if holding else say("cannot settle")
    if not holding:
        return say("none holds")
    if len(holding) == len(known):
        return say("both hold a run") if len(known) == 2 else say("all hold a run")
    if len(holding) > 1:
        return say("{n} of {known} hold", n=len(holding), known=len(known))
    if len(known) > 2 or model != HILLS:
        return say("only one holds")
    is_wide = abs(holding[0].b) == max(abs(minimum.b) for minimum in known)
    return say("wide hill only") if is_wide else say("narrow hill only")


def _meaning(holding: Sequence[StationaryPoint], n_known: int, say: Say) -> str:
    """Return the same in a sentence, for those who point at it."""
    if not holding:
        return say("A rate in this zone can settle in no minimum that is known, unless it hits one exactly.")
    if len(holding) == n_known > 1:
        return say("A rate in this zone can settle in each of the {n} minima that are known.", n=n_known)
    losses = ", ".join(rounded(minimum.loss) for minimum in sorted(holding, key=lambda each: each.loss))
    if len(holding) > 1:
        return say(
            "A rate in this zone can settle only in the minima with the losses {losses}.", losses=losses
        )
    if n_known > 1:
        return say("A rate in this zone can settle only in the minimum with the loss {loss}.", loss=losses)
    return say(
        "A rate in this zone can settle in the one minimum that is known, with the loss {loss}.", loss=losses
    )


def _limit(limits: Sequence[tuple[float, StationaryPoint]], place: int, say: Say) -> dict[str, str]:
    """Return the label of one of the limits, and what it says of its minimum."""
    limit, minimum = limits[place]
    told = say(
        "The limit of the minimum at w = {w}, b = {b}, where the loss is {loss}: above {limit} no run "
        "settles there, unless it hits it exactly. It is {times}/λ, with λ = {eigenvalue} for how steeply "
        "the loss bends there.",
        w=rounded(minimum.w),
        b=rounded(minimum.b),
        loss=rounded(minimum.loss),
        limit=rounded(limit, 4),
        times=rounded(limit * minimum.eigenvalues[1], 4),
        eigenvalue=rounded(minimum.eigenvalues[1], 4),
    )
    label = rounded(limit) if len(limits) > 1 else say("limit {rate}", rate=rounded(limit))
    return {"limit": label, "told": told}
