"""Every kind of sentence and number that the page has of a run is held against a hundred digits.

    FUZZ=100 python -m pytest tests/fuzz/test_referee.py

asks of 10,000 hard problems; the failing seed is in the report.
"""

import contextlib
import io
import math
import re
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import noise_floor
from gd_core.charts.sweep import sweep_data
from gd_core.experiment import experiment_of
from gd_core.parts.results import results_table, short_verdicts
from gd_core.parts.tables import sweep_table
from gd_core.ranks import places_of
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import ranks
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import FORETOLD, Prediction, answer_of, score
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, ZIGZAG
from gd_core.telling.directions import why_fast_then_slow
from gd_core.telling.verdict import judge
from gd_core.two_modes import two_modes
from tests.fuzz.anything import looking
from tests.fuzz.truth import DIGITS, EPS, LARGEST, hard_settings, truth_of
from tests.reference import plain_loop

seeds = st.integers(0, 2**32 - 1)
CLOSE = Decimal("1e-5")  # of logarithms and losses that are the page's own
SHOWN = 6e-3  # of numbers shown to three digits
FACTOR = Decimal("1e-13")  # a factor closer than this to a border may be told as on it
NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
WORK = 300_000  # points × epochs × rates of a plain loop


@pytest.fixture(autouse=True)
def _in_a_hundred_digits():
    with localcontext(DIGITS):
        yield


class Case:
    """Some settings, the experiment of the page, and what is exactly true of it, but for rounding."""

    def __init__(self, seed):
        self.settings = hard_settings(seed)
        self.experiment = experiment_of(self.settings)
        self.exact = truth_of(self.settings)
        theory = self.experiment.theory
        self.truth = self.exact.where(theory.roots != 0, theory.factors, noise_floor(self.experiment.dataset))
        self.rates = self.settings.learning_rates
        self.last = self.settings.n_epochs

    def moves(self, run):
        return any(self.truth.roots[run])

    def deciding(self, run):
        return self.truth.factors[run][1 if self.truth.roots[run][1] else 0]


def number(text):
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.rstrip(".;)").replace(",", "").replace("−", "-").partition("×10")
    return float(f"{mantissa}e{power.translate(superscripts) or 0}")


def found(pattern, text):
    """Return the numbers at the places {} of a pattern, None where it is not in the text."""
    match = re.search(re.escape(pattern).replace(r"\{\}", NUMBER).replace(r"\ ", " "), text)
    return match and [number(group) for group in match.groups()]


def close(told, true, *, rel=SHOWN):
    true = float(true)
    return told == true or abs(told - true) <= rel * abs(true)


# What counts as none.


@looking(100)
@given(seeds)
def test_what_is_rounding_counts_as_none_and_what_is_an_error_as_one(seed):
    case = Case(seed)
    theory = case.experiment.theory
    for run, roots in enumerate(case.exact.roots):
        for axis, root in enumerate(roots if not case.truth.is_round else ()):
            told = theory.roots[run, axis] != 0
            if abs(root) > 200 * EPS * case.exact.sizes[run]:
                assert told
            if abs(root) < 4 * EPS * case.exact.heights:
                assert not told
            factor, of_page = case.exact.factors[run][axis], theory.factors[run, axis]
            assert abs(Decimal(float(of_page)) - factor) <= 50 * EPS * (1 + abs(1 - factor))
            if of_page in (0, -1):
                assert abs(factor - Decimal(float(of_page))) <= FACTOR


@looking(100)
@given(seeds)
def test_where_the_plain_loop_stays_nothing_moves(seed):
    case = Case(seed)
    runs, rates = case.experiment.runs, list(case.rates)
    parameters, _ = plain_loop(
        case.experiment.dataset,
        starts=runs.parameters[:, 0],
        learning_rates=rates,
        n_epochs=min(case.last, 20),
    )
    verdicts = judge(case.experiment)
    for run, verdict in enumerate(verdicts):
        stays = not (case.truth.roots[run][0] or case.truth.roots[run][1])
        assert (verdict.behaviour == SETTLED) == stays
        if (parameters[run] == parameters[run, 0]).all() and min(map(abs, case.exact.factors[run])) < 0.999:
            assert stays or runs.losses[run, -1] <= runs.losses[run, 0]
        if stays:
            assert (runs.parameters[run] == runs.parameters[run, 0]).all()
            assert (runs.losses[run] == runs.losses[run, 0]).all()


