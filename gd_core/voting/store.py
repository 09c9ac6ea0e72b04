"""How the votes are kept: the statements of SQLite, each with the values that are bound to it.

What somebody typed, or a link has, is only ever such a value. A list of statements is one transaction; who
runs them binds "now" besides, the seconds since 1970, and gives back the rows of each but the first and last.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gd_core.languages import Say, english
from gd_core.voting import rooms
from gd_core.voting.rooms import Room, hash_of

Statement = tuple[str, dict[str, Any]]
Rows = Sequence[Sequence[tuple]]

SETTING = "GRADIENT_DESCENT_VOTES"  # the variable of the environment that says which file it is
# A writer waits so many seconds for another; students are served by one thread after another.
HOW_IT_IS_OPENED: dict[str, Any] = {"timeout": 5.0, "isolation_level": None, "check_same_thread": False}

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS room (
        word TEXT PRIMARY KEY, secret TEXT NOT NULL, question INTEGER NOT NULL, ballot INTEGER NOT NULL,
        revealed INTEGER NOT NULL, used REAL NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS question (
        room TEXT REFERENCES room ON DELETE CASCADE, number INTEGER, link TEXT NOT NULL,
        PRIMARY KEY (room, number))""",
    """CREATE TABLE IF NOT EXISTS student (
        room TEXT REFERENCES room ON DELETE CASCADE, voter TEXT, PRIMARY KEY (room, voter))""",
    """CREATE TABLE IF NOT EXISTS vote (
        room TEXT REFERENCES room ON DELETE CASCADE, question INTEGER, ballot INTEGER, voter TEXT,
        said TEXT NOT NULL, minute INTEGER NOT NULL, times INTEGER NOT NULL,
        PRIMARY KEY (room, question, ballot, voter))""",
)
OPENING = ";".join(  # a server that is killed loses nothing by NORMAL
    ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON", *SCHEMA)
)

THE_ROOM = """SELECT word, room.question, ballot, revealed, link, secret = :secret FROM room
    JOIN question ON question.room = word AND number = room.question
    WHERE word = :word AND used > :now - 86400"""
SAID = """SELECT ballot, said FROM vote WHERE room = :word AND voter = :voter
    AND question = (SELECT question FROM room WHERE word = :word) ORDER BY ballot"""
HAS_OPENED = "SELECT count(*) FROM student WHERE room = :word AND voter = :voter"
ENTER = """INSERT OR IGNORE INTO student SELECT word, :voter FROM room
    WHERE word = :word AND used > :now - 86400 AND secret <> :secret
    AND (SELECT count(*) FROM student WHERE room = :word) < :most"""
VOTE = """INSERT INTO vote SELECT word, question, ballot, :voter, :said, CAST(:now / 60 AS INTEGER), 1
    FROM room JOIN student ON student.room = word AND student.voter = :voter
    WHERE word = :word AND question = :question AND ballot = :ballot AND NOT revealed AND used > :now - 86400
    AND length(:said) <= :bytes
    ON CONFLICT DO UPDATE SET said = excluded.said, minute = excluded.minute,
    times = CASE WHEN minute = excluded.minute THEN times + 1 ELSE 1 END
    WHERE minute <> excluded.minute OR times < :most"""
LED = "word = :word AND secret = :secret AND used > :now - 86400"
MAKE = """INSERT OR IGNORE INTO room SELECT :word, :secret, 1, 1, 0, :now
    WHERE (SELECT count(*) FROM room) < :most AND length(:link) <= :longest"""
FIRST_QUESTION = "INSERT INTO question SELECT :word, 1, :link WHERE changes()"
REVEAL = f"UPDATE room SET revealed = 1 WHERE {LED}"
AGAIN = f"UPDATE room SET ballot = 2 WHERE {LED} AND ballot = 1 AND NOT revealed"
ASK = f"""INSERT INTO question SELECT word, question + 1, :link FROM room
    WHERE {LED} AND question < :most AND length(:link) <= :longest"""
TURN = f"""UPDATE room SET question = question + 1, ballot = 1, revealed = 0, used = :now
    WHERE {LED} AND changes()"""
OPENED = f"SELECT count(*) FROM student JOIN room ON word = room WHERE {LED}"
VOTES = f"""SELECT number, link, vote.ballot, voter, said FROM vote JOIN room ON word = vote.room
    JOIN question ON question.room = word AND number = vote.question
    WHERE {LED} AND (:all OR number = room.question) ORDER BY number, vote.ballot, vote.rowid"""
CHANGED, EXPIRE = "SELECT changes()", "DELETE FROM room WHERE used <= :now - 86400"


