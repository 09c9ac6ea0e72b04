"""What the player needs to know: which epochs the pictures draw, and every run's numbers there."""

import json

import numpy as np

from gd_core.charts.rows import drawn_epochs
from gd_core.charts.style import DASHES
from gd_core.descent import Runs
from gd_core.numbers import exact


def player_data(runs: Runs, *, slots: list[int]) -> bytes:
    """Return a line of JSON, then loss, w and b of every run at every epoch drawn, as 64-bit floats.

    The floats come in that order: all losses, run by run, then all w, then all b.
    """
    n_epochs = runs.losses.shape[1] - 1
    epochs = drawn_epochs(n_epochs)
    rates = [
        {"name": exact(rate), "slot": slot, "dash": DASHES[slot]}
        for rate, slot in zip(runs.learning_rates, slots, strict=True)
    ]
    header = {"epochs": epochs.tolist(), "last": n_epochs, "rates": rates}
    quantities = [runs.losses, runs.parameters[..., 0], runs.parameters[..., 1]]
    numbers = np.stack([quantity[:, epochs] for quantity in quantities])
    return json.dumps(header).encode() + b"\n" + numbers.astype("<f8").tobytes()
