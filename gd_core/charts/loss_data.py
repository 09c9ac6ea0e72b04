"""What the picture of the loss says of each rate, what frames it, and what it leaves out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gd_core.bowl import noise_floor
from gd_core.charts.loss_of_curves import label_of_floor
from gd_core.charts.loss_window import LEAST_SHARE_DRAWN, height_in, losses_in_view
from gd_core.charts.rows import about_thinning, rate_columns
from gd_core.charts.zero import zero_columns
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded_beside
from gd_core.stationary_points import lowest_loss

LABEL_HEIGHT = 0.07  # of the frame


def loss_data(
    experiment: Experiment,
    *,
    colour_slots: list[int],
    factors: list[float],
    logarithmic: bool,
    above_floor: bool,
    say: Say = english,
) -> tuple[dict[str, list], dict[str, Any]]:
    """Return what `loss_chart` draws beside the runs' rows: what it says of the rates, and its frame.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each run.
    factors : list of float
        What an epoch multiplies each run's error by in the long run, told of runs that leave; NaN where there
        is no error. Empty where nobody knows.
    """
    theory, losses = experiment.theory, losses_shown(experiment, above_floor=above_floor)
    still = np.isnan(factors or np.ones(losses.shape[0]))  # nothing moves, but for rounding
    floor = 0.0 if above_floor else _floor(experiment)
    low, high = losses_in_view(
        experiment, losses, floor, are_still=bool(still.all()), logarithmic=logarithmic
    )
    exits = np.where(still, np.nan, _exits(losses, high))  # rounding alone leaves no frame
    rates = rate_columns(experiment.runs.learning_rates, colour_slots=colour_slots, say=say)
    rates |= zero_columns(losses, say=say) | {
        "exit_epoch": exits.tolist(),
        "leaving": _exit_words(exits, factors, say, long_run=theory.with_momentum is not None),
        "end_label": _ends(rates["name"], losses, low, high, logarithmic=logarithmic),
    }
    has_floor = floor > max(low, LEAST_SHARE_DRAWN * high)  # less is rounding
    return rates, {
        "first": 0,
        "last": losses.shape[1] - 1,
        "low": low,
        "high": high,
        "floor": floor if has_floor else np.nan,
        "floor_label": label_of_floor(floor, is_a_curve=theory.is_of_a_curve, say=say) if has_floor else "",
    }


def _floor(experiment: Experiment) -> float:
    """Return the least loss that is known: of the best line, or of the lowest minimum known of a curve."""
    theory = experiment.theory
    return lowest_loss(theory.minima) if theory.is_of_a_curve else noise_floor(experiment.dataset)


def losses_shown(experiment: Experiment, *, above_floor: bool) -> Floats:
    """Return the losses that the chart shows, (r, n_epochs + 1)."""
    return experiment.runs.excess_losses if above_floor else experiment.runs.losses


def loss_summary(*, say: Say = english) -> str:
    """Say what the picture shows; were it to change with the runs, the chart would be built anew."""
    return say("The loss of every run by epoch. The player tells its numbers.")


def about_the_drawing(experiment: Experiment, losses: Floats, low: float, *, say: Say = english) -> str:
    """Say what the chart leaves out of the losses (r, epochs) when its frame ends at low, where it does."""
    thinned = about_thinning(experiment, say=say)
    falls_out = ((losses < low) & (losses > 0)).any(axis=1) & (losses[:, -1] > 0)
    bottom = say("What leaves the chart at the bottom goes on falling.") if falls_out.any() else ""
    return "".join(f" {sentence}" for sentence in (thinned, bottom) if sentence)


def _exits(losses: Floats, high: float) -> Floats:
    """Return, for each run that ends above the frame, the epoch at which it leaves; NaN for the others."""
    return np.where(losses[:, -1] > high, (losses > high).argmax(axis=1), np.nan)


def _exit_words(exits: Floats, factors: list[float], say: Say, *, long_run: bool) -> list[str]:
    """Say of each run that leaves the frame when and how fast it does; "" of the others.

    With momentum the factors are those of the long run only.
    """
    known: Sequence[float | None] = factors or [None] * exits.size
    return [
        "" if np.isnan(epoch) else _exit_of(f"{epoch:,.0f}", factor, say, long_run=long_run)
        for epoch, factor in zip(exits, known, strict=True)
    ]


def _exit_of(epoch: str, factor: float | None, say: Say, *, long_run: bool) -> str:
    if factor is None:
        return say("▲ leaves at epoch {epoch}", epoch=epoch)
    times = rounded_beside(factor, 1)
    if long_run and factor > 1:
        return say(
            "▲ leaves at epoch {epoch}, in the long run error ×{factor} an epoch", epoch=epoch, factor=times
        )
    if long_run and factor < 1:
        return say("▲ leaves at epoch {epoch}, and comes back in the long run", epoch=epoch)
    if long_run:
        return say("▲ leaves at epoch {epoch}", epoch=epoch)
    return say("▲ leaves at epoch {epoch}, error ×{factor} an epoch", epoch=epoch, factor=times)


def _ends(names: list[str], losses: Floats, low: float, high: float, *, logarithmic: bool) -> list[str]:
    """Return a label for the last point of each run that has room for one beside the frame."""
    taken: list[float] = []
    labels = []
    for name, last in zip(names, losses[:, -1], strict=True):
        inside = low < last < high
        height = height_in(last, low, high, logarithmic=logarithmic) if inside else 0.0
        free = inside and all(abs(height - other) > LABEL_HEIGHT for other in taken)
        taken += [height] if free else []
        labels.append(name if free else "")
    return labels
