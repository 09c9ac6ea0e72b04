"""The parameter map: where in the plane of (w, b) each run goes, over the contours of the loss."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.bowl import Bowl, bowl_of, excess_loss
from gd_core.charts.frame import FRAME, in_frame
from gd_core.charts.movement import (
    from_epoch,
    moving_params,
    now_points,
    now_rows,
    out_of_view,
    rows_of_runs,
    until_epoch,
)
from gd_core.charts.rows import by_epoch, drawn_epochs
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
from gd_core.checks import Floats
from gd_core.experiment import Experiment, true_line_of
from gd_core.languages import Say, english
from gd_core.spectrum import modes
from gd_core.telling.points import about_the_true_line

N_RINGS = 11
RING_RATIO = 2.5  # from one ring inward to the next, the excess loss falls by this factor
LEAST_CURVATURE = 1e-8  # of the steepest: less is drawn as so much
MARGIN = 0.08  # of the story's width and height, around it
SIGNS = {"best": "✕", "true": "◇"}  # of least squares, and of the true line
MOST_OBLONG = 5.0  # the view may be so many times as long as it is wide, and still both axes have one scale
NEAR = 3.0  # times the view, from its middle: further off, a way is not drawn
ROOM_FOR_LABELS = 36  # pixels: the view depends on the width, which would else depend on the view
BOWL = "#4c6fd8"  # what the rings are shaded with
# What it draws of a run where it is.
NOW_OF_MAP = ("name", "epoch", "loss", "w", "b", "start_w", "start_b", "next_w", "next_b")

Window = tuple[float, float, float, float]  # the least w and b in view, and the largest


def map_frame(experiment: Experiment, window: Window | None = None, *, say: Say = english) -> dict[str, Any]:
    """Return the part of the frame that `map_chart` draws by, beside the runs' own rows.

    Parameters
    ----------
    window
        What is in view; where there is none, what `map_window` returns.
    """
    bowl, true_line = bowl_of(experiment.dataset), true_line_of(experiment)
    true = np.full(2, np.nan) if true_line is None else true_line
    keys = [say("✕ least squares"), say("◇ true line")]
    window = window or map_window(experiment)
    low_w, low_b, high_w, high_b = window
    return outermost_ring(bowl, window) | {
        "key": keys[0] if true_line is None else "   ".join(keys),
        "best_w": bowl.bottom[0],
        "best_b": bowl.bottom[1],
        "true_w": true[0],
        "true_b": true[1],
        "w_low": low_w,
        "w_high": high_w,
        "b_low": low_b,
        "b_high": high_b,
        "square": is_square(window),
    }


def is_square(window: Window) -> bool:
    """Tell whether w and b can be drawn to one scale, so that steps stand square on the rings."""
    low_w, low_b, high_w, high_b = window
    return 1 / MOST_OBLONG <= (high_w - low_w) / (high_b - low_b) <= MOST_OBLONG


def about_the_map(experiment: Experiment, window: Window | None = None, *, say: Say = english) -> str:
    """Say, in Markdown, what the marks of the map are, and how the two answers differ where there are two.

    Parameters
    ----------
    window
        What is in view; where there is none, what `map_window` returns.
    """
    bowl = bowl_of(experiment.dataset)
    if bowl.var_x:
        best = say("In the map, ✕ is the best line for these points")
        curves = say(
            "On each ring the loss is the same; from one to the next inward, the loss above the floor is "
            "{ratio} times less.",
            ratio=RING_RATIO,
        )
    else:
        best = say("In the map, ✕ is one of the best lines")
        curves = say(
            "On each line the loss is the same; from one to the next inward, the loss above the floor is "
            "{ratio} times less.",
            ratio=RING_RATIO,
        )
    answers = ", ".join([best, *about_the_true_line(experiment, say=say)]) + "."
    if not experiment.theory.steps_are_gradients:
        return f"{answers} {curves}"
    arrow = say("An arrow is the next step, −η · gradient, where it is long enough to be seen.")
    if not bowl.var_x:
        return f"{answers} {curves} {arrow}"
    if is_square(window or map_window(experiment)):
        lies = say("It stands square on the ring.")
    else:
        lies = say(
            "It does not look square on the ring, since w and b are drawn to different scales: with one "
            "scale for both, all would lie in a thin strip."
        )
    return f"{answers} {curves} {arrow} {lies}"


def map_summary(*, say: Say = english) -> str:
    """Say what the map shows."""
    return say("The way of every run through slope w and intercept b, over curves of equal loss.")


def map_window(experiment: Experiment, before: Window | None = None) -> Window:
    """Return what is in view: the starts, the answers, and all of each run that stays.

    A run that ends with a larger loss than it started with is left to leave.

    Parameters
    ----------
    before
        What was in view while the runs differed in nothing but their starts: it stays as long as the starts
        are in it, so that what a hand moves stays under the hand.
    """
    runs, true_line = experiment.runs, true_line_of(experiment)
    starts = runs.parameters[:, 0]
    if before and np.all((np.array(before[:2]) <= starts) & (starts <= np.array(before[2:]))):
        return before
    bottom = bowl_of(experiment.dataset).bottom
    answers = [bottom] if true_line is None else [bottom, true_line]
    stays = runs.losses[:, -1] <= runs.losses[:, 0]
    paths = runs.parameters[stays][:, drawn_epochs(experiment)].reshape(-1, 2)
    seen = np.concatenate([paths, starts, answers])
    low, high = seen.min(axis=0), seen.max(axis=0)
    widths = np.maximum(high - low, 0.1 * np.maximum(np.abs(high), 1))
    low, high = (low + high) / 2 - widths * (0.5 + MARGIN), (low + high) / 2 + widths * (0.5 + MARGIN)
    return (*low.tolist(), *high.tolist())


def path_rows(experiment: Experiment, window: Window, *, colour_slots: list[int]) -> pd.DataFrame:
    """Return a row a run and drawn epoch, where it is in view or near: its slot, the epoch, w and b."""
    epochs, low, high = drawn_epochs(experiment), np.array(window[:2]), np.array(window[2:])
    reach = (high - low).max() if is_square(window) else high - low
    theta = experiment.runs.parameters[:, epochs]
    near = (np.abs(theta - (low + high) / 2) < NEAR / 2 * reach).all(axis=2).ravel()
    columns = by_epoch(epochs, colour_slots) | dict(zip("wb", theta.reshape(-1, 2).T, strict=True))
    return pd.DataFrame({name: column[near] for name, column in columns.items()})


def outermost_ring(bowl: Bowl, window: Window) -> dict[str, float]:
    """Return the outermost ring of equal loss, as `_ring_layer` draws it; the others are smaller copies.

    With the excess c, it is where ``½·eᵀHe = c``: an ellipse ``theta_star + A·(cos, sin)`` with
    ``A·Aᵀ = 2c·H⁻¹``, of which the three entries are returned, in squared units of w and b. It holds all that
    is in view. Where the bowl is a valley, or nearly one, it is cut so far off that its sides are straight.
    """
    corners, (lam, vectors) = _corners_in_view(window), modes(bowl)
    excess = excess_loss(corners - bowl.bottom, bowl).max()
    lengths = 2 * excess / np.maximum(lam, LEAST_CURVATURE * lam[1])
    (ww, wb), (_, bb) = (vectors * lengths) @ vectors.T
    return {"middle_w": bowl.bottom[0], "middle_b": bowl.bottom[1], "ww": ww, "wb": wb, "bb": bb}


def _corners_in_view(window: Window) -> Floats:
    """Return the corners (w, b) of what is in view in plots of which one side is up to twice the other."""
    low, high = np.array(window[:2]), np.array(window[2:])
    sides = (high - low)[None]
    if is_square(window):
        sides = np.maximum(sides, sides[:, ::-1] * np.array([[2, 0.5], [0.5, 2]]))
    corners = sides[:, None] / 2 * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    return (low + high) / 2 + corners.reshape(-1, 2)


def map_chart(*, say: Say = english) -> alt.LayerChart:
    """Draw the way of every run through the plane of (w, b), from the rows above and `map_frame`."""
    w = alt.X("w:Q").title(say("Slope w")).scale(_scale("w")).axis(labelExpr=LABELS)
    b = (
        alt.Y("b:Q")
        .title(say("Intercept b"))
        .scale(_scale("b"))
        .axis(labelExpr=LABELS, minExtent=ROOM_FOR_LABELS)
    )
    now_w, now_b = alt.X("here.w:Q"), alt.Y("here.b:Q")
    layers = [
        _ring_layer(),
        *_path_layers(w, b),
        _start_layer(),
        *_next_step_layers(),
        _leaving_layer(say),
        now_points(now_rows().transform_filter(_in_view())).encode(
            now_w, now_b, colour(), shape(), tooltip=told_of_a_run(say)
        ),
        *_answer_layers(),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*moving_params(), *_half_widths(), *_ring_params())
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
        ahead = from_epoch(rows).mark_line(clip=True, strokeWidth=1.5, opacity=FAINT)
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
