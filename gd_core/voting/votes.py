"""What a vote is, and how those of a class are counted and compared: from rows of the store to numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gd_core.teaching.prediction_link import prediction_from_link, prediction_to_link
from gd_core.teaching.predictions import Answer, Prediction, is_complete, wrong_pairs
from gd_core.voting.question import settings_of
from gd_core.voting.rooms import FIRST, SECOND, Room
from gd_core.voting.store import Rows, Statement, vote

Ballot = Mapping[str, Prediction]  # what each voter predicts
Miss = tuple[str, int, int | str]  # ("pair", lower, higher) by runs, or ("does", run, what was said of it)


def text_of(prediction: Prediction, rates: tuple[float, ...]) -> str:
    """Return a vote as it is kept; "" where the prediction is not complete."""
    return prediction_to_link(prediction, rates) if is_complete(prediction, rates) else ""


def cast(room: Room, voter: str, prediction: Prediction) -> list[Statement]:
    """Return the statements that keep a vote; none where it is not complete."""
    said = text_of(prediction, settings_of(room.link).learning_rates)
    return vote(room, voter, said) if said else []


def ballots_of(votes: Sequence[tuple], rates: tuple[float, ...]) -> dict[int, dict[str, Prediction]]:
    """Return the first and the second ballot on one question; what is no prediction of it is not counted."""
    ballots: dict[int, dict[str, Prediction]] = {FIRST: {}, SECOND: {}}
    for _, _, ballot, voter, said in votes:
        if ballot in ballots and (prediction := prediction_from_link(said, rates)):
            ballots[ballot][voter] = prediction
    return ballots


def named(ballot: Ballot, run: int) -> Counter[str]:
    """Return how many say what of a run."""
    return Counter(prediction.behaviours[run] for prediction in ballot.values())


def lowest(ballot: Ballot) -> Counter[float]:
    """Return how many say of which rate that it ends lowest."""
    return Counter(prediction.ranking[0] for prediction in ballot.values() if prediction.ranking)


def all_right(ballot: Ballot, answer: Answer) -> int:
    """Return how many have missed nothing."""
    return sum(not misses_of(answer, prediction) for prediction in ballot.values())


def misses_of(answer: Answer, prediction: Prediction) -> list[Miss]:
    """Return every point that a prediction missed: what runs do, then which of two ends lower."""
    said = zip(prediction.behaviours, answer.behaviours, strict=False)
    does: list[Miss] = [("does", run, guess) for run, (guess, true) in enumerate(said) if guess != true]
    return does + [
        ("pair", *pair) for pair in (wrong_pairs(answer, prediction) if prediction.ranking else [])
    ]


def most_missed(ballot: Ballot, answer: Answer) -> tuple[Miss, int] | None:
    """Return the miss that most have made, and how many; None where nobody missed anything."""
    alike = Counter(ballot.values())
    missed: Counter[Miss] = Counter()
    for prediction, times in alike.items():
        for miss in misses_of(answer, prediction):
            missed[miss] += times
    return min(missed.items(), key=lambda counted: (-counted[1], str(counted[0])), default=None)


@dataclass(frozen=True)
class Change:
    """What a discussion did to those who voted before it and after."""

    both: int
    changed: int
    to_right: int
    from_right: int


def change_between(first: Ballot, second: Ballot, answer: Answer) -> Change:
    """Compare two ballots, voter by voter; right are those who missed nothing."""
    both = [(first[voter], second[voter]) for voter in first.keys() & second.keys()]
    right = [tuple(not misses_of(answer, prediction) for prediction in pair) for pair in both]
    return Change(
        both=len(both),
        changed=sum(before != after for before, after in both),
        to_right=right.count((False, True)),
        from_right=right.count((True, False)),
    )


def csv_of_votes(rows: Rows) -> str:
    """Return a line for each rate of each vote: question, vote, student, learning_rate, place, does.

    Students are numbered in the order in which they first voted in the room. The place is that of the final
    loss, 1 the lowest; it is empty where nothing was said of it.
    """
    lines, numbers = ["question,vote,student,learning_rate,place,does"], dict[str, int]()
    for asked, link, ballot, voter, said in rows[0] if rows else []:
        rates = settings_of(link).learning_rates
        student = numbers.setdefault(voter, len(numbers) + 1)
        prediction = prediction_from_link(said, rates)
        for rate, does in zip(rates, prediction.behaviours, strict=True) if prediction else []:
            place = prediction.ranking.index(rate) + 1 if prediction and prediction.ranking else ""
            lines.append(f"{asked},{ballot},{student},{rate},{place},{does}")
    return "\n".join(lines) + "\n"
