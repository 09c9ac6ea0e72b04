"""The fit: the points, the best line, and the line that each run has found so far."""

from typing import Any, TypeVar

import altair as alt
import numpy as np

from gd_core.bowl import bowl_of
from gd_core.charts.beside_plain import LOOK, plain_now
from gd_core.charts.frame import FRAME, between, in_frame
from gd_core.charts.movement import moving_params, now_rows, out_of_view
from gd_core.charts.style import (
    GREY,
    HEIGHT,
    PADDING,
    as_text,
    colour,
    dash,
    titled,
    told_of_a_run,
    worked_out,
)
from gd_core.charts.written import LABELS, PLACES, number_in_words, place_in_words, tooltip
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.experiment import Experiment
from gd_core.languages import Say, english

Axis = TypeVar("Axis", alt.X, alt.Y)

MOST_POINTS_DRAWN = 300
MARGIN = 0.4  # of the height of the points, above and below them …
MOST_MARGIN = 1.6  # … or up to this, so that the lines that the runs start from come into view

POINTS = alt.Chart(alt.NamedData("points"))
NOW_OF_FIT = ("name", "w", "b")  # what it draws of a run where it is


def fit_data(experiment: Experiment) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return what `fit_chart` draws beside the runs' own rows: the points, and its part of the frame."""
    dataset = experiment.dataset
    w, b = bowl_of(dataset).bottom
    x_low, x_high = dataset.x.min(), dataset.x.max()
    if x_low == x_high:
        beside = max(0.5, abs(x_low) / 1000)
        x_low, x_high = x_low - beside, x_high + beside
    low, high = fit_window(experiment, x_low, x_high)
    frame = {
        "x_low": x_low,
        "x_high": x_high,
        "y_low": low,
        "y_high": high,
        "far": 1000 * max(abs(low), abs(high)),
        "best_low": w * x_low + b,
        "best_high": w * x_high + b,
    }
    return points_drawn(dataset), frame


def points_drawn(dataset: Dataset) -> dict[str, Floats]:
    """Return x and y of each point that is drawn."""
    chosen = drawn_points(dataset.x.size)
    return {"x": dataset.x[chosen], "y": dataset.y[chosen]}


def fit_window(experiment: Experiment, x_low: float, x_high: float) -> tuple[float, float]:
    """Return the least and the largest y in view: the points, and the lines at the start unless far off."""
    y_low, y_high = experiment.dataset.y.min(), experiment.dataset.y.max()
    height = y_high - y_low or max(abs(y_high), 1.0)
    w, b = experiment.runs.parameters[:, 0].T
    starts = np.concatenate([w * x_low + b, w * x_high + b])
    low = np.clip(starts.min() - 0.1 * height, y_low - MOST_MARGIN * height, y_low - MARGIN * height)
    high = np.clip(starts.max() + 0.1 * height, y_high + MARGIN * height, y_high + MOST_MARGIN * height)
    return float(low), float(high)


def drawn_points(n_samples: int) -> np.ndarray:
    """Return which points to draw: all, or an even choice of many."""
    return np.unique(np.linspace(0, n_samples - 1, min(n_samples, MOST_POINTS_DRAWN)).astype(int))


def about_the_points_drawn(n_samples: int, *, say: Say = english) -> str:
    """Say how many of the points are drawn, where not all are."""
    n_drawn = drawn_points(n_samples).size
    if n_drawn == n_samples:
        return ""
    return " " + say(
        "Of the {n_samples:,} points, {n_drawn} are drawn; all are used.",
        n_samples=n_samples,
        n_drawn=n_drawn,
    )


def fit_summary(*, say: Say = english) -> str:
    """Say what the picture of the fit shows."""
    return say("The points, the best line, and every run's line at the epoch shown.")


