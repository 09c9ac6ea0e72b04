"""What is known of gradient descent with momentum on the mean squared error of a line, as one record."""

import math
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from gd_core.axes import modes
from gd_core.bowl import bowl_of
from gd_core.checks import Floats, as_learning_rates, as_momentum
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
    roots = epochs = log_paces = None
    if np.size(learning_rates):
        rates = as_learning_rates(learning_rates)
        roots = starting_roots(bowl, starts, rates.size)[1]
        epochs = epochs_of(rates, lam, roots, momentum)
        log_paces = roots_of(h_of(rates, lam), momentum).log_pace
    known = _with_momentum(lam, momentum, log_paces)
    return Theory(
        limit=known.zones[-1],
        condition_number=condition_of(lam),
        eigenvalues=lam,
        eigenvectors=vectors,
        roots=roots,
        epochs=epochs,
        predict_excess=partial(predicted_excess_with_momentum, dataset, momentum=momentum),
        predict_epochs=partial(predicted_epochs_with_momentum, dataset, momentum=momentum),
        nothing_hides=False,
        steps_are_gradients=False,
        with_momentum=known,
    )


def _with_momentum(lam: Floats, momentum: float, log_paces: Floats | None) -> WithMomentum:
    """Return what only momentum has; the logarithms (r, 2) are of the runs' paces, where there are runs."""
    best_rate, best_momentum = best_of(lam)
    paces = sure = None
    if log_paces is not None:
        slowest = log_paces[:, lam > 0].max(axis=1)
        paces, sure = np.exp(log_paces), np.array([sure_epochs(pace) for pace in slowest.tolist()])
    return WithMomentum(
        momentum=momentum,
        zones=zones_of(lam, momentum),
        fastest=fastest_of(lam, momentum),
        best_rate=best_rate,
        best_momentum=best_momentum,
        best_epochs=sure_epochs(math.log(best_momentum) / 2) if best_momentum else 1.0,
        paces=paces,
        sure_epochs=sure,
    )
