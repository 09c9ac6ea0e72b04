"""The loss chart on paper: the frame to sketch in, and the curves in the same frame, as SVG in black."""

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gd_core.charts.loss_data import loss_data
from gd_core.charts.rows import drawn_epochs
from gd_core.charts.style import DASHES
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded

WIDTH, HEIGHT = 680, 272  # of the whole drawing, in units of about a quarter of a millimetre on A4
LEFT, RIGHT, TOP, BOTTOM = 60, 600, 10, 232  # of the frame
LONGEST_LABEL = 12  # characters that fit beside the frame
FAR = 1000  # frames above the frame: as far as a curve is followed


@dataclass(frozen=True)
class LossOnPaper:
    """The loss chart of some runs, as SVG.

    Attributes
    ----------
    empty : str
        The frame, with nothing in it that gives the answer away.
    drawn : str
        The same frame with the curves, each with its own dash.
    dashes : list of str
        A sample of each run's dash, a drawing of its own.
    leaving : list of str
        When and how fast each run leaves the frame; "" for one that does not.
    """

    empty: str
    drawn: str
    dashes: list[str]
    leaving: list[str]


def loss_on_paper(experiment: Experiment, *, factors: list[float], say: Say = english) -> LossOnPaper:
    """Draw the losses in the frame of the page's loss chart, linear.

    Parameters
    ----------
    factors : list of float
        What an epoch multiplies each run's error by in the long run, as for `loss_data`.
    """
    losses, epochs = experiment.runs.losses, drawn_epochs(experiment)
    slots = list(range(len(losses)))
    of_rates, frame = loss_data(
        experiment, colour_slots=slots, factors=factors, logarithmic=False, above_floor=False, say=say
    )
    rates = [dict(zip(of_rates, rate, strict=True)) for rate in zip(*of_rates.values(), strict=True)]
    axes = _axes(frame, say)
    curves = [_curve(epochs, losses[slot, epochs], frame, slot) for slot in slots]
    clip = f'<clipPath id="frame"><path d="{_box()}"/></clipPath>'
    inside = f'<g clip-path="url(#frame)">{"".join(curves)}</g>'
    ends = "".join(_end(rate, last, frame) for rate, last in zip(rates, losses[:, -1], strict=True))
    return LossOnPaper(
        empty=_drawing(axes, about=say("An empty frame, loss against epoch, to sketch in")),
        drawn=_drawing(f"{clip}{axes}{inside}{ends}", about=say("The loss of every run by epoch")),
        dashes=[_sample(slot) for slot in slots],
        leaving=[rate["leaving"] for rate in rates],
    )


def _drawing(content: str, *, about: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{about}">{content}</svg>'


def _box() -> str:
    return f"M{LEFT} {TOP}H{RIGHT}V{BOTTOM}H{LEFT}Z"


def _across(epoch: ArrayLike, frame: dict[str, Any]) -> Any:
    return LEFT + (RIGHT - LEFT) * np.divide(epoch, frame["last"])


def _down(loss: ArrayLike, frame: dict[str, Any]) -> Any:
    with np.errstate(over="ignore"):
        return BOTTOM - (BOTTOM - TOP) * np.minimum(np.divide(loss, frame["high"]), FAR)


def _axes(frame: dict[str, Any], say: Say) -> str:
    """Return the frame with its ticks, their numbers and the names of the axes."""
    parts = [f'<path class="frame" d="{_box()}"/>']
    for epoch in ticks(frame["last"], least=1.0):
        x = f"{_across(epoch, frame):.2f}"
        parts.append(f'<path class="grid" d="M{x} {TOP}V{BOTTOM + 5}"/>')
        parts.append(
            f'<text x="{x}" y="{BOTTOM + 18}" text-anchor="middle">{say.numbers_in(rounded(epoch, 6))}</text>'
        )
    for loss in ticks(frame["high"]):
        y = f"{_down(loss, frame):.2f}"
        parts.append(f'<path class="grid" d="M{LEFT - 5} {y}H{RIGHT}"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end">{say.numbers_in(rounded(loss))}</text>'
        )
    under, beside = f'x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 4}"', f"translate(12 {(TOP + BOTTOM) / 2})"
    parts.append(f'<text {under} text-anchor="middle">{say("Epoch")}</text>')
    parts.append(f'<text transform="{beside} rotate(-90)" text-anchor="middle">{say("Loss")}</text>')
    return "".join(parts)


def ticks(most: float, *, least: float = 0.0) -> list[float]:
    """Return round numbers from 0 to most, four to ten of them, at least so far apart.

    >>> ticks(100.0), ticks(0.7)
    ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    """
    power = int(np.floor(np.log10(most / 4)))
    step = max(next(m for m in (5, 2, 1) if m * 10.0**power <= most / 4) * 10.0**power, least)
    return [float(f"{count * step:.6g}") for count in range(int(most / step * (1 + 1e-9)) + 1)]


def _curve(epochs: np.ndarray, losses: Floats, frame: dict[str, Any], slot: int) -> str:
    places = zip(_across(epochs, frame), _down(losses, frame), strict=True)
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    return f'<polyline class="curve" points="{points}" stroke-dasharray="{_dash(slot)}"/>'


def _dash(slot: int) -> str:
    return "none" if DASHES[slot] == [1, 0] else " ".join(map(str, DASHES[slot]))


def _sample(slot: int) -> str:
    line = f'<path class="curve" d="M0 4H60" stroke-dasharray="{_dash(slot)}"/>'
    return f'<svg class="dash" viewBox="0 0 60 8" aria-hidden="true">{line}</svg>'


def _end(rate: dict, last: float, frame: dict[str, Any]) -> str:
    """Return the rate beside the end of its curve where there is room, or a mark where the curve leaves."""
    if not np.isnan(rate["exit_epoch"]):
        return f'<text x="{_across(rate["exit_epoch"], frame):.2f}" y="{TOP}" text-anchor="middle">▲</text>'
    if not 0 < len(rate["end_label"]) <= LONGEST_LABEL:
        return ""
    y = f"{_down(last, frame):.2f}"
    return f'<text x="{RIGHT + 6}" y="{y}" dy="4">{escape(rate["end_label"])}</text>'
