"""The parameter map: where in the plane of (w, b) each run goes, over the contours of the loss."""

from typing import Any

import altair as alt
import numpy as np

from gd_core.bowl import Bowl, bowl_of, excess_loss
from gd_core.charts.frame import FRAME, between, in_frame
from gd_core.charts.movement import at_epoch, epoch_params, now_points, until_epoch
from gd_core.charts.rows import drawn_epochs
from gd_core.charts.style import (
    GREY,
    colour,
    dash,
    shape,
    told_of_a_run,
    with_label,
)
from gd_core.checks import Floats
from gd_core.experiment import Experiment, true_line_of
from gd_core.languages import Say, english
from gd_core.numbers import line
from gd_core.spectrum import modes

N_CONTOURS = 10
CONTOUR_RATIO = 2.5  # from one contour inward to the next, the excess loss falls by this factor
CONTOUR_POINTS = 49
MARGIN = 0.08  # of the story's width and height, around it
SIGNS = {"best": "✕", "true": "◇"}  # of least squares, and of the true line
GRID_CELLS = 40  # across the frame at most; a click chooses the middle of one

RUNS = alt.Chart(alt.NamedData("runs"))


def map_frame(experiment: Experiment, *, say: Say = english) -> dict[str, Any]:
    """Return the part of the frame that `map_chart` draws by, beside the runs' own rows."""
    bowl, true_line = bowl_of(experiment.dataset), true_line_of(experiment)
    true = np.full(2, np.nan) if true_line is None else true_line
    answers = [bowl.bottom] if true_line is None else [bowl.bottom, true]
    low, high = map_window(experiment, np.array(answers))
    step = [nice_step(width / GRID_CELLS) for width in high - low]
    keys = [say("✕ least squares"), say("◇ true line")]
    frame = {
        "key": keys[0] if true_line is None else "   ".join(keys),
        "best_w": bowl.bottom[0],
        "best_b": bowl.bottom[1],
        "true_w": true[0],
        "true_b": true[1],
        "w_low": low[0],
        "w_high": high[0],
        "w_step": step[0],
        "b_low": low[1],
        "b_high": high[1],
        "b_step": step[1],
    }
    return frame | outermost_contour(bowl, low, high)


