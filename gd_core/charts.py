"""Altair charts: the only room that knows Altair.

A chart is built once, around data sets that have names and no rows; the page sends it new rows on every
change. So a chart's function takes no data; `gd_core.frames` makes the rows.
"""

import altair as alt

from gd_core.frames import N_SLOTS, NO_RUN

DASHES = [[1, 0], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 5], [10, 3, 2, 3, 2, 3], [1, 5]]
SHAPES = [
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
]
GREY = "#808495"  # for lines that belong to no run, on the light and on the dark page

RUNS, RATES, FRAME = (alt.Chart(alt.NamedData(name)) for name in ("runs", "rates", "frame"))


def loss_chart(*, logarithmic: bool, above_floor: bool) -> alt.LayerChart:
    """Draw the loss of every run against the epoch, from the rows of `loss_data`.

    Parameters
    ----------
    logarithmic : bool
        Whether the loss axis is logarithmic.
    above_floor : bool
        Whether the loss shown is the excess over the noise floor; it only names the axis here.
    """
    epoch = alt.X("epoch:Q").title("Epoch").scale(nice=False).axis(tickMinStep=1)
    loss = (
        alt.Y("loss:Q")
        .title("Loss above the noise floor" if above_floor else "Loss (mean squared error)")
        .scale(
            type="log" if logarithmic else "linear",
            nice=False,
            domainMin=alt.ExprRef("data('frame')[0].low"),
            domainMax=alt.ExprRef("data('frame')[0].high"),
        )
    )
    drawn = RUNS.transform_calculate(loss=_drawable(logarithmic=logarithmic))
    lines = drawn.mark_line(clip=True, strokeWidth=2.5).encode(epoch, loss, _colour(), _dash())
    layers = [
        lines,
        *_floor_layers(on_line=logarithmic),
        *_label_layers(),
        *_hover_layers(drawn, epoch, loss),
    ]
    return alt.LayerChart(layer=layers).properties(height=440, title="How the learning rate shapes the loss")


def _drawable(*, logarithmic: bool) -> str:
    """Return the loss as an expression that has a place on the axis, or null where it has none.

    A logarithmic axis has no 0; on a linear one, a loss far above the frame asks for coordinates that
    browsers cannot draw.
    """
    if logarithmic:
        return "datum.loss > 0 && isFinite(datum.loss) ? datum.loss : null"
    return "isFinite(datum.loss) ? min(datum.loss, 1000 * data('frame')[0].high) : null"


def loss_spec(*, logarithmic: bool, above_floor: bool) -> dict:
    """Return `loss_chart` as Vega-Lite: slow to make, so make it once for each pair of switches."""
    return loss_chart(logarithmic=logarithmic, above_floor=above_floor).to_dict()


def _floor_layers(*, on_line: bool) -> list[alt.Chart]:
    """Return the noise floor as a line and its label, which stands at the top where the line is crowded."""
    line = FRAME.mark_rule(strokeDash=[3, 3], color=GREY).encode(y="floor:Q")
    label = FRAME.mark_text(align="right", baseline="top", dx=-6, dy=6, fontSize=13).encode(
        y="floor:Q" if on_line else alt.value(0), x=alt.value("width"), text="floor_label:N", color=_colour()
    )
    return [line, label]


def _label_layers() -> list[alt.Chart]:
    """Return each rate beside the end of its line; for runs that leave the frame, where and how fast."""
    ends = RATES.transform_filter("isValid(datum.end_label)").mark_text(align="left", dx=7, fontSize=13)
    leaving = RATES.transform_filter("isValid(datum.exit_epoch)")
    marks = leaving.mark_point(filled=True, size=90, opacity=1, yOffset=4, shape="triangle-up")
    below_the_floor_label = alt.ExprRef("24 + 17 * datum.exit_row")
    texts = leaving.mark_text(align="right", baseline="top", dx=-6, dy=below_the_floor_label, fontSize=12)
    top, right = alt.value(0), alt.value("width")
    return [
        ends.encode(x="end_epoch:Q", y="end_loss:Q", text="end_label:N", color=_colour()),
        marks.encode(x="exit_epoch:Q", y=top, color=_colour()),
        texts.encode(x=right, y=top, text="exit_label:N", color=_colour()),
    ]


def _hover_layers(drawn: alt.Chart, epoch: alt.X, loss: alt.Y) -> list[alt.Chart]:
    """Return what the pointer shows: a line at the nearest epoch, a point on every run, all losses there."""
    hover = alt.selection_point(
        name="hover", fields=["epoch"], on="pointerover", nearest=True, clear="pointerout", empty=False
    )
    points = drawn.transform_calculate(marker="datum.slot").transform_filter(hover)
    a_row_an_epoch = (
        RUNS.transform_lookup("slot", from_=alt.LookupData(alt.NamedData("rates"), "slot", ["label"]))
        .transform_calculate(loss="isFinite(datum.loss) ? format(datum.loss, '.4~g') : 'too large a number'")
        .transform_pivot("label", value="loss", op="max", groupby=["epoch"])
    )
    shown = alt.when(hover).then(alt.value(1)).otherwise(alt.value(0))
    return [
        points.mark_point(clip=True, filled=True, size=70, opacity=1).encode(
            epoch, loss, _colour(), _shape()
        ),
        a_row_an_epoch.mark_rule(color=GREY, tooltip=alt.TooltipContent("data"))
        .encode(epoch, opacity=shown)
        .add_params(hover),
    ]


def _colour() -> alt.Color:
    return alt.Color("slot:N").scale(domain=list(range(NO_RUN + 1))).legend(_legend())


def _dash() -> alt.StrokeDash:
    return alt.StrokeDash("slot:N").scale(domain=list(range(N_SLOTS)), range=DASHES).legend(_legend())


def _shape() -> alt.Shape:
    # A field of another name than colour and dash have, which keeps the shapes out of their legend.
    return alt.Shape("marker:N").scale(domain=list(range(N_SLOTS)), range=SHAPES).legend(None)


def _legend() -> alt.Legend:
    """Return one legend for colour and dash, which names the rates in use and no empty slot."""
    label = "pluck(data('rates'), 'label')[indexof(pluck(data('rates'), 'slot'), datum.value)]"
    return alt.Legend(
        title=None,
        orient="top",
        columns=alt.ExprRef("width < 500 ? 2 : 4"),
        labelFontSize=13,
        symbolType="stroke",
        symbolSize=500,
        symbolStrokeWidth=3,
        values=alt.ExprRef("pluck(data('rates'), 'slot')"),
        labelExpr=f"width < 340 ? replace({label}, 'learning rate', 'rate') : {label}",
    )
