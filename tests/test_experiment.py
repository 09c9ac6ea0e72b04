from dataclasses import replace

import numpy as np

from gd_core import draw_starts, make_dataset
from gd_core.controls import controls
from gd_core.experiment import Settings, experiment_of, starts_of
from tests.reference import OTHERWISE


def test_the_default_settings_are_the_lesson(runs):
    lesson = experiment_of(Settings())
    assert np.array_equal(lesson.dataset.y, make_dataset().y)
    assert np.array_equal(lesson.runs.losses, runs.losses)


def test_every_setting_reaches_the_experiment():
    experiment = experiment_of(replace(OTHERWISE, own_start=True, start_w=8.0, start_b=9.0))
    dataset, runs = experiment.dataset, experiment.runs
    expected = make_dataset(seed=7, noise=0.4, n_samples=15, slope=-3.0, intercept=0.5, x_min=-1.0, x_max=2.5)
    assert np.array_equal(dataset.y, expected.y)
    assert runs.learning_rates.tolist() == [0.2, 0.6]
    assert runs.losses.shape == (2, 31)
    assert runs.parameters[:, 0].tolist() == [[8, 9], [8, 9]]


def test_the_same_start_for_every_rate_is_the_first_one_drawn():
    drawn = draw_starts(seed=42, n_samples=100, n_runs=3)
    assert np.array_equal(starts_of(Settings()), drawn)
    assert np.array_equal(starts_of(Settings(same_start=True)), drawn[0])


def test_every_limit_of_the_controls_runs():
    numbers = {c.setting: c.allowed for c in controls().values() if c.kind in ("number", "slider", "typed")}
    rates, ends = controls()["rates"].allowed, controls()["x"].allowed
    for corner in range(2):
        widest = {name: limits[corner] for name, limits in numbers.items()}
        settings = Settings(**widest, learning_rates=rates, x_range=(ends[corner],) * 2, own_start=True)
        assert not np.any(np.isnan(experiment_of(settings).runs.losses))
