"""The instrument: the player, its three pictures, and under them what happened, in words and a table."""

from typing import NamedTuple

from gd_core.charts.fit import about_the_points_drawn, fit_data, fit_summary
from gd_core.charts.frame import frame_rows
from gd_core.charts.loss import about_the_drawing, loss_data, losses_shown
from gd_core.charts.parameter_map import about_the_map, map_frame, map_summary
from gd_core.charts.player import player_data
from gd_core.charts.rows import run_rows
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Picture, Player, Table, Text
from gd_core.parts.columns import results_columns
from gd_core.parts.results import reasons, results_table, summary
from gd_core.parts.scale_of_x import about_scaling, is_known
from gd_core.scaling import AS_IT_IS
from gd_core.telling.points import about_the_points

AT_THE_TOP = 4  # blocks: the player and the three pictures


class Instrument(NamedTuple):
    """Blocks: the first stand at the top of the page, and the others say what happened.

    The pictures' data sets "runs", "rates" and "frame" are the same.
    """

    player: Player
    loss: Picture
    map: Picture
    fit: Picture
    words: Text
    table: Table
    reasons: Text


def instrument(
    experiment: Experiment,
    *,
    colour_slots: list[int],
    logarithmic: bool = False,
    above_floor: bool = False,
    may_start: bool = False,
    say: Say = english,
) -> Instrument:
    """Prepare all that is shown of an experiment.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each rate.
    logarithmic, above_floor : bool
        How the loss is drawn.
    may_start : bool
        Whether a click in the map sets the start, so that the page should say so.
    """
    table, losses = results_table(experiment, say=say), losses_shown(experiment, above_floor=above_floor)
    rates, of_loss = loss_data(
        experiment,
        colour_slots=colour_slots,
        factors=table["factor"].tolist() if "factor" in table else [],
        logarithmic=logarithmic,
        above_floor=above_floor,
        say=say,
    )
    points, of_fit = fit_data(experiment)
    shared = {
        "runs": run_rows(experiment, losses, colour_slots=colour_slots),
        "rates": rates,
        "frame": frame_rows(of_loss | map_frame(experiment, say=say) | of_fit),
    }
    words = _words(experiment, about_the_drawing(experiment, losses, of_loss["low"], say=say), may_start, say)
    view = (("logarithmic", logarithmic), ("above_floor", above_floor))
    return Instrument(
        Player(player_data(experiment, colour_slots=colour_slots, say=say)),
        Picture("loss", shared, alt=summary(table, say=say), view=view),
        Picture("map", shared, alt=map_summary(say=say), clicks=True),
        Picture("fit", shared | {"points": points}, alt=fit_summary(say=say)),
        Text(words),
        Table(table, results_columns(say)),
        Text(reasons(table), name="reasons"),  # on a phone, where the table has no room for them
    )


def _words(experiment: Experiment, about_the_drawing: str, may_start: bool, say: Say) -> str:
    """Return, in Markdown, what the points decide, and what the pictures show and how they are used."""
    dataset, theory, scaling = experiment.dataset, experiment.theory, experiment.settings.scaling
    points = (
        about_the_points(dataset, theory, say=say)
        + about_the_drawing
        + about_the_points_drawn(dataset.x.size, say=say)
    )
    click = say(
        "**Click in the map to start every run there**, or type *Start w* and *Start b* under *More*."
    )
    used = [click] if may_start else []
    used.append(say("Point at a line of the fit to see its residuals."))
    paragraphs = [points.strip(), " ".join([about_the_map(experiment, say=say), *used])]
    if scaling != AS_IT_IS and is_known(theory):
        of_others = experiment.method.theory_of
        paragraphs.insert(0, about_scaling(experiment.points, scaling, theory_of=of_others, say=say))
    return "\n\n".join(filter(None, paragraphs))
