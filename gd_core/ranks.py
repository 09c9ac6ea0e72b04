"""Which run ends lower than which; losses that are equal to what the arithmetic can tell share a place."""

import numpy as np

from gd_core.bowl import ROUNDING
from gd_core.checks import Floats
from gd_core.experiment import Experiment


def places_of(experiment: Experiment) -> list[int]:
    """Return the place of each run by its final loss, 1 for the lowest; what left all numbers comes last."""
    losses, rounding = experiment.runs.losses[:, -1], _rounding(experiment)
    order = np.argsort(losses, kind="stable")
    with np.errstate(invalid="ignore"):  # infinity beside infinity
        higher = np.diff(losses[order]) > rounding[order[1:]] + rounding[order[:-1]]
    places = np.empty(losses.size, dtype=int)
    places[order] = np.maximum.accumulate(np.r_[1, np.where(higher, np.arange(2, losses.size + 1), 1)])
    return places.tolist()


def _rounding(experiment: Experiment) -> Floats:
    """Return what rounding can do to each final loss, in its sum and, epoch by epoch, in the factors."""
    runs, predict = experiment.runs, experiment.theory.predict_excess
    rounding = ROUNDING * np.nan_to_num(runs.losses[:, -1], posinf=0)
    if predict is None:
        return rounding
    starts, n_epochs = runs.parameters[:, 0], runs.losses.shape[1] - 1
    here, beside = (
        predict(starts=starts, learning_rates=runs.learning_rates * factor, epochs=[n_epochs])[:, 0]
        for factor in (1, 1 + ROUNDING)
    )
    with np.errstate(invalid="ignore"):
        return rounding + np.nan_to_num(np.abs(beside - here), posinf=0)
