import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gd_core import (
    Dataset,
    descend,
    draw_starts,
    epochs_to,
    gradient,
    largest_stable_rate,
    loss,
    make_dataset,
    overflow_epochs,
)
from tests.reference import plain_loop

# Of each rate: the start w, b; w, b after 100 epochs; the loss at epochs 0 and 99.
LESSON = {
    0.01: [
        *(-1.4153707420504142, -0.42064532276535904),
        *(0.0918242566534428, 1.764366167675048),
        *(10.729463627310146, 0.3583311403721032),
    ],
    0.1: [
        *(-0.3427145165267695, -0.8022772692216189),
        *(1.7318863989222033, 1.1338022574106807),
        *(9.261108319770134, 0.015195806231644531),
    ],
    0.5: [
        *(-0.16128571166600914, 0.4040508568145384),
        *(2.012390896296655, 0.9834702932475178),
        *(3.186607945213567, 0.008149242146580742),
    ],
}


def test_the_lessons_figures_come_out(runs):
    assert runs.learning_rates.tolist() == list(LESSON)
    for run, expected in enumerate(LESSON.values()):
        parameters, losses = runs.parameters[run], runs.losses[run]
        found = [*parameters[0], *parameters[-1], losses[0], losses[99]]
        assert found == pytest.approx(expected, rel=1e-12)


@settings(max_examples=200, deadline=None)
@example(seed=362880, noise=0.0, n_samples=1, shares_of_limit=[0.125], n_epochs=1, x_min=0.0, width=1.0)
@given(
    seed=st.integers(0, 2**32 - 1),
    noise=st.floats(0, 2),
    n_samples=st.integers(1, 300),
    shares_of_limit=st.lists(st.floats(1e-4, 1.5), min_size=1, max_size=50),
    n_epochs=st.integers(1, 300),
    x_min=st.floats(-3, 3),
    width=st.floats(0.1, 10),
)
def test_every_run_matches_a_plain_loop_over_all_samples(
    seed, noise, n_samples, shares_of_limit, n_epochs, x_min, width
):
    dataset = make_dataset(seed=seed, noise=noise, n_samples=n_samples, x_min=x_min, x_max=x_min + width)
    rates = largest_stable_rate(dataset) * np.array(shares_of_limit)
    starts = draw_starts(seed=seed, n_samples=n_samples, n_runs=rates.size)
    runs = descend(dataset, starts=starts, learning_rates=rates, n_epochs=n_epochs)
    parameters, losses = plain_loop(dataset, starts=starts, learning_rates=rates, n_epochs=n_epochs)

    assert_close(runs.losses, losses, rounding=rounding_of(losses, parameters, dataset))
    assert_close(runs.parameters, parameters)


def rounding_of(losses, parameters, dataset):
    """Return what the loop's losses owe to rounding: a residual is a small difference of large numbers."""
    size = np.abs(parameters[:, 0]).max() * (1 + np.abs(dataset.x).max()) + np.abs(dataset.y).max()
    return 4 * np.finfo(float).eps * size * np.sqrt(losses)


def assert_close(found, expected, rel=1e-12, rounding=0.0):
    """Compare relative to the largest value a run has had: rounding made there stays in its later values."""
    scale = np.maximum.accumulate(np.abs(expected), axis=1)
    if expected.ndim == 3:
        scale = scale.max(axis=2, keepdims=True)
    assert np.all(np.abs(found - expected) <= rel * scale + rounding)


def test_an_epoch_is_theta_minus_rate_times_gradient(dataset, runs):
    for rate, theta in zip(runs.learning_rates, runs.parameters, strict=True):
        steps = theta[:-1] - rate * gradient(theta[:-1], dataset)
        assert theta[1:] == pytest.approx(steps, rel=1e-12)


def test_losses_are_the_losses_of_the_parameters(dataset, runs):
    assert runs.losses == pytest.approx(loss(runs.parameters, dataset), rel=1e-12)


def test_one_start_serves_every_rate(dataset):
    rates = [0.1, 0.2]
    shared = descend(dataset, starts=[3, 4], learning_rates=rates, n_epochs=5)
    repeated = descend(dataset, starts=[[3, 4], [3, 4]], learning_rates=rates, n_epochs=5)
    assert np.array_equal(shared.parameters, repeated.parameters)


def test_a_rate_runs_the_same_alone_and_in_company(dataset):
    alone = descend(dataset, starts=[3, 4], learning_rates=[0.3], n_epochs=70)
    company = descend(dataset, starts=[3, 4], learning_rates=[0.1, 0.3, 0.9], n_epochs=70)
    assert company.parameters[1] == pytest.approx(alone.parameters[0], rel=1e-13)


def test_a_longer_run_begins_with_the_shorter_one(dataset):
    short = descend(dataset, starts=[3, 4], learning_rates=[0.3], n_epochs=37)
    long = descend(dataset, starts=[3, 4], learning_rates=[0.3], n_epochs=500)
    assert np.array_equal(short.parameters[0], long.parameters[0, :38])


