"""A loss that is down while w or b is far off is not said to be all: by a plain loop, on long valleys."""

import math
import re
from decimal import Decimal, localcontext

import numpy as np
import pytest

from gd_core import Dataset, condition_number, largest_stable_rate
from gd_core.bowl import TOLERANCE
from gd_core.experiment import MY_OWN, Settings, experiment_of
from gd_core.parts.results import reasons, results_table, short_verdicts
from gd_core.scaling import CENTRED, STANDARDISED, scaled
from gd_core.telling.behaviour import CRAWLS, SMOOTH, ZIGZAG
from gd_core.telling.far_off import epochs_to_halve
from gd_core.telling.verdict import judge
from tests.reference import experiment_from, lstsq, plain_loop
from tests.test_modes import directions, number

X = np.arange(40.0, 1001.0, 40.0)
LONG = (tuple(X), tuple(0.5 * X + 6 + 0.3 * np.cos(X)))


def long_valleys():
    """Return points whose x lie beside 0, with a start, rates and epochs."""
    rng = np.random.default_rng(14)
    for _ in range(50):
        x = rng.uniform(1, 3) * 10 ** rng.uniform(0, 3) + 10 ** rng.uniform(-1, 2) * rng.uniform(size=12)
        dataset = Dataset(x, rng.normal() * x + rng.normal(0, 10) + rng.normal(0, 0.3, x.size))
        rates = largest_stable_rate(dataset) * np.array([0.02, 0.1, 0.3, 0.6, 0.9])
        yield dataset, rng.normal(size=2) * 3, rates, int(rng.choice([20, 100, 400]))
    for _ in range(12):  # that end while half of the error along the valley goes
        dataset = Dataset(rng.uniform(1.5, 3) + rng.uniform(size=12), rng.normal(size=12))
        (steep, shallow), (across, along) = directions(dataset)
        rates, half = largest_stable_rate(dataset) * np.array([0.25, 0.3]), np.log(2) * steep / shallow / 0.6
        yield dataset, lstsq(dataset)[0] + across + along, rates, int(1.3 * half)


@pytest.fixture(scope="module")
def judged():
    """Return each run: its points, verdict, rate, w and b at every epoch, and its loss above the floor."""
    found = []
    for dataset, start, rates, n_epochs in long_valleys():
        told = {"starts": start, "learning_rates": rates, "n_epochs": n_epochs}
        verdicts, (parameters, losses) = judge(experiment_from(dataset, **told)), plain_loop(dataset, **told)
        found += [(dataset, *run) for run in zip(verdicts, rates, parameters, losses, strict=True)]
    return found


def along(dataset, parameters):
    """Return the error along the valley at every epoch, by NumPy's singular vectors."""
    return (parameters - lstsq(dataset)[0]) @ directions(dataset)[1][1]


def is_far(parameters, best):
    left, first = abs(parameters[-1] - best), abs(parameters[0] - best)
    size = np.maximum(abs(parameters[0]), abs(best))
    return (left >= first / 3) & (left > 0.01 * size)


def test_it_is_said_of_the_runs_whose_loss_is_down_while_much_of_the_error_along_the_valley_is_left(judged):
    said = 0
    for dataset, verdict, _, parameters, losses in judged:
        theta_star, floor = lstsq(dataset)
        error = np.abs(along(dataset, parameters))
        arrived = (losses - floor <= TOLERANCE * (losses[0] - floor)).any()
        kept = (error[-1] / error[0]) ** (1 / (error.size - 1))
        far = arrived and kept > 0.95 and error[-1] >= error[0] / 3 and is_far(parameters, theta_star).any()
        assert (verdict.half_along > 0) == far, verdict
        said += far
    assert 60 < said < len(judged) - 60


def test_what_is_far_off_is_named_with_what_it_is_and_what_would_be_best(judged):
    for dataset, verdict, _, parameters, _ in judged:
        theta_star = lstsq(dataset)[0]
        told = re.findall(r"At the end (\w) is (\S+), and the best is (\S+?)\.(?: |$)", verdict.why)
        if verdict.half_along > 0:
            far = is_far(parameters, theta_star)
            assert [name for name, _, _ in told] == [name for name, is_ in zip("wb", far, strict=True) if is_]
            for name, value, best in told:
                assert number(value) == pytest.approx(parameters[-1]["wb".index(name)], rel=6e-3)
                assert number(best) == pytest.approx(theta_star["wb".index(name)], rel=6e-3)
                assert value != best
        else:
            assert told == []


def test_half_of_the_error_along_the_valley_is_gone_by_the_epoch_told_and_not_before(judged):
    within = 0
    for dataset, verdict, rate, parameters, _ in judged:
        if not verdict.half_along > 0:
            continue
        (shallow,) = directions(dataset)[0][1:]
        half = np.log(2) / -np.log1p(-rate * shallow)
        if np.isinf(verdict.half_along):
            assert "changes less than the computer can tell" in verdict.why
            assert half > 1e15
            continue
        slack = 1 + 4e-16 * half**2  # what is lost where a factor is rounded beside 1
        assert verdict.half_along == pytest.approx(np.ceil(half), abs=slack)
        assert ("would be gone" in verdict.why) == (verdict.half_along > len(parameters) - 1)
        if verdict.half_along < len(parameters):
            error = np.abs(along(dataset, parameters)) / np.abs(along(dataset, parameters)[0])
            assert error[int(verdict.half_along)] <= 0.5 + 1e-6
            within += 1
    assert within > 2


def test_what_is_said_to_help_shortens_the_valley():
    for dataset, start, rates, n_epochs in long_valleys():
        experiment = experiment_from(dataset, starts=start, learning_rates=rates, n_epochs=n_epochs)
        for verdict in judge(experiment):
            helps = "To centre x makes the valley shorter, and to standardise it makes the bowl round."
            assert (helps in verdict.why) == (verdict.half_along > 0)
        assert condition_number(scaled(dataset, CENTRED)) < condition_number(dataset)
        assert condition_number(scaled(dataset, STANDARDISED)) == pytest.approx(1)


def test_a_run_that_crawls_along_the_valley_is_not_said_to_converge_nor_to_be_there():
    settings = Settings(
        learning_rates=(1e-9, 1e-6, 2.5e-6), n_epochs=10_000, points_from=MY_OWN, points=LONG, same_start=True
    )
    experiment = experiment_of(settings)
    assert [verdict.behaviour for verdict in judge(experiment)] == [CRAWLS, SMOOTH, ZIGZAG]  # by their zones
    table = results_table(experiment)
    assert short_verdicts(table) == [
        "crawls, half gone by 1.47×10⁹",
        "smooth across, crawls along, half gone by 1.47×10⁶",
        "zigzags across, crawls along, half gone by 589,177",
    ]
    assert "converges" not in reasons(table)
    assert reasons(table).count("At the end b is ") == 3


def test_what_is_said_of_the_lessons_runs_is_what_it_was(lesson):
    assert [verdict.half_along > 0 for verdict in judge(lesson)] == [False] * 3


@pytest.mark.parametrize("step", [0.5, 0.3, 1e-3, 1e-9, 3.7e-13, 2.2e-15, 1.2e-16])
def test_when_half_of_an_error_is_gone_has_all_its_digits_however_slowly_it_goes(step):
    with localcontext(prec=60):
        exact = Decimal("0.5").ln() / (1 - Decimal(step)).ln()
    assert epochs_to_halve(step) == pytest.approx(math.ceil(exact), rel=1e-14)
