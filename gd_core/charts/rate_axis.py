"""The logarithmic axis of learning rates that the ruler and the sweep share."""

import math

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gd_core.charts.frame import in_frame
from gd_core.data import Dataset
from gd_core.theory import crawl_rate

DECADES = 5  # of the axis, always
LOWEST = -4  # the axis begins at 10 to this power, or lower where the zones need it
LEFT, RIGHT = 62, 14  # pixels kept free beside the axis: the same in every chart that shares it


def axis_power(dataset: Dataset) -> int:
    """Return the power of 10 at which the axis begins: x alone decides, and for |x| ≤ 10 it is always −4."""
    return min(LOWEST, math.floor(math.log10(crawl_rate(dataset) / 2)))


def axis_range(dataset: Dataset) -> tuple[float, float]:
    """Return the least and the largest rate of the axis; every zone has room there."""
    power = axis_power(dataset)
    return float(f"1e{power}"), float(f"1e{power + DECADES}")


def chosen_rates(dataset: Dataset, *, learning_rates: ArrayLike, slots: list[int]) -> pd.DataFrame:
    """Return a row a chosen rate, and its place: itself, or the end of the axis where it is beyond."""
    rates = np.asarray(learning_rates, dtype=float)
    return pd.DataFrame(
        {"slot": slots, "learning_rate": rates, "place": np.clip(rates, *axis_range(dataset))},
    ).astype({"slot": int})


def rate_axis(field: str, title: str | None = None) -> alt.X:
    """Return the logarithmic axis of learning rates, in the same place in every chart that has it."""
    return (
        alt.X(f"{field}:Q")
        .title(title)
        .axis(format="~g", grid=False)
        .scale(
            type="log",
            nice=False,
            domainMin=alt.ExprRef(in_frame("low_rate")),
            domainMax=alt.ExprRef(in_frame("high_rate")),
            range=[LEFT, alt.ExprRef(f"width - {RIGHT}")],
        )
    )
