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
from gd_core.numbers import rounded, rounded_beside
from gd_core.theory import factors_of, modes

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
        "across the valley" for the steep direction or "along the valley" for the shallow one.
    eigenvalue, factor : float
        lam, and ``1 − eta·lam``, which theory says an epoch multiplies this part by.
    measured : float
        What an epoch multiplied it by in the run, on average over its first epochs; NaN where it cannot
        be measured.
    why_not : str
        Why it cannot be measured, "" where it can.
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

    @property
    def name(self) -> str:
        """What the picture calls this part."""
        steepness = "steep" if self.where.startswith("across") else "shallow"
        return f"{self.where} ({steepness}), λ = {rounded(self.eigenvalue, 4)}"


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
        for where, i in (("across the valley", 1), ("along the valley", 0))
    ]
    return parts[0], parts[1]


def modes_table(parts: tuple[Mode, Mode]) -> pd.DataFrame:
    """Return a row a direction: its eigenvalue, and its factor predicted and measured, NaN where not."""
    return pd.DataFrame(
        {
            "direction": [part.where for part in parts],
            "eigenvalue": [part.eigenvalue for part in parts],
            "factor_predicted": [part.factor if abs(part.factor) >= GONE else 0.0 for part in parts],
            "factor_measured": [part.measured for part in parts],
            "note": [part.why_not for part in parts],
        }
    )


def why_fast_then_slow(parts: tuple[Mode, Mode]) -> str:
    """Say, in Markdown, what the two factors do to the loss of this run."""
    present = [part for part in parts if part.start > 0]
    across, along = parts
    if not present:
        return "The run starts at the least-squares answer, but for rounding: there is no error to split."
    if along.eigenvalue >= across.eigenvalue * (1 - ROUND_BOWL):
        return (
            "The bowl is round: no direction is steeper than another. An epoch multiplies the whole error by "
            f"{_factor_and_pace(across)}."
        )
    facts = [f"the error **{part.where}** by {_factor_and_pace(part)}" for part in present]
    signs = " A minus sign: it changes sides every epoch." if min(p.factor for p in present) < 0 else ""
    return f"An epoch multiplies {' and '.join(facts)}.{signs} {_what_follows(present)}"


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
        return "no error in this direction to begin with, but for rounding"
    if not np.isfinite(errors[1]):
        return "the run leaves the computer's numbers in its first epoch"
    return "too close to rounding after one epoch"


def _factor_and_pace(part: Mode) -> str:
    return f"1 − ηλ ≈ {factor_text(part.factor)} ({_pace(abs(part.factor))})"


def _pace(size: float) -> str:
    if abs(size - 1) <= KEEPS_SIZE:
        return "it keeps its size"
    if size < GONE:
        return "it is gone after one epoch"
    epoch = rounded(max(1, math.ceil(1 / abs(_halvings(size)))))
    return f"half of it is gone by epoch {epoch}" if size < 1 else f"it has doubled by epoch {epoch}"


def _what_follows(present: list[Mode]) -> str:
    if len(present) == 1:
        other = "along" if present[0].where.startswith("across") else "across"
        return f"There is no error {other} the valley to begin with, but for rounding."
    across, along = present
    if along.eigenvalue == 0:
        return "Along the valley λ is 0: the loss is the same everywhere there, and nothing moves."
    if abs(abs(across.factor) - 1) <= KEEPS_SIZE:
        return "The error across the valley stays, so the loss does not come down to the floor."
    if abs(across.factor) > 1:
        return "In the long run nearly all of the loss is from the error across the valley, and it grows."
    return _two_paces(across, along)


def _two_paces(across: Mode, along: Mode) -> str:
    """Say which of two shrinking parts goes first, and from when on the other is most of the loss."""
    fast, slow = sorted((across, along), key=lambda part: abs(part.factor))
    if abs(slow.factor) - abs(fast.factor) <= SAME_PACE * (1 - abs(slow.factor)):
        return "Both shrink at the same pace: neither waits for the other."
    if fast.excess <= slow.excess:
        return f"From the start, most of the loss above the floor is from the slower error, {slow.where}."
    epoch = math.ceil(takeover(fast, slow))
    when = "" if epoch < slow.errors.size else ", after the end of this run"
    halvings = _halvings(slow.factor)
    crawls = halvings <= 1 / SLOW and _halvings(fast.factor) >= FAST_BESIDE_SLOW * halvings
    return (
        f"At first, most of the loss above the floor is from the error {fast.where}; from epoch "
        f"{rounded(epoch)} on{when}, it is from the error {slow.where}."
        f"{' That is why the loss first drops, and then crawls.' if crawls else ''}"
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
