"""What is known of momentum without a run, against exact fractions, NumPy's roots and the runs themselves."""

import math
from fractions import Fraction

import numpy as np
import pytest

from gd_core import Dataset, eigenvalues, least_squares, make_dataset, predicted_epochs, predicted_excess
from gd_core.momentum.closed_form import (
    left_of_error,
    predicted_epochs_with_momentum,
    predicted_excess_with_momentum,
)
from gd_core.momentum.descent import descend_with_momentum, epochs_for_good
from gd_core.momentum.spectrum import edges, fastest_of, roots_of, sure_epochs, zones_of
from gd_core.momentum.theory import theory_with_momentum
from gd_core.theory import theory_of
from tests.reference import epochs_from_any_start, random_problems

PROBLEMS = random_problems(150, seed=77)
MOMENTA = [1e-6, 0.1, 0.25, 0.5, 0.9, 0.9025, 0.99]
RANGES = {(0, 1): (33, 15), (0, 10): (239, 47), (5, 10): (2862, 191)}


def any_h(momentum, count=400, seed=0):
    """Return h of every kind: at and beside each edge, tiny, huge, and between."""
    marks = np.array(edges(momentum))
    beside = marks[:, None] * (1 + np.array([0, 1e-15, -1e-15, 1e-9, -1e-9, 1e-4, -1e-4]))
    drawn = np.random.default_rng(seed).uniform(0, 1.3 * marks[2], count)
    return np.concatenate([beside.ravel(), drawn, marks[0] * np.geomspace(1e-12, 1, 30), [1, 5.0, 1e3]])


def exactly_left(h, momentum, n_epochs):
    """Return what is left of an error of 1 after each epoch, in fractions."""
    error, step, left = Fraction(1), Fraction(0), [Fraction(1)]
    for _ in range(n_epochs):
        step = momentum * step + h * error
        error -= step
        left.append(error)
    return left


@pytest.mark.parametrize(
    ("momentum", "crawl", "smooth", "swings", "limit", "fastest"),
    [
        (0.5, 0.009339, 0.033828, 1.149168, 1.182996, (0.639723, 1.149168)),
        (0.9, 0.001038, 0.001038, 1.497423, 1.498462, (0.019638, 1.497423)),
    ],
)
def test_the_lessons_rates_come_out(dataset, momentum, crawl, smooth, swings, limit, fastest):
    theory = theory_with_momentum(dataset, momentum=momentum)
    known = theory.with_momentum
    assert known.zones == pytest.approx((crawl, smooth, swings, limit), abs=5e-7)
    assert known.fastest == pytest.approx(fastest, abs=5e-7)
    assert theory.limit == known.zones[-1] == pytest.approx(2 * (1 + momentum) / eigenvalues(dataset)[1])
    assert known.momentum == momentum


def test_the_lessons_epochs_come_out(dataset, starts):
    told = {"starts": starts[0], "learning_rates": [0.01, 0.1, 0.5, 1.0]}
    assert theory_with_momentum(dataset, **told, momentum=0).epochs.tolist() == [1323, 132, 26, math.inf]
    assert theory_with_momentum(dataset, **told, momentum=0.9).epochs.tolist() == [125, 62, 67, 76]


@pytest.mark.parametrize("x_range", RANGES)
def test_from_any_start_the_best_momentum_needs_the_epochs_told_and_plain_descent_its_own(x_range):
    dataset = make_dataset(x_min=x_range[0], x_max=x_range[1])
    plain, best = RANGES[x_range]
    assert theory_of(dataset).epochs_at_fastest == plain
    known = theory_with_momentum(dataset, momentum=0.9).with_momentum
    assert known.best_epochs == best
    assert epochs_from_any_start(dataset, known.best_rate, known.best_momentum) == [best]


def test_no_rate_and_no_momentum_have_a_better_pace_than_the_best():
    for problem in PROBLEMS[:40]:
        lam = eigenvalues(problem.dataset)
        known = theory_with_momentum(problem.dataset, momentum=0.9).with_momentum
        rates = known.best_rate * np.geomspace(0.5, 2, 61)
        for momentum in np.clip(known.best_momentum + np.linspace(-0.1, 0.1, 11), 1e-9, 0.99):
            log_pace = roots_of(rates[:, None] * lam[lam > 0], momentum).log_pace.max(axis=1)
            assert np.all(log_pace >= math.log(known.best_momentum or 1e-300) / 2 - 1e-9)


