import numpy as np
import pytest

from gd_core import Dataset, crawl_rate, largest_stable_rate, make_dataset
from gd_core.charts.rate_axis import DECADES, axis_range, chosen_rates
from gd_core.controls import controls
from gd_core.own_points.cells import LARGEST_VALUE, SMALLEST_VALUE
from gd_core.theory import Theory, theory_of
from tests.reference import experiment_from


def chosen_of(dataset, rates):
    experiment = experiment_from(dataset, starts=(0, 0), learning_rates=rates, n_epochs=1)
    return chosen_rates(experiment, colour_slots=list(range(len(rates))))


@pytest.mark.parametrize("x_range", [(0, 0), (0, 1), (-1, 1), (-10, 10), (10, 10), (-10, -9.9), (0, 10)])
def test_the_axis_is_the_same_for_all_x_that_the_page_allows(x_range):
    dataset = make_dataset(x_min=x_range[0], x_max=x_range[1])
    assert axis_range(theory_of(dataset)) == axis_range(Theory()) == (1e-4, 10.0)


@pytest.mark.parametrize("size", [1e-100, 1e-3, 1.0, 1e3, 1e100])
def test_the_axis_holds_every_zone_of_any_points(size):
    dataset = Dataset([0, size], [0, 1])
    low, high = axis_range(theory_of(dataset))
    assert 2 * low <= crawl_rate(dataset) < largest_stable_rate(dataset) < high / 5
    assert np.log10(high / low) == pytest.approx(DECADES)


@pytest.mark.parametrize("size", [SMALLEST_VALUE, 1e-6, 1.0, 1e6, LARGEST_VALUE])
def test_every_rate_that_own_points_ask_for_may_be_given(size):
    dataset, (least, most) = Dataset([size, 2 * size], [0, 1]), controls()["rates"].allowed
    assert least < axis_range(theory_of(dataset))[0] < largest_stable_rate(dataset) <= 1 < most


def test_a_chosen_rate_stands_at_its_place(dataset):
    rates = chosen_of(dataset, (0.01, 0.1, 0.5))
    assert rates["slot"].tolist() == [0, 1, 2]
    assert rates["learning_rate"].tolist() == rates["place"].tolist() == [0.01, 0.1, 0.5]


def test_a_rate_beyond_the_axis_stands_at_its_end(dataset):
    rates = chosen_of(dataset, (1e-9, 0.3, 1e9))
    assert rates["place"].tolist() == [1e-4, 0.3, 10.0]
    assert rates["learning_rate"].tolist() == [1e-9, 0.3, 1e9]