def test_without_noise_the_loss_falls_smoothly_to_below_1e_28():
    dataset = make_dataset(noise=0)
    runs = descend(dataset, starts=[-1, 0], learning_rates=[0.5], n_epochs=800)
    excess = runs.excess_losses[0]
    assert excess[-1] < 1e-28
    assert np.all(np.diff(excess) < 0)
    assert np.all(np.diff(runs.losses[0]) <= 0)
    assert runs.losses[0, -1] < 1e-28


def test_excess_loss_does_not_cancel_near_the_floor(dataset):
    runs = descend(dataset, starts=[-1, 0], learning_rates=[0.5], n_epochs=400)
    shrink = runs.excess_losses[0, 300:] / runs.excess_losses[0, 299:-1]
    assert shrink == pytest.approx(shrink[0], rel=1e-9)


def test_a_diverging_run_overflows_to_inf_and_stays_there(dataset):
    rates = [0.8, 0.9, 5.0, 1e9]
    runs = descend(dataset, starts=[1e-3, 2], learning_rates=rates, n_epochs=40_000)
    for losses, epoch in zip(runs.losses, overflow_epochs(runs).astype(int), strict=True):
        assert np.all(np.isfinite(losses[:epoch]))
        assert np.all(losses[epoch:] == np.inf)
        assert losses[epoch - 1] > 1e280
    assert not np.any(np.isnan(runs.parameters))
    assert np.all(runs.parameters[:, -1] == np.inf)


def test_a_run_overflows_without_nan_where_all_x_are_equal():
    runs = descend(Dataset([3.0, 3.0], [1, 2]), starts=[0, 0], learning_rates=[0.5, 1e9], n_epochs=2000)
    assert not np.any(np.isnan(runs.losses))
    assert np.all(runs.losses[:, -1] == np.inf)


def test_no_error_stays_no_error_at_any_rate():
    dataset = Dataset([-1, 1], [-1, 3])
    runs = descend(dataset, starts=[2, 1], learning_rates=[0.5, 50, 1e9], n_epochs=3000)
    assert np.all(runs.parameters == [2, 1])


def test_a_tiny_error_grows_as_long_as_a_large_one_before_it_overflows(dataset):
    tiny, large = (
        descend(Dataset(dataset.x, 0 * dataset.x), starts=[size, size], learning_rates=[0.9], n_epochs=4000)
        for size in (1e-100, 1.0)
    )
    later = overflow_epochs(tiny)[0] - overflow_epochs(large)[0]
    growth = large.losses[0, 201] / large.losses[0, 200]
    assert later == pytest.approx(200 / np.log10(growth), abs=1)


def test_a_converging_run_never_overflows(runs):
    assert overflow_epochs(runs).tolist() == [np.inf] * 3


def test_the_epoch_a_run_arrives_is_the_first_below_the_tolerance(runs):
    arrived = epochs_to(runs, tolerance=1e-2)
    for excess, epoch in zip(runs.excess_losses, arrived, strict=True):
        below = np.flatnonzero(excess <= 1e-2 * excess[0])
        assert epoch == (below[0] if below.size else np.inf)


@pytest.mark.parametrize("x", [[2.0], [0.1] * 9])
def test_where_all_x_are_equal_the_loss_still_falls_to_its_floor(x):
    dataset = Dataset(x, np.arange(len(x)))
    runs = descend(dataset, starts=[5, -3], learning_rates=[0.1], n_epochs=500)
    fitted = runs.parameters[0, -1] @ [x[0], 1]
    assert fitted == pytest.approx(np.mean(dataset.y), abs=1e-12)
    assert runs.excess_losses[0, -1] < 1e-25


def test_inputs_are_not_modified(dataset):
    starts, rates = np.ones((2, 2)), np.array([0.1, 0.2])
    runs = descend(dataset, starts=starts, learning_rates=rates, n_epochs=3)
    runs.parameters[:] = 0
    runs.learning_rates[:] = 0
    assert np.all(starts == 1)
    assert rates.tolist() == [0.1, 0.2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_epochs": 0}, "n_epochs must be a whole number of at least 1, got 0"),
        ({"n_epochs": 2.5}, "n_epochs must be"),
        ({"learning_rates": []}, "learning_rates must be a row of at least 1 number"),
        ({"learning_rates": [0.1, -2]}, "learning_rates must be above 0, got -2"),
        ({"learning_rates": [0.1, 0]}, "learning_rates must be above 0, got 0"),
        ({"learning_rates": [0.1, float("nan")]}, "learning_rates must hold finite numbers only, got nan"),
        ({"starts": [1, 2, 3]}, r"starts must have shape \(2,\) or \(2, 2\), got \(3,\)"),
        ({"starts": [1, float("inf")]}, "starts must hold finite numbers only, got inf"),
    ],
)
def test_a_wrong_argument_is_named_with_its_value(dataset, arguments, message):
    with pytest.raises(ValueError, match=message):
        descend(dataset, **{"starts": [0, 0], "learning_rates": [0.1, 0.2], "n_epochs": 5} | arguments)
