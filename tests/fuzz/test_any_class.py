"""Nothing of a link or a vote reaches SQL as text, the page as markup, or another room."""

import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from time import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.experiment import Settings, experiment_of
from gd_core.parts.blocks import Markup, Text
from gd_core.teaching.prediction_link import mark_of
from gd_core.teaching.teachers_link import Task
from gd_core.voting import board, question, rooms, store, votes
from tests.fuzz.anything import CANARY, any_settings, looking, texts
from tests.fuzz.test_any_link import assert_a_page_of_text, links, open_page
from tests.test_votes import ASKED, RATES, SECRET, File

WORDS = [rooms.word_of(number) for number in (7, 8)]
words = st.sampled_from(WORDS) | texts
secrets = st.sampled_from([SECRET, rooms.hash_of(SECRET, WORDS[0]), rooms.KEPT]) | texts
said = st.sampled_from(["210-csz", "012-ddd", ""]) | texts


class Shape(HTMLParser):
    """What tags a text has, and what stands between them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.names = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}


@pytest.fixture(autouse=True, scope="module")
def path(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("fuzz") / "votes.sqlite3"
        patch.setenv(store.SETTING, str(path))
        yield path


def rows_in(path):
    with closing(sqlite3.connect(path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: file.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


statements = st.one_of(
    st.builds(store.enter, words, texts, secrets),
    st.builds(
        lambda room, *of: store.vote(room, *of),
        st.builds(rooms.Room, words, st.integers(0, 2), st.just(1), st.booleans(), texts),
        texts,
        said,
    ),
    st.builds(store.reveal, words, secrets.filter(lambda secret: secret != SECRET)),
    st.builds(store.vote_again, words, secrets.filter(lambda secret: secret != SECRET)),
    st.builds(store.new_question, words, secrets.filter(lambda secret: secret != SECRET), texts),
    st.builds(store.all_votes, words, secrets.filter(lambda secret: secret != SECRET)),
)


@looking(60)
@given(st.lists(statements, min_size=1, max_size=6))
def test_whatever_is_asked_without_the_secret_changes_no_room_and_tells_no_vote(tmp_path_factory, asked):
    file = File(tmp_path_factory.mktemp("any") / "votes.sqlite3")
    for word in WORDS:
        file.make(word)
    room, _ = file.enter("mine")
    file.run(store.vote(room, "mine", "201-zzz"))
    before = rows_in(file.path)
    for one in asked:
        rows = file.run(one)
        assert "201-zzz" not in str(rows)
    after = rows_in(file.path)
    assert after.keys() == before.keys()
    assert [row[:5] for row in after["room"]] == [row[:5] for row in before["room"]]
    assert after["question"] == before["question"]
    mine = rooms.hash_of("mine", WORDS[0])
    assert [row for row in after["vote"] if row[3] == mine] == before["vote"]
    known = {(room, voter) for room, voter in after["student"]}
    assert all((row[0], row[3]) in known and row[1] == 1 for row in after["vote"])


@looking(100)
@given(
    st.lists(st.tuples(st.sampled_from([1, 2]) | st.integers(), texts, said), max_size=8),
    st.booleans(),
    st.sampled_from([1, 2]),
)
def test_whatever_stands_in_the_file_the_board_is_made_of_the_same_tags_and_the_csv_of_the_same_words(
    cast, revealed, ballot
):
    rows = [(1, ASKED, *row) for row in cast]
    room = rooms.Room(WORDS[0], 1, ballot, revealed, ASKED, True)
    shown = board.the_board(experiment_of(Settings()), room=room, opened=9, votes=rows)
    for block in shown:
        if isinstance(block, Markup):
            shape = Shape(block.html)
            assert set(shape.tags) <= {"style", "div", "section", "h4", "p", "span", "i", "b"}
            assert shape.names <= {"class", "style"}
        assert CANARY not in (block.html if isinstance(block, Markup) else block.markdown)
        assert isinstance(block, Markup | Text)
    lines = votes.csv_of_votes([rows]).splitlines()
    rate = "|".join(map(str, RATES))
    assert all(re.fullmatch(rf"1,-?\d+,\d+,(?:{rate}),[123],[a-z ]+", line) for line in lines[1:])


@looking(60)
@given(any_settings(most_epochs=60, most_points=30))
def test_any_settings_that_a_class_can_be_asked_about_are_those_that_its_link_opens(settings):
    link = question.link_of_a_question(settings, Task())
    if not question.problem_with_question(link, settings):
        assert mark_of(question.settings_of(link)) == mark_of(settings)
        assert len(link) <= rooms.LONGEST_QUESTION


@looking(12)
@given(links(), words, secrets)
def test_any_link_to_a_room_opens_a_page_on_which_it_is_only_text(link, word, secret):
    page = open_page(link | {"room": word} | ({"teacher": secret} if secret else {}))
    assert_a_page_of_text(page)
    assert_a_page_of_text(page.run())


@looking(10)
@given(links(), st.booleans())
def test_any_link_to_a_room_that_is_there_opens_it_at_its_question(path, link, is_led):
    file = File(path)
    file.now = time()
    file.make(WORDS[1])
    page = open_page(link | {"room": WORDS[1]} | ({"teacher": SECRET} if is_led else {}))
    assert not page.exception
    assert page.slider(key="noise").value == 0.1
    assert page.slider(key="noise").disabled
    assert not page.dataframe
    assert any(button.label == "Reveal" or button.key == "reveal" for button in page.button) == is_led
