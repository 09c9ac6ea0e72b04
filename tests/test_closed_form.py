"""What the losses will be and when a run arrives, at the ends of what a float can hold."""

from functools import partial

import numpy as np
import pytest

from gd_core import Dataset, noise_floor, predicted_epochs, predicted_excess, predicted_losses


def test_a_run_that_starts_at_the_answer_has_arrived_at_epoch_0():
    dataset = Dataset([-1, 1], [0, 2])
    assert predicted_epochs(dataset, starts=[1, 1], learning_rates=[0.1, 5])[0] == 0


def test_a_direction_without_error_does_not_grow_whatever_the_rate():
    dataset = Dataset([-2, 2], [0, 0])  # the eigenvectors are the axes of w and b; only w is steep
    losses = predicted_losses(dataset, starts=[0, 1], learning_rates=[0.3], n_epochs=5000)
    assert np.all(np.diff(losses[0]) <= 0)


def test_a_prediction_far_beyond_all_numbers_is_inf_without_a_warning(dataset):
    losses = predicted_losses(dataset, starts=[0, 0], learning_rates=[1e9], n_epochs=1000)
    assert losses[0, -1] == np.inf
    assert not np.any(np.isnan(losses))


@pytest.mark.parametrize("rate", [1e-300, 1e150, 1e200, 1.7e308])
def test_the_largest_and_smallest_rates_are_predicted_without_a_warning(dataset, rate):
    losses = predicted_losses(dataset, starts=[3, -2], learning_rates=[rate], n_epochs=10)[0]
    assert losses[0] == pytest.approx(np.mean((dataset.y - 3 * dataset.x + 2) ** 2))
    assert np.all(losses[2:] == np.inf) if rate > 1 else np.all(losses == losses[0])
    assert not np.any(np.isnan(losses))
    epochs = predicted_epochs(dataset, starts=[3, -2], learning_rates=[rate])[0]
    assert epochs == np.inf if rate > 1 else epochs > 1e299


@pytest.mark.parametrize("predict", [predicted_epochs, partial(predicted_losses, n_epochs=5)])
def test_starts_beyond_what_a_loss_can_tell_are_refused_by_name(dataset, predict):
    with pytest.raises(ValueError, match=r"starts must stay within ±1e\+100, got -1e\+150"):
        predict(dataset, starts=[0, -1e150], learning_rates=[0.1])


def test_the_farthest_starts_are_predicted_like_any_other(dataset):
    rates = [0.01, 0.3, 0.7, 0.9]
    near = Dataset(dataset.x, 0 * dataset.x)
    epochs = [predicted_epochs(near, starts=[s, s], learning_rates=rates) for s in (1e-150, 1.0, 1e100)]
    assert np.array_equal(epochs[0], epochs[1])
    assert np.array_equal(epochs[2], epochs[1])


@pytest.mark.parametrize("tolerance", [0, 1, -1, 2, float("nan")])
def test_a_tolerance_outside_0_to_1_is_refused_by_name(dataset, tolerance):
    with pytest.raises(ValueError, match="tolerance must be between 0 and 1, got"):
        predicted_epochs(dataset, starts=[0, 0], learning_rates=[0.1], tolerance=tolerance)


def test_the_excess_at_any_epochs_is_that_of_all_epochs(dataset, starts):
    rates, epochs = [0.01, 0.1, 0.5], [0, 3, 99]
    excess = predicted_excess(dataset, starts=starts, learning_rates=rates, epochs=epochs)
    losses = predicted_losses(dataset, starts=starts, learning_rates=rates, n_epochs=100)
    assert excess == pytest.approx(losses[:, epochs] - noise_floor(dataset), rel=1e-9)


@pytest.mark.parametrize("epochs", [[-1], [0.5], [np.nan]])
def test_an_epoch_that_is_no_count_is_refused_by_name(dataset, epochs):
    with pytest.raises(ValueError, match="epochs"):
        predicted_excess(dataset, starts=[0, 0], learning_rates=[0.1], epochs=epochs)
