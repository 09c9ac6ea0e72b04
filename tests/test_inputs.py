"""What is typed and what a link says is read as it is meant, and what is wrong is told."""

import math
import re

import numpy as np
import pytest

from gd_core.control_values import for_link
from gd_core.controls import controls
from gd_core.experiment import MOST_RATES
from gd_core.inputs import (
    end_typed,
    number_typed,
    problem_in_link,
    read_number,
    value_in_link,
    what_was_moved,
)
from gd_core.numbers import exact
from gd_core.typed_rates import add_rates, read_learning_rates
from tests.marked import marked, outside_marks

LEFT_OUT = "One thing in the link was left out:"
A_RANGE = "two numbers from −10 to 10, the smaller one first, equal or at least 0.01 apart"


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
        ("1.752×10⁻⁷", 1.752e-7),
        ("1.752 × 10^-7", 1.752e-7),
        ("10⁻³", 1e-3),
        ("1e−3", 1e-3),
        ("1/100", 0.01),
        ("1 / 3", 1 / 3),
        (".5", 0.5),
        ("1.500", 1.5),
        ("\u200b0.5\ufeff", 0.5),
        ("1,000.5", 1000.5),
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
        ("0", "Learning rate “0” cannot run: a rate is from 1×10⁻¹¹⁰ to 1×10⁹."),
        ("-0.1", "Learning rate “-0.1” cannot run: a rate is from 1×10⁻¹¹⁰ to 1×10⁹."),
        ("inf", "Learning rate “inf” cannot run: a rate is from 1×10⁻¹¹⁰ to 1×10⁹."),
        ("1e400", "Learning rate “1e400” cannot run: a rate is from 1×10⁻¹¹⁰ to 1×10⁹."),
        ("0.1", "Learning rate “0.1” is in the list already."),
        ("1,500", "Learning rate: “1,500” is not clear. Write 1.5 or 1500."),
        ("x" * 5000, f"Learning rate “{'x' * 24}…” is not a number."),
    ],
)
def test_a_wrong_rate_is_named_and_the_right_ones_stay(typed, complaint):
    assert read_learning_rates(["0.1", typed, "0.2"]) == ((0.1, 0.2), [complaint])


