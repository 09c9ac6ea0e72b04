"""Every picture by its name, as Vega-Lite: slow to make, so make each once."""

from collections.abc import Callable

from gd_core.charts.fit import fit_spec
from gd_core.charts.loss import loss_spec
from gd_core.charts.modes import modes_spec
from gd_core.charts.parameter_map import map_spec
from gd_core.charts.ruler import ruler_spec
from gd_core.charts.sweep import sweep_spec

SPECS: dict[str, Callable[..., dict]] = {
    "loss": loss_spec,
    "map": map_spec,
    "fit": fit_spec,
    "ruler": ruler_spec,
    "sweep": sweep_spec,
    "modes": modes_spec,
}
