"""The parts under the instrument: what is clicked there, and what is shown and taken home."""

import re
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.lab import box_of

WOULD = "part=Which+rates+would+work%3F"
PREDICT = "part=Can+you+predict+it%3F"


def test_a_click_in_the_sweep_adds_the_rate_there_and_again_after_a_reset(open_page):
    lab = open_page(WOULD)
    for _ in range(2):
        expect(lab.pictures).to_have_count(4)
        sweep = lab.pictures.nth(3)
        sweep.scroll_into_view_if_needed()
        expect(sweep.locator("svg, canvas").first).to_be_visible()
        lab.frames(30)  # the picture settles at its width
        sweep.click(position={"x": 500, "y": 150})
        expect(lab.page).to_have_url(re.compile(r"rates=0\.5&rates=0\.0\d+"))
        expect(lab.player.locator(".numbers b")).to_have_count(4)
        lab.page.get_by_text("The lesson", exact=True).click()
        expect(lab.page).not_to_have_url(re.compile("rates="))


def test_the_sliders_beside_the_ruler_move_what_they_say(open_page):
    lab = open_page(WOULD)
    noise = lab.control("noise_beside").get_by_role("slider")
    for _ in range(3):
        noise.press("ArrowRight")
    expect(lab.page).to_have_url(re.compile(r"noise=0\.13"))
    expect(lab.page.get_by_text("limit, 2/λmax = 0.789")).to_be_visible()


def test_a_round_is_predicted_by_taps_on_a_phone_and_played_and_the_learners_own_runs_come_back(open_page):
    lab = open_page(f"{PREDICT}&rates=0.2", width=390, height=844, has_touch=True)
    rows = lab.page.locator("[class*=st-key-does-]")
    expect(rows).to_have_count(3)
    expect(lab.page.get_by_text("What will each rate do?").locator("svg")).to_be_visible()  # it explains
    commit = lab.page.get_by_role("button", name="Commit")
    expect(commit).to_be_disabled()
    for index, name in enumerate(("crawls", "zigzags in and converges", "diverges")):
        tapped = rows.nth(index).get_by_role("radio", name=name)
        assert tapped.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")
        box = box_of(tapped)
        assert box["width"] > 44
        assert box["height"] > 44
        assert box["x"] + box["width"] <= 390
        tapped.tap()
        expect(tapped).to_have_attribute("aria-checked", "true")
    commit.tap()
    expect(lab.page.get_by_text(re.compile("Level 1, round 1. 3 of 3 points"))).to_be_in_viewport()
    expect(lab.player.locator(".numbers b")).to_have_text(["0.007", "0.56", "1.3"])
    guesses = ["you said: crawls ✓", "you said: zigzags in and converges ✓", "you said: diverges ✓"]
    expect(lab.player.locator(".guess")).to_have_text(guesses)
    lab.wait_for(lambda: 0 < lab.epoch < 100)  # it plays
    lab.page.get_by_role("button", name="Back to my own settings").tap()
    expect(lab.player.locator(".numbers b")).to_have_text(["0.2"])
    expect(lab.player.locator(".guess")).to_have_text([""])
    lab.page.get_by_role("tab", name="Can you predict it?").tap()
    expect(lab.player.locator(".numbers b")).to_have_text(["0.007", "0.56", "1.3"])
    lab.page.get_by_role("button", name="Next round").tap()
    expect(lab.page).to_have_url(re.compile("round=2"))
    expect(lab.player.locator(".numbers b")).to_have_text(["0.2"])
    expect(lab.page.get_by_role("button", name="Commit")).to_be_disabled()


def test_the_script_taken_home_agrees_with_the_page(open_page, tmp_path):
    lab = open_page("part=Take+it+with+you&seed=7&rates=0.2&rates=0.9")
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="The runs as a Python script").click()
    script = tmp_path / download.value.suggested_filename
    download.value.save_as(script)
    run = subprocess.run([sys.executable, "-I", script], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "All 2 final losses agree with the page." in run.stdout


def test_the_worksheet_taken_home_has_the_link_of_the_page(open_page, tmp_path):
    lab = open_page("part=Take+it+with+you&seed=7")
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="A worksheet to print").click()
    sheet = tmp_path / "worksheet.html"
    download.value.save_as(sheet)
    assert "seed=7" in sheet.read_text(encoding="utf-8")


def test_points_edited_in_a_table_are_used_and_a_reload_keeps_them(open_page):
    lab = open_page("data=my+own&points=x1y2x2y3x4y4")
    lab.wait_until_drawn()
    lab.control("more").locator("summary").first.click()
    before = lab.table()
    lab.control("table").locator("summary").click()
    grid = lab.control("table").get_by_test_id("stDataFrame")
    expect(grid.locator("[role=gridcell]", has_text="4")).to_have_count(2)
    expect(lab.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    grid.click(position={"x": 0.9 * box_of(grid)["width"], "y": 52})  # the first y, under the head
    lab.frames(10)
    lab.page.keyboard.type("5,5", delay=100)
    lab.page.keyboard.press("Enter")
    lab.wait_until_table_changes(before)
    expect(lab.page).to_have_url(re.compile("points=x1y5.5x2y3x4y4"))
    edited = lab.table()
    lab.page.reload()
    lab.wait_until_drawn()
    lab.wait_for(lambda: lab.table() == edited)


def test_a_part_opens_where_it_can_be_seen_and_why_at_the_epoch_where_the_player_stands(open_page):
    lab = open_page(width=1366, height=650)
    lab.wait_until_drawn()
    lab.set_epoch(7)
    lab.page.get_by_role("tab", name="Why?").click()
    expect(lab.page).to_have_url(re.compile("epoch=7"))
    lab.wait_for(lambda: box_of(lab.page.get_by_role("tab", name="Why?"))["y"] < 100)
    heading = lab.page.get_by_role("heading", name="The error has two directions")
    lab.wait_for(lambda: box_of(heading)["y"] < 650)
