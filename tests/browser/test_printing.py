"""The worksheet, as it is printed."""

import re
from dataclasses import replace

import pytest

from gd_core.cases import CASES
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES
from gd_core.take_home.worksheet import worksheet

LONGEST = Settings(
    learning_rates=(1.23456789012345e-05, 0.00012345678901, 0.1, 0.4, 0.7886639841, 0.85, 1.0, 123456789.123),
    n_epochs=10_000,
    x_range=(-0.3, 1.1),
    scaling="standardised",
    own_start=True,
    start_w=-3.25,
    start_b=77.123456789,
    noise=0.123456789,
    seed=4_294_967_295,
    n_samples=10_000,
    slope=-9.123456789,
    intercept=-9.987654321,
)
CASES = {
    **CASES,
    "Longest": LONGEST,
    "Eight with the longest reasons": replace(
        LONGEST, learning_rates=tuple(0.00123456789012345 * k for k in range(1, 9))
    ),
    "Eight that diverge": Settings(learning_rates=(0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5)),
    "Eight at the edge": Settings(
        learning_rates=(0.7885, 0.7886, 0.78866, 0.788664, 0.7887, 0.7888, 0.789, 0.79), n_epochs=1000
    ),
    "One": Settings(learning_rates=(0.3,), n_epochs=1, x_range=(3.0, 3.0)),
}
LINK = "https://gradient-descent-lab.streamlit.app/?" + "&".join(
    [*(f"rates={rate!r}" for rate in LONGEST.learning_rates), "n=10000&x=-0.3&x=1.1&scaling=standardised" * 3]
)


@pytest.fixture(scope="module")
def sheet(browser):
    page = browser.new_page()
    page.emulate_media(media="print")
    yield page
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("case", CASES)
def test_the_worksheet_is_two_pages_on_either_paper(sheet, case, paper, language):
    sheet.set_content(worksheet(experiment_of(CASES[case]), link=LINK, language=language))
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.pdf(format=paper))) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1200, 390])
def test_on_a_screen_nothing_is_wider_than_the_window(browser, width, language):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(worksheet(experiment_of(Settings()), language=language))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
