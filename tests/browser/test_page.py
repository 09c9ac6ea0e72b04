"""The page as a whole: on every screen, by link, and with odd input."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.lab import box_of


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_on_every_screen_it_all_fits_and_is_drawn_on_the_pages_colour(
    open_page, width, height, colour_scheme
):
    lab = open_page(width=width, height=height, color_scheme=colour_scheme)
    lab.wait_until_drawn()
    for part in (lab.question, lab.player, *lab.pictures.all(), lab.results):
        box = box_of(part)
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert lab.page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert lab.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth") <= width
    page_colour = lab.page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    assert (page_colour == "rgb(255, 255, 255)") == (colour_scheme == "light")
    for picture in lab.pictures.all():
        expect(picture.locator("svg.marks")).to_have_css("background-color", page_colour)


def test_on_a_phone_the_parts_stack_in_their_order(open_page):
    lab = open_page(width=390, height=844)
    lab.wait_until_drawn()
    boxes = [box_of(part) for part in (lab.question, lab.player, lab.loss, lab.map, lab.fit, lab.results)]
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))


def test_a_link_opened_in_another_browser_gives_the_same_page(open_page):
    link = "rates=0.5&rates=0.85&epochs=60&noise=0.3&seed=7&n=30&x=-1&x=1&log=true&colours=31"
    mine = open_page(link)
    mine.wait_until_drawn()
    assert_same_page(mine, open_page(mine.page.url))


def test_a_wrong_link_opens_a_page_as_wide_and_with_the_same_title_as_any(open_page):
    right, wrong = open_page("seed=7"), open_page("seed=7&part=nowhere")
    for lab in (right, wrong):
        lab.wait_until_drawn()
        expect(lab.page).to_have_title("Gradient Descent Lab")
    assert box_of(wrong.loss)["width"] == box_of(right.loss)["width"]


@pytest.mark.parametrize("case", ["All three stories", "On the edge", "Diverging"])
def test_a_case_clicked_first_thing_is_all_in_the_link(open_page, case):
    mine = open_page()
    mine.wait_until_drawn()
    before = mine.table()
    mine.control("case").get_by_role("radio", name=case).click()
    mine.wait_until_table_changes(before)
    assert_same_page(mine, open_page(mine.page.url))


def assert_same_page(mine, theirs):
    theirs.wait_until_drawn()
    theirs.wait_for(lambda: theirs.table() == mine.table())
    assert theirs.numbers() == mine.numbers()
    assert theirs.words.inner_text() == mine.words.inner_text()
    assert theirs.drawn_now() == mine.drawn_now()
    assert theirs.page.url == mine.page.url


def test_odd_rates_are_told_of_or_run_and_never_break_the_page(lab):
    lab.type_rate("abc")
    expect(lab.page.get_by_text("Learning rate “abc” is not a number.")).to_be_visible()
    lab.type_rate("0,5")
    expect(lab.page.get_by_text("Learning rate “0,5” is in the list already.")).to_be_visible()
    lab.type_rate("1e9")
    lab.wait_for(lambda: "diverges" in lab.table())
    assert lab.numbers()[-1][0] == float("inf")
    lab.wait_until_pictures_follow()


def test_an_empty_list_of_rates_asks_for_one_and_the_next_rate_brings_the_page_back(lab):
    lab.control("rates").get_by_role("button", name="Clear all").click()
    expect(lab.page.get_by_text("Type a learning rate in the sidebar")).to_be_visible()
    expect(lab.player).to_have_count(0)
    lab.type_rate("0,25")
    expect(lab.player.locator(".numbers b")).to_have_text(["0.25"])
    lab.wait_until_drawn()
