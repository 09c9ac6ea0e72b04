"""Where a class is, as each of its pages shows it: what is told and what can be pressed, as blocks."""

from collections.abc import Sequence

from gd_core.experiment import Settings
from gd_core.keys import experiment_with
from gd_core.languages import Say, english
from gd_core.numbers import unrounded
from gd_core.parts.blocks import Act, Block, Code, Row, Text
from gd_core.teaching.prediction_link import case_to_link, prediction_from_link
from gd_core.teaching.predictions import Prediction, names_of_foretold
from gd_core.teaching.teachers_link import link_with
from gd_core.voting import rooms, store
from gd_core.voting.board import the_board
from gd_core.voting.question import asked_of, link_of_a_question, problem_with_question, settings_of
from gd_core.voting.rooms import FIRST, ROOM, SECOND, TEACHER, Room
from gd_core.voting.store import Rows, room_in


def collecting(
    word: str,
    secret: str,
    asked: str,
    settings: Settings,
    *,
    rows: Rows | None,
    address: str,
    say: Say = english,
) -> list[Block]:
    """Offer to make a room, and show its two links once it is there.

    Parameters
    ----------
    word, secret : str
        Of the room that is made.
    asked : str
        The link of its first question.
    rows : sequence or None
        What came of making it, or of something else, or None.
    """
    room = room_in(rows[-1]) if rows else None
    if room and (room.word, room.is_led) == (word, True):
        return _links_of(word, secret, address, say)
    problem = problem_with_question(asked, settings, say=say)
    act = store.make_room(word, secret, asked)
    blocks: list[Block] = [
        Text(say.document("voting.md"), explains=False),
        Act("collect", say("Collect the predictions"), act, problem, is_off=bool(problem)),
    ]
    return [*blocks, Text(rooms.no_more_rooms(say=say))] if rows == [[]] else blocks


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


def entered(word: str, secret: str, rows: Rows, *, say: Say = english) -> tuple[Room | None, list[str]]:
    """Return where a class is whose link is opened, by the rows of `store.enter`, and what cannot be."""
    *_, the_room, said, [(has_opened,)] = rows
    room = room_in(the_room, said)
    if room is None:
        return None, [rooms.no_such_room(word, say=say)]
    if not (room.is_led or has_opened):
        return None, [rooms.is_full(say=say)]
    if room.is_led or not secret:
        return room, []
    return room, [say("This is not the link of this class's teacher: you are here as a student.")]


def after_the_vote(asked: Room, rows: Rows, *, say: Say = english) -> tuple[Room | None, list[str]]:
    """Return where the class is after a vote, and a sentence where the vote was not counted."""
    *_, [(changed,)], the_room, said, _ = rows
    room = room_in(the_room, said)
    return room, [] if changed or room is None else [_why_not_counted(asked, room, rows, say)]


def _why_not_counted(asked: Room, room: Room, rows: Rows, say: Say) -> str:
    [(has_opened,)] = rows[-1]
    if (room.question, room.ballot) != (asked.question, asked.ballot):
        return say("Your class has gone on, so this was not counted. Predict again.")
    if room.revealed:
        return say("The answers are shown already, so this was not counted.")
    if not has_opened:
        return rooms.is_full(say=say)
    return say(
        "You have changed your prediction {most} times within this minute, so this was not counted; what you "
        "committed before is. Wait a minute.",
        most=rooms.MOST_CHANGES,
    )


def where_it_is(
    room: Room, seen: Rows, *, secret: str, settings: Settings, address: str, say: Say = english
) -> list[Block]:
    """Show where the class is: to a student in a line, to its teacher the votes and what can be done.

    Parameters
    ----------
    seen : sequence
        The rows of `store.look`.
    settings : Settings
        What is set on the teacher's page now.
    address : str
        Of the page.
    """
    if not room.is_led:
        return [Text(_told_to_a_student(room, say), explains=False)]
    _, _, [(opened,)], votes = seen
    experiment = experiment_with(settings_of(room.link))
    link = link_with(address.partition("://")[2], {}, [], {ROOM: room.word})
    counted, *others = the_board(experiment, room=room, opened=opened, votes=votes, link=link, say=say)
    return [Row([counted, *_what_to_do(room, secret, settings, say)]), *others]


def _what_to_do(room: Room, secret: str, settings: Settings, say: Say) -> list[Block]:
    """Return the teacher's buttons."""
    word, buttons = room.word, list[Block]()
    if not room.revealed:
        buttons.append(Act("reveal", say("Reveal"), store.reveal(word, secret)))
    if not room.revealed and room.ballot == FIRST:
        told = say("Keeps this vote, and shows both beside each other.")
        buttons.append(Act("again", say("Vote again"), store.vote_again(word, secret), told))
    now = link_of_a_question(settings, asked_of(room))
    problem = _why_not_ask(room, now, settings, say)
    told = problem or say("Asks the class about what is set now.")
    ask = store.new_question(word, secret, now)
    return [*buttons, Act("ask", say("New question"), ask, told, is_off=bool(problem))]


def _why_not_ask(room: Room, now: str, settings: Settings, say: Say) -> str:
    """Say why the teacher cannot ask another question now; "" where that is possible."""
    if not room.revealed:
        return say("First reveal the answer to this one.")
    if room.question >= rooms.MOST_QUESTIONS:
        return say("A class has {most} questions at most. Make a new one.", most=rooms.MOST_QUESTIONS)
    return problem_with_question(now, settings, say=say)


def to_compare(room: Room) -> str:
    """Return what this student said, as a link has it, once it may be compared with the answer; else ""."""
    settings = settings_of(room.link)
    prediction = _last_said(room, settings.learning_rates)
    return case_to_link(prediction, settings) if room.revealed and prediction else ""


def _last_said(room: Room, rates: tuple[float, ...]) -> Prediction | None:
    return prediction_from_link(room.said[-1][1], rates) if room.said else None


def _told_to_a_student(room: Room, say: Say) -> str:
    settings = settings_of(room.link)
    prediction = _last_said(room, rates := settings.learning_rates)
    said = f" {_in_words(prediction, rates, say)}" if prediction else ""
    if room.revealed:
        told = say("**Your class has the answer.** This page shows it now.")
        return f"{told} {say('You said:')}{said}" if said else told
    if room.has_voted:
        told = say("**Committed.** You may change it until your teacher shows the answer.")
        return told + said
    if room.ballot == SECOND:
        told = say(
            "**Your class votes again.** Talk with somebody who sees it otherwise, then predict once more."
        )
        return f"{told} {say('In the first vote you said:')}{said}" if said else told
    return say("**Your class predicts together.** Commit, and it counts. Nobody sees whose prediction it is.")


def _in_words(prediction: Prediction, rates: Sequence[float], say: Say) -> str:
    """Say what a student predicts."""
    names = names_of_foretold(say)
    does = [
        say("{rate} {behaviour}", rate=unrounded(rate), behaviour=names[behaviour])
        for rate, behaviour in zip(rates, prediction.behaviours, strict=True)
    ]
    order = " < ".join(say("loss of {rate}", rate=unrounded(rate)) for rate in prediction.ranking)
    return ". ".join(filter(None, [", ".join(does), order])) + "."
