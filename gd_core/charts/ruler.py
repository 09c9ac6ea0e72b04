"""The learning rates on one logarithmic axis, and what each stretch of it does: its rows and its chart."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gd_core.charts.frame import FRAME, frame_param, frame_rows, in_frame
from gd_core.charts.rate_axis import DECADES, LEFT, RIGHT, ZONES, axis_range, chosen_rates, rate_axis
from gd_core.charts.style import GREY, NO_RUN, colour, dash, shape
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import exact, rounded, rounded_beside

SHADES = (0.08, 0.34, 0.2, 0.08)
NARROWEST = 264.0  # pixels of axis on a phone
BAND = 2.8  # rows that the zones are high
ROWS_ABOVE, LEAST_ROWS_BELOW = 3, 2

BANDS, MARKS, RATES = (alt.Chart(alt.NamedData(name)) for name in ("zones", "marks", "rates"))


def ruler_data(
    experiment: Experiment, *, colour_slots: list[int], say: Say = english
) -> dict[str, pd.DataFrame]:
    """Return the rows that `ruler_chart` draws: the zones, the marks between them, the chosen rates.

    Empty where theory does not know all the zones, or what an epoch does to these runs.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each rate.
    """
    theory, (low, high) = experiment.theory, axis_range(experiment.theory)
    if theory.zones is None or theory.factors is None:
        return {}
    edges = [low, *theory.zones, high]
    zones = {"slot": NO_RUN, "zone": ZONES, "shade": SHADES, "low": edges[:-1], "high": edges[1:]}
    zones["name"] = names_of_zones(say)
    rates = chosen_rates(experiment, colour_slots=colour_slots)
    rates["label"] = [_rate_label(*rate) for rate in zip(rates["learning_rate"], rates["place"], strict=True)]
    rates["row"] = label_rows(np.log10(rates["place"] / low) / DECADES, rates["label"].tolist())
    rates["across"] = theory.factors[:, 1]
    frame = {"low_rate": low, "high_rate": high, "rows": max([LEAST_ROWS_BELOW, *rates["row"]])}
    return {
        "zones": pd.DataFrame(zones),
        "marks": _marks(theory.zones, theory.fastest, say),
        "rates": rates,
        "frame": frame_rows(frame),
    }


def label_rows(places: ArrayLike, labels: Sequence[str]) -> list[int]:
    """Return a row, from 1, for labels that end at these places (0 to 1), so that on a phone none is crossed.

    A label stands to the left of its line, and the line reaches from row 0 to the label's. So a label must
    be further out than every line that it would cross.
    """
    ends = np.asarray(places, dtype=float)
    rows = np.zeros(ends.size, dtype=int)
    for i in np.argsort(ends, kind="stable"):
        begins = ends[i] - (7 * len(labels[i]) + 14) / NARROWEST
        crossed = rows[(rows > 0) & (ends >= begins)]
        rows[i] = 1 + crossed.max(initial=0)
    return rows.tolist()


def _rate_label(rate: float, place: float) -> str:
    """Return a chosen rate as text, with an arrow where it is beyond the axis."""
    text = exact(rate) if len(exact(rate)) <= 8 else f"{rate:.4g}"
    return text if rate == place else f"◀ {text}" if rate < place else f"{text} ▶"


def names_of_zones(say: Say = english) -> list[str]:
    """Return what the page calls the zones, in ascending order of their rates."""
    return [say("crawl"), say("smooth"), say("zigzag"), say("diverge")]


def _marks(zones: tuple[float, float, float], fastest: float | None, say: Say) -> pd.DataFrame:
    """Return the rates with a meaning of their own, in ascending order, each with its value in words."""
    _, overshoot, limit = zones
    marks = [
        (overshoot, f"1/λmax = {rounded(overshoot)}"),
        (limit, say("limit 2/λmax = {rate}", rate=rounded(limit))),
    ]
    if fastest is not None:
        marks.insert(1, (fastest, say("fastest = {rate}", rate=rounded_beside(fastest, limit))))
    rows = [(NO_RUN, rate, label, row) for row, (rate, label) in enumerate(marks, start=1)]
    return pd.DataFrame(rows, columns=["slot", "rate", "label", "row"])


def ruler_chart(*, say: Say = english) -> alt.LayerChart:
    """Draw the zones, with the marks above and the chosen rates below, from the rows of `ruler_data`."""
    chart = alt.LayerChart(layer=[*_zone_layers(), *_mark_layers(), *_rate_layers(say)])
    return chart.add_params(frame_param()).properties(
        height=300, title=say("What the theory says of each learning rate")
    )


def _height(row: str) -> alt.Y:
    """Return a height in rows: 0 is the top of the zones, and what is above them is negative."""
    bottom = alt.ExprRef(f"{BAND} + {in_frame('rows')} + 0.5")
    scale = alt.Scale(domainMin=-ROWS_ABOVE - 0.4, domainMax=bottom, reverse=True, nice=False, zero=False)
    return alt.Y(f"{row}:Q").axis(None).scale(scale)


def _zone_layers() -> list[alt.Chart]:
    """Return a band a zone and its name, which stands upright where the zone is narrow."""
    pixels = f"log(datum.high / datum.low) / log(10) / {DECADES} * (width - {LEFT + RIGHT})"
    bands = BANDS.transform_calculate(
        middle="sqrt(datum.low * datum.high)",
        top="0",
        bottom=str(BAND),
        half=str(BAND / 2),
        turn=f"{pixels} < 46 ? 270 : 0",
    )
    shade = alt.Opacity("shade:Q").scale(None).legend(None)
    box = bands.mark_rect(color=GREY, tooltip=None).encode(
        rate_axis("low"), alt.X2("high"), _height("top"), alt.Y2("bottom"), shade
    )
    names = bands.mark_text(tooltip=None, fontSize=13, baseline="middle").encode(
        rate_axis("middle"),
        _height("half"),
        _own_colour(),
        text="name:N",
        angle=alt.Angle("turn:Q").scale(None),
    )
    outline = FRAME.transform_calculate(top="0", bottom=str(BAND))
    outline = outline.mark_rect(filled=False, stroke=GREY, tooltip=None)
    edge = outline.encode(
        rate_axis("frame.low_rate"), alt.X2("frame.high_rate"), _height("top"), alt.Y2("bottom")
    )
    return [box, edge, names]


def _mark_layers() -> list[alt.Chart]:
    """Return a line through the zones for each rate with a meaning of its own, and its label above."""
    marks = MARKS.transform_calculate(top="-datum.row - 0.3", label_at="-datum.row", bottom=str(BAND))
    lines = marks.mark_rule(strokeWidth=1.5, tooltip=None).encode(
        rate_axis("rate"), _height("top"), alt.Y2("bottom"), _own_colour()
    )
    labels = marks.mark_text(tooltip=None, align="right", baseline="middle", dx=-5, fontSize=12).encode(
        rate_axis("rate"), _height("label_at"), _own_colour(), text="label:N"
    )
    return [lines, labels]


def _rate_layers(say: Say) -> list[alt.Chart]:
    """Return a tick under the zones for each chosen rate, with its shape and its value."""
    rates = RATES.transform_calculate(
        marker="datum.slot", top=str(BAND - 0.3), label_at=f"{BAND} + datum.row"
    )
    place, at = rate_axis("place"), _height("label_at")
    tip = [
        alt.Tooltip("learning_rate:Q").title(say("Learning rate")).format(".6~g"),
        alt.Tooltip("across:Q").title(say("Error across the valley, × an epoch")).format(".4~g"),
    ]
    ticks = rates.mark_rule(strokeWidth=2.5).encode(
        place, _height("top"), alt.Y2("label_at"), _own_colour(), dash().legend(None), tooltip=tip
    )
    ends = rates.mark_point(filled=True, size=90, opacity=1).encode(
        place, at, _own_colour(), shape(), tooltip=tip
    )
    labels = rates.mark_text(tooltip=None, align="right", baseline="middle", dx=-9, fontSize=12).encode(
        place, at, _own_colour(), text="label:N"
    )
    return [ticks, ends, labels]


def _own_colour() -> alt.Color:
    """Return the colour of a slot; every tick has its label beside it, so there is no legend."""
    return colour().legend(None)
