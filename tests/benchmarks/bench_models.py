"""Runs on the models, and the search for their minima, beside a plain loop, as ratios within one run.

python -m pytest tests/benchmarks/bench_models.py
"""

import numpy as np
import pytest

from gd_core.models.all_models import CURVES
from gd_core.models.descent import descend_on
from gd_core.models.minima import minima_of
from gd_core.models.outcomes import outcomes_of

RATES = np.geomspace(0.001, 0.1, 8)
N_EPOCHS = 1000


def as_a_plain_loop(model, dataset):
    """One rate after the other, every epoch its loss and its gradient."""
    all_losses = []
    for rate in RATES.tolist():
        theta, losses = np.array([0.85, 0.1]), []
        for _ in range(N_EPOCHS + 1):
            losses.append(model.loss(theta, dataset))
            theta = theta - rate * model.gradient(theta, dataset)
        all_losses.append(losses)
    return np.array(all_losses)


def by_descend(model, dataset):
    return descend_on(model, dataset, starts=[0.85, 0.1], learning_rates=RATES, n_epochs=N_EPOCHS).losses


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("way", [as_a_plain_loop, by_descend], ids=lambda way: way.__name__)
def test_runs(benchmark, name, way):
    benchmark.group = f"{name}: 8 rates, 1000 epochs, 100 points"
    model, dataset = CURVES[name], CURVES[name].points_of()
    losses = benchmark.pedantic(way, (model, dataset), rounds=2 if way is as_a_plain_loop else 10)
    assert np.array_equal(losses, by_descend(model, dataset))


@pytest.mark.parametrize("n_samples", [100, 1000])
@pytest.mark.parametrize("name", CURVES)
def test_search_for_minima(benchmark, name, n_samples):
    benchmark.group = f"{name}: the minima of {n_samples} points"
    model = CURVES[name]
    assert benchmark.pedantic(minima_of, (model, model.points_of(n_samples=n_samples)), rounds=5)


@pytest.mark.parametrize("name", CURVES)
def test_what_is_said(benchmark, name):
    benchmark.group = f"{name}: what is said of 8 runs of 1000 epochs"
    model, dataset = CURVES[name], CURVES[name].points_of()
    runs = descend_on(model, dataset, starts=[0.85, 0.1], learning_rates=RATES, n_epochs=N_EPOCHS)
    assert benchmark.pedantic(outcomes_of, (model, dataset, runs, minima_of(model, dataset)), rounds=5)
