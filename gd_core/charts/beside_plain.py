"""The same rates without momentum, drawn faint beside the runs in all three pictures."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts.map_data import NEAR, Window, is_square
from gd_core.charts.movement import until_epoch
from gd_core.charts.rows import by_epoch
from gd_core.charts.style import colour, faint
from gd_core.checks import Floats
from gd_core.experiment import Experiment

LOOK: dict[str, Any] = {"opacity": 0.6, "strokeDash": [3, 3], "strokeWidth": 1.5}
PLAIN = alt.Chart(alt.NamedData("plain"))


def plain_losses(
    plain: Experiment, epochs: np.ndarray, *, colour_slots: list[int], high: float, above_floor: bool
) -> pd.DataFrame:
    """Return a row a run and epoch for the picture of the loss: its slot, the epoch, and its loss.

    Parameters
    ----------
    plain : Experiment
        The same settings without momentum.
    epochs : array
        Those that are drawn of the runs beside.
    high : float
        The largest loss in view: far above it, a loss asks for coordinates that browsers cannot draw.
    """
    runs = plain.runs
    losses = (runs.excess_losses if above_floor else runs.losses)[:, epochs]
    has_a_place = (losses > 0) & (losses <= 1e9 * high)  # 0 has none on a logarithmic axis
    drawn = np.where(has_a_place, np.minimum(losses, 1000 * high), np.nan)
    return pd.DataFrame(by_epoch(epochs, colour_slots) | {"loss": drawn.ravel()})


def plain_places(
    plain: Experiment, epochs: np.ndarray, *, colour_slots: list[int], window: Window
) -> pd.DataFrame:
    """Return a row a run and epoch for map and fit: its slot, the epoch, w and b; none of what is far off."""
    theta = plain.runs.parameters[:, epochs].reshape(-1, 2)
    rows = pd.DataFrame(by_epoch(epochs, colour_slots) | dict(zip("wb", theta.T, strict=True)))
    return rows[_is_near(theta, window)]


def plain_loss_layer(epoch: alt.X, loss: alt.Y) -> alt.Chart:
    """Return the losses up to the epoch shown."""
    return until_epoch(_unnamed()).mark_line(clip=True, **LOOK).encode(epoch, loss, faint())


def plain_map_layers(w: alt.X, b: alt.Y) -> list[alt.Chart]:
    """Return the way of each run up to the epoch shown, and a ring where it is then."""
    way = until_epoch(_unnamed()).mark_line(clip=True, **LOOK).encode(w, b, faint(), order="epoch:Q")
    ring = plain_now().mark_point(clip=True, filled=False, size=50, opacity=0.7, strokeWidth=1.5)
    return [way, ring.encode(w, b, colour())]


def _unnamed() -> alt.Chart:
    """Return the rows with their slot as "marker", to keep them out of the legend."""
    return PLAIN.transform_calculate(marker="datum.slot")


def plain_now() -> alt.Chart:
    """Return a row a run at the epoch shown, with its w and b under "here", as `movement.now_rows` has it."""
    return PLAIN.transform_filter("datum.epoch == shown").transform_calculate(here="{w: datum.w, b: datum.b}")


def _is_near(theta: Floats, window: Window) -> np.ndarray:
    low, high = np.array(window[:2]), np.array(window[2:])
    reach = (high - low).max() if is_square(window) else high - low
    return (np.abs(theta - (low + high) / 2) < NEAR / 2 * reach).all(axis=1)
