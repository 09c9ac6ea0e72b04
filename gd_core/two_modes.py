"""The error of one run, split along the two eigenvectors of the Hessian: across the valley and along it.

Each part goes its own way: an epoch multiplies it by ``1 − eta·lam``, whatever the other part does.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.bowl import bowl_of
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.descent import Runs
from gd_core.languages import Say, english
from gd_core.numbers import rounded, rounded_beside
from gd_core.theory import factors_of, modes

ACROSS, ALONG = "across the valley", "along the valley"
NO_ERROR, NO_NUMBERS, NEARLY_GONE = "no error", "beyond all numbers", "nearly gone"

ROUNDING = 64 * float(np.finfo(float).eps)  # what w and b lose to rounding in a run, as a share of them
WELL_ABOVE = 1e6  # a factor is measured while the error is this many times what rounding leaves
ROUND_BOWL = 1e-9  # two eigenvalues closer than this share of themselves are one
SAME_PACE = 1e-6  # two factors whose sizes are this close take as long as each other
GONE = 1e-12  # a factor this close to 0 leaves nothing, but for rounding
KEEPS_SIZE = 1e-12  # a factor this close to 1 in size keeps the error's size, but for rounding
FAST_BESIDE_SLOW = 3  # a part that halves this many times while the other halves once is called quick, …
SLOW = 5  # … and the other is said to crawl if it takes this many epochs to halve


@dataclass(frozen=True, eq=False)
class Mode:
    """One of the two parts of a run's error.

    Attributes
    ----------
    where : str
        `ACROSS`, the steep direction, or `ALONG`, the shallow one.
    eigenvalue, factor : float
        lam, and ``1 − eta·lam``, which theory says an epoch multiplies this part by.
    measured : float
        What an epoch multiplied it by in the run, on average over its first epochs; NaN where it cannot
        be measured.
    why_not : str
        Why it cannot be measured: `NO_ERROR` to begin with, but for rounding; `NO_NUMBERS`, or
        `NEARLY_GONE`, after one epoch. "" where it can.
    errors : (n_epochs + 1,) array
        This part of ``theta − theta_star``, its sign included; NaN from the epoch at which rounding
        hides it or it leaves the computer's numbers.
    """

    where: str
    eigenvalue: float
    factor: float
    measured: float
    why_not: str
    errors: Floats

    @property
    def start(self) -> float:
        """The size of this part of the error at the start; 0 where it is rounding only."""
        return float(np.nan_to_num(abs(self.errors[0])))

    @property
    def excess(self) -> float:
        """What this part adds to the loss at the start: ``½·lam·error²``."""
        return self.eigenvalue / 2 * self.start**2

    def name(self, *, say: Say = english) -> str:
        """Return what the picture calls this part."""
        eigenvalue = rounded(self.eigenvalue, 4)
        if self.where == ACROSS:
            return say("across the valley (steep), λ = {eigenvalue}", eigenvalue=eigenvalue)
        return say("along the valley (shallow), λ = {eigenvalue}", eigenvalue=eigenvalue)


def name_of_direction(where: str, *, say: Say = english) -> str:
    """Return what the page calls `ACROSS` or `ALONG`."""
    return {ACROSS: say("across the valley"), ALONG: say("along the valley")}[where]


def two_modes(dataset: Dataset, runs: Runs, run: int) -> tuple[Mode, Mode]:
    """Split the error of one of the runs; return the part across the valley and the part along it."""
    bowl = bowl_of(dataset)
    lam, vectors = modes(bowl)
    parameters, factors = runs.parameters[run], factors_of(runs.learning_rates, lam)[run]
    with np.errstate(over="ignore", invalid="ignore"):
        errors = (parameters - bowl.bottom) @ vectors
        largest = np.maximum.accumulate(np.abs(parameters).max(axis=1))
        rounding = ROUNDING * (np.abs(bowl.bottom).max() + largest)
    parts = [
        _mode(where, float(lam[i]), float(factors[i]), errors[:, i], rounding)
        for where, i in ((ACROSS, 1), (ALONG, 0))
    ]
    return parts[0], parts[1]


def modes_table(parts: tuple[Mode, Mode], *, say: Say = english) -> pd.DataFrame:
    """Return a row a direction: its eigenvalue, and its factor predicted and measured, NaN where not."""
    return pd.DataFrame(
        {
            "direction": [name_of_direction(part.where, say=say) for part in parts],
            "eigenvalue": [part.eigenvalue for part in parts],
            "factor_predicted": [part.factor if abs(part.factor) >= GONE else 0.0 for part in parts],
            "factor_measured": [part.measured for part in parts],
            "note": [_note(part.why_not, say) for part in parts],
        }
    )


def why_fast_then_slow(parts: tuple[Mode, Mode], *, say: Say = english) -> str:
    """Say, in Markdown, what the two factors do to the loss of this run."""
    present = [part for part in parts if part.start > 0]
    across, along = parts
    if not present:
        return say(
            "The run starts at the least-squares answer, but for rounding: there is no error to split."
        )
    if along.eigenvalue >= across.eigenvalue * (1 - ROUND_BOWL):
        return say(
            "The bowl is round: no direction is steeper than another. An epoch multiplies the whole error by "
            "{factor}.",
            factor=_factor_and_pace(across, say),
        )
    sentences = [_what_an_epoch_does(present, say)]
    if min(part.factor for part in present) < 0:
        sentences.append(say("A minus sign: it changes sides every epoch."))
    return " ".join([*sentences, _what_follows(present, say)])


def factor_text(factor: float) -> str:
    """Return a factor with its sign, in enough digits to tell its size from 1."""
    if abs(factor) < GONE:
        return "0"
    return f"{'−' if factor < 0 else ''}{rounded_beside(abs(factor), 1.0)}"


def _mode(where: str, eigenvalue: float, factor: float, errors: Floats, rounding: Floats) -> Mode:
    with np.errstate(invalid="ignore"):
        clear = np.isfinite(errors) & (np.abs(errors) > rounding)
        well_above = clear & (np.abs(errors) > WELL_ABOVE * rounding)
    last = _length(well_above) - 1
    why_not = "" if last >= 1 else _why_not(errors, clear)
    return Mode(
        where=where,
        eigenvalue=eigenvalue,
        factor=factor,
        measured=math.nan if why_not else _mean_factor(errors, last),
        why_not=why_not,
        errors=np.where(np.arange(errors.size) < _length(clear), errors, np.nan),
    )


def _length(holds: np.ndarray) -> int:
    """Return for how many epochs, from the start, something holds."""
    return holds.size if holds.all() else int(holds.argmin())


def _mean_factor(errors: Floats, last: int) -> float:
    """Return the geometric mean of the factors up to an epoch, with the sign of the first."""
    size = math.exp(float(np.log(abs(errors[last])) - np.log(abs(errors[0]))) / last)
    return math.copysign(size, errors[0] * np.sign(errors[1]))


def _why_not(errors: Floats, clear: np.ndarray) -> str:
    if not clear[0]:
        return NO_ERROR
    return NEARLY_GONE if np.isfinite(errors[1]) else NO_NUMBERS


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
    return f"1 − ηλ ≈ {factor_text(part.factor)} ({_pace(abs(part.factor), say)})"


def _pace(size: float, say: Say) -> str:
    if abs(size - 1) <= KEEPS_SIZE:
        return say("it keeps its size")
    if size < GONE:
        return say("it is gone after one epoch")
    epoch = rounded(max(1, math.ceil(1 / abs(_halvings(size)))))
    if size < 1:
        return say("half of it is gone by epoch {epoch}", epoch=epoch)
    return say("it has doubled by epoch {epoch}", epoch=epoch)


def _what_follows(present: list[Mode], say: Say) -> str:
    if len(present) == 1:
        if present[0].where == ACROSS:
            return say("There is no error along the valley to begin with, but for rounding.")
        return say("There is no error across the valley to begin with, but for rounding.")
    across, along = present
    if along.eigenvalue == 0:
        return say("Along the valley λ is 0: the loss is the same everywhere there, and nothing moves.")
    if abs(abs(across.factor) - 1) <= KEEPS_SIZE:
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
    if fast.excess <= slow.excess:
        return say(
            "From the start, most of the loss above the floor is from the slower error, {where}.",
            where=name_of_direction(slow.where, say=say),
        )
    sentence, halvings = _first_and_then(fast, slow, say), _halvings(slow.factor)
    if halvings <= 1 / SLOW and _halvings(fast.factor) >= FAST_BESIDE_SLOW * halvings:
        return f"{sentence} {say('That is why the loss first drops, and then crawls.')}"
    return sentence


def _first_and_then(fast: Mode, slow: Mode, say: Say) -> str:
    first, then = name_of_direction(fast.where, say=say), name_of_direction(slow.where, say=say)
    epoch = math.ceil(takeover(fast, slow))
    if epoch < slow.errors.size:
        return say(
            "At first, most of the loss above the floor is from the error {first}; from epoch {epoch} on, it "
            "is from the error {then}.",
            first=first,
            epoch=rounded(epoch),
            then=then,
        )
    return say(
        "At first, most of the loss above the floor is from the error {first}; from epoch {epoch} on, after "
        "the end of this run, it is from the error {then}.",
        first=first,
        epoch=rounded(epoch),
        then=then,
    )


def takeover(fast: Mode, slow: Mode) -> float:
    """Return the epoch, a fraction, at which two shrinking parts add equally to the loss."""
    if fast.factor == 0:
        return 1.0
    gained = 2 * (math.log(abs(slow.factor)) - math.log(abs(fast.factor)))
    return (math.log(fast.excess) - math.log(slow.excess)) / gained


def _halvings(factor: float) -> float:
    """Return how many times an epoch halves a part of the error; below 0 where it grows."""
    return -math.log2(abs(factor)) if factor else math.inf
