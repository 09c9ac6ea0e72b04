"""The rows that the moving pictures share: every run at every epoch drawn."""

from collections.abc import Iterable

import numpy as np

from gd_core.charts.rows_of_curves import (
    about_thinning_of_curves,
    epochs_of_all,
    next_places,
    rows_of_each,
)
from gd_core.checks import Floats
from gd_core.descent import one_epoch_later
from gd_core.experiment import Experiment
from gd_core.kept import kept_with_it
from gd_core.languages import Say, english
from gd_core.models.thinning import epochs_to_draw
from gd_core.momentum.descent import one_more_step
from gd_core.numbers import unrounded

EVERY_EPOCH_UNTIL = 50  # a long run is drawn epoch by epoch so far, …
MOST_EPOCHS_DRAWN = 200  # … and then thinned to about this many, in pairs of neighbours


@kept_with_it
def drawn_epochs(experiment: Experiment) -> np.ndarray:
    """Return the epochs to draw: all of them, or of a long run in which nothing hides a choice.

    The loss changes fastest early, where the chosen epochs lie closest. Each comes with the one before it, so
    that a zigzag shows both its sides. With momentum a run may swing: then of each stretch the lowest and the
    highest loss of each run are drawn.
    """
    n_epochs = experiment.settings.n_epochs
    if experiment.theory.is_of_a_curve:
        return epochs_of_all(n_epochs)
    if n_epochs > MOST_EPOCHS_DRAWN and experiment.theory.with_momentum:
        return epochs_to_draw(experiment.runs.losses)
    if n_epochs <= MOST_EPOCHS_DRAWN or not experiment.theory.nothing_hides:
        return np.arange(n_epochs + 1)
    share = np.linspace(0, 1, (MOST_EPOCHS_DRAWN - EVERY_EPOCH_UNTIL) // 2) ** 2
    chosen = (EVERY_EPOCH_UNTIL + share * (n_epochs - EVERY_EPOCH_UNTIL)).astype(int)
    return np.union1d(np.arange(EVERY_EPOCH_UNTIL), [chosen - 1, chosen])


def about_thinning(experiment: Experiment, *, say: Say = english) -> str:
    """Say how many of the epochs are drawn, where not all are."""
    n_epochs, n_drawn = experiment.settings.n_epochs, drawn_epochs(experiment).size
    if experiment.theory.is_of_a_curve:
        return about_thinning_of_curves(n_epochs, say=say)
    if n_drawn > n_epochs:
        return ""
    if experiment.theory.with_momentum:
        return say(
            "All {n_epochs:,} epochs are computed, and {n_drawn} are drawn: the first ones, and of each "
            "stretch those at which a loss is lowest and highest.",
            n_epochs=n_epochs,
            n_drawn=n_drawn,
        )
    return say(
        "All {n_epochs:,} epochs are computed, and {n_drawn} are drawn.", n_epochs=n_epochs, n_drawn=n_drawn
    )


def loss_rows(
    experiment: Experiment, losses: Floats, high: float, *, colour_slots: list[int], logarithmic: bool
) -> dict[str, np.ndarray]:
    """Return a row a run and drawn epoch: the run's slot, the epoch, and the loss there where it has a place.

    A logarithmic axis has no 0; on a linear one, a loss far above the frame asks for coordinates that
    browsers cannot draw, so it is drawn no higher than 1000 times the frame's.

    Parameters
    ----------
    losses : (r, n_epochs + 1) array
    high : float
        The largest loss in view.
    """
    is_a_curve = experiment.theory.is_of_a_curve
    epochs = drawn_epochs(experiment)
    drawn = losses if is_a_curve else losses[:, epochs]
    has_a_place = (drawn > 0) & np.isfinite(drawn) if logarithmic else np.isfinite(drawn)
    drawn = np.where(has_a_place, drawn if logarithmic else np.minimum(drawn, 1000 * high), np.nan)
    if is_a_curve:
        return rows_of_each(drawn[None], ("loss",), colour_slots=colour_slots)
    return by_epoch(epochs, colour_slots) | {"loss": drawn.ravel()}


def by_epoch(epochs: np.ndarray, colour_slots: list[int]) -> dict[str, np.ndarray]:
    """Return the slot and the epoch of each row, in few bytes."""
    slots, at = np.repeat(colour_slots, epochs.size), np.tile(epochs, len(colour_slots))
    return {"slot": slots.astype(np.int8), "epoch": at.astype(np.int16)}


def where_runs_are(experiment: Experiment, losses: Floats, rates: dict[str, list]) -> dict[str, list]:
    """Return what is known of each run at its last epoch: of its rate, the epoch, the loss, and places.

    These are (w, b), (start_w, start_b) and (next_w, next_b), where the next step leads, NaN where that is
    not known.

    Parameters
    ----------
    losses : (r, n_epochs + 1) array
    rates
        What is known of each rate, by its name, with the slots.
    """
    runs = experiment.runs
    theta, to = runs.parameters[:, -1], np.full((losses.shape[0], 2), np.nan)
    if experiment.theory.is_of_a_curve:
        to = next_places(experiment)[:, -1]
    elif experiment.theory.with_momentum:
        to = one_more_step(runs, experiment.dataset, momentum=experiment.theory.with_momentum.momentum)
    elif experiment.theory.steps_are_gradients:
        to = one_epoch_later(runs, experiment.dataset)
    numbers = np.column_stack([losses[:, -1], theta, runs.parameters[:, 0], to])
    names = ["loss", "w", "b", "start_w", "start_b", "next_w", "next_b"]
    epochs = {"epoch": [losses.shape[1] - 1.0] * losses.shape[0]}
    return rates | epochs | dict(zip(names, numbers.T.tolist(), strict=True))


def now_rows(known: dict[str, list], names: Iterable[str]) -> dict[str, list]:
    """Return a row a run: its slot, and what a picture draws of it, together in one column."""
    slots = list(map(float, known["slot"]))  # browsers do not mix whole numbers of 64 bits with others
    columns = {"slot": slots} | {name: known[name] for name in names}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {"slot": slots, "row": rows}


def rate_columns(
    learning_rates: Iterable[float], *, colour_slots: list[int], say: Say = english
) -> dict[str, list]:
    """Return the slot of every run, and the name of its rate."""
    return {"slot": colour_slots, "name": [say.numbers_in(unrounded(rate)) for rate in learning_rates]}
