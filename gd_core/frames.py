"""The rows that the charts draw, as tidy frames: every number on a chart comes from here."""

import numpy as np
import pandas as pd

from gd_core.bowl import noise_floor
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.descent import Runs
from gd_core.numbers import exact, rounded, rounded_beside

N_SLOTS = 8  # a run keeps its slot, and with it its colour, dash and shape, while others come and go
NO_RUN = N_SLOTS  # the slot, and so the theme's colour, for words that belong to no run

EVERY_EPOCH_UNTIL = 50  # a long run is drawn epoch by epoch so far, …
MOST_EPOCHS_DRAWN = 400  # … and then evenly thinned to about this many
LEAST_SHARE_DRAWN = 1e-15  # a logarithmic axis goes down to this share of its top
LABEL_HEIGHT = 0.05  # of the frame


def loss_data(
    dataset: Dataset,
    runs: Runs,
    *,
    slots: list[int],
    factors: list[float],
    logarithmic: bool,
    above_floor: bool,
) -> dict[str, pd.DataFrame]:
    """Return the rows that `loss_chart` draws: the runs, a row a rate, and the frame they are seen in.

    Parameters
    ----------
    slots : list of int
        A slot, 0 to 7, for each run.
    factors : list of float
        What an epoch multiplies each run's error by in the long run; it is told of runs that leave.
    """
    floor = 0.0 if above_floor else noise_floor(dataset)
    losses = runs.excess_losses if above_floor else runs.losses
    low, high = loss_window(losses, floor, logarithmic=logarithmic)
    has_floor = floor > max(low, LEAST_SHARE_DRAWN * high)  # less is rounding
    epochs = drawn_epochs(losses.shape[1] - 1)
    drawn = {
        "slot": np.repeat(slots, epochs.size),
        "epoch": np.tile(epochs, len(slots)),
        "loss": losses[:, epochs].ravel(),
    }
    frame = {
        "slot": NO_RUN,
        "low": low,
        "high": high,
        "floor": floor if has_floor else None,
        "floor_label": f"┄ noise floor {rounded(floor)}" if has_floor else "",
    }
    rates = {
        "slot": slots,
        "label": [f"learning rate = {exact(rate)}" for rate in runs.learning_rates],
        **_exits(runs, losses, factors, high),
        **_ends(runs, losses, low, high, logarithmic=logarithmic),
    }
    return {"runs": pd.DataFrame(drawn), "rates": pd.DataFrame(rates), "frame": pd.DataFrame([frame])}


def drawn_epochs(n_epochs: int) -> np.ndarray:
    """Return the epochs to draw: all of them, or in a long run the first ones and an even choice of the rest.

    Between two epochs the loss of gradient descent on a bowl bends one way only, so nothing hides there.
    """
    if n_epochs <= MOST_EPOCHS_DRAWN:
        return np.arange(n_epochs + 1)
    even = np.linspace(0, n_epochs, MOST_EPOCHS_DRAWN).astype(int)
    return np.union1d(np.arange(EVERY_EPOCH_UNTIL), even)


def about_the_drawing(data: dict[str, pd.DataFrame], n_epochs: int) -> str:
    """Say what of the runs the rows of `loss_data` leave out, where they do."""
    n_drawn, losses, low = drawn_epochs(n_epochs).size, data["runs"]["loss"], data["frame"]["low"][0]
    thinned = (
        f" All {n_epochs:,} epochs are computed, and {n_drawn} are drawn." if n_drawn <= n_epochs else ""
    )
    below = (
        " What leaves the chart at the bottom goes on falling."
        if ((losses < low) & (losses > 0)).any()
        else ""
    )
    return thinned + below


def loss_window(losses: Floats, floor: float, *, logarithmic: bool) -> tuple[float, float]:
    """Return the least and the largest loss in view, so that a diverging run does not flatten the others.

    Every start is in view, and so is every run that does not end above the highest start. Where others
    do, there is room to see them climb; where all do, there is more.
    """
    top, ends = losses[:, 0].max(), losses[:, -1]
    if (ends > top).all():
        top = min(ends.min(), top * (1e6 if logarithmic else 50))
    elif (ends > top).any():
        top = min(ends.max(), top * (10 if logarithmic else 1.3))
    if top == 0:
        return (1e-3, 1.0) if logarithmic else (0.0, 1.0)
    if not logarithmic:
        return 0.0, float(top * 1.04)
    least = floor if floor > LEAST_SHARE_DRAWN * top else losses[losses > 0].min()
    return float(max(least, LEAST_SHARE_DRAWN * top) / 2), float(top * 1.5)


def _exits(runs: Runs, losses: Floats, factors: list[float], high: float) -> dict[str, list]:
    """Return, for each run that ends above the frame, when it leaves, how fast, and a line of text for it."""
    leaves = losses[:, -1] > high
    epochs = (losses > high).argmax(axis=1)
    rates = [exact(rate) for rate in runs.learning_rates]
    return {
        "exit_epoch": [int(epoch) if gone else None for epoch, gone in zip(epochs, leaves, strict=True)],
        "exit_row": (np.cumsum(leaves) - 1).tolist(),
        "exit_label": [
            f"▲ {rate} leaves at epoch {epoch}: error ×{rounded_beside(factor, 1)} an epoch" if gone else None
            for rate, epoch, factor, gone in zip(rates, epochs, factors, leaves, strict=True)
        ],
    }


def _ends(runs: Runs, losses: Floats, low: float, high: float, *, logarithmic: bool) -> dict[str, list]:
    """Return a label for the last point of each run that has room for one beside the frame."""
    taken: list[float] = []
    labels: list[str | None] = []
    for rate, last in zip(runs.learning_rates, losses[:, -1], strict=True):
        inside = low < last < high
        height = _height(last, low, high, logarithmic=logarithmic) if inside else 0.0
        free = inside and all(abs(height - other) > LABEL_HEIGHT for other in taken)
        taken += [height] if free else []
        labels.append(exact(rate) if free else None)
    return {
        "end_epoch": [losses.shape[1] - 1] * len(labels),
        "end_loss": losses[:, -1].tolist(),
        "end_label": labels,
    }


def _height(value: float, low: float, high: float, *, logarithmic: bool) -> float:
    """Return how high a value stands in the frame, from 0 to 1."""
    if logarithmic:
        value, low, high = np.log(value), np.log(low), np.log(high)
    return float((value - low) / (high - low))
