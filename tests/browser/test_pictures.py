"""The pictures: what they draw, and what the pointer does in them."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import expect

from gd_core.experiment import Settings, experiment_of
from tests.browser.lab import box_of, number

FILES_ONLY = "script-src 'self' 'unsafe-inline' 'unsafe-eval'"  # the player's script comes as a blob


def test_the_pictures_draw_what_gd_core_computes_at_the_players_epoch(lab):
    runs = experiment_of(Settings()).runs
    for epoch in (100, 0, 13):
        lab.set_epoch(epoch)
        assert_draws(lab, runs, epoch)


def test_a_click_in_the_map_starts_every_run_there(lab):
    lab.map.scroll_into_view_if_needed()
    lab.map.click(position={"x": 320, "y": 130})
    expect(lab.page).to_have_url(re.compile("own=true"))
    lab.control("more").locator("summary").click()
    w, b = (number(lab.control(key).get_by_role("spinbutton").input_value()) for key in "wb")
    in_link = parse_qs(urlsplit(lab.page.url).query)
    assert [float(in_link[key][0]) for key in "wb"] == [w, b]
    lab.slider.press("Home")
    lab.wait_for(lambda: all([run_w, run_b] == [w, b] for _, run_w, run_b in lab.numbers()))
    runs = experiment_of(Settings(own_start=True, start_w=w, start_b=b)).runs
    assert [number(text) for text in lab.table()[3::5]] == runs.losses[:, -1].tolist()


def test_a_click_beyond_what_a_start_may_be_takes_the_nearest_and_says_so(open_page):
    lab = open_page("data=nile")
    lab.wait_until_drawn()
    lab.map.scroll_into_view_if_needed()
    lab.map.click(position={"x": 200, "y": 80})
    expect(lab.page.get_by_text("A start is from −100 to 100: the nearest was taken.")).to_be_visible()
    expect(lab.page).to_have_url(re.compile("own=true.*b=100"))


def test_pointing_at_a_line_of_the_fit_draws_its_residuals(lab):
    lab.fit.scroll_into_view_if_needed()
    before = lab.fit.locator("svg line").count()
    slowest = lab.fit.locator('svg [aria-roledescription="rule mark"][aria-label*="slot: 0"]')
    box = box_of(slowest)
    lab.page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.9 * box["height"])  # it climbs
    expect(lab.fit.locator("svg line")).to_have_count(before + 100)
    expect(lab.fit).to_contain_text("residuals: learning rate = 0.01")


def test_without_the_players_script_the_pictures_show_the_last_epoch(open_page, console_errors):
    lab = open_page(prepare=forbid_scripts_that_are_not_files)
    expect(lab.pictures).to_have_count(3)
    runs = experiment_of(Settings()).runs
    lab.wait_for(lambda: all(lab.drawn_now().values()))
    assert_draws(lab, runs, 100)
    assert any("violates" in error for error in console_errors)
    console_errors.clear()


def assert_draws(lab, runs, epoch):
    """The pictures' marks are where the runs are at this epoch; the fit's line crosses x = 0 at b."""
    losses, (w, b), epochs = runs.losses[:, epoch], runs.parameters[:, epoch].T, [epoch] * 3
    for name, drawn in {"loss": [epochs, losses], "map": [w, b, epochs], "fit": [b]}.items():
        np.testing.assert_allclose(lab.drawn_now()[name], np.column_stack(drawn), rtol=1e-11)


def forbid_scripts_that_are_not_files(page):
    def forbid(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": FILES_ONLY})

    page.context.grant_permissions(["local-network-access"])  # a page handed in by us counts as a stranger
    page.route(re.compile(r"/\?$"), forbid)
