"""A committed prediction comes back from the link as it was."""

from itertools import permutations, product

import pytest

from gd_core.experiment import Settings
from gd_core.teaching.prediction_link import (
    mark_of,
    prediction_from_link,
    prediction_of_case_from_link,
    prediction_of_case_to_link,
    prediction_to_link,
)
from gd_core.teaching.predictions import FORETOLD, Prediction

RATES = (0.01, 0.1, 0.5)


def test_every_prediction_of_three_rates_comes_back_from_the_link():
    for ranking, behaviours in product(permutations(RATES), product(FORETOLD, repeat=3)):
        prediction = Prediction(ranking, behaviours)
        assert prediction_from_link(prediction_to_link(prediction, RATES), RATES) == prediction


@pytest.mark.parametrize(
    "text", ["", "-", "012", "012-", "012-cs", "012-csx", "011-csd", "01-csd", "0123-csdz", "²01-csd"]
)
def test_what_is_no_prediction_of_these_rates_is_none(text):
    assert prediction_from_link(text, RATES) is None


def test_a_prediction_of_a_case_comes_back_for_that_case_alone():
    prediction, case = Prediction(RATES[::-1], FORETOLD[:3]), Settings(learning_rates=RATES)
    written = prediction_of_case_to_link(prediction, case)
    assert prediction_of_case_from_link(written, case) == prediction
    for other in (Settings(learning_rates=RATES, noise=0.2), Settings(learning_rates=RATES[::-1])):
        assert prediction_of_case_from_link(written, other) is None
    for text in ("", "zzz", f"012-cs-{mark_of(case)}"):
        assert prediction_of_case_from_link(text, case) is None


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
