"""Rounds of "Can you predict it?": an experiment from a seed, and harder ones level by level.

A round is fair. Every rate starts at the same place, no two end with almost the same loss, and no rate lies
so near the border of two behaviours that a learner cannot tell which it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TypeVar

import numpy as np

from gd_core.bowl import gradient
from gd_core.checks import as_count
from gd_core.controls import controls
from gd_core.experiment import Experiment, Settings, dataset_of, experiment_of
from gd_core.languages import Say, english
from gd_core.numbers import rounded, unrounded
from gd_core.scaling import AS_IT_IS, SCALINGS
from gd_core.spectrum import largest_stable_rate
from gd_core.telling.behaviour import EDGE_PER_EPOCH

MOST_DRAWN = 1_000  # until one is fair; of thousands of rounds none took more than 25
RATIO = 1.2  # of two final losses, the higher is at least this many times the lower
ACROSS = 0.3  # the least share of the first excess loss that is across the valley

Option = TypeVar("Option")
Band = tuple[float, float, int]  # a rate's least and greatest share of the limit, and its digits
CRAWLING: Band = (0.002, 0.018, 1)
SLOW: Band = (0.04, 0.12, 1)
QUICK: Band = (0.15, 0.42, 1)
ZIGZAGGING: Band = (0.6, 0.88, 2)
JUST_BELOW: Band = (0.92, 0.985, 3)
AT_THE_LIMIT: Band = (1.0, 1.0, 4)
JUST_ABOVE: Band = (1.015, 1.08, 3)
DIVERGING: Band = (1.2, 2.0, 2)

WIDE = ((0.0, 2.0), (-1.0, 1.0), (-3.0, 3.0), (0.0, 5.0), (2.0, 4.0), (-5.0, 0.0), (0.0, 10.0))
LINES = ((2.0, 1.0), (-1.0, 3.0), (0.5, -2.0), (3.0, 0.0), (-2.5, -1.0))


@dataclass(frozen=True)
class Level:
    """What the rounds of a level are drawn from.

    Attributes
    ----------
    bands : tuple of Band
        Where the rates may lie; each band gives one rate at most.
    hair : float
        How near a rate may be to the border of two behaviours, as a share of the border.
    tells_limit : bool
        Whether the learner is told the limit, without which nobody could know.
    """

    n_rates: int
    bands: tuple[Band, ...]
    x_ranges: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    noises: tuple[float, ...] = (0.1,)
    lines: tuple[tuple[float, float], ...] = ((2.0, 1.0),)
    scalings: tuple[str, ...] = (AS_IT_IS,)
    epochs: tuple[int, ...] = (100,)
    hair: float = 0.15
    tells_limit: bool = False


FOUR_ZONES = (CRAWLING, QUICK, ZIGZAGGING, DIVERGING)
FIVE_BANDS = (CRAWLING, SLOW, QUICK, ZIGZAGGING, DIVERGING)
NEAR_THE_LIMIT = (QUICK, ZIGZAGGING, JUST_BELOW, AT_THE_LIMIT, JUST_ABOVE)
LEVELS = (
    Level(3, FOUR_ZONES),
    Level(3, FOUR_ZONES, WIDE, epochs=(20, 50, 100)),
    Level(4, FIVE_BANDS, WIDE, (0.5, 1.0), LINES, epochs=(20, 50)),
    Level(4, FIVE_BANDS, WIDE, (0.1, 0.5), LINES, SCALINGS[1:], (5, 10, 20)),
    Level(
        4,
        NEAR_THE_LIMIT,
        ((0.0, 1.0), *WIDE),
        (0.1, 0.5),
        LINES,
        SCALINGS,
        (10, 20, 50),
        hair=0.01,
        tells_limit=True,
    ),
)


@dataclass(frozen=True)
class Round:
    """An experiment to predict: the settings, and the seed and level that they were drawn from."""

    seed: int
    level: int
    settings: Settings


def round_of(seed: int, level: int) -> Round:
    """Draw a round; the same seed and level give the same round for ever.

    Parameters
    ----------
    seed : int, 0 to 2**32 − 1
    level : int, 1 to 5

    Raises
    ------
    ValueError
        If seed or level is outside its range, or theory does not know enough to draw a fair round.
    """
    seed, level = as_count("seed", seed, least=0, most=2**32 - 1), as_count("level", level, most=len(LEVELS))
    drawn_from = LEVELS[level - 1]
    candidates = _candidates(np.random.RandomState([seed, level]), drawn_from)
    few = islice(candidates, MOST_DRAWN)
    fair = next((s for s in few if is_fair(experiment_of(s), hair=drawn_from.hair)), None)
    if fair is None:
        raise ValueError(f"no round of level {level} is fair by what theory knows, of {MOST_DRAWN} drawn")
    return Round(seed, level, fair)


def about(drawn: Round, momentum: float = 0.0, *, say: Say = english) -> str:
    """Say, in Markdown, all that a learner is told before the prediction; the momentum is the page's."""
    s = drawn.settings
    sentences = [
        say("**Level {level}.**", level=drawn.level),
        _news(drawn.level, say),
        _about_the_points(s, say),
        say(
            "Every rate starts at w = {w}, b = {b} and runs for {n} epochs.",
            w=rounded(s.start_w),
            b=rounded(s.start_b),
            n=s.n_epochs,
        ),
    ]
    if LEVELS[drawn.level - 1].tells_limit:
        limit = rounded(largest_stable_rate(dataset_of(s)), 4)
        sentences.append(say("The limit is about {limit}.", limit=limit))
    if momentum:
        sentences.append(say("Rounds are without momentum, whatever the slider says."))
    return " ".join(sentences)


