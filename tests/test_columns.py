import numpy as np
import pandas as pd
import pytest

from gd_core.experiment import Settings, run_experiment
from gd_core.parts.columns import format_of, modes_columns, results_columns, round_columns, scalings_columns
from gd_core.parts.scale_of_x import compare_scalings
from gd_core.teaching.predictions import Prediction, answer_of, comparison
from gd_core.teaching.rounds import round_of
from gd_core.two_modes import modes_table, two_modes
from gd_core.verdict import results_table


def test_every_column_of_every_table_has_a_name_on_the_page():
    dataset, runs = run_experiment(Settings())
    assert set(results_table(dataset, runs)) <= set(results_columns())
    assert set(modes_table(two_modes(dataset, runs, 0))) == set(modes_columns())
    assert set(compare_scalings(dataset)) == set(scalings_columns())
    drawn = round_of(1, 1)
    truth = answer_of(drawn.settings)
    assert set(comparison(truth, Prediction(truth.ranking, truth.behaviours))) == set(round_columns())


@pytest.mark.parametrize(
    ("numbers", "digits"),
    [
        ([0.1, 2.0], "%.5g"),
        ([9e6, np.inf], "%.5g"),
        ([0.1, 1e7], "%.3e"),
        ([np.nan, np.nan], "%.5g"),
        ([], "%.5g"),
    ],
)
def test_large_numbers_are_written_with_powers_of_ten(numbers, digits):
    assert format_of(pd.Series(numbers, dtype=float))["format"] == digits


def test_a_column_is_wide_enough_for_its_longest_number():
    narrow, wide, wider = (format_of(pd.Series([value]))["width"] for value in (0.5, 9.3e-268, -7.77e276))
    assert narrow < wide < wider
    assert wider >= 8 * len("-7.77e+276")
