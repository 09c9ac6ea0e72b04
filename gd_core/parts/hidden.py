"""What the page shows while a prediction is asked for: the instrument without what it would give away."""

from dataclasses import replace
from typing import Any

import numpy as np

from gd_core.charts.frame import frame_rows, values_of
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded, unrounded
from gd_core.parts.blocks import Block, Text
from gd_core.parts.instrument import instrument
from gd_core.telling.setting import the_setting

HIDDEN = ["floor", "best_w", "best_b", "true_w", "true_b", "best_low", "best_high"]  # in the pictures' frame


def without_answers(experiment: Experiment, *, say: Say = english, **drawn: Any) -> list[Block]:
    """Return the instrument, drawn as `instrument` is told, without floor, best line, answers and factors."""
    shown = instrument(experiment, is_hidden=True, say=say, **drawn)
    loss, of_map, fit = (
        replace(picture, rows=picture.rows | {"frame": hidden_frame(picture.rows["frame"])})
        for picture in (shown.loss, shown.map, shown.fit)
    )
    now = loss.rows["now"]
    untold = now | {"row": [row | {"leaving": ""} for row in now["row"]]}
    return [
        shown.player,
        replace(loss, rows=loss.rows | {"now": untold}),
        of_map,
        replace(fit, alt=say("The points, and every run's line at the epoch shown.")),
        shown.starts,
    ]


def points_alone(experiment: Experiment, *, colour_slots: list[int], say: Say = english) -> list[Block]:
    """Return the picture "fit" with the points in it, and nothing that was found from them."""
    fit = instrument(experiment, colour_slots=colour_slots, say=say).fit
    nothing = {"now": {name: column[:0] for name, column in fit.rows["now"].items()}}
    frame = {"frame": hidden_frame(fit.rows["frame"])}
    return [replace(fit, rows=fit.rows | nothing | frame, alt=say("The points."))]


def hidden_frame(frame: dict[str, list]) -> dict[str, list]:
    """Return the frame that the pictures share without floor, best line and answers."""
    values = values_of(frame)
    hidden = dict.fromkeys(HIDDEN, np.nan) | {"floor_label": "", "key": ""}
    return frame_rows({name: hidden.get(name, value) for name, value in values.items()})


def what_is_asked(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Say that a prediction is asked for, and of what."""
    settings = the_setting(experiment.settings, say=say)
    return [
        Text(f"{say('Predict first; then everything is shown.')} {settings}"),
        Text(about_the_starts(experiment, say=say)),
    ]


def about_the_starts(experiment: Experiment, *, say: Say = english) -> str:
    """Say where every run starts."""
    starts = zip(experiment.settings.learning_rates, experiment.runs.parameters[:, 0], strict=True)
    return " ".join(
        say("{rate} starts at w = {w}, b = {b}.", rate=unrounded(rate), w=rounded(w), b=rounded(b))
        for rate, (w, b) in starts
    )
