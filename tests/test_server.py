"""What strangers get from the server: nothing of its errors, nothing for other sites, and little room."""

import pytest
import websockets.sync.client as websockets
from websockets.exceptions import InvalidStatus

from tests.load.requests import ask, token_of, upload
from tests.load.session import ROOT, Session, serve

ELSEWHERE = "http://elsewhere.example"
LARGEST = 5 * 1024 * 1024  # bytes of a file
FAILING_PAGE = """
import streamlit as st

def read_the_register():
    raise PermissionError("Nobody may read /srv/register")

st.write("It starts well.")
read_the_register()
"""


@pytest.fixture(scope="module")
def port():
    with serve(ROOT / "app.py") as (port, _):
        yield port


@pytest.fixture
def session(port):
    session = Session(port)
    yield session
    session.close()


def test_a_page_that_fails_tells_the_student_nothing_of_why_or_where(tmp_path):
    page = tmp_path / "failing.py"
    page.write_text(FAILING_PAGE, encoding="utf-8")
    with serve(page) as (port, _):
        session = Session(port)
        session.close()
    elements = [answer.delta.new_element for answer in session.answers if answer.HasField("delta")]
    said = b"".join(element.SerializeToString() for element in elements)
    assert b"It starts well." in said
    assert [element.WhichOneof("type") for element in elements] == ["markdown", "exception"]
    for secret in (b"PermissionError", b"register", b"failing.py", str(tmp_path).encode()):
        assert secret not in said


def test_a_page_of_another_site_can_not_talk_to_the_server(port):
    for origin in (ELSEWHERE, "null"):
        with pytest.raises(InvalidStatus, match="403"):
            websockets.connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=origin)
    with websockets.connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=f"http://127.0.0.1:{port}"):
        pass


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/", "/_stcore/health", "/_stcore/metrics", "/_stcore/upload_file/a/b", "/media/a"]
)
def test_a_page_of_another_site_can_not_read_what_the_server_says(port, method, path):
    answer, _ = ask(port, method, path, {"Origin": ELSEWHERE})
    assert answer.getheader("Access-Control-Allow-Origin") in (None, f"http://localhost:{port}")


@pytest.fixture
def token(port):
    return token_of(port)


def xsrf(token):
    return f"_streamlit_xsrf={token}"


def test_a_file_is_taken_only_with_the_token_that_other_sites_can_not_read(port, session, token):
    assert upload(port, session, b"1 2", token=token, cookie=xsrf(token)) == 204
    assert upload(port, session, b"1 2", token="", cookie=xsrf(token)) == 403
    assert upload(port, session, b"1 2", token=token, cookie=xsrf("")) == 403


def test_a_file_of_more_than_5_megabytes_is_refused_by_what_it_says_and_by_what_comes(port, session, token):
    most = b"1" * LARGEST
    assert upload(port, session, most, token=token, cookie=xsrf(token)) == 204
    assert upload(port, session, most + b"1", token=token, cookie=xsrf(token)) == 413
    says = {"Content-Length": str(LARGEST + 1)}
    assert upload(port, session, b"1 2", token=token, cookie=xsrf(token), **says) == 413


def test_the_page_is_asked_to_tell_nobody_how_it_is_used(session):
    assert not session.answers[0].new_session.config.gather_usage_stats
