"""The runs of a curve to take home as a script that does them again with NumPy alone, and checks itself."""

from string import Template
from textwrap import indent

import numpy as np

from gd_core.checks import Floats
from gd_core.controls import controls
from gd_core.data import Dataset
from gd_core.experiment import Experiment
from gd_core.languages import Say
from gd_core.models.all_models import CURVES
from gd_core.models.model import CROSS_ENTROPY, Model, Program
from gd_core.take_home.final_losses import SHARE, agreement, figures, final_losses, frame_of
from gd_core.telling.setting_of_curves import told_of_curve

NUDGE = 1e-11  # of the size of w, b, y and the rate: more than the rounding of 1000 epochs moves them
ROUNDING = 1e-15  # a final loss agrees, too, when it differs by no more than this


PLAIN = "w = w - rate * slope_w  # $step\nb = b - rate * slope_b"
WITH_MOMENTUM = """velocity_w = momentum * velocity_w + slope_w
velocity_b = momentum * velocity_b + slope_b
w = w - rate * velocity_w  # $step
b = b - rate * velocity_b"""


def script_of_a_curve(experiment: Experiment, *, say: Say) -> str:
    """Return a program as `gd_core.take_home.script.script_of` does, of a curve's runs."""
    settings, runs = experiment.settings, experiment.runs
    model, decided = CURVES[settings.model], _decided(experiment)
    program = model.program
    if program is None:
        return ""
    low, high = frame_of(experiment)
    momentum = float(settings.momentum)
    start = tuple(map(float, runs.parameters[0, 0]))
    told = say("how much of the last step is made again")
    return Template(say.document("script_of_a_curve.txt")).substitute(
        model=controls(say)["model"].options[settings.model],
        loss_is=_name_of_loss(model, say),
        learning_rates=repr(list(map(float, settings.learning_rates))),
        n_epochs=int(settings.n_epochs),
        momentum=f"momentum = {momentum!r}  # {told}\n" if momentum else "",
        points=f"# {told_of_curve(settings.model, 'made', say=say)}\n{_points(experiment, program)}",
        curve=_lines(program.curve, say),
        loss=_lines(program.loss, say),
        gradient=_lines(program.gradient, say),
        start=f"{start!r}  # {say('w and b, the same for every rate')}",
        before="    velocity_w = velocity_b = 0.0\n" if momentum else "",
        update=indent(_lines(WITH_MOMENTUM if momentum else PLAIN, say), "    "),
        figures="\n".join(figures(runs, decided, say)),
        compared="" if decided.all() else "np.isnan(theirs) | ",
        agreement=agreement(int(decided.sum()), decided.size, say),
        low=f"{low:.6g}",
        high=f"{high:.6g}",
    )


def _name_of_loss(model: Model, say: Say) -> str:
    return say("the cross-entropy") if model.measured_by == CROSS_ENTROPY else say("the mean squared error")


def _points(experiment: Experiment, program: Program) -> str:
    settings = experiment.settings
    return Template(program.points).substitute(
        n_samples=int(settings.n_samples), seed=int(settings.seed), noise=repr(abs(float(settings.noise)))
    )


def _lines(code: str, say: Say) -> str:
    """Return the lines of a function, with what they say."""
    said = {
        "widths": say("widths from the middle; far out it is 0"),
        "small": say("written so that nothing overflows"),
        "step": say("a step downhill"),
    }
    return indent(Template(code).substitute(said), "    ")


def _decided(experiment: Experiment) -> np.ndarray:
    """Tell of each run (r,) whether its final loss is more than rounding: a nudge of anything keeps it."""
    runs, dataset = experiment.runs, experiment.dataset
    start, rates, final = runs.parameters[0, 0], runs.learning_rates, final_losses(runs)
    size = NUDGE * max(1.0, float(np.abs(start).max()))
    nudged = Dataset(dataset.x, dataset.y + NUDGE)
    others: list[tuple[Dataset, Floats, Floats]] = [
        *((dataset, start + size * step, rates) for step in np.eye(2)),
        (dataset, start, rates * (1 + NUDGE)),
        (nudged, start, rates),
    ]
    decided = np.full(final.size, True)
    for points, starts, learning_rates in others:
        made = experiment.method.descend(
            points, starts=starts, learning_rates=learning_rates, n_epochs=experiment.settings.n_epochs
        )
        decided &= np.isclose(final_losses(made), final, rtol=SHARE / 2, atol=ROUNDING / 2)
    return decided
