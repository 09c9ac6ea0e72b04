"""The claims of the lesson, held against plain loops."""

import re

import numpy as np
import pytest

from gd_core import fastest_rate, make_dataset
from gd_core.momentum.theory import theory_with_momentum
from gd_core.teaching.words import sections
from tests.reference import epochs_from_any_start, lstsq
from tests.test_quiz import across, limit, section, simulate

SECTIONS = sections()


def test_the_lesson_goes_from_the_loss_to_the_holes_and_shows_every_claim():
    headings = [section.heading for section in SECTIONS]
    assert headings[0] == "What is a loss?"
    assert headings[3:6] == ["Too low", "Too high", "Just right"]
    assert headings[6:10] == [
        "Is there a hole to get stuck in?",
        "A hole that is not the deepest",
        "Why a larger rate can leave it",
        "Flat ground, and the loss that makes it",
    ]
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
    dataset, parameters, _ = simulate(section("Is there a hole to get stuck in?").show.settings)
    assert len({tuple(start) for start in parameters[:, 0]}) == 3
    assert np.abs(parameters[:, -1] - lstsq(dataset)[0]).max() < 0.01


def told(heading):
    return " ".join(section(heading).text.split())


def test_the_two_hills_are_minima_and_between_them_is_a_saddle():
    text = told("A hole that is not the deepest")
    dataset = points_of_hills()
    places = {0.0934: (0.3047159951, 0.1561355335), 0.2515: (0.7985579529, 0.0527228498)}
    for loss, place in places.items():
        assert hill_loss(place, dataset) == pytest.approx(loss, abs=5e-5)
        assert f"{loss}" in text
        assert np.all(np.linalg.eigvalsh(bend(place, dataset)) > 0)
    low, high = np.linalg.eigvalsh(bend((0.7135209876, 0.1500362665), dataset))
    assert low < 0 < high


def test_the_start_decides_which_hill_it_is():
    assert "from $w = 0.7$, and on the wide one from $w = 0.6$" in told("A hole that is not the deepest")
    dataset = points_of_hills()
    ends = [downhill(dataset, (w, 0.1), rate=0.01, n_epochs=400)[0] for w in (0.7, 0.6)]
    assert ends == pytest.approx([0.7986, 0.3047], abs=1e-3)


def test_a_larger_rate_leaves_the_narrow_hill_since_its_limit_is_lower():
    text = told("Why a larger rate can leave it")
    dataset = points_of_hills()
    for place, lam, highest in (
        ((0.7985579529, 0.0527228498), "46.6", "0.043"),
        ((0.3047159951, 0.1561355335), "10.8", "0.186"),
    ):
        largest = np.linalg.eigvalsh(bend(place, dataset))[1]
        assert f"{largest:.3g}" == lam
        assert f"{2 / largest:.2g}" == highest or f"{2 / largest:.3g}" == highest
        assert lam in text
        assert highest in text
    w = {rate: downhill(dataset, (0.85, 0.1), rate=rate, n_epochs=100)[0] for rate in (0.01, 0.1, 0.5)}
    assert (w[0.01], w[0.1]) == pytest.approx((0.7986, 0.3047), abs=1e-3)
    assert w[0.5] < 0  # thrown far out


def test_a_neuron_that_is_sure_and_wrong_is_on_a_plateau_and_with_cross_entropy_it_is_not():
    text = told("Flat ground, and the loss that makes it")
    x, y = points_of_neuron()
    for rate, last, arrived in ((1, 733, 88), (10, 74, 12)):
        squared, cross = neuron_losses(x, y, rate, 1000)
        fall = squared[0] - squared[-1]
        assert squared[0] - squared[last] <= 0.01 * fall < squared[0] - squared[last + 1]
        assert np.argmax(cross - cross[-1] <= 1e-3 * (cross[0] - cross[-1])) == arrived
        assert f"until epoch {last} with" in text
        assert f"epoch {arrived} with" in text


def points_of_hills():
    x, noise = np.linspace(0, 1, 100), 0.1 * np.random.RandomState(42).randn(100)
    return x, np.exp(-(((x - 0.3) / 0.15) ** 2) / 2) + np.exp(-(((x - 0.8) / 0.05) ** 2) / 2) + noise


def hill_loss(place, dataset):
    (w, b), (x, y) = place, dataset
    return np.mean((np.exp(-(((x - w) / b) ** 2) / 2) - y) ** 2)


def bend(place, dataset):
    """Return the second derivatives of the loss of a hill, by differences."""
    h = 1e-4
    steps = h * np.eye(2)
    return np.array(
        [
            [
                sum(
                    s * t * hill_loss(np.array(place) + s * steps[i] + t * steps[j], dataset)
                    for s in (-1, 1)
                    for t in (-1, 1)
                )
                / (4 * h * h)
                for j in range(2)
            ]
            for i in range(2)
        ]
    )


def downhill(dataset, start, *, rate, n_epochs):
    """Go down the loss of a hill, its slope by differences."""
    place, steps = np.array(start), 1e-6 * np.eye(2)
    for _ in range(n_epochs):
        slope = [(hill_loss(place + s, dataset) - hill_loss(place - s, dataset)) / 2e-6 for s in steps]
        place = place - rate * np.array(slope)
    return place


def points_of_neuron():
    x, noise = np.linspace(-3, 3, 100), 0.5 * np.random.RandomState(42).randn(100)
    return x, (0.5 * x + noise > 0).astype(float)


def neuron_losses(x, y, rate, n_epochs):
    """Return the losses from w = 0, b = -8, by squared error and by cross-entropy, in plain loops."""
    squared, cross = [], []
    for losses, is_squared in ((squared, True), (cross, False)):
        w, b = 0.0, -8.0
        for _ in range(n_epochs + 1):
            height = 1 / (1 + np.exp(-w * x - b))
            of_points = -y * np.log(height) - (1 - y) * np.log(1 - height)
            losses.append(np.mean((height - y) ** 2 if is_squared else of_points))
            error = 2 * (height - y) * height * (1 - height) if is_squared else height - y
            w, b = w - rate * np.mean(error * x), b - rate * np.mean(error)
    return np.array(squared), np.array(cross)
