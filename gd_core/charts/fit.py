"""The fit: the points, the best line, and the line that each run has found so far."""

import altair as alt
import numpy as np
import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.charts.movement import at_epoch, epoch_params
from gd_core.charts.style import GREY, NO_RUN, between, colour, dash, in_frame, with_label
from gd_core.data import Dataset

MOST_POINTS_DRAWN = 300
MARGIN = 0.15  # of the points' height, above and below them

RUNS, POINTS, FRAME = (alt.Chart(alt.NamedData(name)) for name in ("runs", "points", "frame"))


def fit_data(dataset: Dataset, *, last_epoch: int) -> dict[str, pd.DataFrame]:
    """Return the rows that `fit_chart` draws beside the runs' own: `gd_core.charts.rows.run_rows`."""
    w, b = bowl_of(dataset).bottom
    chosen = drawn_points(dataset.x.size)
    x_low, x_high = dataset.x.min(), dataset.x.max()
    y_low, y_high = dataset.y.min(), dataset.y.max()
    margin = MARGIN * (y_high - y_low) or 0.1 * max(abs(y_high), 1)
    frame = {
        "slot": NO_RUN,
        "last": last_epoch,
        **{"x_low": x_low, "x_high": x_high, "low": y_low - margin, "high": y_high + margin},
        "far": 1000 * (max(abs(y_low), abs(y_high)) + margin),
        **{"best_low": w * x_low + b, "best_high": w * x_high + b},
    }
    points = pd.DataFrame({"x": dataset.x[chosen], "y": dataset.y[chosen]})
    return {"points": points, "frame": pd.DataFrame([frame])}


def drawn_points(n_samples: int) -> np.ndarray:
    """Return which points to draw: all, or an even choice of many."""
    return np.unique(np.linspace(0, n_samples - 1, min(n_samples, MOST_POINTS_DRAWN)).astype(int))


def about_the_points_drawn(n_samples: int) -> str:
    """Say how many of the points are drawn, where not all are."""
    n_drawn = drawn_points(n_samples).size
    return f" Of the {n_samples:,} points, {n_drawn} are drawn; all are used." if n_drawn < n_samples else ""


def fit_chart() -> alt.LayerChart:
    """Draw the points, the least-squares line and each run's line at the epoch shown, from `fit_data`.

    The line last pointed at is the selection "line"; the residuals are drawn to it.
    """
    x, y = (
        alt.X("x:Q").title("x").scale(domain=between("x_low", "x_high"), nice=False, zero=False),
        _y("y", "y"),
    )
    pointed = alt.selection_point(
        name="line", fields=["slot"], on="pointerover", clear="dblclick", empty=False
    )
    lines = at_epoch(RUNS).transform_calculate(
        x=in_frame("x_low"),
        x2=in_frame("x_high"),
        y=_height(f"datum.w * {in_frame('x_low')} + datum.b"),
        y2=_height(f"datum.w * {in_frame('x_high')} + datum.b"),
    )
    residuals = (
        at_epoch(RUNS)
        .transform_filter(pointed)
        .transform_calculate(point="data('points')")
        .transform_flatten(["point"])
        .transform_calculate(
            x="datum.point.x", y="datum.point.y", y2=_height("datum.w * datum.point.x + datum.b")
        )
    )
    named = with_label(at_epoch(RUNS)).transform_filter(pointed)
    named = named.transform_calculate(words="'┆ residuals: ' + datum.label")
    best = FRAME.mark_rule(color=GREY, strokeWidth=5, opacity=0.45)
    layers = [
        residuals.mark_rule(clip=True, strokeWidth=1, opacity=0.7).encode(x, y, colour(), y2="y2:Q"),
        POINTS.mark_point(filled=True, color=GREY, opacity=0.7, size=22).encode(x, y),
        best.encode(alt.X("x_low:Q"), alt.Y("best_low:Q"), x2="x_high:Q", y2="best_high:Q"),
        lines.mark_rule(clip=True, strokeWidth=2.5).encode(x, y, colour(), dash(), x2="x2:Q", y2="y2:Q"),
        named.mark_text(align="left", baseline="top", dx=6, dy=5, fontSize=12).encode(
            x=alt.value(0), y=alt.value(0), text="words:N", color=colour()
        ),
        lines.mark_rule(clip=True, strokeWidth=16, opacity=0)
        .encode(x, y, x2="x2:Q", y2="y2:Q")
        .add_params(pointed),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*epoch_params())
    return chart.properties(height=340, title="The line so far").configure_legend(disable=True)


def fit_spec() -> dict:
    """Return `fit_chart` as Vega-Lite: slow to make, so make it once."""
    return fit_chart().to_dict()


def _y(name: str, title: str) -> alt.Y:
    return alt.Y(f"{name}:Q").title(title).scale(domain=between("low", "high"), nice=False, zero=False)


def _height(value: str) -> str:
    """Return a height as an expression, no further from the frame than browsers can draw."""
    return f"isFinite({value}) ? clamp({value}, -{in_frame('far')}, {in_frame('far')}) : null"
