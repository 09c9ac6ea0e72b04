"""Two replicas behind nginx, by the project's own nginx.conf: what a school sees."""

import contextlib
import os
import re
import shutil
import subprocess

import pytest

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
def school(tmp_path):
    """Where nginx listens, and the port and the process of each replica."""
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
        mine = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in lab.page.context.cookies())
        lab.wait_for(lambda: n_sessions(port, Cookie=mine) == 0)  # nginx has found that the replica is back
        assert_downloads(lab)


def assert_downloads(lab):
    for label in (SCRIPT, CSV):
        with lab.page.expect_download() as download:
            lab.page.get_by_role("button", name=label).click()
        assert download.value.failure() is None
