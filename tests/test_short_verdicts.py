"""What is said of a run in a few words is true of a plain loop over the points."""

import re

import numpy as np
import pytest

from gd_core import Dataset
from gd_core.bowl import TOLERANCE
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import english
from gd_core.parts.results import results_table, short_verdicts
from gd_core.telling.behaviour import (
    BEHAVIOURS,
    DIVERGES,
    SETTLED,
    name_of_behaviour,
    name_where_it_crawls_along,
)
from gd_core.telling.verdict import judge
from tests.reference import experiment_from, experiment_of_problem, lstsq, plain_loop, random_problems
from tests.test_ruler import number

PROBLEMS = random_problems(40, seed=11)
LONGEST = 3000  # epochs that a plain loop is run for here


def said_of(experiment):
    """Return what is said of each run, in its three parts: what it does, how that is told, and a number."""
    told = r"(there at|by theory there at|half gone by|error ×)"
    form = re.compile(rf"(.+?)(?:, {told}(?: ?)(\S+?)(?: an epoch)?)?")
    verdicts = short_verdicts(results_table(experiment))
    return [form.fullmatch(verdict).groups() for verdict in verdicts]


def above_the_floor(problem, run, n_epochs):
    """Return the loss above the floor at every epoch of a plain loop, from the error at each."""
    dataset = problem.dataset
    told = {"starts": problem.starts[run], "learning_rates": [problem.rates[run]], "n_epochs": n_epochs}
    parameters, _ = plain_loop(dataset, **told)
    with np.errstate(over="ignore", invalid="ignore"):
        w, b = (parameters[0] - lstsq(dataset)[0]).T
        return np.mean((w[:, None] * dataset.x + b[:, None]) ** 2, axis=1)


def can_be_measured(problem, run):
    """Tell whether a start is so far from the answer that a plain loop's rounding hides nothing."""
    start, size = above_the_floor(problem, run, 1)[0], np.mean(problem.dataset.y**2)
    return start > 1e-9 * size


def test_a_run_said_to_be_there_at_an_epoch_is_there_at_that_epoch_and_not_before():
    kinds = set()
    for problem in PROBLEMS:
        for run, (_, how, told) in enumerate(said_of(experiment_of_problem(problem))):
            if how not in ("there at", "by theory there at") or not can_be_measured(problem, run):
                continue
            epoch = int(number(told))
            assert (epoch <= problem.n_epochs) == (how == "there at")
            if epoch > LONGEST:
                continue
            excess = above_the_floor(problem, run, epoch)
            target, slack = TOLERANCE * excess[0], 1e-6 * excess[0] * TOLERANCE
            assert excess[epoch] <= target + slack
            assert excess[:epoch].min() > target - slack
            kinds.add(how)
    assert kinds == {"there at", "by theory there at"}


def test_a_run_said_to_grow_grows_so_much_an_epoch_in_a_plain_loop():
    measured = 0
    for problem in PROBLEMS:
        for run, (_, how, told) in enumerate(said_of(experiment_of_problem(problem))):
            if how != "error ×":
                continue
            factor = number(told)
            assert factor > 1
            if factor < 1.02:
                continue  # it takes long until nothing else is left
            excess = above_the_floor(problem, run, LONGEST)
            grown = np.sqrt(excess[(excess > 1e50) & (excess < 1e250)])  # what shrank is nothing beside it
            if grown.size > 1:
                assert grown[-1] / grown[-2] == pytest.approx(factor, rel=0.006)
                measured += 1
    assert measured > 30


def test_of_a_run_that_diverges_it_is_said_how_fast_also_where_it_came_near_the_answer_before():
    valley = Dataset([-0.1, 0.1], [-0.1, 0.1])
    start = (1e4, 1e-10)  # hardly any error across the valley
    near = experiment_from(valley, starts=start, learning_rates=[1.05], n_epochs=200)
    assert 150 <= results_table(near)["epochs_measured"][0] <= 180
    assert short_verdicts(results_table(near)) == [f"{DIVERGES}, error ×1.1 an epoch"]


def test_what_a_run_does_is_what_its_verdict_says():
    for problem in PROBLEMS:
        experiment = experiment_of_problem(problem)
        for (does, how, _), verdict in zip(said_of(experiment), judge(experiment), strict=True):
            name = name_where_it_crawls_along if how == "half gone by" else name_of_behaviour
            assert does == name(verdict.behaviour, say=english)


def test_of_a_start_at_the_answer_no_more_is_said():
    at_the_answer = Settings(noise=0.0, own_start=True, start_w=2.0, start_b=1.0)
    assert said_of(experiment_of(at_the_answer)) == [(SETTLED, None, None)] * 3
    assert SETTLED in BEHAVIOURS


def test_nothing_is_said_of_a_table_that_does_not_know(lesson):
    unknown = ("behaviour", "why", "epochs_predicted", "factor")
    table = {name: cells for name, cells in results_table(lesson).items() if name not in unknown}
    assert short_verdicts(table) == []
