"""Each "show me" proves its claim, by a plain loop over all samples."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core.cases import DID, WHY, WOULD
from gd_core.experiment import Settings, dataset_of, experiment_of, starts_of
from gd_core.teaching.quiz import questions
from gd_core.teaching.words import sections
from tests.reference import can_be_set, lstsq, plain_loop

QUESTIONS, SECTIONS = questions(), sections()
BY_KEY = {question.key: question for question in QUESTIONS}
SCENES = [question.show for question in QUESTIONS] + [section.show for section in SECTIONS]


def simulate(settings):
    """Return the points, and the parameters and losses by the plain loop."""
    dataset = dataset_of(settings)
    rates, how = settings.learning_rates, {"n_epochs": settings.n_epochs, "momentum": settings.momentum}
    return dataset, *plain_loop(dataset, starts=starts_of(settings), learning_rates=rates, **how)


def shown(key):
    return simulate(BY_KEY[key].show.settings)


def across(dataset, parameters):
    """Return the error across the valley at every epoch."""
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    return (parameters - lstsq(dataset)[0]) @ np.linalg.svd(design)[2][0]


def limit(dataset):
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    return dataset.x.size / np.linalg.svd(design, compute_uv=False)[0] ** 2


def section(heading):
    return next(section for section in SECTIONS if section.heading == heading)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_question_has_two_to_four_options_one_of_them_right_and_a_reason_for_each(question):
    assert 2 <= len(question.options) <= 4
    assert sum(option.right for option in question.options) == 1
    texts = [text for option in question.options for text in (option.text, option.reason)]
    assert len(set(texts)) == len(texts)
    assert all(text.endswith(".") for text in texts)
    assert question.text.endswith("?")


def test_the_quiz_asks_the_lessons_question_and_one_for_each_misconception():
    assert QUESTIONS[0].text == "Why is the choice of learning rate so important in gradient descent?"
    assert [question.key for question in QUESTIONS[1:]] == [
        "smaller", "larger", "oscillation", "flat", "zero", "target", "data", "momentum",
        "hole", "leave", "level",
    ]  # fmt: skip


def test_the_right_option_is_not_always_at_the_same_place():
    places = [[option.right for option in question.options].index(True) for question in QUESTIONS]
    assert len(set(places)) == 3


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.where_to_look[:30])
def test_a_scene_can_be_set_with_the_controls(scene):
    assert can_be_set(scene.settings)
    assert scene.settings.learning_rates
    assert scene.part in (DID, WOULD, WHY)


def test_important_one_rate_crawls_one_arrives_and_one_diverges():
    dataset, _, losses = shown("important")
    excess = losses - lstsq(dataset)[1]
    crawling, arrived, gone = excess[:, -1] / excess[:, 0]
    assert 1e-3 < crawling < 1
    assert arrived <= 1e-3
    assert gone > 1e6


def test_smaller_is_safer_is_wrong_the_smallest_rate_ends_highest_from_the_same_start():
    _, parameters, losses = shown("smaller")
    assert np.all(parameters[:, 0] == parameters[0, 0])
    assert np.all(np.diff(losses[:, -1]) < 0)
    assert np.all(np.diff(losses) < 0)  # and none of them diverges


def test_larger_is_faster_is_wrong_the_larger_rate_ends_higher_though_both_converge():
    dataset, parameters, losses = shown("larger")
    rates, floor = BY_KEY["larger"].show.settings.learning_rates, lstsq(dataset)[1]
    assert rates[0] < rates[1] < limit(dataset)
    assert np.all(parameters[:, 0] == parameters[0, 0])
    assert losses[0, -1] - floor < 1e-4 * floor  # "0.5 has reached it"
    assert losses[1, -1] - floor > 10 * floor  # "0.78 is still far above the floor"


def test_oscillation_is_not_divergence_both_change_sides_and_one_shrinks():
    dataset, parameters, losses = shown("oscillation")
    errors = across(dataset, parameters)
    assert np.all(np.sign(errors[:, 1:]) == -np.sign(errors[:, :-1]))
    assert np.all(np.diff(np.abs(errors[0])) < 0)
    assert np.all(np.diff(np.abs(errors[1])) > 0)
    assert losses[0, -1] < losses[0, 0] < losses[1, -1]


def test_a_flat_curve_is_not_convergence_the_loss_above_the_floor_still_falls_by_more_than_half():
    dataset, parameters, losses = shown("flat")
    theta_star, floor = lstsq(dataset)
    assert losses[0, 50] - losses[0, -1] < 0.01 * losses[0, 0]  # flat beside the start
    assert losses[0, -1] - floor < 0.5 * (losses[0, 50] - floor)
    assert abs(parameters[0, -1, 0] - theta_star[0]) > 0.4  # and w is not there


def test_the_least_loss_is_not_zero_and_only_without_noise_it_is():
    dataset, parameters, losses = shown("zero")
    floor = lstsq(dataset)[1]
    assert floor == pytest.approx(0.204, abs=5e-4)
    assert losses[0, -1] == pytest.approx(floor, rel=1e-9)
    assert np.allclose(parameters[0, -1], parameters[0, -2], rtol=0, atol=1e-9)
    _, _, without = simulate(Settings(learning_rates=(0.5,), noise=0.0, n_epochs=500))
    assert without[0, -1] < 1e-12


def test_the_target_is_the_least_squares_line_and_not_the_true_one():
    dataset, parameters, losses = shown("target")
    end, theta_star = parameters[0, -1], lstsq(dataset)[0]
    assert end == pytest.approx(theta_star, rel=1e-9)
    told = re.search(r"y = (\S+)·x \+ (\S+),", BY_KEY["target"].show.where_to_look)
    assert end == pytest.approx([float(told[1]), float(told[2])], abs=5e-4)
    assert np.abs(end - [2, 1]).max() > 0.2
    assert losses[0, -1] < np.mean((dataset.y - 2 * dataset.x - 1) ** 2) / 1.2


def test_one_rate_is_not_good_for_all_points_a_half_works_in_the_lesson_and_not_here():
    dataset, _, losses = shown("data")
    lesson, _, there = simulate(Settings(learning_rates=(0.5,)))
    assert losses[0, -1] > 1e6 * losses[0, 0]
    assert there[0, -1] < 1.001 * lstsq(lesson)[1]
    assert (limit(lesson), limit(dataset)) == pytest.approx((0.789, 0.458), abs=5e-4)


def epoch_for_good(settings):
    """Return the epoch from which on the loss above the floor stays a thousandth of the first."""
    dataset, _, losses = simulate(replace(settings, n_epochs=5000))
    away = losses[0] - lstsq(dataset)[1] > 1e-3 * (losses[0, 0] - lstsq(dataset)[1])
    return int(np.flatnonzero(away)[-1]) + 1


def test_momentum_is_not_always_faster_on_the_lessons_bowl_it_swings_and_in_a_long_valley_it_is():
    short, long = BY_KEY["momentum"].show.settings, section("Momentum").show.settings
    assert [epoch_for_good(short), epoch_for_good(replace(short, momentum=0.0))] == [67, 26]
    assert [epoch_for_good(long), epoch_for_good(replace(long, momentum=0.0))] == [260, 2854]
    dataset, parameters, _ = simulate(short)
    errors = across(dataset, parameters)[0, :40]
    assert np.unique(np.sign(errors)).size == 2  # "swings around the answer"
    assert "2,854" in section("Momentum").show.where_to_look


def test_rest_is_not_the_lowest_place_each_hill_holds_a_run_and_one_is_lower():
    narrow, wide = experiment_of(BY_KEY["hole"].show.settings).runs.losses[:, -1]
    assert (narrow, wide) == pytest.approx((0.2515, 0.0934), abs=5e-5)
    still = experiment_of(replace(BY_KEY["hole"].show.settings, n_epochs=1000)).runs.losses[:, -1]
    assert still == pytest.approx([narrow, wide], rel=1e-9)


def test_a_minimum_holds_no_run_above_its_limit_and_one_that_bends_less_does():
    settings = BY_KEY["leave"].show.settings
    told = " ".join(
        [*(option.reason for option in BY_KEY["leave"].options), BY_KEY["leave"].show.where_to_look]
    )
    for start, limit in (((0.8, 0.0527), 0.043), ((0.305, 0.156), 0.186)):
        near = replace(settings, own_start=True, start_w=start[0], start_b=start[1], n_epochs=200)
        rates = (0.95 * limit, 1.1 * limit)
        below, above = experiment_of(replace(near, learning_rates=rates)).runs.parameters
        assert np.hypot(*(below[-1] - below[-2])) < 1e-3 * np.hypot(*(below[1] - below[0]))
        assert np.hypot(*(above[-1] - above[-2])) > np.hypot(*(above[1] - above[0]))
        assert str(limit) in told


def test_the_plateau_ends_ten_times_sooner_with_ten_times_the_rate_and_its_slope_is_nearly_nothing():
    settings = BY_KEY["level"].show.settings
    slow, fast = experiment_of(settings).runs.losses
    for losses, last in ((slow, 733), (fast, 74)):
        fall = losses[0] - losses[-1]
        assert losses[0] - losses[last] <= 0.01 * fall < losses[0] - losses[last + 1]
    other = experiment_of(replace(settings, model="neuron-ce")).runs.losses[0]
    assert np.argmax(other - other[-1] <= 1e-3 * (other[0] - other[-1])) == 88
    assert other[0] - other[1] > 100 * (slow[0] - slow[1])


def test_no_amount_of_noise_moves_the_limit_as_the_quiz_says():
    assert limit(dataset_of(Settings(noise=1.0))) == limit(dataset_of(Settings()))