def about_the_map(experiment: Experiment, *, say: Say = english) -> str:
    """Say, in Markdown, what the marks of the map are, and how the two answers differ where there are two."""
    bowl, true_line = bowl_of(experiment.dataset), true_line_of(experiment)
    if bowl.var_x:
        best = say("In the map, ✕ is the best line for these points")
        curves = say(
            "On each ring the loss is the same; from one to the next inward, the loss above the floor is "
            "{ratio} times less.",
            ratio=CONTOUR_RATIO,
        )
    else:
        best = say("In the map, ✕ is one of the best lines")
        curves = say(
            "On each line the loss is the same; from one to the next inward, the loss above the floor is "
            "{ratio} times less.",
            ratio=CONTOUR_RATIO,
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


def map_window(experiment: Experiment, answers: Floats) -> tuple[Floats, Floats]:
    """Return the least and the largest (w, b) in view: the starts, the answers, all of each run that stays.

    A run that ends with a larger loss than it started with is left to leave.

    Parameters
    ----------
    answers : (k, 2) array
        The (w, b) that stay in view whatever the runs do; there are one or more.

    Returns
    -------
    low, high : (2,) array
        Each a (w, b).
    """
    runs = experiment.runs
    stays = runs.losses[:, -1] <= runs.losses[:, 0]
    paths = runs.parameters[stays][:, drawn_epochs(experiment)].reshape(-1, 2)
    seen = np.concatenate([paths, runs.parameters[:, 0], answers])
    low, high = seen.min(axis=0), seen.max(axis=0)
    widths = np.maximum(high - low, 0.1 * np.maximum(np.abs(high), 1))
    middle = (low + high) / 2
    return middle - widths * (0.5 + MARGIN), middle + widths * (0.5 + MARGIN)


def outermost_contour(bowl: Bowl, low: Floats, high: Floats) -> dict[str, Any]:
    """Return the outermost curve of equal loss, as `_contour_layer` draws it; the others are smaller copies.

    With the excess c, it is ``theta_star + Q·[√(2c/lam)·(cos, sin)]``; where all x are equal, it is a pair of
    straight lines ``theta_star + Q·(t, ±√(2c/lam[1]))``, each of which crosses the whole view.

    Parameters
    ----------
    low, high : (2,) array
        The least and the largest (w, b) in view; the curve reaches the corner of most loss.
    """
    lam, vectors = modes(bowl)
    corners = np.array([[w, b] for w in (low[0], high[0]) for b in (low[1], high[1])])
    excess = excess_loss(corners - bowl.bottom, bowl).max()
    closed = bool(lam[0] > 0)
    reach = np.sqrt(2 * excess / lam[0]) if closed else np.abs(corners - bowl.bottom).sum(axis=1).max()
    along, across = reach * vectors[:, 0], np.sqrt(2 * excess / lam[1]) * vectors[:, 1]
    parts = {"middle": bowl.bottom, "along": along, "across": across}
    return {"closed": closed} | {
        f"{part}_{name}": vector[i] for part, vector in parts.items() for i, name in enumerate("wb")
    }


def nice_step(least: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten that is at least this."""
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least))


def map_chart(*, say: Say = english) -> alt.LayerChart:
    """Draw the way of every run through the plane of (w, b), from the runs' rows and `map_frame`.

    A click anywhere is the selection "start", with the w and b of the place.
    """
    w, b = (
        alt.X("w:Q").title(say("Slope w")).scale(_scale("w")),
        alt.Y("b:Q").title(say("Intercept b")).scale(_scale("b")),
    )
    nearby = RUNS.transform_filter(f"{_nearby('w')} && {_nearby('b')}")
    layers = [
        _start_layer(say),
        _contour_layer(w, b),
        until_epoch(nearby)
        .mark_line(clip=True, strokeWidth=1.7)
        .encode(w, b, colour(), dash(), order="epoch:Q"),
        *_next_step_layers(at_epoch(nearby), w, b),
        now_points(with_label(nearby)).encode(w, b, colour(), shape(), tooltip=told_of_a_run(say)),
        *_answer_layers(),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*epoch_params())
    return chart.properties(height=340, title=say("The way through w and b")).configure_legend(disable=True)


def _scale(name: str) -> alt.Scale:
    """Return the scale of w or b, from end to end of the frame."""
    return alt.Scale(domain=between(f"{name}_low", f"{name}_high"), nice=False, zero=False)


def _nearby(name: str) -> str:
    """Return whether w or b is in the frame or less than its width beside it; the rest has left."""
    low, high = in_frame(f"{name}_low"), in_frame(f"{name}_high")
    return f"abs(2 * datum.{name} - {low} - {high}) < 3 * ({high} - {low})"


def _contour_layer(w: alt.X, b: alt.Y) -> alt.Chart:
    """Return the curves of equal loss: the outermost, and copies of it that shrink towards the answer.

    Straight lines shrink in their distance alone.
    """
    points = alt.Chart(alt.sequence(N_CONTOURS * CONTOUR_POINTS, as_="point")).transform_calculate(
        curve=f"floor(datum.point / {CONTOUR_POINTS})",
        size=f"pow({CONTOUR_RATIO}, -datum.curve / 2)",
        angle=f"2 * PI * (datum.point % {CONTOUR_POINTS}) / {CONTOUR_POINTS - 1}",
        along=f"cos(datum.angle) * if({in_frame('closed')}, datum.size, 1)",
        across=f"datum.size * if({in_frame('closed')}, sin(datum.angle), if(sin(datum.angle) < 0, -1, 1))",
        w=_place_on_a_contour("w"),
        b=_place_on_a_contour("b"),
    )
    lines = points.mark_line(clip=True, order=False, color=GREY, opacity=0.6, strokeWidth=1)
    return lines.encode(w, b, detail="curve:N")


def _place_on_a_contour(name: str) -> str:
    middle, along, across = (in_frame(f"{part}_{name}") for part in ("middle", "along", "across"))
    return f"{middle} + datum.along * {along} + datum.across * {across}"


def _next_step_layers(now: alt.Chart, w: alt.X, b: alt.Y) -> list[alt.Chart]:
    """Return the arrow of the next step, −rate · gradient; one too short to be seen has no head."""
    steps = now.transform_filter("abs(datum.next_w) < 1e9 && abs(datum.next_b) < 1e9")
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
        head.encode(alt.X("next_w:Q").scale(_scale("w")), alt.Y("next_b:Q").scale(_scale("b")), colour()),
    ]


def _answer_layers() -> list[alt.Chart]:
    """Return marks for the least-squares answer and for the true line, and their key above the frame."""
    answers = [
        FRAME.mark_text(text=sign, fontSize=17, fontWeight="bold").encode(
            alt.X(f"frame.{name}_w:Q").scale(_scale("w")),
            alt.Y(f"frame.{name}_b:Q").scale(_scale("b")),
            colour(),
        )
        for name, sign in SIGNS.items()
    ]
    key = FRAME.mark_text(align="right", baseline="bottom", dy=-4, fontSize=12).encode(
        x=alt.value("width"), y=alt.value(0), text="frame.key:N", color=colour()
    )
    return [*answers, key]


def _start_layer(say: Say) -> alt.Chart:
    """Return the cells that a click can choose as a start; they cover the frame and are not seen."""
    cells = FRAME.transform_calculate(cell=f"sequence({GRID_CELLS**2})").transform_flatten(["cell"])
    places = {}
    for name, index in (("w", f"datum.cell % {GRID_CELLS}"), ("b", f"floor(datum.cell / {GRID_CELLS})")):
        low, step = f"datum.frame.{name}_low", f"datum.frame.{name}_step"
        places[name] = f"{step} * (ceil({low} / {step}) + {index})"
        places[f"{name}_from"], places[f"{name}_to"] = (f"datum.{name} {sign} {step} / 2" for sign in "-+")
    w, b = alt.X("w_from:Q").scale(_scale("w")), alt.Y("b_from:Q").scale(_scale("b"))
    start = alt.selection_point(name="start", fields=["w", "b"], on="click", toggle=False)
    rects = cells.transform_calculate(**places).mark_rect(clip=True, opacity=0, cursor="crosshair")
    here = [alt.Tooltip("w:Q").title(say("Start at w")), alt.Tooltip("b:Q").title(say("and b"))]
    return rects.encode(w, b, x2="w_to", y2="b_to", tooltip=here).add_params(start)
