"""What the picture of the loss has of a curve: the lowest minimum known in place of a floor, and words."""

from gd_core.experiment import LINE, Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.models.model import CROSS_ENTROPY
from gd_core.numbers import rounded
from gd_core.telling.terms import explanation


def name_of_loss(model: str, *, above_floor: bool, say: Say = english) -> str:
    """Return the title of the axis of the loss."""
    if model == LINE:
        return say("Loss above the noise floor") if above_floor else say("Loss (mean squared error)")
    if above_floor:
        return say("Loss above the lowest minimum")
    return (
        say("Loss (cross-entropy)")
        if CURVES[model].measured_by == CROSS_ENTROPY
        else say("Loss (mean squared error)")
    )


def name_of_floor(model: str, *, say: Say = english) -> str:
    """Return what is said of the line across the picture, to those who point at its label."""
    if model == LINE:
        return explanation("noise floor", say=say)
    return say("The loss of the lowest minimum that is known for these points. There may be a lower one.")


def label_of_floor(floor: float, *, is_a_curve: bool, say: Say = english) -> str:
    """Return the label of the line across the picture."""
    loss = rounded(floor)
    if is_a_curve:
        return say("┄ lowest minimum known {loss}", loss=loss)
    return say("┄ noise floor {floor}", floor=loss)


def about_what_is_subtracted(experiment: Experiment, *, logarithmic: bool, say: Say = english) -> str:
    """Say what is not drawn as one would think where the loss of the lowest minimum known is taken away."""
    if not experiment.theory.minima:
        return " " + say("No minimum is known for these points, so nothing is subtracted from the loss.")
    if not (experiment.runs.excess_losses < 0).any():
        return ""
    if logarithmic:
        return " " + say("What is lower than the lowest minimum known has no place on this axis.")
    return " " + say("Some run is lower than the lowest minimum known: there its loss is below 0.")
