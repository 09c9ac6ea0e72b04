"""What the instrument shows while a prediction is asked for: its pictures without what the theory says."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gd_core.charts.frame import frame_rows, values_of
from gd_core.experiment import Settings, starts_of
from gd_core.languages import Say, english
from gd_core.telling.numbers import exact, rounded

Pictures = dict[str, dict[str, pd.DataFrame]]

HIDDEN = ["floor", "best_w", "best_b", "true_w", "true_b", "best_low", "best_high"]  # in the pictures' frame


def without_answers(pictures: Pictures, *, learning_rates: Sequence[float]) -> Pictures:
    """Return the pictures of `gd_core.parts.instrument` without floor, best line, answers and factors."""
    names = [exact(rate) for rate in learning_rates]
    shared = {
        "rates": pictures["loss"]["rates"].assign(label=names, short_label=names),
        "frame": veiled_frame(pictures["loss"]["frame"]),
    }
    return {name: frames | shared for name, frames in pictures.items()}


def veiled_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame that the pictures share without what the theory says."""
    hidden = dict.fromkeys(HIDDEN, np.nan)
    return frame_rows(values_of(frame) | hidden | {"floor_label": "", "key": "", "long_labels": False})


def points_alone(pictures: Pictures) -> dict[str, pd.DataFrame]:
    """Return the picture "fit" with the points in it, and nothing that was found from them."""
    fit = pictures["fit"]
    frame = veiled_frame(fit["frame"])
    return fit | {"runs": fit["runs"].iloc[:0], "rates": fit["rates"].iloc[:0], "frame": frame}


def about_the_veiled(learning_rates: Sequence[float], *, say: Say = english) -> str:
    """Say what is drawn, for those who cannot see it, and not what it does."""
    rates = ", ".join(exact(rate) for rate in learning_rates)
    return say("Loss by epoch, for the learning rates {rates}. The player tells its numbers.", rates=rates)


def about_the_starts(settings: Settings, *, say: Say = english) -> str:
    """Say where every run starts."""
    rates = settings.learning_rates
    starts = np.broadcast_to(starts_of(settings), (len(rates), 2))
    return " ".join(
        say("{rate} starts at w = {w}, b = {b}.", rate=exact(rate), w=rounded(w), b=rounded(b))
        for rate, (w, b) in zip(rates, starts, strict=True)
    )