def test_more_rates_than_can_run_at_once_are_named():
    rates, complaints = read_learning_rates([f"0.{digit}" for digit in range(1, 10)])
    assert len(rates) == MOST_RATES
    assert complaints == ["Learning rate “0.9” is left out: 8 rates run at once."]


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("0.25", ["0.25"]),
        ("0,25", ["0.25"]),
        (" ,5 ", ["0.5"]),
        ("0.5; 1e-3", ["0.5", "0.001"]),
        ("0,5;0,25", ["0.5", "0.25"]),
        ("0.5, 0.25, 1", ["0.5", "0.25", "1"]),
        ("0.5,0.25,", ["0.5", "0.25"]),
        ("0.5\n0.25\t1", ["0.5", "0.25", "1"]),
        ("0,02, 0,03", ["0.02", "0.03"]),
        ("0,02; 0,03", ["0.02", "0.03"]),
        ("0.02,0.03,1", ["0.02", "0.03", "1"]),
        ("[0.01, 0.02]", ["0.01", "0.02"]),
        ("1.752×10⁻⁷ 1 / 100", ["1.752e-07", "0.01"]),
        ("1e−3,1e−2", ["0.001", "0.01"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_a_line_of_rates_is_parted_as_students_write_and_paste_it(line, added):
    assert add_rates(line, ["0.1"]) == (["0.1", *added], "", [])


def test_what_is_wrong_in_a_line_of_rates_is_told_and_stays_to_be_mended_and_the_rest_is_added():
    listed, left, complaints = add_rates("0.2 fast 0.1 -3 1,500", ["abc", "0.1"])
    assert listed == ["abc", "0.1", "0.2"]
    assert left == "fast -3 1,500"
    assert [complaint.split("”")[0].replace(":", "") for complaint in complaints] == [
        f"Learning rate “{text}" for text in ("fast", "0.1", "-3", "1,500")
    ]
    assert add_rates(left, listed)[:2] == (listed, left)


def test_several_rates_that_stand_in_the_list_as_one_are_parted_there_and_others_stay_as_they_are():
    assert add_rates("", ["0.02, 0.03, 0.04", "0,5", "1,2,3", "a b"]) == (
        ["0.02", "0.03", "0.04", "0,5", "1,2,3", "a b"],
        "",
        [],
    )


def test_a_rate_for_which_there_is_no_room_stays_until_there_is():
    full = [f"0.{digit}" for digit in range(1, 9)]
    assert add_rates("0.9", full)[:2] == (full, "0.9")
    assert add_rates("0.9", full[1:])[:2] == ([*full[1:], "0.9"], "")


OF_LINKS = {  # a value that each kind of control can have, and what no link can set it to
    "choice": ("scaling", "centred", ["big"]),
    "switch": ("same", True, ["yes"]),
    "range": ("x", (-0.5, 2.0), ["1", "0"]),
    "count": ("round", 9_999, ["1.5"]),
    "number": ("w", -2.5, ["1,5"]),
    "slider": ("noise", 1.0, ["0.1", "0.2"]),
}


@pytest.mark.parametrize(("key", "value", "wrong"), OF_LINKS.values(), ids=OF_LINKS)
def test_a_link_sets_a_control_to_what_was_written_into_it_and_else_to_its_default(key, value, wrong):
    control, written = controls()[key], for_link(value)
    read = value_in_link(control, [written] if isinstance(written, str) else written)
    assert (read, type(read)) == (value, type(value))
    assert value != control.default
    assert value_in_link(control, wrong) == value_in_link(control, []) == control.default


STEPPED, TYPED = (
    [key for key, control in controls().items() if control.kind in kinds]
    for kinds in (("number", "count"), ("typed",))
)


def as_its_box_has(key, number):
    return exact(number) if key in TYPED else float(number)


@pytest.mark.parametrize("key", STEPPED + TYPED)
def test_a_number_that_is_not_allowed_changes_nothing_and_says_what_is(key):
    control, say = controls(marked)[key], marked
    least, most = control.allowed
    for typed in (least - 7.5 - abs(least), 2 * most + 12_345, -1e300, 1e300):
        before = most
        number, complaints = number_typed(control, as_its_box_has(key, typed), before=before, say=say)
        assert number == before
        (complaint,) = complaints
        assert control.label in complaint
        assert not re.search("[A-Za-z]", re.sub(r"e\+\d+", "", outside_marks(complaint)))


@pytest.mark.parametrize("key", STEPPED + TYPED)
def test_a_number_that_is_allowed_is_taken_up_to_the_limits(key):
    control = controls()[key]
    for limit in control.allowed:
        number, complaints = number_typed(control, as_its_box_has(key, limit), before=control.default)
        assert (number, type(number), complaints) == (limit, type(limit), [])


@pytest.mark.parametrize("key", STEPPED)
def test_a_step_beyond_a_limit_stops_there(key):
    control = controls()[key]
    step = control.step or 1
    for limit, sign in zip(control.allowed, (-1, 1), strict=True):
        assert number_typed(control, float(limit + sign * step), before=limit) == (limit, [])
        inside = limit - sign
        assert number_typed(control, float(inside + sign * step), before=inside) == (limit, [])


def test_what_is_typed_beyond_a_limit_is_told_however_near():
    told = "True slope must be a number from −10 to 10, not “10.5”."
    assert number_typed(controls()["slope"], "10.5", before=10.0) == (10.0, [told])


WRITTEN = pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0,5", 0.5),
        ("-1/4", -0.25),
        ("−96.5", -96.5),
        ("1e−3", 1e-3),
        ("2×10³", 2000.0),
        ("−1 250,5", -1250.5),
    ],
)


@WRITTEN
def test_a_start_is_read_as_people_write_it(typed, meant):
    assert number_typed(controls()["w"], typed, before=7.0) == (meant, [])


