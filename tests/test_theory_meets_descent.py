"""Where the theory, which never runs descent, and descent, which never uses the theory, are compared."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import (
    descend,
    eigenvalues,
    error_factors,
    fastest_rate,
    largest_stable_rate,
    least_squares,
    make_dataset,
    predicted_epochs,
    predicted_losses,
)
from gd_core.bowl import bowl_of
from gd_core.descent import epochs_to
from gd_core.spectrum import modes
from tests.reference import random_dataset, random_problems

PROBLEMS = random_problems(1000, seed=1)


def run(problem, n_epochs=None):
    return descend(
        problem.dataset,
        starts=problem.starts,
        learning_rates=problem.rates,
        n_epochs=n_epochs or problem.n_epochs,
    )


def test_predicted_losses_are_the_losses_of_the_run():
    for problem in PROBLEMS:
        runs = run(problem)
        predicted = predicted_losses(
            problem.dataset, starts=problem.starts, learning_rates=problem.rates, n_epochs=problem.n_epochs
        )
        # Parameters are rounded in every epoch; the steepest direction makes the most of it.
        error = np.linalg.norm(runs.parameters - least_squares(problem.dataset), axis=2)
        scale = runs.losses + eigenvalues(problem.dataset)[1] * error**2
        slack = 1e-12 * np.maximum.accumulate(scale, axis=1)
        assert np.all(np.abs(runs.losses - predicted) <= slack)


def test_each_mode_shrinks_by_one_minus_rate_times_eigenvalue():
    for problem in PROBLEMS:
        runs = run(problem, n_epochs=1)
        errors = runs.parameters - least_squares(problem.dataset)
        along = errors @ modes(bowl_of(problem.dataset))[1]
        factors = error_factors(problem.dataset, problem.rates)
        slack = 1e-12 * np.abs(runs.parameters).max()
        assert along[:, 1] == pytest.approx(factors * along[:, 0], rel=1e-12, abs=slack)


def test_predicted_epochs_are_the_epochs_of_the_run():
    n_epochs = 3000
    for problem in PROBLEMS[:300]:
        runs = run(problem, n_epochs)
        predicted = predicted_epochs(problem.dataset, starts=problem.starts, learning_rates=problem.rates)
        measured = epochs_to(runs)
        within = predicted <= n_epochs
        assert np.array_equal(measured[within], predicted[within])
        assert np.all(measured[~within] == np.inf)


@settings(max_examples=100, deadline=None)
@given(share=st.floats(1e-3, 0.999), seed=st.integers(0, 10_000))
def test_below_the_limit_every_run_ends_nearer_the_floor_than_it_began(share, seed):
    dataset = random_dataset(np.random.default_rng(seed))
    rate = share * largest_stable_rate(dataset)
    runs = descend(dataset, starts=[3.0, -2.0], learning_rates=[rate], n_epochs=500)
    excess = runs.excess_losses[0]
    assert np.all(np.diff(excess) <= 1e-13 * excess[:-1] + 1e-25 * excess[0])
    assert excess[-1] < excess[0]


@settings(max_examples=100, deadline=None)
@given(share=st.floats(1.01, 10), seed=st.integers(0, 10_000))
def test_above_the_limit_a_run_leaves_every_bound(share, seed):
    dataset = random_dataset(np.random.default_rng(seed))
    rate = share * largest_stable_rate(dataset)
    runs = descend(dataset, starts=[3.0, -2.0], learning_rates=[rate], n_epochs=40_000)
    assert runs.losses[0, -1] == np.inf


def test_no_rate_arrives_much_sooner_than_the_fastest():
    dataset = make_dataset(x_max=3.0)
    best = fastest_rate(dataset)
    rates = best * np.linspace(0.5, 1.05, 56)
    worst_start = modes(bowl_of(dataset))[1].sum(axis=1)  # as much error in both directions
    runs = descend(dataset, starts=least_squares(dataset) + worst_start, learning_rates=rates, n_epochs=2000)
    error = np.linalg.norm(runs.parameters - least_squares(dataset), axis=2)
    epochs = np.where((error < 1e-6).any(axis=1), (error < 1e-6).argmax(axis=1), np.inf)
    assert abs(rates[epochs.argmin()] / best - 1) < 0.02
