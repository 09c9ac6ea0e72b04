"""What is said of the parameter map: what its marks are, and how its arrows lie on the rings."""

from gd_core.bowl import bowl_of
from gd_core.charts.map_data import RING_RATIO, map_window
from gd_core.charts.map_of_curves import about_the_map_of_a_curve
from gd_core.charts.map_window import Window, is_square
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.telling.points import about_the_true_line


def about_the_map(experiment: Experiment, window: Window | None = None, *, say: Say = english) -> str:
    """Say, in Markdown, what the marks of the map are, and how the two answers differ where there are two.

    Parameters
    ----------
    window
        What is in view; where there is none, what `map_window` returns.
    """
    if experiment.theory.is_of_a_curve:
        return about_the_map_of_a_curve(experiment, window or map_window(experiment), say=say)
    told = [_about_the_answers(experiment, say), _about_the_rings(experiment, say)]
    told.append(_about_the_arrow(experiment, window or map_window(experiment), say))
    return " ".join(filter(None, told))


def _about_the_answers(experiment: Experiment, say: Say) -> str:
    best = (
        say("In the map, ✕ is the best line for these points")
        if bowl_of(experiment.dataset).var_x
        else say("In the map, ✕ is one of the best lines")
    )
    return ", ".join([best, *about_the_true_line(experiment, say=say)]) + "."


def _about_the_rings(experiment: Experiment, say: Say) -> str:
    if bowl_of(experiment.dataset).var_x:
        return say(
            "On each ring the loss is the same; from one to the next inward, the loss above the floor is "
            "{ratio} times less.",
            ratio=RING_RATIO,
        )
    return say(
        "On each line the loss is the same; from one to the next inward, the loss above the floor is "
        "{ratio} times less.",
        ratio=RING_RATIO,
    )


def _about_the_arrow(experiment: Experiment, window: Window, say: Say) -> str:
    """Say what the arrow of the next step is, where it is drawn, and how it lies on the rings."""
    if experiment.theory.with_momentum:
        return say(
            "An arrow is the next step, β times the last one and −η · gradient, where it is long enough to "
            "be seen."
        )
    if not experiment.theory.steps_are_gradients:
        return ""
    arrow = say("An arrow is the next step, −η · gradient, where it is long enough to be seen.")
    if not bowl_of(experiment.dataset).var_x:
        return arrow
    if is_square(window):
        return f"{arrow} {say('It stands square on the ring.')}"
    lies = say(
        "It does not look square on the ring, since w and b are drawn to different scales: with one scale "
        "for both, all would lie in a thin strip."
    )
    return f"{arrow} {lies}"


def map_summary(*, is_a_curve: bool = False, say: Say = english) -> str:
    """Say what the map shows."""
    if is_a_curve:
        return say(
            "The way of every run through w and b, over the plane shaded by the loss, with its minima."
        )
    return say("The way of every run through slope w and intercept b, over curves of equal loss.")
