"""What decides the numbers of an experiment, and the experiment that it describes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset, draw_starts, make_dataset
from gd_core.descent import Runs, descend
from gd_core.scaling import AS_IT_IS, in_scaled_units, scaled
from gd_core.theory import Theory, theory_of

MOST_RATES, MOST_EPOCHS = 8, 10_000
LAST_ROUND = 9_999
A_LINE, MY_OWN = "made from a line", "my own"


@dataclass(frozen=True)
class Settings:
    """All that decides the numbers of one experiment; the defaults are the lesson's.

    Points of one's own take the place of those made from a line; the starts are drawn as if they did not.

    Attributes
    ----------
    seed : int
        Decides the noise, and the starts that are drawn.
    noise : float
        Standard deviation of the normal noise added to y, in units of y.
    learning_rates : tuple of float
        One a run.
    n_epochs : int
        How many updates each run makes.
    n_samples : int
        How many points are made from the line.
    x_range : (float, float)
        The least and the greatest x of these, before any scaling; equal is allowed.
    slope, intercept : float
        The line that they are made from, before noise and scaling.
    same_start : bool
        Whether all runs start at the first start drawn; without meaning where own_start is set.
    own_start : bool
        Whether all runs start at (start_w, start_b); if not, their starts are drawn.
    start_w, start_b : float
        Used only with own_start; they are for x as it is scaled.
    scaling : str
        One of `gd_core.scaling.SCALINGS`.
    points_from : str
        What the points are called: only a name, which decides no number.
    points : (tuple of float, tuple of float) or None
        x and y, equally long, used in place of the line; None to make the points from the line.
    """

    seed: int = 42
    noise: float = 0.1
    learning_rates: tuple[float, ...] = (0.01, 0.1, 0.5)
    n_epochs: int = 100
    n_samples: int = 100
    x_range: tuple[float, float] = (0.0, 1.0)
    slope: float = 2.0
    intercept: float = 1.0
    same_start: bool = False
    own_start: bool = False
    start_w: float = 0.0
    start_b: float = 0.0
    scaling: str = AS_IT_IS
    points_from: str = A_LINE
    points: tuple[tuple[float, ...], tuple[float, ...]] | None = None


@dataclass(frozen=True)
class Method:
    """How runs are made, and what is known of them; each takes points, starts and rates as `descend` does."""

    descend: Callable[..., Runs]
    theory_of: Callable[..., Theory]


PLAIN_DESCENT = Method(descend, theory_of)


def method_of(settings: Settings) -> Method:  # noqa: ARG001
    """Return the method that the settings ask for: there is one."""
    return PLAIN_DESCENT


@dataclass(frozen=True, eq=False)
class Experiment:
    """What the settings describe, made once: charts, parts and all that is taken home take nothing else.

    Attributes
    ----------
    points : Dataset
        The points before any scaling.
    dataset : Dataset
        The points that the runs descend on, x scaled as the settings say.
    method : Method
        What made the runs, for those who make others like them.
    runs : Runs
        One a learning rate.
    theory : Theory
        What is known of these runs and points without running anything.
    """

    settings: Settings
    points: Dataset
    dataset: Dataset
    method: Method
    runs: Runs
    theory: Theory


def experiment_of(settings: Settings) -> Experiment:
    """Make the points, choose the starts and run every learning rate.

    Raises
    ------
    ValueError
        If there is no learning rate, or a setting in use is not one that `points_of`, `scaled`,
        `draw_starts` or `descend` takes.
    """
    points, starts, rates = points_of(settings), starts_of(settings), settings.learning_rates
    dataset, method = scaled(points, settings.scaling), method_of(settings)
    return Experiment(
        settings=settings,
        points=points,
        dataset=dataset,
        method=method,
        runs=method.descend(dataset, starts=starts, learning_rates=rates, n_epochs=settings.n_epochs),
        theory=method.theory_of(dataset, starts=starts, learning_rates=rates),
    )


def dataset_of(settings: Settings) -> Dataset:
    """Return the points to descend on, x scaled; raise ValueError as `points_of` and `scaled` do."""
    return scaled(points_of(settings), settings.scaling)


def points_of(settings: Settings) -> Dataset:
    """Return the points before any scaling; raise ValueError as `Dataset` and `make_dataset` do."""
    if settings.points:
        return Dataset(*map(np.array, settings.points))
    return make_dataset(
        seed=settings.seed,
        noise=settings.noise,
        n_samples=settings.n_samples,
        slope=settings.slope,
        intercept=settings.intercept,
        x_min=settings.x_range[0],
        x_max=settings.x_range[1],
    )


def starts_of(settings: Settings) -> Floats:
    """Return the start of every run, (r, 2), or (2,) where all share one: drawn, or the learner's own."""
    if settings.own_start:
        return np.array([settings.start_w, settings.start_b])
    n_runs = 1 if settings.same_start else len(settings.learning_rates)
    return draw_starts(seed=settings.seed, n_samples=settings.n_samples, n_runs=n_runs).squeeze()


def true_line_of(experiment: Experiment) -> Floats | None:
    """Return the (w, b) that the points were made from, for x as it is scaled; None where nobody knows."""
    settings = experiment.settings
    if settings.points:
        return None
    return in_scaled_units((settings.slope, settings.intercept), experiment.points, settings.scaling)
