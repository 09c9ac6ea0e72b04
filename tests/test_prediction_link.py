"""A committed prediction comes back from the link as it was."""

from itertools import permutations, product

import pytest

from gd_core.experiment import Settings
from gd_core.teaching.prediction_link import (
    case_to_link,
    is_a_prediction,
    mark_of,
    prediction_from_link,
    prediction_of_a_case,
    prediction_of_a_round,
    prediction_to_link,
    round_to_link,
)
from gd_core.teaching.predictions import FORETOLD, Prediction
from gd_core.teaching.rounds import round_of

RATES = (0.01, 0.1, 0.5)


def test_every_prediction_of_three_rates_comes_back_from_the_link():
    for ranking, behaviours in product([(), *permutations(RATES)], product(FORETOLD, repeat=3)):
        prediction = Prediction(ranking, behaviours)
        assert prediction_from_link(prediction_to_link(prediction, RATES), RATES) == prediction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "-cs",
        "--csd",
        "012",
        "012-",
        "012-cs",
        "012-csx",
        "011-csd",
        "01-csd",
        "0123-csdz",
        "²01-csd",
    ],
)
def test_what_is_no_prediction_of_these_rates_is_none(text):
    assert prediction_from_link(text, RATES) is None


def test_the_mark_tells_every_change_of_the_settings():
    cases = [
        Settings(),
        Settings(noise=0.2),
        Settings(n_epochs=99),
        Settings(learning_rates=(0.1, 0.01, 0.5)),
        Settings(points_from="my own", points=((0.0, 1.0), (1.0, 2.0))),
        Settings(points_from="my own", points=((0.0, 1.0), (1.0, 2.5))),
    ]
    assert len({mark_of(settings) for settings in cases}) == len(cases)


@pytest.mark.parametrize("ranking", [(), Settings().learning_rates[::-1]])
def test_a_prediction_of_a_case_comes_back_for_this_case_and_no_other(ranking):
    settings, other = Settings(), Settings(noise=0.2)
    prediction = Prediction(ranking, FORETOLD[:3])
    text = case_to_link(prediction, settings)
    assert is_a_prediction(text)
    assert prediction_of_a_case(text, settings) == prediction
    assert prediction_of_a_case(text, other) is None
    assert prediction_of_a_case("zzz", settings) is None


@pytest.mark.parametrize("is_ranked", [True, False])
def test_a_prediction_of_a_round_comes_back_for_this_round_and_no_other(is_ranked):
    drawn = round_of(seed=7, level=2)
    rates = drawn.settings.learning_rates
    prediction = Prediction(rates[::-1] if is_ranked else (), FORETOLD[: len(rates)])
    text = round_to_link(prediction, drawn)
    assert text.startswith("2-7-")
    assert prediction_of_a_round(text, drawn) == prediction
    for other in (round_of(seed=7, level=1), round_of(seed=70, level=2)):
        assert prediction_of_a_round(text, other) is None
    assert prediction_of_a_round("2-7-zzz", drawn) is None
