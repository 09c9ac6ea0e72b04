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


def test_a_round_is_ranked_named_and_committed_on_a_phone(open_page):
    lab = open_page(PREDICT, width=390, height=844)
    rates = lab.page.locator("[class*=st-key-order-]").get_by_role("button")
    expect(rates).to_have_count(3)
    commit = lab.page.get_by_role("button", name="Commit")
    expect(commit).to_be_disabled()
    for index in range(3):
        rates.nth(index).click()
    for box in lab.page.locator("[class*=st-key-does-] input").all():
        box.click()
        lab.page.get_by_role("option", name="crawls").click()
    commit.click()
    expect(lab.page.get_by_text(re.compile(r"\d of 6 points"))).to_be_visible()
    lab.page.get_by_role("button", name="Next round").click()
    expect(lab.page).to_have_url(re.compile("round=2"))
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
