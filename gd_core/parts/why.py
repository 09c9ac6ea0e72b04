"""What the part "Why?" shows of one run: a worked step, and its error in two directions."""

from dataclasses import dataclass

import pandas as pd

from gd_core.charts.modes import about_the_modes_drawn, modes_data, modes_summary
from gd_core.experiment import Settings, run_experiment
from gd_core.languages import Say, english
from gd_core.telling.directions import modes_table, why_fast_then_slow
from gd_core.telling.step_text import about_conventions, step_in_mathematics, step_in_plain_text
from gd_core.two_modes import two_modes
from gd_core.worked_step import worked_step


@dataclass(frozen=True, eq=False)
class Why:
    """Words in Markdown, rows, and a table.

    Attributes
    ----------
    step, step_to_copy : str
        One update with its numbers, as mathematics and as plain text.
    conventions : str
        What 1/n and 1/(2n) do to the limit.
    directions : str
        Why the loss of this run falls as it does.
    picture : dict
        The data sets of the picture "modes".
    omitted : str
        What that picture leaves out.
    summary : str
        The picture in a sentence.
    table : DataFrame
        A row a direction.
    """

    step: str
    step_to_copy: str
    conventions: str
    directions: str
    picture: dict[str, pd.DataFrame]
    omitted: str
    summary: str
    table: pd.DataFrame


def why(settings: Settings, *, run: int, epoch: int, say: Say = english) -> Why:
    """Work out the step from an epoch of a run (both counted from 0), and split the run's error.

    Raises
    ------
    ValueError
        As `gd_core.experiment.run_experiment` does.
    IndexError
        If there are not so many runs or epochs.
    """
    dataset, runs = run_experiment(settings)
    step = worked_step(dataset, theta=runs.parameters[run, epoch], learning_rate=settings.learning_rates[run])
    parts = two_modes(dataset, runs, run)
    picture = modes_data(parts, say=say)
    return Why(
        step=step_in_mathematics(step, say=say),
        step_to_copy=step_in_plain_text(step, say=say),
        conventions=about_conventions(dataset, say=say),
        directions=why_fast_then_slow(parts, say=say),
        picture=picture,
        omitted=about_the_modes_drawn(parts, picture, say=say),
        summary=modes_summary(parts, say=say),
        table=modes_table(parts, say=say),
    )
