"""What the instrument shows while a prediction is asked for: its pictures without what the theory says."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gd_core.experiment import Settings, starts_of
from gd_core.languages import Say, english
from gd_core.numbers import exact, rounded

Pictures = dict[str, dict[str, pd.DataFrame]]


def without_answers(pictures: Pictures, *, learning_rates: Sequence[float]) -> Pictures:
    """Return the pictures of `gd_core.parts.instrument` without floor, best line, answers and factors."""
    loss, w_b, fit = pictures["loss"], pictures["map"], pictures["fit"]
    names = [exact(rate) for rate in learning_rates]
    plain = {"label": names, "short_label": names}
    rates = loss["rates"].assign(**plain)
    veiled = {
        "loss": loss
        | {"rates": rates, "frame": loss["frame"].assign(floor=np.nan, floor_label="", long_labels=False)},
        "map": w_b | {"answers": w_b["answers"].iloc[:0], "frame": w_b["frame"].assign(key="")},
        "fit": fit | {"frame": fit["frame"].assign(best_low=np.nan, best_high=np.nan)},
    }
    return {name: frames | {"rates": rates} for name, frames in veiled.items()}


def points_alone(pictures: Pictures) -> dict[str, pd.DataFrame]:
    """Return the picture "fit" with the points in it, and nothing that was found from them."""
    fit = pictures["fit"]
    frame = fit["frame"].assign(best_low=np.nan, best_high=np.nan)
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
