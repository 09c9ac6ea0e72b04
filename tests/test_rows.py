import numpy as np
import pytest

from gd_core import gradient, make_dataset
from gd_core.charts.rows import MOST_EPOCHS_DRAWN, drawn_epochs, rate_columns, run_rows
from gd_core.experiment import Settings, experiment_of
from tests.reference import experiment_from


def long_run(n_epochs):
    return experiment_of(Settings(n_epochs=n_epochs, learning_rates=(0.1,)))


def test_the_pictures_draw_the_runs(lesson):
    runs = lesson.runs
    rows = run_rows(lesson, runs.losses, colour_slots=[2, 0, 7])
    for run, slot in enumerate([2, 0, 7]):
        mine = rows[rows["slot"] == slot]
        assert mine["epoch"].tolist() == list(range(101))
        assert mine["loss"].tolist() == runs.losses[run].tolist()
        assert mine[["w", "b"]].to_numpy().tolist() == runs.parameters[run].tolist()


def test_the_next_step_is_minus_rate_times_gradient(lesson):
    dataset, runs = lesson.dataset, lesson.runs
    rows = run_rows(lesson, runs.losses, colour_slots=[0, 1, 2])
    here, there = rows[["w", "b"]].to_numpy(), rows[["next_w", "next_b"]].to_numpy()
    rates = runs.learning_rates[rows["slot"].astype(int)][:, None]
    assert there == pytest.approx(here - rates * gradient(here, dataset), rel=1e-12)


def test_a_run_that_overflows_has_rows_without_nan_for_its_losses():
    experiment = experiment_from(make_dataset(), starts=[0, 0], learning_rates=[1e9], n_epochs=500)
    rows = run_rows(experiment, experiment.runs.losses, colour_slots=[0])
    assert not rows[["loss", "w", "b"]].isna().any().any()


def test_the_legend_has_the_lessons_words(runs):
    labels = rate_columns(runs.learning_rates, colour_slots=[0, 1, 2])["label"]
    assert labels == ["learning rate = 0.01", "learning rate = 0.1", "learning rate = 0.5"]


def test_a_zigzag_shows_both_its_sides_in_a_thinned_run():
    epochs = drawn_epochs(long_run(10_000))
    assert np.all(
        np.isin(epochs[epochs % 2 == 0][1:] - 1, epochs) | np.isin(epochs[epochs % 2 == 0][1:] + 1, epochs)
    )


@pytest.mark.parametrize("n_epochs", [1, 49, 199, 200, 201, 202, 1000, 10_000])
def test_drawn_epochs_begin_at_the_start_and_end_at_the_last(n_epochs):
    epochs = drawn_epochs(long_run(n_epochs))
    assert epochs[0] == 0
    assert epochs[-1] == n_epochs
    assert np.all(np.diff(epochs) > 0)
    assert epochs.size <= MOST_EPOCHS_DRAWN + 50
    if n_epochs <= MOST_EPOCHS_DRAWN:
        assert epochs.size == n_epochs + 1


def test_between_drawn_epochs_the_loss_stays_within_what_is_drawn():
    rates = [1e-4, 0.01, 0.75, 0.7886]
    experiment = experiment_from(make_dataset(), starts=[-3, 4], learning_rates=rates, n_epochs=10_000)
    epochs = drawn_epochs(experiment)
    for losses in experiment.runs.losses:
        straight = np.interp(np.arange(10_001), epochs, losses[epochs])
        assert np.abs(straight - losses).max() < 0.005 * losses[0]  # a pixel of the chart
