"""The instrument: the player, its three pictures, and under them what happened, in words and a table."""

from typing import Any, NamedTuple

from gd_core.charts.beside_plain import rows_beside
from gd_core.charts.fit import about_the_points_drawn
from gd_core.charts.loss_data import about_the_drawing, loss_data, losses_shown
from gd_core.charts.loss_of_curves import about_what_is_subtracted
from gd_core.charts.map_data import map_window
from gd_core.charts.map_window import Window
from gd_core.charts.map_words import about_the_map
from gd_core.charts.player import player_data
from gd_core.charts.rows import where_runs_are
from gd_core.charts.zero import about_zero
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Picture, Player, Table, Text
from gd_core.parts.compared import guesses
from gd_core.parts.pictures import picture_of_fit, picture_of_loss, picture_of_map
from gd_core.parts.results import columns_of_results, reasons, results_table, short_verdicts
from gd_core.parts.scale_of_x import about_scaling, is_known
from gd_core.scaling import AS_IT_IS
from gd_core.teaching.predictions import Prediction
from gd_core.telling.points import about_the_points_and_starts
from gd_core.telling.starts import losses_at_the_start
from gd_core.telling.terms import explained

AT_THE_TOP = 5  # blocks: the player, the three pictures, and what is said beside the loss


class Instrument(NamedTuple):
    """Blocks: the first stand at the top of the page, and the others say what happened."""

    player: Player
    loss: Picture
    map: Picture
    fit: Picture
    starts: Text
    table: Table
    reasons: Text
    points: Text
    words: Text


def instrument(
    experiment: Experiment,
    *,
    colour_slots: list[int],
    logarithmic: bool = False,
    above_floor: bool = False,
    beside_plain: bool = False,
    may_start: bool = False,
    may_move_rates: bool = False,
    is_hidden: bool = False,
    window: Window | None = None,
    prediction: Prediction | None = None,
    say: Say = english,
) -> Instrument:
    """Prepare all that is shown of an experiment.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each rate.
    logarithmic, above_floor : bool
        How the loss is drawn.
    beside_plain : bool
        Whether the same rates without momentum are drawn too.
    may_start, may_move_rates : bool
        Whether a hand may set the start in the map, and the learning rates on the ruler.
    is_hidden : bool
        Whether a prediction is asked for, so that the player must not know what it would give away.
    window
        What is in view in the map; where there is none, what the runs need.
    prediction
        What a learner said of these runs, where that was said: the player plays them and shows it.
    """
    drawn: dict[str, Any] = {"colour_slots": colour_slots, "say": say}
    view: dict[str, Any] = {"logarithmic": logarithmic, "above_floor": above_floor}
    table, losses = results_table(experiment, say=say), losses_shown(experiment, above_floor=above_floor)
    rates, frame = loss_data(experiment, factors=table.get("factor", []), **view, **drawn)
    now, window = where_runs_are(experiment, losses, rates), window or map_window(experiment)
    plain_losses, plain_places = (
        rows_beside(experiment, window, frame["high"], colour_slots=colour_slots, above_floor=above_floor)
        if beside_plain
        else (None, None)
    )
    with_momentum = experiment.theory.with_momentum is not None
    player = player_data(
        experiment,
        above_floor=above_floor,
        window=window,
        verdicts=short_verdicts(table, with_momentum=with_momentum, say=say),
        guesses=guesses(experiment, prediction, say=say) if prediction else (),
        may_start=may_start,
        may_move_rates=may_move_rates,
        is_hidden=is_hidden,
        **drawn,
    )
    about_the_loss = _about_the_loss(experiment, losses, frame["low"], say, **view)
    return Instrument(
        Player(player),
        picture_of_loss(experiment, losses, now, frame, beside=plain_losses, **view, **drawn),
        picture_of_map(experiment, now, window, beside=plain_places, **drawn),
        picture_of_fit(experiment, now, beside=plain_places, say=say),
        Text(losses_at_the_start(experiment, say=say)),
        Table(table, columns_of_results(experiment, say=say)),
        Text(reasons(table, say=say), explains=False),
        Text(_about_the_points(experiment, about_the_loss, say)),
        Text(_about_the_pictures(experiment, window, may_start, beside_plain, say)),
    )


def _about_the_loss(
    experiment: Experiment, losses: Floats, low: float, say: Say, *, logarithmic: bool, above_floor: bool
) -> str:
    """Say what the picture of the losses (r, n_epochs + 1) leaves out, and where they have no place in it."""
    told = about_the_drawing(experiment, losses, low, say=say)
    if above_floor and experiment.theory.is_of_a_curve:
        told += about_what_is_subtracted(experiment, logarithmic=logarithmic, say=say)
    return told + about_zero(experiment, losses, say=say) if logarithmic else told


def _about_the_points(experiment: Experiment, about_the_drawing: str, say: Say) -> str:
    """Return, in Markdown, what the points decide, and what the pictures leave out."""
    theory, scaling = experiment.theory, experiment.settings.scaling
    points = (
        about_the_points_and_starts(experiment, say=say)
        + about_the_drawing
        + about_the_points_drawn(experiment.dataset.x.size, say=say)
    )
    paragraphs = [points.strip()]
    if scaling != AS_IT_IS and is_known(theory):
        of_others = experiment.method.theory_of
        paragraphs.insert(0, about_scaling(experiment.points, scaling, theory_of=of_others, say=say))
    text = "\n\n".join(filter(None, paragraphs))
    return explained(text, with_momentum=True, say=say) if theory.with_momentum else text


def _about_the_pictures(
    experiment: Experiment, window: Window, may_start: bool, beside_plain: bool, say: Say
) -> str:
    """Return, in Markdown, what the pictures show and how they are used; most changes leave it as it is."""
    click = say(
        "**Press in the map to start every run there, and drag**, or type *Start w* and *Start b* under "
        "*More*."
    )
    used = [click] if may_start else []
    used.append(
        say("Point at a curve to see how far the points are from it.")
        if experiment.theory.is_of_a_curve
        else say("Point at a line of the fit to see its residuals.")
    )
    used += [say("Faint and dashed: the same rates without momentum.")] if beside_plain else []
    return " ".join([about_the_map(experiment, window, say=say), *used])
