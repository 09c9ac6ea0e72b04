"""What may be said of a run on a model: BEYOND's cases, and each word against a run that deserves it."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from gd_core.descent import Runs
from gd_core.models.all_models import CURVES
from gd_core.models.certificate import share_kept
from gd_core.models.descent import descend_on
from gd_core.models.minima import minima_of
from gd_core.models.outcomes import (
    FALLS,
    HARDLY,
    HIGHER,
    JUMPS,
    LEAVES,
    LOWEST,
    OUTCOMES,
    STILL,
    outcomes_of,
)
from gd_core.models.plateaus import plateaus_of
from gd_core.models.thinning import epochs_to_draw, stretches
from tests.saturating import SATURATING
from tests.test_models import LINE


def told(model, start, rates, n_epochs, *, momentum=0.0, **points):
    """Return the outcomes of runs from one start."""
    dataset = model.points_of(**points)
    runs = descend_on(
        model, dataset, starts=start, learning_rates=rates, n_epochs=n_epochs, momentum=momentum
    )
    return outcomes_of(model, dataset, runs, minima_of(model, dataset), momentum=momentum)


STUCK = {  # rate: kind, epoch of 99.9 %, w, b, loss at the end
    0.01: (HIGHER, 11, 0.7985579529, 0.0527228498, 0.2515147841),
    0.1: (LOWEST, 24, 0.3047159951, 0.1561355335, 0.0933715580),
    0.5: (FALLS, math.inf, -0.8310920511, -1.0979411476, 0.1010646249),
    0.05: (JUMPS, math.inf, 0.7939653209, 0.0385409276, 0.2573665062),
}


def test_stuck_on_the_wrong_hill_is_what_beyond_says():
    for outcome in told(CURVES["hills"], (0.85, 0.1), list(STUCK), 100):
        kind, arrived, w, b, loss = STUCK[outcome.rate]
        assert (outcome.kind, outcome.arrived) == (kind, arrived)
        assert [*outcome.end, outcome.losses[1]] == pytest.approx([w, b, loss], abs=6e-11)
        assert outcome.losses[0] == pytest.approx(0.3085997008, abs=6e-11)
        assert outcome.above_every_limit == (outcome.rate == 0.5)
        assert outcome.plateaus == ()


@pytest.mark.parametrize(("start", "kind"), [((0.6, 0.1), LOWEST), ((0.7, 0.1), HIGHER)])
def test_the_start_decides_which_hill_it_is(start, kind):
    assert told(CURVES["hills"], start, [0.01], 100)[0].kind == kind


def test_the_wrong_hill_holds_at_every_seed_without_noise_and_at_57_of_60_with_it():
    model = CURVES["hills"]
    for noise, as_told in ((0.0, 60), (0.1, 57)):
        holding = 0
        for seed in range(60):
            dataset = model.points_of(seed=seed, noise=noise)
            runs = descend_on(model, dataset, starts=(0.85, 0.1), learning_rates=[0.01, 0.1], n_epochs=100)
            slow, fast = outcomes_of(model, dataset, runs, [])  # each knows where the other settles
            holding += (slow.kind, fast.kind) == (HIGHER, LOWEST)
        assert holding == as_told


def test_far_wrong_and_flat_is_what_beyond_says():
    slow, fast = told(CURVES["neuron"], (0, -8), [1, 10], 1000)
    assert slow.losses == pytest.approx((0.4696848833, 0.1055374901), abs=6e-11)
    assert slow.plateaus == ((0, 733),)
    assert fast.plateaus == ((0, 74),)
    assert (fast.kind, fast.arrived) == (LOWEST, 324)
    slow, fast = told(CURVES["neuron"], (0, -8), [1, 10], 100)
    assert [slow.losses[1], fast.losses[1]] == pytest.approx([0.4696497632, 0.1090743314], abs=6e-11)
    assert slow.kind == HARDLY


def test_with_cross_entropy_it_arrives_soon_and_has_no_plateau():
    for outcome, arrived in zip(told(CURVES["neuron-ce"], (0, -8), [1, 10], 1000), (88, 12), strict=True):
        assert (outcome.kind, outcome.arrived, outcome.plateaus) == (LOWEST, arrived, ())


def test_a_dead_neuron_loses_no_bit_of_its_loss_and_cross_entropy_wakes_it():
    dead = told(CURVES["neuron"], (0, -40), [10], 1000)[0]
    assert dead.losses[0] == dead.losses[1]
    assert dead.kind == HARDLY  # w, which is 0, still moves by 6e-17 an epoch
    awake = told(CURVES["neuron-ce"], (0, -40), [10], 1000)[0]
    assert awake.kind == LOWEST
    assert awake.arrived == first_arrival_by_hand()


def first_arrival_by_hand():
    """Return the epoch at which cross-entropy, from (0, −40) at rate 10, has 99.9 % of its way behind it."""
    dataset = CURVES["neuron-ce"].points_of()
    x, y, w, b, losses = dataset.x, dataset.y, 0.0, -40.0, []
    for _ in range(200):
        z = w * x + b
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        height = 1 / (1 + np.exp(-z))
        w, b = w - 10 * np.mean((height - y) * x), b - 10 * np.mean(height - y)
    excess = np.array(losses) - 0.2780798455
    return int(np.argmax(excess <= 1e-3 * excess[0]))


def test_where_not_even_a_bit_moves_it_does_not_move_any_more():
    for momentum in (0.0, 0.9):
        outcome = told(CURVES["hills"], (50.0, 0.01), [0.1], 30, momentum=momentum)[0]
        assert (outcome.kind, outcome.end) == (STILL, (50.0, 0.01))


def test_a_run_that_overflows_leaves_the_numbers():
    outcome = told(LINE, (3.0, -2.0), [5.0], 3000)[0]
    assert outcome.kind == LEAVES
    assert math.isfinite(outcome.overflow)
    assert outcome.losses[1] == math.inf


def test_on_the_line_below_the_limit_a_run_settles_and_above_it_does_not():
    limit = 0.788664
    below, above = told(LINE, (0.0, 0.0), [0.99 * limit, 1.01 * limit], 100)
    assert (below.kind, above.kind) == (LOWEST, JUMPS)
    assert below.minimum.limit() == pytest.approx(limit, abs=1e-6)
    assert (below.above_every_limit, above.above_every_limit) == (False, True)


def test_equally_low_minima_are_both_the_lowest():
    for start in ((1.0, 1.0), (-1.0, -1.0)):
        for noise in (0.0, 0.1):
            outcome = told(SATURATING, start, [0.1], 3000, noise=noise)[0]
            assert outcome.kind == LOWEST


def test_where_a_run_settles_is_known_though_it_is_outside_the_window():
    outcome = told(CURVES["hills"], (0.35, -0.2), [0.02], 300)[0]  # −b is the same hill
    assert outcome.kind == LOWEST
    assert outcome.minimum.b < 0


def test_with_momentum_what_arrives_may_leave_again():
    outcome = told(CURVES["hills"], (0.85, 0.1), [0.01], 300, momentum=0.9)[0]
    assert outcome.kind == HIGHER
    assert outcome.arrived < outcome.arrived_for_good


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_run_that_settles_keeps_no_more_than_the_share_told(momentum):
    for name in CURVES:
        model, dataset = CURVES[name], CURVES[name].points_of()
        rate = (0.5 if name == "hills" else 1.0) * minima_of(model, dataset)[0].limit(momentum) / 3
        near = [minima_of(model, dataset)[0].w + 0.03, minima_of(model, dataset)[0].b + 0.02]
        work = {"starts": near, "learning_rates": [rate], "momentum": momentum}
        outcome = outcomes_of(
            model,
            dataset,
            descend_on(model, dataset, **work, n_epochs=3),
            minima_of(model, dataset),
            momentum=momentum,
        )[0]
        if not outcome.minimum:
            assert momentum  # whose length asks for more
            continue
        middle = [outcome.minimum.w, outcome.minimum.b]
        errors = descend_on(model, dataset, **work, n_epochs=60).parameters[0, 3:] - middle
        sizes = np.linalg.norm(errors, axis=1)
        if momentum:
            assert sizes[40:].max() < sizes[:10].max() * outcome.share_kept**5
        else:
            assert np.all(sizes[1:] <= outcome.share_kept * sizes[:-1] + 1e-14)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_in_a_direction_that_is_flat_to_the_computer_nothing_is_promised(momentum):
    for lam in (0.0, 1e-18, 1e-15, 1e-13):
        bowl = replace(LINE, hessian=lambda theta, _, lam=lam: np.diag([lam, 1.0]) + 0 * theta[..., None])
        middle = np.zeros(2)
        share = share_kept(
            bowl, None, middle=middle, theta=middle + 1, before=middle + 1, rate=0.5, momentum=momentum
        )
        assert share is None


# Plateaus


def test_a_stretch_before_a_cliff_is_a_plateau():
    losses = np.concatenate([np.linspace(1, 0.995, 41), np.linspace(0.9, 0, 10)])
    assert plateaus_of(losses) == ((0, 40),)


def test_two_stretches_with_a_fall_between_are_two_plateaus():
    losses = np.concatenate([np.full(40, 1.0), np.full(30, 0.5), [0.2, 0.0]])
    assert plateaus_of(losses) == ((0, 39), (40, 69))


@pytest.mark.parametrize(
    "losses",
    [
        np.concatenate([np.full(19, 1.0), np.linspace(0.9, 0, 10)]),  # too short
        np.concatenate([np.linspace(1, 0, 10), np.full(100, 0.0)]),  # nothing after it
        np.full(100, 0.47),
        np.linspace(0, 1, 100),
        np.concatenate([np.full(40, 1.0), [0.1, np.inf]]),
    ],
    ids=["short", "at the end", "for ever", "rising", "leaving the numbers"],
)
def test_what_is_no_plateau(losses):
    assert plateaus_of(losses) == ()


def test_on_a_bowl_plain_descent_has_no_plateau():
    rng = np.random.default_rng(0)
    epochs = np.arange(1001)
    for _ in range(300):
        lam, shares = 10 ** rng.uniform(-4, 0, 2), rng.uniform(0, 1, 2)
        rate = rng.uniform(0.01, 1.99) / lam.max()
        losses = (shares[:, None] * (1 - rate * lam[:, None]) ** (2 * epochs)).sum(axis=0)
        assert plateaus_of(losses) == ()


# Thinning


def test_thinning_keeps_the_lowest_and_the_highest_between_epochs_that_are_drawn():
    rng = np.random.default_rng(0)
    for n_epochs in (151, 500, 1000):
        values = rng.normal(size=(3, n_epochs + 1)).cumsum(axis=1)
        values[0, 101] = 1e6  # a peak of one epoch
        epochs = epochs_to_draw(values)
        assert epochs[0] == 0
        assert epochs[-1] == n_epochs
        assert np.all(np.diff(epochs) > 0)
        assert np.array_equal(epochs[:51], np.arange(51))
        for row in values:
            assert row[epochs].max() == row.max()
            assert row[epochs].min() == row.min()
            for first, end in pairwise(stretches(n_epochs)):
                drawn = row[epochs[(epochs >= first) & (epochs < end)]]
                assert (drawn.min(), drawn.max()) == (row[first:end].min(), row[first:end].max())


def test_of_a_run_of_1000_epochs_no_more_than_some_150_are_drawn():
    runs = descend_on(
        CURVES["hills"],
        CURVES["hills"].points_of(),
        starts=[0.85, 0.1],
        learning_rates=[0.05],
        n_epochs=1000,
    )
    epochs = epochs_to_draw(runs.losses[0])
    assert 100 < epochs.size <= 202
    late = runs.losses[0, 900:]
    drawn = runs.losses[0, epochs[epochs >= 900]]
    assert (drawn.min(), drawn.max()) == (late.min(), late.max())


def test_a_short_run_is_drawn_whole_and_infinities_hide_no_peak():
    assert np.array_equal(epochs_to_draw(np.zeros(101)), np.arange(101))
    values = np.arange(1001.0)
    values[700:] = np.inf
    assert 699 in epochs_to_draw(values)


def test_outcomes_take_runs_of_one_epoch():
    model, dataset = CURVES["hills"], CURVES["hills"].points_of()
    runs = descend_on(model, dataset, starts=[0.85, 0.1], learning_rates=[0.01], n_epochs=1)
    assert isinstance(runs, Runs)
    assert outcomes_of(model, dataset, runs, [])[0].kind in OUTCOMES
