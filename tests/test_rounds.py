"""Every round is held against a plain loop over all samples."""

from itertools import pairwise

import numpy as np
import pytest

from gd_core.experiment import Settings, dataset_of, experiment_of, starts_of
from gd_core.parts.compared import about_the_score
from gd_core.teaching.predictions import Prediction, answer_of
from gd_core.teaching.rounds import LEVELS, RATIO, about, round_of
from gd_core.telling.behaviour import BEHAVIOURS, CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, ZIGZAG
from tests.reference import can_be_set, lstsq, plain_loop

DRAWN = [round_of(seed, level) for level in range(1, 1 + len(LEVELS)) for seed in range(100)]


def simulate(drawn):
    """Return the parameters and losses of a round by the plain loop."""
    settings = drawn.settings
    return plain_loop(
        dataset_of(settings),
        starts=starts_of(settings),
        learning_rates=settings.learning_rates,
        n_epochs=settings.n_epochs,
    )


def behaviours_of(drawn):
    return answer_of(experiment_of(drawn.settings)).behaviours


@pytest.fixture(scope="module")
def simulated():
    return [(drawn, *simulate(drawn)) for drawn in DRAWN]


def steepest(dataset):
    """Return the direction across the valley, and how steeply the bowl bends there."""
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    _, sizes, directions = np.linalg.svd(design, full_matrices=False)
    return directions[0], 2 * sizes[0] ** 2 / dataset.x.size


def test_the_same_seed_and_level_give_the_same_round_for_ever():
    first = Settings(seed=4178, learning_rates=(0.003, 0.3, 1.1), own_start=True, start_w=-1.7, start_b=0.5)
    assert round_of(0, 1).settings == first
    assert round_of(2026, 5).settings == Settings(
        seed=9939,
        learning_rates=(0.04, 0.091, 0.105, 0.116),
        n_epochs=20,
        x_range=(0.0, 5.0),
        slope=3.0,
        intercept=0.0,
        own_start=True,
        start_w=1.2,
        start_b=-2.8,
    )


def test_another_seed_or_level_gives_another_round():
    assert len({drawn.settings for drawn in DRAWN}) == len(DRAWN)


@pytest.mark.parametrize(("seed", "level"), [(-1, 1), (2**32, 1), (0, 0), (0, 6), (0, 1.0)])
def test_a_round_that_does_not_exist_is_refused_by_name(seed, level):
    with pytest.raises(ValueError, match=r"^(seed|level) must be a whole number from"):
        round_of(seed, level)


def test_every_round_can_be_set_with_the_controls():
    for drawn in DRAWN:
        assert can_be_set(drawn.settings)
        assert drawn.settings.x_range[0] < drawn.settings.x_range[1]


def test_every_rate_of_a_round_has_the_same_start_and_few_digits():
    for drawn in DRAWN:
        assert drawn.settings.own_start
        digits = 4 if drawn.level == 5 else 2
        assert all(rate == float(f"{rate:.{digits - 1}e}") for rate in drawn.settings.learning_rates)


def test_no_two_final_losses_of_a_round_are_close(simulated):
    for _, _, losses in simulated:
        final = sorted(losses[:, -1])
        assert np.isfinite(final).all()
        assert all(higher >= RATIO * (1 - 1e-9) * lower for lower, higher in pairwise(final))


def test_every_behaviour_is_what_the_error_across_the_valley_does(simulated):
    for drawn, parameters, losses in simulated:
        dataset = dataset_of(drawn.settings)
        direction, _ = steepest(dataset)
        errors = (parameters - lstsq(dataset)[0]) @ direction
        for run, behaviour in enumerate(behaviours_of(drawn)):
            kept = errors[run, 1] / errors[run, 0]
            hair = 0.01 if drawn.level == 5 else 0.15
            assert {
                CRAWLS: 0.95 < kept < 1,
                SMOOTH: 0 < kept < 0.95,
                ZIGZAG: -1 + hair < kept < 0,
                EDGE: drawn.level == 5 and abs(kept + 1) < 6e-4,
                DIVERGES: kept < -1 - hair and losses[run, -1] > RATIO * losses[run, 0],
            }[behaviour]


def test_at_the_first_four_levels_no_rate_is_within_15_percent_of_a_border():
    for drawn in DRAWN:
        if drawn.level < 5:
            _, bend = steepest(dataset_of(drawn.settings))
            steps = np.array(drawn.settings.learning_rates)[:, None] * bend
            assert np.all(np.abs(steps / [0.05, 1, 2] - 1) > 0.149)


def test_much_of_the_first_loss_is_across_the_valley(simulated):
    for drawn, parameters, losses in simulated:
        dataset = dataset_of(drawn.settings)
        direction, bend = steepest(dataset)
        theta_star, floor = lstsq(dataset)
        across = bend / 2 * ((parameters[0, 0] - theta_star) @ direction) ** 2
        round_bowl = (
            np.isclose(2 * dataset.x @ dataset.x / dataset.x.size, 2) and abs(dataset.x.mean()) < 1e-9
        )
        assert round_bowl or across >= 0.299 * (losses[0, 0] - floor)


def test_the_first_two_levels_have_a_behaviour_of_its_own_for_every_rate():
    for drawn in DRAWN:
        behaviours = behaviours_of(drawn)
        assert SETTLED not in behaviours
        assert drawn.level > 2 or len(set(behaviours)) == 3


def test_every_behaviour_comes_up_often():
    found = [behaviour for drawn in DRAWN for behaviour in behaviours_of(drawn)]
    assert all(found.count(behaviour) > 25 for behaviour in BEHAVIOURS if behaviour != SETTLED)


def test_a_learner_is_told_the_points_the_start_and_at_the_last_level_the_limit():
    assert about(round_of(0, 5)) == (
        "**Level 5.** Rates near the limit. 100 points, x from −1 to 1, then centred; noise 0.1. Every rate "
        "starts at w = 1.5, b = 4.2 and runs for 20 epochs. The limit is about 1."
    )
    assert "limit" not in about(round_of(0, 1)).lower()


def test_beside_momentum_a_round_says_that_it_is_without():
    assert "without momentum" in about(round_of(0, 1), 0.9)
    assert "momentum" not in about(round_of(0, 1))


def test_after_a_round_its_points_are_told_and_those_of_all_rounds_so_far():
    truth = answer_of(experiment_of(round_of(7, 1).settings))
    right = Prediction(truth.ranking, truth.behaviours)
    made = {(1, 7): right}
    assert len(truth.rates) == 3  # so 3 pairs and 3 behaviours
    all_right = (
        "**6 of 6 points**: 3 of 3 for what each rate does, 3 of 3 for the order (one for each two rates)."
    )
    assert about_the_score((1, 7), made) == all_right
    other = answer_of(experiment_of(round_of(9, 2).settings))
    made[2, 9] = Prediction(other.ranking[::-1], other.behaviours)
    assert about_the_score((2, 9), made) == (
        "**3 of 6 points**: 3 of 3 for what each rate does, 0 of 3 for the order (one for each two rates). "
        "In all rounds so far: 9 of 12."
    )
    assert about_the_score((1, 7), made) == f"{all_right} In all rounds so far: 9 of 12."
    made[2, 9] = Prediction((), other.behaviours)
    assert about_the_score((2, 9), made) == (
        "**3 of 3 points** for what each rate does; the order was left open. In all rounds so far: 9 of 9."
    )
