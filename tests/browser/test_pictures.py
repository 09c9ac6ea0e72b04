"""The pictures: what they draw, and what the pointer does in them."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from gd_core.experiment import Settings, experiment_of
from tests.browser.lab import number

LINE_OF_THE_FIRST_RUN = """() => [...document.querySelectorAll(".st-key-pictures > :last-child line")].find(
  line => line.__data__?.datum?.here?.slot === 0
)"""
FILES_ONLY = "script-src 'self' 'unsafe-inline' 'unsafe-eval'"  # the player's script comes as a blob


def test_the_pictures_draw_what_gd_core_computes_at_the_players_epoch(lab):
    runs = experiment_of(Settings()).runs
    for epoch in (100, 0, 13):
        lab.set_epoch(epoch)
        assert_draws(lab, runs, epoch)


def test_a_click_in_the_map_starts_every_run_there(lab):
    plot = lab.plot("map")
    lab.page.mouse.click(plot["x"] + 0.8 * plot["width"], plot["y"] + 0.3 * plot["height"])
    expect(lab.page).to_have_url(re.compile("own=true"))
    lab.control("more").locator("summary").click()
    w, b = (number(lab.control(key).get_by_role("textbox").input_value()) for key in "wb")
    in_link = parse_qs(urlsplit(lab.page.url).query)
    assert [float(in_link[key][0]) for key in "wb"] == [w, b]
    lab.slider.press("Home")
    lab.wait_for(lambda: all([run_w, run_b] == [w, b] for _, run_w, run_b in lab.numbers()))
    runs = experiment_of(Settings(own_start=True, start_w=w, start_b=b)).runs
    assert [number(text) for text in lab.table()[2::4]] == pytest.approx(runs.losses[:, -1], rel=1e-4)


def test_a_start_may_be_anywhere_that_the_map_shows(open_page):
    lab = open_page("data=nile&rates=1e-7")
    lab.wait_until_drawn()
    plot = lab.plot("map")
    lab.page.mouse.click(plot["x"] + 0.5 * plot["width"], plot["y"] + 0.2 * plot["height"])
    expect(lab.page).to_have_url(re.compile(r"own=true.*b=\d{4}"))


def test_pointing_at_a_line_of_the_fit_draws_its_residuals(lab):
    lab.fit.scroll_into_view_if_needed()
    before = lab.fit.locator("svg line").count()
    box = lab.page.evaluate_handle(LINE_OF_THE_FIRST_RUN).as_element().bounding_box()
    lab.page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.9 * box["height"])  # it climbs
    expect(lab.fit.locator("svg line")).to_have_count(before + 100)
    expect(lab.fit).to_contain_text("residuals of 0.01")


def test_without_the_players_script_the_pictures_show_the_last_epoch(open_page, console_errors):
    lab = open_page(prepare=forbid_scripts_that_are_not_files)
    expect(lab.pictures).to_have_count(3)
    runs = experiment_of(Settings()).runs
    lab.wait_for(lambda: all(lab.drawn_now().values()))
    losses, theta = runs.losses[:, -1], runs.parameters[:, -1]
    for name, drawn in {"loss": losses[:, None], "map": theta, "fit": theta}.items():
        np.testing.assert_allclose(lab.drawn_now()[name], drawn, rtol=1e-11)
    assert any("violates" in error for error in console_errors)
    console_errors.clear()


def assert_draws(lab, runs, epoch):
    """The rows that the pictures draw of the runs at this epoch are gd_core's."""
    losses, theta = runs.losses[:, epoch], runs.parameters[:, epoch]
    for name, drawn in {"loss": losses[:, None], "map": theta, "fit": theta}.items():
        np.testing.assert_allclose(lab.drawn_now()[name], drawn, rtol=1e-11)
    assert set(lab.epochs_of_pictures()) == {epoch}


def forbid_scripts_that_are_not_files(page):
    def forbid(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": FILES_ONLY})

    page.context.grant_permissions(["local-network-access"])  # a page handed in by us counts as a stranger
    page.route(re.compile(r"/\?$"), forbid)
