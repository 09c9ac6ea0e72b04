"""A term explains itself where it stands: pointed at, reached by the keyboard, or tapped."""

import pytest
from playwright.sync_api import expect

from tests.browser.lab import box_of

LIMIT = "The learning rate 2/λmax: with less, a run comes down to the floor; with more, it diverges"
EXPLAINS_ITSELF = "span:has(> span > label button)"
STILL = "() => [scrollY, document.querySelector('[data-testid=stMain]').scrollTop]"


def the_limit(lab):
    """Return the word under the pictures, and where its explanation appears."""
    lab.wait_until_drawn()
    word = lab.page.get_by_test_id("stMain").locator(EXPLAINS_ITSELF, has_text="limit").first
    word.scroll_into_view_if_needed()
    return word, lab.page.get_by_role("tooltip")


def assert_it_explains_itself(lab, told, *, width):
    expect(told).to_contain_text(LIMIT)
    box = box_of(told.get_by_test_id("stTooltipContent"))
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    on_top = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('[role=tooltip]'))"
    assert lab.page.evaluate(on_top, middle)


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_a_term_that_is_pointed_at_or_reached_by_the_keyboard_explains_itself(open_page, colour_scheme):
    lab = open_page(color_scheme=colour_scheme)
    word, told = the_limit(lab)
    expect(told).to_have_count(0)
    word.hover()
    assert_it_explains_itself(lab, told, width=1400)
    lab.page.mouse.move(5, 5)
    expect(told).to_have_count(0)
    lab.page.keyboard.press("Tab")  # so that what has the focus is seen to have it
    word.get_by_role("button").focus()
    assert_it_explains_itself(lab, told, width=1400)
    lab.page.keyboard.press("Escape")
    expect(told).to_have_count(0)


def test_a_term_that_is_tapped_on_a_phone_explains_itself_and_nothing_else_happens(open_page):
    lab = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    word, told = the_limit(lab)
    before = lab.page.url, lab.page.evaluate(STILL)
    word.tap()
    assert_it_explains_itself(lab, told, width=390)
    assert (lab.page.url, lab.page.evaluate(STILL)) == before
    assert len(lab.page.context.pages) == 1


def test_a_term_reads_in_its_sentence_as_any_word_does(open_page):
    lab = open_page()
    word, _ = the_limit(lab)
    expect(word).to_have_text("limit")
    sentence = lab.page.get_by_text("For these points the limit is about 0.7887: a rate below it converges")
    expect(sentence).to_be_visible()
    around, own = box_of(sentence), box_of(word)
    assert around["y"] <= own["y"] < own["y"] + own["height"] <= around["y"] + around["height"]
    assert box_of(word.get_by_role("button"))["width"] == pytest.approx(own["width"], abs=1)
