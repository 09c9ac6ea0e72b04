"""Which epochs of a long run to draw, where a run may jump or swing between two that are drawn."""

from itertools import pairwise

import numpy as np

from gd_core.checks import Floats

EVERY_EPOCH_UNTIL = 50  # a long run is drawn epoch by epoch so far, …
STRETCHES = 60  # … and then the lowest and the highest of each of so many stretches


def epochs_to_draw(values: Floats) -> np.ndarray:
    """Return the epochs to draw of a run, ascending, the first and the last among them.

    All are drawn, or of a long run the first ones, and of each stretch those at which a value is lowest and
    highest among its finite ones: no peak is lost. The stretches are equally long: a plateau may end late.

    Parameters
    ----------
    values : (n_epochs + 1,) or (k, n_epochs + 1) array
        What is drawn of the run: its losses, or several rows such as the losses, w and b.
    """
    rows = np.atleast_2d(values)
    n_epochs = rows.shape[1] - 1
    ends = stretches(n_epochs)
    if not ends.size:
        return np.arange(n_epochs + 1)
    chosen = [np.arange(EVERY_EPOCH_UNTIL + 1), ends]
    for row in rows:
        finite = np.isfinite(row)
        low, high = np.where(finite, row, np.inf), np.where(finite, row, -np.inf)
        for first, end in pairwise(ends.tolist()):
            chosen.append(first + np.array([low[first:end].argmin(), high[first:end].argmax()]))
    return np.unique(np.concatenate(chosen))


def stretches(n_epochs: int) -> np.ndarray:
    """Return where each stretch begins, and where the last one ends; nothing where all epochs are drawn."""
    if n_epochs <= EVERY_EPOCH_UNTIL + 2 * STRETCHES:
        return np.arange(0)
    return np.linspace(EVERY_EPOCH_UNTIL, n_epochs, STRETCHES + 1).astype(int)
