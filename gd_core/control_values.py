"""What controls are set to: by settings, as links have it, and in words."""

from collections.abc import Mapping
from typing import Any

from gd_core.controls import CAN_BE_LOCKED, UNDER_MORE, Control, controls
from gd_core.experiment import Settings
from gd_core.languages import Say, english
from gd_core.numbers import exact, unrounded


def values_of_settings(settings: Settings) -> dict[str, Any]:
    """Return what the controls of settings are set to, by their keys; the page has rates as texts."""
    values = {key: getattr(settings, controls()[key].setting) for key in CAN_BE_LOCKED}
    return values | {"rates": [exact(rate) for rate in settings.learning_rates]}


def for_link(value: Any) -> str | list[str]:
    """Return a value as a link has it.

    >>> for_link(True), for_link((0.0, 2.5))
    ('true', ['0', '2.5'])
    """
    if isinstance(value, tuple):
        return list(map(exact, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def changed_under_more(values: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return those of some values that controls under "More" have, and not by default, as links have them.

    >>> changed_under_more({"n": 50, "own": False, "seed": 7})
    {'n': '50'}
    """
    known = controls()
    changed = [key for key in UNDER_MORE if key in values and values[key] != known[key].default]
    return {key: for_link(values[key]) for key in changed}


def value_in_words(control: Control, value: Any, *, say: Say = english) -> str:
    """Say a value of a control as the page does; the control is in the same language.

    >>> value_in_words(controls()["x"], (0.0, 2.5)), value_in_words(controls()["own"], False)
    ('0 to 2.5', 'off')
    """
    if control.kind == "rates":
        return ", ".join(map(unrounded, value))
    if control.kind == "range":
        return say("{low} to {high}", low=unrounded(value[0]), high=unrounded(value[1]))
    if control.kind == "switch":
        return say("on") if value else say("off")
    if control.options:
        return control.options[value]
    return unrounded(value) if isinstance(value, float) else str(value)
