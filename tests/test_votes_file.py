"""The file of the votes as a server keeps it open: shared, deleted, out of reach and mended."""

import pytest

from gd_core.voting import file, rooms, store
from tests.test_votes import ASKED, SECRET, WORD


@pytest.fixture
def path(tmp_path):
    return tmp_path / "votes.sqlite3"


@pytest.fixture
def kept():
    kept = {}
    yield kept
    if "file" in kept:
        kept["file"].close()


def make(path, kept, word=WORD):
    return file.run(store.make_room(word, SECRET, ASKED), path=path, kept=kept)


def is_there(path, kept, word=WORD):
    """Tell whether a room is found; None where the file fails."""
    rows, told = file.run(store.all_votes(word, SECRET)[:1] + looking(word), path=path, kept=kept)
    return None if told else bool(rows[0])


def looking(word):
    led = rooms.Room(word, 1, 1, False, ASKED)
    return store.look(led, "", SECRET)[1:]


def test_the_file_is_opened_once_and_what_one_server_writes_another_reads(path, kept):
    another = {}
    make(path, kept)
    opened = kept["file"]
    for number in range(8, 12):
        make(path, kept, rooms.word_of(number))
        assert is_there(path, another, rooms.word_of(number))
    assert kept["file"] is opened
    another["file"].close()


def test_a_file_that_is_deleted_is_missed_by_every_server_and_the_next_one_shared(path, kept):
    another = {}
    make(path, kept)
    assert is_there(path, another)
    path.unlink()
    assert is_there(path, kept) is is_there(path, another) is False
    make(path, kept)
    assert is_there(path, another)
    another["file"].close()


def test_a_place_that_cannot_be_written_is_told_and_used_as_soon_as_it_can(path, kept):
    nowhere = path.parent / "nowhere" / "votes"
    assert make(nowhere, kept)[1] == [store.problem("SQLITE_CANTOPEN")]
    nowhere.parent.mkdir()
    assert make(nowhere, kept)[1] == []
    assert is_there(nowhere, kept)


def test_what_fails_half_way_is_undone_and_the_next_is_done(path, kept):
    make(path, kept)
    half = [("BEGIN IMMEDIATE", {}), ("DELETE FROM room", {}), ("nonsense", {})]
    assert file.run(half, path=path, kept=kept)[1] == [store.problem("")]
    assert is_there(path, kept)
