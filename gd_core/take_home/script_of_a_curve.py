"""The runs of a curve to take home as a script that does them again with NumPy alone, and checks itself."""

from dataclasses import dataclass
from string import Template
from textwrap import indent

import numpy as np

from gd_core.checks import Floats
from gd_core.controls import controls
from gd_core.data import Dataset
from gd_core.experiment import Experiment
from gd_core.languages import Say
from gd_core.take_home.final_losses import SHARE, agreement, figures, final_losses, frame_of

NUDGE = 1e-11  # of the size of w, b, y and the rate: more than the rounding of 1000 epochs moves them
ROUNDING = 1e-15  # a final loss agrees, too, when it differs by no more than this


@dataclass(frozen=True)
class Program:
    """The lines of a curve in a script: of its points, of its functions, and what stands for ŷ in these."""

    points: str
    curve: str
    loss: str
    gradient: str


HILLS_POINTS = """n = $n_samples
stream = np.random.RandomState($seed)
x = np.linspace(0, 1, n)
y = np.exp(-(((x - 0.3) / 0.15) ** 2) / 2) + np.exp(-(((x - 0.8) / 0.05) ** 2) / 2)
y = y + stream.normal(0, $noise, n)
"""
WIDTHS = """width = b if b else 1.0
z = np.clip((x - w) / width, -40, 40) if b else 40.0  # $widths
"""
HILLS = Program(
    points=HILLS_POINTS,
    curve=WIDTHS + "return np.exp(-0.5 * z * z)",
    loss="return np.mean((curve(w, b) - y) ** 2)",
    gradient=WIDTHS
    + """slope = 2 * (curve(w, b) - y) * curve(w, b) * z / width
return np.mean(slope), np.mean(slope * z)""",
)
NEURON_POINTS = """n = $n_samples
stream = np.random.RandomState($seed)
x = np.linspace(-3, 3, n)
y = np.where(0.5 * x + stream.normal(0, $noise, n) > 0, 1.0, 0.0)
"""
SMALL = """z = w * x + b
small = np.exp(-np.abs(z))  # $small
"""
NEURON = Program(
    points=NEURON_POINTS,
    curve=SMALL + "return np.where(z < 0, small, 1.0) / (1 + small)",
    loss="return np.mean((curve(w, b) - y) ** 2)",
    gradient=SMALL
    + """slope = 2 * (curve(w, b) - y) * small / (1 + small) / (1 + small)
return np.mean(slope * x), np.mean(slope)""",
)
NEURON_CE = Program(
    points=NEURON_POINTS,
    curve=NEURON.curve,
    loss=SMALL + "return np.mean(np.log1p(small) + np.where(z > 0, 1 - y, y) * np.abs(z))",
    gradient="""error = curve(w, b) - y
return np.mean(error * x), np.mean(error)""",
)
PROGRAMS = {"hills": HILLS, "neuron": NEURON, "neuron-ce": NEURON_CE}
PLAIN = "w = w - rate * slope_w  # $step\nb = b - rate * slope_b"
WITH_MOMENTUM = """velocity_w = momentum * velocity_w + slope_w
velocity_b = momentum * velocity_b + slope_b
w = w - rate * velocity_w  # $step
b = b - rate * velocity_b"""


def script_of_a_curve(experiment: Experiment, *, say: Say) -> str:
    """Return a program as `gd_core.take_home.script.script_of` does, of a curve's runs."""
    settings, runs = experiment.settings, experiment.runs
    program, decided = PROGRAMS[settings.model], _decided(experiment)
    low, high = frame_of(experiment)
    momentum = float(settings.momentum)
    start = tuple(map(float, runs.parameters[0, 0]))
    told = say("how much of the last step is made again")
    return Template(say.document("script_of_a_curve.txt")).substitute(
        model=controls(say)["model"].options[settings.model],
        loss_is=_name_of_loss(settings.model, say),
        learning_rates=repr(list(map(float, settings.learning_rates))),
        n_epochs=int(settings.n_epochs),
        momentum=f"momentum = {momentum!r}  # {told}\n" if momentum else "",
        points=f"# {_about_the_points(settings.model, say)}\n{_points(experiment, program)}",
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


def _name_of_loss(model: str, say: Say) -> str:
    return say("the cross-entropy") if model == "neuron-ce" else say("the mean squared error")


def _about_the_points(model: str, say: Say) -> str:
    if model == "hills":
        return say(
            "The points show two hills, one wide and one narrow. The seed decides the noise: it is the same "
            "every time."
        )
    return say(
        "y is 1 where 0.5 x and the noise are above 0. The seed decides the noise: it is the same every time."
    )


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
