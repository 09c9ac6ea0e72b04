"""The lesson's work by a plain loop, by `descend` and by the closed form, as ratios within one run.

    python -m pytest tests/benchmarks/bench_descent.py

The numbers in parentheses behind each time are ratios to the fastest of the group.
"""

import timeit

import numpy as np
import pytest

from gd_core import descend, draw_starts, make_dataset, predicted_losses
from gd_core.momentum.descent import descend_with_momentum

LESSON_RATES = (0.01, 0.1, 0.5)
FIFTY_RATES = tuple(np.geomspace(0.001, 0.7, 50).tolist())
WORK = {  # points, rates, epochs
    "the lesson": (100, LESSON_RATES, 100),
    "100 000 points": (100_000, LESSON_RATES, 100),
    "50 rates": (100, FIFTY_RATES, 100),
    "10 000 epochs": (100, LESSON_RATES, 10_000),
}


def lesson_as_a_plain_loop(dataset, *, starts, learning_rates, n_epochs):
    """The lesson's own way: every rate in turn, every epoch a sum over all points."""
    all_losses = []
    for rate, (w, b) in zip(learning_rates, starts, strict=True):
        losses = []
        for _ in range(n_epochs + 1):
            residuals = dataset.y - (w * dataset.x + b)
            losses.append(np.mean(residuals**2))
            w = w - rate * -2 * np.mean(dataset.x * residuals)
            b = b - rate * -2 * np.mean(residuals)
        all_losses.append(losses)
    return np.array(all_losses)


def by_descend(dataset, **work):
    return descend(dataset, **work).losses


def by_closed_form(dataset, **work):
    return predicted_losses(dataset, **work)


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize(
    "way", [lesson_as_a_plain_loop, by_descend, by_closed_form], ids=lambda way: way.__name__
)
def test_work(benchmark, work, way):
    benchmark.group = work
    n_samples, rates, n_epochs = WORK[work]
    dataset = make_dataset(n_samples=n_samples)
    starts = draw_starts(seed=42, n_samples=n_samples, n_runs=len(rates))
    arguments = {"starts": starts, "learning_rates": rates, "n_epochs": n_epochs}
    slow = way is lesson_as_a_plain_loop and (n_samples > 1000 or n_epochs > 1000 or len(rates) > 10)
    losses = benchmark.pedantic(way, (dataset,), arguments, rounds=3 if slow else 50, warmup_rounds=1)
    assert losses == pytest.approx(by_descend(dataset, **arguments), rel=1e-9)


@pytest.mark.parametrize("n_epochs", [100, 10_000])
@pytest.mark.parametrize("momentum", [0, 0.9])
def test_with_and_without_momentum(benchmark, n_epochs, momentum):
    benchmark.group = f"momentum, 8 rates, {n_epochs} epochs"
    starts = draw_starts(seed=42, n_samples=100, n_runs=8)
    work = {"starts": starts, "learning_rates": np.geomspace(0.01, 0.7, 8), "n_epochs": n_epochs}
    benchmark.pedantic(
        descend_with_momentum, (make_dataset(),), work | {"momentum": momentum}, rounds=50, warmup_rounds=1
    )


def numpy_steps(_, *, starts, learning_rates, n_epochs):
    """As many steps of ``theta − rate · gradient`` on one small array, keeping only the last."""
    H, theta = np.array([[0.67, 1.0], [1.0, 2.0]]), starts
    for _ in range(n_epochs):
        theta = theta - learning_rates[:, None] * (theta @ H)
    return theta


@pytest.mark.parametrize(
    "way", [lesson_as_a_plain_loop, numpy_steps, by_descend], ids=lambda way: way.__name__
)
def test_long_run(benchmark, way):
    benchmark.group = "100 000 epochs, 8 rates"
    starts = draw_starts(seed=42, n_samples=100, n_runs=8)
    work = {"starts": starts, "learning_rates": np.linspace(0.05, 0.75, 8), "n_epochs": 100_000}
    slow = way is lesson_as_a_plain_loop
    benchmark.pedantic(way, (make_dataset(),), work, rounds=1 if slow else 3, warmup_rounds=0 if slow else 1)


def test_an_epoch_costs_the_same_for_any_number_of_points(capsys):
    """Reading the points costs once; what many epochs cost more than 1 is the same for all sizes."""
    sizes = [make_dataset(n_samples=n) for n in (1_000_000, 100)]
    for dataset in sizes:
        cost_of_an_epoch(dataset, rounds=1)  # so that both meet memory that has been used before
    many, few = (cost_of_an_epoch(dataset) for dataset in sizes)
    with capsys.disabled():
        print(f"\nan epoch at 1 000 000 points costs {many / few:.2f} × an epoch at 100 points")
    assert many / few < 5  # for 10 000 times as many points; what is above 1 is the memory's


def cost_of_an_epoch(dataset, n_epochs=200_000, rounds=15):
    """Return the seconds an epoch more costs; many epochs, so that at any size they leave the cache."""

    def least(n_epochs):
        work = {"starts": [0.0, 0.0], "learning_rates": LESSON_RATES, "n_epochs": n_epochs}
        return min(timeit.repeat(lambda: descend(dataset, **work), number=1, repeat=rounds))

    return (least(n_epochs) - least(1)) / (n_epochs - 1)
