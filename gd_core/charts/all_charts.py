"""Every chart by its name, described as browsers are told; each is built once, which is slow."""

from collections.abc import Callable
from functools import cache
from typing import Any

import altair as alt

from gd_core.charts.fit import fit_chart
from gd_core.charts.fit_of_curves import curve_chart
from gd_core.charts.loss import loss_chart
from gd_core.charts.modes import modes_chart
from gd_core.charts.parameter_map import map_chart
from gd_core.charts.projector import PROJECTED, enlarged
from gd_core.charts.readable import with_readable_words
from gd_core.charts.sweep import sweep_chart
from gd_core.charts.valley import valley_chart
from gd_core.languages import Say

CHARTS: dict[str, Callable[..., alt.LayerChart]] = {
    "loss": loss_chart,
    "map": map_chart,
    "fit": fit_chart,
    "curve": curve_chart,
    "sweep": sweep_chart,
    "valley": valley_chart,
    "modes": modes_chart,
}

SHARED = {"scale", "title", "axis"}  # by the layers of a chart


@cache
def description(name: str, *, say: Say, large: bool, **view: Any) -> dict[str, Any]:
    """Return a chart without rows, as Vega-Lite has it; large is for the back of a room. Do not change it."""
    described = _said_once(CHARTS[name](**view, say=say).to_dict())
    for layer in described["layer"]:  # its words and its table tell more than each of its marks would
        layer["mark"]["aria"] = False
        if "tooltip" not in layer["encoding"]:  # else Streamlit tells the names of its fields
            layer["mark"].setdefault("tooltip", None)
    told = with_readable_words(enlarged(described, by=PROJECTED) if large else described)
    return told if say.thousands == "," else _with_thousands(told, say.thousands)


def _with_thousands(described: dict[str, Any], sign: str) -> dict[str, Any]:
    """Return a chart that writes this sign, and no comma, between thousands."""
    number = {"decimal": ".", "thousands": sign, "grouping": [3], "currency": ["", ""]}
    return described | {"config": described["config"] | {"locale": {"number": number}}}


def _said_once(described: dict[str, Any]) -> dict[str, Any]:
    """Return a chart whose layers share scales and axes with each said once, in fewer bytes.

    What a channel says to have none of, written as None, is not shared.
    """
    known: dict[tuple[str, str], Any] = {}
    for layer in described["layer"]:
        for channel, encoded in layer["encoding"].items():
            for part in [*SHARED.intersection(encoded)] if isinstance(encoded, dict) else []:
                if encoded[part] is not None and encoded[part] == known.get((channel, part)):
                    del encoded[part]
                else:
                    known[channel, part] = encoded[part]
    return described
