"""What is wrong is told where it is typed, and an answer is brought into view, and the keyboard to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.lab import box_of

PREDICT = "part=Can+you+predict+it%3F"


def assert_at(lab, key):
    """What has this key is in view, and the keyboard is there."""
    place = lab.page.locator(f".st-key-{key}")
    expect(place).to_be_focused()
    lab.wait_for(lambda: 0 <= box_of(place)["y"] < 0.7 * lab.page.viewport_size["height"])


def predict(lab):
    """Fill in a prediction, right or not, and commit it by the keyboard."""
    commit = lab.page.get_by_role("button", name="Commit")
    expect(commit).to_be_disabled()
    for row in lab.page.locator("[class*=st-key-does-]").all():
        crawls = row.get_by_role("radio", name="crawls")
        crawls.click()
        expect(crawls).to_have_attribute("aria-checked", "true")
    expect(commit).to_be_enabled()
    commit.press("Enter")


@pytest.mark.parametrize("width", [1366, 390])
def test_a_rate_is_typed_in_a_line_of_the_sidebars_width_and_nothing_covers_what_is_below(open_page, width):
    lab = open_page(width=width, height=844)
    lab.wait_until_drawn()
    if width < 700:
        lab.page.get_by_test_id("stExpandSidebarButton").click()
    line, chips = lab.control("typed").locator("input"), lab.control("rates")
    expect(line).to_be_in_viewport()
    assert box_of(line)["width"] > 200
    assert box_of(line)["height"] > 30
    line.click()
    box = box_of(chips)
    lab.page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + box["height"] - 20)
    expect(lab.page.get_by_role("listbox")).to_have_count(0)
    lab.type_rate("0,25; 1e-3 fast")
    expect(lab.page).to_have_url(re.compile(r"rates=0\.5&rates=0\.25&rates=0\.001"))
    expect(line).to_have_value("fast")
    expect(lab.page.get_by_text("Learning rate “fast” is not a number.")).to_be_visible()
    chips.get_by_role("button", name="Remove 0.25").click()
    expect(lab.page).not_to_have_url(re.compile("0.25"))
    lab.control("epochs").locator("input").click()


def test_a_number_that_is_not_allowed_says_why_and_a_step_stops_at_the_limit(lab):
    epochs = lab.control("epochs").locator("input")
    epochs.fill("100000")
    epochs.press("Enter")
    told = lab.page.get_by_text("Epochs must be a whole number from 1 to 10,000, not “100000”.")
    expect(told).to_be_visible()
    expect(epochs).to_have_value("100")
    expect(lab.page).not_to_have_url(re.compile("epochs"))
    epochs.fill("3")
    epochs.press("Enter")
    expect(lab.page).to_have_url(re.compile("epochs=3"))
    expect(told).to_have_count(0)
    lab.control("epochs").get_by_role("button", name="Decrement").click()
    expect(epochs).to_have_value("1")
    expect(lab.page.get_by_test_id("stAlert")).to_have_count(0)


def test_the_range_of_x_is_typed_finely(lab):
    lab.control("more").locator("summary").click()
    for end, value in enumerate(("0.2", "0.83")):
        box = lab.control(f"x_{end}").locator("input")
        box.fill(value)
        box.press("Enter")
        expect(lab.page).to_have_url(re.compile(f"x={value}".replace(".", r"\.")))
    lab.page.reload()
    lab.wait_until_drawn()
    assert [lab.control(f"x_{end}").locator("input").input_value() for end in (0, 1)] == ["0.2", "0.83"]


def test_after_a_commitment_and_in_the_next_round_the_keyboard_is_at_what_is_to_be_read(open_page):
    lab = open_page(PREDICT, width=1366, height=650)
    predict(lab)
    assert_at(lab, "instrument")
    lab.page.get_by_role("button", name="Next round").press("Enter")
    assert_at(lab, "asked")
    predict(lab)
    assert_at(lab, "instrument")
    lab.page.get_by_role("button", name="Try other rates on these points").press("Enter")
    assert_at(lab, "where")


@pytest.mark.parametrize("hidden", ["answers", "runs"])
def test_what_was_hidden_is_in_view_as_soon_as_a_prediction_is_committed(open_page, hidden):
    lab = open_page(f"hide={hidden}", width=1366, height=650)
    predict(lab)
    assert_at(lab, "instrument")


def test_a_case_keeps_the_keyboard_at_the_cases_and_on_a_phone_the_sidebar_gives_way(open_page):
    wide, narrow = open_page(width=1366, height=650), open_page(width=390, height=844)
    for lab in (wide, narrow):
        lab.wait_until_drawn()
        if lab is narrow:
            lab.page.get_by_test_id("stExpandSidebarButton").click()
        lab.control("case").get_by_role("radio", name="Diverging").press("Space")
        expect(lab.player.locator(".numbers b").first).to_have_text("0.5")
    expect(wide.control("case").get_by_role("radio", name="Diverging")).to_be_focused()
    expect(narrow.control("case")).not_to_be_in_viewport()
    expect(narrow.player).to_be_in_viewport()


@pytest.mark.parametrize("width", [1400, 390])
def test_a_link_to_points_of_ones_own_without_any_shows_where_they_are_pasted(open_page, width):
    lab = open_page("data=my+own", width=width)
    box = lab.page.get_by_role("textbox", name="Two columns of numbers")
    assert_at(lab, "pasted")
    assert box_of(box)["x"] >= 0
    box.fill("1;2\n2;3\n4;5")
    box.press("Control+Enter")
    lab.wait_for(lambda: "points=x1y2x2y3x4y5" in lab.page.url)
