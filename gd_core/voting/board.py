"""What the teacher's screen shows of the votes, as blocks: nothing of what is right until the reveal."""

from collections.abc import Sequence
from html import escape

from gd_core.assets import text_of
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import unrounded
from gd_core.parts.blocks import Block, Markup, Text
from gd_core.teaching.misses import about_pair
from gd_core.teaching.predictions import Answer, answer_of, names_of_foretold
from gd_core.telling.behaviour import EDGE
from gd_core.voting.rooms import FIRST, SECOND, Room
from gd_core.voting.votes import (
    Ballot,
    Miss,
    all_right,
    ballots_of,
    change_between,
    lowest,
    most_missed,
    named,
)

Bar = tuple[str, list[int], bool]  # what is said, how many say it in each ballot, and whether it is right


def the_board(
    experiment: Experiment,
    *,
    room: Room,
    opened: int,
    votes: Sequence[tuple],
    link: str = "",
    say: Say = english,
) -> list[Block]:
    """Return what the class says of each rate and, once revealed, what is right and what was missed most.

    Parameters
    ----------
    experiment : Experiment
        Of the room's question.
    opened : int
        How many have opened the link.
    votes : sequence of rows
        Those on this question, as the store has them.
    link : str
        What students open.
    """
    counted = ballots_of(votes, experiment.settings.learning_rates)
    ballots = [counted[number] for number in (FIRST, SECOND)[: room.ballot]]
    counts = how_many(room, opened, ballots, link=link, say=say)
    blocks: list[Block] = [Text(counts, name="votes_counted", explains=False)]
    answer = answer_of(experiment, say=say) if room.revealed else None
    blocks.append(
        Markup(f"<style>{text_of('voting.css')}</style>{_all_bars(experiment, ballots, answer, say)}")
    )
    if answer:
        told = " ".join(
            [*_about_the_right(ballots, answer, say), *_about_misses(experiment, ballots, answer, say)]
        )
        blocks.append(Text(told, name="votes_told", explains=False))
    return blocks


def how_many(
    room: Room, opened: int, ballots: Sequence[Ballot], *, link: str = "", say: Say = english
) -> str:
    """Say how many have voted, and how many have opened the link."""
    told = say("**{n:,}** committed", n=len(ballots[-1]))
    if room.ballot == SECOND:
        told = say("Second vote: {told} ({n:,} in the first)", told=told, n=len(ballots[0]))
    return f"{told} · {say('{opened:,} opened `{link}`', opened=opened, link=link)}"


def _all_bars(experiment: Experiment, ballots: Sequence[Ballot], answer: Answer | None, say: Say) -> str:
    """Return the bars of every rate, and of which ends lowest, as HTML."""
    rates = experiment.settings.learning_rates
    groups = [
        _group(
            say("What does {rate} do?", rate=unrounded(rate)), _of_a_run(run, ballots, answer, say), ballots
        )
        for run, rate in enumerate(rates)
    ]
    if len(rates) > 1 and any(lowest(ballot) for ballot in ballots):
        groups.append(_group(say("Which ends lowest?"), _of_the_lowest(rates, ballots, answer), ballots))
    kind = "votes" if answer else "votes open"
    return f'<div class="{kind}">{"".join(groups)}</div>'


def _of_a_run(run: int, ballots: Sequence[Ballot], answer: Answer | None, say: Say) -> list[Bar]:
    true = answer.behaviours[run] if answer and answer.behaviours else ""
    counts = [named(ballot, run) for ballot in ballots]
    bars = [
        (name, [count[behaviour] for count in counts], behaviour == true)
        for behaviour, name in names_of_foretold(say).items()
    ]
    edge = names_of_foretold(say)[EDGE]  # it is rare: shown where somebody says it, or it is so
    return [bar for bar in bars if bar[0] != edge or any(bar[1]) or bar[2]]


def _of_the_lowest(rates: Sequence[float], ballots: Sequence[Ballot], answer: Answer | None) -> list[Bar]:
    counts = [lowest(ballot) for ballot in ballots]
    first = [place == 1 for place in answer.places] if answer else [False] * len(rates)
    return [
        (unrounded(rate), [count[rate] for count in counts], is_first)
        for rate, is_first in zip(rates, first, strict=True)
    ]


def _group(heading: str, bars: Sequence[Bar], ballots: Sequence[Ballot]) -> str:
    rows = "".join(_bar(bar, [max(1, len(ballot)) for ballot in ballots]) for bar in bars)
    return f"<section><h4>{escape(heading)}</h4>{rows}</section>"


def _bar(bar: Bar, sizes: Sequence[int]) -> str:
    """Return a line of bars: the first ballot's is faint where there is a second."""
    name, counts, is_right = bar
    drawn = "".join(
        f'<i style="width:{100 * count / size:.1f}%"></i>' for count, size in zip(counts, sizes, strict=True)
    )
    told = f"{'✓ ' if is_right else ''}{name}"
    kind = ' class="right"' if is_right else ""
    return (
        f"<p{kind}><span>{escape(told)}</span><span>{drawn}</span><b>{' → '.join(map(str, counts))}</b></p>"
    )


def _about_the_right(ballots: Sequence[Ballot], answer: Answer, say: Say) -> list[str]:
    """Say how many have everything right, and what the discussion changed."""
    if not ballots[-1]:
        return [say("Nobody has committed a prediction.")]
    told = [
        say(
            "**Everything right: {n:,} of {all:,}.**",
            n=all_right(ballots[-1], answer),
            all=len(ballots[-1]),
        )
    ]
    if len(ballots) == 1:
        return told
    change = change_between(ballots[0], ballots[1], answer)
    return [
        *told,
        say("In the first vote: {n:,} of {all:,}.", n=all_right(ballots[0], answer), all=len(ballots[0])),
        say(
            "Voted both times: {both:,}. Changed something: {changed:,}. Came to have all right: "
            "{to_right:,}; had it and lost it: {from_right:,}.",
            **vars(change),
        ),
    ]


def _about_misses(experiment: Experiment, ballots: Sequence[Ballot], answer: Answer, say: Say) -> list[str]:
    """Say what was missed most, and why it is otherwise."""
    missed = most_missed(ballots[-1], answer)
    if missed is None:
        return []
    miss, times = missed
    told = say("Missed most, by {n:,}:", n=times)
    return [f"\n\n{told} {_about_a_miss(experiment, miss, answer, say)}"]


def _about_a_miss(experiment: Experiment, miss: Miss, answer: Answer, say: Say) -> str:
    kind, run, other = miss
    if kind == "pair":
        return about_pair(experiment, answer, run, int(other), say)
    names = names_of_foretold(say)
    return say(
        "**{rate} {behaviour}**; they said that it {guess}. {why}",
        rate=unrounded(answer.rates[run]),
        behaviour=names.get(answer.behaviours[run], answer.behaviours[run]),
        guess=names[str(other)],
        why=answer.reasons[run],
    )
