"""Where a class is, as each of its pages shows it: what is told and what can be pressed, as blocks."""

from collections.abc import Callable, Sequence
from typing import Any

from gd_core.experiment import Settings
from gd_core.keys import experiment_with
from gd_core.languages import Say, english
from gd_core.numbers import unrounded
from gd_core.parts.blocks import Block, Box, Button, Download, Text
from gd_core.teaching.prediction_link import case_to_link, prediction_from_link
from gd_core.teaching.predictions import Prediction, names_of_foretold
from gd_core.teaching.teachers_link import FLAGS, link_with
from gd_core.voting import rooms, store
from gd_core.voting.board import the_board
from gd_core.voting.question import (
    ASKED,
    asked_in,
    asked_of,
    link_of_a_question,
    problem_with_question,
    settings_of,
)
from gd_core.voting.rooms import AT, FIRST, ROOM, SECOND, TEACHER, Room
from gd_core.voting.store import Rows, Statement, room_in
from gd_core.voting.votes import csv_of_votes


def entered(
    word: str, secret: str, rows: Rows, failed: str = "", *, is_open: bool, at: str = "", say: Say = english
) -> tuple[Room | None, list[str], dict[str, Any]]:
    """Return where a class is whose link is opened, what cannot be, and what is to change in the link.

    Parameters
    ----------
    secret : str
        What the link gives for the secret of the teacher; "" where it gives none.
    rows : sequence
        Those of `store.enter`; none where the file failed.
    failed : str
        Why it failed.
    is_open : bool
        Whether the page is open already; else its link becomes the question's.
    at : str
        The question whose answer the page had when it was left: then the link stays as it is.
    """
    if not rows:
        told = say("Your class was not opened: {reason}. Load this page again in a moment.", reason=failed)
        return None, [told], {}
    *_, the_room, said, [(has_opened,)] = rows
    room = room_in(the_room, said)
    if room is None or not (room.is_led or has_opened):
        problem = rooms.is_full(say=say) if room else rooms.no_such_room(word, say=say)
        return None, [problem], {ROOM: "", TEACHER: "", AT: ""}
    told = say("This is not the link of this class's teacher: you are here as a student.")
    goes_on = room.revealed and at == str(room.question)
    opens = not is_open and room.sets_the_page and not goes_on
    asked: dict[str, Any] = dict.fromkeys(ASKED, "") | asked_in(room.link) if opens else {}
    return (
        room,
        [told] if secret and not room.is_led else [],
        asked | {TEACHER: rooms.KEPT if room.is_led else ""},
    )


def after_the_vote(
    asked: Room, rows: Rows, failed: str = "", *, say: Say = english
) -> tuple[Room | None, list[str]]:
    """Return where the class is after a vote, and a sentence where the vote was not counted."""
    if not rows:
        told = say("Your prediction was not counted: {reason}. Commit it again in a moment.", reason=failed)
        return asked, [told]
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


def out_of_reach(failed: str, *, say: Say = english) -> list[str]:
    """Say that the votes cannot be reached, where that is so."""
    told = say("The votes cannot be reached now: {reason}. Everything else goes on.", reason=failed)
    return [told] if failed else []


def not_done(failed: str, *, say: Say = english) -> list[str]:
    """Say that what the teacher pressed was not done, where that is so."""
    told = say("This was not done: {reason}. Press it again in a moment.", reason=failed)
    return [told] if failed else []


def where_it_is(
    room: Room,
    seen: Rows,
    *,
    secret: str,
    settings: Settings,
    address: str,
    run: Callable[[list[Statement]], Rows],
    say: Say = english,
) -> list[Block]:
    """Show where the class is: to a student in a line, to its teacher the votes and what can be done.

    Parameters
    ----------
    seen : sequence
        The rows of `store.look`; none where they cannot be read.
    settings : Settings
        What is set on the teacher's page now.
    address : str
        Of the page.
    run : callable
        Runs statements, and returns their rows.
    """
    if not seen:
        return []
    if not room.is_led:
        return [Text(_told_to_a_student(room, say), explains=False)]
    _, _, [(opened,)], votes = seen
    experiment = experiment_with(settings_of(room.link))
    link = link_with(address.partition("://")[2], {}, [], {ROOM: room.word})
    counted, *others = the_board(experiment, room=room, opened=opened, votes=votes, link=link, say=say)
    every = store.all_votes(room.word, secret)
    csv = Download(say("The votes as CSV"), "votes.csv", "text/csv", lambda: _csv_of(run(every), say))
    in_a_row = [counted, *_what_to_do(room, secret, settings, say), csv]
    return [Box(in_a_row, is_a_row=True), *others]


def _csv_of(rows: Rows, say: Say) -> str:
    """Return the file of the votes; where they cannot be read, it says so and holds no votes."""
    failed = say("The votes cannot be reached now. Take this file once more in a moment.")
    return csv_of_votes(rows) if rows else failed


def in_view(room: Room | None) -> dict[str, str]:
    """Return what a teacher sees who chooses a case: the board, where *New question* asks about it."""
    return {"look_at": "class"} if room and room.is_led else {}


def form_of(room: Room | None, *, changing: bool, say: Say = english) -> tuple[str, list[Block]]:
    """Return the key of the form in which a prediction is made, or "" and what is shown in its place."""
    if room is None:
        return "this", []
    if room.is_led:
        return "", []
    if room.has_voted and not changing:
        return "", [Button("change", say("Change my prediction"), {"changing": True})]
    return f"{room.question}-{room.ballot}", []


def _what_to_do(room: Room, secret: str, settings: Settings, say: Say) -> list[Block]:
    """Return the teacher's buttons."""
    word, buttons = room.word, list[Block]()
    if not room.revealed:
        buttons.append(Button("reveal", say("Reveal"), {}, store.reveal(word, secret)))
    if not room.revealed and room.ballot == FIRST:
        told = say("Keeps this vote, and shows both beside each other.")
        buttons.append(Button("again", say("Vote again"), {}, store.vote_again(word, secret), told))
    now = link_of_a_question(settings, asked_of(room))
    problem = _why_not_ask(room, now, settings, say)
    told = problem or say("Asks the class about what is set now.")
    ask = store.new_question(word, secret, now)
    return [*buttons, Button("ask", say("New question"), {}, ask, told, is_off=bool(problem))]


def _why_not_ask(room: Room, now: str, settings: Settings, say: Say) -> str:
    """Say why the teacher cannot ask another question now; "" where that is possible."""
    if not room.revealed:
        return say("First reveal the answer to this one.")
    if room.question >= rooms.MOST_QUESTIONS:
        return say("A class has {most} questions at most. Make a new one.", most=rooms.MOST_QUESTIONS)
    return problem_with_question(now, settings, say=say)


def in_the_link(room: Room) -> dict[str, str]:
    """Return what the link of a page in a room holds besides controls, "" for what it does not hold.

    What this student said is there once it may be compared with the answer, and which question that is of.
    """
    settings, asked = settings_of(room.link), asked_in(room.link) if room.sets_the_page else {}
    flags = {key: asked.get(key, [""])[0] for key in FLAGS if room.sets_the_page}
    said = _last_said(room, settings.learning_rates) if room.revealed else None
    at = str(room.question) if room.revealed and not room.is_led else ""
    return flags | {"predicted": case_to_link(said, settings) if said else "", AT: at}


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
    return "; ".join(filter(None, [", ".join(does), order])) + "."