@looking(100)
@given(seeds)
def test_the_losses_are_those_of_a_hundred_digits(seed):
    case = Case(seed)
    runs = case.experiment.runs
    for run in range(len(case.rates)):
        for epoch in {0, 1, case.last // 2, case.last}:
            assert_loss(runs.excess_losses[run, epoch], epoch, case.truth, run)
            assert_loss(runs.losses[run, epoch], epoch, case.truth, run, above=case.truth.floor)


def assert_loss(told, epoch, truth, run, *, above=Decimal(0)):
    """Hold a loss above the floor, or one above 0, against what it can be."""
    low, high = truth.between(run, epoch)
    if told == np.inf:
        assert above + high > LARGEST
    else:
        near = CLOSE * above + Decimal("1e-300")
        assert (
            (above + low) * (1 - CLOSE) - near <= Decimal(float(told)) <= (above + high) * (1 + CLOSE) + near
        )


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
    return case.truth.excess(run, epoch) * 1000 > case.truth.excess(run, 0) * (1 - CLOSE)


def assert_arrives(told, case, run, *, within=math.inf, rel=1e-9):
    """Hold an epoch of arrival against the truth: there it has arrived, and an epoch before it has not."""
    if np.isnan(told):
        assert has_not_arrived(case, run, min(within, 10**6))
    elif told:
        before, after = math.floor(told * (1 - rel) + 1e-6) - 1, math.ceil(told * (1 + rel) - 1e-6)
        assert case.truth.excess(run, after) * 1000 <= case.truth.excess(run, 0) * (1 + CLOSE)
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
    if told := re.search(r", there at ([\d,.]+)", short):
        assert_arrives(number(told[1]), case, run, within=case.last)
    if told := re.search(r"by theory there at ([\d,.]+)", short):
        assert_arrives(number(told[1]), case, run)


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
        assert close(number(told[1]), factor)
        assert_pace(told[2], abs(factor))
    if "A minus sign" in text:
        assert min(f for f, part in zip(case.truth.factors[run][::-1], parts, strict=True) if part.start) < 0


def assert_pace(pace, size):
    if 0 < abs(size - 1) < Decimal("1e-9"):  # a float has no more digits of it
        return
    if told := found("half of it is gone by epoch {}", pace):
        assert size ** int(told[0] * 1.01) <= Decimal("0.5") * (1 + CLOSE)
        assert told[0] <= 1 or size ** int(told[0] * 0.99 - 1) >= Decimal("0.5") * (1 - CLOSE)
    elif told := found("it has doubled by epoch {}", pace):
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
    for at, factor in ((math.ceil(epoch * 1.006) + 1, 1), (max(math.floor(epoch * 0.994) - 2, 0), -1)):
        parts = case.truth.parts(run, at)
        assert factor * (parts[1 - first] - parts[first]) >= -CLOSE * max(parts)


# All rates at once, and what is ranked.


@looking(50)
@given(seeds)
def test_the_sweep_ends_where_a_hundred_digits_do(seed):
    case = Case(seed)
    slots = list(range(len(case.rates)))
    ends = sweep_table(case.experiment, sweep_data(case.experiment, colour_slots=slots))
    sweep_settings = {**vars(case.settings), "learning_rates": tuple(ends["learning_rate"].tolist())}
    start = case.experiment.runs.parameters[0, 0].tolist()
    sweep_settings |= {"own_start": True, "start_w": start[0], "start_b": start[1]}
    exact = truth_of(type(case.settings)(**sweep_settings))
    there = np.broadcast_to(case.experiment.theory.roots[0] != 0, (len(ends), 2))
    swept = experiment_of(type(case.settings)(**{**sweep_settings, "n_epochs": 1})).theory.factors
    exact = exact.where(there, swept, 0.0)
    for run, (told, predicted) in enumerate(zip(ends["excess"], ends["predicted"], strict=True)):
        for value in (told, predicted):
            assert_loss(value, case.last, exact, run)


@looking(100)
@given(seeds)
def test_the_ranks_are_those_of_a_hundred_digits_and_a_true_prediction_wins(seed):
    case = Case(seed)
    answer = answer_of(case.experiment)
    on_paper = ranks(case.experiment)
    losses = [min(case.truth.loss(run, case.last), LARGEST) for run in range(len(case.rates))]
    for i, first in enumerate(losses):
        for j, second in enumerate(losses):
            if answer.places[i] < answer.places[j]:
                assert first < second * (1 + 10 * EPS) + (10 * EPS * case.exact.heights) ** 2
                assert on_paper[i] <= on_paper[j]
            if answer.places[i] == answer.places[j]:
                assert on_paper[i] == on_paper[j]
                assert second >= LARGEST / 10**6 or overlap(case, i, j)
    best = sorted(case.rates, key=dict(zip(case.rates, losses, strict=True)).__getitem__)
    if not set(answer.behaviours) <= set(FORETOLD):
        return
    prediction = Prediction(tuple(best), answer.behaviours)
    assert score(answer, prediction).points == score(answer, prediction).most
    assert places_of(case.experiment) == list(answer.places)
    for sentence in explain(case.experiment, Prediction(tuple(best[::-1]), answer.behaviours)):
        assert_decides(sentence, case)


def overlap(case, i, j):
    """Tell whether two final losses can be equal, with what rounding does to each."""
    (low, high), (least, most) = (case.truth.between(run, case.last) for run in (i, j))
    slack = Decimal("1e-7") * (high + most) + 100 * EPS * case.truth.floor + Decimal("1e-300")
    return low <= most + slack and least <= high + slack


def assert_decides(sentence, case):
    pair = re.match(r"\*\*(\S+) ends lower than (\S+)\*\*", sentence)
    where = re.search(r"(Across|Along) the valley, where that is decided", sentence)
    if not pair or not where:
        return
    low, high = (
        min(range(len(case.rates)), key=lambda run: abs(case.rates[run] - number(name)))
        for name in pair.groups()
    )
    differ = [
        after - before
        for before, after in zip(
            case.truth.parts(low, case.last), case.truth.parts(high, case.last), strict=True
        )
    ]
    told = differ[1] if where[1] == "Across" else differ[0]
    assert told > 0
    assert told >= max(differ) * (1 - CLOSE)


# What is taken home.


@looking(100)
@given(seeds)
def test_the_script_never_ends_with_another_loss_than_the_page(seed):
    case = Case(seed)
    if case.experiment.dataset.x.size * case.last * len(case.rates) > WORK:
        return
    script = script_of(case.experiment).partition("try:\n    import matplotlib")[0]
    said, names = io.StringIO(), {}
    with contextlib.redirect_stdout(said), np.errstate():
        exec(compile(script, "script", "exec"), names)
    assert names["same"].all(), said.getvalue()
