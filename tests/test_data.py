import numpy as np
import pytest

from gd_core import Dataset, draw_starts, make_dataset


def test_same_seed_gives_same_data():
    first, second = make_dataset(seed=7), make_dataset(seed=7)
    assert np.array_equal(first.x, second.x)
    assert np.array_equal(first.y, second.y)


def test_another_seed_gives_other_noise_on_the_same_x():
    first, second = make_dataset(seed=7), make_dataset(seed=8)
    assert np.array_equal(first.x, second.x)
    assert not np.any(first.y == second.y)


def test_data_and_starts_continue_one_legacy_random_stream():
    stream = np.random.RandomState(3)
    noise = stream.normal(0, 0.25, 11)
    starts = [[stream.randn(), stream.randn()] for _ in range(4)]

    dataset = make_dataset(seed=3, noise=0.25, n_samples=11, slope=-1.5, intercept=4.0, x_min=-2.0, x_max=3.0)
    assert np.array_equal(dataset.y, -1.5 * dataset.x + 4.0 + noise)
    assert np.array_equal(draw_starts(seed=3, n_samples=11, n_runs=4), starts)


def test_the_first_starts_stay_when_more_are_drawn():
    few, many = (draw_starts(seed=1, n_samples=10, n_runs=n) for n in (2, 9))
    assert np.array_equal(few, many[:2])


def test_numpys_global_random_state_is_left_alone():
    np.random.seed(5)  # noqa: NPY002
    expected = np.random.RandomState(5).randn()
    make_dataset()
    draw_starts(seed=1, n_samples=3, n_runs=2)
    assert np.random.randn() == expected  # noqa: NPY002


def test_spread_around_the_line_is_the_noise_asked_for():
    dataset = make_dataset(noise=0.3, n_samples=200_000)
    residuals = dataset.y - (2 * dataset.x + 1)
    assert np.std(residuals) == pytest.approx(
        0.3, rel=0.01
    )  # the standard error of a standard deviation is 0.2 %


def test_without_noise_every_point_is_on_the_line():
    dataset = make_dataset(noise=0, slope=3.0, intercept=-1.0, x_min=-4.0, x_max=4.0)
    assert np.array_equal(dataset.y, 3.0 * dataset.x - 1.0)


def test_x_runs_evenly_from_the_least_to_the_largest():
    x = make_dataset(n_samples=5, x_min=-1.0, x_max=3.0).x
    assert x.tolist() == [-1.0, 0.0, 1.0, 2.0, 3.0]


def test_a_learners_points_are_copied_and_cannot_be_changed():
    mine = np.array([1.0, 2.0])
    dataset = Dataset(mine, [3, 4])
    mine[0] = 99
    assert dataset.x.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        dataset.y[0] = 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, got -1"),
        ({"seed": 2**32}, "seed must be"),
        ({"seed": 1.5}, "seed must be a whole number from 0 to 4294967295, got 1.5"),
        ({"n_samples": 0}, "n_samples must be a whole number of at least 1, got 0"),
        ({"n_samples": float("inf")}, "n_samples must be"),
        ({"noise": -0.1}, "noise must be at least 0, got -0.1"),
        ({"noise": float("nan")}, "noise must"),
        ({"slope": float("inf")}, "slope must"),
        ({"intercept": float("nan")}, "intercept must"),
        ({"x_min": 2.0, "x_max": 1.0}, "x_min must not be above x_max, got 2.0 and 1.0"),
        ({"x_max": 1e101}, r"x_max must stay within ±1e\+100, got 1e\+101"),
        ({"slope": -1e308}, r"slope must stay within ±1e\+100, got -1e\+308"),
        ({"noise": [0.1, 0.2]}, r"noise must be one number, got \[0.1, 0.2\]"),
        ({"x_min": np.zeros(1)}, r"x_min must be one number, got array\(\[0.\]\)"),
        ({"x_max": None}, "x_max must hold finite numbers only"),
        ({"intercept": "low"}, "intercept must hold numbers only, got 'low'"),
        ({"slope": {}}, "slope must hold numbers only, got {}"),
        ({"n_samples": [5]}, r"n_samples must be a whole number of at least 1, got \[5\]"),
    ],
)
def test_a_wrong_argument_is_named_with_its_value(arguments, message):
    with pytest.raises(ValueError, match=message):
        make_dataset(**arguments)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([], [], "x must be a row of at least 1 number"),
        ([1, 2], [1], "equally long, got 2 and 1"),
        ([[1, 2]], [1, 2], "x must be a row"),
        ([1, float("nan")], [1, 2], "x must hold finite numbers only, got nan"),
        ([1, 2], ["a", 2], "y must hold numbers only"),
        ([1, 2], [-2e100, 2], r"y must stay within ±1e\+100, got -2e\+100"),
    ],
)
def test_points_that_are_no_points_are_refused_by_name(x, y, message):
    with pytest.raises(ValueError, match=message):
        Dataset(x, y)
