"""A class that predicts together: one teacher and five students, two of them on phones."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from gd_core.voting import store
from gd_core.voting.rooms import WATCH
from tests.load.session import ROOT, serve

PHONE = {"width": 390, "height": 844}
RIGHT = (), ("crawls", "converges smoothly", "zigzags in and converges")
RANKED = ("0.5", "0.1", "0.01"), RIGHT[1]
WRONG = (), ("converges smoothly", "converges smoothly", "diverges")


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv(store.SETTING, str(tmp_path / "votes.sqlite3"))
    return tmp_path / "votes.sqlite3"


@pytest.fixture
def port(path):  # noqa: ARG001
    with serve(ROOT / "app.py") as (port, _):
        yield port


def make(open_page, port):
    """Make a room as a teacher does; return the page, and the link for students."""
    page = open_page(f"http://127.0.0.1:{port}/?part=Take+it+with+you", width=1366, height=650).page
    page.get_by_role("button", name="Collect the predictions").click()
    expect(page.get_by_text("For your screen")).to_be_visible()
    students, teachers = page.get_by_test_id("stCode").all_inner_texts()[-2:]
    page.goto(teachers)
    expect(board_of(page)).to_contain_text("0 committed")
    wait(page)
    return page, students


def board_of(page):
    return page.locator(".st-key-class")


def wait(page):
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def commit(page, prediction):
    """Tap what each rate does, and the order where there is one, and commit."""
    order, does = prediction
    expect(page.get_by_role("button", name="Commit", exact=True)).to_be_visible()
    wait(page)
    for place, behaviour in zip(page.locator('[class*="st-key-does-"]').all(), does, strict=True):
        place.get_by_role("radio", name=behaviour).click()
        wait(page)
    for rate in order:
        page.locator('[class*="st-key-order-"]').get_by_role("button", name=rate, exact=True).click()
        wait(page)
    page.get_by_role("button", name="Commit", exact=True).click()
    expect(board_of(page)).to_contain_text("Committed.")
    expect(page.get_by_role("button", name="Change my prediction")).to_be_visible()
    page.wait_for_function(
        """([menu, box]) => document.querySelector(box).getBoundingClientRect().top >=
        document.querySelector(menu).getBoundingClientRect().bottom""",
        arg=['[data-testid="stHeader"]', ".st-key-class"],
    )


def test_a_class_votes_talks_votes_again_and_sees_the_answer(port, path, open_page):
    teacher, link = make(open_page, port)
    sizes = [{}, PHONE, {}, PHONE]
    students = [open_page(link, **size).page for size in sizes]
    for student in students:
        expect(board_of(student)).to_contain_text("Your class predicts together.")
    expect(board_of(teacher)).to_contain_text("4 opened")
    for student, prediction in zip(students, (RANKED, WRONG, WRONG, WRONG), strict=True):
        commit(student, prediction)
    expect(board_of(teacher)).to_contain_text("4 committed")

    second_tab = students[1].context.new_page()
    second_tab.goto(link)
    expect(board_of(second_tab)).to_contain_text("Committed.")
    second_tab.get_by_role("button", name="Change my prediction").click()
    commit(second_tab, RIGHT)
    students[2].reload()
    expect(board_of(students[2])).to_contain_text("Committed.")
    expect(board_of(teacher)).to_contain_text("4 committed · 4 opened")
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*), sum(said LIKE '%-csz') FROM vote").fetchone() == (4, 2)

    teacher.get_by_role("button", name="Vote again").click()
    late = open_page(link).page
    for student in (students[0], students[3], late):
        expect(board_of(student)).to_contain_text("Your class votes again.")
        commit(student, RIGHT)
    expect(board_of(teacher)).to_contain_text("3 committed (4 in the first) · 5 opened")
    expect(teacher.locator(".votes")).not_to_contain_text("✓")
    expect(teacher.get_by_test_id("stVegaLiteChart")).to_have_count(1)  # the points; the runs tell the answer
    expect(late.get_by_text("the limit is about")).to_have_count(0)

    teacher.get_by_role("button", name="Reveal").click()
    expect(teacher.locator(".votes")).to_contain_text("✓")
    expect(board_of(teacher)).to_contain_text("Everything right: 3 of 3.")
    for student in (students[0], students[3], late, second_tab):
        expect(board_of(student)).to_contain_text("Your class has the answer.")
    expect(students[3].locator(".st-key-told")).to_have_count(1)
    teacher.reload()
    expect(board_of(teacher)).to_contain_text("Everything right: 3 of 3.")
    assert "teacher=here" in teacher.url
    with teacher.expect_download() as download:
        teacher.get_by_role("button", name="The votes as CSV").click()
    with open(download.value.path(), encoding="utf-8") as csv:
        assert len(csv.readlines()) == 1 + 3 * (4 + 3)


def test_what_a_teacher_pressed_in_vain_is_told_beside_it_until_it_is_pressed_again(port, path, open_page):
    teacher, link = make(open_page, port)
    student = open_page(link).page
    commit(student, RIGHT)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        teacher.get_by_role("button", name="Reveal").click()
        expect(board_of(teacher)).to_contain_text("This was not done: too many write at once.")
        teacher.wait_for_timeout(1000 * 2 * WATCH)
        expect(board_of(teacher)).to_contain_text("This was not done: too many write at once.")
        expect(board_of(teacher)).to_contain_text("1 committed")
    teacher.get_by_role("button", name="Reveal").click()
    expect(board_of(teacher)).to_contain_text("Everything right: 1 of 1.")
    expect(board_of(teacher)).not_to_contain_text("This was not done")
    teacher.get_by_role("radio", name="Diverging").click()
    expect(teacher).to_have_url(re.compile("rates=0.85"))
    expect(teacher.get_by_role("button", name="New question")).to_be_in_viewport()


def test_a_server_that_is_killed_in_mid_vote_loses_no_committed_vote(open_page, path, console_errors):
    with serve(ROOT / "app.py") as (port, server):
        teacher, link = make(open_page, port)
        student = open_page(link).page
        commit(student, RIGHT)
        server.kill()
        expect(student.get_by_test_id("stApp")).not_to_have_attribute(
            "data-test-connection-state", "CONNECTED"
        )
    with serve(ROOT / "app.py", port):
        expect(board_of(teacher)).to_contain_text("1 committed · 1 opened", timeout=30_000)
        student.reload()
        expect(board_of(student)).to_contain_text("Committed.")
        teacher.get_by_role("button", name="Reveal").click()
        expect(board_of(student)).to_contain_text("Your class has the answer.")
        assert path.exists()
        for page in (teacher, student):
            page.close()
    console_errors[:] = [
        error for error in console_errors if not re.search("ERR_CONNECTION|disconnected", error)
    ]
