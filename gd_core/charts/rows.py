"""The rows that the moving pictures share: every run at every epoch drawn."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.checks import Floats
from gd_core.descent import update
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import exact

EVERY_EPOCH_UNTIL = 50  # a long run is drawn epoch by epoch so far, …
MOST_EPOCHS_DRAWN = 200  # … and then thinned to about this many, in pairs of neighbours


def drawn_epochs(experiment: Experiment) -> np.ndarray:
    """Return the epochs to draw: all of them, or of a long run in which nothing hides a choice.

    The loss changes fastest early, where the chosen epochs lie closest. Each comes with the one before it, so
    that a zigzag shows both its sides.
    """
    n_epochs = experiment.settings.n_epochs
    if n_epochs <= MOST_EPOCHS_DRAWN or not experiment.theory.nothing_hides:
        return np.arange(n_epochs + 1)
    share = np.linspace(0, 1, (MOST_EPOCHS_DRAWN - EVERY_EPOCH_UNTIL) // 2) ** 2
    chosen = (EVERY_EPOCH_UNTIL + share * (n_epochs - EVERY_EPOCH_UNTIL)).astype(int)
    return np.union1d(np.arange(EVERY_EPOCH_UNTIL), [chosen - 1, chosen])


def about_thinning(experiment: Experiment, *, say: Say = english) -> str:
    """Say how many of the epochs are drawn, where not all are."""
    n_epochs, n_drawn = experiment.settings.n_epochs, drawn_epochs(experiment).size
    if n_drawn > n_epochs:
        return ""
    return say(
        "All {n_epochs:,} epochs are computed, and {n_drawn} are drawn.", n_epochs=n_epochs, n_drawn=n_drawn
    )


def run_rows(experiment: Experiment, losses: Floats, *, colour_slots: list[int]) -> pd.DataFrame:
    """Return a row a run and drawn epoch.

    Its columns are the run's slot, the epoch, the loss there as given (r, epochs), w and b, and where the
    next step leads, also from the last epoch: ``next_w`` and ``next_b``, NaN where that is not known.
    """
    runs, bowl, epochs = experiment.runs, bowl_of(experiment.dataset), drawn_epochs(experiment)
    theta = runs.parameters[:, epochs]
    with np.errstate(over="ignore", invalid="ignore"):
        rates = runs.learning_rates[:, None, None]
        to = bowl.bottom + update(theta - bowl.bottom, learning_rate=rates, hessian=bowl.hessian)
    if not experiment.theory.steps_are_gradients:
        to = np.full(theta.shape, np.nan)
    at = [np.repeat(colour_slots, epochs.size), np.tile(epochs, len(colour_slots)), losses[:, epochs].ravel()]
    columns = ["slot", "epoch", "loss", "w", "b", "next_w", "next_b"]
    return pd.DataFrame(np.column_stack([*at, theta.reshape(-1, 2), to.reshape(-1, 2)]), columns=columns)


def rate_columns(
    learning_rates: Iterable[float], *, colour_slots: list[int], say: Say = english
) -> dict[str, Any]:
    """Return the slot of every run, and the legend's words for it."""
    labels = [say("learning rate = {rate}", rate=exact(rate)) for rate in learning_rates]
    return {"slot": colour_slots, "label": labels}
