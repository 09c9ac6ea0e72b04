"""What is in view in the parameter map, and whether both of its axes have one scale."""

import numpy as np

from gd_core.checks import Floats

MARGIN = 0.08  # of the story's width and height, around it
MOST_OBLONG = 5.0  # the view may be so many times as long as it is wide, and still both axes have one scale
NEAR = 3.0  # times the view, from its middle: further off, a way is not drawn

Window = tuple[float, float, float, float]  # the least w and b in view, and the largest


def with_margin(places: Floats) -> Window:
    """Return what is in view where all of these places (k, 2) are, with room around them."""
    low, high = places.min(axis=0), places.max(axis=0)
    widths = np.maximum(high - low, 0.1 * np.maximum(np.abs(high), 1))
    low, high = (low + high) / 2 - widths * (0.5 + MARGIN), (low + high) / 2 + widths * (0.5 + MARGIN)
    return (*low.tolist(), *high.tolist())


def is_square(window: Window) -> bool:
    """Tell whether w and b can be drawn to one scale, so that steps stand square on the rings."""
    low_w, low_b, high_w, high_b = window
    return 1 / MOST_OBLONG <= (high_w - low_w) / (high_b - low_b) <= MOST_OBLONG


def reach_of(window: Window) -> Window:
    """Return what can come into view where the sides of the plot are up to 2 to 1."""
    low_w, low_b, high_w, high_b = window
    wide, high = high_w - low_w, high_b - low_b
    if is_square(window):
        wide, high = max(wide, 2 * high), max(high, 2 * wide)
    middle_w, middle_b = (low_w + high_w) / 2, (low_b + high_b) / 2
    return middle_w - wide / 2, middle_b - high / 2, middle_w + wide / 2, middle_b + high / 2


def is_near(places: Floats, window: Window) -> np.ndarray:
    """Tell of each place (k, 2) whether it is in view or near, so that a way to it is drawn."""
    low, high = np.array(window[:2]), np.array(window[2:])
    reach = (high - low).max() if is_square(window) else high - low
    return (np.abs(places - (low + high) / 2) < NEAR / 2 * reach).all(axis=1)
