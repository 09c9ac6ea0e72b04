"""Which losses are in view in the picture of the loss, and how high a loss stands there."""

import numpy as np

from gd_core.checks import Floats
from gd_core.experiment import Experiment

LEAST_SHARE_DRAWN = 1e-15  # a logarithmic axis goes down to this share of its top
ROOM_FOR_LEGEND = 0.42  # of the frame's height, above it: a curve's loss may stay where it starts


def losses_in_view(
    experiment: Experiment, losses: Floats, floor: float, *, are_still: bool, logarithmic: bool
) -> tuple[float, float]:
    """Return the least and the largest loss in view, with room for the legend where a run would cross it.

    Parameters
    ----------
    losses : (r, n_epochs + 1) array
    floor : float
        What is drawn as the lowest loss that is known.
    are_still : bool
        Whether nothing moves but for rounding, which is not worth a view.
    """
    seen = (0 * losses, 0.0) if are_still else (losses, floor)
    low, high = loss_window(*seen, logarithmic=logarithmic)
    swings = experiment.theory.with_momentum and _is_high_late(losses, low, high, logarithmic=logarithmic)
    if swings or experiment.theory.is_of_a_curve:
        return _with_room((low, high), losses, logarithmic=logarithmic)
    return low, high


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


def _with_room(window: tuple[float, float], losses: Floats, *, logarithmic: bool) -> tuple[float, float]:
    """Return a window of losses with room for the legend above, and for what is below 0, where it is."""
    low, high = window
    if logarithmic:
        return low, high * (high / low) ** ROOM_FOR_LEGEND
    low = min(low, 1.04 * float(np.where(np.isfinite(losses), losses, 0).min()))
    return low, high + ROOM_FOR_LEGEND * (high - low)


def _is_high_late(losses: Floats, low: float, high: float, *, logarithmic: bool) -> bool:
    """Tell whether a run that ends in the frame is as high as the legend in the second half of the epochs."""
    stays = losses[losses[:, -1] <= high, losses.shape[1] // 2 :]
    if not stays.size:
        return False
    highest = float(np.clip(stays.max(), low, high))
    return height_in(highest, low, high, logarithmic=logarithmic) > 1 - ROOM_FOR_LEGEND


def height_in(value: float, low: float, high: float, *, logarithmic: bool) -> float:
    """Return how high a value stands in the frame, from 0 to 1."""
    if logarithmic:
        value, low, high = np.log(value), np.log(low), np.log(high)
    return float((value - low) / (high - low))
