"""The one row of a picture that says what is in view, and holds the words that are written into it."""

from typing import Any

import altair as alt

from gd_core.charts.style import NO_RUN

FRAME = alt.Chart(alt.NamedData("frame"))


def frame_rows(values: dict[str, Any]) -> dict[str, list]:
    """Return the data set "frame": one row, and the values together in one column of it.

    Arrow takes its time by the column, and these would be thirty. A count goes as a float, since browsers do
    not mix whole numbers of 64 bits with others.
    """
    row = {name: value if isinstance(value, str | bool) else float(value) for name, value in values.items()}
    return {"slot": [NO_RUN], "frame": [row]}


def values_of(frame: dict[str, list]) -> dict[str, Any]:
    """Return what `frame_rows` was given."""
    return frame["frame"][0]


def frame_param() -> alt.Parameter:
    """Return the parameter that holds the frame for a picture's expressions; empty until the row is there."""
    return alt.param("frame", expr="(data('frame')[0] || {frame: {}}).frame")


def in_frame(name: str) -> str:
    """Return a value of the frame, in an expression of a chart that has the `frame_param`."""
    return f"frame.{name}"


def between(low: str, high: str) -> list[alt.ExprRef]:
    """Return the domain between two values of the frame.

    A scale whose domain comes from the rows would be made anew at every epoch, and every mark on it with it.
    """
    return [alt.ExprRef(in_frame(low)), alt.ExprRef(in_frame(high))]
