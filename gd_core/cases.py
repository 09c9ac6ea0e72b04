"""The cases worth trying, the parts of the page where a link may open, and what a "show me" sets.

The parts, and the ways to learn in one of them, are called here what links call them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gd_core.experiment import LINE, Settings
from gd_core.languages import Say, english

DID, WOULD, WHY = "What happened?", "Which rates would work?", "Why?"
PREDICT, TAKE = "Can you predict it?", "Take it with you"
ROUNDS, CHALLENGES, QUIZ, WORDS = "Rounds", "Challenges", "Quiz", "The words"

LESSON = "The lesson"
NEURON: dict[str, Any] = {"noise": 0.5, "learning_rates": (1.0, 10.0), "n_epochs": 1000}
CASES = {  # all but the lesson start their rates together, so that the rate alone differs between the runs
    LESSON: Settings(),
    "All three stories": Settings(x_range=(0.0, 2.0), same_start=True),
    "Too small": Settings(learning_rates=(0.0001, 0.001, 0.01), same_start=True),
    "Zigzag": Settings(learning_rates=(0.3, 0.6, 0.75), same_start=True),
    "On the edge": Settings(learning_rates=(0.78, 0.78866, 0.8), same_start=True),
    "Diverging": Settings(learning_rates=(0.5, 0.85, 1.0), same_start=True),
    "A small rate carried": Settings(learning_rates=(0.01,), same_start=True, momentum=0.9),
    "Too much momentum": Settings(learning_rates=(0.5,), same_start=True, momentum=0.9),
    "Beyond the old limit": Settings(learning_rates=(1.0,), same_start=True, momentum=0.9),
    "Stuck on the wrong hill": Settings(model="hills", learning_rates=(0.01, 0.1, 0.5, 0.05)),
    "The start decides": Settings(
        model="hills", learning_rates=(0.01,), own_start=True, start_w=0.7, start_b=0.1
    ),
    "Far wrong and flat": Settings(model="neuron", **NEURON),
    "The same with cross-entropy": Settings(model="neuron-ce", **NEURON),
    "Dead": Settings(
        model="neuron", **NEURON | {"learning_rates": (10.0,)}, own_start=True, start_w=0.0, start_b=-40.0
    ),
}


WAYS_TO_CURVES = ("Stuck on the wrong hill", "Far wrong and flat")


def name_of_case(case: str, *, say: Say = english) -> str:
    """Return what the page calls one of the `CASES`."""
    return {
        LESSON: say("The lesson"),
        "All three stories": say("All three stories"),
        "Too small": say("Too small"),
        "Zigzag": say("Zigzag"),
        "On the edge": say("On the edge"),
        "Diverging": say("Diverging"),
        "A small rate carried": say("A small rate carried"),
        "Too much momentum": say("Too much momentum"),
        "Beyond the old limit": say("Beyond the old limit"),
        "Stuck on the wrong hill": say("Stuck on the wrong hill"),
        "The start decides": say("The start decides"),
        "Far wrong and flat": say("Far wrong and flat"),
        "The same with cross-entropy": say("The same with cross-entropy"),
        "Dead": say("Dead"),
    }[case]


def names_of_cases(model: str, say: Say = english) -> dict[str, str]:
    """Return the `CASES` to offer beside a model with what the page calls each, in Markdown.

    On the line these are its own and some that lead to curves, and on a curve those of all curves: for more
    there is no room. The lesson, which has a sign of its own, is always among them.
    """
    is_of_lines = {case: settings.is_a_line for case, settings in CASES.items()}
    if model == LINE:
        offered = [case for case in CASES if is_of_lines[case] or case in WAYS_TO_CURVES]
    else:
        offered = [case for case in CASES if not is_of_lines[case] or case == LESSON]
    names = {case: name_of_case(case, say=say) for case in offered}
    return names | {LESSON: f":material/restart_alt: {names[LESSON]}"}


def where_to_look(case: str, say: Say = english) -> str:
    """Say what to look at in one of the `CASES`; "" where its name tells enough."""
    return {
        "Stuck on the wrong hill": say(
            "All start at the narrow hill. 0.01 stays there, 0.1 leaves it and finds the wide one, 0.5 is "
            "thrown far out."
        ),
        "The start decides": say(
            "From w = 0.7 the run ends on the narrow hill. Drag its start in the map to w = 0.6, or type it "
            "under *More*."
        ),
        "Far wrong and flat": say(
            "At the start the neuron is sure everywhere, and wrong at nearly half of the points. There its "
            "loss is flat: see for how many epochs."
        ),
        "The same with cross-entropy": say(
            "The same points, start and rates: only the loss is another. This one is steep where the neuron "
            "is sure and wrong."
        ),
        "Dead": say(
            "At b = −40 the slope of squared error is below 10⁻¹⁷: a step so small does not change b at "
            "all. Choose *one neuron, cross-entropy* at the top, and the run arrives."
        ),
    }.get(case, "")


@dataclass(frozen=True)
class Scene:
    """The case that proves a claim.

    Attributes
    ----------
    settings : Settings
    where_to_look : str
        In words, with what is to be seen there.
    logarithmic, above_floor : bool
        How the loss is drawn.
    part : str
        `DID`, `WOULD` or `WHY`.
    """

    settings: Settings
    where_to_look: str
    logarithmic: bool = False
    above_floor: bool = False
    part: str = DID


def scene_of(table: Mapping[str, Any]) -> Scene:
    """Return the scene that a table of a document describes.

    Its settings are one of the `CASES` by its name, or those that differ from the lesson's; all else is named
    as in a `Scene`.

    >>> scene_of({"case": "Zigzag", "where_to_look": "All jump.", "part": WHY}).settings.learning_rates
    (0.3, 0.6, 0.75)
    """
    view = {name: value for name, value in table.items() if name not in ("case", "settings")}
    settings = CASES[table["case"]] if "case" in table else settings_of(table["settings"])
    return Scene(settings, **view)


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Return the lesson's settings with those in their place that a table of a document names.

    >>> settings_of({"x_range": [0.0, 2.0]}).x_range
    (0.0, 2.0)
    """
    named: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return Settings(**named)
