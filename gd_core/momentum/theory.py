"""What is known of gradient descent with momentum on the mean squared error of a line, as one record."""

import math
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from gd_core.axes import modes
from gd_core.bowl import bowl_of
from gd_core.checks import as_learning_rates, as_momentum
from gd_core.data import Dataset
from gd_core.momentum.closed_form import (
    epochs_of,
    predicted_epochs_with_momentum,
    predicted_excess_with_momentum,
)
from gd_core.momentum.spectrum import best_of, fastest_of, h_of, roots_of, sure_epochs, zones_of
from gd_core.spectrum import condition_of, starting_roots
from gd_core.theory import Theory, WithMomentum, theory_of


def theory_with_momentum(
    dataset: Dataset, *, starts: ArrayLike = (), learning_rates: ArrayLike = (), momentum: float
) -> Theory:
    """Return what is known of gradient descent with momentum; what only plain descent has is None.

    Parameters
    ----------
    momentum : float, 0 to 0.99
        With 0 the record is that of `gd_core.theory.theory_of`.
    starts, learning_rates
        As `gd_core.theory.theory_of` takes them.

    Raises
    ------
    ValueError
        If momentum is not a number from 0 to 0.99, or as in `theory_of`.
    """
    momentum = as_momentum(momentum)
    if momentum == 0:
        return theory_of(dataset, starts=starts, learning_rates=learning_rates)
    bowl = bowl_of(dataset)
    lam, vectors = modes(bowl)
    roots = epochs = paces = sure = None
    if np.size(learning_rates):
        rates = as_learning_rates(learning_rates)
        roots = starting_roots(bowl, starts, rates.size)[1]
        epochs = epochs_of(rates, lam, roots, momentum)
        log_paces = roots_of(h_of(rates, lam), momentum).log_pace
        paces = np.exp(log_paces)
        sure = np.array([sure_epochs(slowest) for slowest in log_paces[:, lam > 0].max(axis=1).tolist()])
    zones, (best_rate, best_momentum) = zones_of(lam, momentum), best_of(lam)
    return Theory(
        limit=zones[-1],
        condition_number=condition_of(lam),
        eigenvalues=lam,
        eigenvectors=vectors,
        roots=roots,
        epochs=epochs,
        predict_excess=partial(predicted_excess_with_momentum, dataset, momentum=momentum),
        predict_epochs=partial(predicted_epochs_with_momentum, dataset, momentum=momentum),
        nothing_hides=False,
        steps_are_gradients=False,
        with_momentum=WithMomentum(
            momentum=momentum,
            zones=zones,
            fastest=fastest_of(lam, momentum),
            best_rate=best_rate,
            best_momentum=best_momentum,
            best_epochs=sure_epochs(math.log(best_momentum) / 2) if best_momentum else 1.0,
            paces=paces,
            sure_epochs=sure,
        ),
    )
