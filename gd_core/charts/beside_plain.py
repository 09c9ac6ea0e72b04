"""The same rates without momentum, drawn faint beside the runs in all three pictures."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts.map_window import Window, is_near
from gd_core.charts.movement import until_epoch
from gd_core.charts.rows import by_epoch, drawn_epochs
from gd_core.charts.style import colour, faint
from gd_core.checks import Floats
from gd_core.experiment import Experiment, runs_without_momentum

LOOK: dict[str, Any] = {"opacity": 0.6, "strokeDash": [3, 3], "strokeWidth": 1.5}
PLAIN = alt.Chart(alt.NamedData("plain"))


def rows_beside(
    experiment: Experiment, window: Window, high: float, *, colour_slots: list[int], above_floor: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows "plain" of the picture of the loss, and those that map and fit share.

    Parameters
    ----------
    window
        What is in view in the map.
    high : float
        The largest loss in view.
    """
    plain, epochs = runs_without_momentum(experiment), drawn_epochs(experiment)
    losses = plain.excess_losses if above_floor else plain.losses
    places, at = plain.parameters[:, epochs], by_epoch(epochs, colour_slots)
    return _losses_beside(losses[:, epochs], at, high), _places_beside(places, at, window)


def _losses_beside(losses: Floats, at: dict[str, np.ndarray], high: float) -> pd.DataFrame:
    """Return a row a run and epoch: its slot, the epoch, and the loss there where it has a place.

    A logarithmic axis has no 0; far above the frame, a loss asks for coordinates that browsers cannot draw.
    """
    has_a_place = (losses > 0) & (losses <= 1e9 * high)
    drawn = np.where(has_a_place, np.minimum(losses, 1000 * high), np.nan)
    return pd.DataFrame(at | {"loss": drawn.ravel()})


def _places_beside(places: Floats, at: dict[str, np.ndarray], window: Window) -> pd.DataFrame:
    """Return a row a run and epoch: its slot, the epoch, w and b; none of what is far off."""
    theta = places.reshape(-1, 2)
    return pd.DataFrame(at | dict(zip("wb", theta.T, strict=True)))[is_near(theta, window)]


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
