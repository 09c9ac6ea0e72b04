"""A link for a class: what a teacher wants of it, and the link that asks for it."""

from collections.abc import Callable, Mapping
from typing import Any

from gd_core.controls import CAN_BE_LOCKED, controls, is_drawn
from gd_core.experiment import Settings
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Code, Select, Text
from gd_core.teaching.teachers_link import MADE_ANEW, Task, flags_of, names_of_hiding


def for_a_class(
    settings: Settings, *, chosen: Mapping[str, Any], link_with: Callable[..., str], say: Say = english
) -> list[Block]:
    """Ask what should be different for students, and return the link that makes it so.

    Parameters
    ----------
    chosen : mapping
        What is chosen in this form, by the keys of its lists; nothing at first.
    link_with : callable
        Returns the link of the page without some of its parameters and with others.
    """
    known = controls(say)
    drawn = {key: known[key].label for key in CAN_BE_LOCKED if is_drawn(known[key], vars(settings))}
    task, part = what_is_wanted(settings, chosen)
    others = {key: label for key, label in drawn.items() if key not in task.lock}
    return [
        Text(f"### {say('A link for your class')}", explains=False),
        Text(
            say("It opens with all that is set now. What should be different for your students?"),
            explains=False,
        ),
        Select("to_hide", say("Hide until they commit a prediction"), names_of_hiding(say)),
        Select("to_lock", say("Show, and do not let them move"), drawn, several=True),
        Select("to_leave_out", say("Leave out, and say what it is set to"), others, several=True),
        Select("to_open", say("Open at"), known["part"].options),
        Code(link_with(MADE_ANEW, flags_of(task, part))),
    ]


def what_is_wanted(settings: Settings, chosen: Mapping[str, Any]) -> tuple[Task, str]:
    """Return what is to be different for students, and the part where the page opens for them."""
    known = controls()
    drawn = [key for key in CAN_BE_LOCKED if is_drawn(known[key], vars(settings))]
    lock = tuple(key for key in chosen.get("to_lock", ()) if key in drawn)
    without = tuple(key for key in chosen.get("to_leave_out", ()) if key in drawn and key not in lock)
    return Task(chosen.get("to_hide", ""), lock, without), chosen.get("to_open", known["part"].default)
