"""The pictures as tables, for those who cannot see them: the same numbers, at a few epochs or rates."""

from typing import Any

import numpy as np
import pandas as pd

from gd_core.charts.frame import values_of
from gd_core.charts.sweep_data import rates_a_decade, sweep_data, sweep_rates
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded, unrounded
from gd_core.parts.blocks import Block, Table, Text, TextTable
from gd_core.parts.columns import modes_columns
from gd_core.parts.why_with_momentum import errors_with_momentum
from gd_core.telling.directions import modes_table
from gd_core.two_modes import Mode, two_modes

DIGITS = 4
ONE_BY_ONE = 6  # epochs at the start, so that an error that changes sides is read to do so
ONE_OF_SWEPT = 3  # of the rates along the axis of the sweep, every third is told, and every chosen one


def the_runs(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Show the loss, the map and the fit as a table."""
    return [_read(runs_table(experiment), say("Loss, w and b of every run at some of its epochs"), say)]


def the_rates(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Show the sweep as a table."""
    slots = list(range(len(experiment.settings.learning_rates)))
    sweep = sweep_data(experiment, colour_slots=slots, say=say)
    ends = sweep_table(experiment, sweep)
    return [
        Text(f"{values_of(sweep['frame'])['title']}:"),
        _read(ends, say("The loss that is left at the end, by learning rate"), say),
    ]


def the_errors(experiment: Experiment, *, run: int, say: Say = english) -> list[Block]:
    """Show what is drawn of the two directions of a run's error as tables, where they are known."""
    alt = say("Both parts of the error with their signs at some of the epochs")
    if experiment.theory.with_momentum:
        epochs = epochs_one_by_one(experiment.settings.n_epochs)
        return [_read(errors_with_momentum(experiment, run=run, epochs=epochs), alt, say)]
    parts = two_modes(experiment, run)
    if not parts:
        return []
    return [
        Table(modes_table(parts, say=say), modes_columns(say)),
        _read(errors_table(parts), alt, say),
    ]


def _read(table: pd.DataFrame, alt: str, say: Say) -> TextTable:
    return TextTable(as_read(table, say=say), alt=alt)


def column_names(*, say: Say = english) -> dict[str, str]:
    """Return what the columns are called on the page."""
    return {
        "learning_rate": say("Rate"),
        "epoch": say("Epoch"),
        "loss": say("Loss"),
        "excess": say("Loss above the floor"),
        "above_lowest": say("Loss above the lowest minimum known"),
        "w": say("w"),
        "b": say("b"),
        "predicted": say("The same by theory"),
        "across": say("Across the valley"),
        "across_predicted": say("Across, by theory"),
        "along": say("Along the valley"),
        "along_predicted": say("Along, by theory"),
    }


def as_read(table: pd.DataFrame, *, say: Say = english) -> pd.DataFrame:
    """Return a table of texts: its numbers as they are read, its columns by their names on the page."""
    names = column_names(say=say)
    cells = {
        names[column]: [_as_read(column, value, say) for value in table[column]] for column in map(str, table)
    }
    return pd.DataFrame(cells)


def told_epochs(n_epochs: int) -> np.ndarray:
    """Return the epochs that the tables tell: 0, then 1, 2 and 5 times powers of ten, and the last.

    >>> told_epochs(30).tolist()
    [0, 1, 2, 5, 10, 20, 30]
    """
    round_numbers = (factor * 10**power for power in range(len(str(n_epochs))) for factor in (1, 2, 5))
    return np.array([0, *(epoch for epoch in round_numbers if epoch < n_epochs), n_epochs])


def epochs_one_by_one(n_epochs: int) -> np.ndarray:
    """Return `told_epochs`, and the first ones."""
    return np.union1d(np.arange(min(ONE_BY_ONE, n_epochs) + 1), told_epochs(n_epochs))


def runs_table(experiment: Experiment) -> pd.DataFrame:
    """Return a row a run and epoch told: what the loss, the map and the fit show there."""
    runs, epochs = experiment.runs, told_epochs(experiment.settings.n_epochs)
    told = {
        "loss": runs.losses,
        _above(experiment): runs.excess_losses,
        "w": runs.parameters[..., 0],
        "b": runs.parameters[..., 1],
    }
    return pd.DataFrame(
        {
            "learning_rate": np.repeat(runs.learning_rates, epochs.size),
            "epoch": np.tile(epochs, runs.learning_rates.size),
        }
        | {name: values[:, epochs].ravel() for name, values in told.items() if name}
    )


def _above(experiment: Experiment) -> str:
    """Return the column of the excess loss; "" where it is counted from 0, and so is the loss."""
    if not experiment.theory.is_of_a_curve:
        return "excess"
    return "above_lowest" if experiment.theory.minima else ""


def sweep_table(experiment: Experiment, sweep: dict[str, Any]) -> pd.DataFrame:
    """Return a row a rate: what its run ends with, and what theory says, if it does; from `sweep_data`."""
    along_axis = sweep_rates(experiment.theory, rates_a_decade(experiment))[::ONE_OF_SWEPT]
    on_axis = sweep["sweep"]["learning_rate"].isin(along_axis)
    told = pd.concat([sweep["sweep"][on_axis], sweep["rates"]])
    predicted = ["predicted"] if experiment.theory.predict_excess else []
    told = told[["learning_rate", "excess", *predicted]].drop_duplicates("learning_rate")
    told = told.rename(columns={"excess": _above(experiment) or "loss"})
    return told.sort_values("learning_rate", ignore_index=True)


def errors_table(parts: tuple[Mode, Mode]) -> pd.DataFrame:
    """Return a row an epoch told: both parts of a run's error with their signs, measured and by theory.

    A measured part is NaN from where rounding hides it or it leaves the computer's numbers.
    """
    epochs = epochs_one_by_one(parts[0].errors.size - 1)
    table = pd.DataFrame({"epoch": epochs})
    with np.errstate(over="ignore", invalid="ignore"):
        for name, part in zip(("across", "along"), parts, strict=True):
            start = np.copysign(part.start, part.errors[0])
            table[name] = part.errors[epochs]
            table[f"{name}_predicted"] = start * part.factor ** epochs.astype(float)
    return table


def _as_read(column: str, value: float, say: Say) -> str:
    if column == "learning_rate":
        return say.numbers_in(unrounded(value))
    if np.isinf(value):
        return say("too large")
    return say.numbers_in(f"{value:,}" if column == "epoch" else rounded(value, DIGITS))