@pytest.mark.parametrize("momentum", MOMENTA)
def test_the_roots_are_those_of_the_matrix_of_an_epoch(momentum):
    h = any_h(momentum)
    roots = roots_of(h, momentum)
    for each, swings, sign, log_pace in zip(h, roots.swings, roots.sign, roots.log_pace, strict=True):
        found = np.linalg.eigvals([[1 + momentum - each, -momentum], [1, 0]])
        assert math.exp(log_pace) == pytest.approx(
            np.abs(found).max(), rel=1e-6
        )  # a double root splits so far
        if abs(each - 1 - momentum) > 1e-6:
            assert np.sign(found.real) == pytest.approx(sign)
        if min(abs(each - edge) for edge in edges(momentum)[:2]) > 1e-6:
            assert swings == (abs(found[0].imag) > 0)


@pytest.mark.parametrize("momentum", MOMENTA)
def test_what_is_left_of_an_error_is_what_fractions_leave(momentum):
    h = any_h(momentum, count=20, seed=1)
    found = left_of_error(roots_of(h, momentum), momentum, np.arange(81))
    for each, left in zip(h, found, strict=True):
        exact = exactly_left(Fraction(float(each)), Fraction(momentum), 80)
        largest = Fraction(0)
        for value, expected in zip(left.tolist(), exact, strict=True):
            largest = max(largest, abs(expected))
            assert abs(Fraction(value) - expected) <= Fraction(5e-13 / (1 - momentum)) * largest


def test_at_a_double_root_all_digits_are_right():
    epochs = np.arange(200)
    smooth, swings, limit = left_of_error(roots_of(np.array(edges(0.25)), 0.25), 0.25, epochs)
    assert smooth == pytest.approx((1 + epochs / 2) * 0.5**epochs, rel=1e-12)
    assert swings == pytest.approx((1 + 1.5 * epochs) * (-0.5) ** epochs, rel=1e-12)
    assert limit == pytest.approx((-1.0) ** epochs * (5 - 2 * 0.25**epochs) / 3, rel=1e-12)


@pytest.mark.parametrize("momentum", MOMENTA)
def test_no_error_is_ever_above_its_bound(momentum):
    epochs = np.arange(3000)
    roots = roots_of(any_h(momentum), momentum)
    converging = roots.log_pace < 0
    left = np.abs(left_of_error(roots, momentum, epochs))[converging]
    log_pace = roots.log_pace[converging, None]
    bound = (1 + epochs * (1 + np.exp(log_pace))) * np.exp(epochs * log_pace)
    assert np.all(left <= bound * (1 + 1e-9))
    for each, pace in zip(left, log_pace[:, 0], strict=True):
        sure = sure_epochs(float(pace))
        assert np.all(each[int(min(sure, 3000)) :] ** 2 <= 1e-3 * (1 + 1e-9))


def test_the_sure_epoch_is_the_first_from_which_the_bound_stays_below():
    for pace in (0.1, 0.5, 0.9, 0.99, 0.999):
        sure = int(sure_epochs(math.log(pace)))
        epochs = np.arange(20 * sure)
        above = (epochs + 1 + epochs * pace) * pace**epochs > math.sqrt(1e-3)
        assert sure == np.flatnonzero(above)[-1] + 1
    assert sure_epochs(0.0) == sure_epochs(1e-9) == math.inf


@pytest.mark.parametrize("momentum", MOMENTA)
def test_predicted_losses_are_those_of_the_run(momentum):
    for problem in PROBLEMS:
        rates = scaled_rates(problem, momentum)
        told = {"starts": problem.starts, "learning_rates": rates, "momentum": momentum}
        runs = descend_with_momentum(problem.dataset, **told, n_epochs=problem.n_epochs)
        epochs = np.arange(problem.n_epochs + 1)
        predicted = predicted_excess_with_momentum(problem.dataset, **told, epochs=epochs)
        error = np.linalg.norm(runs.parameters - least_squares(problem.dataset), axis=2)
        scale = runs.excess_losses + eigenvalues(problem.dataset)[1] * error**2
        slack = 1e-12 / (1 - momentum) * np.maximum.accumulate(scale, axis=1)
        assert np.all(np.abs(runs.excess_losses - predicted) <= slack)


def scaled_rates(problem, momentum):
    """Return a problem's rates, as far from the limit as in plain descent, and two edges."""
    zones = np.array(zones_of(eigenvalues(problem.dataset), momentum))
    rates = problem.rates * (1 + momentum)
    rates[:2] = zones[1:3]
    return rates


