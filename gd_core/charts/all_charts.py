"""Every chart by its name. To build one is slow, so build each once."""

from collections.abc import Callable

import altair as alt

from gd_core.charts.fit import fit_chart
from gd_core.charts.loss import loss_chart
from gd_core.charts.modes import modes_chart
from gd_core.charts.parameter_map import map_chart
from gd_core.charts.ruler import ruler_chart
from gd_core.charts.sweep import sweep_chart

CHARTS: dict[str, Callable[..., alt.LayerChart]] = {
    "loss": loss_chart,
    "map": map_chart,
    "fit": fit_chart,
    "ruler": ruler_chart,
    "sweep": sweep_chart,
    "modes": modes_chart,
}
