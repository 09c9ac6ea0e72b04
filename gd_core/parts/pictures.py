"""The three pictures that the player moves: the rows of each, its words, and how it is drawn."""

from typing import Any

import pandas as pd

from gd_core.charts.fit import NOW_OF_FIT, fit_data, fit_summary
from gd_core.charts.fit_of_curves import curve_data, curve_summary
from gd_core.charts.frame import frame_rows
from gd_core.charts.loss import NOW_OF_LOSS
from gd_core.charts.loss_data import loss_summary
from gd_core.charts.map_data import map_frame, path_rows
from gd_core.charts.map_of_curves import minima_rows
from gd_core.charts.map_window import Window
from gd_core.charts.map_words import map_summary
from gd_core.charts.parameter_map import NOW_OF_MAP
from gd_core.charts.rows import loss_rows, now_rows
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Picture

Now = dict[str, list]  # what is known of each run where it is, as `where_runs_are` returns it


def picture_of_loss(
    experiment: Experiment,
    losses: Floats,
    now: Now,
    frame: dict[str, Any],
    *,
    colour_slots: list[int],
    logarithmic: bool,
    above_floor: bool,
    beside: pd.DataFrame | None,
    say: Say = english,
) -> Picture:
    """Return the losses (r, n_epochs + 1) by epoch, in the frame of `loss_data`.

    Parameters
    ----------
    beside
        What is drawn of plain descent beside them, of `rows_beside`; None where nothing is.
    """
    high = frame["high"]
    rows = {
        "runs": loss_rows(experiment, losses, high, colour_slots=colour_slots, logarithmic=logarithmic),
        "now": now_rows(now, NOW_OF_LOSS),
        "frame": frame_rows(frame),
    }
    view = {"logarithmic": logarithmic, "above_floor": above_floor} | _fitted(experiment)
    return _picture("loss", rows, beside, alt=loss_summary(say=say), view=view)


def picture_of_map(
    experiment: Experiment,
    now: Now,
    window: Window,
    *,
    colour_slots: list[int],
    beside: pd.DataFrame | None,
    say: Say = english,
) -> Picture:
    """Return the ways of the runs through the plane of (w, b), as much of it as the window has."""
    view = _fitted(experiment)
    rows: dict[str, Any] = {
        "runs": path_rows(experiment, window, colour_slots=colour_slots),
        "now": now_rows(now, NOW_OF_MAP),
        "frame": frame_rows(_last(experiment) | map_frame(experiment, window, say=say)),
    }
    if view:
        rows["minima"] = minima_rows(experiment, window, say=say)
    return _picture("map", rows, beside, alt=map_summary(is_a_curve=bool(view), say=say), view=view)


def picture_of_fit(
    experiment: Experiment, now: Now, *, beside: pd.DataFrame | None, say: Say = english
) -> Picture:
    """Return the points, with the lines of the runs or their curves."""
    view = _fitted(experiment)
    points, frame = curve_data(experiment) if view else fit_data(experiment)
    rows = {
        "points": points,
        "now": now_rows(now, NOW_OF_FIT),
        "frame": frame_rows(_last(experiment) | frame),
    }
    if view:
        return _picture("curve", rows, beside, alt=curve_summary(say=say), view=view)
    return _picture("fit", rows, beside, alt=fit_summary(say=say), view=view)


def _fitted(experiment: Experiment) -> dict[str, bool | str]:
    """Return how the charts are told which curve is fitted; nothing where it is a line."""
    return {"model": experiment.settings.model} if experiment.theory.is_of_a_curve else {}


def _last(experiment: Experiment) -> dict[str, int]:
    return {"last": experiment.settings.n_epochs}


def _picture(
    name: str,
    rows: dict[str, Any],
    beside: pd.DataFrame | None,
    *,
    alt: str,
    view: dict[str, bool | str],
) -> Picture:
    """Return a picture, with the rows of plain descent beside where there are some."""
    if beside is None:
        return Picture(name, rows, alt=alt, view=tuple(view.items()))
    drawn = view | {"beside_plain": True}
    return Picture(name, rows | {"plain": beside}, alt=alt, view=tuple(drawn.items()))