@WRITTEN
@pytest.mark.parametrize("key", ["slope", "intercept"])
def test_slope_and_intercept_are_read_as_people_write_them(key, typed, meant):
    number, complaints = number_typed(controls()[key], typed, before=7.0)
    assert number == (meant if abs(meant) <= 10 else 7.0)
    assert len(complaints) == (abs(meant) > 10)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("−96,913", "Start w: “−96,913” is not clear. Write -96.913 or -96913."),
        ("abc", "Start w must be a number from −1×10⁶⁰ to 1×10⁶⁰, not “abc”."),
        ("", "Start w must be a number from −1×10⁶⁰ to 1×10⁶⁰, not “”."),
    ],
)
def test_a_start_that_is_not_clear_or_no_number_changes_nothing_and_says_so(typed, told):
    assert number_typed(controls()["w"], typed, before=7.0) == (7.0, [told])


def test_a_number_of_epochs_with_decimals_is_told_to_be_whole():
    assert number_typed(controls()["epochs"], 30.5, before=100) == (
        100,
        ["Epochs must be a whole number from 1 to 10,000, not “30.5”."],
    )


@pytest.mark.parametrize(
    ("end", "typed", "after"),
    [
        (0, "0,2", (0.2, 1.0)),
        (0, "1/2", (0.5, 1.0)),
        (1, "1.5", (0.0, 1.5)),
        (1, "8e-1", (0.0, 0.8)),
        (1, "0", (0.0, 0.0)),
        (0, "2", (2.0, 3.0)),
        (1, "−2", (-3.0, -2.0)),
        (0, "10", (10.0, 10.0)),
        (1, "-10", (-10.0, -10.0)),
    ],
)
def test_an_end_of_a_range_is_what_was_typed_and_takes_the_other_along_where_it_passes_it(end, typed, after):
    assert end_typed(controls()["x"], typed, end=end, before=(0.0, 1.0)) == (after, [])


@pytest.mark.parametrize(
    ("end", "typed", "given"),
    [
        (1, "11", "0, 11"),
        (1, "10.05", "0, 10.05"),
        (0, "-1e9", "-1000000000, 1"),
        (1, "0,005", "0, 0.005"),
        (0, "abc", "abc, 1"),
        (1, "", "0, "),
    ],
)
def test_an_end_of_a_range_that_is_not_allowed_changes_nothing_and_says_what_is(end, typed, given):
    told = f"Range of x must be {A_RANGE}, not “{given}”."
    assert end_typed(controls()["x"], typed, end=end, before=(0.0, 1.0)) == ((0.0, 1.0), [told])


def test_an_end_that_may_be_two_numbers_is_asked_for_again():
    told = "Range of x: “1,500” is not clear. Write 1.5 or 1500."
    assert end_typed(controls()["x"], "1,500", end=1, before=(0.0, 1.0)) == ((0.0, 1.0), [told])


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


@pytest.mark.parametrize(
    ("text", "number"), [("0.5", 0.5), ("0,5", 0.5), ("1,000.5", 1000.5), ("1,500", None), ("one", None)]
)
def test_a_number_is_read_with_a_point_or_a_comma(text, number):
    assert read_number(text) == pytest.approx(np.nan if number is None else number, nan_ok=True)


def test_every_word_of_a_complaint_about_rates_is_said():
    _, complaints = read_learning_rates(["?", "0", "1", "1", *"23456789", "12"], say=marked)
    assert len(complaints) == 5
    for complaint in complaints:
        assert not re.search("[A-Za-z]", outside_marks(complaint))


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
        ({"add": 6.8e-13}, {"add": 6.8e-13}),
        ({"start": [-3e15, 2.5]}, {"start": (-3e15, 2.5)}),
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
        {"start": [0, 1.001e60]},
        {"start": [0, math.inf]},
        {"start": [0]},
        {"start": "00"},
        [],
        "moved",
    ],
)
def test_what_a_hand_cannot_have_moved_is_refused(said):
    assert what_was_moved(said) == {}
