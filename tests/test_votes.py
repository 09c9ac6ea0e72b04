"""How votes are kept, counted and compared, without the page."""

import csv
import io
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest

from gd_core.cases import CASES
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import in_language
from gd_core.parts.blocks import Box, Button, Markup, Text
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import FORETOLD, Prediction, answer_of, score
from gd_core.teaching.teachers_link import Task
from gd_core.telling.behaviour import CRAWLS, DIVERGES, SMOOTH, ZIGZAG
from gd_core.voting import question, rooms, status, store, votes
from gd_core.voting.board import the_board
from gd_core.voting.rooms import FIRST, SECOND

DAY = 24 * 60 * 60
LESSON = experiment_of(Settings())
RATES = LESSON.settings.learning_rates
TRUTH = answer_of(LESSON)
RIGHT = Prediction(TRUTH.ranking, TRUTH.behaviours)
WRONG = Prediction(TRUTH.ranking[::-1], (DIVERGES, SMOOTH, ZIGZAG))
WORD, SECRET = rooms.word_of(7), "5" * 32
ASKED = question.link_of_a_question(Settings(), Task())


class File:
    """The file of the votes, at a time that a test decides."""

    def __init__(self, path):
        self.path, self.now = path, 1e9

    def run(self, statements):
        with closing(sqlite3.connect(self.path, isolation_level=None)) as file:
            file.executescript(store.OPENING)
            now = {"now": self.now}
            return [file.execute(text, values | now).fetchall() for text, values in statements][1:-1]

    def make(self, word=WORD, secret=SECRET, asked=ASKED):
        return store.room_in(self.run(store.make_room(word, secret, asked))[-1])

    def enter(self, voter, word=WORD, secret=""):
        return status.entered(word, secret, self.run(store.enter(word, voter, secret)), is_open=True)[:2]

    def vote(self, room, voter, prediction):
        said = votes.text_of(prediction, question.settings_of(room.link).learning_rates)
        return status.after_the_vote(room, self.run(store.vote(room, voter, said)))

    def room(self, voter="", secret=SECRET, word=WORD):
        led = replace(ROOM, word=word, is_led=False)
        return store.room_in(*self.run(store.look(led, voter, secret)))

    def cast(self, secret=SECRET):
        return self.run(store.look(replace(ROOM, is_led=True), "", secret))[2:]


ROOM = rooms.Room(WORD, 1, FIRST, False, ASKED)


@pytest.fixture
def file(tmp_path):
    file = File(tmp_path / "votes.sqlite3")
    file.make()
    return file


def test_a_vote_is_counted_once_however_often_it_is_changed(file):
    for voter in "abc":
        room, problems = file.enter(voter)
        assert (room.has_voted, problems) == (False, [])
        for prediction in (RIGHT, WRONG):
            room, problems = file.vote(room, voter, prediction)
            assert (room.has_voted, problems) == (True, [])
    [[(opened,)], cast] = file.cast()
    assert opened == 3
    assert votes.ballots_of(cast, RATES)[FIRST] == {row[3]: WRONG for row in cast}
    assert len(cast) == 3


def test_a_second_tab_is_the_same_voter_and_another_room_knows_it_by_another_name(file):
    room, _ = file.enter("a")
    file.vote(room, "a", RIGHT)
    again, _ = file.enter("a")
    assert again.said == ((FIRST, votes.text_of(RIGHT, RATES)),)
    assert file.cast()[0] == [(1,)]
    assert rooms.hash_of("a", WORD) != rooms.hash_of("a", rooms.word_of(8))


def test_neither_a_secret_nor_a_token_stands_in_the_file(file):
    room, _ = file.enter("0123456789abcdef" * 2)
    file.vote(room, "0123456789abcdef" * 2, RIGHT)
    kept = b"".join(path.read_bytes() for path in file.path.parent.iterdir())
    assert WORD.encode() in kept
    assert SECRET.encode() not in kept
    assert b"0123456789abcdef" * 2 not in kept


def test_only_the_secret_reads_votes_reveals_votes_again_and_asks(file):
    room, _ = file.enter("a")
    file.vote(room, "a", RIGHT)
    for wrong in ("", "6" * 32, rooms.hash_of(SECRET, WORD)):
        assert file.cast(wrong) == [[(0,)], []]
        assert file.run(store.all_votes(WORD, wrong)) == [[]]
        for act in (store.reveal, store.vote_again):
            file.run(act(WORD, wrong))
        file.run(store.new_question(WORD, wrong, ASKED))
        assert file.room("a") == replace(room, said=((FIRST, votes.text_of(RIGHT, RATES)),), is_led=True)
    file.run(store.vote_again(WORD, SECRET))
    assert file.room().ballot == SECOND
    file.run(store.reveal(WORD, SECRET))
    assert file.room().revealed


