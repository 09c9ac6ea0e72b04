"""Every kind of sentence that the page has of a run is held against a hundred digits."""

import math
import re
from decimal import Decimal

import numpy as np
from hypothesis import given

from gd_core.parts.results import results_table, short_verdicts
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, ZIGZAG
from gd_core.telling.directions import why_fast_then_slow
from gd_core.telling.verdict import judge
from gd_core.two_modes import two_modes
from tests.fuzz.anything import looking
from tests.fuzz.referee import CLOSE, FACTOR, SHOWN, Case, close, found, number, seeds
from tests.fuzz.truth import LARGEST

# The verdicts.


@looking(100)
@given(seeds)
def test_every_verdict_is_true(seed):
    case = Case(seed)
    table = results_table(case.experiment)
    for run, (verdict, short) in enumerate(zip(judge(case.experiment), short_verdicts(table), strict=True)):
        if not case.moves(run):
            assert verdict.behaviour == SETTLED
            assert short == SETTLED
            continue
        assert_behaviour(verdict.behaviour, case.deciding(run), case.last)
        assert_reason(verdict.why, case, run)
        assert_outcome(verdict.why, verdict.behaviour, case, run)
        assert_short(short, case, run)
        assert_arrives(table["epochs_measured"][run], case, run, within=case.last)
        assert_arrives(table["epochs_predicted"][run], case, run)


def assert_behaviour(behaviour, factor, n_epochs):
    size = abs(factor)
    told = {
        CRAWLS: factor > Decimal("0.95") - FACTOR,
        SMOOTH: -FACTOR < factor < Decimal("0.95") + FACTOR,
        ZIGZAG: -1 < factor < 0,
        EDGE: factor < 0 and abs(size - 1) < Decimal("0.0011"),
        DIVERGES: factor < -1,
    }
    assert told[behaviour]
    if behaviour == EDGE:
        assert abs(n_epochs * math.log(size)) < 0.11


def assert_reason(why, case, run):
    rate, (along, across) = case.rates[run], case.truth.factors[run]
    limit, overshoot = 2 / case.truth.lam[1], 1 / case.truth.lam[1]
    if case.truth.roots[run][1] == 0 and not case.truth.is_round:
        assert "no error across the valley" in why
        assert "flips" not in why
        assert close(found("of the error by {}", why)[0], abs(along))
        return
    assert "no error across" not in why
    if told := found("{} is above the limit {}", why):
        assert told[1] < rate
        assert close(told[1], limit)
    if told := found("{} is between {}, where steps start to overshoot, and the limit {}", why):
        assert told[1] < rate < told[2]
        assert close(told[1], overshoot)
        assert close(told[2], limit)
    if told := found("{} does not pass {}", why):
        assert told[1] >= rate
        assert close(told[1], overshoot)
    if told := found("{} is right at {}", why):
        assert close(told[1], overshoot)
        assert close(told[1], rate)
    if told := found("{} is almost exactly the limit {}", why):
        assert close(told[1], limit, rel=2e-3)
    if told := found("flips sign each epoch and grows ×{}", why):
        assert told[0] > 1
        assert close(told[0], abs(across))
    if told := found("flips sign each epoch and shrinks ×{}", why):
        assert told[0] < 1
        assert close(told[0], abs(across))
    assert ("flips sign" in why) == (across < 0)
    if told := found("along it, it keeps ×{}", why):
        assert case.truth.roots[run][0] or case.truth.is_round
        assert close(told[0], abs(along))
    if "takes the whole error away" in why:
        assert case.truth.excess(run, 1) == 0


def assert_outcome(why, behaviour, case, run):
    truth = case.truth
    if told := found("From epoch {} on, the loss is too large", why):
        assert truth.loss(run, int(told[0]) + 1) > LARGEST
        assert truth.loss(run, int(told[0]) - 1) < LARGEST * 100
    elif told := found("The loss goes from {} to {}", why):
        assert told[0] < told[1]
        assert close(told[0], truth.loss(run, 0), rel=2e-2)
        assert close(told[1], truth.loss(run, case.last), rel=2e-2)
    elif told := found("The loss above the floor goes from {} to {}", why):
        assert truth.excess(run, 0) < truth.excess(run, case.last)
    elif "the loss has not risen above its start" in why:
        assert behaviour == DIVERGES
        assert truth.excess(run, case.last) <= truth.excess(run, 0) * (1 + CLOSE)
    elif told := found("way down to the floor at epoch {}", why):
        assert_arrives(told[0], case, run, within=case.last, rel=SHOWN)
    elif told := found("of the way down takes {} epochs", why):
        assert_arrives(told[0], case, run, rel=SHOWN)
    elif "It never gets 99.9 %" in why:
        assert all(has_not_arrived(case, run, int(epoch)) for epoch in np.geomspace(1, 1e6, 40))


def has_not_arrived(case, run, epoch):
    return case.truth.excess(run, epoch) * 1000 > case.truth.excess(run, 0) * (1 - case.doubt(run))


