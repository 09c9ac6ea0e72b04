"""The form that makes a link for a class, from what is chosen in it."""

from functools import partial
from urllib.parse import parse_qs

import pytest

from gd_core.controls import CAN_BE_LOCKED, controls
from gd_core.experiment import Settings
from gd_core.parts.blocks import Code, Select
from gd_core.parts.for_a_class import for_a_class
from gd_core.teaching.teachers_link import Task, link_with, read_task
from tests.blocks import the

CHOSEN = {"to_hide": "runs", "to_lock": ["noise", "x"], "to_leave_out": ["seed"], "to_open": "Why?"}
LESSON = Settings()


def form(settings=LESSON, given=(), **chosen):
    """Return the lists of the form by their keys, and the parameters of the link that it makes."""
    shown = for_a_class(settings, chosen=chosen, link_with=partial(link_with, "lab", dict(given)))
    lists = {block.key: block.names for block in shown if isinstance(block, Select)}
    return lists, parse_qs(the(Code, shown).text.partition("?")[2])


def test_a_form_in_which_nothing_is_chosen_keeps_what_is_set_and_asks_for_nothing():
    assert form(given={"seed": ["7"], "part": ["Why?"], "quiz": ["1-"]})[1] == {"seed": ["7"]}


def test_the_link_asks_for_what_is_chosen():
    flags = form(**CHOSEN)[1]
    assert flags.pop("part") == ["Why?"]
    assert read_task(flags) == (Task("runs", ("noise", "x"), ("seed",)), "")


@pytest.mark.parametrize("locked", CAN_BE_LOCKED)
def test_what_is_locked_cannot_be_left_out_as_well(locked):
    lists, flags = form(to_lock=[locked], to_leave_out=[locked])
    assert lists["to_lock"].keys() - lists["to_leave_out"].keys() == {locked}
    assert flags == {"lock": [locked]}


def test_a_control_that_is_not_drawn_is_not_offered_and_no_longer_locked():
    lists, flags = form(Settings(points_from="nile"), to_lock=["slope", "seed"])
    assert "slope" in form()[0]["to_lock"]
    assert "slope" not in lists["to_lock"]
    assert flags == {"lock": ["seed"]}


def test_the_controls_are_called_as_on_the_page():
    assert all(controls()[key].label == name for key, name in form()[0]["to_lock"].items())
