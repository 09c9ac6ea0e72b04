"""The page where there is no internet: it needs none, and asks nothing of it."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, expect

from gd_core.cases import DID, PREDICT, TAKE, WHY, WOULD


def test_from_its_opening_to_the_runs_taken_home_the_page_asks_nobody_but_its_server(open_page, tmp_path):
    strangers = []

    def refuse_strangers(page):
        page.context.route(is_strange, lambda route: (strangers.append(route.request.url), route.abort()))
        page.on("websocket", lambda socket: is_strange(socket.url) and strangers.append(socket.url))

    lab = open_page(prepare=refuse_strangers)
    lab.wait_until_drawn()
    for part in (DID, WOULD, WHY, PREDICT, TAKE):
        lab.page.get_by_role("tab", name=part).click()
        expect(lab.page.get_by_role("tabpanel", name=part)).to_contain_text(re.compile(r"\w{4}"))
        for way in ("Challenges", "Quiz", "The words") if part == PREDICT else ():
            lab.page.get_by_role("radio", name=way).click()
            expect(lab.page).to_have_url(re.compile("way=" + way.replace(" ", r"\+")))
        expect(lab.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name="Every epoch as CSV").click()
    download.value.save_as(tmp_path / "runs.csv")
    assert (tmp_path / "runs.csv").read_text(encoding="utf-8").count("\n") == 1 + 3 * 101
    assert strangers == []


def is_strange(url):
    return urlsplit(url).hostname not in ("127.0.0.1", None)  # None: what the page made itself


def test_the_browser_of_these_tests_reaches_nothing_outside(open_page):
    page = open_page().page
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org")