def test_a_second_ballot_keeps_the_first_and_there_is_no_third_and_none_after_the_reveal(file):
    room, _ = file.enter("a")
    file.vote(room, "a", WRONG)
    file.run(store.vote_again(WORD, SECRET))
    room = file.room("a", secret="")
    assert not room.has_voted
    file.vote(room, "a", RIGHT)
    file.run(store.vote_again(WORD, SECRET))
    ballots = votes.ballots_of(file.cast()[1], RATES)
    assert [list(ballot.values()) for ballot in ballots.values()] == [[WRONG], [RIGHT]]
    file.run(store.reveal(WORD, SECRET))
    file.run(store.new_question(WORD, SECRET, ASKED))
    file.run(store.reveal(WORD, SECRET))
    file.run(store.vote_again(WORD, SECRET))
    assert (file.room().question, file.room().ballot) == (2, FIRST)


def test_a_vote_that_comes_too_late_is_not_counted_and_says_why(file):
    room, _ = file.enter("a")
    file.run(store.vote_again(WORD, SECRET))
    assert "has gone on" in file.vote(room, "a", RIGHT)[1][0]
    room = file.room("a", secret="")
    file.run(store.reveal(WORD, SECRET))
    assert "shown already" in file.vote(room, "a", RIGHT)[1][0]
    file.run(store.new_question(WORD, SECRET, ASKED))
    assert "has gone on" in file.vote(room, "a", RIGHT)[1][0]
    assert file.cast() == [[(1,)], []]


def test_a_room_is_gone_a_day_after_its_last_vote_with_all_that_was_in_it(file):
    room, _ = file.enter("a")
    file.now += DAY - 1
    file.vote(room, "a", RIGHT)
    file.now += DAY - 1
    assert file.enter("b")[0]
    file.now += 1
    assert file.room() is None
    assert file.vote(room, "a", RIGHT) == (None, [])
    assert "no class" in file.enter("a")[1][0]
    with closing(sqlite3.connect(file.path)) as left:
        for table in ("room", "question", "student", "vote"):
            assert left.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_rooms_students_questions_and_changes_are_bounded_and_each_bound_is_told(file, monkeypatch):
    for name, most in {"MOST_ROOMS": 2, "MOST_STUDENTS": 2, "MOST_QUESTIONS": 2, "MOST_CHANGES": 2}.items():
        monkeypatch.setattr(rooms, name, most)
    assert file.make(rooms.word_of(8))
    assert file.make(rooms.word_of(9)) is None
    room, _ = file.enter("a")
    file.enter("b")
    assert file.enter("c") == (None, [rooms.is_full()])
    assert file.enter("a")[0]
    assert [file.vote(room, "a", guess)[1] for guess in (RIGHT, WRONG)] == [[], []]
    assert "within this minute" in file.vote(room, "a", RIGHT)[1][0]
    assert file.vote(room, "b", RIGHT)[1] == []
    file.now += 60
    assert file.vote(room, "a", RIGHT)[1] == []
    assert file.vote(room, "c", RIGHT)[1] == [rooms.is_full()]
    file.run(store.new_question(WORD, SECRET, ASKED))
    file.run(store.new_question(WORD, SECRET, ASKED))
    assert file.room().question == 2
    assert "2 questions at most" in act_named(shown(replace(file.room(), revealed=True)), "ask").told


def test_a_word_is_made_once_and_a_longer_vote_or_question_than_any_is_not_kept(file):
    assert file.make(secret="6" * 32).is_led is False
    assert file.make(rooms.word_of(8), asked="x" * (rooms.LONGEST_QUESTION + 1)) is None
    room, _ = file.enter("a")
    file.run(store.vote(room, "a", "x" * (rooms.MOST_BYTES + 1)))
    assert file.cast()[1] == []
    eight = Settings(learning_rates=tuple(k / 10 for k in range(1, 9)))
    longest = votes.text_of(Prediction(eight.learning_rates, (CRAWLS,) * 8), eight.learning_rates)
    assert len(longest) <= rooms.MOST_BYTES