def fit_chart(*, beside_plain: bool = False, say: Say = english) -> alt.LayerChart:
    """Draw the points, the least-squares line and each run's line at the epoch shown, from `fit_data`.

    The line last pointed at is the selection "line"; the residuals are drawn to it.

    Parameters
    ----------
    beside_plain : bool
        Whether the rows "plain" are drawn too.
    """
    x = axis_of(alt.X("x:Q"), "x_low", "x_high", PLACES)
    y = axis_of(alt.Y("y:Q"), "y_low", "y_high", LABELS)
    now = now_rows()
    pointed = alt.selection_point(
        name="line", fields=["slot"], on="rule:pointerover", clear="dblclick", empty=False
    )
    lines, ends = _lines(now), {"x2": "x2:Q", "y2": "y2:Q"}
    best = FRAME.mark_rule(clip=True, color=GREY, strokeWidth=5, strokeOpacity=0.45)
    beside = _lines(plain_now()).mark_rule(clip=True, **LOOK)
    target = lines.mark_rule(clip=True, strokeWidth=16, strokeOpacity=0)
    layers = [
        *residual_layers(now, pointed, "datum.here.w * datum.point.x + datum.here.b", (x, y), say=say),
        points_layer(x, y),
        best.encode(
            alt.X("frame.x_low:Q"), alt.Y("frame.best_low:Q"), x2="frame.x_high:Q", y2="frame.best_high:Q"
        ),
        *([beside.encode(x, y, colour(), **ends)] if beside_plain else []),
        lines.mark_rule(clip=True, strokeWidth=2.5).encode(x, y, colour(), dash(), **ends),
        target.encode(x, y, tooltip=told_of_a_run(say), **ends).add_params(pointed),
        _leaving_layer(now, say),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*moving_params())
    return chart.properties(
        height=HEIGHT, padding=PADDING, title=titled(say("The line so far"))
    ).configure_legend(disable=True)


def _lines(now: alt.Chart) -> alt.Chart:
    """Return each run's line at the epoch shown, cut where it is further off than browsers can draw."""
    runs = now.transform_filter("isFinite(datum.here.w) && isFinite(datum.here.b)")
    cut = {}
    for end, x in (("", in_frame("x_low")), ("2", in_frame("x_high"))):
        y, far = f"(datum.here.w * {x} + datum.here.b)", in_frame("far")
        cut[f"y{end}"] = f"clamp({y}, -{far}, {far})"
        edge = (
            f"clamp((datum.y{end} - datum.here.b) / datum.here.w, {in_frame('x_low')}, {in_frame('x_high')})"
        )
        cut[f"x{end}"] = f"abs({y}) < {far} ? {x} : {edge}"
    return runs.transform_calculate(**cut)


def _leaving_layer(now: alt.Chart, say: Say) -> alt.Chart:
    """Return what is said of each run whose line is wholly above or below what is in view, or too large."""
    ends = [f"datum.here.w * {in_frame(end)} + datum.here.b" for end in ("x_low", "x_high")]
    low, high = (f"{least_or_most}({', '.join(ends)})" for least_or_most in ("min", "max"))
    in_view = f"{low} <= {in_frame('y_high')} && {high} >= {in_frame('y_low')}"
    return out_of_view(now.transform_filter(f"!({in_view})"), say)


def residual_layers(
    now: alt.Chart, pointed: alt.Parameter, height: str, axes: tuple[alt.X, alt.Y], *, say: Say
) -> list[alt.Chart]:
    """Return the residuals of the line last pointed at, whose height is an expression, and whose they are."""
    (x, y), line, far = axes, now.transform_filter(pointed), in_frame("far")
    points = line.transform_calculate(point="data('points')").transform_flatten(["point"])
    residuals = points.transform_calculate(
        x="datum.point.x",
        y="datum.point.y",
        y2=f"clamp({height}, -{far}, {far})",
    )
    words = as_text(say("┆ residuals of {rate}", rate=worked_out("datum.here.name")))
    name = line.transform_calculate(words=words)
    return [
        residuals.mark_rule(clip=True, strokeWidth=1, strokeOpacity=0.7).encode(x, y, colour(), y2="y2:Q"),
        name.mark_text(align="left", baseline="top", dx=6, dy=5, fontSize=12).encode(
            x=alt.value(0), y=alt.value(0), text="words:N", color=colour()
        ),
    ]


def points_layer(x: alt.X, y: alt.Y) -> alt.Chart:
    """Return the points, each with its numbers."""
    told = {"x": place_in_words(number_in_words("datum.x", 6)), "y": number_in_words("datum.y", 6)}
    return POINTS.mark_point(filled=True, color=GREY, opacity=1, fillOpacity=0.7, size=22).encode(
        x, y, tooltip=tooltip(told)
    )


def axis_of(channel: Axis, low: str, high: str, labels: str) -> Axis:
    """Return a channel whose axis goes from one value of the frame to another."""
    scale = alt.Scale(domain=between(low, high), nice=False, zero=False)
    return channel.title(channel.shorthand[0]).scale(scale).axis(labelExpr=labels)
