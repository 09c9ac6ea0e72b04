"""The server dies in mid-lesson and is started again."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.lab import Lab
from tests.load.session import ROOT, serve

APP = ROOT / "app.py"


def test_after_a_server_that_died_the_page_goes_on_with_all_that_was_set_and_a_reload_too(
    open_page, console_errors
):
    with serve(APP) as (port, server):
        lab = open_page(f"http://127.0.0.1:{port}/?seed=7")
        lab.wait_until_drawn()
        set_some_controls(lab)
        play_a_little(lab)
        link, epoch, table = lab.page.url, lab.epoch, lab.table()
        server.kill()
        expect_connected(lab, False)
    with serve(APP, port):
        expect_connected(lab, True)
        assert (lab.page.url, lab.epoch, lab.table()) == (link, epoch, table)
        lab.control("noise").get_by_role("slider").press("ArrowRight")
        lab.wait_until_table_changes(table)
        assert (held_by(lab.page.url), lab.epoch) == (held_by(link) | {"noise": ["0.12"]}, epoch)
        link, numbers, table = lab.page.url, lab.numbers(), lab.table()
        lab.page.reload()
        lab.wait_until_drawn()
        lab.set_epoch(epoch)
        lab.wait_for(lambda: lab.table() == table)
        assert (lab.page.url, lab.numbers()) == (link, numbers)
        lab.page.close()
    console_errors[:] = [error for error in console_errors if "ERR_CONNECTION_REFUSED" not in error]


def held_by(link: str) -> dict[str, list[str]]:
    """Return what a link holds, in whatever order."""
    return parse_qs(urlsplit(link).query)


def set_some_controls(lab: Lab) -> None:
    """Set a rate, the noise and the switches beside the loss, and wait until all are in the link."""
    lab.type_rate("0,3")
    lab.page.keyboard.press("Escape")
    lab.control("noise").get_by_role("slider").press("ArrowRight")
    lab.page.get_by_text("Logarithmic loss axis").click()
    lab.control("same").get_by_text("Same start").click()
    for part in ("rates=0.3", "noise=0.11", "log=true", "same=true", "seed=7"):
        expect(lab.page).to_have_url(re.compile(part))
    lab.wait_for(lambda: len(lab.numbers()) == 4)
    lab.wait_until_pictures_follow()


def play_a_little(lab: Lab) -> None:
    lab.play.click()
    lab.wait_for(lambda: 5 < lab.epoch < 100)
    lab.play.click()


def expect_connected(lab: Lab, connected: bool) -> None:
    expected = expect(lab.page.get_by_test_id("stApp"))
    if connected:
        expected.to_have_attribute("data-test-connection-state", "CONNECTED")
    else:
        expected.not_to_have_attribute("data-test-connection-state", "CONNECTED")
