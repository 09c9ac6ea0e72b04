"""The error of one run, split along the two eigenvectors of the Hessian: across the valley and along it.

Each part goes its own way: an epoch multiplies it by ``1 − eta·lam``, whatever the other part does.
"""

import math
from dataclasses import dataclass

import numpy as np

from gd_core.axes import starting_errors
from gd_core.bowl import bowl_of
from gd_core.checks import Floats
from gd_core.experiment import Experiment

ACROSS, ALONG = "across the valley", "along the valley"
NO_ERROR, NO_NUMBERS, NEARLY_GONE = "no error", "beyond all numbers", "nearly gone"

HIDES = 64 * float(np.finfo(float).eps)  # an error that is this share of w and b is hidden by their rounding
WELL_ABOVE = 1e6  # a factor is measured while the error is this many times what rounding leaves
ROUND_BOWL = 1e-9  # two eigenvalues closer than this share of themselves are one


@dataclass(frozen=True, eq=False)
class Mode:
    """One of the two parts of a run's error.

    Attributes
    ----------
    where : str
        `ACROSS`, the steep direction, or `ALONG`, the shallow one.
    eigenvalue, step, factor : float
        lam; what theory says an epoch multiplies this part by, ``1 − eta·lam``; and 1 less that,
        ``eta·lam`` in all its digits.
    measured : float
        What an epoch multiplied it by in the run, on average over its first epochs; NaN where it cannot
        be measured.
    why_not : str
        Why it cannot be measured: `NO_ERROR` to begin with; `NO_NUMBERS`, or
        `NEARLY_GONE`, after one epoch. "" where it can.
    errors : (n_epochs + 1,) array
        This part of ``theta − theta_star`` with its sign, which is + on the side where it starts, since an
        eigenvector has no side of its own; NaN from the epoch at which rounding hides it or it leaves the
        computer's numbers, and from the first where there is none.
    """

    where: str
    eigenvalue: float
    step: float
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


def two_modes(experiment: Experiment, run: int) -> tuple[Mode, Mode] | None:
    """Split the error of one of the runs; return the part across the valley and the part along it.

    None where theory knows no such parts.
    """
    theory, parameters = experiment.theory, experiment.runs.parameters[run]
    lam, vectors, factors = theory.eigenvalues, theory.eigenvectors, theory.factors
    if lam is None or vectors is None or factors is None:
        return None
    errors, rounding = errors_along(experiment, parameters, vectors)
    with np.errstate(over="ignore"):
        steps = experiment.runs.learning_rates[run] * lam
    parts = [
        _mode(where, lam[i], steps[i], factors[run, i], errors[:, i], rounding)
        for where, i in ((ACROSS, 1), (ALONG, 0))
    ]
    return parts[0], parts[1]


def errors_along(experiment: Experiment, parameters: Floats, vectors: Floats) -> tuple[Floats, Floats]:
    """Return a run's error along the two eigenvectors, (n_epochs + 1, 2), and what rounding hides of it.

    An error that is rounding only at the start is 0 throughout; the second, (n_epochs + 1,), is of both.
    """
    bowl = bowl_of(experiment.dataset)
    starts = starting_errors(bowl, parameters[0], 1)[0]
    with np.errstate(over="ignore", invalid="ignore"):
        errors = np.where(starts != 0, (parameters - bowl.bottom) @ vectors, 0.0)
        largest = np.maximum.accumulate(np.abs(parameters).max(axis=1))
        rounding = HIDES * (np.abs(bowl.bottom).max() + largest)
    errors[0] = starts
    return errors, rounding


def _mode(
    where: str, eigenvalue: float, step: float, factor: float, errors: Floats, rounding: Floats
) -> Mode:
    with np.errstate(invalid="ignore"):
        clear = np.isfinite(errors) & (np.abs(errors) > rounding)
        clear[0] = errors[0] != 0
        well_above = clear & (np.abs(errors) > WELL_ABOVE * rounding)
    last, side = how_long(well_above) - 1, math.copysign(1.0, errors[0])
    why_not = "" if last >= 1 else _why_not(errors)
    return Mode(
        where=where,
        eigenvalue=float(eigenvalue),
        step=float(step),
        factor=float(factor),
        measured=math.nan if why_not else _mean_factor(errors, last),
        why_not=why_not,
        errors=np.where(np.arange(errors.size) < how_long(clear), side * errors, np.nan),
    )


def how_long(holds: np.ndarray) -> int:
    """Return for how many epochs, from the start, something holds."""
    return holds.size if holds.all() else int(holds.argmin())


def _mean_factor(errors: Floats, last: int) -> float:
    """Return the geometric mean of the factors up to an epoch, with the sign of the first."""
    size = math.exp(float(np.log(abs(errors[last])) - np.log(abs(errors[0]))) / last)
    return math.copysign(size, errors[0] * np.sign(errors[1]))


def _why_not(errors: Floats) -> str:
    if errors[0] == 0:
        return NO_ERROR
    return NEARLY_GONE if np.isfinite(errors[1]) else NO_NUMBERS


def is_round(parts: tuple[Mode, Mode]) -> bool:
    """Tell whether the bowl is round, so that no direction is steeper than another."""
    across, along = parts
    return along.eigenvalue >= across.eigenvalue * (1 - ROUND_BOWL)


def across_the_valley(parts: tuple[Mode, Mode]) -> Mode:
    """Return the part across the valley; where the bowl is round, that with more of the error."""
    across, along = parts
    return along if is_round(parts) and along.start > across.start else across


def changes_sides(part: Mode, *, at_least: float) -> bool:
    """Tell whether the first epoch puts this share of the error, or more, on the other side."""
    return bool(part.start and part.errors[1] <= -at_least * part.start)


def n_epochs_of(part: Mode) -> int:
    """Return how many epochs the run has."""
    return int(part.errors.size - 1)


def takeover(fast: Mode, slow: Mode) -> float:
    """Return the first epoch from which the slower of two shrinking parts adds as much to the loss."""
    return _overtaking(fast.excess, slow.excess, fast.factor**2, slow.factor**2)


def crossing(fast: Mode, slow: Mode) -> float:
    """Return the first epoch from which the slower of two shrinking parts is as large, whatever it adds."""
    return _overtaking(fast.start, slow.start, abs(fast.factor), abs(slow.factor))


def _overtaking(large: float, small: float, fast: float, slow: float) -> float:
    """Return the first epoch from which ``small·slow^epoch`` is no less than ``large·fast^epoch``."""
    if large <= small:
        return 0.0
    if fast == 0:
        return 1.0
    gained = math.log(slow) - math.log(fast)
    return float(math.ceil((math.log(large) - math.log(small)) / gained))


def halvings(part: Mode) -> float:
    """Return how many times an epoch halves a part of the error; below 0 where it grows."""
    if part.factor == 0:
        return math.inf
    return -math.log1p(-part.step) / math.log(2) if part.step < 1 else -math.log2(abs(part.factor))
