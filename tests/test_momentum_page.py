"""Momentum on the page itself: its slider, its cases, the switch beside, and links that ask first."""

import pytest

from gd_core.cases import CHALLENGES, PREDICT, WHY, WOULD
from gd_core.telling.behaviour import SWINGS
from tests.test_app import open_page, run, table_of, taps_of, texts_on

LESSON_RATES = {"rates": ["0.01", "0.1", "0.5", "1"], "same": "true"}


def toggles(page):
    return [toggle.key for toggle in page.toggle]


def pictures(page):
    return [picture.proto.spec for picture in page.get("vega_lite_chart")]


def test_the_slider_sets_the_momentum_of_all_runs_and_back_at_0_the_page_is_as_before():
    page = open_page()
    before, words = table_of(page), texts_on(page)
    page.slider(key="momentum").set_value(0.9)
    run(page)
    assert set(table_of(page)["behaviour"]) == {SWINGS}
    assert any("2(1 + β)" in text.value for text in page.markdown)
    page.slider(key="momentum").set_value(0.0)
    run(page)
    assert table_of(page).equals(before)
    assert texts_on(page) == words


def test_the_switch_beside_plain_descent_is_there_with_momentum_alone_and_draws_in_all_pictures():
    assert "plain" not in toggles(open_page())
    page = open_page(momentum="0.9", **LESSON_RATES)
    assert "plain" in toggles(page)
    assert sum('"plain"' in spec for spec in pictures(page)) == 0
    page.toggle(key="plain").set_value(True)
    run(page)
    assert sum('"plain"' in spec for spec in pictures(page)) == 3


def test_a_case_of_momentum_draws_plain_descent_beside_it_and_the_lesson_does_not():
    page = open_page()
    page.button_group(key="case").set_value("Beyond the old limit")
    run(page)
    assert page.toggle(key="plain").value
    assert page.query_params["momentum"] == "0.9"
    assert page.query_params["plain"] == "true"
    page.button_group(key="case").set_value("The lesson")
    run(page)
    assert "plain" not in toggles(page)
    assert page.query_params.keys().isdisjoint({"momentum", "plain"})


@pytest.mark.parametrize("part", [WOULD, WHY])
def test_under_each_heading_of_a_part_something_is_told(part):
    texts = texts_on(open_page(momentum="0.9", part=part, **LESSON_RATES))
    headings = [place for place, text in enumerate(texts) if text.startswith("### ") and "\n" not in text]
    assert all(place + 1 < len(texts) and not texts[place + 1].startswith("#") for place in headings)


def test_a_link_that_hides_the_runs_asks_with_the_names_of_momentum():
    page = open_page(hide="runs", momentum="0.9", **LESSON_RATES)
    assert all(SWINGS in row.proto.options[2].content for row in taps_of(page, "does-"))
    assert not any(SWINGS in str(row.proto.options) for row in taps_of(open_page(hide="runs"), "does-"))
    assert "Momentum β: 0.9." in " ".join(texts_on(page))


def test_the_challenges_ask_for_plain_descent_and_the_real_data_speak_of_it():
    page = open_page(momentum="0.9", part=PREDICT, way=CHALLENGES)
    assert sum("set the momentum β to 0" in text for text in texts_on(page)) == 5
    assert any("Without momentum: " in each.value for each in open_page(momentum="0.9", data="nile").caption)
    assert not any("Without momentum" in each.value for each in open_page(data="nile").caption)


def test_the_introduction_has_the_update_rule_of_the_runs():
    assert "w ← w − η · ∂L/∂w" in texts_on(open_page())[0]
    with_momentum = texts_on(open_page(momentum="0.5"))[0]
    assert "v ← β · v + ∂L/∂w" in with_momentum
    assert "η · ∂L/∂w" not in with_momentum
