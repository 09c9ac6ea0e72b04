"""Which rates would work on a curve: up to which each minimum holds a run, and what many rates end with."""

import numpy as np
import pandas as pd

from gd_core.bowl import TOLERANCE
from gd_core.charts.sweep_data import start_of_the_sweep
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.numbers import rounded, unrounded
from gd_core.parts.blocks import Block, Text
from gd_core.stationary_points import StationaryPoint, lowest_loss
from gd_core.telling.minima import about_the_minima, minima_of_runs, place_of, why_a_minimum_has_a_limit


def ruler_of_a_curve(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Say up to which rate each minimum known can hold a run, and what decides that."""
    minima, settings = minima_of_runs(experiment), experiment.settings
    told = about_the_minima(settings, minima, say=say)
    why = why_a_minimum_has_a_limit(settings.momentum, say=say) if minima else ""
    return [Text(" ".join(filter(None, [told, why])))]


def what_a_curve_ends_with(experiment: Experiment, swept: pd.DataFrame, *, say: Say = english) -> str:
    """Say which of the rates swept end at the loss of which minimum known, and which ends lowest."""
    minima = experiment.theory.minima
    floor = lowest_loss(minima)  # what the excess is counted from
    rates, losses = swept["learning_rate"].to_numpy(), swept["excess"].to_numpy() + floor
    model, start = CURVES[experiment.settings.model], start_of_the_sweep(experiment)
    begins = float(model.loss(start, experiment.dataset))
    ends = [_who_ends_there(rates, losses, begins, minimum, say) for minimum in minima]
    higher = rates[losses > begins * (1 + 1e-9)]
    if higher.size:
        ends.append(say("At the end higher than at the start: {which}.", which=_which(higher, say)))
    return " ".join([_lowest(rates, losses, say), *ends])


def _who_ends_there(rates: Floats, losses: Floats, begins: float, minimum: StationaryPoint, say: Say) -> str:
    near = rates[np.abs(losses - minimum.loss) <= TOLERANCE * abs(begins - minimum.loss)]
    told = {"loss": rounded(minimum.loss, 4), "place": place_of(minimum, say=say)}
    if not near.size:
        return say("No rate ends at {loss}, the loss of the minimum at {place}.", **told)
    return say(
        "99.9 % of the way to {loss}, the loss of the minimum at {place}, is behind {which}.",
        which=_which(near, say),
        **told,
    )


def _lowest(rates: Floats, losses: Floats, say: Say) -> str:
    best = rates[losses == losses.min()]
    if not np.isfinite(losses.min()):
        return say("All these rates lead beyond what the computer can hold.")
    lowest = rounded(losses.min(), 4)
    return say(
        "The lowest loss at the end, {loss}, is that of {which}.", loss=lowest, which=_which(best, say)
    )


def _which(rates: Floats, say: Say) -> str:
    if rates.size == 1:
        return unrounded(rates[0])
    ends = {"low": unrounded(rates[0]), "high": unrounded(rates[-1])}
    return say("{n} rates between {low} and {high}", n=rates.size, **ends)