def place(environment: Mapping[str, str]) -> Path:
    """Return where the file is: as the `SETTING` says, or else where this machine keeps what is temporary."""
    usual = Path(tempfile.gettempdir()) / "gradient_descent_votes.sqlite3"
    return Path(environment.get(SETTING) or usual)


def make_room(word: str, secret: str, link: str) -> list[Statement]:
    """Make a room with its first question, and clear away those that are over; look at it."""
    bounds = {"most": rooms.MOST_ROOMS, "longest": rooms.LONGEST_QUESTION}
    return _writing(_known(word, secret) | {"link": link, **bounds}, EXPIRE, MAKE, FIRST_QUESTION, THE_ROOM)


def enter(word: str, voter: str, secret: str) -> list[Statement]:
    """Count a student in, unless it is the teacher who enters; then look where the class is."""
    values = _known(word, secret, voter) | {"most": rooms.MOST_STUDENTS}
    return _writing(values, EXPIRE, ENTER, THE_ROOM, SAID, HAS_OPENED)


def look(room: Room, voter: str, secret: str) -> list[Statement]:
    """Look where the class is and what this student has voted; the teacher sees all votes on the question."""
    votes = (OPENED, VOTES) if room.is_led else ()
    return _reading(_known(room.word, secret, voter) | {"all": False}, THE_ROOM, SAID, *votes)


def vote(room: Room, voter: str, said: str) -> list[Statement]:
    """Keep a student's vote in the place of an earlier one; look whether it was, and where the class is."""
    values = _known(room.word, "", voter) | {"most": rooms.MOST_CHANGES, "bytes": rooms.MOST_BYTES}
    values |= {"said": said, "question": room.question, "ballot": room.ballot}
    used = "UPDATE room SET used = :now WHERE word = :word AND changes()"
    return _writing(values, VOTE, used, CHANGED, THE_ROOM, SAID, HAS_OPENED)


def all_votes(word: str, secret: str) -> list[Statement]:
    """Look at the votes on every question of a room: for the teacher alone."""
    return _reading(_known(word, secret) | {"all": True}, VOTES)


def reveal(word: str, secret: str) -> list[Statement]:
    """Show the answers; look where the class is."""
    return _writing(_known(word, secret), REVEAL, THE_ROOM)


def vote_again(word: str, secret: str) -> list[Statement]:
    """Open the second ballot, if the answers are not shown yet; look where the class is."""
    return _writing(_known(word, secret), AGAIN, THE_ROOM)


def new_question(word: str, secret: str, link: str) -> list[Statement]:
    """Ask another question; look where the class is."""
    bounds = {"most": rooms.MOST_QUESTIONS, "longest": rooms.LONGEST_QUESTION}
    return _writing(_known(word, secret) | {"link": link, **bounds}, ASK, TURN, THE_ROOM)


def room_in(the_room: Sequence[tuple], said: Sequence[tuple] = ()) -> Room | None:
    """Return the room that the rows of `THE_ROOM` and `SAID` tell of, None where there is none."""
    if not the_room:
        return None
    word, question, ballot, revealed, link, is_led = the_room[0]
    return Room(word, question, ballot, bool(revealed), link, bool(is_led), tuple(said))


def reason(error_name: str, *, say: Say = english) -> str:
    """Say what is wrong with the file of the votes, by SQLite's name of the error."""
    reasons = {
        "SQLITE_FULL": say("the server's disk is full"),
        "SQLITE_READONLY": say("the server may only read the file of the votes"),
        "SQLITE_CANTOPEN": say("the server cannot open the file of the votes"),
        "SQLITE_BUSY": say("too many write at once"),
        "SQLITE_NOTADB": say("the file of the votes holds something else"),
    }
    known = (told for name, told in reasons.items() if error_name.startswith(name))
    return next(known, say("the file of the votes cannot be used"))


def _known(word: str, secret: str, voter: str = "") -> dict[str, Any]:
    """Return the values that most statements know; of a secret and a token only hashes are kept."""
    word = word[:40].encode("utf-8", "replace").decode()  # half a sign is in no text of SQLite
    return {"word": word, "secret": hash_of(secret, word), "voter": hash_of(voter, word)}


def _reading(values: dict[str, Any], *statements: str) -> list[Statement]:
    return [("BEGIN", {}), *((statement, values) for statement in statements), ("COMMIT", {})]


def _writing(values: dict[str, Any], *statements: str) -> list[Statement]:
    return [("BEGIN IMMEDIATE", {}), *_reading(values, *statements)[1:]]
