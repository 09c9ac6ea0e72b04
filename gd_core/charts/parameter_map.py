"""The parameter map: where in the plane of (w, b) each run goes, over the contours of the loss."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.bowl import Bowl, bowl_of, excess_loss
from gd_core.charts.frame import FRAME, in_frame
from gd_core.charts.movement import (
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
    colour,
    dash,
    shape,
    titled,
    told_of_a_run,
)
from gd_core.checks import Floats
from gd_core.experiment import Experiment, true_line_of
from gd_core.languages import Say, english
from gd_core.numbers import line
from gd_core.spectrum import modes

N_RINGS = 11
RING_RATIO = 2.5  # from one ring inward to the next, the excess loss falls by this factor
RING_CORNERS = 37
MARGIN = 0.08  # of the story's width and height, around it
SIGNS = {"best": "✕", "true": "◇"}  # of least squares, and of the true line
MOST_OBLONG = 5.0  # the view may be so many times as long as it is wide, and still both axes have one scale
NEAR = 3.0  # times the view, from its middle: further off, a way is not drawn
BOWL = "#4c6fd8"  # what the rings are shaded with

RINGS = alt.Chart(alt.NamedData("rings"))


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
    low_w, low_b, high_w, high_b = window or map_window(experiment)
    return {
        "key": keys[0] if true_line is None else "   ".join(keys),
        "best_w": bowl.bottom[0],
        "best_b": bowl.bottom[1],
        "true_w": true[0],
        "true_b": true[1],
        "w_low": low_w,
        "w_high": high_w,
        "b_low": low_b,
        "b_high": high_b,
        "square": is_square((low_w, low_b, high_w, high_b)),
    }


def is_square(window: Window) -> bool:
    """Tell whether w and b can be drawn to one scale, so that steps stand square on the rings."""
    low_w, low_b, high_w, high_b = window
    return 1 / MOST_OBLONG <= (high_w - low_w) / (high_b - low_b) <= MOST_OBLONG


def about_the_map(experiment: Experiment, *, say: Say = english) -> str:
    """Say, in Markdown, what the marks of the map are, and how the two answers differ where there are two."""
    bowl, true_line = bowl_of(experiment.dataset), true_line_of(experiment)
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
    answers = ", ".join([best, *_about_the_true_line(bowl, true_line, say)]) + "."
    if not experiment.theory.steps_are_gradients:
        return f"{answers} {curves}"
    arrow = say("An arrow is the next step, −η · gradient, where it is long enough to be seen.")
    return f"{answers} {curves} {arrow}"


def map_summary(*, say: Say = english) -> str:
    """Say what the map shows."""
    return say("The way of every run through slope w and intercept b, over curves of equal loss.")


def _about_the_true_line(bowl: Bowl, true_line: Floats | None, say: Say) -> list[str]:
    if true_line is None:
        return []
    w, b = true_line
    if np.allclose(bowl.bottom, (w, b), rtol=0, atol=1e-9):
        return [
            say(
                "and ◇ the true line, {line}, which the points were made from: here they are the same",
                line=line(w, b),
            )
        ]
    return [
        say("and ◇ the true line, {line}, which the points were made from: the two differ", line=line(w, b))
    ]


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
    w, b = theta.reshape(-1, 2)[near].T
    return by_epoch(epochs, colour_slots)[near].assign(w=w, b=b)


def ring_rows(experiment: Experiment, window: Window) -> pd.DataFrame:
    """Return the corners (w, b) of each ring of equal loss, from the outermost inward; in few bytes.

    The outermost is around all that is in view. With the excess c, a ring is
    ``theta_star + Q·[√(2c/lam)·(cos, sin)]``; where all x are equal, it is a strip between two straight lines
    ``theta_star + Q·(t, ±√(2c/lam[1]))``, which crosses the whole view.
    """
    bowl, corners = bowl_of(experiment.dataset), _corners_in_view(window)
    lam, vectors = modes(bowl)
    excess = excess_loss(corners - bowl.bottom, bowl).max() * RING_RATIO ** -np.arange(N_RINGS)
    excess /= np.cos(np.pi / (RING_CORNERS - 1)) ** 2  # between its corners a ring is straight
    if lam[0] > 0:
        angles = np.linspace(0, 2 * np.pi, RING_CORNERS)
        along, across = np.cos(angles), np.sin(angles)
        along = np.sqrt(2 * excess / lam[0])[:, None] * along
    else:
        along, across = np.array([-1, 1, 1, -1, -1]), np.array([-1, -1, 1, 1, -1])
        along = np.abs(corners - bowl.bottom).sum(axis=1).max() * np.tile(along, (N_RINGS, 1))
    across = np.sqrt(2 * excess / lam[1])[:, None] * across
    places = bowl.bottom + along[..., None] * vectors[:, 0] + across[..., None] * vectors[:, 1]
    rings = np.repeat(np.arange(N_RINGS, dtype=np.int8), places.shape[1])
    fits = np.abs(places).max() < np.finfo(np.float32).max
    w, b = places.reshape(-1, 2).T.astype(np.float32 if fits else np.float64)
    return pd.DataFrame({"ring": rings, "w": w, "b": b})


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
    w = alt.X("w:Q").title(say("Slope w")).scale(_scale("w"))
    b = alt.Y("b:Q").title(say("Intercept b")).scale(_scale("b"))
    now = now_rows("label", "loss", "w", "b")
    layers = [
        _ring_layer(w, b),
        *_path_layers(w, b),
        _start_layer(),
        *_next_step_layers(w, b),
        _leaving_layer(say),
        now_points(now).encode(w, b, colour(), shape(), tooltip=told_of_a_run(say)),
        *_answer_layers(),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*moving_params(), *_half_widths())
    chart = chart.properties(height=HEIGHT, title=titled(say("The way through w and b")))
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


def _ring_layer(w: alt.X, b: alt.Y) -> alt.Chart:
    """Return the rings of equal loss, each shaded once more than the one around it."""
    rings = RINGS.mark_line(
        clip=True, order=False, aria=False, strokeWidth=0.75, stroke=GREY, fill=BOWL, fillOpacity=0.09
    )
    return rings.encode(w, b, detail="ring:N")


def _path_layers(w: alt.X, b: alt.Y) -> list[alt.Chart]:
    """Return the way of each run up to the epoch shown, and what lies ahead of it, faint."""
    layers = []
    for rows in rows_of_runs("w", "b"):
        ahead = rows.mark_line(clip=True, strokeWidth=1.5, opacity=FAINT, aria=False, order=False)
        so_far = until_epoch(rows).mark_line(clip=True, strokeWidth=1.7, aria=False, order=False)
        layers += [line.encode(w, b, colour(), dash()) for line in (ahead, so_far)]
    return layers


def _start_layer() -> alt.Chart:
    """Return a ring where each run starts, which a hand can take hold of."""
    starts = now_rows("start_w", "start_b").mark_point(
        filled=False, size=110, strokeWidth=1.7, opacity=1, clip=True, cursor="grab", aria=False
    )
    return starts.encode(alt.X("start_w:Q"), alt.Y("start_b:Q"), colour())


def _leaving_layer(say: Say) -> alt.Chart:
    """Return what is said of each run that is not in view at the epoch shown."""
    return out_of_view(now_rows("name", "w", "b").transform_filter(f"!({_in_view()})"), say)


def _in_view() -> str:
    """Return whether (w, b) is in view, in an expression."""
    ends = {name: (in_frame(f"{name}_low"), in_frame(f"{name}_high")) for name in "wb"}
    return " && ".join(
        f"abs(2 * datum.{name} - {low} - {high}) <= 2 * half_{name}" for name, (low, high) in ends.items()
    )


def _next_step_layers(w: alt.X, b: alt.Y) -> list[alt.Chart]:
    """Return the arrow of the next step, −rate · gradient; one too short to be seen has no head."""
    now = now_rows("w", "b", "next_w", "next_b")
    steps = now.transform_filter(f"isNumber(datum.next_w) && abs(datum.next_w) < 1e9 && {_in_view()}")
    right = "scale('x', datum.next_w) - scale('x', datum.w)"
    up = "scale('y', datum.b) - scale('y', datum.next_b)"
    head = steps.mark_point(
        shape="triangle-up",
        filled=True,
        clip=True,
        opacity=1,
        angle=alt.ExprRef(f"180 / PI * atan2({right}, {up})"),
        size=alt.ExprRef(f"hypot({right}, {up}) > 8 ? 70 : 0"),
    )
    return [
        steps.mark_rule(clip=True, strokeWidth=2.5).encode(w, b, colour(), x2="next_w:Q", y2="next_b:Q"),
        head.encode(alt.X("next_w:Q"), alt.Y("next_b:Q"), colour()),
    ]


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
