"""Two replicas behind nginx, by the project's own nginx.conf: what a school sees."""

import contextlib
import os
import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from gd_core.voting import store
from tests.browser.test_class import RIGHT, WRONG, board_of, commit, make
from tests.load.requests import ask, token_of, upload
from tests.load.session import ROOT, Session, free_port, serve, wait_until_healthy

APP = ROOT / "app.py"
NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include lab.conf;
}
"""
N_STUDENTS = 16
SCRIPT, CSV = "The runs as a Python script", "Every epoch as CSV"

pytestmark = pytest.mark.skipif(NGINX is None, reason="No nginx on this computer: `sudo apt install nginx`.")


@pytest.fixture
def school(tmp_path, monkeypatch):
    """Where nginx listens, and the port and the process of each replica; both keep votes in one file."""
    monkeypatch.setenv(store.SETTING, str(tmp_path / "votes.sqlite3"))
    with serve(APP) as first, serve(APP) as second, balance(tmp_path, first[0], second[0]) as port:
        yield port, [first, second]


@contextlib.contextmanager
def balance(folder, *replicas):
    """Run nginx by the project's file, with free ports in the place of its own."""
    ports = dict(zip(("8501", "8511", "8512"), (free_port(), *replicas), strict=True))
    text = (ROOT / ".streamlit" / "serve" / "nginx.conf").read_text(encoding="utf-8")
    lab = re.sub("|".join(ports), lambda own: str(ports[own[0]]), text)
    (folder / "lab.conf").write_text(lab, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND, encoding="utf-8")
    nginx = subprocess.Popen([NGINX, "-p", folder, "-c", "nginx.conf"])
    try:
        wait_until_healthy(ports["8501"])
        yield ports["8501"]
    finally:
        nginx.terminate()
        nginx.wait()


def new_student(port):
    """Return the cookie that someone gets who comes for the first time."""
    return ask(port, "GET", "/")[0].getheader("Set-Cookie").split(";")[0]


def n_sessions(port, **headers):
    """Return how many pages are open at a replica, or at the one where nginx sends this student."""
    _, text = ask(port, "GET", "/_stcore/metrics?families=active_sessions", headers)
    return int(re.search(r"^active_sessions (\d+)", text, re.MULTILINE)[1])


def test_students_from_one_address_spread_over_the_replicas_and_every_file_goes_and_comes(school):
    port, replicas = school
    token = token_of(port)
    files, uploads = [], []
    with contextlib.ExitStack() as lesson:
        for index in range(N_STUDENTS):
            cookie = f"{new_student(port)}; _streamlit_xsrf={token}"
            student = Session(port, f"part=Take+it+with+you&seed={index}", Cookie=cookie)
            lesson.callback(student.close)
            files += [ask(port, "GET", student.file(label), {"Cookie": cookie}) for label in (SCRIPT, CSV)]
            uploads.append(upload(port, student, b"1 2", token=token, cookie=cookie))
        spread = [n_sessions(replica) for replica, _ in replicas]
    assert sum(spread) == N_STUDENTS
    assert min(spread) > 0
    assert [answer.status for answer, _ in files] == [200] * 2 * N_STUDENTS
    assert len({text for _, text in files}) == 2 * N_STUDENTS
    assert uploads == [204] * N_STUDENTS


def test_when_a_replica_dies_its_students_carry_on_at_the_other_with_all_that_was_set(school, open_page):
    port, replicas = school
    lab = open_page(f"http://127.0.0.1:{port}/?rates=0.3&noise=0.2&log=true&same=true")
    lab.wait_until_drawn()
    lab.set_epoch(30)
    (own_port, own), (other_port, _) = sorted(replicas, key=lambda replica: -n_sessions(replica[0]))
    own.kill()
    assert [ask(port, "GET", "/")[0].status for _ in range(N_STUDENTS)] == [200] * N_STUDENTS
    lab.wait_for(lambda: n_sessions(other_port) == 1)
    before = lab.table()
    lab.control("noise").get_by_role("slider").press("ArrowRight")
    lab.wait_until_table_changes(before)
    assert lab.page.url.endswith("?log=true&noise=0.21&rates=0.3&same=true")
    assert lab.epoch == 30
    lab.page.get_by_role("tab", name="Take it with you").click()
    assert_downloads(lab)
    with serve(APP, own_port):
        cookies = cookies_of(lab.page)
        lab.wait_for(
            lambda: n_sessions(port, Cookie=cookies) == 0
        )  # nginx has found that the replica is back
        assert_downloads(lab)


def cookies_of(page):
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())


def assert_downloads(lab):
    for label in (SCRIPT, CSV):
        with lab.page.expect_download() as download:
            lab.page.get_by_role("button", name=label).click()
        assert download.value.failure() is None


def test_a_class_goes_on_and_no_vote_is_lost_when_one_replica_dies_and_later_the_other(
    school, open_page, console_errors
):
    port, replicas = school
    teacher, link = make(open_page, port)
    (teachers_port, teachers), (other_port, other) = sorted(replicas, key=lambda one: -n_sessions(one[0]))
    students = []
    while n_sessions(teachers_port) < 2 or n_sessions(other_port) < 1:
        students.append(open_page(link))
        expect(board_of(students[-1].page)).to_contain_text("Your class predicts together.")
    n, pages = len(students), [student.page for student in students]
    for page in pages:
        commit(page, WRONG)
    other.kill()
    expect(board_of(teacher)).to_contain_text(f"{n} committed · {n} opened")
    for page in pages:
        expect(board_of(page)).to_contain_text("Committed.")
    teacher.get_by_role("button", name="Vote again").click()
    for page in pages:
        expect(board_of(page)).to_contain_text("Your class votes again.")
    commit(pages[-1], RIGHT)
    with serve(APP, other_port):
        cookies = [cookies_of(page) for page in pages]
        students[-1].wait_for(lambda: min(n_sessions(port, Cookie=cookie) for cookie in cookies) == 0)
        teachers.kill()
        for page in pages[:-1]:
            expect(board_of(page)).to_contain_text("Your class votes again.")
            commit(page, RIGHT)
        expect(board_of(teacher)).to_contain_text(f"{n} committed ({n} in the first) · {n} opened")
        teacher.get_by_role("button", name="Reveal").click()
        for page in pages:
            expect(board_of(page)).to_contain_text("Your class has the answer.")
            expect(page.locator(".st-key-told")).to_have_count(1)
        expect(board_of(teacher)).to_contain_text(f"Everything right: {n} of {n}.")
        for page in (teacher, *pages):
            page.close()
    console_errors[:] = [error for error in console_errors if "disconnected" not in error]
