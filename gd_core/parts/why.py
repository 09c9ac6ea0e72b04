"""Why a run does what it does: its error in two directions, and a worked step."""

from collections.abc import Sequence

from gd_core.charts.modes import about_the_modes_drawn, modes_data, modes_summary
from gd_core.charts.valley import about_the_valley_drawn, valley_data, valley_summary
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Box, Code, Columns, Picture, Text
from gd_core.parts.why_of_a_curve import why_of_a_curve
from gd_core.parts.why_with_momentum import why_with_momentum
from gd_core.telling.directions import why_fast_then_slow
from gd_core.telling.step_text import about_conventions, step_in_mathematics, step_in_plain_text
from gd_core.two_modes import Mode, across_the_valley, two_modes
from gd_core.worked_step import worked_step


def why(experiment: Experiment, *, run: int, epoch: int, say: Say = english) -> list[Block]:
    """Split a run's error, and work out the step from one of its epochs (both counted from 0).

    Raises
    ------
    IndexError
        If there are not so many runs or epochs.
    """
    if experiment.theory.is_of_a_curve:
        return why_of_a_curve(experiment, run=run, epoch=epoch, say=say)
    if experiment.theory.with_momentum:
        return why_with_momentum(experiment, run=run, epoch=epoch, say=say)
    conventions = about_conventions(experiment.theory, say=say)
    return [
        *_two_directions(experiment, run, say),
        *_one_step(experiment, run, epoch, say),
        *([Box([Text(conventions)], say("1/n or 1/(2n)?"))] if conventions else []),
    ]


def rate_touched(rates: Sequence[str], before: Sequence[str], chosen: str) -> str:
    """Return the rate to explain once a list has become another: its one new rate, or else the one chosen.

    Where that was taken out, it is the one that took its place, if one did.

    >>> rate_touched(["0.1", "0.7", "1"], ["0.1", "0.5", "1"], chosen="1")
    '0.7'
    >>> rate_touched(["0.1", "1"], ["0.1", "0.5", "1"], chosen="0.5")
    '1'
    """
    new = [rate for rate in rates if rate not in before]
    if len(new) == 1:
        return new[0]
    if chosen in before and chosen not in rates:
        return next(iter(rates[before.index(chosen) :]), chosen)
    return chosen


def _two_directions(experiment: Experiment, run: int, say: Say) -> list[Block]:
    """Return what the two directions of a run's error do; nothing where theory does not know them."""
    parts = two_modes(experiment, run)
    if not parts:
        return []
    rows = modes_data(experiment, parts, say=say)
    about = about_the_modes_drawn(experiment, parts, rows, say=say)
    sizes: list[Block] = [Picture("modes", rows, alt=modes_summary(parts, say=say))]
    sizes += [Text(about)] if about else []
    heading, words = say("The error has two directions"), why_fast_then_slow(parts, say=say)
    return [
        Text(f"### {heading}\n\n{words}"),
        Columns([*_across(experiment, parts, say), Box(sizes)]),
    ]


def _across(experiment: Experiment, parts: tuple[Mode, Mode], say: Say) -> list[Block]:
    """Return the error across the valley with its sign; nothing where there is none to begin with."""
    if not across_the_valley(parts).start:
        return []
    rows = valley_data(parts, say=say)
    picture = Picture("valley", rows, alt=valley_summary(parts, say=say))
    return [Box([picture, Text(about_the_valley_drawn(experiment, parts, rows, say=say))])]


def _one_step(experiment: Experiment, run: int, epoch: int, say: Say) -> list[Block]:
    """Return a step with its numbers; nothing where a step is not known to be −eta · gradient."""
    theta = experiment.runs.parameters[run, epoch]
    if not experiment.theory.steps_are_gradients:
        return []
    rate = experiment.settings.learning_rates[run]
    step = worked_step(experiment.dataset, theta=theta, learning_rate=rate)
    return [
        Text(f"### {say('One step, with its numbers')}"),
        Text(step_in_mathematics(step, say=say), name="step"),
        Box([Code(step_in_plain_text(step, say=say))], say("The same as text to copy")),
    ]
