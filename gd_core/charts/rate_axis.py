"""The logarithmic axis of learning rates that the ruler and the sweep share."""

import math

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts.frame import between
from gd_core.charts.written import LABELS
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.spectrum import CRAWL_FACTOR, rate_of
from gd_core.theory import Theory

DECADES = 5  # of the axis, always
ROOM_BEYOND = 2  # times a limit, so that the one with any momentum is on the axis too
LOWEST = -4  # the axis begins at 10 to this power, or lower where the zones need it
ZONES = ("crawl", "smooth", "zigzag", "diverge")  # in ascending order of their rates
LEFT, RIGHT = 62, 14  # pixels kept free beside the axis: the same in every chart that shares it


def axis_power(theory: Theory) -> int:
    """Return the power of 10 at which the axis begins: x alone decides, and for |x| ≤ 10 it is always −4.

    With momentum it is that of plain descent, so that the handles stay where they are when momentum changes.
    On a curve the highest limit of its minima decides, so that there is room beyond it.
    """
    if minima := theory.minima:
        highest = max(minimum.limit() or 0 for minimum in minima)
        return max(math.ceil(math.log10(ROOM_BEYOND * highest)), LOWEST + DECADES) - DECADES
    crawl = theory.crawl
    if theory.with_momentum and theory.eigenvalues is not None:
        crawl = rate_of(CRAWL_FACTOR, theory.eigenvalues[1])
    return LOWEST if crawl is None else min(LOWEST, math.floor(math.log10(crawl / 2)))


def axis_range(theory: Theory) -> tuple[float, float]:
    """Return the least and the largest rate of the axis; every zone has room there."""
    power = axis_power(theory)
    return float(f"1e{power}"), float(f"1e{power + DECADES}")


def names_of_zones(say: Say = english) -> list[str]:
    """Return what the page calls the zones, in ascending order of their rates."""
    return [say("crawl"), say("smooth"), say("zigzag"), say("diverge")]


def chosen_rates(experiment: Experiment, *, colour_slots: list[int]) -> pd.DataFrame:
    """Return a row a chosen rate, and its place: itself, or the end of the axis where it is beyond."""
    rates = experiment.runs.learning_rates
    places = np.clip(rates, *axis_range(experiment.theory))
    return pd.DataFrame(
        {"slot": colour_slots, "learning_rate": rates, "place": places},
    ).astype({"slot": int})


def rate_axis(field: str, title: str | None = None) -> alt.X:
    """Return the logarithmic axis of learning rates, in the same place in every chart that has it."""
    return (
        alt.X(f"{field}:Q")
        .title(title)
        .axis(format="~g", grid=False, labelExpr=LABELS)
        .scale(
            type="log",
            nice=False,
            domain=between("low_rate", "high_rate"),
            range=[LEFT, alt.ExprRef(f"width - {RIGHT}")],
        )
    )
