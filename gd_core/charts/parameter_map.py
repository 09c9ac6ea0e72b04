"""The parameter map: where in the plane of (w, b) each run goes, over the contours of the loss."""

from typing import Any

import altair as alt

from gd_core.charts.beside_plain import plain_map_layers
from gd_core.charts.frame import FRAME, in_frame
from gd_core.charts.map_data import RING_RATIO, SIGNS
from gd_core.charts.map_of_curves import axes_of, minima_layers, shading_layer
from gd_core.charts.movement import (
    from_epoch,
    moving_params,
    now_points,
    now_rows,
    out_of_view,
    rows_of_runs,
    until_epoch,
)
from gd_core.charts.style import (
    FAINT,
    GREY,
    HEIGHT,
    PADDING,
    colour,
    dash,
    faint,
    shape,
    titled,
    told_of_a_run,
)
from gd_core.charts.written import LABELS
from gd_core.experiment import LINE
from gd_core.languages import Say, english

N_RINGS = 11
ROOM_FOR_LABELS = 36  # pixels: the view depends on the width, which would else depend on the view
BOWL = "#4c6fd8"  # what the rings are shaded with
# What it draws of a run where it is.
NOW_OF_MAP = ("name", "epoch", "w", "b", "start_w", "start_b", "next_w", "next_b")


def map_chart(*, model: str = LINE, beside_plain: bool = False, say: Say = english) -> alt.LayerChart:
    """Draw the way of every run through the plane of (w, b), from `path_rows` and `map_frame`.

    Under the ways of a curve lies the plane shaded by the loss, and above them its minima, `minima_rows`.

    Parameters
    ----------
    model : str
        What is fitted.
    beside_plain : bool
        Whether the rows "plain" are drawn too.
    """
    is_a_line = model == LINE
    name_of_w, name_of_b = (say("Slope w"), say("Intercept b")) if is_a_line else axes_of(model, say=say)
    grid: dict[str, Any] = {} if is_a_line else {"grid": False}  # the plane has lines enough
    w = alt.X("w:Q").title(name_of_w).scale(_scale("w")).axis(labelExpr=LABELS, **grid)
    b = (
        alt.Y("b:Q")
        .title(name_of_b)
        .scale(_scale("b"))
        .axis(labelExpr=LABELS, minExtent=ROOM_FOR_LABELS, **grid)
    )
    now_w, now_b = alt.X("here.w:Q"), alt.Y("here.b:Q")
    layers = [
        _ring_layer() if is_a_line else shading_layer(),
        *(plain_map_layers(w, b) if beside_plain else []),
        *_path_layers(w, b),
        _start_layer(),
        *_next_step_layers(),
        _leaving_layer(say),
        now_points(now_rows().transform_filter(_in_view())).encode(
            now_w, now_b, colour(), shape(), tooltip=told_of_a_run(say)
        ),
        *(_answer_layers() if is_a_line else minima_layers()),
    ]
    rings = _ring_params() if is_a_line else []
    chart = alt.LayerChart(layer=layers).add_params(*moving_params(), *_half_widths(), *rings)
    chart = chart.properties(height=HEIGHT, padding=PADDING, title=titled(say("The way through w and b")))
    return chart.configure_legend(disable=True)


def _half_widths() -> list[alt.Parameter]:
    """Return half of what is in view of w and of b: to one scale where they can be, and no less than asked.

    The player knows the same, since it turns places on the screen into (w, b).
    """
    wide, high = (f"({in_frame(f'{name}_high')} - {in_frame(f'{name}_low')})" for name in "wb")
    square = in_frame("square")
    return [
        alt.param("half_w", expr=f"({square} ? max({wide}, {high} * width / height) : {wide}) / 2"),
        alt.param("half_b", expr=f"({square} ? max({high}, {wide} * height / width) : {high}) / 2"),
    ]


def _scale(name: str) -> alt.Scale:
    """Return the scale of w or b, as far as it is in view."""
    middle = f"({in_frame(f'{name}_low')} + {in_frame(f'{name}_high')}) / 2"
    ends = [alt.ExprRef(f"{middle} {sign} half_{name}") for sign in "-+"]
    return alt.Scale(domain=ends, nice=False, zero=False)


