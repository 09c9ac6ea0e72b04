"""What all charts share: the colours, dashes and shapes of the runs."""

from typing import Any

import altair as alt

from gd_core.experiment import MOST_RATES
from gd_core.languages import Say

N_SLOTS = MOST_RATES  # a run keeps its slot, and with it its colour, dash and shape, while others come and go
NO_RUN = N_SLOTS  # the slot, and so the theme's colour, for words that belong to no run

DASHES = [[1, 0], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 5], [10, 3, 2, 3, 2, 3], [1, 5]]
SHAPES = [
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
]
PATHS = [  # the same as paths around (0, 0), from −1 to 1
    "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
    "M-.9-.9H.9V.9H-.9Z",
    "M0-1 1 .9H-1Z",
    "M0-1.1 1.1 0 0 1.1-1.1 0Z",
    "M-.4-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z",
    "M0 1-1-.9H1Z",
    "M1 0-.9 1V-1Z",
    "M-1 0 .9-1V1Z",
]
HEIGHT = 330  # of a picture of the instrument, with its title and axes: three stand in a row
PADDING = {"left": 0, "top": 0, "right": 2, "bottom": 4}
FAINT = 0.22  # the opacity of what lies ahead of the epoch shown
BACKGROUND = alt.ExprRef("background")
GREY = "#808495"  # for lines that belong to no run, on the light and on the dark page

LOG_GRID = {"condition": {"test": "format(datum.value, '.0e')[0] == '1'", "value": 1}, "value": 0.35}


def titled(title: str) -> alt.TitleParams:
    """Return the title of a picture of the instrument, close above it."""
    return alt.TitleParams(title, offset=6)


def as_text(text: str) -> str:
    """Return a text as an expression; what it has from `worked_out` is worked out for every row."""
    return f'"{text}"'


def worked_out(expression: str) -> str:
    """Return an expression as a part of `as_text`."""
    return f'" + ({expression}) + "'


def colour() -> alt.Color:
    """Return the colour of a slot, from the theme."""
    return alt.Color("slot:N").scale(domain=list(range(NO_RUN + 1)))


def faint() -> alt.Stroke:
    """Return the colour of what lies ahead, of the field "marker", to keep it out of the legend."""
    return alt.Stroke("marker:N").scale(domain=list(range(NO_RUN + 1))).legend(None)


def dash() -> alt.StrokeDash:
    """Return the dash of a slot."""
    return alt.StrokeDash("slot:N").scale(domain=list(range(NO_RUN + 1)), range=[*DASHES, [1, 0]])


def shape() -> alt.Shape:
    """Return the shape of a marker: a field of another name, to keep shapes out of the legend of dashes."""
    return alt.Shape("marker:N").scale(domain=list(range(NO_RUN + 1)), range=[*SHAPES, "circle"]).legend(None)


def told_of_a_run(say: Say) -> list[alt.Tooltip]:
    """Return which run it is, of the row under "here"; the player tells its numbers."""
    return [alt.Tooltip("here.name:N", title=say("learning rate"))]


def nearest_to_pointer(field: str) -> alt.Parameter:
    """Return the selection "hover": the value of a field that is nearest to the pointer."""
    return alt.selection_point(
        name="hover", fields=[field], on="pointerover", nearest=True, clear="pointerout", empty=False
    )


def only(selection: alt.Parameter) -> Any:
    """Return an opacity that shows what is selected and nothing else."""
    return alt.when(selection).then(alt.value(1)).otherwise(alt.value(0))
