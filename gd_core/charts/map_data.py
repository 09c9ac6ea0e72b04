"""What the parameter map draws: what is in view, the ways of the runs, and the outermost ring."""

from dataclasses import replace
from typing import Any

import numpy as np

from gd_core.bowl import Bowl, bowl_of, excess_loss
from gd_core.charts.map_of_curves import frame_of_curve, window_of_curve
from gd_core.charts.map_window import Window, is_near, is_square, with_margin
from gd_core.charts.rows import by_epoch, drawn_epochs
from gd_core.charts.rows_of_curves import rows_of_each
from gd_core.checks import Floats
from gd_core.experiment import Experiment, Settings, true_line_of
from gd_core.languages import Say, english
from gd_core.spectrum import modes

RING_RATIO = 2.5  # from one ring inward to the next, the excess loss falls by this factor
LEAST_CURVATURE = 1e-8  # of the steepest: less is drawn as so much
SIGNS = {"best": "✕", "true": "◇"}  # of least squares, and of the true line


def map_frame(experiment: Experiment, window: Window | None = None, *, say: Say = english) -> dict[str, Any]:
    """Return the part of the frame that `map_chart` draws by, beside the runs' own rows.

    Parameters
    ----------
    window
        What is in view; where there is none, what `map_window` returns.
    """
    window = window or map_window(experiment)
    low_w, low_b, high_w, high_b = window
    ground = frame_of_curve if experiment.theory.is_of_a_curve else _frame_of_the_line
    return ground(experiment, window, say=say) | {
        "w_low": low_w,
        "w_high": high_w,
        "b_low": low_b,
        "b_high": high_b,
        "square": is_square(window),
    }


def _frame_of_the_line(experiment: Experiment, window: Window, *, say: Say) -> dict[str, Any]:
    bowl, true_line = bowl_of(experiment.dataset), true_line_of(experiment)
    true = np.full(2, np.nan) if true_line is None else true_line
    keys = [say("✕ least squares"), say("◇ true line")]
    return outermost_ring(bowl, window) | {
        "key": keys[0] if true_line is None else "   ".join(keys),
        "best_w": bowl.bottom[0],
        "best_b": bowl.bottom[1],
        "true_w": true[0],
        "true_b": true[1],
    }


def map_window(experiment: Experiment, before: Window | None = None) -> Window:
    """Return what is in view: the starts, the answers, and all of each run that stays.

    A run that ends with a larger loss than it started with is left to leave.

    Parameters
    ----------
    before
        What was in view while the runs differed in nothing but their starts: it stays as long as the starts
        are in it, so that what a hand moves stays under the hand.
    """
    runs, true_line = experiment.runs, true_line_of(experiment)
    starts = runs.parameters[:, 0]
    if before and np.all((np.array(before[:2]) <= starts) & (starts <= np.array(before[2:]))):
        return before
    if experiment.theory.is_of_a_curve:
        return window_of_curve(experiment)
    bottom = bowl_of(experiment.dataset).bottom
    answers = [bottom] if true_line is None else [bottom, true_line]
    stays = runs.losses[:, -1] <= runs.losses[:, 0]
    paths = runs.parameters[stays][:, drawn_epochs(experiment)].reshape(-1, 2)
    return with_margin(np.concatenate([paths, starts, answers]))


def kept_in_view(
    settings: Settings, before: tuple[Settings, Window] | None
) -> tuple[Settings, Window | None]:
    """Return the settings but for the starts, and what was in view while nothing else was different.

    Parameters
    ----------
    before
        What this returned last, with what came into view.
    """
    besides = replace(settings, own_start=False, start_w=0.0, start_b=0.0, same_start=False)
    return besides, before[1] if before and before[0] == besides else None


def path_rows(experiment: Experiment, window: Window, *, colour_slots: list[int]) -> dict[str, np.ndarray]:
    """Return a row a run and drawn epoch, where it is in view or near: its slot, the epoch, w and b."""
    parameters = experiment.runs.parameters
    if experiment.theory.is_of_a_curve:
        columns = rows_of_each(np.moveaxis(parameters, 2, 0), ("w", "b"), colour_slots=colour_slots)
    else:
        epochs = drawn_epochs(experiment)
        theta = parameters[:, epochs].reshape(-1, 2)
        columns = by_epoch(epochs, colour_slots) | dict(zip("wb", theta.T, strict=True))
    near = is_near(np.column_stack([columns["w"], columns["b"]]), window)
    return {name: column[near] for name, column in columns.items()}


def outermost_ring(bowl: Bowl, window: Window) -> dict[str, float]:
    """Return the outermost ring of equal loss, as `_ring_layer` draws it; the others are smaller copies.

    With the excess c, it is where ``½·eᵀHe = c``: an ellipse ``theta_star + A·(cos, sin)`` with
    ``A·Aᵀ = 2c·H⁻¹``, of which the three entries are returned, in squared units of w and b. It holds all that
    is in view. Where the bowl is a valley, or nearly one, it is cut so far off that its sides are straight.
    """
    corners, (lam, vectors) = _corners_in_view(window), modes(bowl)
    excess = excess_loss(corners - bowl.bottom, bowl).max()
    lengths = 2 * excess / np.maximum(lam, LEAST_CURVATURE * lam[1])
    (ww, wb), (_, bb) = (vectors * lengths) @ vectors.T
    return {"middle_w": bowl.bottom[0], "middle_b": bowl.bottom[1], "ww": ww, "wb": wb, "bb": bb}


def _corners_in_view(window: Window) -> Floats:
    """Return the corners (w, b) of what is in view in plots of which one side is up to twice the other."""
    low, high = np.array(window[:2]), np.array(window[2:])
    sides = (high - low)[None]
    if is_square(window):
        sides = np.maximum(sides, sides[:, ::-1] * np.array([[2, 0.5], [0.5, 2]]))
    corners = sides[:, None] / 2 * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    return (low + high) / 2 + corners.reshape(-1, 2)