@pytest.mark.parametrize("momentum", MOMENTA)
def test_predicted_epochs_are_those_from_which_on_the_run_stays_below(momentum):
    n_epochs = 4000
    for problem in PROBLEMS[:60]:
        rates = scaled_rates(problem, momentum)
        told = {"starts": problem.starts, "learning_rates": rates, "momentum": momentum}
        predicted = predicted_epochs_with_momentum(problem.dataset, **told)
        runs = descend_with_momentum(problem.dataset, **told, n_epochs=n_epochs)
        measured = epochs_for_good(runs)
        within = predicted <= n_epochs / 2
        assert np.array_equal(measured[within], predicted[within])
        later = (predicted > n_epochs) & (predicted < np.inf)  # what grows may be low by then
        assert np.all(measured[later] == np.inf)


@pytest.mark.parametrize("momentum", [0.25, 0.9, 0.99])
@pytest.mark.parametrize("share", [1e-3, 1e-5, 1e-7])
def test_an_arrival_far_away_is_found_by_bisection_as_by_looking(momentum, share):
    dataset = make_dataset()
    lam = eigenvalues(dataset)
    rates = [share * zones_of(lam, momentum)[1], (1 - share) * zones_of(lam, momentum)[3]]
    told = {"starts": [3, -2], "learning_rates": rates, "momentum": momentum}
    epochs = predicted_epochs_with_momentum(dataset, **told)
    start = predicted_excess_with_momentum(dataset, **told, epochs=[0])[:, 0]
    for run, epoch in enumerate(epochs):
        around = epoch + np.array([-1, 0, 1, 2, 10, 1000])
        left = predicted_excess_with_momentum(dataset, **told, epochs=around)[run] / start[run]
        assert left[0] > 1e-3
        assert np.all(left[1:] <= 1e-3)


@pytest.mark.parametrize("momentum", MOMENTA)
def test_the_zones_are_where_a_run_changes_its_manner(momentum):
    for problem in PROBLEMS[:20]:
        lam = eigenvalues(problem.dataset)
        crawl, smooth, swings, limit = zones_of(lam, momentum)
        assert 0 <= crawl <= smooth < swings < limit
        paces = [
            np.exp(roots_of(np.array([rate * lam[1]]), momentum).log_pace[0])
            for rate in (crawl, swings, limit)
        ]
        assert (paces[0] == pytest.approx(0.95, abs=1e-9)) == (crawl > 0) == (momentum < 0.9025)
        assert paces[1:] == pytest.approx([math.sqrt(momentum), 1], abs=1e-6)


@pytest.mark.parametrize("momentum", MOMENTA)
def test_no_rate_has_a_better_pace_than_the_fastest_and_all_between_have_it(momentum):
    for problem in PROBLEMS[:60]:
        lam = eigenvalues(problem.dataset)
        low, high = fastest_of(lam, momentum)
        assert low <= high

        def slowest(rates, lam=lam):
            h = np.asarray(rates)[:, None] * lam[lam > 0]
            return roots_of(h, momentum).log_pace.max(axis=1)

        best = slowest([low, (low + high) / 2, high])
        assert best == pytest.approx(best[1], abs=1e-6)  # the root of what rounding moves a double root by
        others = np.concatenate([low * np.geomspace(0.01, 0.99, 50), high * np.geomspace(1.01, 1.5, 50)])
        assert np.all(slowest(others) > best.min() - 1e-12)
        known = theory_with_momentum(problem.dataset, momentum=momentum).with_momentum
        assert known.best_momentum**0.5 <= math.exp(best.min()) + 1e-9


def test_without_momentum_all_that_is_known_is_plain_descents(dataset):
    told = {"starts": [3, -2], "learning_rates": [0.01, 0.5, 1.0]}
    plain, without = theory_of(dataset, **told), theory_with_momentum(dataset, **told, momentum=0)
    assert without.zones == plain.zones
    assert without.with_momentum is None
    for name in ("factors", "roots", "epochs", "eigenvalues"):
        assert np.array_equal(getattr(without, name), getattr(plain, name))
    excess = predicted_excess_with_momentum(dataset, **told, epochs=[0, 7, 90], momentum=0)
    assert np.array_equal(excess, predicted_excess(dataset, **told, epochs=[0, 7, 90]))
    assert np.array_equal(
        predicted_epochs_with_momentum(dataset, **told, momentum=0), predicted_epochs(dataset, **told)
    )


def test_of_a_run_with_momentum_nothing_is_known_that_only_plain_descent_has(dataset):
    theory = theory_with_momentum(dataset, starts=[3, -2], learning_rates=[0.1], momentum=0.9)
    assert theory.zones is theory.factors is theory.fastest is theory.overshoot is theory.crawl is None
    assert (theory.nothing_hides, theory.steps_are_gradients) == (False, False)


