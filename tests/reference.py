"""Gradient descent as the textbook writes it, and problems and settings to hold the package against it."""

from dataclasses import dataclass, replace

import numpy as np

from gd_core import Dataset, descend, fastest_rate, largest_stable_rate
from gd_core.controls import controls
from gd_core.experiment import MOST_RATES, MY_OWN, Experiment, Settings, method_of
from gd_core.theory import theory_of

OTHERWISE = Settings(  # in nothing like the lesson, but for the start and the scale of x
    seed=7,
    noise=0.4,
    learning_rates=(0.2, 0.6),
    n_epochs=30,
    n_samples=15,
    x_range=(-1.0, 2.5),
    slope=-3.0,
    intercept=0.5,
)


def can_be_set(settings):
    """Tell whether the controls allow these settings."""
    low, high = settings.x_range
    return (
        low <= high
        and len(settings.learning_rates) <= MOST_RATES
        and all(
            is_allowed(control, getattr(settings, control.setting))
            for control in controls().values()
            if control.setting
        )
    )


def is_allowed(control, value):
    """Tell whether a control can have this value; several numbers must all be within its limits."""
    if control.options:
        return value in control.options
    least, most = control.allowed
    return control.kind == "switch" or all(least <= number <= most for number in np.ravel(value))


def plain_loop(dataset, *, starts, learning_rates, n_epochs, momentum=0.0):
    """Sum over all samples in every epoch; return the parameters and the losses as `Runs` has them."""
    x, y = dataset.x, dataset.y
    rates = np.array(learning_rates, dtype=float)
    w, b = np.broadcast_to(np.array(starts, dtype=float), (rates.size, 2)).T.copy()
    velocity_w = velocity_b = np.zeros(rates.size)
    parameters, losses = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(n_epochs + 1):
            residuals = y - (w[:, None] * x + b[:, None])
            parameters.append(np.stack([w, b], axis=1))
            losses.append(np.mean(residuals**2, axis=1))
            kept_w, kept_b = (momentum * velocity_w, momentum * velocity_b) if momentum else (0.0, 0.0)
            velocity_w = kept_w - 2 * np.mean(residuals * x, axis=1)
            velocity_b = kept_b - 2 * np.mean(residuals, axis=1)
            w, b = w - rates * velocity_w, b - rates * velocity_b
    return np.stack(parameters, axis=1), np.stack(losses, axis=1)


def lstsq(dataset):
    """Return NumPy's own least-squares answer and the mean squared error there."""
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    theta = np.linalg.lstsq(design, dataset.y, rcond=None)[0]
    return theta, np.mean((dataset.y - design @ theta) ** 2)


def experiment_on(dataset, runs, *, true_line=None):
    """Return an experiment of these points and runs, with settings that agree with both.

    Runs that share a start have it as their own. With a true line (slope, intercept) the settings say that
    the points were made from it, and otherwise that these are the points.
    """
    starts = runs.parameters[:, 0]
    settings = Settings(
        learning_rates=tuple(runs.learning_rates.tolist()),
        n_epochs=runs.losses.shape[1] - 1,
        n_samples=dataset.x.size,
        own_start=bool((starts == starts[0]).all()),
        start_w=float(starts[0, 0]),
        start_b=float(starts[0, 1]),
    )
    if true_line is None:
        points = tuple(dataset.x.tolist()), tuple(dataset.y.tolist())
        settings = replace(settings, points_from=MY_OWN, points=points)
    else:
        settings = replace(settings, slope=true_line[0], intercept=true_line[1])
    theory = theory_of(dataset, starts=starts, learning_rates=runs.learning_rates)
    return Experiment(settings, dataset, dataset, method_of(settings), runs, theory)


def experiment_from(dataset, *, starts, learning_rates, n_epochs):
    """Return the experiment of what `descend` is given."""
    runs = descend(dataset, starts=starts, learning_rates=learning_rates, n_epochs=n_epochs)
    return experiment_on(dataset, runs)


@dataclass(frozen=True, eq=False)
class Problem:
    dataset: Dataset
    starts: np.ndarray
    rates: np.ndarray
    n_epochs: int


def runs_of(problem):
    """Return what `descend` makes of a problem."""
    return descend(
        problem.dataset, starts=problem.starts, learning_rates=problem.rates, n_epochs=problem.n_epochs
    )


def experiment_of_problem(problem):
    """Return the experiment of a problem."""
    return experiment_on(problem.dataset, runs_of(problem))


def random_problems(count, *, seed=0):
    """Draw problems of every kind a learner can meet, easy and awkward."""
    rng = np.random.default_rng(seed)
    return [random_problem(rng) for _ in range(count)]


def epochs_from_any_start(dataset, rates, momentum, n_epochs=4000):
    """Return when the excess of the worst start stays a thousandth, by a plain loop along each axis."""
    rates = np.atleast_1d(rates)
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    last = np.zeros(rates.size)
    for lam in np.linalg.eigvalsh(2 * design.T @ design / dataset.x.size):
        error, step = np.ones(rates.size), np.zeros(rates.size)
        for epoch in range(n_epochs):
            last = np.where(error**2 > 1e-3, np.maximum(last, epoch + 1), last)
            step = momentum * step + rates * lam * error
            error = error - step
    return last.tolist()


def random_problem(rng):
    dataset = random_dataset(rng)
    limit = largest_stable_rate(dataset)
    rates = np.concatenate(
        [
            limit * 10 ** rng.uniform(-4, 0.4, 5),  # from a crawl to well above the limit
            limit * rng.uniform(0.4, 1.1, 2),
            limit * (1 + np.array([0.0, 1e-9, 1e-5, 1e-4, 1e-3, 1e-2]) * rng.choice([-1, 1])),
            [limit / 2, fastest_rate(dataset)],
        ]
    )
    starts = rng.normal(size=(rates.size, 2)) * 10 ** rng.uniform(-2, 2)
    return Problem(dataset, starts, rates, int(rng.integers(1, 150)))


def random_dataset(rng):
    n = int(rng.integers(1, 20))
    kind = rng.choice(["even", "scattered", "far", "equal", "pair", "mirrored"])
    low = rng.uniform(-5, 5)
    x = {
        "even": np.linspace(low, low + 10 ** rng.uniform(-1, 1), n),
        "scattered": rng.normal(low, 10 ** rng.uniform(-1, 1), n),
        "far": rng.uniform(20, 20 + 10 ** rng.uniform(-1, 1), n),
        "equal": np.full(n, low),
        "pair": rng.uniform(-3, 3, 2),
        "mirrored": np.linspace(-abs(low), abs(low), n),
    }[str(kind)]
    noise = rng.choice([0.0, 0.1, 1.0])
    return Dataset(x, rng.normal() * x + rng.normal() + rng.normal(0, 1, x.size) * noise)
