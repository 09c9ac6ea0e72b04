"""What a "show me" sets: the controls, how the loss is drawn, and which part of the page it opens."""

from dataclasses import dataclass

from gd_core.experiment import Settings

DID, WOULD, WHY = "What happened?", "Which rates would work?", "Why?"
PREDICT, TAKE = "Can you predict it?", "Take it with you"


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