def test_paces_and_sure_epochs_are_of_the_runs_and_none_without_them(dataset):
    rates = [0.001, 0.3, 1.4983, 2.0]
    theory = theory_with_momentum(dataset, starts=[3, -2], learning_rates=rates, momentum=0.9)
    known, along_one_axis = theory.with_momentum, least_squares(dataset) + theory.eigenvectors.T
    for rate, paces, sure in zip(rates, known.paces, known.sure_epochs, strict=True):
        for lam, pace in zip(eigenvalues(dataset), paces, strict=True):
            found = np.linalg.eigvals([[1.9 - rate * lam, -0.9], [1, 0]])
            assert pace == pytest.approx(np.abs(found).max(), rel=1e-9)
        assert sure == sure_epochs(math.log(paces.max()))
        for start in along_one_axis:
            told = {"starts": start, "learning_rates": [rate], "momentum": 0.9}
            assert predicted_epochs_with_momentum(dataset, **told)[0] <= sure
    bare = theory_with_momentum(dataset, momentum=0.9)
    assert bare.with_momentum.paces is bare.with_momentum.sure_epochs is bare.epochs is bare.roots is None


def test_where_all_x_are_equal_the_flat_direction_does_not_count():
    dataset = Dataset([2.0, 2.0], [4.0, 6.0])
    theory = theory_with_momentum(dataset, starts=[0, 0], learning_rates=[0.1, 0.39], momentum=0.5)
    known = theory.with_momentum
    assert known.zones[3] == pytest.approx(0.3)  # 2 · 1.5 / 10
    assert known.fastest == pytest.approx((known.zones[1], known.zones[2]))
    assert (known.best_rate, known.best_momentum, known.best_epochs) == (pytest.approx(0.1), 0, 1)
    assert known.paces[0] == pytest.approx([1, math.sqrt(0.5)])
    assert theory.epochs[0] <= known.sure_epochs[0] < math.inf
    assert theory.epochs[1] == known.sure_epochs[1] == math.inf


@pytest.mark.parametrize("momentum", [1e-300, 1e-12, 0.5, 0.99])
@pytest.mark.parametrize("x", [[0, 0.3, 1], [3.0, 3.0], [-1, 1], [1e90, -2e99], [1e-8, 3e-8], [5.0]])
def test_the_largest_and_smallest_numbers_are_predicted_without_nan_or_a_warning(momentum, x):
    dataset = Dataset(x, np.arange(len(x)))
    lam = eigenvalues(dataset)[1]
    rates = [1e-320, 1e-300, 1e-30, *(np.array([1e-9, 0.1, 1, 3, 1e9]) / lam), 1e150, 1e200, 1.7e308]
    for start in ([0, 0], [1e100, 1e100], [1e-150, 0]):
        theory = theory_with_momentum(dataset, starts=start, learning_rates=rates, momentum=momentum)
        excess = theory.predict_excess(starts=start, learning_rates=rates, epochs=[0, 1, 2, 50, 1e6, 1e200])
        known = theory.with_momentum
        for numbers in (excess, theory.epochs, known.paces, known.sure_epochs):
            assert not np.any(np.isnan(numbers))


def test_a_run_that_starts_at_the_answer_has_arrived_at_epoch_0():
    told = {"starts": [1, 1], "learning_rates": [0.1, 5], "momentum": 0.9}
    assert predicted_epochs_with_momentum(Dataset([-1, 1], [0, 2]), **told).tolist() == [0, 0]


@pytest.mark.parametrize("tolerance", [0, 1, float("nan")])
def test_a_tolerance_outside_0_to_1_is_refused_by_name(dataset, tolerance):
    told = {"starts": [0, 0], "learning_rates": [0.1], "momentum": 0.9}
    with pytest.raises(ValueError, match="tolerance must be between 0 and 1, got"):
        predicted_epochs_with_momentum(dataset, **told, tolerance=tolerance)


@pytest.mark.parametrize("epochs", [[-1], [0.5], [math.nan]])
def test_an_epoch_that_is_no_count_is_refused_by_name(dataset, epochs):
    told = {"starts": [0, 0], "learning_rates": [0.1], "momentum": 0.9}
    with pytest.raises(ValueError, match="epochs"):
        predicted_excess_with_momentum(dataset, **told, epochs=epochs)


@pytest.mark.parametrize("momentum", [-0.1, 1, math.nan])
def test_a_momentum_that_is_none_is_refused_by_name(dataset, momentum):
    with pytest.raises(ValueError, match="momentum must"):
        theory_with_momentum(dataset, momentum=momentum)
