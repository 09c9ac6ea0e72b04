import numpy as np
import pytest

from gd_core import draw_starts, make_dataset
from gd_core.experiment import (
    ALLOWED,
    MOST_RATES,
    Settings,
    problem_with_number,
    read_learning_rates,
    read_number,
    run_experiment,
    starts_of,
)


def test_the_default_settings_are_the_lesson(runs):
    dataset, found = run_experiment(Settings())
    assert np.array_equal(dataset.y, make_dataset().y)
    assert np.array_equal(found.losses, runs.losses)


def test_every_setting_reaches_the_experiment():
    settings = Settings(
        seed=5,
        noise=0.3,
        learning_rates=(0.02, 0.2),
        n_epochs=7,
        n_samples=12,
        x_range=(-2.0, 3.0),
        slope=-1.0,
        intercept=4.0,
        own_start=True,
        start_w=8.0,
        start_b=9.0,
    )
    dataset, runs = run_experiment(settings)
    expected = make_dataset(seed=5, noise=0.3, n_samples=12, slope=-1.0, intercept=4.0, x_min=-2.0, x_max=3.0)
    assert np.array_equal(dataset.y, expected.y)
    assert runs.learning_rates.tolist() == [0.02, 0.2]
    assert runs.losses.shape == (2, 8)
    assert runs.parameters[:, 0].tolist() == [[8, 9], [8, 9]]


def test_the_same_start_for_every_rate_is_the_first_one_drawn():
    drawn = draw_starts(seed=42, n_samples=100, n_runs=3)
    assert np.array_equal(starts_of(Settings()), drawn)
    assert np.array_equal(starts_of(Settings(same_start=True)), drawn[0])


def test_every_limit_of_the_controls_runs():
    widest = {name: [least, most] for name, (least, most) in ALLOWED.items()}
    for corner in range(2):
        settings = Settings(
            seed=widest["seed"][corner],
            noise=widest["noise"][corner],
            learning_rates=tuple(widest["learning_rate"]),
            n_epochs=widest["n_epochs"][corner],
            n_samples=widest["n_samples"][corner],
            x_range=(widest["x_range"][corner],) * 2,
            slope=widest["slope"][corner],
            intercept=widest["intercept"][corner],
            own_start=True,
            start_w=widest["start_w"][corner],
            start_b=widest["start_b"][corner],
        )
        _, runs = run_experiment(settings)
        assert not np.any(np.isnan(runs.losses))


@pytest.mark.parametrize(
    ("typed", "rate"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        ("1e-3", 1e-3),
        ("1E-3", 1e-3),
        (" 0.1 ", 0.1),
        (",5", 0.5),
        ("1", 1.0),
        ("1e9", 1e9),
    ],
)
def test_a_rate_is_read_as_students_type_it(typed, rate):
    assert read_learning_rates([typed]) == ((rate,), [])


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("abc", "Learning rate “abc” is not a number."),
        ("", "Learning rate “” is not a number."),
        ("0,5,1", "Learning rate “0,5,1” is not a number."),
        ("nan", "Learning rate “nan” is not a number."),
        ("0", "Learning rate “0” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("-0.1", "Learning rate “-0.1” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("inf", "Learning rate “inf” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("1e400", "Learning rate “1e400” cannot run: a rate is from 1e-09 to 1,000,000,000."),
        ("0.1", "Learning rate “0.1” is in the list already."),
        ("x" * 5000, f"Learning rate “{'x' * 24}…” is not a number."),
    ],
)
def test_a_wrong_rate_is_named_and_the_right_ones_stay(typed, complaint):
    assert read_learning_rates(["0.1", typed, "0.2"]) == ((0.1, 0.2), [complaint])


def test_more_rates_than_can_run_at_once_are_named():
    rates, complaints = read_learning_rates([f"0.{digit}" for digit in range(1, 10)])
    assert len(rates) == MOST_RATES
    assert complaints == ["Learning rate “0.9” is left out: 8 rates run at once."]


@pytest.mark.parametrize("text", ["1", "10000", "7.0", "1e3"])
def test_a_whole_number_in_range_is_no_problem(text):
    assert problem_with_number(text, least=1, most=10_000) == ""


@pytest.mark.parametrize(
    "text", ["", "abc", "inf", "-inf", "nan", "1e400", "-1", "99999999999", "<b>", "1.5", "⅓", "1e-5"]
)
def test_what_is_no_whole_number_in_range_is_told_what_is(text):
    problem = problem_with_number(text, least=1, most=10_000)
    assert problem == f"must be a whole number from 1 to 10,000, not “{text}”."


def test_a_number_in_range_may_have_decimals():
    assert problem_with_number("0.25", least=0.0, most=1.0) == ""
    assert problem_with_number("1.01", least=0.0, most=1.0) == "must be a number from 0 to 1, not “1.01”."


@pytest.mark.parametrize(("text", "number"), [("0.5", 0.5), ("0,5", 0.5), ("1,000.5", None), ("one", None)])
def test_a_number_is_read_with_a_point_or_a_comma(text, number):
    assert read_number(text) == pytest.approx(np.nan if number is None else number, nan_ok=True)
