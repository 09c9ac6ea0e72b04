import numpy as np
import pytest

from gd_core.cases import CASES
from gd_core.charts.projector import PROJECTED
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.columns import (
    as_shown,
    laid_out,
    modes_columns,
    results_columns,
    round_columns,
    scalings_columns,
    width_of,
)
from gd_core.parts.compared import comparison
from gd_core.parts.results import results_table
from gd_core.parts.scale_of_x import compare_scalings
from gd_core.scaling import CENTRED, STANDARDISED
from gd_core.teaching.predictions import Prediction, answer_of
from gd_core.teaching.rounds import round_of
from gd_core.telling.directions import modes_table
from gd_core.two_modes import two_modes


def test_every_column_of_every_table_has_a_name_on_the_page():
    lesson = experiment_of(Settings())
    beside_the_table = {"why", "half_along"}
    assert set(results_table(lesson)) - beside_the_table <= set(results_columns())
    assert set(modes_table(two_modes(lesson, 0))) == set(modes_columns())
    assert set(compare_scalings(lesson.points)) == set(scalings_columns())
    truth = answer_of(experiment_of(round_of(1, 1).settings))
    assert set(comparison(truth, Prediction(truth.ranking, truth.behaviours))) == set(round_columns())


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([0.1, 2.0], None),
        ([0.0, 0.1, -999.5], None),
        ([0.1, 73_782.4], ["0.1", "73,782"]),
        ([2.0, 0.000011], ["2", "1.1×10⁻⁵"]),
        ([0.1, -1e7], ["0.1", "−1×10⁷"]),
        ([0.012345678, 5.639667e37], ["0.012346", "5.6397×10³⁷"]),
        ([9e6, np.inf], ["9×10⁶", "too large"]),
        ([np.nan, 1e9], ["–", "1×10⁹"]),
        ([np.nan, np.nan], None),
        ([], None),
    ],
)
def test_a_column_is_written_as_the_page_writes_numbers_where_streamlit_would_not(numbers, texts):
    shown = as_shown({"loss": numbers})["loss"]
    if texts:
        assert [text.strip() for text in shown] == texts
    else:
        assert shown == pytest.approx(numbers, nan_ok=True)


def test_a_rate_is_written_with_all_its_digits_beside_a_large_one():
    shown = as_shown({"learning_rate": [0.123456789, 0.000011, 1e9]})
    assert [text.strip() for text in shown["learning_rate"]] == ["0.123456789", "1.1×10⁻⁵", "1×10⁹"]


def test_a_column_is_wide_enough_for_its_longest_number_and_for_its_heading():
    narrow, wide, wider = (width_of(values) for values in ([0.5], [9.3e-268], ["−7.7712345678×10²⁷⁶"]))
    assert narrow < wide < wider
    assert wider >= 7 * len("−7.7712345678×10") + 4.8 * len("²⁷⁶")
    assert width_of([0.5], "× an epoch") > width_of([0.5], "w") == narrow


def layouts_of(settings, *, language="en", scale=1.0):
    """Return the results table of some settings and how its columns are drawn."""
    say = in_language(language)
    table = results_table(experiment_of(settings), say=say)
    return table, laid_out(table, as_shown(table, say=say), results_columns(say), scale=scale)


def width_of_all(layouts):
    return sum(layout.get("width", 150) for layout in layouts.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_all_columns_of_a_case_are_in_view_at_1366_pixels_beside_the_sidebar(case, language):
    _, layouts = layouts_of(CASES[case], language=language)
    assert width_of_all(layouts) <= 1366 - 300 - 2 * 56  # the sidebar, and what is left free at both sides


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scaling", [CENTRED, STANDARDISED])
def test_all_columns_are_in_view_where_scaled_x_brings_two_more_and_the_window_has_1440(scaling, language):
    _, layouts = layouts_of(Settings(scaling=scaling), language=language)
    assert {"slope", "intercept"} < set(layouts)
    assert width_of_all(layouts) <= 1440 - 300 - 2 * 58


@pytest.mark.parametrize("rates", [(1e-13, 6e-13, 6.9e-13), (1e-13, 1e-12, 1e-3)])
def test_all_columns_are_in_view_where_rates_are_tiny_and_losses_huge(rates):
    x = (412_000.0, 610_000.0, 865_000.0, 1_120_000.0, 1_490_000.0, 1_890_000.0)
    towns = Settings(points=(x, tuple(5000 * value for value in x)), learning_rates=rates)
    _, layouts = layouts_of(towns)
    assert width_of_all(layouts) <= 1366 - 300 - 2 * 54


def test_all_columns_are_in_view_in_projector_view():
    _, layouts = layouts_of(Settings(), scale=PROJECTED)
    assert width_of_all(layouts) <= 1366 - 2 * 36
