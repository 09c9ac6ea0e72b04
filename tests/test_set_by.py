"""What cases, scenes and hands set: values by the keys of the page."""

import pytest

from gd_core import set_by
from gd_core.cases import CASES, LESSON, WHY, Scene
from gd_core.controls import CAN_BE_LOCKED, VIEWS, controls
from gd_core.experiment import Settings
from gd_core.typed_rates import read_learning_rates

SLOTS = {0.1: 0, 0.5: 1}


def settings_from(sets):
    """Return the settings that the page has when these values stand under its keys."""
    values = {controls()[key].setting: sets[key] for key in CAN_BE_LOCKED}
    return Settings(**values | {"learning_rates": read_learning_rates(sets["rates"])[0]})


@pytest.mark.parametrize("case", CASES)
def test_a_case_sets_every_control_and_what_was_half_typed_is_gone(case):
    sets = set_by.a_case(case)
    assert settings_from(sets) == CASES[case]
    assert sets["typed"] == ""
    assert sets["rates_before"] == sets["rates"]  # so no rate counts as just added


@pytest.mark.parametrize("case", CASES)
def test_only_the_lesson_sets_how_the_page_is_seen_and_momentum_shows_plain_descent_beside_it(case):
    seen = {*VIEWS, "slots"} & set_by.a_case(case).keys()
    beside = {"plain"} if CASES[case].momentum else set()
    assert seen == ({*VIEWS, "slots"} if case == LESSON else beside)


def test_a_scene_sets_its_settings_its_view_its_part_and_where_to_look():
    sets = set_by.a_scene(Scene(Settings(seed=7), "All jump.", logarithmic=True, part=WHY))
    assert settings_from(sets) == Settings(seed=7)
    assert (sets["log"], sets["excess"], sets["part"]) == (True, False, WHY)
    assert sets["where_to_look"] == "All jump."


@pytest.mark.parametrize(
    ("moved", "fixed", "sets"),
    [
        ({"slot": 1, "rate": 0.6}, ("noise",), {"slots": {0.1: 0, 0.6: 1}, "rates": ["0.1", "0.6"]}),
        ({"slot": 1, "rate": 0.6}, ("rates",), {}),
        ({"slot": 1, "rate": 0.1}, (), {}),  # it is in the list already
        ({"slot": 7, "rate": 0.6}, (), {}),  # no rate has this slot
        ({"start": (1.0, 2.0)}, ("rates",), {"own": True, "w": 1.0, "b": 2.0}),
        *(({"start": (1.0, 2.0)}, (key,), {}) for key in ("own", "w", "b")),
        ({"add": 0.3}, ("noise",), {"rates": ["0.1", "0.5", "0.3"]}),
        ({"add": 0.3}, ("rates",), {}),
        ({}, (), {}),
    ],
)
def test_a_hand_sets_what_it_moved_and_nothing_that_is_kept_as_it_is(moved, fixed, sets):
    assert set_by.a_hand(moved, SLOTS, ["0.1", "0.5"], fixed) == (sets, [])


def test_a_rate_that_a_hand_adds_twice_is_told_and_the_list_stays():
    sets, [told] = set_by.a_hand({"add": 0.5}, SLOTS, ["0.1", "0.5"], ())
    assert sets == {"rates": ["0.1", "0.5"]}
    assert "in the list already" in told
