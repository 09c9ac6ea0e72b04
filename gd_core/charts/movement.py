"""What the player moves: the epoch that the moving pictures show."""

import altair as alt

from gd_core.charts.frame import frame_param, in_frame
from gd_core.experiment import MOST_EPOCHS


def epoch_params() -> list[alt.Parameter]:
    """Return the parameter that the player sets, through the slider that Vega binds to it, and what it needs.

    Its range never changes, so neither does the chart's description, and the epoch survives new data.
    Until a player sets it, the last epoch is shown: each picture's frame says which is the run's last.
    """
    bound = alt.binding_range(min=0, max=MOST_EPOCHS, step=1)
    return [
        frame_param(),
        alt.param("epoch", value=MOST_EPOCHS, bind=bound),
        alt.param("shown", expr=f"min(epoch, {in_frame('last')})"),  # found once, and not for every row
    ]


def at_epoch(chart: alt.Chart) -> alt.Chart:
    """Keep the rows of the epoch shown."""
    return chart.transform_filter("datum.epoch == shown")


def until_epoch(chart: alt.Chart) -> alt.Chart:
    """Keep the rows up to the epoch shown."""
    return chart.transform_filter("datum.epoch <= shown")


def now_points(chart: alt.Chart, *, clip: bool = True) -> alt.Chart:
    """Mark each run at the epoch shown; its shape is read from "marker"."""
    now = at_epoch(chart).transform_calculate(marker="datum.slot")
    return now.mark_point(filled=True, size=90, opacity=1, clip=clip)
