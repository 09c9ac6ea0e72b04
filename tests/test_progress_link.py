"""Answers given and hints taken come back from the link."""

from itertools import product

import pytest

from gd_core.teaching.progress_link import from_link, to_link

KEYS = ["first", "second", "third"]


@pytest.mark.parametrize("unset", [None, 0])
def test_every_progress_comes_back_from_the_link(unset):
    for digits in product([unset, 1, 2], repeat=3):
        read = from_link(to_link(digits, unset), KEYS, "012")
        assert tuple(read.get(key, unset) for key in KEYS) == digits


@pytest.mark.parametrize("text", ["", "---", "x9²", "٣--"])
def test_what_is_no_progress_sets_nothing(text):
    assert from_link(text, KEYS, "0123") == {}


def test_more_digits_than_there_are_questions_are_left_out():
    assert from_link("0123", KEYS, "0123") == {"first": 0, "second": 1, "third": 2}
