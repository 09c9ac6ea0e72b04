"""What decides the numbers of an experiment, and the experiment that it describes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset, draw_starts, make_dataset
from gd_core.descent import Runs
from gd_core.models.all_models import CURVES
from gd_core.models.descent import descend_on
from gd_core.models.minima import known_points
from gd_core.models.outcomes import Outcome, outcomes_of
from gd_core.models.theory import theory_of_model
from gd_core.momentum.descent import descend_with_momentum
from gd_core.momentum.theory import theory_with_momentum
from gd_core.scaling import AS_IT_IS, in_scaled_units, scaled
from gd_core.stationary_points import lowest_loss, minima_among
from gd_core.theory import Theory

MOST_RATES, MOST_EPOCHS = 8, 10_000
LAST_ROUND = 9_999
A_LINE, MY_OWN = "made from a line", "my own"
LINE = "line"
MOST_EPOCHS_OF_A_CURVE = MOST_POINTS_OF_A_CURVE = 1000  # where the runs have no closed form


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
    model : str
        What is fitted: `LINE`, or one of `gd_core.models.all_models.CURVES`. A curve makes points of its own
        from seed, noise and n_samples alone, they are not scaled, and all runs start at one place: its own
        where own_start is not set.
    momentum : float
        How much of its last step each epoch makes again; 0 is plain gradient descent.
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
    model: str = LINE
    momentum: float = 0.0

    @property
    def is_a_line(self) -> bool:
        """Whether a line is fitted, whose loss is a bowl."""
        return self.model == LINE


@dataclass(frozen=True)
class Method:
    """How runs are made, and what is known of them; each takes points, starts and rates as `descend` does."""

    descend: Callable[..., Runs]
    theory_of: Callable[..., Theory]


def method_of(settings: Settings) -> Method:
    """Return how the settings ask for runs to be made; raise ValueError as `points_of` does."""
    momentum = settings.momentum
    if settings.is_a_line:
        return Method(
            partial(descend_with_momentum, momentum=momentum),
            partial(theory_with_momentum, momentum=momentum),
        )
    model, known = CURVES[settings.model], known_points(*_of_the_curve(settings))[1]
    floor = lowest_loss(minima_among(known))
    return Method(
        partial(descend_on, model, momentum=momentum, floor=floor),
        partial(theory_of_model, known, momentum=momentum),
    )


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

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """What may be said of each run of a curve, worked out once; nothing where that is not known."""
        if not self.theory.is_of_a_curve:
            return []
        model, minima = CURVES[self.settings.model], self.theory.minima
        return outcomes_of(model, self.dataset, self.runs, minima, momentum=self.settings.momentum)


def experiment_of(settings: Settings) -> Experiment:
    """Make the points, choose the starts and run every learning rate.

    Raises
    ------
    ValueError
        If there is no learning rate, or a setting in use is not one that `points_of`, `scaled`,
        `draw_starts` or `descend` takes.
    """
    points, starts, rates = points_of(settings), starts_of(settings), settings.learning_rates
    dataset, method = dataset_of(settings), method_of(settings)
    return Experiment(
        settings=settings,
        points=points,
        dataset=dataset,
        method=method,
        runs=method.descend(dataset, starts=starts, learning_rates=rates, n_epochs=settings.n_epochs),
        theory=method.theory_of(dataset, starts=starts, learning_rates=rates),
    )


def runs_without_momentum(experiment: Experiment) -> Runs:
    """Return what plain gradient descent makes of the same points, starts and rates."""
    settings = replace(experiment.settings, momentum=0.0)
    return method_of(settings).descend(
        experiment.dataset,
        starts=starts_of(settings),
        learning_rates=settings.learning_rates,
        n_epochs=settings.n_epochs,
    )


def dataset_of(settings: Settings) -> Dataset:
    """Return the points to descend on, x scaled; raise ValueError as `points_of` and `scaled` do."""
    return scaled(points_of(settings), settings.scaling if settings.is_a_line else AS_IT_IS)


def points_of(settings: Settings) -> Dataset:
    """Return the points before any scaling; raise ValueError as `Dataset` and `make_dataset` do."""
    if not settings.is_a_line:
        return known_points(*_of_the_curve(settings))[0]
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
    if not settings.is_a_line:
        return np.array(CURVES[settings.model].start)
    n_runs = 1 if settings.same_start else len(settings.learning_rates)
    return draw_starts(seed=settings.seed, n_samples=settings.n_samples, n_runs=n_runs).squeeze()


def true_line_of(experiment: Experiment) -> Floats | None:
    """Return the (w, b) that the points were made from, for x as it is scaled; None where nobody knows."""
    settings = experiment.settings
    if settings.points or not settings.is_a_line:
        return None
    return in_scaled_units((settings.slope, settings.intercept), experiment.points, settings.scaling)


def _of_the_curve(settings: Settings) -> tuple[str, int, float, int]:
    """Return what decides the points of a curve."""
    return settings.model, settings.seed, settings.noise, settings.n_samples
