"""Which epochs of a long run are drawn."""

import numpy as np

EVERY_EPOCH_UNTIL = 50  # a long run is drawn epoch by epoch so far, …
MOST_EPOCHS_DRAWN = 400  # … and then evenly thinned to about this many


def drawn_epochs(n_epochs: int) -> np.ndarray:
    """Return the epochs to draw: all of them, or in a long run the first ones and an even choice of the rest.

    Between two epochs the loss of gradient descent on a bowl bends one way only, so nothing hides there.
    """
    if n_epochs <= MOST_EPOCHS_DRAWN:
        return np.arange(n_epochs + 1)
    even = np.linspace(0, n_epochs, MOST_EPOCHS_DRAWN).astype(int)
    return np.union1d(np.arange(EVERY_EPOCH_UNTIL), even)
