"""The runs to take home as a script that does them again with NumPy alone, and checks itself."""

from string import Template
from textwrap import fill

import numpy as np

from gd_core.bowl import bowl_of
from gd_core.charts.loss import loss_data
from gd_core.checks import Floats
from gd_core.descent import Runs
from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, in_language
from gd_core.scaling import AS_IT_IS, CENTRED
from gd_core.telling.verdict import judge

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

SHARE = 1e-6  # a final loss of the script agrees when it differs by no more than this share …
ROUNDING = 1e-15  # … or by this share of the squared size of the numbers that its errors are found from
NUDGE = 1e-11  # of that size: more than the rounding of 10 000 epochs moves a start
TOO_LARGE = 1e300  # of losses beyond this, the script only checks that they are


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
    settings, runs = experiment.settings, experiment.runs
    low, high = _frame(experiment)
    size = _size(experiment)
    decided = _decided(experiment, size=size)
    return Template(say.document("script.txt")).substitute(
        _numbers(settings) | _momentum(settings, say),
        points=_points(settings, say),
        scaling=_scaling(experiment, say),
        starts=_starts(settings, say),
        figures="\n".join(_figures(runs, decided, say)),
        compared="" if decided.all() else "np.isnan(theirs) | ",
        rounding=f"{ROUNDING * size**2:.0e}",
        agreement=_agreement(int(decided.sum()), decided.size, say),
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


def _figures(runs: Runs, decided: np.ndarray, say: Say) -> list[str]:
    """Return a line of the script for each final loss."""
    finals = zip(runs.learning_rates.tolist(), runs.losses[:, -1], decided, strict=True)
    return [_figure(rate, loss, known, say) for rate, loss, known in finals]


def _figure(rate: float, loss: float, known: bool, say: Say) -> str:
    if not known:
        told = say(
            "learning rate {rate}: rounding alone decides how far this run goes, so there is nothing to "
            "compare",
            rate=rate,
        )
        return f"    np.nan,  # {told}"
    figure = "np.inf" if np.isinf(loss) else repr(float(loss))
    return f"    {figure},  # {say('learning rate {rate}', rate=rate)}"


def _agreement(n_compared: int, n_runs: int, say: Say) -> str:
    """Return what the script says when all is well."""
    if n_compared == 0:
        return say("Rounding alone decides all final losses, so nothing was compared.")
    if n_compared == n_runs:
        if n_runs == 1:
            return say("The 1 final loss agrees with the page.")
        return say("All {n} final losses agree with the page.", n=n_runs)
    if n_compared == 1:
        return say(
            "The 1 final loss agrees with the page; where rounding alone decides, nothing was compared."
        )
    return say(
        "All {n} final losses agree with the page; where rounding alone decides, nothing was compared.",
        n=n_compared,
    )


def _frame(experiment: Experiment) -> tuple[float, float]:
    """Return the least and the largest loss that the page's chart shows."""
    factors = [verdict.factor for verdict in judge(experiment)]
    slots = list(range(len(experiment.settings.learning_rates)))
    _, frame = loss_data(
        experiment, colour_slots=slots, factors=factors, logarithmic=False, above_floor=False
    )
    return float(frame["low"]), float(frame["high"])


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
    final = _final(runs)
    decided = np.full(final.size, True)
    for step in nudge * np.eye(2):
        nudged = experiment.method.descend(
            experiment.dataset,
            starts=runs.parameters[:, 0] + step,
            learning_rates=runs.learning_rates,
            n_epochs=experiment.settings.n_epochs,
        )
        decided &= np.isclose(_final(nudged), final, rtol=SHARE / 2, atol=size**2 * ROUNDING / 2)
    return decided


def _final(runs: Runs) -> Floats:
    return np.minimum(runs.losses[:, -1], TOO_LARGE)
