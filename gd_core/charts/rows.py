"""The rows that the moving pictures share: every run at every epoch drawn."""

from typing import Any

import numpy as np
import pandas as pd

from gd_core.bowl import Bowl
from gd_core.checks import Floats
from gd_core.descent import Runs, update
from gd_core.languages import Say, english
from gd_core.telling.numbers import exact

EVERY_EPOCH_UNTIL = 50  # a long run is drawn epoch by epoch so far, …
MOST_EPOCHS_DRAWN = 200  # … and then thinned to about this many, in pairs of neighbours


def drawn_epochs(n_epochs: int) -> np.ndarray:
    """Return the epochs to draw: all of them, or in a long run the first ones and a choice of the rest.

    Between two epochs the loss of gradient descent on a bowl bends one way only, so nothing hides there. It
    changes fastest early, where the chosen epochs lie closest. Each comes with the one before it, so that a
    zigzag shows both its sides.
    """
    if n_epochs <= MOST_EPOCHS_DRAWN:
        return np.arange(n_epochs + 1)
    share = np.linspace(0, 1, (MOST_EPOCHS_DRAWN - EVERY_EPOCH_UNTIL) // 2) ** 2
    chosen = (EVERY_EPOCH_UNTIL + share * (n_epochs - EVERY_EPOCH_UNTIL)).astype(int)
    return np.union1d(np.arange(EVERY_EPOCH_UNTIL), [chosen - 1, chosen])


def about_thinning(n_epochs: int, *, say: Say = english) -> str:
    """Say how many of the epochs are drawn, where not all are."""
    n_drawn = drawn_epochs(n_epochs).size
    if n_drawn > n_epochs:
        return ""
    return say(
        "All {n_epochs:,} epochs are computed, and {n_drawn} are drawn.", n_epochs=n_epochs, n_drawn=n_drawn
    )


def run_rows(bowl: Bowl, runs: Runs, losses: Floats, *, slots: list[int]) -> pd.DataFrame:
    """Return a row a run and drawn epoch.

    Its columns are the run's slot, the epoch, the loss there as given (r, epochs), w and b, and where the
    next step leads, also from the last epoch: ``next_w`` and ``next_b``.
    """
    epochs = drawn_epochs(losses.shape[1] - 1)
    theta = runs.parameters[:, epochs]
    with np.errstate(over="ignore", invalid="ignore"):
        rates = runs.learning_rates[:, None, None]
        to = bowl.bottom + update(theta - bowl.bottom, learning_rate=rates, hessian=bowl.hessian)
    at = [np.repeat(slots, epochs.size), np.tile(epochs, len(slots)), losses[:, epochs].ravel()]
    columns = ["slot", "epoch", "loss", "w", "b", "next_w", "next_b"]
    return pd.DataFrame(np.column_stack([*at, theta.reshape(-1, 2), to.reshape(-1, 2)]), columns=columns)


def rate_columns(runs: Runs, *, slots: list[int], say: Say = english) -> dict[str, Any]:
    """Return the slot of every run, and the legend's words for it."""
    labels = [say("learning rate = {rate}", rate=exact(rate)) for rate in runs.learning_rates]
    return {"slot": slots, "label": labels}
