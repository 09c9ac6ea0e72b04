"""What the two directions of a run's error do, in words and in a table."""

import math

from gd_core.languages import Say, english
from gd_core.numbers import rounded, rounded_beside
from gd_core.two_modes import (
    ACROSS,
    ALONG,
    NEARLY_GONE,
    NO_ERROR,
    NO_NUMBERS,
    Mode,
    crossing,
    halvings,
    is_round,
    n_epochs_of,
    takeover,
)

SAME_PACE = 1e-6  # two factors whose sizes are this close take as long as each other
FAST_BESIDE_SLOW = 3  # a part that halves this many times while the other halves once is called quick, …
SLOW = 5  # … and the other is said to crawl if it takes this many epochs to halve


def name_of_direction(where: str, *, say: Say = english) -> str:
    """Return what the page calls `ACROSS` or `ALONG`."""
    return {ACROSS: say("across the valley"), ALONG: say("along the valley")}[where]


def modes_table(parts: tuple[Mode, Mode], *, say: Say = english) -> dict[str, list]:
    """Return a row a direction: its eigenvalue, and its factor predicted and measured, NaN where not."""
    return {
        "direction": [name_of_direction(part.where, say=say) for part in parts],
        "eigenvalue": [part.eigenvalue for part in parts],
        "factor_predicted": [part.factor for part in parts],
        "factor_measured": [part.measured for part in parts],
        "note": [_note(part.why_not, say) for part in parts],
    }


def why_fast_then_slow(parts: tuple[Mode, Mode], *, say: Say = english) -> str:
    """Say, in Markdown, what the two factors do to the loss of this run."""
    present = [part for part in parts if part.start > 0]
    if not present:
        return say(
            "The run starts at the least-squares answer, but for rounding: there is no error to split."
        )
    if is_round(parts):
        return say(
            "The bowl is round: no direction is steeper than another. An epoch multiplies the whole error by "
            "{factor}.",
            factor=_factor_and_pace(parts[0], say),
        )
    sentences = [_what_an_epoch_does(present, say)]
    if min(part.factor for part in present) < 0:
        sentences.append(say("A minus sign: it changes sides every epoch."))
    return " ".join([*sentences, _what_follows(present, say)])


def sides_it_takes(part: Mode, *, say: Say = english) -> str:
    """Say what an epoch does to the side and the size of a part of the error that there is at the start."""
    size = abs(part.factor)
    if size == 0:
        return say("The first epoch takes it away, but for rounding.")
    kept = rounded_beside(100 * size, 100.0)
    if part.factor > 0:
        return say("It stays on its side; every epoch keeps {kept} % of its size.", kept=kept)
    if size == 1:
        return say("Every epoch it changes sides and keeps its size.")
    if size > 1:
        return say("Every epoch it changes sides and grows ×{factor}.", factor=rounded_beside(size, 1.0))
    return say("Every epoch it changes sides and keeps {kept} % of its size.", kept=kept)


def factor_text(factor: float) -> str:
    """Return a factor with its sign, in enough digits to tell its size from 1."""
    if factor == 0:
        return "0"
    return f"{'−' if factor < 0 else ''}{rounded_beside(abs(factor), 1.0)}"


def _note(why_not: str, say: Say) -> str:
    return {
        "": "",
        NO_ERROR: say("no error in this direction to begin with, but for rounding"),
        NO_NUMBERS: say("the run leaves the computer's numbers in its first epoch"),
        NEARLY_GONE: say("too close to rounding after one epoch"),
    }[why_not]


def _what_an_epoch_does(present: list[Mode], say: Say) -> str:
    factors = {part.where: _factor_and_pace(part, say) for part in present}
    if len(present) == 2:
        return say(
            "An epoch multiplies the error **across the valley** by {across} and the error **along the "
            "valley** by {along}.",
            across=factors[ACROSS],
            along=factors[ALONG],
        )
    if ACROSS in factors:
        return say("An epoch multiplies the error **across the valley** by {factor}.", factor=factors[ACROSS])
    return say("An epoch multiplies the error **along the valley** by {factor}.", factor=factors[ALONG])


