"""What is typed and what a link says is read as it is meant, and what is wrong is told."""

import math
import re

import numpy as np
import pytest

from gd_core.controls import controls
from gd_core.experiment import MOST_RATES
from gd_core.inputs import problem_in_link, read_learning_rates, read_number, what_was_moved
from tests.marked import marked, outside_marks

LEFT_OUT = "One thing in the link was left out:"
A_RANGE = "two numbers from -10 to 10, the smaller one first, equal or at least 0.01 apart"


@pytest.mark.parametrize(
    ("typed", "rate"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        ("1e-3", 1e-3),
        ("1E-3", 1e-3),
        (" 0.1 ", 0.1),
        (",5", 0.5),
        ("1", 1.0),
        ("1e9", 1e9),
    ],
)
def test_a_rate_is_read_as_students_type_it(typed, rate):
    assert read_learning_rates([typed]) == ((rate,), [])


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("abc", "Learning rate “abc” is not a number."),
        ("", "Learning rate “” is not a number."),
        ("0,5,1", "Learning rate “0,5,1” is not a number."),
        ("nan", "Learning rate “nan” is not a number."),
        ("0", "Learning rate “0” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("-0.1", "Learning rate “-0.1” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("inf", "Learning rate “inf” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("1e400", "Learning rate “1e400” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("0.1", "Learning rate “0.1” is in the list already."),
        ("x" * 5000, f"Learning rate “{'x' * 24}…” is not a number."),
    ],
)
def test_a_wrong_rate_is_named_and_the_right_ones_stay(typed, complaint):
    assert read_learning_rates(["0.1", typed, "0.2"]) == ((0.1, 0.2), [complaint])


def test_more_rates_than_can_run_at_once_are_named():
    rates, complaints = read_learning_rates([f"0.{digit}" for digit in range(1, 10)])
    assert len(rates) == MOST_RATES
    assert complaints == ["Learning rate “0.9” is left out: 8 rates run at once."]


@pytest.mark.parametrize("text", ["1", "10000", "7.0", "1e3"])
def test_a_whole_number_in_range_is_no_problem(text):
    assert problem_in_link(controls()["epochs"], [text]) == ""


@pytest.mark.parametrize(
    "text", ["", "abc", "inf", "-inf", "nan", "1e400", "-1", "99999999999", "<b>", "1.5", "⅓", "1e-5"]
)
def test_what_is_no_whole_number_in_range_is_told_what_is(text):
    problem = problem_in_link(controls()["epochs"], [text])
    assert problem == f"{LEFT_OUT} Epochs must be a whole number from 1 to 10,000, not “{text}”."


def test_a_number_in_range_may_have_decimals():
    assert problem_in_link(controls()["noise"], ["0.25"]) == ""
    problem = problem_in_link(controls()["noise"], ["1.01"])
    assert problem == f"{LEFT_OUT} Noise must be a number from 0 to 1, not “1.01”."


@pytest.mark.parametrize(("text", "number"), [("0.5", 0.5), ("0,5", 0.5), ("1,000.5", None), ("one", None)])
def test_a_number_is_read_with_a_point_or_a_comma(text, number):
    assert read_number(text) == pytest.approx(np.nan if number is None else number, nan_ok=True)


def test_every_word_of_a_complaint_about_rates_is_said():
    _, complaints = read_learning_rates(["?", "0", "1", "1", *"23456789", "12"], say=marked)
    assert len(complaints) == 5
    for complaint in complaints:
        assert not re.search("[A-Za-z]", outside_marks(complaint).replace("1e-09", ""))


WRONG = [
    ("rates", ["1"] * 900, "at most 8 rates, not 900."),
    ("colours", ["11"], "different digits from 0 to 7, not “11”."),
    ("rate", ["?"], "a number, not “?”."),
    ("seed", ["1.5"], "a whole number from 0 to 4,294,967,295, not “1.5”."),
    ("noise", ["2"], "a number from 0 to 1, not “2”."),
    ("noise", ["0.5", "0.5"], "given once, not 2 times."),
    ("x", ["2", "1"], f"{A_RANGE}, not “2, 1”."),
    ("x", ["0", "11"], f"{A_RANGE}, not “0, 11”."),
    ("x", ["0"], f"{A_RANGE}, not “0”."),
    ("level", ["9"], "a whole number from 1 to 5, not “9”."),
    ("log", ["1"], "true or false, not “1”."),
    ("own", ["1"], "true or false, not “1”."),
]


@pytest.mark.parametrize(("key", "texts", "told"), WRONG)
def test_what_is_wrong_in_a_link_is_told_in_one_form(key, texts, told):
    control = controls()[key]
    assert problem_in_link(control, texts) == f"{LEFT_OUT} {control.label} must be {told}"


@pytest.mark.parametrize(("key", "texts"), [(key, texts) for key, texts, _ in WRONG])
def test_every_word_of_a_complaint_about_a_link_is_said(key, texts):
    complaint = problem_in_link(controls(marked)[key], texts, say=marked)
    assert complaint
    assert not re.search("[A-Za-z]", outside_marks(complaint))


@pytest.mark.parametrize("key", [key for key, control in controls().items() if control.kind == "choice"])
def test_a_complaint_about_a_choice_lists_what_a_link_may_hold_in_any_language(key):
    left = outside_marks(problem_in_link(controls(marked)[key], ["?"], say=marked))
    *others, last = controls()[key].options
    assert left == f"{', '.join(others)}{last}?"


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ({"slot": 0, "rate": 0.631}, {"slot": 0, "rate": 0.631}),
        ({"slot": 7, "rate": 1}, {"slot": 7, "rate": 1.0}),
        ({"add": 1e-9}, {"add": 1e-9}),
        ({"start": [-100, 2.5]}, {"start": (-100.0, 2.5)}),
    ],
)
def test_what_a_hand_may_move_is_read_as_the_player_says_it(said, moved):
    assert what_was_moved(said) == moved
    assert {type(value) for value in what_was_moved(said).values()} <= {int, float, tuple}


@pytest.mark.parametrize(
    "said",
    [
        {"slot": 0, "rate": 2e9},
        {"slot": 0.0, "rate": 0.5},
        {"slot": True, "rate": 0.5},
        {"slot": 0},
        {"add": 0},
        {"add": True},
        {"add": "0.5"},
        {"add": math.nan},
        {"add": 10**400},
        {"start": [0, 100.1]},
        {"start": [0, math.inf]},
        {"start": [0]},
        {"start": "00"},
        [],
        "moved",
    ],
)
def test_what_a_hand_cannot_have_moved_is_refused(said):
    assert what_was_moved(said) == {}
