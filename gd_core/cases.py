"""The cases worth trying, the parts of the page where a link may open, and what a "show me" sets.

The parts, and the ways to learn in one of them, are called here what links call them.
"""

from dataclasses import dataclass

from gd_core.experiment import Settings
from gd_core.languages import Say, english

DID, WOULD, WHY = "What happened?", "Which rates would work?", "Why?"
PREDICT, TAKE = "Can you predict it?", "Take it with you"
ROUNDS, CHALLENGES, QUIZ, WORDS = "Rounds", "Challenges", "Quiz", "The words"

CASES = {
    "The lesson": Settings(),
    "All three stories": Settings(x_range=(0.0, 2.0)),
    "Too small": Settings(learning_rates=(0.0001, 0.001, 0.01)),
    "Zigzag": Settings(learning_rates=(0.3, 0.6, 0.75)),
    "On the edge": Settings(learning_rates=(0.78, 0.78866, 0.8), same_start=True),
    "Diverging": Settings(learning_rates=(0.5, 0.85, 1.0)),
}


def name_of_case(case: str, *, say: Say = english) -> str:
    """Return what the page calls one of the `CASES`."""
    return {
        "The lesson": say("The lesson"),
        "All three stories": say("All three stories"),
        "Too small": say("Too small"),
        "Zigzag": say("Zigzag"),
        "On the edge": say("On the edge"),
        "Diverging": say("Diverging"),
    }[case]


@dataclass(frozen=True)
class Scene:
    """The case that proves a claim.

    Attributes
    ----------
    settings : Settings
    look : str
        Where to look, and what is to be seen there.
    logarithmic, above_floor : bool
        How the loss is drawn.
    part : str
        `DID`, `WOULD` or `WHY`.
    """

    settings: Settings
    look: str
    logarithmic: bool = False
    above_floor: bool = False
    part: str = DID
