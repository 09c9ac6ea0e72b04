"""Why a run with momentum does what it does: its error in two directions, and a worked step."""

from typing import Literal

import numpy as np
import pandas as pd

from gd_core.charts.valley import about_the_valley_drawn, valley_data, valley_summary
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.momentum.descent import velocity_after
from gd_core.parts.blocks import Block, Box, Code, Picture, Text
from gd_core.telling.directions_with_momentum import about_the_directions, sides_with_momentum
from gd_core.telling.manners import directions_of
from gd_core.telling.step_text import step_in_mathematics, step_in_plain_text
from gd_core.two_modes import Mode, across_the_valley, is_round
from gd_core.two_modes_with_momentum import predicted_errors, two_modes_with_momentum
from gd_core.worked_step import worked_step


def why_with_momentum(experiment: Experiment, *, run: int, epoch: int, say: Say = english) -> list[Block]:
    """Tell the pace of each direction of a run's error, and work out the step from one of its epochs.

    Raises
    ------
    IndexError
        If there are not so many runs or epochs.
    """
    return [*_two_directions(experiment, run, say), *_one_step(experiment, run, epoch, say)]


def errors_with_momentum(experiment: Experiment, *, run: int, epochs: np.ndarray) -> pd.DataFrame:
    """Return a row an epoch: both parts of a run's error with their signs, measured and by theory."""
    parts, known = two_modes_with_momentum(experiment, run), experiment.theory.with_momentum
    if parts is None or known is None:
        return pd.DataFrame()
    told: dict[str, np.ndarray] = {"epoch": epochs}
    how = {"rate": experiment.settings.learning_rates[run], "momentum": known.momentum}
    for name, part in zip(("across", "along"), parts, strict=True):
        told[name] = part.errors[epochs]
        told[f"{name}_predicted"] = predicted_errors(part, epochs=epochs, **how)
    return pd.DataFrame(told)


def _two_directions(experiment: Experiment, run: int, say: Say) -> list[Block]:
    """Return what the two directions of a run's error do; nothing where theory does not know them."""
    parts = two_modes_with_momentum(experiment, run)
    if parts is None:
        return []
    along, across = directions_of(experiment)[run]
    shape, n_epochs = _shape(parts), experiment.settings.n_epochs
    words = about_the_directions(along, across, shape=shape, n_epochs=n_epochs, say=say)
    blocks: list[Block] = [Text(f"### {say('The error has two directions')}\n\n{words}")]
    if across and across_the_valley(parts).start:
        rows, sides = valley_data(parts, say=say), sides_with_momentum(across, n_epochs=n_epochs, say=say)
        told = about_the_valley_drawn(experiment, parts, rows, sides=sides, say=say)
        picture = Picture("valley", rows, alt=valley_summary(parts, sides=sides, say=say))
        blocks.append(Box([picture, Text(told)]))
    return blocks


def _shape(parts: tuple[Mode, Mode]) -> Literal["valley", "round", "flat"]:
    if is_round(parts):
        return "round"
    return "valley" if parts[1].eigenvalue else "flat"


def _one_step(experiment: Experiment, run: int, epoch: int, say: Say) -> list[Block]:
    """Return a step with its numbers."""
    momentum, parameters = experiment.settings.momentum, experiment.runs.parameters[run]
    theta = parameters[epoch]
    step = worked_step(
        experiment.dataset,
        theta=theta,
        learning_rate=experiment.settings.learning_rates[run],
        momentum=momentum,
        velocity=velocity_after(parameters[: epoch + 1], experiment.dataset, momentum=momentum),
    )
    return [
        Text(f"### {say('One step, with its numbers')}"),
        Text(step_in_mathematics(step, say=say), name="step"),
        Box([Code(step_in_plain_text(step, say=say))], say("The same as text to copy")),
    ]