def assert_arrives(told, case, run, *, within=math.inf, rel=1e-9):
    """Hold an epoch of arrival against the truth: there it has arrived, and an epoch before it has not."""
    if np.isnan(told):
        assert has_not_arrived(case, run, min(within, 10**6))
    elif told > 1e10:  # so slow that a float has few digits of how much of the error an epoch takes
        assert has_not_arrived(case, run, int(told * 0.9))
    elif told:
        before, after = math.floor(told * (1 - rel) + 1e-6) - 1, math.ceil(told * (1 + rel) - 1e-6)
        assert case.truth.excess(run, after) * 1000 <= case.truth.excess(run, 0) * (1 + case.doubt(run))
        assert told > within or before <= 0 or has_not_arrived(case, run, before)
    else:
        assert not case.moves(run)


def assert_short(short, case, run):
    if told := found("error ×{} an epoch", short):
        factors = [
            abs(f) for f, root in zip(case.truth.factors[run], case.truth.roots[run], strict=True) if root
        ]
        assert close(told[0], max(factors))
        assert told[0] > 1
    if told := found(", there at {}", short):
        assert_arrives(told[0], case, run, within=case.last)
    if told := found("by theory there at {}", short):
        assert_arrives(told[0], case, run, rel=SHOWN if told[0] >= 1e6 else 1e-9)


# The two directions.


@looking(100)
@given(seeds)
def test_all_that_is_said_of_the_two_directions_is_true(seed):
    case = Case(seed)
    for run in range(len(case.rates)):
        parts = two_modes(case.experiment, run)
        text = why_fast_then_slow(parts)
        (root_along, root_across), factors = case.truth.roots[run], case.truth.factors[run]
        for part, axis, root in zip(parts, (1, 0), (root_across, root_along), strict=True):
            if case.truth.lam[axis] > 0 and not case.truth.is_round:
                assert (part.start > 0) == bool(root)
            if part.start and not np.isnan(part.measured):
                assert close(part.measured, factors[axis], rel=1e-6) or abs(factors[axis]) < 1e-6
            sizes = part.errors[~np.isnan(part.errors)]
            if sizes.size > 1 and abs(factors[axis]) > 1e-6:
                size = abs(Decimal(sizes[0]) * factors[axis] ** (sizes.size - 1))
                assert close(abs(sizes[-1]), size, rel=5e-2)
        if "there is no error to split" in text:
            assert not case.moves(run)
            continue
        if "no error across the valley" in text:
            assert not root_across
        if "no error along the valley" in text:
            assert not root_along
        assert_paces(text, case, run, parts)
        assert_takeover(text, case, run)


def assert_paces(text, case, run, parts):
    for where, axis in (("across the valley", 1), ("along the valley", 0)):
        told = re.search(rf"\*\*{where}\*\* by 1 − ηλ ≈ (\S+) \(([^)]*)\)", text)
        if not told:
            continue
        factor = case.truth.factors[run][axis]
        assert close(number(told[1]), factor) or abs(Decimal(number(told[1])) - factor) <= FACTOR
        assert_pace(told[2], abs(factor))
    if "A minus sign" in text:
        assert min(f for f, part in zip(case.truth.factors[run][::-1], parts, strict=True) if part.start) < 0


def assert_pace(pace, size):
    if 0 < abs(size - 1) < Decimal("1e-9"):  # a float has no more digits of it
        return
    if told := found("half of it is gone by epoch {}", pace) or found(
        "half of it would be gone by epoch {}", pace
    ):
        assert size ** int(told[0] * 1.01) <= Decimal("0.5") * (1 + CLOSE)
        assert told[0] <= 1 or size ** int(told[0] * 0.99 - 1) >= Decimal("0.5") * (1 - CLOSE)
    elif told := found("it has doubled by epoch {}", pace) or found(
        "it would have doubled by epoch {}", pace
    ):
        assert size ** int(told[0] * 1.01 + 1) >= 2 * (1 - CLOSE)
    elif "keeps its size" in pace:
        assert abs(size - 1) < FACTOR
    else:
        assert "gone after one epoch" in pace
        assert size == 0


def assert_takeover(text, case, run):
    along_then = re.search(
        r"At first, most .* error (\w+) the valley; from epoch ([\d,×10⁻⁰¹²³⁴⁵⁶⁷⁸⁹.]+?) on", text
    )
    if not along_then:
        return
    first = 1 if along_then[1] == "across" else 0
    epoch = int(number(along_then[2]))
    parts = case.truth.parts(run, 0)
    assert parts[first] >= parts[1 - first]
    if epoch > 1e10:  # of factors so near 1, a float has few digits of how much they differ
        return
    for at, factor in ((math.ceil(epoch * 1.006) + 1, 1), (max(math.floor(epoch * 0.994) - 2, 0), -1)):
        parts = case.truth.parts(run, at)
        assert factor * (parts[1 - first] - parts[first]) >= -CLOSE * max(parts)
