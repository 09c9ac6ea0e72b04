"""The room of a class: its word, who leads it, who votes in it, and how much it may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from gd_core.complaints import quote
from gd_core.languages import Say, english

ROOM, TEACHER = "room", "teacher"  # the keys of a room's links
AT = "answered"  # in a student's link: the question whose answer it shows
SIGNS = "23456789bcdfghjkmnpqrstvwxyz"  # no vowels, so that no word comes of them, and nothing like 0, 1 or l
N_WORDS = len(SIGNS) ** 10  # 48 bits: a room lasts a day
TOKEN = re.compile(r"[0-9a-f]{32}")
VOTER = "voter"  # the cookie by which a browser is known again
KEPT = "here"  # in the teacher's link once a cookie has the secret: the screen is seen by all
FIRST, SECOND = 1, 2  # the vote, and the one after the discussion

MOST_ROOMS, MOST_STUDENTS, MOST_QUESTIONS = 500, 500, 100  # the last two in a room
MOST_CHANGES = 20  # of a student's vote in a minute
MOST_BYTES, LONGEST_QUESTION = 32, 16_000  # of a vote, and of a question's link
WAIT, WATCH = 6.0, 1.5  # seconds after which a student's page asks again, and the teacher's


@dataclass(frozen=True)
class Room:
    """Where a class is, as one student or its teacher sees it.

    Attributes
    ----------
    question, ballot : int
        Which question it is, from 1, and which vote on it: `FIRST` or `SECOND`.
    revealed : bool
        Whether the answers are shown.
    link : str
        The question, as links have it.
    is_led : bool
        Whether it is the teacher who sees it.
    said : tuple of (int, str)
        What this student has voted on the question: each ballot, and what was said.
    """

    word: str
    question: int
    ballot: int
    revealed: bool
    link: str
    is_led: bool = False
    said: tuple[tuple[int, str], ...] = ()

    @property
    def has_voted(self) -> bool:
        """Whether this student has voted in the ballot that is open."""
        return self.ballot in dict(self.said)

    @property
    def sets_the_page(self) -> bool:
        """Whether the page is set to the question; a teacher is free to set another once it is answered."""
        return not (self.is_led and self.revealed)

    @property
    def asks_again(self) -> float:
        """After how many seconds its page asks again where the class is."""
        if self.is_led:
            return WATCH
        return 2 * WAIT if self.revealed else WAIT


def word_of(number: int) -> str:
    """Return the word of a room, another one for each number below `N_WORDS`.

    >>> word_of(0), word_of(N_WORDS - 1)
    ('22222-22222', 'zzzzz-zzzzz')
    """
    signs = ""
    for _ in range(10):
        number, place = divmod(number, len(SIGNS))
        signs = SIGNS[place] + signs
    return f"{signs[:5]}-{signs[5:]}"


def no_such_room(word: str, *, say: Say = english) -> str:
    """Say that there is no room of this word, and why that may be."""
    return say(
        "There is no class at {word}: its last vote is more than a day old, its votes were deleted, or the "
        "link is not complete. Ask for a new one.",
        word=quote(word, say=say),
    )


def is_full(*, say: Say = english) -> str:
    """Say that no more students can vote in a room."""
    return say("This class is full: {most} have opened its link. You can predict alone.", most=MOST_STUDENTS)


def no_more_rooms(*, say: Say = english) -> str:
    """Say that no more rooms can be made."""
    return say("There are {most} classes already. Try again when some of them are over.", most=MOST_ROOMS)


def token_in(cookies: Mapping[str, str], name: str = VOTER) -> str:
    """Return the token by which a browser is known again; "" where it has none."""
    token = str(cookies.get(name))
    return token if TOKEN.fullmatch(token) else ""


def secret_in(given: str, word: str, cookies: Mapping[str, str], known: str) -> str:
    """Return the secret that a link gives; where it says that it is kept, what is known, or a cookie has."""
    if given != KEPT:
        return given
    return known or token_in(cookies, cookie_of_the_teacher(word))


def cookie_of_the_teacher(word: str) -> str:
    """Return the name of the cookie that has a room's secret."""
    return f"teacher-{word}"


def cookies_of(room: Room, voter: str, secret: str) -> dict[str, str]:
    """Return the cookies that a page of a room keeps, by their names."""
    return {cookie_of_the_teacher(room.word): secret} if room.is_led else {VOTER: voter}


def hash_of(secret: str, word: str) -> str:
    """Return what is kept in place of a secret or a token, another in each room: neither is found from it."""
    return sha256(f"{word} {secret}".encode("utf-8", "surrogatepass")).hexdigest()
