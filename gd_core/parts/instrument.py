"""What the instrument shows for some settings: the rows of its three pictures, its words and its table."""

from dataclasses import dataclass

import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.charts.fit import about_the_points_drawn, fit_data
from gd_core.charts.frame import frame_rows
from gd_core.charts.loss import about_the_drawing, loss_data
from gd_core.charts.parameter_map import about_the_map, map_frame
from gd_core.charts.player import player_data
from gd_core.charts.rows import run_rows
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.descent import Runs
from gd_core.experiment import Settings, points_of, run_experiment
from gd_core.languages import Say, english
from gd_core.parts.scale_of_x import about_scaling
from gd_core.scaling import AS_IT_IS, in_original_units, in_scaled_units
from gd_core.telling.points import about_the_points
from gd_core.telling.verdict import results_table, summary


@dataclass(frozen=True, eq=False)
class Instrument:
    """What the page shows of one experiment.

    Attributes
    ----------
    pictures : dict
        The data sets of each picture, by its name and theirs; "runs", "rates" and "frame" are the same
        in all.
    player : bytes
        As `gd_core.charts.player.player_data` gives them.
    table : DataFrame
        A row a run.
    words : str
        What the points decide, what the pictures leave out and what their marks are, in Markdown.
    summary : str
        What each rate does, in a sentence, for those who cannot see the pictures.
    """

    pictures: dict[str, dict[str, pd.DataFrame]]
    player: bytes
    table: pd.DataFrame
    words: str
    summary: str


def instrument(
    settings: Settings,
    *,
    slots: list[int],
    logarithmic: bool,
    above_floor: bool,
    language: str = "en",
    say: Say = english,
) -> Instrument:
    """Run the experiment that the settings describe, and prepare all that is shown of it.

    Parameters
    ----------
    slots : list of int
        A slot, 0 to 7, for each rate.
    logarithmic, above_floor : bool
        How the loss is drawn.
    language : str
        The language that words are said in, as browsers know it.

    Raises
    ------
    ValueError
        As `gd_core.experiment.run_experiment` does, or if there is not one slot for each rate.
    """
    dataset, runs = run_experiment(settings)
    table = results_table(dataset, runs, say=say)
    points = dataset if settings.scaling == AS_IT_IS else points_of(settings)
    true_line = true_line_of(settings, points)
    losses = runs.excess_losses if above_floor else runs.losses
    rates, of_loss = loss_data(
        dataset,
        runs,
        slots=slots,
        factors=table["factor"].tolist(),
        logarithmic=logarithmic,
        above_floor=above_floor,
        say=say,
    )
    of_map = map_frame(dataset, runs, true_line=true_line, say=say)
    points_drawn, of_fit = fit_data(dataset, runs)
    shared = {
        "runs": run_rows(bowl_of(dataset), runs, losses, slots=slots),
        "rates": rates,
        "frame": frame_rows(of_loss | of_map | of_fit),
    }
    pictures = {"loss": {}, "map": {}, "fit": {"points": points_drawn}}
    words = [
        about_the_points(dataset, say=say)
        + about_the_drawing(losses, of_loss["low"], say=say)
        + about_the_points_drawn(dataset.x.size, say=say),
        about_the_map(dataset, true_line=true_line, say=say),
    ]
    if settings.scaling != AS_IT_IS:
        words.insert(0, about_scaling(points, settings.scaling, say=say))
        table = with_original_units(table, runs, points, settings.scaling)
    return Instrument(
        pictures={name: shared | frames for name, frames in pictures.items()},
        player=player_data(runs, slots=slots, language=language, say=say),
        table=table,
        words="\n\n".join(words),
        summary=summary(table, say=say),
    )


def true_line_of(settings: Settings, points: Dataset) -> Floats | None:
    """Return the (w, b) that the points were made from, for x as it is scaled; None where nobody knows."""
    if settings.points:
        return None
    return in_scaled_units((settings.slope, settings.intercept), points, settings.scaling)


def with_original_units(table: pd.DataFrame, runs: Runs, points: Dataset, scaling: str) -> pd.DataFrame:
    """Add the slope and intercept that each line has for x as it was before scaling."""
    lines = in_original_units(runs.parameters[:, -1], points, scaling)
    return table.assign(slope=lines[:, 0], intercept=lines[:, 1])
