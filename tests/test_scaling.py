"""Scaling is held against plain NumPy: the same lines, another bowl."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gd_core import (
    Dataset,
    condition_number,
    fastest_rate,
    largest_stable_rate,
    least_squares,
    loss,
    make_dataset,
    predicted_epochs,
)
from gd_core.experiment import Settings, dataset_of, experiment_of, points_of
from gd_core.parts.scale_of_x import about_scaling, compare_scalings
from gd_core.scaling import (
    AS_IT_IS,
    CENTRED,
    SCALINGS,
    STANDARDISED,
    in_original_units,
    in_scaled_units,
    scaled,
    shift_and_size,
)
from gd_core.spectrum import epochs_at_fastest_rate
from tests.reference import lstsq, plain_loop, random_problems


def epochs_needed(dataset):
    """Return the epochs that the fastest rate needs from any start, by theory."""
    return epochs_at_fastest_rate(condition_number(dataset))


PROBLEMS = [problem.dataset for problem in random_problems(200, seed=21)]
UNEQUAL = [dataset for dataset in PROBLEMS if np.ptp(dataset.x) > 0]


def test_as_it_is_changes_nothing(dataset):
    assert scaled(dataset, AS_IT_IS) is dataset
    assert in_original_units([2, 1], dataset, AS_IT_IS).tolist() == [2, 1]


def test_centred_x_has_mean_0_and_keeps_its_spread():
    for dataset in PROBLEMS:
        x = scaled(dataset, CENTRED).x
        assert abs(x.mean()) <= 1e-14 * np.abs(dataset.x).max()
        assert np.allclose(np.diff(x), np.diff(dataset.x), rtol=0, atol=1e-14 * np.abs(dataset.x).max())


def test_standardised_x_has_mean_0_and_deviation_1():
    for dataset in UNEQUAL:
        x = scaled(dataset, STANDARDISED).x
        assert x.mean() == pytest.approx(0, abs=1e-12)
        assert np.std(x) == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_scaling_leaves_y_and_the_points_given_alone(scaling):
    for dataset in PROBLEMS[:50]:
        before = dataset.x.copy()
        assert np.array_equal(scaled(dataset, scaling).y, dataset.y)
        assert np.array_equal(dataset.x, before)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_line_in_original_units_goes_through_the_same_heights(scaling):
    rng = np.random.default_rng(3)
    for dataset in PROBLEMS:
        thetas = rng.normal(size=(4, 2))
        back = in_original_units(thetas, dataset, scaling)
        heights = thetas[:, :1] * scaled(dataset, scaling).x + thetas[:, 1:]
        size = np.abs(back[:, :1] * dataset.x) + np.abs(back[:, 1:])
        assert np.all(np.abs(back[:, :1] * dataset.x + back[:, 1:] - heights) <= 1e-13 * size)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_the_way_there_and_back_ends_where_it_began(scaling):
    for dataset in PROBLEMS:
        there = in_scaled_units([[2.0, 1.0], [-3.0, 0.5]], dataset, scaling)
        back = in_original_units(there, dataset, scaling)
        size = 1 + np.abs(there).max()
        assert back == pytest.approx(np.array([[2.0, 1.0], [-3.0, 0.5]]), rel=0, abs=1e-13 * size)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_line_has_the_same_loss_in_either_units(scaling):
    for dataset in UNEQUAL:
        theta = np.array([0.7, -0.4])
        mine = loss(theta, scaled(dataset, scaling))
        assert mine == pytest.approx(loss(in_original_units(theta, dataset, scaling), dataset), rel=1e-9)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_the_best_line_is_the_same_under_every_scaling(scaling):
    for dataset in UNEQUAL:
        found = in_original_units(least_squares(scaled(dataset, scaling)), dataset, scaling)
        assert found == pytest.approx(lstsq(dataset)[0], rel=1e-8, abs=1e-8)


def test_a_run_out_of_all_numbers_is_inf_in_original_units_and_never_nan(dataset):
    out = [[np.inf, np.inf], [1e308, -1e308], [1.0, 2.0]]
    for scaling in SCALINGS:
        back = in_original_units(out, dataset, scaling)
        assert back[0].tolist() == [np.inf, np.inf]
        assert not np.isnan(back).any()
        assert np.isfinite(back[2]).all()


def test_centring_never_lengthens_the_valley_and_standardising_makes_it_round():
    for dataset in UNEQUAL:
        table = pd.DataFrame(compare_scalings(dataset)).set_index("scaling")
        kappa, limit = table["condition_number"], table["limit"]
        assert kappa[CENTRED] <= kappa[AS_IT_IS] * (1 + 1e-9)
        assert kappa[STANDARDISED] == pytest.approx(1, abs=1e-9)
        assert limit[CENTRED] >= limit[AS_IT_IS] * (1 - 1e-9)
        assert limit[STANDARDISED] == pytest.approx(1, rel=1e-9)
        assert table["epochs"][STANDARDISED] == 1


def test_the_table_says_what_the_theory_says_of_each_scaled_problem():
    for dataset in UNEQUAL:
        for row in pd.DataFrame(compare_scalings(dataset)).to_dict("records"):
            points = scaled(dataset, row["scaling"])
            design = np.stack([points.x, np.ones_like(points.x)], axis=1)
            small, large = np.linalg.svd(2 / points.x.size * design.T @ design)[1][::-1]
            assert row["limit"] == pytest.approx(2 / large)
            assert (
                row["condition_number"] == condition_number(points) == pytest.approx(large / small, rel=1e-4)
            )
            assert row["fastest_rate"] == fastest_rate(points)
            assert [row["w"], row["b"]] == pytest.approx(lstsq(dataset)[0], rel=1e-8, abs=1e-8)


def test_at_the_fastest_rate_every_start_needs_the_same_epochs():
    rng = np.random.default_rng(5)
    for dataset in UNEQUAL[:100]:
        starts = least_squares(dataset) + rng.normal(size=(5, 2))
        found = predicted_epochs(dataset, starts=starts, learning_rates=[fastest_rate(dataset)] * 5)
        needed = epochs_needed(dataset)
        assert np.all(np.abs(found - needed) <= 1 + 1e-7 * needed)  # one, where a tie is rounded


def test_the_epochs_needed_are_those_of_a_plain_loop(dataset):
    for scaling in SCALINGS:
        points = scaled(dataset, scaling)
        rate = fastest_rate(points)
        _, losses = plain_loop(points, starts=[[-3, 4]], learning_rates=[rate], n_epochs=100)
        excess = losses[0] - lstsq(points)[1]
        assert np.argmax(excess <= 1e-3 * excess[0]) == epochs_needed(points)


def test_x_that_are_all_equal_are_centred_only_and_that_is_said():
    for x in ([0.1, 0.1, 0.1], [5.0], [1e100, 1e100]):
        dataset = Dataset(x, np.arange(len(x)))
        for scaling in (CENTRED, STANDARDISED):
            assert scaled(dataset, scaling).x.tolist() == [0.0] * len(x)
            assert shift_and_size(dataset, scaling) == (x[0], 1.0)
        (text,) = {about_scaling(dataset, scaling) for scaling in SCALINGS}
        assert text.startswith(
            "All x are equal, so their standard deviation is 0 and x cannot be standardised"
        )
        table = pd.DataFrame(compare_scalings(dataset))
        assert not table[["limit", "fastest_rate", "epochs"]].isna().any(axis=None)


@pytest.mark.parametrize("size", [1e-150, 1e-10, 1e10, 1e99])
def test_huge_and_tiny_x_are_standardised_too(size):
    dataset = Dataset(np.array([1.0, 2.0, 4.0]) * size, [1, 2, 3])
    assert np.std(scaled(dataset, STANDARDISED).x) == pytest.approx(1)


def test_a_scaling_that_does_not_exist_is_named(dataset):
    with pytest.raises(ValueError, match="scaling must be one of as it is, centred, standardised, got 'log'"):
        scaled(dataset, "log")


def test_the_settings_scale_x_alone_and_only_when_asked(lesson):
    drawn = make_dataset()
    assert np.array_equal(dataset_of(Settings()).x, drawn.x)
    for scaling in SCALINGS:
        settings = replace(Settings(), scaling=scaling)
        experiment = experiment_of(settings)
        dataset, runs = experiment.dataset, experiment.runs
        assert np.array_equal(dataset.x, scaled(drawn, scaling).x)
        assert np.array_equal(dataset.y, drawn.y)
        assert np.array_equal(points_of(settings).x, drawn.x)
        assert np.array_equal(experiment.points.x, drawn.x)
        assert np.array_equal(runs.parameters[:, 0], lesson.runs.parameters[:, 0])


def test_the_words_for_the_lesson(dataset):
    assert about_scaling(dataset, STANDARDISED).startswith(
        "**x is now (x − 0.5) / 0.2916.** Beside x as it is: condition number from 18.9 to 1, limit from "
        "0.789 to 1, epochs to 99.9 % at the fastest rate from 33 to 1. In the original units the best line "
        "is still y = 2.014·x + 0.9827."
    )
    assert about_scaling(make_dataset(x_min=-3.0, x_max=-1.0), CENTRED).startswith("**x is now x + 2.**")


def test_centring_symmetric_x_changes_nothing_and_the_words_say_so():
    text = about_scaling(make_dataset(x_min=-2.0, x_max=2.0), CENTRED)
    assert text.startswith("**x is now as it was: its mean is 0 already.**")
    assert text.count(" as before") == 3
    assert "from" not in text.partition("In the")[0]


@pytest.mark.parametrize("scaling", SCALINGS)
def test_every_number_of_the_words_is_true_on_random_problems(scaling):
    for dataset in UNEQUAL:
        text = about_scaling(dataset, scaling)
        others = [CENTRED, STANDARDISED] if scaling == AS_IT_IS else [scaling]
        for name, what in (
            ("condition number", condition_number),
            ("limit", largest_stable_rate),
            ("fastest rate", epochs_needed),
        ):
            told = re.findall(rf"{name} (?:(\S+) as before|from (\S+) to (\S+?))[,.] ", text)
            assert len(told) == len(others)
            for (stays, first, last), other in zip(told, others, strict=True):
                assert number(first or stays) == pytest.approx(what(dataset), rel=5e-3)
                assert number(last or stays) == pytest.approx(what(scaled(dataset, other)), rel=5e-3)


def number(text):
    """Read a number as `rounded` writes it."""
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.replace(",", "").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(superscripts) or 0)