def test_every_word_is_another_and_is_read_aloud_without_doubt():
    words = {rooms.word_of(number) for number in range(0, rooms.N_WORDS, rooms.N_WORDS // 1000)}
    assert len(words) >= 1000
    assert not set("".join(words)) & set("aeiou01l")
    assert rooms.N_WORDS > 2**48


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("task", [Task(), Task("answers"), Task("runs", ("noise",), ("seed",))])
def test_a_questions_link_is_read_as_the_same_settings_and_hides_the_runs_at_first(case, task):
    link = question.link_of_a_question(CASES[case], task)
    assert question.settings_of(link) == CASES[case]
    assert question.asked_of(replace(ROOM, link=link)) == replace(task, hide=task.hide or "runs")


def test_until_the_reveal_no_setting_can_be_moved_and_then_as_the_teacher_said():
    room = replace(ROOM, link=question.link_of_a_question(Settings(), Task("", ("noise",), ("seed",))))
    assert set(question.task_of(room).fixed) == set(question.CAN_BE_LOCKED)
    assert question.task_of(room).without == ("seed",)
    assert question.task_of(replace(room, revealed=True)).fixed == ("noise", "seed")
    assert question.task_of(replace(room, is_led=True)).without == ()
    assert question.task_of(replace(room, is_led=True, revealed=True)) == Task()


def test_what_a_class_cannot_be_asked_is_said():
    def problem_with(settings):
        return question.problem_with_question(question.link_of_a_question(settings, Task()), settings)

    assert problem_with(Settings()) == ""
    assert problem_with(Settings(learning_rates=())) == "There is no learning rate to predict."
    at_the_answer = Settings(noise=0, own_start=True, start_w=2, start_b=1)
    assert "nothing to foretell" in problem_with(at_the_answer)
    many = tuple(k / 7 for k in range(500))
    assert "do not fit" in problem_with(Settings(points_from="my own", points=(many, many)))
    assert problem_with(Settings(points_from="my own", points=((0.0, 1.0, 2.5), (1.0, 2.0, -3.0)))) == ""


SAID = [
    RIGHT,
    WRONG,
    WRONG,
    Prediction(TRUTH.ranking, (CRAWLS, SMOOTH, SMOOTH)),
    Prediction(TRUTH.ranking, (CRAWLS, SMOOTH, SMOOTH)),
    Prediction(TRUTH.ranking, (CRAWLS, SMOOTH, SMOOTH)),
]


def rows_of(predictions, ballot=FIRST):
    return [(1, ASKED, ballot, f"v{k}", votes.text_of(said, RATES)) for k, said in enumerate(predictions)]


def test_the_count_of_each_rate_is_that_of_a_loop_over_all_votes():
    ballot = votes.ballots_of(rows_of(SAID), RATES)[FIRST]
    for run in range(3):
        for behaviour in FORETOLD:
            said = 0
            for prediction in SAID:
                said += prediction.behaviours[run] == behaviour
            assert votes.named(ballot, run)[behaviour] == said
    assert votes.lowest(ballot) == Counter({0.5: 4, 0.01: 2})


def test_who_has_all_right_is_who_wins_all_points_and_the_miss_most_made_is_explained():
    ballot = votes.ballots_of(rows_of(SAID), RATES)[FIRST]
    full = [score(TRUTH, said).points == score(TRUTH, said).most for said in SAID]
    assert votes.all_right(ballot, TRUTH) == sum(full) == 1
    assert votes.most_missed(ballot, TRUTH) == (("does", 2, SMOOTH), 3)
    for prediction in SAID:
        assert len(votes.misses_of(TRUTH, prediction)) == len(explain(LESSON, prediction))
    told = texts(the_board(LESSON, room=replace(ROOM, revealed=True), opened=9, votes=rows_of(SAID)))
    assert f"Missed most, by 3: **0.5 {ZIGZAG}**; they said that it {SMOOTH}. {TRUTH.reasons[2]}" in told
    assert votes.most_missed(votes.ballots_of(rows_of([RIGHT]), RATES)[FIRST], TRUTH) is None
    pairs = rows_of([Prediction(TRUTH.ranking[::-1], TRUTH.behaviours)])
    told = texts(the_board(LESSON, room=replace(ROOM, revealed=True), opened=9, votes=pairs))
    assert any(miss in told for miss in explain(LESSON, Prediction(TRUTH.ranking[::-1], TRUTH.behaviours)))


def test_two_ballots_are_compared_voter_by_voter():
    first = {"a": WRONG, "b": WRONG, "c": RIGHT, "d": RIGHT, "left": RIGHT}
    second = {"a": RIGHT, "b": WRONG, "c": WRONG, "d": RIGHT, "came": RIGHT}
    change = votes.change_between(first, second, TRUTH)
    assert change == votes.Change(both=4, changed=2, to_right=1, from_right=1)


def texts(blocks):
    return " ".join(block.markdown for block in blocks if isinstance(block, Text))


def bars(blocks):
    [markup] = [block for block in blocks if isinstance(block, Markup)]
    return markup.html.rpartition("</style>")[2]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_board_says_what_the_class_says_and_nothing_that_is_right_before_the_reveal(language):
    say = in_language(language)
    asked = {"room": ROOM, "opened": 9, "say": say}
    hidden, of_others = (the_board(LESSON, votes=rows_of(said), **asked) for said in (SAID, SAID[::-1]))
    other = experiment_of(Settings(x_range=(0.0, 2.0)))
    assert bars(hidden) == bars(of_others) == bars(the_board(other, votes=rows_of(SAID), **asked))
    assert "✓" not in bars(hidden)
    assert "**6**" in texts(hidden)
    shown = the_board(LESSON, votes=rows_of(SAID), **asked | {"room": replace(ROOM, revealed=True)})
    assert bars(shown).count("✓") == 4


def test_after_the_second_vote_both_stand_beside_each_other():
    room = replace(ROOM, ballot=SECOND)
    cast = rows_of([WRONG, RIGHT]) + rows_of([RIGHT, RIGHT], SECOND)
    shown = the_board(LESSON, room=room, opened=2, votes=cast)
    assert "<b>1 → 2</b>" in bars(shown)
    assert "Second vote: **2** committed (2 in the first) · 2 opened ``" in texts(shown)


def test_the_csv_has_a_line_for_each_rate_of_each_vote_and_no_name():
    cast = [*rows_of([RIGHT, WRONG]), *rows_of([WRONG], SECOND), (2, ASKED, FIRST, "v9", "nonsense")]
    read = list(csv.DictReader(io.StringIO(votes.csv_of_votes([cast]))))
    assert [row["student"] for row in read] == ["1"] * 3 + ["2"] * 3 + ["1"] * 3
    assert [row["vote"] for row in read] == ["1"] * 6 + ["2"] * 3
    for rows, prediction in zip((read[:3], read[3:6], read[6:]), (RIGHT, WRONG, WRONG), strict=True):
        assert tuple(row["does"] for row in rows) == prediction.behaviours
        ranked = sorted(rows, key=lambda row: int(row["place"]))
        assert tuple(float(row["learning_rate"]) for row in ranked) == prediction.ranking
    assert votes.csv_of_votes([]) == "question,vote,student,learning_rate,place,does\n"


def test_what_is_no_prediction_of_the_question_is_not_counted():
    cast = [(1, ASKED, FIRST, "a", said) for said in ("", "0-c", "<b>", "210-xyz", "0123-cszd")]
    assert votes.ballots_of(cast, RATES)[FIRST] == {}
    assert votes.text_of(Prediction((0.5,), ("crawls",)), RATES) == ""


def shown(room, seen=((), (), [(1,)], ())):
    known = {"secret": SECRET, "settings": Settings(), "address": "http://lab", "run": list}
    return status.where_it_is(room, seen, **known)


def act_named(blocks, key):
    [row] = [block for block in blocks if isinstance(block, Box)]
    return next(act for act in row.blocks if isinstance(act, Button) and act.key == key)


def test_the_teachers_screen_has_the_link_for_students_and_the_buttons_that_are_of_use():
    led = replace(ROOM, is_led=True)
    blocks = shown(led)
    [row] = [block for block in blocks if isinstance(block, Box)]
    assert f"opened `lab?room={WORD}`" in row.blocks[0].markdown
    keys = {
        (state.ballot, state.revealed): [
            act.key
            for block in shown(state)
            if isinstance(block, Box)
            for act in block.blocks
            if isinstance(act, Button)
        ]
        for state in (led, replace(led, ballot=SECOND), replace(led, revealed=True))
    }
    assert keys == {
        (FIRST, False): ["reveal", "again", "ask"],
        (SECOND, False): ["reveal", "ask"],
        (FIRST, True): ["ask"],
    }
    assert act_named(blocks, "ask").is_off
    assert not act_named(shown(replace(led, revealed=True)), "ask").is_off


def test_every_failure_of_the_file_has_a_sentence():
    for name in (
        "SQLITE_FULL",
        "SQLITE_READONLY_DBMOVED",
        "SQLITE_CANTOPEN",
        "SQLITE_BUSY_SNAPSHOT",
        "SQLITE_NOTADB",
    ):
        assert "SQLITE" not in store.reason(name)
    assert store.reason("") == store.reason("SQLITE_CORRUPT") == "the file of the votes cannot be used"
