"""Losses that are equal to what the arithmetic can tell share a place, and others do not."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from gd_core.experiment import Settings, experiment_of
from gd_core.parts.compared import comparison
from gd_core.ranks import places_of
from gd_core.scaling import STANDARDISED
from gd_core.take_home.worksheet import ranks
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import Prediction, answer_of, score
from gd_core.telling.behaviour import SMOOTH, ZIGZAG

AT_THE_FLOOR = Settings(learning_rates=(0.5, 0.6, 0.7), n_epochs=1000, same_start=True)


def exact_excess(experiment):
    """Return the loss of each run above that at its end where x is −1 and 1, in fractions and by the loop."""
    x, y = (list(map(Fraction, values.tolist())) for values in (experiment.dataset.x, experiment.dataset.y))
    ends = []
    for rate, start in zip(
        experiment.runs.learning_rates.tolist(), experiment.runs.parameters[:, 0].tolist(), strict=True
    ):
        w, b = map(Fraction, start)
        for _ in range(experiment.settings.n_epochs):
            errors = [w * v + b - u for v, u in zip(x, y, strict=True)]
            w -= Fraction(rate) * 2 * sum(e * v for e, v in zip(errors, x, strict=True)) / len(x)
            b -= Fraction(rate) * 2 * sum(errors) / len(x)
        ends.append(sum((w * v + b - u) ** 2 for v, u in zip(x, y, strict=True)) / len(x))
    return ends


def test_losses_at_the_floor_share_the_first_place_wherever_ranks_are_shown():
    for rates in (AT_THE_FLOOR.learning_rates, AT_THE_FLOOR.learning_rates[::-1], (0.6, 0.01, 0.7, 0.5, 0.9)):
        experiment = experiment_of(replace(AT_THE_FLOOR, learning_rates=rates))
        places = [{0.01: 4, 0.9: 5}.get(rate, 1) for rate in rates]
        assert places_of(experiment) == ranks(experiment) == places
        answer = answer_of(experiment)
        table = comparison(answer, Prediction(rates, answer.behaviours))
        assert table["rank"] == places


def test_any_order_of_equal_losses_is_right():
    experiment = experiment_of(AT_THE_FLOOR)
    answer = answer_of(experiment)
    for ranking in (AT_THE_FLOOR.learning_rates, AT_THE_FLOOR.learning_rates[::-1]):
        prediction = Prediction(ranking, answer.behaviours)
        assert score(answer, prediction).points == score(answer, prediction).most
        assert explain(experiment, prediction) == []


@pytest.mark.parametrize("n_epochs", [1, 5, 40])
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_two_rates_as_far_below_the_best_as_above_it_end_alike_where_the_bowl_is_round(n_epochs, noise):
    pairs = [(0.5 - off, 0.5 + off) for off in (0.4, 0.1, 0.25, 0.001)]
    for pair in pairs:
        settings = Settings(learning_rates=pair, n_epochs=n_epochs, noise=noise, scaling=STANDARDISED)
        experiment = experiment_of(replace(settings, same_start=True, n_samples=20))
        assert places_of(experiment) == [1, 1]


def test_losses_that_differ_are_ranked_as_in_fractions():
    rng, told_apart = np.random.default_rng(2), 0
    for _ in range(60):
        settings = Settings(
            learning_rates=tuple(np.unique(rng.uniform(0.05, 1.05, 4).round(2)).tolist()),
            n_epochs=int(rng.integers(1, 9)),
            points=((-1.0, 1.0, 2.0), (1.0, 3.0, 2.5)),
            own_start=True,
            start_w=float(rng.integers(-3, 3)),
            start_b=float(rng.integers(-3, 3)),
        )
        experiment = experiment_of(settings)
        ends, places = exact_excess(experiment), places_of(experiment)
        for i in range(len(ends)):
            lower = sum(float(end) < float(ends[i]) * (1 - 1e-12) for end in ends)
            assert places[i] == 1 + lower
            told_apart += lower
    assert told_apart > 100


def test_the_reason_names_the_direction_that_decides_also_beyond_all_numbers():
    settings = Settings(learning_rates=(0.5, 1000.0), same_start=True)
    missed = explain(experiment_of(settings), Prediction((1000.0, 0.5), (ZIGZAG, SMOOTH)))
    assert "Across the valley, where that is decided" in missed[0]
    assert "by 0.268 with 0.5 and by 2,535 with 1,000." in missed[0]
