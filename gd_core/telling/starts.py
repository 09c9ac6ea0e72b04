"""Where the runs start: at different places none has the same way to go as another."""

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded


def losses_at_the_start(experiment: Experiment, *, say: Say = english) -> str:
    """Say from which losses the runs start, where they start at different places; "" where they do not.

    It tells a number of every run: not for a page that hides the runs.
    """
    starts = experiment.runs.parameters[:, 0]
    if (starts == starts[0]).all():
        return ""
    losses = [rounded(loss, 4) for loss in experiment.runs.losses[:, 0]]
    if len(set(losses)) == 1:
        return say("The rates start at different places, of nearly the same loss, {loss}.", loss=losses[0])
    return say("The rates start at different places: loss {losses}.", losses=", ".join(losses))
