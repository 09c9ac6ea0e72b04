"""The page of a class that predicts together: what students and their teacher see of it."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import pytest

from gd_core.numbers import rounded
from gd_core.spectrum import largest_stable_rate
from gd_core.teaching.predictions import Prediction
from gd_core.telling.verdict import judge
from gd_core.voting import store, votes
from tests.test_app import open_page, predict, run, table_of, texts_on, the_cases, warnings_of
from tests.test_teachers_page import LESSON, TRUTH, all_words

TO_COLLECT = {"part": "Take it with you"}
RIGHT = Prediction(TRUTH.ranking, TRUTH.behaviours)
WRONG = Prediction(TRUTH.ranking[::-1], ("diverges",) * 3)


@pytest.fixture(autouse=True)
def path(tmp_path, monkeypatch):
    monkeypatch.setenv(store.SETTING, str(tmp_path / "votes.sqlite3"))
    return tmp_path / "votes.sqlite3"


def make(hide="", **link):
    """Make a room of a page that is set so; return the links of students and of the teacher."""
    page = open_page(part="Take it with you", **link)
    page.selectbox(key="to_hide").set_value(hide)
    run(page)
    page.button(key="collect").click()
    run(page)
    links = [parse_qs(urlsplit(code.value).query) for code in page.code[-2:]]
    return [{key: values[0] for key, values in link.items()} for link in links]


def press(page, key):
    page.button(key=key).click()
    return run(page)


def board_of(page):
    [board] = [html.proto.body for html in page.get("html") if 'class="votes' in html.proto.body]
    return board.rpartition("</style>")[2]


def tells_what_is_right(page):
    told = all_words(page)
    verdicts = any(verdict.why in told for verdict in judge(LESSON))
    return bool(page.dataframe) or verdicts or rounded(largest_stable_rate(LESSON.dataset), 4) in told


def test_a_class_votes_talks_votes_again_and_sees_the_answer():
    link, teachers = make()
    students, teacher = [open_page(**link) for _ in range(3)], open_page(**teachers)
    assert any("**0** committed · 3 opened `" in text for text in texts_on(teacher))
    for student in students:
        predict(student, WRONG)
        assert any("Committed." in text for text in texts_on(student))
    assert "<b>3</b>" in board_of(run(teacher))
    press(teacher, "again")
    for student in students[:2]:
        assert any("votes again" in text for text in texts_on(run(student)))
        predict(student, RIGHT)
    assert "<b>3 → 0</b>" in board_of(run(teacher))
    assert not any(map(tells_what_is_right, [teacher, *students]))
    press(teacher, "reveal")
    assert board_of(teacher).count("✓") == 4
    assert "Everything right: 2 of 2.** In the first vote: 0 of 3." in all_words(teacher)
    for student, places in zip(map(run, students), (RIGHT, RIGHT, WRONG), strict=True):
        compared = student.dataframe[0].value
        ranked = [1 + places.ranking.index(rate) for rate in LESSON.settings.learning_rates]
        assert compared["rank_predicted"].tolist() == ranked
        assert tells_what_is_right(student)
    assert tells_what_is_right(teacher)


@pytest.mark.parametrize(
    "link", [{"hide": "runs", "x": ["0", "2"]}, {"noise": "0.3", "own": "true", "w": "-1"}]
)
def test_a_student_sees_the_case_that_was_set_and_cannot_move_it_until_the_reveal(link):
    students, teachers = make(**link)
    student = open_page(**students | {"noise": "0.9", "rates": "7", "hide": "", "seed": "1"})
    assert student.slider(key="noise").value == float(link.get("noise", "0.1"))
    assert student.slider(key="noise").disabled
    assert student.multiselect(key="rates").value == ["0.01", "0.1", "0.5"]
    assert not tells_what_is_right(student)
    teacher = open_page(**teachers)
    assert not tells_what_is_right(teacher)
    press(teacher, "reveal")
    assert table_of(run(student)).equals(
        table_of(open_page(**{k: v for k, v in link.items() if k != "hide"}))
    )
    assert not student.slider(key="noise").disabled


def test_a_new_question_takes_what_is_set_and_brings_everyone_there():
    link, teachers = make()
    student, teacher = open_page(**link), open_page(**teachers)
    predict(student, RIGHT)
    press(teacher, "reveal")
    run(student).slider(key="noise").set_value(0.7)
    run(student)
    teacher.slider(key="noise").set_value(0.25)
    press(run(teacher), "ask")
    late = open_page(**link)
    for page in (run(student), late):
        assert page.slider(key="noise").value == 0.25
        assert page.slider(key="noise").disabled
        assert any("predicts together" in text for text in texts_on(page))
        assert not tells_what_is_right(page)
    assert any("**0** committed · 2 opened `" in text for text in texts_on(run(teacher)))
    assert not tells_what_is_right(teacher)


def test_who_comes_late_joins_where_the_class_is():
    link, teachers = make()
    teacher = open_page(**teachers)
    press(teacher, "again")
    assert any("votes again" in text for text in texts_on(open_page(**link)))
    press(teacher, "reveal")
    late = open_page(**link)
    assert tells_what_is_right(late)
    assert any("has the answer" in text for text in texts_on(late))


def test_a_reload_keeps_what_was_set_after_the_reveal_and_until_then_it_is_the_question():
    link, teachers = make()
    student, teacher = open_page(**link), open_page(**teachers)
    assert reloaded(student, noise="0.7").slider(key="noise").value == 0.1
    press(teacher, "reveal")
    assert reloaded(run(student), noise="0.7").slider(key="noise").value == 0.7
    teacher.slider(key="noise").set_value(0.25)
    press(run(teacher), "ask")
    assert reloaded(student, noise="0.7").slider(key="noise").value == 0.25
    press(run(teacher), "reveal")
    assert reloaded(student, noise="0.7").slider(key="noise").value == 0.25
    assert open_page(**link).slider(key="noise").value == 0.25


def reloaded(page, **link):
    """Open what is in the address bar of a page anew."""
    return open_page(**page.query_params | link)


def test_a_teacher_who_chooses_a_case_keeps_the_board_in_view_and_everyone_else_sees_the_pictures():
    link, teachers = make()
    teacher = press(open_page(**teachers), "reveal")
    for page, place in ((teacher, "class"), (open_page(**link), "player")):
        the_cases(page).set_value("Diverging")
        parts = [part.proto for part in run(page).get("bidi_component")]
        assert [place in part.json for part in parts if part.component_name == "look"] == [True]


def test_until_the_reveal_a_prediction_may_be_changed_and_counts_once(path):
    link, teachers = make()
    student = open_page(**link)
    predict(student, WRONG)
    predict(press(student, "change"), RIGHT)
    assert "<b>1</b>" in board_of(open_page(**teachers))
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT said FROM vote").fetchall() == [("210-csz",)]


@pytest.mark.parametrize(
    "wrong", [{"room": "bcdfg-hjkmn"}, {"room": "<b>x</b>"}, {"room": "", "teacher": "x"}]
)
def test_a_link_to_no_room_says_so_and_opens_the_page(wrong):
    page = open_page(**wrong, noise="0.2")
    assert table_of(page)["learning_rate"].tolist() == [0.01, 0.1, 0.5]
    assert page.slider(key="noise").value == 0.2
    assert [("no class at" in text) for text in warnings_of(page)] == [True] * bool(wrong["room"])


def test_a_teacher_who_reveals_can_make_another_class():
    _, teachers = make()
    teacher = press(open_page(**teachers), "reveal")
    teacher.session_state["part"] = "Take it with you"
    run(teacher)
    assert teacher.button(key="collect")
    assert not any("classes already" in text or "No class" in text for text in texts_on(teacher))


def test_a_failure_that_is_over_is_not_told_again(path, monkeypatch):
    link, _ = make()
    student = open_page(**link)
    in_no_folder(path)
    assert "cannot be reached" in warnings_of(run(student))[0]
    monkeypatch.setenv(store.SETTING, str(path))
    assert warnings_of(run(student)) == []
    assert any("predicts together" in text for text in texts_on(student))


def test_a_wrong_secret_makes_nobody_the_teacher():
    link, _ = make()
    page = open_page(**link, teacher="5" * 32)
    assert "you are here as a student" in warnings_of(page)[0].replace("\\", "")
    assert not [button for button in page.button if button.label in ("Reveal", "Vote again")]
    assert "teacher" not in page.query_params


def test_the_secret_does_not_stay_in_the_address_bar_that_the_class_sees():
    _, teachers = make()
    teacher = open_page(**teachers)
    assert teacher.query_params["teacher"] == "here"
    assert press(teacher, "reveal").query_params["teacher"] == "here"


def test_a_room_that_is_over_is_told_and_the_page_goes_on(path):
    link, teachers = make(noise="0.3")
    student, teacher = open_page(**link), open_page(**teachers)
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE room SET used = used - 86400")
        file.commit()
    for page in (run(student), run(teacher)):
        assert "no class at" in warnings_of(page)[0]
        assert "room" not in page.query_params
        predict(page, RIGHT)
        assert page.dataframe[0].value["rank_predicted"].tolist() == [3, 2, 1]


def deleted(path):
    path.unlink()


def overwritten(path):
    for part in path.parent.iterdir():
        part.write_text("This is no database." * 100)


def in_no_folder(path):
    os.environ[store.SETTING] = str(path.parent / "nowhere" / "votes")


@pytest.mark.parametrize("harm", [deleted, overwritten, in_no_folder])
def test_where_the_file_fails_a_sentence_says_so_and_everything_else_goes_on(path, harm, monkeypatch):
    link, teachers = make()
    student, teacher, plain = open_page(**link), open_page(**teachers), open_page(part="Take it with you")
    monkeypatch.setenv(store.SETTING, str(path))
    harm(path)
    for page in (student, teacher):
        run(page)
        told = warnings_of(page)[0].replace("\\", "")
        assert "no class at" in told if harm is deleted else "The votes cannot be reached now" in told
    if harm is not deleted:
        predict(student, RIGHT)
        assert not any("Committed." in text for text in texts_on(student))
        assert any("This was not done: " in text for text in texts_on(press(plain, "collect")))
    assert table_of(run(plain))["learning_rate"].tolist() == [0.01, 0.1, 0.5]


FULL, READ_ONLY = "the server's disk is full", "the server may only read the file of the votes"


@contextmanager
def nothing_is_kept(sets):
    """Set the open file so that it takes no more, as SQLite then says itself."""
    more = ("INSERT INTO question SELECT word, 0, zeroblob(100000) FROM room", {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_writing", lambda *_: [("BEGIN", {}), (sets, {}), more, ("COMMIT", {})])
        yield


@contextmanager
def filled_up(folder):
    fill = folder / "fill"
    with suppress(OSError), fill.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    yield
    fill.unlink()


@pytest.fixture
def small_disk(path, monkeypatch):
    """Keep the votes on a disk of 200 kB."""
    folder = path.parent / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("A small disk can be mounted by root alone.")
    monkeypatch.setenv(store.SETTING, str(folder / "votes.sqlite3"))
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize(
    ("sets", "reason"), [("PRAGMA max_page_count = 1", FULL), ("PRAGMA query_only = 1", READ_ONLY)]
)
def test_what_is_not_kept_is_told_once_to_who_did_it_and_is_kept_when_it_is_done_again(sets, reason):
    a_class_meets(nothing_is_kept(sets), reason)


def test_on_a_disk_that_is_full_it_is_so_too(small_disk):
    a_class_meets(filled_up(small_disk), FULL)


def a_class_meets(harm, reason):
    link, teachers = make()
    waiting, student, teacher, alone = [open_page(**given) for given in (link, link, teachers, TO_COLLECT)]
    predict(waiting, WRONG)
    with harm:
        predict(student, RIGHT)
        told = f"Your prediction was not counted: {reason}. Commit it again in a moment."
        assert warnings_of(student) == [told]
        told = f"This was not done: {reason}. Press it again in a moment."
        press(run(teacher), "reveal")
        assert warnings_of(run(teacher)) == [told]
        assert told in texts_on(press(run(alone), "collect"))
        late = open_page(**link)
        told = f"Your class was not opened: {reason}. Load this page again in a moment."
        assert warnings_of(late) == [told]
        assert warnings_of(run(waiting)) == []
        assert any("Committed." in text for text in texts_on(waiting))
    next(button for button in student.button if button.label == "Commit").click()
    assert any("Committed." in text for text in texts_on(run(student)))
    assert "Everything right: 1 of 2." in all_words(press(run(teacher), "reveal"))
    assert any("has the answer" in text for text in texts_on(run(late)))
    assert "For your students:" in texts_on(press(run(alone), "collect"))
    assert not any(map(warnings_of, (waiting, student, teacher, late, alone)))


def test_nothing_can_be_collected_where_nothing_can_be_foretold():
    page = open_page(part="Take it with you", noise="0", own="true", w="2", b="1", rates="0.5")
    assert page.button(key="collect").disabled
    assert "nothing to foretell" in page.button(key="collect").help


def test_a_vote_that_fails_half_way_is_undone_and_the_next_one_counts(monkeypatch):
    link, teachers = make()
    student, whole = open_page(**link), votes.cast
    monkeypatch.setattr(votes, "cast", lambda *asked: [*whole(*asked)[:-1], ("nonsense", {}), ("COMMIT", {})])
    predict(student, WRONG)
    assert any("**0** committed" in text for text in texts_on(open_page(**teachers)))
    monkeypatch.setattr(votes, "cast", whole)
    predict(open_page(**link), WRONG)
    assert any("**1** committed" in text for text in texts_on(open_page(**teachers)))
