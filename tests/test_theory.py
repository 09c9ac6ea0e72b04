"""The one record of what theory knows holds what the public functions say, on problems of every kind."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from gd_core import (
    Dataset,
    condition_number,
    crawl_rate,
    eigenvalues,
    error_factors,
    fastest_rate,
    hessian,
    largest_stable_rate,
    least_squares,
    noise_floor,
    overshoot_rate,
    predicted_epochs,
    predicted_excess,
)
from gd_core.experiment import Settings, experiment_of, starts_of
from gd_core.scaling import SCALINGS
from gd_core.theory import Theory, theory_of
from tests.reference import plain_loop, random_problems

PROBLEMS = random_problems(300, seed=51)
OF_POINTS = {
    "limit": largest_stable_rate,
    "overshoot": overshoot_rate,
    "crawl": crawl_rate,
    "fastest": fastest_rate,
    "condition_number": condition_number,
}
OF_RUNS = ("factors", "roots", "epochs")


def theory_for(problem):
    return theory_of(problem.dataset, starts=problem.starts, learning_rates=problem.rates)


@pytest.mark.parametrize("name", OF_POINTS)
def test_a_number_of_the_points_is_what_the_public_function_says(name):
    for problem in PROBLEMS:
        assert getattr(theory_for(problem), name) == OF_POINTS[name](problem.dataset)
        assert getattr(theory_of(problem.dataset), name) == OF_POINTS[name](problem.dataset)


def test_the_eigenvalues_and_the_factors_are_what_the_public_functions_say():
    for problem in PROBLEMS:
        theory = theory_for(problem)
        assert np.array_equal(theory.eigenvalues, eigenvalues(problem.dataset))
        assert np.array_equal(theory.factors, error_factors(problem.dataset, problem.rates))


def test_the_eigenvectors_are_the_directions_that_the_hessian_only_stretches():
    for problem in PROBLEMS:
        theory, H = theory_for(problem), hessian(problem.dataset)
        stretched = theory.eigenvalues * theory.eigenvectors
        assert H @ theory.eigenvectors == pytest.approx(stretched, abs=1e-13 * theory.eigenvalues[1])
        assert theory.eigenvectors.T @ theory.eigenvectors == pytest.approx(np.eye(2), abs=1e-13)


def test_the_epochs_are_what_the_public_function_predicts_of_the_same_runs():
    for problem in PROBLEMS:
        told = {"starts": problem.starts, "learning_rates": problem.rates}
        theory = theory_for(problem)
        assert np.array_equal(theory.epochs, predicted_epochs(problem.dataset, **told))
        assert np.array_equal(theory.predict_epochs(**told), predicted_epochs(problem.dataset, **told))


def test_other_runs_are_predicted_as_the_public_functions_predict_them():
    for problem in PROBLEMS:
        other = {"starts": [1.5, -2.0], "learning_rates": problem.rates[::-1] / 3}
        theory, epochs = theory_for(problem), [0, 1, problem.n_epochs]
        excess = predicted_excess(problem.dataset, **other, epochs=epochs)
        assert np.array_equal(theory.predict_excess(**other, epochs=epochs), excess)
        assert np.array_equal(theory.predict_epochs(**other), predicted_epochs(problem.dataset, **other))


def test_the_roots_squared_are_the_excess_loss_at_the_start():
    for problem in PROBLEMS:
        _, losses = plain_loop(
            problem.dataset, starts=problem.starts, learning_rates=problem.rates, n_epochs=1
        )
        shares, floor = theory_for(problem).roots ** 2, noise_floor(problem.dataset)
        slack = 1e-12 * (np.abs(losses[:, 0]) + np.mean(problem.dataset.y**2))
        assert np.all(np.abs(shares.sum(axis=1) + floor - losses[:, 0]) <= slack)


def test_the_fastest_rate_needs_the_epochs_told_from_any_start():
    rng = np.random.default_rng(5)
    for problem in PROBLEMS:
        if np.ptp(problem.dataset.x) > 0:
            theory = theory_for(problem)
            starts = least_squares(problem.dataset) + rng.normal(size=(5, 2))
            found = theory.predict_epochs(starts=starts, learning_rates=[theory.fastest] * 5)
            slack = 1 + 1e-7 * theory.epochs_at_fastest  # one, where a tie is rounded
            assert np.all(np.abs(found - theory.epochs_at_fastest) <= slack)


def test_the_loss_of_every_run_bends_one_way_only_as_is_told():
    for problem in PROBLEMS[:100]:
        assert theory_for(problem).nothing_hides is True
        _, losses = plain_loop(
            problem.dataset, starts=problem.starts, learning_rates=problem.rates, n_epochs=60
        )
        for run in losses:
            finite = run[: np.argmax(run > 1e200) or None]
            bends = np.diff(finite, n=2)
            assert np.all(bends >= -1e-9 * np.maximum.accumulate(finite)[2:] - 1e-13)


def test_without_runs_all_that_is_of_the_points_is_known_and_nothing_of_runs():
    for problem in PROBLEMS:
        known = theory_of(problem.dataset)
        told = {field.name for field in fields(Theory) if getattr(known, field.name) is not None}
        assert told == {field.name for field in fields(Theory)} - {
            *OF_RUNS,
            "with_momentum",
            "stationary_points",
        }


def test_a_theory_that_is_told_nothing_knows_nothing():
    assert [getattr(Theory(), field.name) for field in fields(Theory)] == [None] * len(fields(Theory))


def test_where_all_x_are_equal_the_valley_is_flat_and_one_epoch_is_enough():
    theory = theory_of(Dataset([2.0, 2.0], [4.0, 6.0]), starts=[0, 0], learning_rates=[0.1])
    assert theory.eigenvalues[0] == 0
    assert theory.condition_number == math.inf
    assert theory.fastest == theory.overshoot == pytest.approx(0.1)
    assert theory.epochs_at_fastest == theory.epochs[0] == 1


@pytest.mark.parametrize(
    ("starts", "rates", "named"),
    [
        ([0, 0], [0.1, -0.1], "learning_rates must be above 0"),
        ([[0, 0]] * 3, [0.1, 0.2], "starts must have shape"),
        ([0, 1e101], [0.1], "starts must stay within"),
        ([0, 0], [math.nan], "learning_rates"),
    ],
)
def test_runs_that_cannot_be_run_are_refused_by_name(dataset, starts, rates, named):
    with pytest.raises(ValueError, match=named):
        theory_of(dataset, starts=starts, learning_rates=rates)


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("same_start", [False, True])
def test_the_theory_of_an_experiment_is_of_the_points_and_runs_that_it_descends_on(scaling, same_start):
    settings = replace(Settings(), scaling=scaling, same_start=same_start, learning_rates=(0.02, 0.4, 0.9))
    experiment = experiment_of(settings)
    theory, told = experiment.theory, {"starts": starts_of(settings), "learning_rates": (0.02, 0.4, 0.9)}
    assert theory.limit == largest_stable_rate(experiment.dataset)
    assert np.array_equal(theory.epochs, predicted_epochs(experiment.dataset, **told))
    excess = theory.predict_excess(**told, epochs=range(101))
    assert excess == pytest.approx(experiment.runs.excess_losses, rel=1e-6, abs=1e-18)
