"""What the parameter map draws of a curve in place of rings: the plane shaded by the loss, and its minima."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts.frame import FRAME
from gd_core.charts.map_window import Window, is_square, reach_of, with_margin
from gd_core.charts.shading import shaded_plane
from gd_core.charts.style import BACKGROUND, GREY, NO_RUN, colour
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.models.outcomes import SAME_LOSS
from gd_core.numbers import digits_apart, rounded
from gd_core.stationary_points import SADDLE, minima_among

LOWEST, HIGHER, PASS = "✕", "+", "◇"  # the lowest minimum known, the others, and the saddles
Mark = tuple[float, float, str, float | None]
MARKS = alt.Chart(alt.NamedData("minima"))


def axes_of(model: str, *, say: Say = english) -> tuple[str, str]:
    """Return what w and b are called along the axes of the map of a curve."""
    told = say.tables("models.toml")[model]
    return told["w"], told["b"]


def frame_of_curve(experiment: Experiment, window: Window, *, say: Say = english) -> dict[str, Any]:
    """Return what the frame has of a curve: the image and where it lies, the lowest minimum, and the key."""
    dataset, extent = experiment.dataset, reach_of(window)
    points = (dataset.x.tobytes(), dataset.y.tobytes())
    minima = experiment.theory.minima
    lowest = (minima[0].w, minima[0].b) if minima else (np.nan, np.nan)
    signs = _signs_in_view(experiment, window)
    names = {LOWEST: say("✕ lowest"), HIGHER: say("+ higher"), PASS: say("◇ saddle")}
    return {
        "image": shaded_plane(experiment.settings.model, points, extent),
        **dict(zip(("image_w", "image_b", "image_w2", "image_b2"), extent, strict=True)),
        **dict(zip(("best_w", "best_b"), lowest, strict=True)),
        "key": "  ".join(name for sign, name in names.items() if sign in signs),
    }


def minima_rows(experiment: Experiment, window: Window, *, say: Say = english) -> pd.DataFrame:
    """Return a row a minimum or saddle that can come into view: where, its sign, and a minimum's loss.

    Where −b is the same curve, they are there as well, without the loss.
    """
    known = marks_of(experiment)
    told_apart = [float(f"{loss:.9g}") for *_, loss in known if loss is not None]  # the rest is rounding
    digits = digits_apart(told_apart, least=3)
    rows: list[tuple[float, float, str, str, int]] = [
        (w, b, sign, "" if loss is None else say.numbers_in(rounded(loss, digits)), NO_RUN)
        for w, b, sign, loss in known
        if _is_in(reach_of(window), w, b)
    ]
    return pd.DataFrame(rows, columns=["w", "b", "sign", "loss", "slot"])


def marks_of(experiment: Experiment) -> list[Mark]:
    """Return w, b and the sign of each minimum and saddle known, and of a minimum its loss."""
    known = experiment.theory.stationary_points or ()
    minima = minima_among(known)
    lowest = minima[0].loss * (1 + SAME_LOSS) if minima else 0.0
    marks: list[Mark] = [
        (point.w, point.b, LOWEST if point.loss <= lowest else HIGHER, point.loss) for point in minima
    ]
    marks += [(point.w, point.b, PASS, None) for point in known if point.kind == SADDLE]
    if CURVES[experiment.settings.model].mirrored:
        marks += [(w, -b, sign, None) for w, b, sign, _ in marks]
    return marks


def _is_in(part: Window, w: float, b: float) -> bool:
    """Tell whether a place is in a part of the plane, from its least w and b to its largest."""
    low_w, low_b, high_w, high_b = part
    return low_w <= w <= high_w and low_b <= b <= high_b


def _signs_in_view(experiment: Experiment, window: Window) -> set[str]:
    return {sign for w, b, sign, _ in marks_of(experiment) if _is_in(window, w, b)}


def window_of_curve(experiment: Experiment) -> Window:
    """Return what is in view: the starts, the minima known, and the runs that end near these.

    Near is the part of the plane where minima are looked for, and up to the starts; what leaves it is let go.
    """
    parameters, minima = experiment.runs.parameters, experiment.theory.minima
    starts, model = parameters[:, 0], CURVES[experiment.settings.model]
    searched = np.transpose(model.window)
    ends = np.concatenate([searched, starts, searched * [1, -1 if model.mirrored else 1]])
    near = ((ends.min(axis=0) <= parameters) & (parameters <= ends.max(axis=0))).all(axis=2)
    paths = parameters[near & near[:, -1:]]
    answers = np.reshape([(minimum.w, minimum.b) for minimum in minima], (-1, 2))
    return with_margin(np.concatenate([paths, starts, answers]))


def about_the_map_of_a_curve(experiment: Experiment, window: Window, *, say: Say = english) -> str:
    """Say, in Markdown, what the marks of the map are, and what its shades."""
    signs, model = _signs_in_view(experiment, window), CURVES[experiment.settings.model]
    told = [
        say("The darker the map, the lower the loss; on each of its lines the loss is the same."),
        _about_the_minima(signs, say),
        say("◇ is a saddle: level, and yet downhill on both sides.") if PASS in signs else "",
        say("−b is the same curve as b.") if window[1] < 0 and model.mirrored else "",
    ]
    if not experiment.settings.momentum:
        told.append(say("An arrow is the next step, −η · gradient, where it is long enough to be seen."))
        told.append(_how_it_lies(window, say))
    return " ".join(filter(None, told))


def _about_the_minima(signs: set[str], say: Say) -> str:
    if LOWEST not in signs:
        return say("No minimum is known for these points, so none is marked.")
    if HIGHER not in signs:
        return say("✕ is the one minimum known for these points, with its loss.")
    return say("✕ is the lowest minimum known for these points, and + a higher one, each with its loss.")


def _how_it_lies(window: Window, say: Say) -> str:
    if is_square(window):
        return say("It stands square on the lines.")
    return say(
        "It does not look square on the lines, since w and b are drawn to different scales: with one scale "
        "for both, all would lie in a thin strip."
    )


def shading_layer() -> alt.Chart:
    """Return the plane, shaded."""
    return FRAME.mark_image(clip=True, aspect=False).encode(
        alt.X("frame.image_w:Q"),
        alt.Y("frame.image_b:Q"),
        x2="frame.image_w2:Q",
        y2="frame.image_b2:Q",
        url="frame.image:N",
    )


def minima_layers() -> list[alt.Chart]:
    """Return each saddle, lightly, each minimum with its loss, and the key above the frame."""
    at = alt.X("w:Q"), alt.Y("b:Q")
    saddles, minima = (MARKS.transform_filter(f"datum.sign {equal} '{PASS}'") for equal in ("==", "!="))
    is_right = "scale('x', datum.w) > width / 2"
    beside: dict[str, Any] = {
        "align": alt.ExprRef(f"{is_right} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"{is_right} ? -9 : 9"),
        "dy": 11,
        "fontSize": 12,
        "clip": True,
    }
    halo: dict[str, Any] = {"stroke": BACKGROUND, "strokeWidth": 3, "strokeOpacity": 0.7}
    key = FRAME.mark_text(align="right", baseline="bottom", dy=-4, fontSize=12)
    return [
        saddles.mark_text(text=PASS, fontSize=12, opacity=0.8, clip=True, color=GREY).encode(*at),
        minima.mark_text(fontSize=17, fontWeight="bold", clip=True).encode(*at, colour(), text="sign:N"),
        minima.mark_text(**beside, **halo).encode(*at, text="loss:N"),
        minima.mark_text(**beside).encode(*at, colour(), text="loss:N"),
        key.encode(x=alt.value("width"), y=alt.value(0), text="frame.key:N", color=colour()),
    ]
