"""Every check is held against a plain loop, for a learner's settings drawn at random."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core.experiment import Settings, dataset_of, experiment_of, starts_of
from gd_core.scaling import SCALINGS
from gd_core.teaching.challenge_checks import Outcome
from gd_core.teaching.challenge_rates import largest_no_later
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


def left_across(settings, rate):
    """Return what an epoch of the plain loop multiplies the error across the valley by."""
    dataset = dataset_of(settings)
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    across = np.linalg.svd(design, full_matrices=False)[2][0]
    best = lstsq(dataset)[0]
    [way], _ = plain_loop(dataset, starts=best + across, learning_rates=[rate], n_epochs=1)
    return (way[1] - best) @ across


def test_a_rate_is_the_twin_where_an_epoch_of_the_plain_loop_leaves_as_much_on_the_other_side():
    done = 0
    for settings in LEARNERS[:300]:
        kept = replace(settings, learning_rates=tuple(dict.fromkeys((0.1, *settings.learning_rates))))
        own, *others = (left_across(kept, rate) for rate in kept.learning_rates)
        apart = [abs(abs(own) - abs(other)) for other in others if own * other < 0 and abs(own) < 1]
        if min(apart, default=1) < 1e-9 or abs(min(apart, default=1) - 0.01) > 1e-9:
            assert check("twins", kept).done == (min(apart, default=1) <= 0.01)
            done += min(apart, default=1) <= 0.01
    assert done > 3


def test_the_twin_of_a_rate_is_what_it_lacks_to_the_limit():
    for settings in LEARNERS[:300]:
        if (twin := 2 / bend(settings) - 0.1) > 1e-3 and abs(twin - 0.1) > 1e-3:
            assert check("twins", replace(settings, learning_rates=(0.1, twin))).done
            assert not check("twins", replace(settings, learning_rates=(0.1,))).done


def test_what_is_said_of_twins_is_true():
    for settings in LEARNERS[:300]:
        told = check("twins", replace(settings, learning_rates=(0.1, 0.35, 0.7))).sentence
        if found := re.fullmatch(
            r".*leaves ×(\S+) across the valley with 0.1, (?:but )?×(\S+) with (\S+)\.", told
        ):
            assert float(found[1]) == pytest.approx(abs(left_across(settings, 0.1)), rel=6e-3, abs=1e-9)
            assert float(found[2]) == pytest.approx(abs(left_across(settings, float(found[3]))), rel=6e-3)
        elif "no twin" in told:
            its_own_twin = 0.1 * bend(settings) == pytest.approx(1)
            assert its_own_twin or 0.1 * bend(settings) > 2 * (1 - 1e-9)


def test_a_rate_beside_0_1_is_no_twin_however_near():
    told = check("twins", Settings(learning_rates=(0.1, 0.101))).sentence
    assert told == "Add a rate so that just one of the two zigzags."
    assert check("twins", Settings(learning_rates=(0.689,))).sentence == "Keep 0.1 in the list of rates."


def first_epoch_below(rate):
    return int((shares_left(Settings(), rate, 400) <= 1e-3).argmax())


def test_the_largest_rate_that_is_no_later_is_that_of_the_plain_loop():
    latest = first_epoch_below(0.5)
    epochs = {rate / 100: first_epoch_below(rate / 100) for rate in range(50, 79)}
    [largest] = [rate for rate in epochs if rate == max(rate for rate in epochs if epochs[rate] <= latest)]
    assert largest_no_later(0.5) == largest
    for rate, needed in epochs.items():
        outcome = check("no later", Settings(learning_rates=(rate,)))
        assert outcome.done == (rate == largest)
        assert f"{rate} needs {needed} epochs" in outcome.sentence
        assert ("more than 26" in outcome.sentence) == (needed > latest)


def test_a_rate_that_diverges_or_has_more_decimals_is_not_the_largest_that_is_no_later():
    assert check("no later", Settings(learning_rates=(0.9,))).sentence == (
        "0.9 never arrives: try a smaller one."
    )
    assert (
        check("no later", Settings(learning_rates=(0.738,))).sentence == "0.738 has more than two decimals."
    )


@pytest.mark.parametrize("change", [{"noise": 0.0}, {"own_start": True}, {"scaling": "centred"}, {"seed": 1}])
def test_what_is_no_later_is_asked_of_the_lessons_points_and_start_only(change):
    outcome = check("no later", replace(Settings(learning_rates=(0.73,)), **change))
    assert not outcome.done
    assert "put all but the rate back" in outcome.sentence


@pytest.mark.parametrize("change", [{"n_epochs": 5}, {"same_start": True}, {"start_w": 3.0}])
def test_what_changes_neither_the_points_nor_the_start_may_be_changed(change):
    assert check("no later", replace(Settings(learning_rates=(0.73,)), **change)).done


def test_a_rate_diverges_where_it_is_above_the_limit_of_these_points():
    for settings in LEARNERS:
        outcome, limit = check("hundredth", settings), 2 / bend(settings)
        if 0.01 not in settings.learning_rates:
            assert outcome.sentence == "Keep 0.01 in the list of rates."
        elif abs(0.01 / limit - 1) > 1e-3:
            assert outcome.done == (limit < 0.01)
            assert float(outcome.sentence.split()[-1][:-1]) == pytest.approx(limit, rel=6e-3)


def test_the_limit_is_put_on_a_half_where_it_is_within_a_hundredth_of_it():
    done = 0
    for end in np.arange(0, 100):
        settings = Settings(x_range=(0.0, round(1.5 + end / 100, 2)))
        outcome, limit = check("half", settings), 2 / bend(settings)
        assert outcome.done == (abs(limit - 0.5) <= 0.005)
        assert float(outcome.sentence.split()[-1][:-1]) == pytest.approx(limit, rel=6e-4)
        done += outcome.done
    assert 0 < done < 10
    assert check("half", Settings(learning_rates=(0.1,))).sentence == "Keep 0.5 in the list of rates."


def test_one_epoch_is_done_where_a_thousandth_is_left_of_a_run_that_stays():
    done = 0
    for settings in LEARNERS:
        shared = replace(settings, same_start=True, scaling="as it is")
        stays = [rate for rate in shared.learning_rates if rate * bend(shared) < 2 * 0.999]
        left = min((shares_left(shared, rate, 1)[1] for rate in stays), default=1)
        if abs(left - 1e-3) > 1e-6:
            assert check("one", shared).done == (left < 1e-3)
            done += left < 1e-3
    assert done > 5


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


def test_with_x_scaled_one_epoch_does_not_count():
    scaled = Settings(scaling="standardised", learning_rates=(0.5,))
    assert shares_left(scaled, 0.5, 1)[1] < 1e-3
    assert check("one", scaled) == Outcome(
        False, "Set *Scale of x* back to *as it is*: here it is to be done without."
    )


def test_the_hints_that_name_numbers_are_true():
    assert first_epoch_below(0.5) == 26  # as the question says
    assert first_epoch_below(0.55) < 26 < first_epoch_below(0.78)  # "a little larger … sooner", "much nearer"
    assert first_epoch_below(0.7) <= 26 < first_epoch_below(0.75)  # "Look between 0.7 and 0.75"
    assert 2 / bend(Settings(noise=1.0)) == 2 / bend(Settings())  # "Try noise first. Does the limit move?"
    assert 2 / bend(Settings(x_range=(0.0, 2.0))) < 0.5 < 2 / bend(Settings())  # "The limit jumps over 0.5"
    assert 2 / bend(Settings(x_range=(10.0, 10.0))) < 0.01
    round_bowl = dataset_of(Settings(x_range=(-1.7, 1.7))).x  # "the mean of x is 0 and the mean of x² is 1"
    assert [round_bowl.mean(), np.mean(round_bowl**2)] == pytest.approx([0, 1], abs=0.02)


def test_the_factors_in_the_explanation_of_what_is_no_later_are_those_of_the_singular_values():
    told = BY_KEY["no later"].explanation(experiment_of(Settings()))
    x = dataset_of(Settings()).x
    sizes = np.linalg.svd(np.stack([x, np.ones_like(x)], axis=1), compute_uv=False)
    lam = 2 * sizes**2 / x.size
    assert 1 - 0.5 * lam == pytest.approx([-0.268, 0.933], abs=5e-4)
    assert 1 - 0.73 * lam == pytest.approx([-0.851, 0.902], abs=5e-4)
    assert "across the valley by −0.268 and the error along it by 0.933" in told
    assert "With 0.73 these are −0.851 and 0.902" in told


def test_lambda_max_grows_when_the_x_are_stretched_away_from_0():
    for settings in LEARNERS[:200]:
        wider = replace(settings, scaling="as it is", x_range=tuple(0.5 * end for end in settings.x_range))
        assert bend(replace(settings, scaling="as it is")) >= bend(wider)
