"""The runs to take home as CSV."""

import numpy as np

from gd_core.experiment import Experiment


def csv_of_runs(experiment: Experiment) -> str:
    """Return every epoch of every run as CSV: learning_rate, epoch, loss, excess_loss, w, b.

    Each number has all its digits, and ``inf`` where it is too large for the computer. The most that can be
    asked for, 8 rates of 10,000 epochs, is about 8 MB.
    """
    runs = experiment.runs
    lines = ["learning_rate,epoch,loss,excess_loss,w,b"]
    columns = np.concatenate(
        [runs.losses[..., None], runs.excess_losses[..., None], runs.parameters], axis=2
    ).tolist()
    for rate, rows in zip(runs.learning_rates.tolist(), columns, strict=True):
        lines += [f"{rate},{epoch},{','.join(map(repr, row))}" for epoch, row in enumerate(rows)]
    return "\n".join(lines) + "\n"
