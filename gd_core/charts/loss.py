"""The loss of every run, epoch by epoch: its chart."""

from collections.abc import Iterable

import altair as alt

from gd_core.charts.beside_plain import plain_loss_layer
from gd_core.charts.frame import FRAME, between, in_frame
from gd_core.charts.loss_of_curves import name_of_floor, name_of_loss
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
from gd_core.charts.zero import NOW_OF_ZERO, zero_layers
from gd_core.experiment import LINE
from gd_core.languages import Say, english

NARROW = 340  # pixels of the plot: less has no room for the legend's long labels
# What it draws of a run where it is.
NOW_OF_LOSS = ("name", "epoch", "loss", "end_label", "exit_epoch", "leaving", *NOW_OF_ZERO)


def loss_chart(
    *,
    logarithmic: bool,
    above_floor: bool,
    model: str = LINE,
    beside_plain: bool = False,
    say: Say = english,
) -> alt.LayerChart:
    """Draw the loss of every run against the epoch, from `loss_rows` and `loss_data`.

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
