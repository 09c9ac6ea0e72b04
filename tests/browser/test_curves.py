"""Two hills and one neuron in Chromium: what is drawn, held and let go is what gd_core computes."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from gd_core.experiment import Settings, experiment_of
from gd_core.models.all_models import CURVES
from gd_core.set_by import OPENINGS

LINKS = {
    "hills": "model=hills",
    "neuron": "model=neuron&noise=0.5&epochs=1000&rates=1&rates=10",
    "neuron-ce": "model=neuron-ce&noise=0.5&epochs=1000&rates=1&rates=10",
}
EACH_MODEL = pytest.mark.parametrize("model", LINKS)


def link_of(lab):
    return parse_qs(urlsplit(lab.page.url).query)


def assert_draws_run(lab, settings, run):
    """Loss and map draw this run at each epoch that they draw, and all three where it is now."""
    runs = experiment_of(settings).runs
    losses, places = lab.drawn_epochs(run)
    assert {0, settings.n_epochs} <= losses.keys()
    for epoch, [loss] in losses.items():
        assert loss == pytest.approx(runs.losses[run, epoch], rel=1e-6)
    for epoch, place in places.items():
        assert place == pytest.approx(runs.parameters[run, epoch], rel=1e-6, abs=1e-9)
    assert lab.drawn_line(run) == pytest.approx(runs.parameters[run, lab.epoch], rel=1e-6)


def assert_curves_are_the_models(lab, settings):
    """The fit draws each run's curve through the heights that its model has there."""
    drawn = lab.page.evaluate(
        """() => [...document.querySelectorAll(".st-key-pictures > :nth-child(3) svg .mark-line path")]
             .map(path => path.__data__.mark.items.map(({ datum }) => [datum.slot, datum.x, datum.y]))"""
    )
    runs, model = experiment_of(settings).runs, CURVES[settings.model]
    rows = [row for line in drawn for row in line if row[0] < len(settings.learning_rates)]
    for slot, x, y in rows:
        assert y == pytest.approx(model.predict(runs.parameters[int(slot), -1], np.array([x]))[0], abs=1e-9)
    assert len({(slot, x) for slot, x, _ in rows}) >= 80 * len(settings.learning_rates)


@EACH_MODEL
def test_a_curve_opens_with_its_three_pictures_and_plays(open_page, model):
    lab = open_page(LINKS[model])
    lab.wait_until_drawn()
    settings = OPENINGS[model]
    assert lab.epoch == settings.n_epochs
    for run in range(len(settings.learning_rates)):
        assert_draws_run(lab, settings, run)
    assert lab.map.locator("image").get_attribute("href").startswith("data:image/png")
    assert_curves_are_the_models(lab, settings)
    lab.set_epoch(7)
    lab.wait_until_pictures_follow()
    runs = experiment_of(settings).runs
    for drawn, place in zip(lab.drawn_now()["map"], runs.parameters[:, 7], strict=False):
        assert drawn == pytest.approx(place)
    lab.play.click()
    lab.wait_for(lambda: lab.epoch > 12)


@pytest.mark.parametrize("model", ["hills", "neuron-ce"])
def test_while_the_start_is_dragged_the_runs_are_those_of_gd_core_and_no_message_is_sent(open_page, model):
    lab = open_page(LINKS[model])
    lab.wait_until_drawn()
    lab.messages.clear()
    plot = lab.plot("map")
    lab.take(plot["x"] + 0.4 * plot["width"], plot["y"] + 0.6 * plot["height"])
    lab.page.mouse.move(plot["x"] + 0.5 * plot["width"], plot["y"] + 0.5 * plot["height"], steps=5)
    lab.frames(10)
    assert lab.messages == []
    [w, b] = lab.drawn_epochs(0)[1][0]
    held = replace(OPENINGS[model], own_start=True, start_w=w, start_b=b)
    assert_draws_run(lab, held, 0)
    lab.page.mouse.up()
    lab.wait_for(lambda: "own" in link_of(lab))
    assert (float(link_of(lab)["w"][0]), float(link_of(lab)["b"][0])) == (w, b)


def test_a_rate_that_is_dragged_over_a_limit_says_so_and_is_let_go(open_page):
    lab = open_page("model=hills&rates=0.03")
    lab.wait_until_drawn()
    assert lab.player.locator(".limit").all_inner_texts() == ["0.0429", "0.186"]
    assert lab.handle("0.03").get_attribute("aria-valuetext") == "0.03, both hold a run"
    lab.handle("0.03").press("PageUp")
    lab.page.keyboard.press("PageUp")
    expect(lab.handle("0.0476")).to_have_attribute("aria-valuetext", "0.0476, wide hill only")
    assert_draws_run(lab, Settings(model="hills", learning_rates=(0.0476,)), 0)
    lab.wait_for(lambda: link_of(lab)["rates"] == ["0.0476"])


def test_a_model_chosen_by_hand_opens_with_what_there_is_to_see(open_page):
    lab = open_page("epochs=5000&own=true&w=3&b=-2")
    lab.wait_until_drawn()
    lab.control("model").get_by_role("combobox").click()
    lab.page.get_by_role("option", name="two hills", exact=True).click()
    told = lab.page.get_by_test_id("stAlert").first
    expect(told).to_contain_text("Epochs: 1,000 is the most for two hills, so it is 1,000 now, not 5,000.")
    expect(told).to_contain_text("the start is w = 0.85, b = 0.1 now.")
    lab.wait_for(lambda: link_of(lab)["epochs"] == ["1000"])
    lab.wait_until_pictures_follow()
    assert_draws_run(lab, Settings(model="hills", n_epochs=1000), 0)


def test_after_a_curve_the_line_is_held_as_a_line(open_page):
    lab = open_page("model=hills")
    lab.wait_until_drawn()
    lab.control("model").get_by_role("combobox").click()
    lab.page.get_by_role("option", name="a line", exact=True).click()
    lab.wait_for(lambda: "model" not in link_of(lab))
    expect(lab.player.locator(".limit")).to_have_text(["limit 0.789"])
    lab.wait_until_pictures_follow()
    lab.handle("0.5").press("PageUp")
    expect(lab.handle("0.629")).to_be_visible()
    assert_draws_run(lab, Settings(learning_rates=(0.01, 0.1, 0.629)), 2)


def test_a_link_that_asks_first_says_that_a_curve_cannot_be_predicted_and_shows_all(open_page):
    lab = open_page("model=hills&hide=answers")
    lab.wait_until_drawn()
    expect(lab.page.get_by_test_id("stAlert")).to_contain_text("of a line alone, so here everything is shown")
    assert lab.player.locator(".limit").all_inner_texts() == ["0.0429", "0.186"]


def test_the_browser_has_nothing_to_warn_of_in_the_sweep_of_a_curve(open_page):
    warned = []
    listen = lambda page: page.on("console", lambda said: warned.append(said.text))  # noqa: E731
    lab = open_page("model=hills&part=Which rates would work?", prepare=listen)
    lab.wait_for(lambda: lab.page.locator(".stPrintGraphic").count() == 4)
    expect(lab.picture("sweep").locator("svg .mark-symbol path").first).to_be_visible()
    assert not [text for text in warned if "Infinite extent" in text]
