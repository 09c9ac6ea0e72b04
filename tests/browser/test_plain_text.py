"""What a learner brought, a link or points, is text in the browser: no link, no sign, no code."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

PLAIN = "alert => alert.querySelectorAll('p *, pre, img, ul, ol').length"


@pytest.mark.parametrize(
    "text",
    [
        "www.example.org",
        "WWW.example.org",
        "https://example.org",
        "mailto:a@example.org",
        "a@example.org",
        ":streamlit:",
        ":smile:",
        ":material/home:",
        ":material_home:",
        ":red[red]",
        "a -> b <- c -- d >= e",
        "$x^2$ **b** `c` <i>d</i>",
        "&lt;b&gt; &#36;x&#36;",
    ],
)
def test_a_warning_shows_a_learners_text_and_does_nothing_with_it(open_page, text):
    lab = open_page(urlencode({"seed": text}))
    alert = lab.page.get_by_test_id("stAlertContainer")
    expect(alert).to_contain_text("Seed must be a whole number")
    assert alert.evaluate(PLAIN) == 0
    assert text in alert.inner_text().replace("\u2060", "")


def test_a_warning_shows_a_sign_for_what_cannot_be_printed(open_page):
    lab = open_page(urlencode({"seed": "a\n\n    b\t\u202ec"}))
    alert = lab.page.get_by_test_id("stAlertContainer")
    expect(alert).to_contain_text("not “a��    b��c”.")
    assert alert.evaluate(PLAIN) == 0
