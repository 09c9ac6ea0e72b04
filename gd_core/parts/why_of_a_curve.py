"""Why a run of a curve does what it does: one of its steps, worked out."""

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.models.worked_step import step_on_a_curve
from gd_core.parts.blocks import Block, Box, Code, Text
from gd_core.telling.step_of_a_curve import curve_step_in_mathematics, curve_step_in_plain_text


def why_of_a_curve(experiment: Experiment, *, run: int, epoch: int, say: Say = english) -> list[Block]:
    """Work out the step from one of a run's epochs, and say which parts belong to the line alone.

    Raises
    ------
    IndexError
        If there are not so many runs or epochs.
    """
    settings = experiment.settings
    model, rate = settings.model, settings.learning_rates[run]
    way = experiment.runs.parameters[run, : epoch + 1]
    step = step_on_a_curve(CURVES[model], experiment.dataset, way, rate=rate, momentum=settings.momentum)
    no_bowl = say(
        "The two directions of the error, and another scale for x, are here for a line alone: they need a "
        "loss that bends the same way everywhere, and that of a curve does not."
    )
    return [
        Text(f"### {say('One step, with its numbers')}"),
        Text(curve_step_in_mathematics(step, model, say=say), name="step"),
        Box([Code(curve_step_in_plain_text(step, model, say=say))], say("The same as text to copy")),
        Text(no_bowl),
    ]
