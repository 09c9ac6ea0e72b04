"""The loss of every run, epoch by epoch: its rows and its chart."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import numpy as np

from gd_core.bowl import noise_floor
from gd_core.charts.beside_plain import plain_loss_layer
from gd_core.charts.frame import FRAME, between, in_frame
from gd_core.charts.loss_of_curves import (
    ROOM_FOR_LEGEND,
    label_of_floor,
    lowest_known,
    name_of_floor,
    name_of_loss,
    with_room,
)
from gd_core.charts.movement import (
    NOW,
    from_epoch,
    moving_params,
    nobody_holds,
    now_points,
    now_rows,
    rows_of_runs,
    until_epoch,
)
from gd_core.charts.rows import about_thinning, rate_columns
from gd_core.charts.style import (
    BACKGROUND,
    FAINT,
    GREY,
    HEIGHT,
    LOG_GRID,
    PADDING,
    as_text,
    colour,
    dash,
    faint,
    shape,
    titled,
    worked_out,
)
from gd_core.charts.written import LABELS, LOG_LABELS
from gd_core.charts.zero import NOW_OF_ZERO, zero_columns, zero_layers
from gd_core.checks import Floats
from gd_core.experiment import LINE, Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded_beside

LEAST_SHARE_DRAWN = 1e-15  # a logarithmic axis goes down to this share of its top
LABEL_HEIGHT = 0.07  # of the frame
NARROW = 340  # pixels of the plot: less has no room for the legend's long labels
# What it draws of a run where it is.
NOW_OF_LOSS = ("name", "epoch", "loss", "end_label", "exit_epoch", "leaving", *NOW_OF_ZERO)


def loss_data(
    experiment: Experiment,
    *,
    colour_slots: list[int],
    factors: list[float],
    logarithmic: bool,
    above_floor: bool,
    say: Say = english,
) -> tuple[dict[str, list], dict[str, Any]]:
    """Return what `loss_chart` draws beside the runs' rows: what it says of the rates, and its frame.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each run.
    factors : list of float
        What an epoch multiplies each run's error by in the long run, told of runs that leave; NaN where there
        is no error. Empty where nobody knows.
    """
    runs, known = experiment.runs, experiment.theory.stationary_points
    floor = noise_floor(experiment.dataset) if known is None else lowest_known(known)
    floor = 0.0 if above_floor else floor
    losses = losses_shown(experiment, above_floor=above_floor)
    still = np.isnan(factors or np.ones(losses.shape[0]))  # nothing moves, but for rounding
    low, high = loss_window(losses, floor, logarithmic=logarithmic)
    if still.all():
        low, high = loss_window(0 * losses, 0.0, logarithmic=logarithmic)
    swings = experiment.theory.with_momentum is not None
    if known is not None or (swings and _is_high_late(losses, low, high, logarithmic=logarithmic)):
        low, high = with_room((low, high), losses, logarithmic=logarithmic)
    has_floor = floor > max(low, LEAST_SHARE_DRAWN * high)  # less is rounding
    exits = np.where(still, np.nan, _exits(losses, high))  # rounding alone leaves no frame
    frame = {
        "first": 0,
        "last": losses.shape[1] - 1,
        "low": low,
        "high": high,
        "floor": floor if has_floor else np.nan,
        "floor_label": label_of_floor(floor, is_a_curve=known is not None, say=say) if has_floor else "",
    }
    rates = rate_columns(runs.learning_rates, colour_slots=colour_slots, say=say)
    rates |= zero_columns(losses, say=say) | {
        "exit_epoch": exits.tolist(),
        "leaving": _exit_words(exits, factors, say, long_run=swings),
        "end_label": _ends(rates["name"], losses, low, high, logarithmic=logarithmic),
    }
    return rates, frame


def losses_shown(experiment: Experiment, *, above_floor: bool) -> Floats:
    """Return the losses that the chart shows, (r, n_epochs + 1)."""
    return experiment.runs.excess_losses if above_floor else experiment.runs.losses


def loss_summary(*, say: Say = english) -> str:
    """Say what the picture shows; were it to change with the runs, the chart would be built anew."""
    return say("The loss of every run by epoch. The player tells its numbers.")


def about_the_drawing(experiment: Experiment, losses: Floats, low: float, *, say: Say = english) -> str:
    """Say what the chart leaves out of the losses (r, epochs) when its frame ends at low, where it does."""
    thinned = about_thinning(experiment, say=say)
    falls_out = ((losses < low) & (losses > 0)).any(axis=1) & (losses[:, -1] > 0)
    bottom = say("What leaves the chart at the bottom goes on falling.") if falls_out.any() else ""
    return "".join(f" {sentence}" for sentence in (thinned, bottom) if sentence)


def loss_window(losses: Floats, floor: float, *, logarithmic: bool) -> tuple[float, float]:
    """Return the least and the largest loss in view, so that a diverging run does not flatten the others.

    Every start is in view, and so is every run that does not end above the highest start. Where others
    do, there is room to see them climb; where all do, there is more.
    """
    top, ends = losses[:, 0].max(), losses[:, -1]
    if (ends > top).all():
        top = min(ends.min(), top * (1e6 if logarithmic else 50))
    elif (ends > top).any():
        top = min(ends.max(), top * (10 if logarithmic else 1.3))
    if top == 0:
        return (1e-3, 1.0) if logarithmic else (0.0, 1.0)
    if not logarithmic:
        return 0.0, float(top * 1.04)
    least = floor if floor > LEAST_SHARE_DRAWN * top else losses[losses > 0].min()
    return float(max(least, LEAST_SHARE_DRAWN * top) / 2), float(top * 1.5)


def _is_high_late(losses: Floats, low: float, high: float, *, logarithmic: bool) -> bool:
    """Tell whether a run that ends in the frame is as high as the legend in the second half of the epochs."""
    stays = losses[losses[:, -1] <= high, losses.shape[1] // 2 :]
    if not stays.size:
        return False
    highest = float(np.clip(stays.max(), low, high))
    return _height(highest, low, high, logarithmic=logarithmic) > 1 - ROOM_FOR_LEGEND


def _exits(losses: Floats, high: float) -> Floats:
    """Return, for each run that ends above the frame, the epoch at which it leaves; NaN for the others."""
    return np.where(losses[:, -1] > high, (losses > high).argmax(axis=1), np.nan)


def _exit_words(exits: Floats, factors: list[float], say: Say, *, long_run: bool) -> list[str]:
    """Say of each run that leaves the frame when and how fast it does; "" of the others.

    With momentum the factors are those of the long run only.
    """
    known: Sequence[float | None] = factors or [None] * exits.size
    return [
        "" if np.isnan(epoch) else _exit_of(f"{epoch:,.0f}", factor, say, long_run=long_run)
        for epoch, factor in zip(exits, known, strict=True)
    ]


def _exit_of(epoch: str, factor: float | None, say: Say, *, long_run: bool) -> str:
    if factor is None:
        return say("▲ leaves at epoch {epoch}", epoch=epoch)
    times = rounded_beside(factor, 1)
    if long_run and factor > 1:
        return say(
            "▲ leaves at epoch {epoch}, in the long run error ×{factor} an epoch", epoch=epoch, factor=times
        )
    if long_run and factor < 1:
        return say("▲ leaves at epoch {epoch}, and comes back in the long run", epoch=epoch)
    if long_run:
        return say("▲ leaves at epoch {epoch}", epoch=epoch)
    return say("▲ leaves at epoch {epoch}, error ×{factor} an epoch", epoch=epoch, factor=times)


def _ends(names: list[str], losses: Floats, low: float, high: float, *, logarithmic: bool) -> list[str]:
    """Return a label for the last point of each run that has room for one beside the frame."""
    taken: list[float] = []
    labels = []
    for name, last in zip(names, losses[:, -1], strict=True):
        inside = low < last < high
        height = _height(last, low, high, logarithmic=logarithmic) if inside else 0.0
        free = inside and all(abs(height - other) > LABEL_HEIGHT for other in taken)
        taken += [height] if free else []
        labels.append(name if free else "")
    return labels


def _height(value: float, low: float, high: float, *, logarithmic: bool) -> float:
    """Return how high a value stands in the frame, from 0 to 1."""
    if logarithmic:
        value, low, high = np.log(value), np.log(low), np.log(high)
    return float((value - low) / (high - low))


def loss_chart(
    *,
    logarithmic: bool,
    above_floor: bool,
    model: str = LINE,
    beside_plain: bool = False,
    say: Say = english,
) -> alt.LayerChart:
    """Draw the loss of every run against the epoch, from the rows of `loss_data`.

    Parameters
    ----------
    logarithmic : bool
        Whether the loss axis is logarithmic.
    above_floor : bool
        Whether the loss shown is the excess over the noise floor; it only names the axis here.
    model : str
        What is fitted; it only names the axis and the floor.
    beside_plain : bool
        Whether the rows "plain" are drawn too.
    """
    epoch = alt.X("epoch:Q").title(say("Epoch")).axis(tickMinStep=1)
    epoch = epoch.scale(domain=between("first", "last"), nice=False)
    loss = (
        alt.Y("loss:Q")
        .title(name_of_loss(model, above_floor=above_floor, say=say))
        .scale(
            type="log" if logarithmic else "linear",
            nice=False,
            domain=between("low", "high"),
        )
        .axis(labelExpr=LABELS)
    )
    if logarithmic:
        loss = loss.axis(labelExpr=LOG_LABELS, labelOverlap=False, tickCount=8, gridOpacity=LOG_GRID)
    untouched, held = rows_of_runs("loss")
    drawn = [untouched, held.transform_calculate(loss=_drawable(logarithmic=logarithmic))]
    in_view = f"inrange(datum.here.loss, [{in_frame('low')}, {in_frame('high')}])"
    now = now_points(now_rows().transform_filter(in_view), clip=False)
    layers = [
        *_floor_layers(model, say),
        *_line_layers(drawn, epoch, loss, say),
        *([plain_loss_layer(epoch, loss)] if beside_plain else []),
        *_label_layers(),
        *(zero_layers() if logarithmic else []),
        now.encode(alt.X("here.epoch:Q"), alt.Y("here.loss:Q"), colour(), shape()),
    ]
    chart = alt.LayerChart(layer=layers).add_params(*moving_params())
    return chart.properties(
        height=HEIGHT, padding=PADDING, title=titled(say("How the learning rate shapes the loss"))
    )


def _line_layers(drawn: Iterable[alt.Chart], epoch: alt.X, loss: alt.Y, say: Say) -> list[alt.Chart]:
    """Return each line up to the epoch shown, and what lies ahead of it, faint."""
    layers, styles = [], [colour().legend(_legend(say)), dash().legend(_legend(say))]
    for rows in drawn:
        ahead = from_epoch(rows).mark_line(clip=True, strokeWidth=2, strokeOpacity=FAINT)
        so_far = until_epoch(rows).mark_line(clip=True, strokeWidth=2.5)
        layers += [ahead.encode(epoch, loss, faint()), so_far.encode(epoch, loss, *styles)]
        styles = [colour(), dash()]  # the legend is said once
    return layers


def _legend(say: Say) -> alt.Legend:
    """Return one legend for colour and dash, which names the rates in use and no empty slot."""
    in_use = "data('now')[indexof(pluck(data('now'), 'slot'), datum.value)].row.name"
    name = f"((moved && moved.names || none)[datum.value] || {in_use})"
    label = as_text(say("learning rate = {rate}", rate=worked_out(name)))
    return alt.Legend(
        title=None,
        orient="top-right",
        offset=4,
        padding=2,
        rowPadding=1,
        fillColor=BACKGROUND,
        labelFontSize=12,
        labelLimit=300,
        symbolType="stroke",
        symbolSize=400,
        symbolStrokeWidth=2.5,
        symbolOpacity=1,
        columns=alt.ExprRef("length(data('now')) > 4 ? 2 : 1"),
        values=alt.ExprRef("pluck(data('now'), 'slot')"),
        labelExpr=f"width < {NARROW} ? {name} : {label}",
    )


def _drawable(*, logarithmic: bool) -> str:
    """Return the loss as an expression that has a place on the axis, or null where it has none.

    A logarithmic axis has no 0; on a linear one, a loss far above the frame asks for coordinates that
    browsers cannot draw.
    """
    if logarithmic:
        return "datum.loss > 0 && isFinite(datum.loss) ? datum.loss : null"
    return f"isFinite(datum.loss) ? min(datum.loss, 1000 * {in_frame('high')}) : null"


def _floor_layers(model: str, say: Say) -> list[alt.Chart]:
    """Return the noise floor as a line, and its label above the frame, where no curve can cross it."""
    line = FRAME.mark_rule(strokeDash=[3, 3], color=GREY).encode(y="frame.floor:Q")
    told = name_of_floor(model, say=say)
    label = FRAME.mark_text(align="right", baseline="bottom", dy=-4, fontSize=13, tooltip=told).encode(
        y=alt.value(0), x=alt.value("width"), text="frame.floor_label:N", color=colour()
    )
    return [line, label]


def _label_layers() -> list[alt.Chart]:
    """Return each rate beside the end of its line, and a mark where a run leaves the frame."""
    runs = nobody_holds(NOW)
    ends = runs.transform_filter("datum.row.end_label").mark_text(align="left", dx=7, fontSize=13)
    leaving = runs.transform_filter("isValid(datum.row.exit_epoch)")
    marks = leaving.mark_point(filled=True, size=90, opacity=1, yOffset=4, shape="triangle-up")
    told = alt.Tooltip("row.leaving:N")
    return [
        ends.encode(x=alt.value("width"), y="row.loss:Q", text="row.end_label:N", color=colour()),
        marks.encode(x="row.exit_epoch:Q", y=alt.value(0), color=colour(), tooltip=told),
    ]
