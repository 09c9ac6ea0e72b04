"""What the page says of the runs of a curve, against what they do when they go on 20 times as long.

    FUZZ=13 python -m pytest tests/fuzz/test_any_curve_told.py

reads what is said of 2,080 runs, other ones every time; without it, of these 160.
"""

import re
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gd_core.experiment import Settings, experiment_of
from gd_core.models.all_models import CURVES
from gd_core.numbers import rounded
from gd_core.parts.results import results_table
from gd_core.stationary_points import minima_among
from gd_core.telling.minima import minima_of_runs
from tests.fuzz.anything import TIMES

PROBLEMS, RUNS, LONGER = 20 * TIMES, 8, 20
SEED = 0 if TIMES == 1 else time.time_ns() % 2**32
OF_THE_FUTURE = re.compile(r"\bwill\b|to come|dies away|they stay at|\bgoes on\b|\bnever\b|in the end")
SETTLES = ("settles in the lowest minimum known", "settles in a higher minimum")
PLACE = re.compile(r"minimum is at w = (\S+), b = (\S+), and its loss is (\S+)\.")


def any_curve(rng):
    """Draw settings of a curve with rates from a crawl to twice the highest limit."""
    model = str(rng.choice(list(CURVES)))
    noise, n = float(rng.choice([0.0, 0.1, 0.5, 1.0])), int(rng.integers(5, 60))
    settings = Settings(model=model, seed=int(rng.integers(1000)), noise=noise, n_samples=n)
    momentum = float(rng.choice([0.0, 0.0, 0.5, 0.9, round(rng.uniform(0, 0.99), 2)]))
    minima = minima_among(experiment_of(replace(settings, n_epochs=1)).theory.stationary_points)
    limit = max((minimum.limit(momentum) for minimum in minima), default=1.0)
    low, high = np.transpose(CURVES[model].window).clip(-4, 4)
    w, b = rng.uniform(low, high)
    return replace(
        settings,
        momentum=momentum,
        learning_rates=tuple((limit * 10 ** rng.uniform(-2.5, 0.3, RUNS)).tolist()),
        n_epochs=int(rng.integers(2, 120)),
        own_start=True,
        start_w=float(w),
        start_b=float(b),
    )


@pytest.mark.parametrize("part", range(PROBLEMS))
def test_no_sentence_about_a_run_is_contradicted_20_times_as_long(part):
    settings = any_curve(np.random.default_rng([SEED, 2, part]))
    experiment, longer = experiment_of(settings), going_on(settings)
    minima = minima_of_runs(experiment)
    for run, row in enumerate(pd.DataFrame(results_table(experiment)).itertuples()):
        losses, later = experiment.runs.losses[run], longer.parameters[run, settings.n_epochs :]
        if row.behaviour in SETTLES:
            comes_nearer(row.why, later, settings.momentum)
            is_the_lowest = row.final_loss <= min(minimum.loss for minimum in minima) * 1.1 + 1e-9
            assert row.behaviour != SETTLES[1] or not is_the_lowest or len(minima) > 1
        elif row.behaviour == "does not move any more":
            assert np.all(later == later[0])
        else:
            assert not OF_THE_FUTURE.search(row.why), row.why
        tells_the_past(row.why, losses)
        if "can settle in none of them" in row.why:
            assert all(np.hypot(*(later[-1] - [one.w, one.b])) > 0 for one in minima)
            assert row.behaviour not in SETTLES


def going_on(settings):
    """Return the same runs, 20 times as long."""
    return experiment_of(replace(settings, n_epochs=LONGER * settings.n_epochs)).runs


def comes_nearer(why, later, momentum):
    """Hold a run's later places against the minimum that was told."""
    w, b = map(number, PLACE.search(why).groups()[:2])
    told = np.array([w, b])
    end = later[-1]
    away = np.linalg.norm(later - told, axis=1)
    rounding = 6e-4 * (1 + np.abs(told)).max()  # of the place that is told
    assert away[-1] <= away[0] + rounding
    if not momentum:
        assert "every epoch to come brings it nearer" in why
        assert np.all(np.diff(away) <= rounding)
    steps = np.linalg.norm(np.diff(later, axis=0), axis=1)
    if steps[-1] <= 1e-9 * (1 + np.abs(end).max()):  # it has come to rest
        assert away[-1] <= rounding


def tells_the_past(why, losses):
    """Hold the numbers that are told of a run against its losses."""
    half, last = losses[(losses.size - 1) // 2], losses[-1]
    if found := re.search(r"the loss (came down|went up) from (\S+) to (\S+?)\.(?: |$)", why):
        assert (found[1] == "went up") == (last > half)
        assert number(found[2]) == pytest.approx(half, rel=1e-3)
        assert number(found[3]) == pytest.approx(last, rel=1e-3)
    if found := re.search(r"Of the last (\d+) epochs (\d+) raised the loss", why):
        quarter = losses[-1 - int(found[1]) :]
        assert int(found[1]) == -(-(losses.size - 1) // 4)
        assert int(found[2]) == np.sum(np.diff(quarter) > 1e-13 * quarter[:-1])
    for found in re.finditer(r"From epoch (\S+) to (\S+) it was on a plateau", why):
        first, end = (int(text.replace(",", "")) for text in found.groups())
        fall = losses[0] - last
        assert end - first >= 20
        assert np.ptp(losses[first : end + 1]) <= 0.01 * fall * 1.0001
        assert losses[end] - losses[end:].min() >= 0.1 * fall * 0.9999
        assert f"Then it fell, to {rounded(float(losses[end:].min()), 4)}." in why
    if found := re.search(r"was behind it at epoch (\d+)\.", why):
        minimum = number(PLACE.search(why)[3])
        near = np.abs(losses - minimum) <= 1e-3 * abs(losses[0] - minimum) + 1e-3 * abs(minimum)
        assert near[int(found[1]) :].all()


def number(text):
    mantissa, _, power = text.replace(",", "").replace("−", "-").partition("×10")
    return float(f"{mantissa}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')) or 0}")
