"""Why a run does what it does: a worked step, and its error in two directions."""

from gd_core.charts.modes import about_the_modes_drawn, modes_data, modes_summary
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Code, Fold, Picture, Table, Text
from gd_core.parts.columns import modes_columns
from gd_core.telling.directions import modes_table, why_fast_then_slow
from gd_core.telling.step_text import about_conventions, step_in_mathematics, step_in_plain_text
from gd_core.two_modes import two_modes
from gd_core.worked_step import worked_step


def why(experiment: Experiment, *, run: int, epoch: int, say: Say = english) -> list[Block]:
    """Work out the step from an epoch of a run (both counted from 0), and split the run's error.

    Raises
    ------
    IndexError
        If there are not so many runs or epochs.
    """
    return [*_one_step(experiment, run, epoch, say), *_two_directions(experiment, run, say)]


def _one_step(experiment: Experiment, run: int, epoch: int, say: Say) -> list[Block]:
    """Return a step with its numbers; nothing where a step is not known to be −eta · gradient."""
    theta = experiment.runs.parameters[run, epoch]
    if not experiment.theory.steps_are_gradients:
        return []
    rate = experiment.settings.learning_rates[run]
    step = worked_step(experiment.dataset, theta=theta, learning_rate=rate)
    return [
        Text(f"### {say('One step, with its numbers')}"),
        Text(step_in_mathematics(step, say=say), name="step"),
        Fold(say("The same as text to copy"), [Code(step_in_plain_text(step, say=say))]),
    ]


def _two_directions(experiment: Experiment, run: int, say: Say) -> list[Block]:
    """Return what the two directions of a run's error do; nothing where theory does not know them."""
    conventions, parts = about_conventions(experiment.theory, say=say), two_modes(experiment, run)
    if not parts:
        return [Text(conventions)] if conventions else []
    rows = modes_data(experiment, parts, say=say)
    heading, words = say("The error has two directions"), why_fast_then_slow(parts, say=say)
    return [
        Text("\n\n".join(filter(None, [conventions, f"### {heading}", words]))),
        Picture("modes", rows, alt=modes_summary(parts, say=say)),
        Text(about_the_modes_drawn(experiment, parts, rows, say=say)),
        Table(modes_table(parts, say=say), modes_columns(say)),
    ]
