"""The rows that the moving pictures draw of a curve's runs, which may jump or swing between two epochs."""

import numpy as np

from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.models.thinning import EVERY_EPOCH_UNTIL, epochs_to_draw, stretches


def epochs_of_all(n_epochs: int) -> np.ndarray:
    """Return the epochs that are drawn of every run: the player goes from one of these to the next."""
    ends = stretches(n_epochs)
    return np.union1d(np.arange(EVERY_EPOCH_UNTIL + 1), ends) if ends.size else np.arange(n_epochs + 1)


def rows_of_each(values: Floats, names: tuple[str, ...], *, colour_slots: list[int]) -> dict[str, np.ndarray]:
    """Return a row a run and drawn epoch: its slot, the epoch, and its values (k, r, n_epochs + 1) by name.

    Of each run those epochs are drawn at which one of its own values is lowest or highest in its stretch.
    """
    runs = range(values.shape[1])
    epochs = [epochs_to_draw(values[:, run]) for run in runs]
    columns: dict[str, np.ndarray] = {
        "slot": np.repeat(colour_slots, [of_run.size for of_run in epochs]).astype(np.int8),
        "epoch": np.concatenate(epochs).astype(np.int16),
    }
    drawn = np.concatenate([values[:, run, epochs[run]] for run in runs], axis=1)
    return columns | dict(zip(names, drawn, strict=True))


def about_thinning_of_curves(n_epochs: int, *, say: Say = english) -> str:
    """Say which of the epochs are drawn, where not all are."""
    if epochs_of_all(n_epochs).size > n_epochs:
        return ""
    return say(
        "All {n_epochs:,} epochs are computed. Of each run the first {first} are drawn, and of every stretch "
        "after these its beginning, its lowest and its highest.",
        n_epochs=n_epochs,
        first=EVERY_EPOCH_UNTIL,
    )


def next_places(experiment: Experiment) -> Floats:
    """Return where the step after each epoch leads, (r, n_epochs + 1, 2); NaN where it is no gradient's."""
    runs, model = experiment.runs, CURVES[experiment.settings.model]
    if experiment.settings.momentum:
        return np.full(runs.parameters.shape, np.nan)
    last = runs.parameters[:, -1]
    with np.errstate(all="ignore"):
        to = last - runs.learning_rates[:, None] * model.gradient(last, experiment.dataset)
    to[~np.isfinite(to).all(axis=1)] = np.inf
    return np.concatenate([runs.parameters[:, 1:], to[:, None]], axis=1)
