"""The eigenvalues of the bowl, and the rates that they decide, against NumPy's own."""

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
    make_dataset,
    overshoot_rate,
)
from gd_core.bowl import bowl_of
from gd_core.spectrum import modes
from tests.reference import random_problems

PROBLEMS = random_problems(200)


def test_the_lessons_eigenvalues_and_rates_come_out(dataset):
    assert eigenvalues(dataset) == pytest.approx([0.13409943, 2.53593424], abs=5e-9)
    assert largest_stable_rate(dataset) == pytest.approx(0.7886639841552783, rel=1e-12)
    assert fastest_rate(dataset) == pytest.approx(0.7490542244640604, rel=1e-12)


def test_the_hessian_stretches_its_eigenvectors_by_its_eigenvalues():
    for problem in PROBLEMS:
        lam, vectors = modes(bowl_of(problem.dataset))
        H = hessian(problem.dataset)
        assert H @ vectors == pytest.approx(lam * vectors, abs=1e-13 * lam[1])
        assert vectors.T @ vectors == pytest.approx(np.eye(2), abs=1e-13)
        assert 0 <= lam[0] <= lam[1]


def test_eigenvalues_match_numpys():
    for problem in PROBLEMS:
        expected = np.linalg.eigvalsh(hessian(problem.dataset))
        assert eigenvalues(problem.dataset) == pytest.approx(expected, abs=1e-14 * expected[1])


def test_the_small_eigenvalue_keeps_its_digits_in_a_very_long_valley():
    for offset in (1e3, 1e5, 1e7):
        x = offset + np.arange(4)
        lam = eigenvalues(Dataset(x, x))
        determinant = 4 * 1.25  # 4·var(x), and the variance of 0, 1, 2, 3 is 5/4
        assert lam[0] * lam[1] == pytest.approx(determinant, rel=1e-12)


def test_where_all_x_are_equal_one_eigenvalue_is_exactly_zero():
    dataset = Dataset([0.1] * 7, range(7))
    assert eigenvalues(dataset)[0] == 0
    assert condition_number(dataset) == np.inf
    assert fastest_rate(dataset) == overshoot_rate(dataset)


def test_the_condition_number_is_the_ratio_of_numpys_singular_values():
    for problem in PROBLEMS:
        if np.ptp(problem.dataset.x) > 0:
            assert condition_number(problem.dataset) == pytest.approx(
                np.linalg.cond(hessian(problem.dataset)), rel=1e-6
            )


def test_at_the_limit_the_steep_direction_turns_round_and_keeps_its_size():
    for problem in PROBLEMS:
        dataset = problem.dataset
        assert error_factors(dataset, [largest_stable_rate(dataset)])[0, 1] == pytest.approx(-1, abs=1e-15)
        assert error_factors(dataset, [overshoot_rate(dataset)])[0, 1] == pytest.approx(0, abs=1e-15)


def test_at_the_crawl_rate_an_epoch_keeps_95_percent_of_the_steep_error():
    for problem in PROBLEMS:
        lam = np.linalg.eigvalsh(hessian(problem.dataset))
        assert 1 - crawl_rate(problem.dataset) * lam[1] == pytest.approx(0.95, abs=1e-14)
        assert np.all(1 - crawl_rate(problem.dataset) * lam >= 0.95 - 1e-14)


def test_no_rate_beats_the_fastest_in_its_slowest_direction():
    for problem in PROBLEMS:
        if np.ptp(problem.dataset.x) == 0:
            continue
        others = np.abs(error_factors(problem.dataset, problem.rates)).max(axis=1)
        fastest = np.abs(error_factors(problem.dataset, [fastest_rate(problem.dataset)])).max()
        kappa = condition_number(problem.dataset)
        assert np.all(others >= fastest - 1e-14)
        assert fastest == pytest.approx((kappa - 1) / (kappa + 1), abs=1e-12)


@pytest.mark.parametrize(
    ("x_min", "x_max", "limit", "kappa"),
    [
        (0, 1, 0.789, 19),
        (-1, 1, 1.0, 3),
        (0, 2, 0.459, 14),
        (-3, 3, 0.333, 3),
        (0, 5, 0.110, 40),
        (0, 10, 0.029, 139),
    ],
)
def test_the_range_of_x_decides_the_limit(x_min, x_max, limit, kappa):
    dataset = make_dataset(n_samples=100_000, x_min=x_min, x_max=x_max)
    assert largest_stable_rate(dataset) == pytest.approx(limit, abs=6e-4)
    assert condition_number(dataset) == pytest.approx(kappa, abs=0.5)


def test_noise_does_not_move_the_limit():
    limits = {
        largest_stable_rate(make_dataset(noise=noise, seed=seed)) for seed in range(3) for noise in (0, 1)
    }
    assert len(limits) == 1
