"""What the player moves: the epoch that the moving pictures show."""

import altair as alt

from gd_core.charts.style import in_frame
from gd_core.experiment import ALLOWED

MOST_EPOCHS = ALLOWED["n_epochs"][1]
SHOWN = f"min(epoch, {in_frame('last')})"  # each picture's frame says which epoch is the run's last


def epoch_param() -> alt.Parameter:
    """Return the parameter that the player sets, through the slider that Vega binds to it.

    Its range never changes, so neither does the chart's description, and the epoch survives new data.
    Until a player sets it, the last epoch is shown.
    """
    return alt.param("epoch", value=MOST_EPOCHS, bind=alt.binding_range(min=0, max=MOST_EPOCHS, step=1))


def at_epoch(chart: alt.Chart) -> alt.Chart:
    """Keep the rows of the epoch shown."""
    return chart.transform_filter(f"datum.epoch == {SHOWN}")


def until_epoch(chart: alt.Chart) -> alt.Chart:
    """Keep the rows up to the epoch shown."""
    return chart.transform_filter(f"datum.epoch <= {SHOWN}")


def now_points(chart: alt.Chart, *, clip: bool = True) -> alt.Chart:
    """Mark each run at the epoch shown; its shape is read from "marker"."""
    now = at_epoch(chart).transform_calculate(marker="datum.slot")
    return now.mark_point(filled=True, size=90, opacity=1, clip=clip)