def _news(level: int, say: Say) -> str:
    """Return what is new at a level."""
    return {
        1: say("The lesson's range of x."),
        2: say("Another range of x."),
        3: say("More noise, and another line."),
        4: say("x may be scaled."),
        5: say("Rates near the limit."),
    }[level]


def _about_the_points(s: Settings, say: Say) -> str:
    low, high = (rounded(end) for end in s.x_range)
    if s.scaling == AS_IT_IS:
        return say(
            "{n} points, x from {low} to {high}; noise {noise}.",
            n=s.n_samples,
            low=low,
            high=high,
            noise=unrounded(s.noise),
        )
    return say(
        "{n} points, x from {low} to {high}, then {scaled}; noise {noise}.",
        n=s.n_samples,
        low=low,
        high=high,
        scaled=controls(say)["scaling"].options[s.scaling],
        noise=unrounded(s.noise),
    )


def is_fair(experiment: Experiment, *, hair: float) -> bool:
    """Tell whether a learner who knows the points well can be sure of every answer.

    It needs rates that are clear of every border, final losses that are apart, rates above the limit whose
    loss has risen, and a start with much of its error across the valley, so that what a rate does is seen.
    """
    runs, settings, theory = experiment.runs, experiment.settings, experiment.theory
    if theory.zones is None or theory.eigenvalues is None:
        return False
    rates, final = runs.learning_rates, np.sort(runs.losses[:, -1])
    borders, (lam_min, lam_max) = np.array(theory.zones), theory.eigenvalues
    limit = borders[-1]
    clear = np.abs(rates[:, None] / borders - 1).min(axis=1) >= hair
    at_limit = np.abs(rates / limit - 1) <= EDGE_PER_EPOCH / 4  # half of what the edge allows
    slope = gradient([settings.start_w, settings.start_b], experiment.dataset)
    # The mean of lam, by the shares in the first excess.
    bend = slope @ slope / (2 * runs.excess_losses[0, 0])
    return bool(
        (clear | at_limit).all()
        and all(RATIO * lower <= higher for lower, higher in pairwise(final))
        and np.isfinite(final).all()
        and (runs.losses[rates > (1 + hair) * limit, -1] >= RATIO * runs.losses[0, 0]).all()
        and bend >= (1 - ACROSS) * lam_min + ACROSS * lam_max * (1 - 1e-9)
    )


def _candidates(stream: np.random.RandomState, level: Level) -> Iterator[Settings]:
    """Draw settings without end, fair or not; only uniform numbers are drawn, which NumPy keeps for ever."""
    while True:
        slope, intercept = _one_of(level.lines, stream)
        settings = Settings(
            seed=int(10_000 * stream.random_sample()),
            noise=_one_of(level.noises, stream),
            n_epochs=_one_of(level.epochs, stream),
            x_range=_one_of(level.x_ranges, stream),
            slope=slope,
            intercept=intercept,
            own_start=True,
            start_w=round(10 * stream.random_sample() - 5, 1),
            start_b=round(10 * stream.random_sample() - 5, 1),
            scaling=_one_of(level.scalings, stream),
        )
        limit = largest_stable_rate(dataset_of(settings))
        bands = np.argsort(stream.random_sample(len(level.bands)), kind="stable")[: level.n_rates]
        rates = sorted(_rate(level.bands[band], limit, stream) for band in bands)
        yield replace(settings, learning_rates=tuple(rates))


def _one_of(options: Sequence[Option], stream: np.random.RandomState) -> Option:
    return options[int(len(options) * stream.random_sample())]


def _rate(band: Band, limit: float, stream: np.random.RandomState) -> float:
    """Draw a rate from a band, evenly in its logarithm, rounded to the band's digits."""
    low, high, digits = band
    share = low * (high / low) ** stream.random_sample()
    return float(f"{share * limit:.{digits - 1}e}")
