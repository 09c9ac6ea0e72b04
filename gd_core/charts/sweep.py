"""The loss that is left at the end, for some hundred learning rates: its chart."""

import altair as alt

from gd_core.charts.frame import FRAME, between, frame_param, in_frame
from gd_core.charts.rate_axis import LEFT, RIGHT, rate_axis
from gd_core.charts.style import GREY, as_text, colour, nearest_to_pointer, only, shape
from gd_core.charts.written import LOG_LABELS, number_in_words
from gd_core.languages import Say, english

SWEEP, RATES = (alt.Chart(alt.NamedData(name)) for name in ("sweep", "rates"))


def sweep_chart(*, of_a_curve: bool = False, say: Say = english) -> alt.LayerChart:
    """Draw the excess loss at the end against the learning rate, from the rows of `sweep_data`."""
    pointer = _pointer_layers(say, of_a_curve=of_a_curve)
    layers = [*_frame_layers(say), *_sweep_layers(say), *pointer, *_chosen_layers(say)]
    title = alt.TitleParams(text=alt.ExprRef(in_frame("title")))
    return alt.LayerChart(layer=layers).add_params(frame_param()).properties(height=340, title=title)


def _excess_axis(field: str) -> alt.Y:
    """Return the logarithmic axis of the excess; it stands beside the rates, inside the chart's width."""
    return (
        alt.Y(f"{field}:Q")
        .title(None)
        .axis(offset=-LEFT, grid=False, tickCount=6, labelOverlap=False, labelExpr=LOG_LABELS)
        .scale(
            type="log",
            nice=False,
            domain=between("low", "high"),
        )
    )


def _frame_layers(say: Say) -> list[alt.Chart]:
    """Return the excess at the start and the limit, as lines with labels, and what the arrows mean."""
    left, right = alt.value(LEFT), alt.value(alt.ExprRef(f"width - {RIGHT}"))
    bottom, grey = alt.value("height"), colour().legend(None)
    begins = FRAME.transform_filter("datum.frame.start > 0")
    label = FRAME.mark_text(fontSize=12, align="left", dx=5, dy=-14)
    at_start = begins.mark_text(fontSize=12, align="left", dx=5, dy=-10)
    at_top = FRAME.mark_text(fontSize=12, align="right", dy=-10)
    limit = FRAME.transform_filter("isValid(datum.frame.limit)")
    return [
        limit.mark_rule(strokeDash=[3, 3], color=GREY).encode(rate_axis("frame.limit", say("Learning rate"))),
        limit.mark_text(fontSize=12, align="left", dx=5, dy=-14).encode(
            rate_axis("frame.limit", say("Learning rate")), y=bottom, text=alt.value(say("limit")), color=grey
        ),
        label.encode(x=left, y=bottom, text="frame.below:N", color=grey),
        begins.mark_rule(strokeDash=[3, 3], color=GREY).encode(_excess_axis("frame.start"), x=left, x2=right),
        at_start.encode(_excess_axis("frame.start"), x=left, text="frame.start_label:N", color=grey),
        at_top.encode(x=right, y=alt.value(0), text="frame.above:N", color=grey),
    ]


def _sweep_layers(say: Say) -> list[alt.Chart]:
    """Return the theory as a line and a dot a run; at the edge of the frame, an arrow instead."""
    predicted = SWEEP.transform_filter("isValid(datum.predicted)")
    line = predicted.transform_calculate(drawn="clamp(datum.predicted, 1e-300, 1e300)").mark_line(
        clip=True, strokeWidth=1.5, color=GREY
    )
    dots = SWEEP.transform_calculate(
        form="datum.arrow == '▲' ? 'triangle-up' : datum.arrow == '▼' ? 'triangle-down' : 'circle'"
    ).mark_point(filled=True, size=16, opacity=1, color=GREY)
    rate = rate_axis("learning_rate", say("Learning rate"))
    return [
        line.encode(rate, _excess_axis("drawn")),
        dots.encode(rate, _excess_axis("height"), alt.Shape("form:N").scale(None)),
    ]


def _pointer_layers(say: Say, *, of_a_curve: bool) -> list[alt.Chart]:
    """Return a line at the rate nearest to the pointer, with its numbers; a click selects that rate."""
    hover = nearest_to_pointer("learning_rate")
    click = alt.selection_point(
        name="sweep", fields=["learning_rate"], on="click", nearest=True, toggle=False, empty=False
    )
    titles = {"excess": say("Above the floor, measured"), "predicted": say("Above the floor, by theory")}
    if of_a_curve:
        titles = {"excess": say("As the axis says, measured")}
    too_large = as_text(say("too large a number"))
    told = {"learning_rate_told": number_in_words("datum.learning_rate", 12)} | {
        f"{name}_told": f"datum.{name} >= 1e308 ? {too_large} : {number_in_words(f'datum.{name}', 3)}"
        for name in titles
    }
    titles = {"learning_rate": say("Learning rate")} | titles
    tip = [alt.Tooltip(f"{name}_told:N").title(title) for name, title in titles.items()]
    line = (
        SWEEP.transform_calculate(**told)
        .mark_rule(color=GREY)
        .encode(rate_axis("learning_rate", say("Learning rate")), opacity=only(hover), tooltip=tip)
    )
    return [line.add_params(hover, click)]


def _chosen_layers(say: Say) -> list[alt.Chart]:
    """Return the chosen rates in their colours and shapes, with arrows where they are beyond an edge."""
    sideways = "datum.place < datum.learning_rate ? '▶' : datum.place > datum.learning_rate ? '◀' : ''"
    chosen = RATES.transform_calculate(marker="datum.slot", arrows=f"datum.arrow + ({sideways})")
    at, own = (rate_axis("place", say("Learning rate")), _excess_axis("height")), colour().legend(None)
    return [
        chosen.mark_point(filled=True, size=110, opacity=1).encode(*at, own, shape()),
        chosen.mark_text(align="right", baseline="middle", dx=-8, fontSize=11).encode(
            *at, own, text="arrows:N"
        ),
    ]