def _ring_params() -> list[alt.Parameter]:
    """Return what the outermost ring is on the screen: half its length in pixels, its shape, its angle."""
    in_pixels = {
        "ww": "frame.ww * pow(width / half_w, 2) / 4",
        "wb": "-frame.wb * width * height / (half_w * half_b) / 4",  # upwards is less on the screen
        "bb": "frame.bb * pow(height / half_b, 2) / 4",
    }
    apart = "hypot((ring_ww - ring_bb) / 2, ring_wb)"
    middle = "(ring_ww + ring_bb) / 2"
    arc = "'A1 ' + ring_breadth + ' 0 0 1 '"
    return [
        *(alt.param(f"ring_{name}", expr=expression) for name, expression in in_pixels.items()),
        alt.param("ring_length", expr=f"sqrt({middle} + {apart})"),
        alt.param("ring_breadth", expr=f"sqrt(max({middle} - {apart}, 0)) / ring_length"),
        alt.param("ring_shape", expr=f"'M-1 0' + {arc} + '1 0' + {arc} + '-1 0Z'"),
        alt.param("ring_angle", expr="90 / PI * atan2(2 * ring_wb, ring_ww - ring_bb)"),
    ]


def _ring_layer() -> alt.Chart:
    """Return the rings of equal loss, each shaded once more than the one around it."""
    rings = alt.Chart(alt.sequence(N_RINGS, as_="ring")).transform_calculate(
        w=in_frame("middle_w"), b=in_frame("middle_b")
    )
    return rings.mark_point(
        clip=True,
        filled=False,
        opacity=1,
        strokeWidth=0.6,
        stroke=GREY,
        fill=BOWL,
        fillOpacity=0.09,
        shape=alt.ExprRef("ring_shape"),
        angle=alt.ExprRef("ring_angle"),
        size=alt.ExprRef(f"4 * pow(ring_length, 2) * pow({RING_RATIO}, -datum.ring)"),
    ).encode(alt.X("w:Q"), alt.Y("b:Q"))


def _path_layers(w: alt.X, b: alt.Y) -> list[alt.Chart]:
    """Return the way of each run up to the epoch shown, and what lies ahead of it, faint."""
    layers = []
    for rows in rows_of_runs("w", "b"):
        ahead = from_epoch(rows).mark_line(clip=True, strokeWidth=1.5, strokeOpacity=FAINT)
        so_far = until_epoch(rows).mark_line(clip=True, strokeWidth=1.7)
        layers += [ahead.encode(w, b, faint(), order="epoch:Q")]
        layers += [so_far.encode(w, b, colour(), dash(), order="epoch:Q")]
    return layers


def _start_layer() -> alt.Chart:
    """Return a ring where each run starts, which a hand can take hold of."""
    starts = now_rows().mark_point(
        filled=False, size=110, strokeWidth=1.7, opacity=1, clip=True, cursor="grab"
    )
    return starts.encode(alt.X("here.start_w:Q"), alt.Y("here.start_b:Q"), colour())


def _leaving_layer(say: Say) -> alt.Chart:
    """Return what is said of each run that is not in view at the epoch shown."""
    return out_of_view(now_rows().transform_filter(f"!({_in_view()})"), say)


def _in_view() -> str:
    """Return whether (w, b) is in view, in an expression."""
    ends = {name: (in_frame(f"{name}_low"), in_frame(f"{name}_high")) for name in "wb"}
    return " && ".join(
        f"abs(2 * datum.here.{name} - {low} - {high}) <= 2 * half_{name}"
        for name, (low, high) in ends.items()
    )


def _next_step_layers() -> list[alt.Chart]:
    """Return the arrow of the next step, −rate · gradient; one too short to be seen has no head."""
    now = now_rows()
    steps = now.transform_filter(
        f"isNumber(datum.here.next_w) && abs(datum.here.next_w - datum.here.w) < 1e9 * half_w && {_in_view()}"
    )
    right = "scale('x', datum.here.next_w) - scale('x', datum.here.w)"
    up = "scale('y', datum.here.b) - scale('y', datum.here.next_b)"
    head = steps.mark_point(
        shape="triangle-up",
        filled=True,
        clip=True,
        opacity=1,
        angle=alt.ExprRef(f"180 / PI * atan2({right}, {up})"),
        size=alt.ExprRef(f"hypot({right}, {up}) > 8 ? 70 : 0"),
    )
    rule = steps.mark_rule(clip=True, strokeWidth=2.5).encode(
        alt.X("here.w:Q"), alt.Y("here.b:Q"), colour(), x2="here.next_w:Q", y2="here.next_b:Q"
    )
    return [rule, head.encode(alt.X("here.next_w:Q"), alt.Y("here.next_b:Q"), colour())]


def _answer_layers() -> list[alt.Chart]:
    """Return marks for the least-squares answer and for the true line, and their key above the frame."""
    answers = [
        FRAME.mark_text(text=sign, fontSize=17, fontWeight="bold").encode(
            alt.X(f"frame.{name}_w:Q"),
            alt.Y(f"frame.{name}_b:Q"),
            colour(),
        )
        for name, sign in SIGNS.items()
    ]
    key = FRAME.mark_text(align="right", baseline="bottom", dy=-4, fontSize=12).encode(
        x=alt.value("width"), y=alt.value(0), text="frame.key:N", color=colour()
    )
    return [*answers, key]
