"""The error of one run along the two eigenvectors, on a logarithmic axis: its rows and its chart."""

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts.rows import about_thinning, drawn_epochs
from gd_core.charts.style import (
    GREY,
    LOG_GRID,
    as_text,
    colour,
    nearest_to_pointer,
    only,
    worked_out,
)
from gd_core.charts.written import LOG_LABELS, number_in_words
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.telling.directions import factor_text
from gd_core.two_modes import Mode

SLOTS = (6, 4)  # across, along: two of the theme's colours, which the first six runs leave free or nearly so
LABEL_HEIGHT = 0.08  # of the frame
MOST_GROWTH_DRAWN = 1e12  # the frame goes up to this many times the largest error at the start

ERRORS, MODES = (alt.Chart(alt.NamedData(name)) for name in ("errors", "modes"))


def modes_data(
    experiment: Experiment, parts: tuple[Mode, Mode], *, say: Say = english
) -> dict[str, pd.DataFrame]:
    """Return the rows that `modes_chart` draws: the errors, and a row a direction, with the frame.

    An error that rounding hides, or that is beyond the computer's numbers, is null, and so is what is
    predicted of a direction without any error.
    """
    epochs = drawn_epochs(experiment)
    measured = [_or_null(np.abs(part.errors[epochs])) for part in parts]
    predicted = [_or_null(_predicted(part, epochs)) for part in parts]
    low, high = _window(parts, measured)
    drawn = {
        "slot": np.repeat(SLOTS, epochs.size),
        "epoch": np.tile(epochs, 2),
        "measured": np.concatenate(measured),
        "predicted": np.concatenate(predicted),
    }
    names = say("across"), say("along")
    rows = [_row(name, errors, epochs, high) for name, errors in zip(names, measured, strict=True)]
    modes = pd.DataFrame(rows).assign(slot=SLOTS, low=low, high=high, lift=_lifts(rows, low, high))
    return {"errors": pd.DataFrame(drawn), "modes": modes}


