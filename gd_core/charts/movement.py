"""What the player moves: the epoch that the pictures show, and the runs that somebody holds."""

import altair as alt

from gd_core.charts.frame import FRAME, frame_param, in_frame
from gd_core.charts.style import as_text, colour, worked_out
from gd_core.languages import Say

RUNS, NOW = (alt.Chart(alt.NamedData(name)) for name in ("runs", "now"))


def moving_params() -> list[alt.Parameter]:
    """Return the parameter that the player sets in every picture at once, and what follows from it.

    Vega binds it to the page's body: whoever sets its value and sends it the event "moved" moves the
    pictures, and a picture drawn anew begins with the value that is there. It is an object, of which each may
    be missing:

    - ``epoch``, the epoch shown, or else each picture's last;
    - ``now``, the row of each run at that epoch, by its slot, or else those of the data set "now";
    - ``held``, the slots of the runs that somebody holds, and ``rows``, their rows at every epoch drawn;
    - ``names``, what the rates of these are meanwhile, by slot.
    """
    bound = alt.BindDirect(element="body", event="moved")
    return [
        frame_param(),
        alt.param("none", value=[]),
        alt.param("moved", value={}, bind=bound),
        alt.param("shown", expr=f"moved && isNumber(moved.epoch) ? moved.epoch : {in_frame('last')}"),
        alt.param("held", expr="moved && moved.held || none"),
        alt.param("held_rows", expr="moved && moved.rows || none"),
        alt.param("now", expr="moved && moved.now || none"),
    ]


def now_rows() -> alt.Chart:
    """Return a row a run with its slot, and with all that is known of it at the epoch shown under "here"."""
    return NOW.transform_calculate(here="now[datum.slot] || datum.row")


def held_rows(*quantities: str) -> alt.Chart:
    """Return a row an epoch of each run that somebody holds: its slot, the epoch and these quantities."""
    rows = FRAME.transform_calculate(row="held_rows").transform_flatten(["row"])
    return rows.transform_calculate(**{name: f"datum.row.{name}" for name in ("slot", "epoch", *quantities)})


def rows_of_runs(*quantities: str) -> tuple[alt.Chart, alt.Chart]:
    """Return the rows of the runs at every epoch drawn: of those that nobody holds, and of those held.

    They are apart, so that only what is held is drawn anew while a hand moves it.
    """
    return nobody_holds(RUNS), held_rows(*quantities)


def nobody_holds(chart: alt.Chart) -> alt.Chart:
    """Keep the rows of the runs that nobody holds."""
    return chart.transform_filter("indexof(held, datum.slot) < 0")


def until_epoch(chart: alt.Chart) -> alt.Chart:
    """Keep the rows up to the epoch shown."""
    return chart.transform_filter("datum.epoch <= shown")


def from_epoch(chart: alt.Chart) -> alt.Chart:
    """Keep the rows from the epoch shown on; their colour is read from "marker"."""
    return chart.transform_filter("datum.epoch >= shown").transform_calculate(marker="datum.slot")


def now_points(chart: alt.Chart, *, clip: bool = True) -> alt.Chart:
    """Mark each run where it is; its shape is read from "marker"."""
    marked = chart.transform_calculate(marker="datum.slot")
    return marked.mark_point(filled=True, size=90, opacity=1, clip=clip)


def out_of_view(gone: alt.Chart, say: Say) -> alt.Chart:
    """Say of each of these rows, of `now_rows`, that its run is not to be seen."""
    rows = gone.transform_window(line="row_number()")
    words = as_text(say("{rate} is out of view", rate=worked_out("datum.here.name")))
    label = rows.transform_calculate(words=words).mark_text(
        align="right", baseline="bottom", fontSize=12, dx=-4, dy=alt.ExprRef("-20 * datum.line + 16")
    )
    return label.encode(x=alt.value("width"), y=alt.value("height"), text="words:N", color=colour())
