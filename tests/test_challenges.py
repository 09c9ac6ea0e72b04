"""Every check is held against a plain loop, for a learner's settings drawn at random."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core.experiment import Settings, dataset_of, experiment_of, starts_of
from gd_core.scaling import SCALINGS
from gd_core.teaching.challenge_checks import fewest_epochs
from gd_core.teaching.challenges import CHECKS, challenges
from tests.reference import can_be_set, lstsq, plain_loop

CHALLENGES = challenges()
BY_KEY = {challenge.key: challenge for challenge in CHALLENGES}
EACH = pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.key)


def random_settings(count, seed):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        low, high = sorted(np.round(rng.uniform(-10, 10, 2), 1).tolist())
        rates = np.round(rng.choice([0.01, 0.5, *rng.uniform(0.001, 1.2, 6)], 4), 2)
        yield Settings(
            seed=int(rng.integers(1000)),
            noise=float(rng.choice([0.0, 0.1, 1.0])),
            learning_rates=tuple(dict.fromkeys(float(rate) for rate in rates if rate > 0)),
            n_samples=int(rng.integers(2, 20)),
            x_range=[(0.0, 1.0), (low, high), (high, high)][rng.integers(3)],
            same_start=bool(rng.integers(2)),
            scaling=str(rng.choice(SCALINGS)),
        )


LEARNERS = list(random_settings(600, seed=3))


def check(key, settings):
    """Return how far these settings are with a challenge."""
    return BY_KEY[key].check(experiment_of(settings))


def bend(settings):
    """Return λmax from the singular values of the points, which no part of gd_core uses."""
    x = dataset_of(settings).x
    return 2 * np.linalg.svd(np.stack([x, np.ones_like(x)], axis=1), compute_uv=False)[0] ** 2 / x.size


def shares_left(settings, rate, n_epochs):
    """Return the excess loss of one rate at every epoch, as a share of the first, by the plain loop."""
    alone = replace(settings, learning_rates=(rate,))
    start = np.atleast_2d(starts_of(alone))[0]
    _, losses = plain_loop(dataset_of(alone), starts=start, learning_rates=[rate], n_epochs=n_epochs)
    excess = losses[0] - lstsq(dataset_of(alone))[1]
    return excess / excess[0]


def test_each_challenge_has_a_check_and_each_check_a_challenge():
    assert [challenge.key for challenge in CHALLENGES] == [*CHECKS]


@EACH
def test_a_challenge_is_not_done_by_the_lesson_and_is_done_by_its_answer(challenge):
    assert not check(challenge.key, Settings()).done
    assert check(challenge.key, challenge.one_answer).done


@EACH
def test_the_answer_can_be_set_with_the_controls(challenge):
    assert can_be_set(challenge.one_answer)


@EACH
def test_a_challenge_has_hints_in_steps(challenge):
    assert len(challenge.hints) == 3


@EACH
def test_the_outcome_says_done_if_it_is_and_only_then(challenge):
    for settings in LEARNERS:
        experiment = experiment_of(settings)
        outcome = challenge.check(experiment)
        assert outcome.sentence.startswith("Done: ") == outcome.done
        assert challenge.explanation(experiment)


def test_the_largest_rate_is_done_where_it_shrinks_the_steep_error_and_a_hundredth_more_would_not():
    done = 0
    for settings in LEARNERS:
        largest = np.ceil(200 / bend(settings) * (1 - 1e-9)) / 100 - 0.01
        is_there = largest >= 0.01 and np.isclose(settings.learning_rates, largest).any()
        assert check("largest", settings).done == is_there
        done += is_there
    assert done > 10


def test_what_is_said_of_the_largest_rate_is_true():
    for settings in LEARNERS:
        told = check("largest", settings).sentence
        if found := re.fullmatch(r"(\S+) converges, but so would (\S+)\.(?: (\S+) does not\.)?", told):
            assert float(found[1]) in settings.learning_rates
            assert float(found[2]) == pytest.approx(float(found[1]) + 0.01)
            assert float(found[2]) < 2 / bend(settings)
            assert found[3] is None or float(found[3]) >= 2 / bend(settings) * (1 - 1e-9)


def test_a_rate_with_more_decimals_does_not_count_as_the_largest():
    outcome = check("largest", Settings(learning_rates=(0.785, 0.788)))
    assert outcome.sentence == "None of your rates has two decimals or fewer."


def test_where_all_rates_of_two_decimals_diverge_the_largest_says_so():
    outcome = check("largest", Settings(x_range=(10.0, 10.0)))
    assert outcome.sentence == "Not even 0.01 converges: the limit is 0.0099. Try other points."


def first_epoch_below(rate):
    return int((shares_left(Settings(), rate, 400) <= 1e-3).argmax())


def test_no_rate_arrives_in_fewer_epochs_than_the_fewest_by_the_plain_loop():
    rates = np.arange(0.6, 0.78, 0.0005)
    dataset, start = dataset_of(Settings()), starts_of(Settings())[0]
    _, losses = plain_loop(dataset, starts=start, learning_rates=rates, n_epochs=int(fewest_epochs()))
    excess = losses - lstsq(dataset)[1]
    arrived = excess[:, -1] <= 1e-3 * excess[:, 0]
    assert arrived.any()
    assert not np.any(excess[:, -2] <= 1e-3 * excess[:, 0])
    assert fewest_epochs() == 19


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.5, 0.64, 0.66, 0.67, 0.7, 0.71, 0.72, 0.749, 0.78])
def test_the_epochs_said_of_a_rate_are_those_of_the_plain_loop(rate):
    outcome = check("fewest", Settings(learning_rates=(rate,)))
    epochs = first_epoch_below(rate)
    assert f"{rate} needs {epochs} epochs" in outcome.sentence
    assert outcome.done == (epochs == fewest_epochs())


def test_a_rate_that_diverges_never_arrives_and_is_told_the_fewest():
    outcome = check("fewest", Settings(learning_rates=(0.9,)))
    assert outcome.sentence == "0.9 never arrives; another rate needs 19 epochs."


@pytest.mark.parametrize("change", [{"noise": 0.0}, {"own_start": True}, {"scaling": "centred"}, {"seed": 1}])
def test_the_fewest_epochs_are_for_the_lessons_points_and_start_only(change):
    outcome = check("fewest", replace(Settings(learning_rates=(0.7,)), **change))
    assert not outcome.done
    assert "put all but the rate back" in outcome.sentence


@pytest.mark.parametrize("change", [{"n_epochs": 5}, {"same_start": True}, {"start_w": 3.0}])
def test_what_changes_neither_the_points_nor_the_start_may_be_changed(change):
    assert check("fewest", replace(Settings(learning_rates=(0.7,)), **change)).done


@pytest.mark.parametrize(("key", "rate"), [("half", 0.5), ("hundredth", 0.01)])
def test_a_rate_diverges_where_it_is_above_the_limit_of_these_points(key, rate):
    for settings in LEARNERS:
        outcome, limit = check(key, settings), 2 / bend(settings)
        if rate not in settings.learning_rates:
            assert outcome.sentence == f"Keep {rate} in the list of rates."
        elif abs(rate / limit - 1) > 1e-3:
            assert outcome.done == (rate > limit)
            assert float(outcome.sentence.split()[-1][:-1]) == pytest.approx(limit, rel=6e-3)


def test_one_epoch_is_done_where_a_thousandth_is_left_of_a_run_that_stays():
    done = 0
    for settings in LEARNERS:
        shared = replace(settings, same_start=True)
        stays = [rate for rate in shared.learning_rates if rate * bend(shared) < 2 * 0.999]
        left = min((shares_left(shared, rate, 1)[1] for rate in stays), default=1)
        if abs(left - 1e-3) > 1e-6:
            assert check("one", shared).done == (left < 1e-3)
            done += left < 1e-3
    assert done > 10


def test_one_epoch_is_enough_where_all_x_are_equal_or_the_start_is_straight_along_the_valley():
    equal = Settings(x_range=(2.0, 2.0), learning_rates=(0.1,))  # 1 / λmax with λmax = 2·(2² + 1)
    assert check("one", equal).done
    mirrored = Settings(
        x_range=(-1.0, 1.0),
        n_samples=2,
        noise=0.0,
        own_start=True,
        start_w=2.0,
        start_b=5.0,
        learning_rates=(0.5,),
    )
    assert check("one", mirrored).done


def test_a_run_that_starts_at_the_answer_does_not_count_as_one_epoch():
    there = Settings(noise=0.0, own_start=True, start_w=2.0, start_b=1.0)
    assert check("one", there).sentence == "None of your runs comes down to the answer from elsewhere."


def test_the_hints_and_explanations_that_name_numbers_are_true():
    assert first_epoch_below(0.5) == 26  # "0.5 needs 26 epochs. A larger rate can do better."
    assert first_epoch_below(0.78) > first_epoch_below(0.5)  # "Too near the limit it gets slow again"
    assert min(map(first_epoch_below, (0.64, 0.65, 0.75, 0.76))) > fewest_epochs()  # "between 0.65 and 0.75"
    assert 2 / bend(Settings(noise=1.0)) == 2 / bend(Settings())  # "Try noise first. Does the limit move?"
    assert 2 / bend(Settings(x_range=(10.0, 10.0))) < 0.01
    told = BY_KEY["fewest"].explanation(experiment_of(Settings()))
    assert "96.5 %" in told
    assert "0.749, shrinks both equally fast" in told
    assert first_epoch_below(0.7490542244640604) == 33
    assert "from this one it needs 33 epochs" in told


def test_the_share_across_the_valley_in_the_explanation_is_that_of_the_singular_vectors():
    dataset, start = dataset_of(Settings()), starts_of(Settings())[0]
    design = np.stack([dataset.x, np.ones(100)], axis=1)
    _, sizes, directions = np.linalg.svd(design, full_matrices=False)
    parts = (sizes * (directions @ (start - lstsq(dataset)[0]))) ** 2
    assert 100 * parts / parts.sum() == pytest.approx([96.5, 3.48], abs=0.05)
    lam = 2 * sizes**2 / 100
    assert 1 - 0.7 * lam == pytest.approx([-0.775, 0.906], abs=5e-4)
    assert "by −0.775 and the second by 0.906" in BY_KEY["fewest"].explanation(experiment_of(Settings()))


def test_lambda_max_grows_when_the_x_are_stretched_away_from_0():
    for settings in LEARNERS[:200]:
        wider = replace(settings, scaling="as it is", x_range=tuple(0.5 * end for end in settings.x_range))
        assert bend(replace(settings, scaling="as it is")) >= bend(wider)