def about_the_modes_drawn(
    experiment: Experiment, parts: tuple[Mode, Mode], data: dict[str, pd.DataFrame], *, say: Say = english
) -> str:
    """Say, in Markdown, what the rows of `modes_data` leave out, where they do."""
    high = data["modes"]["high"][0]
    hidden = any(part.start > 0 and np.isnan(part.errors).any() for part in parts)
    sentences = [
        about_thinning(experiment, say=say),
        say("A wide line ends where rounding hides the error, or where it leaves the computer's numbers.")
        if hidden
        else "",
        say("What leaves the chart at the top goes on growing.")
        if (data["errors"]["measured"] > high).any()
        else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def modes_summary(parts: tuple[Mode, Mode], *, say: Say = english) -> str:
    """Say in a sentence what the picture shows, for those who cannot see it."""
    across, along = parts
    told = [
        say("across the valley, an epoch multiplies it by {factor}", factor=factor_text(across.factor))
        if across.start > 0
        else say("across the valley, there is none to begin with"),
        say("along the valley, an epoch multiplies it by {factor}", factor=factor_text(along.factor))
        if along.start > 0
        else say("along the valley, there is none to begin with"),
    ]
    return say("The size of the error by epoch, on a logarithmic axis: {told}.", told="; ".join(told))


def modes_chart(*, say: Say = english) -> alt.LayerChart:
    """Draw both parts of a run's error against the epoch, measured and predicted, from `modes_data`."""
    epoch = _epoch_axis("epoch", say)
    scale = alt.Scale(type="log", nice=False, domainMin=_frame("low"), domainMax=_frame("high"))
    measured, predicted = (_size(name, scale, say) for name in ("measured", "predicted"))
    wide = ERRORS.mark_line(clip=True, strokeWidth=7, opacity=0.4, strokeCap="round")
    dashed = ERRORS.mark_line(clip=True, strokeWidth=2, strokeDash=[5, 4])
    layers = [
        wide.encode(epoch, measured, colour().legend(None)),
        dashed.encode(epoch, predicted, colour().legend(None)),
        *_mark_layers(epoch, _size("lone_start", scale, say)),
        *_hover_layers(epoch, measured, say),
    ]
    title = alt.TitleParams(
        say("The error in two directions"),
        subtitle=say("wide line: measured in the run · dashed: predicted"),
        subtitleColor=GREY,
    )
    return alt.LayerChart(layer=layers).properties(height=260, title=title)


def _or_null(values: Floats) -> Floats:
    """Return values that have a place on a logarithmic axis, NaN for the others."""
    return np.where((values > 0) & np.isfinite(values), values, np.nan)


def _predicted(part: Mode, epochs: np.ndarray) -> Floats:
    """Return ``|e(0)| · |1 − eta·lam|^epoch``."""
    with np.errstate(over="ignore", invalid="ignore"):  # nothing times infinity
        return part.start * abs(part.factor) ** epochs.astype(float)


def _window(parts: tuple[Mode, Mode], measured: list[Floats]) -> tuple[float, float]:
    seen = np.concatenate(measured)
    seen = seen[~np.isnan(seen)]
    if seen.size == 0:
        return 1e-3, 1.0
    most = MOST_GROWTH_DRAWN * max(part.start for part in parts)
    return float(seen.min() / 2), float(min(seen.max(), most) * 2)


def _row(name: str, errors: Floats, epochs: np.ndarray, high: float) -> dict:
    """Return what the chart says of a direction beside the end of its measured line."""
    inside = np.flatnonzero(errors <= high)
    return {
        "end_label": name,
        "end_epoch": int(epochs[inside[-1]]) if inside.size else None,
        "end_error": float(errors[inside[-1]]) if inside.size else None,
        "lone_start": float(errors[0]) if np.isnan(errors[1:]).all() else None,
    }


def _lifts(rows: list[dict], low: float, high: float) -> list[int]:
    """Return how far down each name is moved, so that one does not cover the other, nor the axis."""
    across, along = (row["end_error"] for row in rows)
    if not across or not along:
        return [-6, -6]
    apart = np.log(across / along) / np.log(high / low)
    if abs(apart) > LABEL_HEIGHT:
        return [-6, -6]
    return [-8, 8] if apart > 0 else [8, -8]


def _frame(name: str) -> alt.ExprRef:
    return alt.ExprRef(f"data('modes')[0].{name}")


def _epoch_axis(field: str, say: Say) -> alt.X:
    return alt.X(f"{field}:Q").title(say("Epoch")).scale(nice=False).axis(tickMinStep=1)


def _size(name: str, scale: alt.Scale, say: Say) -> alt.Y:
    return (
        alt.Y(f"{name}:Q", scale=scale)
        .title(say("Size of the error"))
        .axis(labelExpr=LOG_LABELS, labelOverlap="greedy", gridOpacity=LOG_GRID)
    )


def _mark_layers(epoch: alt.X, lone_start: alt.Y) -> list[alt.Chart]:
    """Return the names beside the ends of the lines, and the start of an error that is gone at once."""
    names = MODES.mark_text(align="left", dx=8, dy=alt.ExprRef("datum.lift"), fontSize=13).encode(
        x="end_epoch:Q", y="end_error:Q", text="end_label:N", color=colour().legend(None)
    )
    lone = MODES.transform_calculate(epoch="0").transform_filter("isValid(datum.lone_start)")
    starts = lone.mark_point(clip=True, filled=True, size=90, opacity=1)
    return [starts.encode(epoch, lone_start, colour().legend(None)), names]


def _hover_layers(epoch: alt.X, error: alt.Y, say: Say) -> list[alt.Chart]:
    """Return what the pointer shows: a line at the nearest epoch, and both errors there."""
    name = say("epoch")  # the names of columns are told
    hover, errors = nearest_to_pointer(name), ERRORS.transform_calculate(**{name: "datum.epoch"})
    measured, predicted = (
        worked_out(number_in_words(f"datum.{column}", 4)) for column in ("measured", "predicted")
    )
    told = as_text(say("{measured}, predicted {predicted}", measured=measured, predicted=predicted))
    a_row_an_epoch = (
        errors.transform_lookup("slot", from_=alt.LookupData(alt.NamedData("modes"), "slot", ["end_label"]))
        .transform_calculate(told=told)
        .transform_pivot("end_label", value="told", op="max", groupby=[name])
    )
    points = errors.transform_filter(hover).mark_point(clip=True, filled=True, size=70, opacity=1)
    return [
        points.encode(epoch, error, colour().legend(None)),
        a_row_an_epoch.mark_rule(color=GREY, tooltip=alt.TooltipContent("data"))
        .encode(_epoch_axis(name, say), opacity=only(hover))
        .add_params(hover),
    ]
