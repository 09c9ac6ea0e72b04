import sys
from fractions import Fraction

import numpy as np
import pytest

from gd_core import Dataset, gradient, hessian, least_squares, loss, make_dataset, noise_floor
from tests.reference import lstsq, random_problems

PROBLEMS = random_problems(200)


def test_the_lessons_answer_and_floor_come_out(dataset):
    assert least_squares(dataset) == pytest.approx([2.01379327, 0.98271871], abs=5e-9)
    assert noise_floor(dataset) == pytest.approx(0.00814905, abs=5e-9)


def test_loss_is_the_mean_of_squared_residuals():
    for problem in PROBLEMS:
        x, y = problem.dataset.x, problem.dataset.y
        expected = [np.mean((y - w * x - b) ** 2) for w, b in problem.starts]
        assert loss(problem.starts, problem.dataset) == pytest.approx(expected, rel=1e-11)


def test_loss_and_gradient_keep_the_shape_of_what_they_are_given(dataset):
    assert loss([1, 2], dataset).shape == ()
    assert loss(np.zeros((3, 4, 2)), dataset).shape == (3, 4)
    assert gradient(np.zeros((3, 4, 2)), dataset).shape == (3, 4, 2)


def test_gradient_matches_finite_differences():
    for problem in PROBLEMS:
        theta, step = problem.starts, 1e-3  # central differences are exact for a quadratic, at any step
        for i in range(2):
            shift = step * np.eye(2)[i]
            there, back = loss(theta + shift, problem.dataset), loss(theta - shift, problem.dataset)
            rounding = 1e-15 * np.max(there) / step
            slope = gradient(theta, problem.dataset)[..., i]
            assert slope == pytest.approx((there - back) / (2 * step), rel=1e-9, abs=10 * rounding)


def test_hessian_matches_finite_differences_of_the_gradient(dataset):
    rows = [gradient(np.eye(2)[i], dataset) - gradient([0, 0], dataset) for i in range(2)]
    assert np.array(rows) == pytest.approx(hessian(dataset), rel=1e-12)


def test_hessian_is_the_sums_over_x():
    for problem in PROBLEMS:
        x = problem.dataset.x
        expected = 2 / x.size * np.array([[np.sum(x**2), np.sum(x)], [np.sum(x), x.size]])
        assert hessian(problem.dataset) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_noise_does_not_bend_the_bowl():
    assert np.array_equal(hessian(make_dataset(noise=0)), hessian(make_dataset(noise=1)))


def test_least_squares_and_floor_match_numpys_lstsq():
    for problem in PROBLEMS:
        theta, floor = lstsq(problem.dataset)
        spread = np.ptp(problem.dataset.x) or 1.0
        assert least_squares(problem.dataset) == pytest.approx(theta, rel=1e-9, abs=1e-9 / spread)
        assert noise_floor(problem.dataset) == pytest.approx(floor, rel=1e-9, abs=1e-20)


def test_no_line_has_less_loss_than_the_floor():
    for problem in PROBLEMS:
        floor = noise_floor(problem.dataset)
        nearby = least_squares(problem.dataset) + 1e-9 * problem.starts
        assert np.all(loss(nearby, problem.dataset) >= floor)


def test_x_so_close_that_their_variance_vanishes_count_as_equal():
    assert least_squares(Dataset([0.0, 1e-200], [1.0, 3.0])) == pytest.approx([0.0, 2.0], abs=1e-12)


def test_where_all_x_are_equal_the_smallest_of_the_best_lines_is_given():
    dataset = Dataset([0.1] * 7, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    assert least_squares(dataset) == pytest.approx(lstsq(dataset)[0], rel=1e-12)
    assert np.linalg.det(hessian(dataset)) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("theta", [[1e155, 3], [-2, 1e200], [1e308, -1e308], [-1.7e308, -1.7e308]])
def test_a_loss_too_large_for_a_float_is_inf_without_a_warning(dataset, theta):
    assert loss(theta, dataset) == np.inf
    assert loss(theta, Dataset([3.0, 3.0], [1.0, 2.0])) == np.inf


@pytest.mark.parametrize("theta", [[1e155, 3], [-2, 1e200], [1.7e308, -1.7e308], [-1.7e308, 1e308]])
@pytest.mark.parametrize("x", [[0, 1, 2], [5, -8, 90], [1e-8, 3e-8], [1e90, -2e99], [4, 4]])
def test_a_gradient_is_the_exact_sum_or_inf_where_no_float_is_so_large(theta, x):
    slopes = gradient(theta, Dataset(x, np.zeros(len(x))))
    w, b = map(Fraction, theta)
    x = [Fraction(value) for value in x]
    terms = [
        [2 * (w * value + b) * value / len(x) for value in x],
        [2 * (w * value + b) / len(x) for value in x],
    ]
    for slope, summands in zip(slopes.tolist(), terms, strict=True):
        exact, size = sum(summands), 2 * (abs(w) + abs(b)) * max(1, *map(abs, x)) ** 2
        if abs(exact) > Fraction(sys.float_info.max):
            assert slope == (np.inf if exact > 0 else -np.inf)
        else:
            assert abs(Fraction(slope) - exact) <= Fraction(1e-14) * size


@pytest.mark.parametrize("theta", [[1, 2, 3], 5, [1, float("nan")], "ab"])
def test_parameters_that_are_no_pairs_are_refused_by_name(dataset, theta):
    with pytest.raises(ValueError, match="theta must"):
        loss(theta, dataset)
