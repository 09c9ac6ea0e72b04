"""A curve on the page: every part opens, what is of lines alone says so, and a case says where to look."""

import pytest

from gd_core.cases import CASES, where_to_look
from gd_core.control_values import for_link, values_of_settings
from tests.capture import APP, AppTest


def opened(**link):
    page = AppTest.from_file(APP, default_timeout=60)
    for key, value in link.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def shown(page):
    return " ".join(block.value for block in (*page.markdown, *page.info))


def link_of(case):
    """Return the link of a case."""
    values, lesson = values_of_settings(CASES[case]), values_of_settings(CASES["The lesson"])
    return {
        key: for_link(value) if key != "rates" else value
        for key, value in values.items()
        if value != lesson[key]
    }


@pytest.mark.parametrize("case", [case for case in CASES if not CASES[case].is_a_line])
def test_each_case_of_a_curve_opens_from_its_link_and_is_marked(case):
    page = opened(**link_of(case))
    assert page.session_state["case"] == case
    assert "known" in shown(page)


@pytest.mark.parametrize(
    ("part", "told", "untold"),
    [
        ("Which rates would work?", "Each dot is a run of its own", "Which of them moves the limit?"),
        ("Why?", "are here for a line alone", "Would another scale for x help?"),
        ("Can you predict it?", "Rounds are of lines", "Every rate starts at"),
        ("Take it with you", "The **script** does the same runs", "Rounds are of lines"),
    ],
)
def test_each_part_of_a_curve_opens_and_what_is_of_lines_alone_is_not_there(part, told, untold):
    page = shown(opened(model="hills", part=part, scaling="centred", said="1-1-201-dcs"))
    assert told in page
    assert untold not in page


def test_a_link_that_hides_shows_a_curve_and_says_why():
    assert "This link asks for a prediction first." in shown(opened(model="neuron", hide="runs"))


def test_a_case_that_is_chosen_says_where_to_look():
    page = opened(model="hills")
    page.pills(key="case").set_value("The start decides").run()
    assert not page.exception
    assert where_to_look("The start decides") in shown(page)


def test_a_step_can_be_looked_at_at_any_epoch():
    page = opened(model="neuron-ce", part="Why?", momentum="0.5", epoch="7", rates=["0.1", "1"], rate="1")
    assert all(rf"v_{axis} &\leftarrow \beta \cdot v_{axis}" in shown(page) for axis in "wb")
