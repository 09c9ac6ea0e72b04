import re
from dataclasses import fields

import numpy as np
import pytest

from gd_core.experiment import ALLOWED, MOST_RATES, Settings
from gd_core.inputs import (
    CHOICES,
    COUNTS,
    NUMBERS,
    OPTIONS,
    SOURCES,
    SWITCHES,
    VIEWS,
    label_of,
    name_of_source,
    problem_in_link,
    problem_with_number,
    read_learning_rates,
    read_number,
)
from tests.marked import marked, outside_marks


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
    assert problem_with_number(text, "Epochs", least=1, most=10_000) == ""


@pytest.mark.parametrize(
    "text", ["", "abc", "inf", "-inf", "nan", "1e400", "-1", "99999999999", "<b>", "1.5", "⅓", "1e-5"]
)
def test_what_is_no_whole_number_in_range_is_told_what_is(text):
    problem = problem_with_number(text, "Epochs", least=1, most=10_000)
    assert problem == f"Epochs must be a whole number from 1 to 10,000, not “{text}”."


def test_a_number_in_range_may_have_decimals():
    assert problem_with_number("0.25", "Noise", least=0.0, most=1.0) == ""
    problem = problem_with_number("1.01", "Noise", least=0.0, most=1.0)
    assert problem == "Noise must be a number from 0 to 1, not “1.01”."


@pytest.mark.parametrize(("text", "number"), [("0.5", 0.5), ("0,5", 0.5), ("1,000.5", None), ("one", None)])
def test_a_number_is_read_with_a_point_or_a_comma(text, number):
    assert read_number(text) == pytest.approx(np.nan if number is None else number, nan_ok=True)


def test_every_control_stands_for_a_setting_or_has_a_range():
    settings = {field.name for field in fields(Settings)}
    assert set((NUMBERS | SWITCHES | CHOICES).values()) <= settings
    assert set(COUNTS) <= set(ALLOWED)


def test_every_control_and_source_has_one_name_of_its_own():
    keys = ["rates", "colours", "rate", *NUMBERS, *SWITCHES, *CHOICES, *COUNTS, *VIEWS]
    assert len({label_of(key) for key in keys}) == len(keys)
    assert [name_of_source(source) for source in SOURCES] == list(SOURCES)


def test_every_word_of_a_complaint_about_rates_is_said():
    _, complaints = read_learning_rates(["?", "0", "1", "1", *"23456789", "12"], say=marked)
    assert len(complaints) == 5
    for complaint in complaints:
        assert not re.search("[A-Za-z]", outside_marks(complaint).replace("1e-09", ""))


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("rates", ["1"] * 900),
        ("colours", ["11"]),
        ("rate", ["?"]),
        ("seed", ["1.5"]),
        ("noise", ["2"]),
        ("noise", ["0.5", "0.5"]),
        ("x", ["2", "1"]),
        ("level", ["9"]),
        ("log", ["1"]),
        ("own", ["1"]),
    ],
)
def test_every_word_of_a_complaint_about_a_link_is_said(key, texts):
    complaint = problem_in_link(key, texts, say=marked)
    assert complaint
    assert not re.search("[A-Za-z]", outside_marks(complaint))


@pytest.mark.parametrize("key", CHOICES)
def test_a_complaint_about_a_choice_lists_what_a_link_may_hold_in_any_language(key):
    left = outside_marks(problem_in_link(key, ["?"], say=marked))
    assert left == "".join([", ".join(OPTIONS[key][:-1]), OPTIONS[key][-1], "?"])
