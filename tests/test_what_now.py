"""What the page advises is one button away, can be undone, and gives nothing away that a link keeps back."""

import pytest

from gd_core.cases import PREDICT, WHY
from gd_core.experiment import MY_OWN, Settings, experiment_of
from gd_core.own_points.link import to_link
from gd_core.own_points.reading import OwnPoints
from gd_core.parts.blocks import Button
from gd_core.parts.what_now import what_now
from gd_core.teaching.prediction_link import case_to_link
from gd_core.teaching.predictions import Prediction
from gd_core.telling.advice import advice
from tests.blocks import texts_of, the
from tests.test_app import assert_shows, open_page, run, texts_on

X, Y = (850.0, 1400.0, 1850.0, 2700.0, 4000.0), (118e3, 199e3, 270e3, 410e3, 884e3)
HOUSES = {"data": MY_OWN, "points": to_link(OwnPoints(X, Y))}
OF_HOUSES = Settings(points_from=MY_OWN, points=(X, Y))
ADVISED = advice(experiment_of(OF_HOUSES))
CRAWLING = Settings(learning_rates=(0.001,))


def the_button(page):
    """Return the button that does what is advised, or undoes it; None where there is none."""
    return next((button for button in page.button if button.key == "advice"), None)


def press(page):
    the_button(page).click()
    return run(page)


def test_what_helps_is_said_and_one_press_does_it_and_another_undoes_it():
    page = open_page(**HOUSES)
    assert ADVISED.sentence in texts_on(page)
    assert the_button(page).label == "Standardise x"
    assert_shows(press(page), ADVISED.settings)
    assert page.query_params["scaling"] in ("standardised", ["standardised"])
    assert the_button(page).label == "Undo"
    assert_shows(press(page), OF_HOUSES)
    assert "scaling" not in page.query_params
    assert the_button(page).label == "Standardise x"


def test_a_rate_that_helps_is_added_while_nothing_under_more_is_drawn():
    page = open_page(rates="0.001")
    added = advice(experiment_of(CRAWLING)).settings
    assert_shows(press(page), added)
    assert page.query_params["rates"] == ["0.001", "0.63"]
    assert_shows(press(page), CRAWLING)


def test_it_can_be_undone_until_something_else_is_set():
    page = press(open_page(**HOUSES))
    page.number_input(key="epochs").set_value(50)
    assert the_button(run(page)) is None
    page.number_input(key="epochs").set_value(100)
    assert the_button(run(page)) is None


def test_on_the_opening_page_nothing_is_advised():
    assert the_button(open_page()) is None
    assert what_now(experiment_of(Settings())) == []


@pytest.mark.parametrize("hide", ["answers", "runs"])
def test_while_a_prediction_is_asked_for_nothing_is_advised(hide):
    page = open_page(**HOUSES, hide=hide)
    assert the_button(page) is None
    assert ADVISED.sentence not in texts_on(page)
    made = Prediction((0.01, 0.1, 0.5), ("diverges",) * 3)
    page = open_page(**HOUSES, hide=hide, predicted=case_to_link(made, OF_HOUSES))
    assert the_button(page).label == "Standardise x"


def test_while_the_learner_looks_for_answers_nothing_is_advised():
    assert the_button(open_page(**HOUSES, part=PREDICT)) is None
    assert the_button(open_page(**HOUSES, part=WHY)).label == "Standardise x"


@pytest.mark.parametrize("flag", ["lock", "without"])
def test_no_control_that_a_teachers_link_keeps_is_advised_to_be_moved(flag):
    assert the_button(open_page(**HOUSES, **{flag: "scaling,rates"})) is None
    assert the_button(open_page(rates="0.001", **{flag: "rates"})) is None
    page = press(open_page(**HOUSES, **{flag: "rates,noise,epochs"}))
    assert_shows(page, ADVISED.settings)


def test_the_button_sets_no_more_than_it_says():
    advised = the(Button, what_now(experiment_of(OF_HOUSES)))
    assert advised.sets == {"scaling": "standardised", "taken": (OF_HOUSES, ADVISED.settings)}
    undone = the(Button, what_now(experiment_of(ADVISED.settings), taken=advised.sets["taken"]))
    assert undone.sets == {"scaling": "as it is"}


def test_what_was_done_is_said_beside_undo():
    for before, said in ((OF_HOUSES, "x is standardised now"), (CRAWLING, "The rate is in the list now")):
        after = advice(experiment_of(before)).settings
        texts = texts_of(what_now(experiment_of(after), taken=(before, after)))
        assert texts[0].startswith(said)
        assert texts[1] == "Undo"
