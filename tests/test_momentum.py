"""Descent with momentum, against a plain loop over all samples and figures found apart."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import (
    Dataset,
    descend,
    draw_starts,
    gradient,
    largest_stable_rate,
    make_dataset,
    overflow_epochs,
)
from gd_core.momentum.descent import descend_with_momentum, epochs_for_good
from gd_core.momentum.spectrum import zones_of
from gd_core.spectrum import eigenvalues
from tests.reference import plain_loop, random_problems

# Of each rate: the loss above the floor after 100 epochs, with momentum 0 and 0.9.
FIRST_START = {
    0.01: (0.3462109809, 0.02332335291),
    0.1: (0.0250843665, 3.715384628e-05),
    0.5: (3.497490659e-07, 6.157519859e-05),
    1.0: (1.947069324e38, 0.0005743170448),
}


def run_on(dataset, momentum, **told):
    return descend_with_momentum(
        dataset, **{"starts": [3, 4], "learning_rates": [0.3], "n_epochs": 100} | told, momentum=momentum
    )


@pytest.mark.parametrize(("place", "momentum"), [(0, 0.0), (1, 0.9)])
def test_the_lessons_figures_come_out_with_and_without_momentum(dataset, starts, place, momentum):
    runs = run_on(dataset, momentum, starts=starts[0], learning_rates=list(FIRST_START))
    assert runs.excess_losses[:, 0] == pytest.approx(10.7213145802, rel=1e-11)
    expected = [figures[place] for figures in FIRST_START.values()]
    assert runs.excess_losses[:, -1] == pytest.approx(expected, rel=3e-10)


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    noise=st.floats(0, 2),
    n_samples=st.integers(1, 300),
    shares_of_limit=st.lists(st.floats(1e-4, 1.5), min_size=1, max_size=20),
    momentum=st.floats(1e-6, 0.99),
    n_epochs=st.integers(1, 300),
    x_min=st.floats(-3, 3),
    width=st.floats(0.1, 10),
)
def test_every_run_matches_a_plain_loop_over_all_samples(
    seed, noise, n_samples, shares_of_limit, momentum, n_epochs, x_min, width
):
    dataset = make_dataset(seed=seed, noise=noise, n_samples=n_samples, x_min=x_min, x_max=x_min + width)
    zones = [rate for rate in zones_of(eigenvalues(dataset), momentum) if rate > 0]
    rates = np.concatenate([zones[-1] * np.array(shares_of_limit), zones])
    told = {
        "starts": draw_starts(seed=seed, n_samples=n_samples, n_runs=rates.size),
        "learning_rates": rates,
        "n_epochs": n_epochs,
        "momentum": momentum,
    }
    runs = descend_with_momentum(dataset, **told)
    parameters, losses = plain_loop(dataset, **told)
    carried = 1e-12 / (1 - momentum)  # so much farther goes what is rounded at the limit
    largest = np.maximum.accumulate(np.abs(parameters).max(axis=2), axis=1)
    assert np.all(np.abs(runs.parameters - parameters) <= carried * largest[..., None])
    size = largest[:, :1] * (1 + np.abs(dataset.x).max()) + np.abs(dataset.y).max()
    rounding = 4 * np.finfo(float).eps * size * np.sqrt(losses)
    with np.errstate(invalid="ignore"):
        apart = np.where(
            runs.losses == losses, 0, np.abs(runs.losses - losses)
        )  # both may be beyond all numbers
    assert np.all(apart <= 3 * carried * np.maximum.accumulate(losses, axis=1) + rounding)


def test_without_momentum_every_run_is_bit_for_bit_plain_descents():
    for problem in random_problems(50, seed=3):
        told = {"starts": problem.starts, "learning_rates": problem.rates, "n_epochs": problem.n_epochs}
        plain, runs = descend(problem.dataset, **told), run_on(problem.dataset, 0, **told)
        assert np.array_equal(plain.parameters, runs.parameters)
        assert np.array_equal(plain.losses, runs.losses)
        assert np.array_equal(plain.excess_losses, runs.excess_losses)


def test_the_less_momentum_the_nearer_to_plain_descent(dataset):
    plain = descend(dataset, starts=[3, 4], learning_rates=[0.3], n_epochs=100).parameters
    apart = [np.abs(run_on(dataset, momentum).parameters - plain).max() for momentum in (1e-3, 1e-6, 1e-300)]
    assert apart[0] > apart[1] > 0
    assert apart[1] < 1e-4
    assert apart[2] < 1e-12


@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_an_epoch_takes_rate_times_velocity_from_theta(dataset, momentum):
    theta, velocity = run_on(dataset, momentum).parameters[0], np.zeros(2)
    for now, later in pairwise(theta):
        velocity = momentum * velocity + gradient(now, dataset)
        assert later == pytest.approx(now - 0.3 * velocity, rel=1e-12, abs=1e-13)


def test_a_longer_run_begins_with_the_shorter_one(dataset):
    short, long = (run_on(dataset, 0.9, n_epochs=n_epochs) for n_epochs in (37, 500))
    assert np.array_equal(short.parameters[0], long.parameters[0, :38])


def test_a_rate_runs_the_same_alone_and_in_company(dataset):
    alone, company = (run_on(dataset, 0.8, learning_rates=rates) for rates in ([0.3], [0.1, 0.3, 3.0]))
    assert company.parameters[1] == pytest.approx(alone.parameters[0], rel=1e-13)


def test_without_noise_a_smooth_run_falls_in_every_epoch_to_below_1e_28():
    dataset = make_dataset(noise=0)
    rate = zones_of(eigenvalues(dataset), 0.5)[1]
    runs = run_on(dataset, 0.5, starts=[-1, 0], learning_rates=[rate], n_epochs=10_000)
    assert runs.losses[0, -1] < 1e-28
    falling = runs.excess_losses[0, runs.excess_losses[0] > 1e-250]
    assert falling.size > 3000
    assert np.all(np.diff(falling) < 0)


def test_a_swinging_run_comes_to_rest_in_all_digits_without_noise():
    runs = run_on(make_dataset(noise=0), 0.9, starts=[-1, 0], learning_rates=[0.5], n_epochs=800)
    peaks = runs.excess_losses[0].reshape(-1, 89).max(axis=1)  # 801 = 9 · 89
    assert np.all(peaks[1:] < 0.1 * peaks[:-1])
    assert runs.losses[0, -1] < 1e-28


def test_a_diverging_run_overflows_to_inf_and_stays_there(dataset):
    limit = zones_of(eigenvalues(dataset), 0.9)[-1]
    rates = limit * np.array([1.001, 1.1, 5.0, 1e9])
    runs = run_on(dataset, 0.9, starts=[1e-3, 2], learning_rates=rates, n_epochs=40_000)
    for losses, epoch in zip(runs.losses, overflow_epochs(runs).astype(int), strict=True):
        assert np.all(np.isfinite(losses[:epoch]))
        assert np.all(losses[epoch:] == np.inf)
        assert losses[epoch - 1] > 1e280
    assert not np.any(np.isnan(runs.parameters))
    assert np.all(runs.parameters[:, -1] == np.inf)


@pytest.mark.parametrize("x", [[3.0, 3.0], [0.0, 0.0], [5.0], [1e90, -2e99], [1e-8, 3e-8]])
@pytest.mark.parametrize("momentum", [1e-300, 0.5, 0.9025, 0.99])
def test_no_points_and_no_rate_make_a_nan_or_a_warning(x, momentum):
    dataset = Dataset(x, np.arange(len(x)))
    scale = largest_stable_rate(dataset)
    rates = [1e-300, *(scale * np.array([1e-6, 0.1, 0.5, 1, 1.99, 2.5, 1e9])), 1e150, 1e200]
    for start in ([0, 0], [1e100, -1e100], [1e-150, 0]):
        runs = run_on(dataset, momentum, starts=start, learning_rates=rates, n_epochs=700)
        assert not np.any(np.isnan(runs.parameters))
        assert not np.any(np.isnan(runs.losses))


def test_no_error_stays_no_error_at_any_rate():
    runs = run_on(Dataset([-1, 1], [-1, 3]), 0.9, starts=[2, 1], learning_rates=[0.5, 50, 1e9], n_epochs=3000)
    assert np.all(runs.parameters == [2, 1])


@pytest.mark.parametrize("x", [[2.0], [0.1] * 9])
def test_where_all_x_are_equal_the_loss_still_falls_to_its_floor(x):
    dataset = Dataset(x, np.arange(len(x)))
    runs = run_on(dataset, 0.7, starts=[5, -3], learning_rates=[0.1], n_epochs=500)
    assert runs.parameters[0, -1] @ [x[0], 1] == pytest.approx(np.mean(dataset.y), abs=1e-12)
    assert runs.excess_losses[0, -1] < 1e-25


def test_a_run_that_leaves_again_has_arrived_for_good_only_when_it_stays(dataset, starts):
    runs = run_on(dataset, 0.9, starts=starts[0], learning_rates=[0.01, 0.1, 0.5, 1.0], n_epochs=1000)
    assert epochs_for_good(runs).tolist() == [125, 62, 67, 76]
    below = runs.excess_losses <= 1e-3 * runs.excess_losses[:, :1]
    assert below.argmax(axis=1)[3] < 76
    for each, epoch in zip(below, (125, 62, 67, 76), strict=True):
        assert each[epoch:].all()
        assert not each[epoch - 1]


def test_a_run_that_ends_above_the_tolerance_has_not_arrived_and_one_without_error_had_at_once():
    runs = run_on(Dataset([-1, 1], [-1, 3]), 0.9, starts=[[2, 1], [9, 9]], learning_rates=[0.1, 5.0])
    assert epochs_for_good(runs).tolist() == [0, np.inf]


@pytest.mark.parametrize("momentum", [-0.1, 1, 0.995, float("nan"), "a", [0.5]])
def test_a_momentum_that_is_none_is_refused_by_name(dataset, momentum):
    with pytest.raises(ValueError, match="momentum must"):
        run_on(dataset, momentum)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"n_epochs": 0}, "n_epochs must be a whole number of at least 1, got 0"),
        ({"learning_rates": [0.1, -2]}, "learning_rates must be above 0, got -2"),
        ({"starts": [1, 2, 3]}, r"starts must have shape \(2,\) or \(1, 2\), got \(3,\)"),
    ],
)
def test_a_wrong_argument_is_named_with_its_value(dataset, told, message):
    with pytest.raises(ValueError, match=message):
        run_on(dataset, 0.9, **told)
