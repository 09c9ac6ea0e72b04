"""Taking hold of it: a rate on the ruler, the start in the map, the epoch in the loss."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from gd_core.experiment import MY_OWN, Settings, experiment_of
from gd_core.parts.results import results_table, short_verdicts
from gd_core.theory import theory_of
from tests.browser.lab import box_of, number

LESSON = Settings()
FAR_ABOVE = 1e4  # the picture of the loss draws no more of it
BESIDE = Settings(x_range=(-1.0, 3.0), seed=3, noise=0.5, learning_rates=(0.02, 0.3))


def link_of(lab):
    return parse_qs(urlsplit(lab.page.url).query)


def rate_held(lab, run):
    return number(lab.player.locator(".numbers b").nth(run).inner_text())


def assert_draws_run(lab, settings, run, *, slot=None):
    """Loss and map draw this run at each epoch, and all three at the epoch shown, as gd_core computes it."""
    runs = experiment_of(settings).runs
    slot = run if slot is None else slot
    loss, places = lab.drawn_epochs(slot)
    assert len(loss) == len(runs.losses[run])
    for epoch, drawn in loss.items():
        if drawn[0] is not None and runs.losses[run, epoch] < FAR_ABOVE:
            np.testing.assert_allclose(drawn[0], runs.losses[run, epoch], rtol=1e-9)
    for epoch, drawn in places.items():
        if None not in drawn:
            np.testing.assert_allclose(drawn, runs.parameters[run, epoch], rtol=1e-9)
    assert sum(None not in drawn for drawn in places.values()) > 0
    np.testing.assert_allclose(lab.drawn_line(slot), runs.parameters[run, lab.epoch], rtol=1e-9)


def drag_from(lab, place, *, by):
    lab.page.mouse.move(place[0] + by, place[1], steps=6)
    lab.frames(3)


def test_a_rate_is_dragged_through_the_limit_and_back_and_its_run_and_words_follow(lab):
    limit = theory_of(experiment_of(LESSON).dataset).limit
    verdict = lab.player.locator(".numbers em").nth(2)
    lab.messages.clear()
    place = lab.take_handle("0.5")
    for by, word in ((60, "diverges, error ×"), (-200, "converges smoothly"), (25, "zigzags in")):
        drag_from(lab, place, by=by)
        rate = rate_held(lab, 2)
        assert (rate > limit) == (by == 60)
        expect(verdict).to_contain_text(word)
        assert_draws_run(lab, replace(LESSON, learning_rates=(0.01, 0.1, rate)), 2)
    assert lab.messages == []
    lab.page.mouse.up()
    expect(lab.page).to_have_url(re.compile(f"rates={rate}"))
    assert link_of(lab)["rates"] == ["0.01", "0.1", str(rate)]


@pytest.mark.parametrize("settings", [LESSON, BESIDE])
def test_what_is_drawn_of_a_held_rate_is_what_gd_core_computes_on_other_points_too(open_page, settings):
    low, high = settings.x_range
    rates = "&".join(f"rates={rate}" for rate in settings.learning_rates)
    lab = open_page(f"x={low}&x={high}&seed={settings.seed}&noise={settings.noise}&{rates}")
    lab.wait_until_drawn()
    lab.set_epoch(17)
    place = lab.take_handle(str(settings.learning_rates[-1]))
    run = len(settings.learning_rates) - 1
    for by in (-90, -31, 12):
        drag_from(lab, place, by=by)
        rates = (*settings.learning_rates[:-1], rate_held(lab, run))
        assert_draws_run(lab, replace(settings, learning_rates=rates), run)
    lab.page.mouse.up()


def test_with_momentum_a_held_rate_is_drawn_and_told_as_gd_core_does_in_all_zones(open_page):
    settings = Settings(learning_rates=(0.02, 0.5), momentum=0.5)
    lab = open_page("momentum=0.5&rates=0.02&rates=0.5")
    lab.wait_until_drawn()
    zones = lab.player.locator(".zone").all_inner_texts()
    assert [zone.split()[-1] for zone in zones] == ["crawl", "smooth", "swings", "zigzag", "diverge"]
    lab.set_epoch(17)
    place, told = lab.take_handle("0.5"), set()
    for by in (-400, -290, -60, 30, 71, 74, 120):
        drag_from(lab, place, by=by)
        held = replace(settings, learning_rates=(0.02, rate_held(lab, 1)))
        assert_draws_run(lab, held, 1)
        said = short_verdicts(results_table(experiment_of(held)), with_momentum=True)[1]
        assert lab.player.locator(".numbers em").nth(1).inner_text() == said
        told.add(said.split(",")[0])
    assert {"crawls", "converges smoothly", "swings in and converges", "diverges"} <= told
    lab.page.mouse.up()


HELD = {
    "just above the limit": Settings(start_w=-1.4, start_b=-0.4, learning_rates=(0.772,)),
    "no error where it would grow": Settings(start_b=1, noise=0, x_range=(-1, 1), learning_rates=(1.07,)),
    "already at the answer": Settings(start_w=2, start_b=1, noise=0, learning_rates=(0.4,)),
}


@pytest.mark.parametrize("settings", HELD.values(), ids=HELD)
def test_of_a_held_rate_the_same_is_said_as_of_one_let_go_and_at_the_answer_nothing(open_page, settings):
    (low, high), (rate,) = settings.x_range, settings.learning_rates
    start = f"own=true&w={settings.start_w}&b={settings.start_b}"
    lab = open_page(f"{start}&noise={settings.noise}&x={low}&x={high}&rates={rate}")
    lab.wait_until_drawn()
    lab.player.get_by_role("slider", name="Learning rate").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(lab.player.locator(".numbers b")).not_to_have_text(str(rate))
    held = replace(settings, own_start=True, learning_rates=(rate_held(lab, 0),))
    [said] = short_verdicts(results_table(experiment_of(held)))
    expected = "" if said == "starts at the answer" else said
    assert lab.player.locator(".numbers em").inner_text() == expected


def test_of_a_held_rate_that_crawls_along_the_valley_the_same_is_said_as_of_one_let_go(open_page):
    points = (40.0, 200.0, 600.0, 1000.0), (26.0, 106.0, 306.0, 506.5)
    written = "".join(f"x{x:g}y{y:g}" for x, y in zip(*points, strict=True))
    lab = open_page(f"data=my+own&points={written}&rates=1e-6&own=true&w=-1&b=-1")
    lab.wait_until_drawn()
    lab.player.get_by_role("slider", name="Learning rate").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(lab.player.locator(".numbers b")).not_to_have_text("1e-06")
    said = lab.player.locator(".numbers em").inner_text()
    held = Settings(
        learning_rates=(rate_held(lab, 0),),
        points_from=MY_OWN,
        points=points,
        own_start=True,
        start_w=-1.0,
        start_b=-1.0,
    )
    assert said == short_verdicts(results_table(experiment_of(held)))[0]
    assert said.startswith("smooth across, crawls along, half gone by ")


def test_while_a_rate_is_held_nothing_is_advised_on_the_one_before(open_page):
    lab = open_page("rates=5")
    lab.wait_until_drawn()
    button, sentence = lab.page.locator(".st-key-advice"), lab.page.get_by_text("5 is beyond the")
    reasons = lab.page.get_by_role("tabpanel").first
    expect(button).to_be_visible()
    expect(sentence).to_be_visible()
    expect(reasons).to_have_css("opacity", "1")
    drag_from(lab, lab.take_handle("5"), by=-20)
    expect(button).to_be_hidden()
    expect(sentence).to_be_hidden()
    expect(reasons).not_to_have_css("opacity", "1")
    lab.page.mouse.up()
    expect(lab.page).to_have_url(re.compile(r"rates=[34]\."))
    expect(button).to_be_visible()
    expect(reasons).to_have_css("opacity", "1")


def test_letting_go_sends_once_and_the_rate_keeps_its_colour_its_digits_are_three(open_page):
    lab = open_page("rates=0.5&rates=0.1&colours=31")
    lab.wait_until_drawn()
    place = lab.take_handle("0.1")
    drag_from(lab, place, by=37)
    rate = rate_held(lab, 1)
    lab.page.mouse.up()
    expect(lab.page).to_have_url(re.compile(f"rates={rate}"))
    assert link_of(lab)["rates"] == ["0.5", str(rate)]
    assert link_of(lab)["colours"] == ["31"]
    assert float(f"{rate:.3g}") == rate
    assert_draws_run(lab, replace(LESSON, learning_rates=(0.5, rate)), 1, slot=1)


def test_the_keyboard_moves_a_rate_and_a_screen_reader_hears_its_zone(lab):
    handle = lab.handle("0.5")
    expect(handle).to_have_attribute("aria-valuetext", "0.5, zigzag")
    handle.focus()
    lab.messages.clear()
    for _ in range(3):
        lab.page.keyboard.press("PageUp")
    moved = lab.handle("0.997")
    expect(moved).to_have_attribute("aria-valuetext", "0.997, diverge")
    expect(moved).to_have_attribute("aria-valuenow", "0.997")
    assert lab.messages == []
    expect(lab.page).to_have_url(re.compile("rates=0.997"))
    expect(lab.handle("0.997")).to_be_focused()
    lab.page.keyboard.press("ArrowLeft")
    expect(lab.page).to_have_url(re.compile("rates=0.974"))


def test_escape_puts_a_rate_back_and_so_does_a_rate_that_runs_already(lab):
    place = lab.take_handle("0.5")
    drag_from(lab, place, by=50)
    lab.messages.clear()
    lab.page.keyboard.press("Escape")
    lab.page.mouse.up()
    expect(lab.handle("0.5")).to_be_visible()
    other = box_of(lab.handle("0.1"))
    lab.take_handle("0.5")
    lab.page.mouse.move(other["x"] + other["width"] / 2, other["y"] + 10, steps=5)
    lab.frames(2)
    if rate_held(lab, 2) == 0.1:
        lab.page.mouse.up()
        expect(lab.handle("0.5")).to_be_visible()
        assert lab.messages == []


def test_a_click_on_an_empty_place_of_the_ruler_adds_a_rate(lab):
    band = box_of(lab.player.locator(".band"))
    lab.page.mouse.click(band["x"] + 0.7 * band["width"], band["y"] + 8)
    expect(lab.page).to_have_url(re.compile("rates=0.01&rates=0.1&rates=0.5&rates="))
    added = float(link_of(lab)["rates"][-1])
    assert added == pytest.approx(1e-4 * 1e5**0.7, rel=0.02)
    expect(lab.handle(str(added))).to_be_visible()


def test_where_the_start_is_the_answer_no_dragged_rate_moves_anything(open_page):
    lab = open_page("noise=0&x=-1&x=1&n=20&own=true&w=2&b=1&rates=0.5")
    lab.wait_until_drawn()
    settings = Settings(
        noise=0.0,
        x_range=(-1.0, 1.0),
        n_samples=20,
        own_start=True,
        start_w=2.0,
        start_b=1.0,
        learning_rates=(0.5,),
    )
    place = lab.take_handle("0.5")
    for by in (-90, 90):
        drag_from(lab, place, by=by)
        rate = rate_held(lab, 0)
        assert (rate > theory_of(experiment_of(settings).dataset).limit) == (by == 90)
        _, places = lab.drawn_epochs(0)
        assert all(at == [2.0, 1.0] for at in places.values())
        assert lab.player.locator(".numbers em").first.inner_text() == ""
    lab.page.mouse.up()


def test_the_start_is_dragged_in_the_map_and_its_frame_stays(lab):
    plot = lab.plot("map")
    lab.messages.clear()
    lab.take(plot["x"] + 30, plot["y"] + 40)
    lab.page.mouse.move(plot["x"] + 0.6 * plot["width"], plot["y"] + 0.7 * plot["height"], steps=6)
    lab.frames(3)
    w, b = lab.drawn_epochs(0)[1][0]
    started = replace(LESSON, own_start=True, start_w=w, start_b=b)
    for run in range(3):
        assert_draws_run(lab, started, run)
    assert lab.messages == []
    ticks = lab.map.locator(".role-axis-label text").all_inner_texts()
    lab.page.mouse.up()
    expect(lab.page).to_have_url(re.compile("own=true"))
    assert [float(link_of(lab)[name][0]) for name in "wb"] == [w, b]
    lab.wait_for(lambda: all(losses[0] == lab.numbers()[0][0] for losses in lab.numbers()[:1]))
    assert lab.map.locator(".role-axis-label text").all_inner_texts() == ticks
    start = lab.map.locator("[aria-hidden=true] path").first
    assert start


def test_the_epoch_is_dragged_in_the_loss(lab):
    plot = lab.plot("loss")
    lab.messages.clear()
    lab.take(plot["x"] + 0.9 * plot["width"], plot["y"] + 30)
    for share in (0.5, 0.25, 0.1):
        lab.page.mouse.move(plot["x"] + share * plot["width"], plot["y"] + 60, steps=4)
        lab.wait_for(lambda share=share: lab.epoch == round(100 * share))
        lab.wait_until_pictures_follow()
    lab.page.mouse.up()
    assert lab.messages == []


def test_pointing_at_the_loss_tells_all_losses_at_that_epoch(lab):
    plot = lab.plot("loss")
    lab.page.mouse.move(plot["x"] + 0.3 * plot["width"], plot["y"] + 30)
    told = lab.page.locator(".hovered p")
    expect(told).to_contain_text("Epoch 30 of 100")
    losses = experiment_of(LESSON).runs.losses[:, 30]
    for rate, loss in zip(("0.01", "0.1", "0.5"), losses, strict=True):
        expect(told).to_contain_text(f"{rate}: {loss:#.4g}")
    lab.page.mouse.move(plot["x"] - 40, plot["y"] - 40)
    expect(told).to_be_hidden()


def test_where_rates_are_locked_nothing_can_be_dragged_and_the_ruler_is_there(open_page):
    lab = open_page("lock=rates,own")
    lab.wait_until_drawn()
    expect(lab.player.locator(".zone")).to_have_count(4)
    expect(lab.player.get_by_role("slider")).to_have_count(1)  # the epoch's
    lab.messages.clear()
    handle = box_of(lab.player.locator(".handle").last)
    lab.take(handle["x"] + 5, handle["y"] + 10)
    lab.page.mouse.move(handle["x"] + 80, handle["y"] + 10, steps=4)
    lab.page.mouse.up()
    band = box_of(lab.player.locator(".band"))
    lab.page.mouse.click(band["x"] + 20, band["y"] + 8)
    plot = lab.plot("map")
    lab.page.mouse.click(plot["x"] + 50, plot["y"] + 50)
    lab.frames(30)
    assert lab.messages == []


def test_while_a_prediction_is_asked_for_there_is_no_ruler_and_no_verdict(open_page):
    lab = open_page("hide=answers")
    lab.wait_until_drawn()
    expect(lab.player.locator(".ruler")).to_be_hidden()
    assert lab.player.locator(".numbers em").all_inner_texts() == ["", "", ""]
    assert "limit" not in lab.player.inner_text()


def finger_of(lab):
    """Return a function that touches, moves and lifts a finger."""
    devtools = lab.page.context.new_cdp_session(lab.page)

    def touch(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
        lab.frames(2)

    return touch


def test_a_finger_drags_a_rate_and_the_start_and_scrolls_the_page_elsewhere(open_page):
    lab = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    lab.wait_until_drawn()
    touch = finger_of(lab)
    box = box_of(lab.handle("0.1"))
    x, y = box["x"] + box["width"] / 2, box["y"] + 10
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x + 8 * step, y))
    rate = rate_held(lab, 1)
    assert rate > 0.2
    touch("touchEnd")
    expect(lab.page).to_have_url(re.compile(f"rates={rate}"))

    lab.map.scroll_into_view_if_needed()
    lab.frames(10)
    plot = lab.plot("map")
    x, y = plot["x"] + 0.5 * plot["width"], plot["y"] + 0.5 * plot["height"]
    touch("touchStart", (x, y))
    touch("touchEnd")
    expect(lab.page).to_have_url(re.compile("own=true"))
    lab.wait_for(lambda: lab.drawn_epochs(0)[1][0] == lab.drawn_epochs(1)[1][0])
    before = link_of(lab)["w"]
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x + 8 * step, y - 5 * step))
    touch("touchEnd")
    lab.wait_for(lambda: link_of(lab)["w"] != before)


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1366, 650), (1440, 900), (1920, 1080)])
def test_on_a_laptop_and_a_screen_all_of_the_instrument_is_in_view(open_page, width, height, colour_scheme):
    lab = open_page(width=width, height=height, color_scheme=colour_scheme)
    lab.wait_until_drawn()
    parts = [lab.question, lab.player, lab.loss, lab.map, lab.fit]
    boxes = [box_of(part) for part in parts]
    assert all(box["y"] >= 0 and box["y"] + box["height"] <= height + 5 for box in boxes)
    assert len({round(box["y"]) for box in boxes[2:]}) == 1
    assert lab.page.get_by_test_id("stSidebar").is_visible()


def test_in_a_frame_of_800_by_500_player_ruler_and_loss_are_in_view(open_page):
    lab = open_page("embed=true", width=800, height=500)
    lab.wait_until_drawn()
    for part in (lab.play, lab.player.locator(".ruler"), lab.loss.locator("svg.marks")):
        box = box_of(part)
        assert 0 <= box["y"] <= 505 - box["height"]


def test_on_a_phone_player_and_ruler_stay_while_the_pictures_pass(open_page):
    lab = open_page(width=390, height=844)
    lab.wait_until_drawn()
    lab.fit.scroll_into_view_if_needed()
    lab.frames(10)
    for part in (lab.play, lab.player.locator(".ruler")):
        box = box_of(part)
        assert 0 <= box["y"] <= 220 - box["height"]
