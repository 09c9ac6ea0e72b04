import numpy as np
import pytest

from gd_core.experiment import MOST_RATES
from gd_core.inputs import problem_with_number, read_learning_rates, read_number


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
    assert problem_with_number(text, least=1, most=10_000) == ""


@pytest.mark.parametrize(
    "text", ["", "abc", "inf", "-inf", "nan", "1e400", "-1", "99999999999", "<b>", "1.5", "⅓", "1e-5"]
)
def test_what_is_no_whole_number_in_range_is_told_what_is(text):
    problem = problem_with_number(text, least=1, most=10_000)
    assert problem == f"must be a whole number from 1 to 10,000, not “{text}”."


def test_a_number_in_range_may_have_decimals():
    assert problem_with_number("0.25", least=0.0, most=1.0) == ""
    assert problem_with_number("1.01", least=0.0, most=1.0) == "must be a number from 0 to 1, not “1.01”."


@pytest.mark.parametrize(("text", "number"), [("0.5", 0.5), ("0,5", 0.5), ("1,000.5", None), ("one", None)])
def test_a_number_is_read_with_a_point_or_a_comma(text, number):
    assert read_number(text) == pytest.approx(np.nan if number is None else number, nan_ok=True)
