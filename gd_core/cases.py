"""The cases worth trying, the parts of the page where a link may open, and what a "show me" sets.

The parts, and the ways to learn in one of them, are called here what links call them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gd_core.experiment import Settings
from gd_core.languages import Say, english

DID, WOULD, WHY = "What happened?", "Which rates would work?", "Why?"
PREDICT, TAKE = "Can you predict it?", "Take it with you"
ROUNDS, CHALLENGES, QUIZ, WORDS = "Rounds", "Challenges", "Quiz", "The words"

LESSON = "The lesson"
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
}


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
    }[case]


def names_of_cases(say: Say = english) -> dict[str, str]:
    """Return the `CASES` with what the page calls each, in Markdown; the lesson has a sign of its own."""
    names = {case: name_of_case(case, say=say) for case in CASES}
    return names | {LESSON: f":material/restart_alt: {names[LESSON]}"}


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
