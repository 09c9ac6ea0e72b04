"""What is rounding counts as none: where the plain loop stays at the answer, no number and no word moves."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from gd_core import make_dataset
from gd_core.axes import errors_along, modes
from gd_core.bowl import bowl_of
from gd_core.charts.sweep_data import sweep_data
from gd_core.descent import one_epoch_later
from gd_core.experiment import Settings, experiment_of
from gd_core.parts.results import results_table
from gd_core.parts.which_rates import about_the_sweep
from gd_core.scaling import STANDARDISED
from gd_core.telling.behaviour import SETTLED, SMOOTH
from gd_core.telling.directions import why_fast_then_slow
from gd_core.telling.verdict import judge
from gd_core.two_modes import two_modes
from gd_core.worked_step import worked_step
from tests.reference import plain_loop, random_problems

NO_NOISE = Settings(noise=0.0, own_start=True, learning_rates=(0.1, 3.0, 1e9))
AT_THE_ANSWER = [
    replace(NO_NOISE, x_range=(0.0, 5.0), start_w=2.0, start_b=1.0),
    replace(
        NO_NOISE, x_range=(-1.0, 1.0), n_samples=20, slope=-1.0, intercept=3.0, start_w=-1.0, start_b=3.0
    ),
    replace(NO_NOISE, x_range=(3.0, 3.0), start_w=2.0, start_b=1.0),
    replace(NO_NOISE, x_range=(3.0, 3.0), start_w=0.0, start_b=7.0),
    replace(NO_NOISE, points=((1.0, 2.0), (0.3, 0.9)), start_w=0.6, start_b=-0.3),
    replace(NO_NOISE, points=((4.0,), (0.7,)), start_w=0.1, start_b=0.3),
]


@pytest.mark.parametrize("settings", AT_THE_ANSWER)
def test_from_the_answer_nothing_moves_in_any_number_that_is_shown(settings):
    experiment = experiment_of(settings)
    runs, start = experiment.runs, [settings.start_w, settings.start_b]
    assert [verdict.behaviour for verdict in judge(experiment)] == [SETTLED] * 3
    assert np.all(runs.parameters == start)
    assert np.all(runs.losses == experiment.runs.losses[0, 0])
    assert np.all(one_epoch_later(runs, experiment.dataset) == start)
    assert results_table(experiment)["epochs_measured"] == [0, 0, 0]
    data = sweep_data(experiment, colour_slots=[0, 1, 2])
    assert not data["sweep"][["excess", "predicted"]].any(axis=None)
    assert "nothing moves" in about_the_sweep(experiment, data)
    step = worked_step(experiment.dataset, theta=start, learning_rate=1e9)
    assert (step.gradient_w, step.gradient_b, step.next_w, step.next_b) == (0, 0, *start)


def test_a_start_straight_along_the_valley_stays_straight_above_the_limit_too():
    settings = replace(NO_NOISE, x_range=(-1.0, 1.0), start_w=0.0, start_b=1.0, learning_rates=(0.7, 1.2))
    experiment = experiment_of(settings)
    for run, verdict in enumerate(judge(experiment)):
        factor = 1 - settings.learning_rates[run] * 2 * np.mean(experiment.dataset.x**2)
        assert verdict.behaviour == SMOOTH
        assert "no error across the valley" in verdict.why
        assert "flips" not in verdict.why
        assert "no error across the valley" in why_fast_then_slow(two_modes(experiment, run))
        w, b = experiment.runs.parameters[run].T
        assert w == pytest.approx(2 - 2 * factor ** np.arange(101), abs=1e-12)
        assert b == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize("n", [2, 3, 7, 10, 33, 100, 101, 200])
@pytest.mark.parametrize("x_range", [(0.0, 1.0), (-1.0, 1.0), (9.99, 10.0), (-5.0, 3.0)])
def test_at_one_half_the_whole_error_of_standardised_points_goes_in_one_epoch(n, x_range):
    settings = Settings(learning_rates=(0.5, 1.0), n_samples=n, x_range=x_range, scaling=STANDARDISED)
    experiment = experiment_of(settings)
    at_once, on_the_edge = judge(experiment)
    assert at_once.behaviour == SMOOTH
    assert "0.5 is right at 0.5, where steps start to overshoot. One epoch takes the whole error away" in (
        at_once.why
    )
    assert experiment.runs.excess_losses[0, 1] == 0
    assert (on_the_edge.factor, on_the_edge.epochs_predicted) == (1, np.inf)
    assert np.all(experiment.runs.excess_losses[1] == experiment.runs.excess_losses[1, 0])


def test_the_eigenvectors_are_those_of_the_hessian_in_every_digit():
    for problem in random_problems(100, seed=3):
        bowl = bowl_of(problem.dataset)
        lam, vectors = modes(bowl)
        assert lam == pytest.approx(np.linalg.eigvalsh(bowl.hessian), rel=1e-9, abs=1e-12 * lam[1])
        assert vectors.T @ vectors == pytest.approx(np.eye(2), abs=1e-15)
        for axis in (0, 1):
            bent = bowl.hessian @ vectors[:, axis]
            assert bent == pytest.approx(lam[axis] * vectors[:, axis], abs=1e-14 * lam[1])


def test_an_error_counts_as_one_from_a_few_roundings_of_the_heights_on():
    dataset = make_dataset(noise=0, x_min=-1.0)
    bowl = bowl_of(dataset)
    for off in (1e-9, 1e-12, 1e-13):
        assert errors_along(bowl, np.array([2.0 + off, 1.0])).astype(bool).tolist() == [True, False]
        assert errors_along(bowl, np.array([2.0, 1.0 - off])).astype(bool).tolist() == [False, True]
    assert not errors_along(bowl, np.array([2 + 2**-51, 1 - 2**-52])).any()


def test_the_floor_of_points_on_a_line_is_exactly_0_and_of_others_what_fractions_say():
    assert bowl_of(make_dataset(noise=0, slope=0.1, intercept=-7.5, x_min=-3.3)).floor == 0
    x, y = (0.0, 1.0, 2.0), (1.0, 2.0, 3.0 + 2**-40)
    mean = sum(map(Fraction, y)) / 3
    slope = (Fraction(y[2]) - Fraction(y[0])) / 2
    floor = sum((Fraction(v) - mean - slope * (k - 1)) ** 2 for k, v in enumerate(y)) / 3
    dataset = experiment_of(Settings(points=(x, y))).dataset
    assert bowl_of(dataset).floor == pytest.approx(float(floor), rel=1e-2)


def test_without_noise_the_loss_falls_smoothly_as_that_of_the_plain_loop_until_it_is_lost_in_rounding():
    experiment = experiment_of(replace(NO_NOISE, learning_rates=(0.7,), n_epochs=1000))
    losses = experiment.runs.losses[0]
    assert losses[-1] < 1e-28
    assert np.all(np.diff(losses) < 0)
    given = {"starts": [0.0, 0.0], "learning_rates": [0.7], "n_epochs": 1000}
    plain = plain_loop(experiment.dataset, **given)[1][0]
    told = plain > 1e-20
    assert losses[told] == pytest.approx(plain[told], rel=1e-3)