def _factor_and_pace(part: Mode, say: Say) -> str:
    return f"1 − ηλ ≈ {factor_text(part.factor)} ({_pace(part, say)})"


def _pace(part: Mode, say: Say) -> str:
    size, n_epochs = abs(part.factor), n_epochs_of(part)
    if size == 1:
        return say("it keeps its size")
    if size == 0:
        return say("it is gone after one epoch")
    epoch = max(1, math.ceil(1 / abs(halvings(part))))
    told = rounded(epoch)
    if epoch > n_epochs and size < 1:
        return say("half of it would be gone by epoch {epoch}, after the end of this run", epoch=told)
    if epoch > n_epochs:
        return say("it would have doubled by epoch {epoch}, after the end of this run", epoch=told)
    if size < 1:
        return say("half of it is gone by epoch {epoch}", epoch=told)
    return say("it has doubled by epoch {epoch}", epoch=told)


def _what_follows(present: list[Mode], say: Say) -> str:
    if len(present) == 1:
        if present[0].where == ACROSS:
            return say("There is no error along the valley to begin with, but for rounding.")
        return say("There is no error across the valley to begin with, but for rounding.")
    across, along = present
    if along.eigenvalue == 0:
        return say("Along the valley λ is 0: the loss is the same everywhere there, and nothing moves.")
    if across.factor == -1:
        return say("The error across the valley stays, so the loss does not come down to the floor.")
    if abs(across.factor) > 1:
        return say(
            "In the long run nearly all of the loss is from the error across the valley, and it grows."
        )
    return _two_paces(across, along, say)


def _two_paces(across: Mode, along: Mode, say: Say) -> str:
    """Say which of two shrinking parts goes first, and from when on the other is most of the loss."""
    fast, slow = sorted((across, along), key=lambda part: abs(part.factor))
    if abs(slow.factor) - abs(fast.factor) <= SAME_PACE * (1 - abs(slow.factor)):
        return say("Both shrink at the same pace: neither waits for the other.")
    turn = takeover(fast, slow)
    sentences = [_of_the_loss(fast, slow, turn, say), _of_the_errors(fast, slow, turn, say)]
    of_slow = halvings(slow)
    is_quick = of_slow <= 1 / SLOW and halvings(fast) >= FAST_BESIDE_SLOW * of_slow
    if is_quick and 0 < turn < n_epochs_of(slow):
        sentences.insert(1, say("That is why the loss first drops, and then crawls."))
    return " ".join(filter(None, sentences))


def _of_the_loss(fast: Mode, slow: Mode, turn: float, say: Say) -> str:
    """Say which part most of the loss is from in this run, and from when on it is the other."""
    names = {"first": name_of_direction(fast.where, say=say), "then": name_of_direction(slow.where, say=say)}
    if turn == 0:
        return say(
            "From the start, most of the loss above the floor is from the slower error, {then}.",
            then=names["then"],
        )
    if turn <= n_epochs_of(slow):
        return say(
            "At first, most of the loss above the floor is from the error {first}; from epoch {epoch} on, it "
            "is from the error {then}.",
            epoch=rounded(turn),
            **names,
        )
    return say(
        "In all of this run, most of the loss above the floor is from the error {first}; only from epoch "
        "{epoch} on would it be from the error {then}.",
        epoch=rounded(turn),
        **names,
    )


def _of_the_errors(fast: Mode, slow: Mode, turn: float, say: Say) -> str:
    """Say which error is the larger one in the picture, where that does not turn when the loss does."""
    crossed, where = crossing(fast, slow), name_of_direction(slow.where, say=say)
    if crossed == turn:
        return ""
    if crossed == 0:
        return say(
            "The picture shows the errors, which λ does not weigh: there the one {where} is larger from the "
            "start.",
            where=where,
        )
    if crossed <= n_epochs_of(slow):
        return say(
            "The picture shows the errors, which λ does not weigh: there the one {where} is larger from "
            "epoch {epoch} on.",
            where=where,
            epoch=rounded(crossed),
        )
    return say(
        "The picture shows the errors, which λ does not weigh: there the one {where} is smaller all the way.",
        where=where,
    )
