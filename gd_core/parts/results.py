"""The results table, a row a run, and its rows in words."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from gd_core.checks import Floats
from gd_core.descent import epochs_to
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import exact, unrounded
from gd_core.parts.blocks import Block, Text
from gd_core.scaling import AS_IT_IS, in_original_units
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.telling.starts import losses_at_the_start
from gd_core.telling.verdict import Verdict, judge


def results_table(experiment: Experiment, *, say: Say = english) -> pd.DataFrame:
    """Return a row a run, in the order of the runs; an epoch that never comes is NaN.

    Where nothing is known of the runs but what they did, the columns that tell more are not there.
    """
    runs, verdicts = experiment.runs, judge(experiment, say=say)
    told = _what_is_told(verdicts, say)
    measured = told.pop("epochs_measured") if verdicts else epochs_to(runs)
    return pd.DataFrame(
        {
            "learning_rate": runs.learning_rates,
            **{name: told.pop(name) for name in ("behaviour", "why") if verdicts},
            "final_loss": runs.losses[:, -1],
            "excess_loss": runs.excess_losses[:, -1],
            "w": runs.parameters[:, -1, 0],
            "b": runs.parameters[:, -1, 1],
            "epochs_measured": np.where(np.isinf(measured), np.nan, measured),
            **told,
            **_in_original_units(experiment),
        }
    )


def _what_is_told(verdicts: list[Verdict], say: Say) -> dict[str, Any]:
    """Return the columns that the verdicts fill; none where there are no verdicts."""
    if not verdicts:
        return {}
    predicted = np.array([verdict.epochs_predicted for verdict in verdicts])
    return {
        "behaviour": [name_of_behaviour(verdict.behaviour, say=say) for verdict in verdicts],
        "why": [verdict.why for verdict in verdicts],
        "epochs_measured": np.array([verdict.epochs_measured for verdict in verdicts]),
        "epochs_predicted": np.where(np.isinf(predicted), np.nan, predicted),
        "factor": [verdict.factor for verdict in verdicts],
    }


def _in_original_units(experiment: Experiment) -> dict[str, Floats]:
    """Return the slope and intercept that each line has for x as it was, where x is scaled."""
    scaling = experiment.settings.scaling
    if scaling == AS_IT_IS:
        return {}
    lines = in_original_units(experiment.runs.parameters[:, -1], experiment.points, scaling)
    return {"slope": lines[:, 0], "intercept": lines[:, 1]}


def summary(table: pd.DataFrame, *, say: Say = english) -> str:
    """Say in one sentence what each rate of a results table does, where that is known."""
    if "behaviour" not in table:
        return about_the_losses(table["learning_rate"], say=say)
    runs = [
        say("learning rate {rate} {does}", rate=exact(rate), does=does)
        for rate, does in zip(table["learning_rate"], table["behaviour"], strict=True)
    ]
    return say("Loss by epoch. {runs}.", runs="; ".join(runs))


def where_the_runs_start(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Say from which losses the runs start, where they start at different places."""
    told = losses_at_the_start(experiment, say=say)
    return [Text(told)] if told else []


def about_the_losses(learning_rates: Iterable[float], *, say: Say = english) -> str:
    """Say what is drawn, for those who cannot see it, and not what it does."""
    rates = ", ".join(map(exact, learning_rates))
    return say("Loss by epoch, for the learning rates {rates}. The player tells its numbers.", rates=rates)


def reasons(table: pd.DataFrame) -> str:
    """Say, in Markdown, what each rate of a results table does, and why, where that is known."""
    if "why" not in table:
        return ""
    told = zip(table["learning_rate"], table["behaviour"], table["why"], strict=True)
    return "\n".join(f"- **{unrounded(rate)}** {does}. {why}" for rate, does, why in told)
