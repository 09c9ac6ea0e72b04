"""The roots that decide what an epoch with momentum does, and the rates at which they change their manner.

Along eigenvector i, ``[[1 + beta − h, −beta], [1, 0]]`` with ``h = eta · lam[i]`` leads from the errors of an
epoch and of the one before to the next. Its two roots are positive while ``h ≤ (1 − √beta)²`` (smooth), a
pair of size √beta up to ``(1 + √beta)²`` (swings), and negative beyond (zigzag); the larger one passes −1 at
``2(1 + beta)`` (diverges). Source: B. Polyak 1964; G. Goh, "Why Momentum Really Works", Distill 2017.
"""

import math
from dataclasses import dataclass

import numpy as np

from gd_core.bowl import ROUNDING, TOLERANCE
from gd_core.checks import Floats
from gd_core.spectrum import CRAWL_FACTOR

JUST_AT = 1e-9  # of an epoch: an error that is 0 there is not past yet
LARGEST_H = 1e300  # with any larger one the first epoch is beyond all losses too


@dataclass(frozen=True, eq=False)
class Roots:
    """The two roots of ``z² − (1 + beta − h)·z + beta`` for each h: of the same sign, or a pair.

    Attributes
    ----------
    h : array
    swings : array of bool
        Whether they are a pair.
    sign : array
        −1 where they are negative, or the pair nearer to −1 than to 1.
    apart : array
        ½·log of the larger root over the smaller; the angle to the axis where they are a pair.
    log_pace : array
        log of the size of the larger, exact also for one next to 1 or −1, and 0 at the limit.
    """

    h: Floats
    swings: np.ndarray
    sign: Floats
    apart: Floats
    log_pace: Floats


def roots_of(h: Floats, momentum: float) -> Roots:
    """Return the roots for any h ≥ 0 and momentum above 0."""
    h = np.minimum(h, LARGEST_H)
    smooth, swings, limit = edges(momentum)
    middle = np.abs(1 + momentum - h)
    # The root of the discriminant, whose size this is, keeps its digits near a double root.
    discriminant = np.sqrt(np.abs(smooth - h)) * np.sqrt(np.abs(swings - h))
    is_pair = (smooth < h) & (h < swings)
    sign = np.where(h <= 1 + momentum, 1.0, -1.0)
    angle = np.arctan2(discriminant, middle)
    with np.errstate(over="ignore"):
        apart = np.where(is_pair, angle, np.arcsinh(discriminant / (2 * math.sqrt(momentum))))
    pace = np.maximum((middle + discriminant) / 2, math.sqrt(momentum))
    to_limit = np.where(np.abs(limit - h) <= ROUNDING * limit, 0.0, limit - h)
    lost = np.where(sign > 0, h, to_limit) / (1 - momentum / pace)  # 1 − pace
    log_pace = np.where(np.abs(lost) < 0.5, np.log1p(-np.minimum(lost, 0.5)), np.log(pace))
    return Roots(h, is_pair, sign, apart, np.where(is_pair, math.log(momentum) / 2, log_pace))


def first_epoch_past(h: float, momentum: float) -> float:
    """Return the first epoch at which an error is on the other side of the answer; inf where it never is.

    While the roots are a pair, an error is ``pace^t · (cos(t·angle) + lean · sin(t·angle) / sin(angle))``, as
    in `gd_core.momentum.closed_form.left_of_error`; where they are negative, the first epoch goes past.
    """
    smooth, swings, _ = edges(momentum)
    if h <= smooth:
        return math.inf
    if h >= swings or h > 1 + momentum:
        return 1.0
    angle = float(roots_of(np.array(h), momentum).apart)
    lean = (1 - momentum - h) / (2 * math.sqrt(momentum))
    return math.floor((math.atan(lean / math.sin(angle)) + math.pi / 2) / angle + JUST_AT) + 1.0


def h_of(rates: Floats, lam: Floats) -> Floats:
    """Return ``eta·lam`` (r, 2) for rates (r,) and eigenvalues (2,); inf beyond all floats."""
    with np.errstate(over="ignore"):
        return rates[:, None] * lam


def edges(momentum: float) -> tuple[float, float, float]:
    """Return the h at which a direction ends to shrink smoothly, to swing, and to converge."""
    root = math.sqrt(momentum)
    return ((1 - momentum) / (1 + root)) ** 2, (1 + root) ** 2, 2 * (1 + momentum)


def zones_of(lam: Floats, momentum: float) -> tuple[float, float, float, float]:
    """Return the rates up to which a run crawls, is smooth, swings and zigzags across the valley, ascending.

    The first is 0 for a momentum above ``CRAWL_FACTOR²``: then the steep direction keeps more than
    `CRAWL_FACTOR` of its error at every rate, and a crawl tells nothing apart.
    """
    crawl = (1 - CRAWL_FACTOR) * (1 - momentum / CRAWL_FACTOR) if momentum < CRAWL_FACTOR**2 else 0.0
    smooth, swings, limit = (h / float(lam[1]) for h in edges(momentum))
    return crawl / float(lam[1]), smooth, swings, limit


def fastest_of(lam: Floats, momentum: float) -> tuple[float, float]:
    """Return the ends of the rates at which the slower direction has the best pace: all between share it.

    They are one rate, at which both directions have the same pace, unless momentum is at least that of
    `best_of`; then both directions swing, or begin to, from ``(1 − √beta)²/lam_min`` to
    ``(1 + √beta)²/lam_max``. Where all x are equal the flat direction does not count.
    """
    low, high = _that_count(lam)
    smooth, swings, limit = edges(momentum)
    if smooth / low <= swings / high:
        return smooth / low, swings / high
    return limit / (low + high), limit / (low + high)


def best_of(lam: Floats) -> tuple[float, float]:
    """Return the rate and the momentum that have the best pace of all, which is the root of that momentum."""
    low, high = _that_count(lam)
    root = (math.sqrt(high) - math.sqrt(low)) / (math.sqrt(high) + math.sqrt(low))
    return 4 / (math.sqrt(high) + math.sqrt(low)) ** 2, root**2


def _that_count(lam: Floats) -> tuple[float, float]:
    low, high = lam.tolist()
    return (low, high) if low > 0 else (high, high)


def sure_epochs(log_pace: float, *, tolerance: float = TOLERANCE) -> float:
    """Return the epoch from which on the excess is surely ≤ tolerance × the start's; inf for never.

    Where no direction has a larger pace than this, the error along each is, t epochs later, at most
    ``(t + 1 + t·pace)·pace^t`` of what it was; where −pace is a double root it is just that.

    Notes
    -----
    With the roots z and z' it is ``S(t + 1) − z·z'·S(t)``, where ``S(t)`` is the sum of the t products
    ``z^i · z'^(t−1−i)``, each at most ``pace^(t−1)`` in size.
    """
    if log_pace > -1e-300:  # from here on, never is as true as any number
        return math.inf
    pace, target = math.exp(log_pace), math.log(tolerance) / 2

    def is_above(epoch: float) -> bool:
        return math.log1p(epoch * (1 + pace)) + epoch * log_pace > target

    before = max(0.0, math.floor(-1 / log_pace - 1 / (1 + pace)))  # there the bound is largest
    after = before + 1
    while is_above(after):
        before, after = after, 2 * after
    while before < (middle := (before + after) // 2) < after:
        before, after = (middle, after) if is_above(middle) else (before, middle)
    return float(after)
