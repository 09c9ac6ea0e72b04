"""What is said of a run on a model, against what the run does when it goes on 20 times as long.

    FUZZ=20 python -m pytest tests/fuzz/test_any_model_run.py

tries 3,200 runs, other ones every time; without it, these 160.
"""

import math
import time

import numpy as np
import pytest

from gd_core.models.all_models import CURVES
from gd_core.models.descent import descend_on
from gd_core.models.minima import minima_of
from gd_core.models.outcomes import HIGHER, LEAVES, LOWEST, OUTCOMES, STILL, outcomes_of
from tests.fuzz.anything import TIMES
from tests.saturating import SATURATING

TRIED = [*CURVES.values(), SATURATING]
PROBLEMS, RUNS, LONGER = 20 * TIMES, 8, 20
SEED = 0 if TIMES == 1 else time.time_ns() % 2**32


@pytest.mark.parametrize("part", range(PROBLEMS))
def test_what_is_said_of_a_run_is_still_true_20_times_as_long(part):
    rng = np.random.default_rng([SEED, part])
    model = TRIED[part % len(TRIED)]
    dataset = model.points_of(
        seed=int(rng.integers(1000)),
        noise=float(rng.choice([0, 0.1, 0.5, 1])),
        n_samples=int(rng.integers(5, 120)),
    )
    minima = minima_of(model, dataset)
    momentum = float(rng.choice([0, 0, 0.5, 0.9, rng.uniform(0, 0.99)]))
    limit = max((point.limit(momentum) for point in minima), default=1.0)
    rates = limit * 10 ** rng.uniform(-2.5, 0.3, RUNS)
    low, high = np.transpose(model.window).clip(-4, 4)
    starts = rng.uniform(low, high, (RUNS, 2))
    n_epochs = int(rng.integers(2, 200))
    work = {"starts": starts, "learning_rates": rates, "momentum": momentum}
    runs = descend_on(model, dataset, **work, n_epochs=n_epochs)
    longer = descend_on(model, dataset, **work, n_epochs=LONGER * n_epochs)
    assert np.array_equal(longer.parameters[:, : n_epochs + 1], runs.parameters)
    for run, outcome in enumerate(outcomes_of(model, dataset, runs, minima, momentum=momentum)):
        later, losses = longer.parameters[run, n_epochs:], longer.losses[run]
        assert (outcome.kind == LEAVES) == (not np.isfinite(runs.losses[run]).all())
        if outcome.kind == STILL:
            assert np.all(later == later[0])
        if outcome.kind in (LOWEST, HIGHER):
            settles(outcome, later, momentum)
            if not momentum:
                bends_as_promised(outcome, model, dataset, rng)
        if outcome.above_every_limit:
            assert outcome.kind not in (LOWEST, HIGHER)
        for first, last in outcome.plateaus:
            assert np.ptp(losses[first : last + 1]) <= 0.01 * (outcome.losses[0] - outcome.losses[1]) * 1.0001


@pytest.mark.parametrize("part", range(PROBLEMS))
def test_from_anywhere_and_at_any_rate_nothing_is_nan_and_something_may_be_said(part):
    rng = np.random.default_rng([SEED, 1, part])
    model, momentum = TRIED[part % len(TRIED)], float(rng.choice([0, 0.5, 0.99]))
    dataset = model.points_of(
        seed=part, noise=float(rng.choice([0, 0.1, 1])), n_samples=int(rng.choice([1, 2, 100]))
    )
    sizes = 10.0 ** rng.choice([-300, -20, -2, -1, 0, 1, 2, 10, 90], (RUNS, 2))
    runs = descend_on(
        model,
        dataset,
        starts=sizes * rng.choice([-1, 0, 1], (RUNS, 2)),
        learning_rates=10 ** rng.uniform(-9, 9, RUNS),
        n_epochs=int(rng.integers(1, 40)),
        momentum=momentum,
    )
    assert not np.isnan(runs.losses).any()
    assert not np.isnan(runs.parameters).any()
    for outcome in outcomes_of(model, dataset, runs, [], momentum=momentum):
        assert outcome.kind in OUTCOMES


def settles(outcome, later, momentum):
    """Hold a run's later places against the minimum and the share that were told of it."""
    errors = np.linalg.norm(later - [outcome.minimum.w, outcome.minimum.b], axis=1)
    rounding = 1e-9 * (1 + math.hypot(outcome.minimum.w, outcome.minimum.b))
    if momentum:
        allowed = 1e4 * outcome.share_kept ** np.arange(errors.size) * errors[0] + rounding
        assert errors[-1] <= max(allowed[-1], rounding)
    else:
        assert np.all(errors[1:] <= outcome.share_kept * errors[:-1] + rounding)


def bends_as_promised(outcome, model, dataset, rng):
    """Look at the Hessian anywhere on the disc round the minimum that reaches to the end."""
    middle = np.array([outcome.minimum.w, outcome.minimum.b])
    radius, angle = np.sqrt(rng.uniform(0, 1, 300)), rng.uniform(0, 2 * np.pi, 300)
    way = np.linalg.norm(np.array(outcome.end) - middle) * radius
    places = middle + way[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    eigenvalues = outcome.rate * np.linalg.eigvalsh(model.hessian(places, dataset))
    assert np.abs(1 - eigenvalues).max() <= outcome.share_kept + 1e-9
