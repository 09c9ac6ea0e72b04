"""The fit of a curve: the points, the best curve known, and the curve that each run has found so far."""

from typing import Any

import altair as alt
import numpy as np

from gd_core.charts.beside_plain import LOOK, plain_now
from gd_core.charts.fit import MARGIN, axis_of, points_drawn, points_layer, residual_layers
from gd_core.charts.frame import FRAME, in_frame
from gd_core.charts.movement import moving_params, now_rows, out_of_view
from gd_core.charts.style import GREY, HEIGHT, PADDING, colour, dash, titled, told_of_a_run
from gd_core.charts.written import LABELS
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES

EVENLY, WHERE_IT_BENDS = 80, 40  # places at which a curve is worked out: along x, and round its bend
ROUND_THE_BEND = 4  # times as far as it goes
ROOM = 0.05  # of the height of a neuron, below 0 and above 1


def curve_data(experiment: Experiment) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Return what `curve_chart` draws beside the runs' own rows: the points, and its part of the frame."""
    dataset, minima = experiment.dataset, experiment.theory.minima
    low, high = min(dataset.y.min(), 0.0), max(dataset.y.max(), 1.0)  # every curve is between 0 and 1
    room = (ROOM if set(dataset.y) <= {0.0, 1.0} else MARGIN / 4) * (high - low)
    frame = {
        "x_low": dataset.x.min(),
        "x_high": dataset.x.max(),
        "y_low": low - room,
        "y_high": high + room,
        "far": 1000.0,
        "best_w": minima[0].w if minima else np.nan,
        "best_b": minima[0].b if minima else np.nan,
    }
    return points_drawn(dataset), frame


def curve_summary(*, say: Say = english) -> str:
    """Say what the picture of the fit shows."""
    return say("The points, the best curve known, and every run's curve at the epoch shown.")


def curve_chart(*, model: str, beside_plain: bool = False, say: Say = english) -> alt.LayerChart:
    """Draw the points, the best curve known and each run's at the epoch shown, from `curve_data`.

    The curve last pointed at is the selection "line"; the residuals are drawn to it. Beside them are drawn
    the rows "plain", where they are asked for.
    """
    x = axis_of(alt.X("x:Q"), "x_low", "x_high", LABELS)
    y = axis_of(alt.Y("y:Q"), "y_low", "y_high", LABELS)
    now, theta = now_rows(), ("datum.here.w", "datum.here.b")
    are_numbers = " && ".join(f"isFinite({each})" for each in theta)
    pointed = alt.selection_point(
        name="line", fields=["slot"], on="line:pointerover", clear="dblclick", empty=False
    )
    runs = along(now.transform_filter(are_numbers), model, *theta)
    best = FRAME.transform_filter("isValid(datum.frame.best_w)")
    best = along(best, model, "datum.frame.best_w", "datum.frame.best_b")
    plain = along(plain_now(), model, *theta).mark_line(clip=True, **LOOK).encode(x, y, colour())
    height = CURVES[model].formula.format(w=theta[0], b=theta[1], x="datum.point.x")
    layers = [
        *residual_layers(now, pointed, height, (x, y), say=say),
        points_layer(x, y),
        best.mark_line(clip=True, color=GREY, strokeWidth=5, strokeOpacity=0.45).encode(x, y),
        *([plain] if beside_plain else []),
        runs.mark_line(clip=True, strokeWidth=2.5).encode(x, y, colour(), dash()),
        runs.mark_line(clip=True, strokeWidth=16, strokeOpacity=0)
        .encode(x, y, detail="slot:N", tooltip=told_of_a_run(say))
        .add_params(pointed),
        out_of_view(now.transform_filter(f"!({are_numbers})"), say),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*moving_params())
    return chart.properties(
        height=HEIGHT, padding=PADDING, title=titled(say("The curve so far"))
    ).configure_legend(disable=True)


def along(rows: alt.Chart, model: str, w: str, b: str) -> alt.Chart:
    """Return rows of x and y for each row: the curve of the w and b that two expressions have.

    Where it bends, it is worked out at more places: a hill may be narrower than these are apart.
    """
    middle, width = (part.format(w=w, b=b) for part in CURVES[model].bend)
    low, high = in_frame("x_low"), in_frame("x_high")
    evenly = f"{low} + ({high} - {low}) * datum.place / {EVENLY}"
    bent = (
        f"{middle} + {width} * {ROUND_THE_BEND} * ((datum.place - {EVENLY + 1}) / {WHERE_IT_BENDS / 2} - 1)"
    )
    return (
        rows.transform_calculate(place=f"sequence(0, {EVENLY + WHERE_IT_BENDS + 2})")
        .transform_flatten(["place"])
        .transform_calculate(x=f"datum.place <= {EVENLY} ? {evenly} : {bent}")
        .transform_filter(f"datum.x >= {low} && datum.x <= {high}")
        .transform_calculate(y=CURVES[model].formula.format(w=w, b=b, x="datum.x"))
    )
