"""What a learner can set, what is allowed, and the experiment that the settings describe."""

import math
from dataclasses import dataclass

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset, draw_starts, make_dataset
from gd_core.descent import Runs, descend
from gd_core.numbers import exact
from gd_core.scaling import AS_IT_IS, scaled

MOST_RATES = 8
ALLOWED = {  # least and most, both allowed; the type tells whole numbers from others
    "seed": (0, 2**32 - 1),
    "noise": (0.0, 1.0),
    "learning_rate": (1e-9, 1e9),
    "n_epochs": (1, 10_000),
    "n_samples": (2, 10_000),
    "x_range": (-10.0, 10.0),
    "slope": (-10.0, 10.0),
    "intercept": (-10.0, 10.0),
    "start_w": (-100.0, 100.0),
    "start_b": (-100.0, 100.0),
}


@dataclass(frozen=True)
class Settings:
    """All that decides the numbers of one experiment; the defaults are the lesson's."""

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


def dataset_of(settings: Settings) -> Dataset:
    """Return the points to descend on, x scaled as the settings say; raise ValueError as `scaled` does."""
    return scaled(points_of(settings), settings.scaling)


def points_of(settings: Settings) -> Dataset:
    """Return the points as they were drawn, before any scaling; raise ValueError as `make_dataset` does."""
    return make_dataset(
        seed=settings.seed,
        noise=settings.noise,
        n_samples=settings.n_samples,
        slope=settings.slope,
        intercept=settings.intercept,
        x_min=settings.x_range[0],
        x_max=settings.x_range[1],
    )


def run_experiment(settings: Settings) -> tuple[Dataset, Runs]:
    """Make the points, choose the starts and run every learning rate.

    Raises
    ------
    ValueError
        If there is no learning rate, or a setting is not one that `make_dataset` or `descend` takes.
    """
    dataset = dataset_of(settings)
    runs = descend(
        dataset,
        starts=starts_of(settings),
        learning_rates=settings.learning_rates,
        n_epochs=settings.n_epochs,
    )
    return dataset, runs


def starts_of(settings: Settings) -> Floats:
    """Return the start of every run, (r, 2), or (2,) where all share one: drawn, or the learner's own."""
    if settings.own_start:
        return np.array([settings.start_w, settings.start_b])
    n_runs = 1 if settings.same_start else len(settings.learning_rates)
    return draw_starts(seed=settings.seed, n_samples=settings.n_samples, n_runs=n_runs).squeeze()


def read_learning_rates(texts: list[str]) -> tuple[tuple[float, ...], list[str]]:
    """Read typed learning rates; return those that can run, and a sentence for each that cannot.

    A decimal comma is understood: ``0,5`` is 0.5.

    >>> read_learning_rates(["0,5", "fast", "0.50"])
    ((0.5,), ['Learning rate “fast” is not a number.', 'Learning rate “0.50” is in the list already.'])
    """
    rates: list[float] = []
    complaints = []
    for text in texts:
        rate = read_number(text)
        problem = _problem_with(rate, rates)
        if problem:
            complaints.append(f"Learning rate {quote(text)} {problem}")
        else:
            rates.append(rate)
    return tuple(rates), complaints


def _problem_with(rate: float, others: list[float]) -> str:
    least, most = ALLOWED["learning_rate"]
    if math.isnan(rate):
        return "is not a number."
    if not least <= rate <= most:
        return f"cannot run: a rate is from {exact(least)} to {most:,.0f}."
    if rate in others:
        return "is in the list already."
    return f"is left out: {MOST_RATES} rates run at once." if len(others) == MOST_RATES else ""


def read_number(text: str) -> float:
    """Return the number a text says, with a point or a comma for decimals; NaN where it says none."""
    try:
        return float(text.replace(",", ".", 1) if "." not in text else text)
    except ValueError:
        return math.nan


def problem_with_number(text: str, *, least: float, most: float) -> str:
    """Say why a text is no number from least to most, whole where least is an int; "" where it is one."""
    value = math.nan if "," in text else read_number(text)  # Streamlit reads links with a point only
    if least <= value <= most and (isinstance(least, float) or value == int(value)):
        return ""
    kind = "a number" if isinstance(least, float) else "a whole number"
    return f"must be {kind} from {least:,.10g} to {most:,.10g}, not {quote(text)}."


def quote(text: str, most: int = 24) -> str:
    """Return a learner's text in quotation marks, cut short."""
    return f"“{text[:most]}…”" if len(text) > most else f"“{text}”"
