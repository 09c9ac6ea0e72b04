"""The results table of a curve's runs: what each did, and how far it ends above the lowest minimum known."""

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.columns import Columns, Rows
from gd_core.telling.of_curves import told_of_runs
from gd_core.telling.terms import explanation


def columns_of_curves(say: Say = english) -> Columns:
    """Return the columns of `results_of_curves`."""
    return {
        "learning_rate": (say("Rate"), explanation("learning rate", say=say)),
        "behaviour": (say("What it does"), ""),
        "final_loss": (say("Loss"), say("The loss after the last epoch.")),
        "excess_loss": (say("Excess"), say("The loss above that of the lowest minimum known.")),
        "epochs_to_minimum": (
            say("Epochs"),
            say(
                "Measured, until 99.9 % of the way from the starting loss to that of the minimum in which "
                "the run settles is behind it for good; – if not in this run."
            ),
        ),
        "w": ("w", say("w after the last epoch.")),
        "b": ("b", say("b after the last epoch.")),
    }


def results_of_curves(experiment: Experiment, *, say: Say = english) -> Rows:
    """Return a row a run, in the order of the runs; an epoch that never comes is NaN.

    "why" and "short", which stand beside the table and in the player, have no heading.
    """
    runs, told = experiment.runs, told_of_runs(experiment, say=say)
    excess = {"excess_loss": runs.excess_losses[:, -1].tolist()} if experiment.theory.minima else {}
    w, b = runs.parameters[:, -1].T.tolist()
    return {
        "learning_rate": runs.learning_rates.tolist(),
        "behaviour": [run.does for run in told],
        "why": [run.why for run in told],
        "short": [run.short for run in told],
        "final_loss": runs.losses[:, -1].tolist(),
        **excess,
        "w": w,
        "b": b,
        "epochs_to_minimum": [run.arrived for run in told],
    }
