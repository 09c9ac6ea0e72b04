"""The claims of the lesson, held against plain loops."""

import re

import numpy as np
import pytest

from gd_core import fastest_rate, make_dataset
from gd_core.momentum.theory import theory_with_momentum
from gd_core.teaching.words import sections
from tests.reference import lstsq
from tests.test_quiz import across, limit, section, simulate

SECTIONS = sections()


def downhill(slope, w, *, rate, n_epochs):
    for _ in range(n_epochs):
        w -= rate * slope(w)
    return w


def test_the_lesson_goes_from_the_loss_to_the_holes_and_shows_every_claim():
    headings = [section.heading for section in SECTIONS]
    assert headings[0] == "What is a loss?"
    assert headings[3:6] == ["Too low", "Too high", "Just right"]
    assert headings[-1] == "Is there a hole to get stuck in?"
    assert all(section.show for section in SECTIONS)


def test_every_formula_is_closed():
    for part in SECTIONS:
        without_blocks = re.sub(r"\$\$.+?\$\$", "", part.text, flags=re.DOTALL)
        assert without_blocks.count("$") % 2 == 0
        assert part.text.count("{") == part.text.count("}")


def test_the_loss_comes_down_to_the_floor_that_is_said():
    dataset, _, losses = simulate(section("What is a loss?").show.settings)
    assert losses[0, -1] == pytest.approx(lstsq(dataset)[1], rel=1e-9)
    assert losses[0, -1] == pytest.approx(0.204, abs=5e-4)


def test_too_low_the_runs_go_the_right_way_and_do_little():
    dataset, _, losses = simulate(section("Too low").show.settings)
    assert np.all(np.diff(losses) < 0)
    assert losses[0, -1] > 0.9 * losses[0, 0]
    assert losses[:, -1].min() > 10 * lstsq(dataset)[1]


def test_too_high_the_jumps_shrink_below_the_limit_and_grow_above():
    dataset, parameters, _ = simulate(section("Too high").show.settings)
    errors = across(dataset, parameters)
    assert np.all(np.sign(errors[:, 1:]) == -np.sign(errors[:, :-1]))
    assert np.all(np.diff(np.abs(errors[0])) < 0)
    assert np.all(np.diff(np.abs(errors[1])) > 0)
    assert limit(dataset) == pytest.approx(0.789, abs=5e-4)


def test_just_right_the_fastest_rate_keeps_the_best_promise_for_the_worst_start():
    settings = section("Just right").show.settings
    dataset = simulate(settings)[0]
    assert settings.learning_rates[-1] == round(fastest_rate(dataset), 3)
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    lam = np.linalg.eigvalsh(2 * design.T @ design / dataset.x.size)
    worst = np.abs(1 - np.linspace(0.01, 0.78, 2000)[:, None] * lam).max(axis=1)
    fastest = np.abs(1 - fastest_rate(dataset) * lam)
    assert fastest[0] == pytest.approx(fastest[1])
    assert fastest.max() <= worst.min()


def epochs_from_any_start(dataset, rates, momentum, n_epochs=4000):
    """Return when the excess of the worst start stays a thousandth, by a plain loop along each axis."""
    rates = np.atleast_1d(rates)
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    last = np.zeros(rates.size)
    for lam in np.linalg.eigvalsh(2 * design.T @ design / dataset.x.size):
        error, step = np.ones(rates.size), np.zeros(rates.size)
        for epoch in range(n_epochs):
            last = np.where(error**2 > 1e-3, np.maximum(last, epoch + 1), last)
            step = momentum * step + rates * lam * error
            error = error - step
    return last.tolist()


def test_momentum_is_slower_on_the_short_bowl_and_far_faster_in_the_long_valley_as_is_said():
    short, long = make_dataset(), make_dataset(x_min=5, x_max=10)
    assert epochs_from_any_start(short, fastest_rate(short), 0.0) == [33]
    assert min(epochs_from_any_start(short, np.geomspace(0.01, 1.49, 1000), 0.9)) == 58
    assert epochs_from_any_start(long, fastest_rate(long), 0.0) == [2862]
    best = theory_with_momentum(long, momentum=0.9).with_momentum
    assert epochs_from_any_start(long, best.best_rate, best.best_momentum) == [191]
    for number in ("33", "58", "2,862", "191"):
        assert number in section("Momentum").text


def test_here_every_start_ends_at_the_same_place():
    dataset, parameters, _ = simulate(section(SECTIONS[-1].heading).show.settings)
    assert len({tuple(start) for start in parameters[:, 0]}) == 3
    assert np.abs(parameters[:, -1] - lstsq(dataset)[0]).max() < 0.01


def test_another_loss_has_a_local_minimum_and_a_run_stays_there():
    def loss(w):
        return (w**2 - 1) ** 2 + 0.3 * w

    def slope(w):
        return 4 * w * (w**2 - 1) + 0.3

    deep = downhill(slope, -0.5, rate=0.05, n_epochs=1000)
    stuck = downhill(slope, 0.5, rate=0.05, n_epochs=1000)
    assert (deep, loss(deep)) == pytest.approx((-1.04, -0.31), abs=5e-3)
    assert (stuck, loss(stuck)) == pytest.approx((0.96, 0.29), abs=5e-3)
    assert slope(stuck) == pytest.approx(0, abs=1e-9)
    assert all(loss(stuck + step) > loss(stuck) for step in (-0.1, 0.1))
    for number in ("-1.04", "-0.31", "0.96", "0.29"):
        assert f"${number}$" in SECTIONS[-1].text or f"approx {number}$" in SECTIONS[-1].text


def test_another_loss_has_a_plateau_and_a_run_hardly_moves_on_it():
    def slope(w):
        return 2 * w / (1 + w**2) ** 2

    assert downhill(slope, 10.0, rate=0.1, n_epochs=100) == pytest.approx(9.98, abs=5e-3)
    assert downhill(slope, 1.0, rate=0.1, n_epochs=100) == pytest.approx(0, abs=1e-6)
    assert "only gets to $9.98$" in " ".join(SECTIONS[-1].text.split())
