"""The error of one run across the valley with its sign, in its first epochs: its rows and its chart."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts.frame import FRAME, between, frame_param, frame_rows, in_frame, values_of
from gd_core.charts.modes import SLOTS
from gd_core.charts.style import GREY, colour
from gd_core.charts.written import LABELS, number_in_words, tooltip
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.telling.directions import sides_it_takes
from gd_core.two_modes import Mode, across_the_valley, how_long, is_round

FEWEST, FEWEST_LEAVING, MOST = 6, 2, 24  # epochs in view, as far as there are so many
LEAST_SEEN = 0.01  # the epochs after this share of the error at the start is left show no more …
MOST_GROWTH_SEEN = 6  # … and what has grown so many times leaves the frame
MARGIN = 1.1

VALLEY = alt.Chart(alt.NamedData("valley"))


def valley_data(parts: tuple[Mode, Mode], *, say: Say = english) -> dict[str, pd.DataFrame]:
    """Return the rows that `valley_chart` draws: a row an epoch, and the frame.

    An error that rounding hides is 0. Where the line leaves the frame, a last row says at which part of an
    epoch, with an arrow.
    """
    part = across_the_valley(parts)
    last, grows = _last_in_view(part), abs(part.factor) > 1
    seen = part.errors[: last + 1]
    high = MARGIN * min(float(np.nanmax(np.abs(seen))), MOST_GROWTH_SEEN * part.start)
    inside = seen[: how_long(np.abs(seen) <= high)] if grows else np.nan_to_num(seen)
    rows = [(float(epoch), float(error), "") for epoch, error in enumerate(inside)]
    leaves = inside.size <= last
    if leaves:
        rows.append(_at_the_edge(inside.size - 1, float(inside[-1]), float(seen[inside.size]), high))
    frame: dict[str, Any] = {
        "title": say("The error, with its sign")
        if is_round(parts)
        else say("The error across the valley, with its sign"),
        "first": 0,
        "last": last,
        "low": -high,
        "zero": 0,
        "high": high,
        "leaves": inside.size if leaves else np.inf,
        "hidden": how_long(~np.isnan(seen)) if np.isnan(seen).any() and not grows else np.inf,
    }
    return {"valley": pd.DataFrame(rows, columns=["epoch", "error", "arrow"]), "frame": frame_rows(frame)}


def about_the_valley_drawn(
    experiment: Experiment,
    parts: tuple[Mode, Mode],
    data: dict[str, pd.DataFrame],
    *,
    sides: str = "",
    say: Say = english,
) -> str:
    """Say which sides the error takes, and what the rows of `valley_data` leave out, where they do.

    Parameters
    ----------
    sides : str
        What is said of the sides where it is not `sides_it_takes`, as with momentum.
    """
    frame, n_epochs = values_of(data["frame"]), experiment.settings.n_epochs
    last, leaves, hidden = (frame[name] for name in ("last", "leaves", "hidden"))
    sentences = [sides or sides_it_takes(across_the_valley(parts), say=say)]
    if leaves <= last:
        sentences.append(say("At epoch {epoch:.0f} it is outside the picture.", epoch=leaves))
    if hidden <= last:
        sentences.append(say("From epoch {epoch:.0f} on rounding hides it, and 0 is drawn.", epoch=hidden))
    if last < n_epochs:
        first = say("These are the first {last:.0f} of {n_epochs:,} epochs.", last=last, n_epochs=n_epochs)
        sentences.append(first)
    return " ".join(sentences)


def valley_summary(parts: tuple[Mode, Mode], *, sides: str = "", say: Say = english) -> str:
    """Say in a sentence or two what the picture shows, for those who cannot see it."""
    told = sides or sides_it_takes(across_the_valley(parts), say=say)
    if is_round(parts):
        return say("The error by epoch, above 0 on the side where it starts. {told}", told=told)
    return say("The error across the valley by epoch, above 0 on the side where it starts. {told}", told=told)


def valley_chart(*, say: Say = english) -> alt.LayerChart:
    """Draw the error across the valley against the epoch, on a linear axis, from `valley_data`."""
    epoch = (
        alt.X("epoch:Q")
        .title(say("Epoch"))
        .scale(domain=between("first", "last"), nice=False)
        .axis(tickMinStep=1, grid=False)
    )
    error = _error_axis("error", say)
    own = colour().legend(None)
    drawn = VALLEY.transform_calculate(slot=str(SLOTS[0]))
    dots, leaving = drawn.transform_filter("!datum.arrow"), drawn.transform_filter("datum.arrow")
    tip = tooltip({say("epoch"): "datum.epoch", say("error"): number_in_words("datum.error", 4)})
    layers = [
        FRAME.mark_rule(color=GREY, strokeWidth=1.5).encode(_error_axis("frame.zero", say)),
        drawn.mark_line(strokeWidth=2).encode(epoch, error, own),
        dots.mark_point(filled=True, size=60, opacity=1).encode(epoch, error, own),
        dots.mark_point(filled=True, size=700, opacity=0).encode(epoch, error, tooltip=tip),
        leaving.mark_text(fontSize=14).encode(epoch, error, own, text="arrow:N"),
    ]
    title = alt.TitleParams(
        text=alt.ExprRef(in_frame("title")),
        subtitle=say("above 0: the side where it starts · below: the other side"),
        subtitleColor=GREY,
    )
    return alt.LayerChart(layer=layers).add_params(frame_param()).properties(height=260, title=title)


def _error_axis(field: str, say: Say) -> alt.Y:
    scale = alt.Scale(domain=between("low", "high"), nice=False)
    return alt.Y(f"{field}:Q", scale=scale).title(say("Error")).axis(labelExpr=LABELS, tickCount=3)


def _last_in_view(part: Mode) -> int:
    """Return the last epoch in view: the first that shows no more, if they are not too few or too many."""
    sizes = np.abs(part.errors)
    to_come = np.maximum.accumulate(np.nan_to_num(sizes)[::-1])[::-1]  # a swing may pass near 0 and come back
    told = how_long((to_come >= LEAST_SEEN * part.start) & (sizes <= MOST_GROWTH_SEEN * part.start))
    fewest = FEWEST_LEAVING if abs(part.factor) > 1 else FEWEST
    return min(max(told, fewest), MOST, sizes.size - 1)


def _at_the_edge(epoch: int, error: float, after: float, high: float) -> tuple[float, float, str]:
    """Return where the line from an error to one outside the frame, or beyond all numbers, leaves it."""
    edge = -np.copysign(high, error)
    share = 0.0 if np.isnan(after) else (edge - error) / (after - error)
    return epoch + share, float(edge), "▲" if edge > 0 else "▼"
