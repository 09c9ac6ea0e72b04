"""A chart for the back of a room: the same picture with larger type, lines and marks."""

from typing import Any

PROJECTED = 1.5  # how many times as large a projector shows type and lines

LENGTHS = (
    "fontSize",
    "labelFontSize",
    "titleFontSize",
    "strokeWidth",
    "symbolStrokeWidth",
    "labelLimit",
    "height",
    "dx",
    "dy",
)
AREAS = ("size", "symbolSize")
# Type that Streamlit's theme sizes, and no chart of ours.
THEME = {"axis": {"labelFontSize": 12, "titleFontSize": 12}, "title": {"fontSize": 16}}


def enlarged(spec: dict[str, Any], *, by: float) -> dict[str, Any]:
    """Return a chart's description with its height, type, lines and marks so many times as large."""
    return _enlarged(spec | {"config": spec.get("config", {}) | THEME}, by)


def _enlarged(part: Any, by: float) -> Any:
    if isinstance(part, list):
        return [_enlarged(item, by) for item in part]
    if not isinstance(part, dict):
        return part
    return {name: _sized(name, value, by) for name, value in part.items()}


def _sized(name: str, value: Any, by: float) -> Any:
    if isinstance(value, int | float) and name in LENGTHS + AREAS:
        return value * by ** (2 if name in AREAS else 1)
    return _enlarged(value, by)
