"""The error of one run with momentum, split along the two eigenvectors of the Hessian."""

import math

import numpy as np

from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.momentum.closed_form import left_of_error
from gd_core.momentum.spectrum import roots_of
from gd_core.two_modes import ACROSS, ALONG, Mode, errors_along


def two_modes_with_momentum(experiment: Experiment, run: int) -> tuple[Mode, Mode] | None:
    """Split the error of one of the runs as `gd_core.two_modes.two_modes` does; its factors are the paces.

    None where theory knows no such parts. An error that swings may pass 0, so it is hidden by rounding only
    from where no later one is larger.
    """
    theory, parameters = experiment.theory, experiment.runs.parameters[run]
    known, lam, vectors = theory.with_momentum, theory.eigenvalues, theory.eigenvectors
    if known is None or known.paces is None or lam is None or vectors is None:
        return None
    errors, rounding = errors_along(experiment, parameters, vectors)
    with np.errstate(invalid="ignore"):
        is_clear = np.isfinite(errors) & (np.abs(errors) > rounding[:, None])
    is_clear[0] = errors[0] != 0
    paces = known.paces[run].tolist()
    across, along = (
        Mode(where, float(lam[i]), 1 - paces[i], paces[i], math.nan, "", _seen(errors[:, i], is_clear[:, i]))
        for where, i in ((ACROSS, 1), (ALONG, 0))
    )
    return across, along


def predicted_errors(part: Mode, *, rate: float, momentum: float, epochs: Floats) -> Floats:
    """Return this part of the error at some epochs by theory, with its sign; NaN where there is none."""
    if not part.start:
        return np.full(epochs.size, np.nan)
    roots = roots_of(np.array([rate * part.eigenvalue]), momentum)
    return part.start * left_of_error(roots, momentum, epochs.astype(float))[0]


def _seen(errors: Floats, is_clear: np.ndarray) -> Floats:
    """Return errors that begin above 0, NaN after the last that is clear."""
    side = math.copysign(1.0, errors[0])
    until = errors.size - is_clear[::-1].argmax() if is_clear.any() else 0
    return np.where((np.arange(errors.size) < until) & np.isfinite(errors), side * errors, np.nan)
