"""Where a teacher makes the room of a class: what is offered, and the two links of the room that was made."""

from collections.abc import Mapping, Sequence
from typing import Any

from gd_core.experiment import Settings
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Button, Code, Text
from gd_core.parts.for_a_class import what_is_wanted
from gd_core.teaching.teachers_link import link_with
from gd_core.voting import rooms, store
from gd_core.voting.question import link_of_a_question, problem_with_question
from gd_core.voting.rooms import ROOM, TEACHER
from gd_core.voting.store import Rows, room_in


def collecting(
    named: tuple[str, str],
    settings: Settings,
    rows: Rows | None,
    told: Sequence[str],
    address: str,
    *,
    chosen: Mapping[str, Any],
    say: Say = english,
) -> list[Block]:
    """Offer to make a room, and show its two links once it is there.

    Parameters
    ----------
    named : (str, str)
        The word and the secret of the room that is made.
    rows : sequence
        What came of what was pressed last: nothing where the file failed, None where nothing was pressed.
    told : sequence of str
        Why it was not done, where it was not.
    chosen : mapping
        What is chosen in the form for a class.
    """
    word, secret = named
    room = room_in(rows[-1]) if rows else None
    if room and (room.word, room.is_led) == (word, True):
        return _links_of(word, secret, address, say)
    asked = link_of_a_question(settings, *what_is_wanted(settings, chosen))
    problem = problem_with_question(asked, settings, say=say)
    act = store.make_room(word, secret, asked)
    blocks: list[Block] = [
        Text(say.document("voting.md"), explains=False),
        Button("collect", say("Collect the predictions"), {}, act, problem, is_off=bool(problem)),
    ]
    if rows is None or room:
        return blocks
    return [*blocks, Text(rooms.no_more_rooms(say=say) if rows else " ".join(told))]


def _links_of(word: str, secret: str, address: str, say: Say) -> list[Block]:
    """Show the two links of a room."""
    language = {"lang": say.language} if say.language != english.language else {}
    students = {ROOM: word} | language
    teacher = students | {"projector": "true", TEACHER: secret}
    return [
        Text(say("For your students:")),
        Code(link_with(address, {}, [], students)),
        Text(say("For your screen. Keep this one to yourself: it shows the votes and the answers.")),
        Code(link_with(address, {}, [], teacher)),
    ]
