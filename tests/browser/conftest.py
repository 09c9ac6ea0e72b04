"""The page in Chromium. Every test that uses it fails if the browser's console showed an error."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.lab import OPTIONS, Lab, chromium
from tests.load.session import ROOT, serve

NO_BROWSER = "No Chromium on this computer: `sudo apt install chromium`, or install Google Chrome."


def pytest_collection_modifyitems(items):
    """Give a test in the browser two more chances: a busy machine may be slower than it waits for."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def address():
    """Where the page is served."""
    with serve(ROOT / "app.py") as (port, _):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def browser():
    if chromium() is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def console_errors():
    """What the browser complained of; a test that expects complaints takes them out."""
    return []


@pytest.fixture
def open_page(browser, address, console_errors):
    """Return a function that opens the page, or a link to it, in a browser that was never used before."""
    contexts = []

    def open_page(link="", *, width=1400, height=900, prepare=None, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and console_errors.append(said.text))
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        lab = Lab(page)
        if prepare:
            prepare(page)
        page.goto(link if link.startswith("http") else f"{address}?{link}")
        return lab

    yield open_page
    for context in contexts:
        context.close()
    assert not console_errors


@pytest.fixture
def lab(open_page):
    """The lesson, as it opens on a 1400 × 900 screen."""
    lab = open_page()
    lab.wait_until_drawn()
    return lab
