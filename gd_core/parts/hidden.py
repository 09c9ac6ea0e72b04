"""What the page shows while a prediction is asked for: the instrument without what it would give away."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gd_core.charts.frame import frame_rows, values_of
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Picture
from gd_core.parts.instrument import Instrument
from gd_core.parts.results import about_the_losses
from gd_core.telling.numbers import exact, rounded

HIDDEN = ["floor", "best_w", "best_b", "true_w", "true_b", "best_low", "best_high"]  # in the pictures' frame


def without_answers(shown: Instrument, experiment: Experiment, *, say: Say = english) -> Instrument:
    """Return the instrument without floor, best line, answers, factors and words."""
    names = [exact(rate) for rate in experiment.settings.learning_rates]
    hidden = {
        "rates": shown.loss.rows["rates"].assign(label=names, short_label=names),
        "frame": hidden_frame(shown.loss.rows["frame"]),
    }
    loss = about_the_losses(experiment.settings.learning_rates, say=say)
    fit = say("The points, and every run's line at the epoch shown.")
    return Instrument(
        player=shown.player,
        loss=replace(shown.loss, rows=shown.loss.rows | hidden, alt=loss),
        map=replace(shown.map, rows=shown.map.rows | hidden),
        fit=replace(shown.fit, rows=shown.fit.rows | hidden, alt=fit),
        what_happened=[],
    )


def points_alone(shown: Instrument, *, say: Say = english) -> Picture:
    """Return the picture "fit" with the points in it, and nothing that was found from them."""
    rows = shown.fit.rows
    nothing = {name: rows[name].iloc[:0] for name in ("runs", "rates")}
    frame = {"frame": hidden_frame(rows["frame"])}
    return replace(shown.fit, rows=rows | nothing | frame, alt=say("The points."))


def hidden_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame that the pictures share without what the theory says."""
    hidden = dict.fromkeys(HIDDEN, np.nan)
    return frame_rows(values_of(frame) | hidden | {"floor_label": "", "key": "", "long_labels": False})


def about_the_starts(experiment: Experiment, *, say: Say = english) -> str:
    """Say where every run starts."""
    starts = zip(experiment.settings.learning_rates, experiment.runs.parameters[:, 0], strict=True)
    return " ".join(
        say("{rate} starts at w = {w}, b = {b}.", rate=exact(rate), w=rounded(w), b=rounded(b))
        for rate, (w, b) in starts
    )
