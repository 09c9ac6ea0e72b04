"""What now: what would help where no rate comes down well, with a button that does it and can be undone."""

from collections.abc import Collection
from typing import Any

from gd_core.control_values import values_of_settings
from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Button, Text
from gd_core.telling.advice import advice


def what_now(
    experiment: Experiment,
    *,
    fixed: Collection[str] = (),
    taken: tuple[Settings, Settings] | None = None,
    say: Say = english,
) -> list[Block]:
    """Say what would help; nothing where a rate comes down well, or nothing helps.

    Parameters
    ----------
    fixed : collection of str
        The keys of controls that cannot be moved.
    taken : (Settings, Settings) or None
        The settings before and after, where such a button was pressed and nothing was set since then.
    """
    settings = experiment.settings
    if taken:
        return [
            Text(_what_was_done(*taken, say=say)),
            Button("advice", say("Undo"), _what_changes(settings, taken[0])),
        ]
    advised = advice(experiment, fixed=fixed, say=say)
    if not advised:
        return []
    sets = _what_changes(settings, advised.settings) | {"taken": (settings, advised.settings)}
    return [Text(advised.sentence), Button("advice", advised.button, sets)]


def still_taken(taken: tuple[Settings, Settings] | None, settings: Settings) -> Any:
    """Return what was taken, the settings before and after; None once something else is set."""
    return taken if taken and taken[1] == settings else None


def _what_changes(before: Settings, after: Settings) -> dict[str, Any]:
    """Return what controls have to be set to, by their keys."""
    known = values_of_settings(before)
    return {key: value for key, value in values_of_settings(after).items() if value != known[key]}


def _what_was_done(before: Settings, after: Settings, *, say: Say) -> str:
    if before.scaling == after.scaling:
        return say("The rate is in the list now.")
    return say("x is standardised now; *Why?* says what that does, and what it leaves alone.")
