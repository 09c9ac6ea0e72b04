"""Every kind of number that the page has of a run is held against a hundred digits, and so is its script.

    FUZZ=100 python -m pytest tests/fuzz -k referee

asks of 10,000 hard problems; the failing seed is in the report.
"""

import contextlib
import io
import re
from decimal import Decimal

import numpy as np
from hypothesis import given

from gd_core.charts.sweep_data import sweep_data
from gd_core.experiment import experiment_of
from gd_core.parts.tables import sweep_table
from gd_core.ranks import places_of
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import ranks
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import FORETOLD, Prediction, answer_of, score
from gd_core.telling.behaviour import SETTLED
from gd_core.telling.verdict import judge
from tests.fuzz.anything import looking
from tests.fuzz.referee import (
    CLOSE,
    FACTOR,
    WORK,
    Case,
    assert_loss,
    number,
    seeds,
)
from tests.fuzz.truth import EPS, LARGEST, truth_of
from tests.reference import plain_loop

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
