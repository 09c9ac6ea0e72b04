"""A rate keeps its slot while others come and go, in the page and in its link."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from gd_core.charts.slots import from_link, given_to, moved, to_link
from gd_core.experiment import MOST_RATES

rates = st.lists(st.floats(1e-110, 1e9), max_size=MOST_RATES, unique=True)


@given(rates, rates)
def test_each_rate_has_a_slot_of_its_own_and_keeps_the_one_that_it_had(before, now):
    had = given_to(before, {})
    slots = given_to(now, had)
    assert list(slots) == now
    assert len({*slots.values()}) == len(now)
    assert set(slots.values()) <= set(range(MOST_RATES))
    assert all(slots[rate] == had[rate] for rate in now if rate in had)


def test_slots_come_back_from_the_link_and_those_that_need_not_be_said_are_given_again():
    listed = [0.5, 0.1, 0.7]
    for order in permutations(range(4), 3):
        slots = dict(zip(listed, order, strict=True))
        assert given_to(listed, from_link(to_link(slots), listed)) == slots


def test_a_link_with_too_few_or_too_many_slots_gives_those_that_there_are():
    assert given_to([0.1, 0.5], from_link("3", [0.1, 0.5])) == {0.1: 3, 0.5: 0}
    assert given_to([0.1], from_link("312", [0.1])) == {0.1: 3}


def test_a_rate_that_is_moved_stays_in_its_place_and_keeps_its_slot():
    slots = {0.1: 0, 0.5: 2, 0.7: 1}
    assert list(moved(slots, 2, 0.6).items()) == [(0.1, 0), (0.6, 2), (0.7, 1)]


def test_nothing_moves_onto_another_rate_nor_where_no_rate_has_the_slot():
    slots = {0.1: 0, 0.5: 2}
    assert moved(slots, 2, 0.1) == moved(slots, 7, 0.6) == slots
