"""The runs to take home as a script that does them again with NumPy alone, and checks itself."""

from string import Template
from textwrap import fill

import numpy as np

from gd_core.bowl import bowl_of
from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, in_language
from gd_core.scaling import AS_IT_IS, CENTRED
from gd_core.take_home.final_losses import SHARE, agreement, figures, final_losses, frame_of
from gd_core.take_home.script_of_a_curve import script_of_a_curve

MADE = Template(
    """# $about
n, slope, intercept = $n_samples, $slope, $intercept
stream = np.random.RandomState($seed)
x = np.linspace($x_min, $x_max, n)
y = slope * x + intercept + stream.normal(0, $noise, n)
"""
)
OWN = Template(
    """# $about
x = np.array([
    $x
])
y = np.array([
    $y
])
n = x.size
"""
)
STREAM = Template(
    """stream = np.random.RandomState($seed)
stream.randn($n_samples)  # $drawn
"""
)

ROUNDING = 1e-15  # of the squared size of what its errors are found from: a final loss may differ by so much
NUDGE = 1e-11  # of that size: more than the rounding of 10 000 epochs moves a start


def script_of(experiment: Experiment, *, language: str = "en") -> str:
    """Return a Python program that does the runs again, draws them, and checks its final losses.

    It is the plain loop of the lesson: in every epoch a sum over all points. It has no part of this package,
    and is made of fixed text and numbers only. It ends with code 1 where a final loss differs from the
    page's by more than rounding can tell.

    Parameters
    ----------
    language : str
        One of `gd_core.languages.LANGUAGES`, for its comments and what it prints; the code is the same.
    """
    say = in_language(language)
    if experiment.theory.is_of_a_curve:
        return script_of_a_curve(experiment, say=say)
    settings, runs = experiment.settings, experiment.runs
    low, high = frame_of(experiment)
    size = _size(experiment)
    decided = _decided(experiment, size=size)
    return Template(say.document("script.txt")).substitute(
        _numbers(settings) | _momentum(settings, say),
        points=_points(settings, say),
        scaling=_scaling(experiment, say),
        starts=_starts(settings, say),
        figures="\n".join(figures(runs, decided, say)),
        compared="" if decided.all() else "np.isnan(theirs) | ",
        rounding=f"{ROUNDING * size**2:.0e}",
        agreement=agreement(int(decided.sum()), decided.size, say),
        low=repr(low),
        high=repr(high),
    )


def _numbers(settings: Settings) -> dict[str, str]:
    """Return the settings that are numbers, as Python reads them."""
    whole = ("n_epochs", "n_samples", "seed")
    numbers = {name: repr(int(getattr(settings, name))) for name in whole}
    numbers |= {name: repr(float(getattr(settings, name))) for name in ("slope", "intercept")}
    numbers |= zip(("x_min", "x_max"), map(repr, map(float, settings.x_range)), strict=True)
    rates = [float(rate) for rate in settings.learning_rates]
    return numbers | {"noise": repr(abs(float(settings.noise))), "learning_rates": repr(rates)}


def _momentum(settings: Settings, say: Say) -> dict[str, str]:
    """Return what of the script is otherwise with momentum: a velocity takes the place of the gradient."""
    step = "velocity" if settings.momentum else "gradient"
    told = {"step_w": f"{step}_w", "step_b": f"{step}_b"}
    if not settings.momentum:
        return told | {"momentum": "", "at_rest": "", "velocity": "", "downhill": say("a step downhill")}
    updates = [f"velocity_{each} = momentum * velocity_{each} + gradient_{each}" for each in "wb"]
    about = say("how much of its velocity a run keeps from epoch to epoch")
    return told | {
        "momentum": f"\nmomentum = {float(settings.momentum)!r}  # {about}",
        "at_rest": "\n    velocity_w = velocity_b = 0.0",
        "velocity": "".join(f"\n        {update}" for update in updates),
        "downhill": say("a step, which momentum may carry uphill"),
    }


def _points(settings: Settings, say: Say) -> str:
    """Return the lines of the script that make the points, or list them."""
    if not settings.points:
        about = say("The points lie around a line. The seed decides the noise, so it is the same every time.")
        return MADE.substitute(_numbers(settings), about=about)
    x, y = (
        fill(", ".join(map(repr, map(float, values))), 96, subsequent_indent="    ")
        for values in settings.points
    )
    points = OWN.substitute(x=x, y=y, about=say("The points."))
    if settings.own_start:
        return points
    drawn = say("the page draws so many numbers before the starts")
    return points + STREAM.substitute(_numbers(settings), drawn=drawn)


def _scaling(experiment: Experiment, say: Say) -> str:
    """Return the line of the script that scales x; none where it stays as it is."""
    scaling = experiment.settings.scaling
    if scaling == AS_IT_IS:
        return ""
    if not np.ptp(experiment.dataset.x):
        told = say("centred; all x are equal, so there is no deviation to divide by")
        return f"x = x - x[0]  # {told}\n"
    if scaling == CENTRED:
        told = say("centred: b is then the height of the line in the middle of the points")
        return f"x = x - x.mean()  # {told}\n"
    told = say("mean 0 and deviation 1: w then matters as much as b")
    return f"x = (x - x.mean()) / x.std()  # {told}\n"


def _starts(settings: Settings, say: Say) -> str:
    """Return the line of the script that says where w and b start."""
    if settings.own_start:
        start = (float(settings.start_w), float(settings.start_b))
        return f"starts = [{start!r}] * len(learning_rates)  # {say('w and b, the same for every rate')}"
    drawn = "(stream.randn(), stream.randn())"
    if settings.same_start:
        return f"starts = [{drawn}] * len(learning_rates)  # {say('w and b, drawn once for all rates')}"
    return f"starts = [{drawn} for rate in learning_rates]  # {say('w and b, drawn for each rate')}"


def _size(experiment: Experiment) -> float:
    """Return the size of the largest of the numbers that a run's errors are the differences of."""
    dataset, runs = experiment.dataset, experiment.runs
    lines = np.abs(np.vstack([runs.parameters[:, 0], bowl_of(dataset).bottom]))
    return float((lines @ [np.abs(dataset.x).max(), 1.0]).max() + np.abs(dataset.y).max())


def _decided(experiment: Experiment, *, size: float) -> np.ndarray:
    """Tell of each run (r,) whether its final loss is more than rounding: a nudge of the start keeps it.

    Momentum carries a rounding 1/(1 − momentum) times as far.
    """
    runs, nudge = experiment.runs, NUDGE * size / (1 - experiment.settings.momentum)
    final = final_losses(runs)
    decided = np.full(final.size, True)
    for step in nudge * np.eye(2):
        nudged = experiment.method.descend(
            experiment.dataset,
            starts=runs.parameters[:, 0] + step,
            learning_rates=runs.learning_rates,
            n_epochs=experiment.settings.n_epochs,
        )
        decided &= np.isclose(final_losses(nudged), final, rtol=SHARE / 2, atol=size**2 * ROUNDING / 2)
    return decided
