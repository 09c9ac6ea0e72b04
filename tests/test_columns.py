import textwrap

import numpy as np
import pandas as pd
import pytest

from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.columns import (
    LETTERS_A_LINE,
    as_shown,
    height_of,
    modes_columns,
    results_columns,
    round_columns,
    scalings_columns,
    width_of,
)
from gd_core.parts.compared import comparison
from gd_core.parts.results import results_table
from gd_core.parts.scale_of_x import compare_scalings
from gd_core.teaching.predictions import Prediction, answer_of
from gd_core.teaching.rounds import round_of
from gd_core.telling.directions import modes_table
from gd_core.two_modes import two_modes


def test_every_column_of_every_table_has_a_name_on_the_page():
    lesson = experiment_of(Settings())
    assert set(results_table(lesson)) <= set(results_columns())
    assert set(modes_table(two_modes(lesson, 0))) == set(modes_columns())
    assert set(compare_scalings(lesson.points)) == set(scalings_columns())
    truth = answer_of(experiment_of(round_of(1, 1).settings))
    assert set(comparison(truth, Prediction(truth.ranking, truth.behaviours))) == set(round_columns())


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([0.1, 2.0], None),
        ([0.1, 9e6], None),
        ([0.1, -1e7], ["0.1", "−1×10⁷"]),
        ([0.012345678, 5.639667e37], ["0.012346", "5.6397×10³⁷"]),
        ([9e6, np.inf], ["9×10⁶", "too large"]),
        ([np.nan, 1e9], ["–", "1×10⁹"]),
        ([np.nan, np.nan], None),
        ([], None),
    ],
)
def test_a_column_with_a_large_number_is_written_as_the_page_writes_numbers(numbers, texts):
    table = pd.DataFrame({"loss": pd.Series(numbers, dtype=float)})
    shown = as_shown(table)["loss"].tolist()
    assert shown == texts if texts else shown == pytest.approx(numbers, nan_ok=True)


def test_a_rate_is_written_with_all_its_digits_beside_a_large_one():
    table = pd.DataFrame({"learning_rate": [0.123456789, 1e9]})
    assert as_shown(table)["learning_rate"].tolist() == ["0.123456789", "1×10⁹"]


def test_a_column_is_wide_enough_for_its_longest_number():
    narrow, wide, wider = (
        width_of(pd.Series(values)) for values in ([0.5], [9.3e-268], ["−7.7712345678×10²⁷⁶"])
    )
    assert narrow < wide < wider
    assert wider >= 8 * len("−7.7712345678×10²⁷⁶")


def test_a_row_is_high_enough_for_the_longest_reason_of_any_language():
    experiment = experiment_of(Settings(learning_rates=(0.3, 0.5)))
    for language in LANGUAGES:
        table = results_table(experiment, say=in_language(language))
        lines = [textwrap.wrap(why, LETTERS_A_LINE) for why in table["why"]]
        assert height_of(table, scale=1.0) >= 19 * max(map(len, lines))
