"""The controls: each under the key that it has in links, with all that the page needs to know of it.

The page draws them in this order. What a link may say, what a teacher's link can keep as it is, what a
case sets and the words for what is set are derived from them. A key in links never changes, and neither does
the default.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from gd_core.cases import CHALLENGES, DID, PREDICT, QUIZ, ROUNDS, TAKE, WHY, WORDS, WOULD
from gd_core.checks import MOST_MOMENTUM
from gd_core.experiment import (
    A_LINE,
    LAST_ROUND,
    LINE,
    MOST_EPOCHS,
    MOST_EPOCHS_OF_A_CURVE,
    MOST_POINTS_OF_A_CURVE,
    MOST_RATES,
    MY_OWN,
    Settings,
)
from gd_core.languages import LANGUAGES, Say, english
from gd_core.numbers import unrounded
from gd_core.scaling import AS_IT_IS, CENTRED, STANDARDISED

Kind = Literal["rates", "number", "slider", "range", "switch", "choice", "count", "typed", "rate", "colours"]
Where = Literal["top", "above more", "more", "line", "foot", "loss", "page", "nowhere"]
RATES = (1e-110, 1e9)  # for points within ±1e50: no limit is below 1e-100 or above 1
STARTS = (-1e60, 1e60)  # as far as the map of such points reaches, and what is worked out from it is a number
# What a control may need, to change a number.
ON_LINE, OWN, DRAWN = (("model", LINE),), (("own_start", True),), (("model", LINE), ("own_start", False))
MADE, LINES = (("points", None),), (("model", LINE), ("points", None))


@dataclass(frozen=True)
class Control:
    """One thing that a learner can set.

    Attributes
    ----------
    key : str
        Its word in links, and its key on the page.
    kind : str
        How it is drawn and read. A "range" has two ends; a "count" is a number that no run knows;
        a "typed" one, and an end, is read as people write it.
    label : str
        What the page calls it.
    setting : str
        The field of `Settings` that it sets; "" where it changes no number.
    allowed : (float, float)
        Least and most of a number, both allowed; whole numbers are ints.
    step : float or None
        How far a click moves a number.
    where : str
        At the "top" of the sidebar, "above more" while it changes a number, under "more", there only while a
        "line" makes the points, at its "foot", beside the "loss", elsewhere on the "page", or "nowhere" but
        in links.
    needs : tuple of (str, object)
        Fields of `Settings`, and what each must be for the control to change a number.
    options : dict
        Of a choice: what links call each option, and what the page calls it.
    help : str or None
        What the page says of it to those who ask.
    fitted : str
        What is fitted, as the page calls it, where less is allowed for it than for a line.
    """

    key: str
    kind: Kind
    label: str
    setting: str = ""
    allowed: tuple[float, float] = (0, 0)
    step: float | None = None
    where: Where = "nowhere"
    needs: tuple[tuple[str, Any], ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    help: str | None = None
    fitted: str = ""

    @property
    def default(self) -> Any:
        """What it is where nobody sets it: as in the lesson, or else the first, the least, or off."""
        if self.setting:
            return getattr(Settings, self.setting)
        if self.options:
            return next(iter(self.options))
        return self.allowed[0] if self.kind == "count" else False


@cache
def controls(say: Say = english) -> dict[str, Control]:
    """Return the controls by their keys, in the order in which the page draws them."""
    table = (_of_the_runs, _of_the_points, _of_the_starts, _of_the_page, _of_the_parts)
    return {control.key: control for part_of_it in table for control in part_of_it(say)}


# fmt: off
def _of_the_runs(say: Say) -> list[Control]:
    curves = {name: told["name"] for name, told in say.tables("models.toml").items()}
    models = {LINE: say("a line")} | curves
    return [
        Control("model", "choice", say("What is fitted"), "model", where="top", options=models,
                help=say("The curve that goes through the points: its w and b are what descends.")),
        Control("rates", "rates", say("Learning rates"), "learning_rates", RATES, where="top",
                help=say("Type any rates, such as 0.05; 1e-3; 0,5, and press Enter.")),
        Control("epochs", "number", say("Epochs"), "n_epochs", (1, MOST_EPOCHS), 10, "top",
                help=say("One epoch is one update of w and b from all points.")),
        Control("momentum", "slider", say("Momentum β"), "momentum", (0.0, MOST_MOMENTUM), 0.01, "top",
                help=say("How much of its last step each epoch makes again; 0 is plain gradient descent.")),
        Control("noise", "slider", say("Noise"), "noise", (0.0, 1.0), None, "above more", MADE,
                help=say("The standard deviation of what is added to the line to make the points.")),
        Control("seed", "number", say("Seed"), "seed", (0, 2**32 - 1), 1, "above more",
                help=say("The same seed gives the same noise and the same starts.")),
    ]


def _of_the_points(say: Say) -> list[Control]:
    sources = {A_LINE: say("made from a line"), MY_OWN: say("my own"), "penguins": say("penguins"),
               "engel": say("engel"), "nile": say("nile"), "inflation": say("inflation")}
    scalings = {AS_IT_IS: say("as it is"), CENTRED: say("centred"), STANDARDISED: say("standardised")}
    return [
        Control("data", "choice", say("Points"), "points_from", where="more", needs=ON_LINE,
                options=sources),
        Control("x", "range", say("Range of x"), "x_range", (-10.0, 10.0), 0.1, "line", LINES),
        Control("n", "number", say("Number of points"), "n_samples", (2, 10_000), 10, "line", MADE),
        Control("slope", "typed", say("True slope"), "slope", (-10.0, 10.0), None, "line", LINES),
        Control("intercept", "typed", say("True intercept"), "intercept", (-10.0, 10.0), None, "line",
                LINES),
        Control("scaling", "choice", say("Scale of x"), "scaling", where="more", needs=ON_LINE,
                options=scalings),
    ]


def _of_the_starts(say: Say) -> list[Control]:
    return [
        Control("own", "switch", say("A start of my own"), "own_start", where="more"),
        Control("w", "typed", say("Start w"), "start_w", STARTS, None, "more", OWN),
        Control("b", "typed", say("Start b"), "start_b", STARTS, None, "more", OWN),
    ]


def _of_the_page(say: Say) -> list[Control]:
    parts = {DID: say("What happened?"), WOULD: say("Which rates would work?"), WHY: say("Why?"),
             PREDICT: say("Can you predict it?"), TAKE: say("Take it with you")}
    return [
        Control("lang", "choice", say("Language"), where="foot", options=LANGUAGES),
        Control("projector", "switch", say("Projector view"), where="foot",
                help=say("Larger type and lines, and no sidebar.")),
        Control("colours", "colours", say("colours"), allowed=(0, MOST_RATES - 1)),
        Control("log", "switch", say("Logarithmic loss axis"), where="loss"),
        Control("excess", "switch", say("Loss above the noise floor only"), where="loss",
                help=say("Subtracts the least loss that any line can have on these points.")),
        Control("same", "switch", say("Same start"), "same_start", where="loss", needs=DRAWN,
                help=say("All rates start at the same place, so that only the rate makes the difference.")),
        Control("plain", "switch", say("Beside plain descent"), where="loss",
                help=say("Draws the same rates from the same starts without momentum, faint and dashed.")),
        Control("part", "choice", say("Part"), where="page", options=parts),
    ]


def _of_the_parts(say: Say) -> list[Control]:
    ways = {ROUNDS: say("Rounds"), CHALLENGES: say("Challenges"), QUIZ: say("Quiz"), WORDS: say("The words")}
    return [
        Control("rate", "rate", say("Learning rate"), where="page"),
        Control("epoch", "count", say("Epoch"), allowed=(0, MOST_EPOCHS), where="page"),
        Control("way", "choice", say("Learn by"), where="page", options=ways),
        Control("level", "count", say("Level"), allowed=(1, 5), where="page",
                help=say("From the lesson's points to rates near the limit.")),
        Control("round", "count", say("Round"), allowed=(1, LAST_ROUND), where="page",
                help=say("The same number is the same round for the whole class.")),
    ]
# fmt: on


UNDER_MORE = tuple(key for key, control in controls().items() if control.where in ("more", "line"))
CAN_BE_LOCKED = tuple(key for key, control in controls().items() if control.setting)
VIEWS = tuple(key for key, control in controls().items() if control.kind == "switch" and not control.setting)


def is_used(control: Control, settings: Mapping[str, Any]) -> bool:
    """Tell whether a control changes a number beside these settings, as far as they are known."""
    if control.key == "seed" and settings.get("points"):  # it decides the starts alone
        return not settings.get("own_start")
    if control.key == "plain":
        return bool(settings.get("momentum"))
    return all(settings.get(name, value) == value for name, value in control.needs)


def controls_at(*places: Where, model: str = LINE, say: Say = english) -> list[Control]:
    """Return the controls that are drawn at these places, in their order, as what is fitted has them."""
    drawn = [control for control in controls(say).values() if control.where in places]
    return [for_model(control, model, say=say) for control in drawn if model == LINE or control.key != "same"]


def for_model(control: Control, model: str, *, say: Say = english) -> Control:
    """Return a control as what is fitted has it: curves have fewer epochs and points, and no noise floor.

    >>> for_model(controls()["epochs"], "hills").allowed, for_model(controls()["epochs"], "line").allowed
    ((1, 1000), (1, 10000))
    """
    if model == LINE:
        return control
    name = controls(say)["model"].options[model]
    match control.key:
        case "epochs":
            return replace(control, allowed=(1, MOST_EPOCHS_OF_A_CURVE), fitted=name)
        case "n":
            return replace(control, allowed=(2, MOST_POINTS_OF_A_CURVE), fitted=name)
        case "noise":
            return replace(
                control, help=say("How far the points stray: the standard deviation of the noise.")
            )
        case "excess":
            label = say("Loss above the lowest minimum only")
            return replace(control, label=label, help=say("Subtracts the loss of the lowest minimum known."))
    return control


def is_drawn(control: Control, settings: Mapping[str, Any]) -> bool:
    """Tell whether a control is drawn: those of the line only while it makes the points."""
    if control.key == "plain":  # without momentum every run is plain descent
        return is_used(control, settings)
    of_line_alone = ("model", LINE) in control.needs
    if control.where == "above more" or (of_line_alone and settings.get("model", LINE) != LINE):
        return is_used(control, settings)
    return control.where != "line" or settings.get("points_from", A_LINE) == A_LINE


def among(control: Control, names: Sequence[str]) -> Control:
    """Return a control as a choice of the rates that links name so, the first by default.

    >>> among(controls()["rate"], ["0.5", "1e-05"]).options
    {'0.5': '0.5', '1e-05': '1×10⁻⁵'}
    """
    return replace(control, kind="choice", options={name: unrounded(float(name)) for name in names})
