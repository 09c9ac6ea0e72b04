"""A small picture of each behaviour, of a run that does it: its loss by epoch, and its way in the map."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from gd_core.bowl import bowl_of
from gd_core.checks import Floats
from gd_core.experiment import Experiment, Settings, dataset_of, experiment_of
from gd_core.spectrum import largest_stable_rate
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, SWINGS, ZIGZAG

SHARES = {CRAWLS: 0.01, SMOOTH: 0.35, ZIGZAG: 0.88, EDGE: 1.0, DIVERGES: 1.08, SWINGS: 0.35}  # of the limit
RUN = Settings(  # its valley is level: w goes along it, and b across
    noise=0.0, n_epochs=7, x_range=(-0.5, 0.5), own_start=True, start_w=-0.1, start_b=2.2
)
CARRIED = 0.7  # the momentum of the one that swings
WIDTH, HEIGHT = 90, 40
LOSS, MAP = (3.0, 33.0), (40.0, 88.0)  # from left to right
TOP, BOTTOM = 9.0, 37.0  # of the loss; the highest start is at the top
UNIT = 10  # how long a unit of w and of b is in the map
LINE, GREY = "#2f80c9", "#808495"  # both stand out from the light and from the dark page


def with_pictures(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of behaviours in Markdown, each with its picture before it."""
    return {behaviour: f"{small_picture(behaviour)} {name}".strip() for behaviour, name in names.items()}


@cache
def small_picture(behaviour: str) -> str:
    """Return the picture of a behaviour in Markdown; "" of one that has none."""
    if behaviour not in SHARES:
        return ""
    drawn = base64.b64encode(_drawing(run_of(behaviour)).encode()).decode()
    return f"![](data:image/svg+xml;base64,{drawn})"


def run_of(behaviour: str) -> Experiment:
    """Return the run that a picture shows."""
    rate = SHARES[behaviour] * largest_stable_rate(dataset_of(RUN))
    momentum = CARRIED if behaviour == SWINGS else 0.0
    return experiment_of(replace(RUN, learning_rates=(rate,), momentum=momentum))


def _drawing(experiment: Experiment) -> str:
    axes = f"M{LOSS[0]:g} 3V{BOTTOM + 1:g}H{LOSS[1]:g}"
    [loss], [way] = experiment.runs.excess_losses, experiment.runs.parameters
    lines = [_path(*_in_the_loss(loss)), _path(*_in_the_map(way, experiment))]
    x, y = (f"{place[0]:.1f}" for place in _in_the_map(way, experiment))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" '
        f'stroke="{GREY}" stroke-linejoin="round"><path d="{axes}"/>{_rings(experiment)}'
        f'<path stroke="{LINE}" stroke-width="1.6" d="{"".join(lines)}"/>'
        f'<circle fill="{LINE}" stroke="none" cx="{x}" cy="{y}" r="2.8"/></svg>'
    )


def _in_the_loss(loss: Floats) -> tuple[Floats, Floats]:
    """Return where a loss is drawn; one that grows leaves the picture above."""
    return np.linspace(*LOSS, loss.size), BOTTOM - (BOTTOM - TOP) * loss / loss[0]


def _in_the_map(way: Floats, experiment: Experiment) -> tuple[Floats, Floats]:
    """Return where places are drawn, with the best line in the middle."""
    error = UNIT * (way - bowl_of(experiment.dataset).bottom)
    return sum(MAP) / 2 + error[:, 0], HEIGHT / 2 - error[:, 1]


def _rings(experiment: Experiment) -> str:
    """Return two lines of equal loss around the best line."""
    radii = [sum(MAP) / 2 - MAP[0] - each for each in (1, 12)]
    along_w, _, _, along_b = bowl_of(experiment.dataset).hessian.flat
    flat = np.sqrt(along_w / along_b)
    return "".join(
        f'<ellipse cx="{sum(MAP) / 2:g}" cy="{HEIGHT / 2:g}" rx="{radius:.1f}" ry="{radius * flat:.1f}"/>'
        for radius in radii
    )


def _path(x: Floats, y: Floats) -> str:
    return "M" + "L".join(f"{left:.1f} {top:.1f}" for left, top in zip(x, y, strict=True))
