"""A teacher's link does what it asks for, or opens the page."""

from urllib.parse import parse_qs, urlsplit

import pytest

from gd_core.cases import DID, WHY
from gd_core.control_values import for_link
from gd_core.controls import CAN_BE_LOCKED, controls
from gd_core.teaching.teachers_link import (
    ANSWERS,
    HIDING,
    RUNS,
    Task,
    flags_of,
    link_with,
    names_of_hiding,
    read_link,
    read_task,
)

KEYS = ", ".join(CAN_BE_LOCKED)


@pytest.mark.parametrize(
    "task",
    [
        Task(),
        Task(hide=ANSWERS),
        Task(hide=RUNS, lock=("noise", "seed"), without=("x", "rates")),
        Task(lock=CAN_BE_LOCKED),
    ],
)
def test_the_flags_of_a_task_are_read_as_that_task(task):
    flags = {name: [text] for name, text in flags_of(task).items()}
    assert read_task(flags, rates=["0.5"]) == (task, "")


def test_where_the_page_opens_is_asked_for_only_where_that_is_not_its_first_part():
    assert flags_of(Task(hide=RUNS), WHY) == {"hide": "runs", "part": "Why?"}
    assert flags_of(Task(), DID) == {}


def test_whatever_can_be_hidden_has_a_name_and_so_has_hiding_nothing():
    assert list(names_of_hiding()) == ["", *HIDING]


def test_a_link_keeps_what_is_set_but_for_what_is_dropped_or_set_anew():
    given = {"rates": ["0.1", "0.5"], "part": ["Why?"], "quiz": ["1 & 2"], "hide": ["runs"]}
    made = urlsplit(link_with("http://lab/", given, ["quiz"], {"hide": "answers"}))
    assert parse_qs(made.query) == {"rates": ["0.1", "0.5"], "part": ["Why?"], "hide": ["answers"]}
    assert parse_qs(urlsplit(link_with("http://lab/", given, [], {})).query) == given
    assert link_with("http://lab/", given, list(given), {}) == "http://lab/"


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        ({"hide": ["everything"]}, "hide must be answers or runs, not “everything”."),
        ({"hide": [""]}, "hide must be answers or runs, not “”."),
        ({"hide": ["runs", "answers"]}, "hide must be given once, not 2 times."),
        ({"lock": ["noise,brakes"]}, f"lock must be some of {KEYS}, not “brakes”."),
        (
            {"without": ["noise } body { display: none"]},
            f"without must be some of {KEYS}, not “noise }} body {{ display: …”.",
        ),
        ({"lock": ["noise,seed"], "without": ["seed"]}, "seed must be locked or left out, not both."),
        ({"lock": ["noise"], "hide": ["x"]}, "hide must be answers or runs, not “x”."),
    ],
)
def test_a_flag_that_is_wrong_or_contradicts_another_opens_the_page_and_is_named(flags, reason):
    task, problem = read_task(flags)
    assert task == Task()
    assert problem.endswith(reason)


def test_rates_of_which_none_can_run_are_never_kept_from_being_changed():
    for flag in ("lock", "without"):
        task, problem = read_task({flag: ["rates"]}, rates=["fast", "0"])
        assert task == Task()
        assert "must be free" in problem
        assert read_task({flag: ["rates"]}, rates=["fast", "0.5"])[1] == ""


def test_a_control_is_named_once_however_often_the_link_does():
    assert read_task({"lock": ["noise,noise"]})[0].lock == ("noise",)


def test_whatever_changes_a_number_can_be_locked():
    locked = {"rates", "epochs", "noise", "seed", "data", "x", "n", "slope", "intercept", "scaling", "own"}
    assert locked | {"w", "b", "same"} <= {*CAN_BE_LOCKED}


@pytest.mark.parametrize(
    ("key", "given"),
    [("scaling", ["standardised"]), ("x", ["0", "2"]), ("slope", ["3"]), ("data", ["nile"])],
)
def test_a_link_that_sets_for_a_curve_what_is_of_lines_alone_is_told_so_and_for_a_line_is_not(key, given):
    _, problems = read_link({"model": ["hills"], key: given, "same": ["true"], "noise": ["0.2"]})
    assert list(problems) == [key]
    assert "is of lines alone" in problems[key]
    assert "two hills" in problems[key]
    assert read_link({key: given})[1] == {}
    default = for_link(controls()[key].default)
    assert read_link({"model": ["hills"], key: [default] if isinstance(default, str) else default})[1] == {}
