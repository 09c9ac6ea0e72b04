import numpy as np
import pytest

from gd_core import Dataset, least_squares, make_dataset
from gd_core.charts.fit import MOST_POINTS_DRAWN, about_the_points_drawn, fit_chart, fit_data
from tests.reference import experiment_from


def fit_of(dataset, start=(0.0, 0.0)):
    points, frame = fit_data(experiment_from(dataset, starts=start, learning_rates=[0.1], n_epochs=100))
    return {"points": points, "frame": frame}


def test_the_fit_draws_the_points(dataset):
    points = fit_of(dataset)["points"]
    assert points["x"].tolist() == dataset.x.tolist()
    assert points["y"].tolist() == dataset.y.tolist()


def test_the_best_line_runs_from_the_first_x_to_the_last():
    dataset = make_dataset(x_min=-2, x_max=3)
    frame = fit_of(dataset)["frame"]
    w, b = least_squares(dataset)
    assert frame["x_low"] == -2
    assert frame["x_high"] == 3
    assert frame["best_low"] == pytest.approx(b - 2 * w)
    assert frame["best_high"] == pytest.approx(b + 3 * w)


def test_the_line_that_a_run_starts_from_is_in_the_frame_unless_it_is_far_off(dataset):
    near, far = (fit_of(dataset, start)["frame"] for start in ((-1.4, -0.4), (50.0, -90.0)))
    assert near["y_low"] < -1.4 - 0.4 < near["y_high"]
    assert far["y_high"] - far["y_low"] < 5 * (dataset.y.max() - dataset.y.min())


def test_many_points_are_thinned_evenly_and_it_is_said():
    dataset = make_dataset(n_samples=10_000)
    points = fit_of(dataset)["points"]
    assert len(points["x"]) == len(points["y"]) == MOST_POINTS_DRAWN
    assert set(points["y"]) <= set(dataset.y)
    assert points["x"][0] == dataset.x[0]
    assert points["x"][-1] == dataset.x[-1]
    assert np.diff(points["x"]).max() < 1.1 * np.diff(points["x"]).min()
    assert "Of the 10,000 points, 300 are drawn; all are used." in about_the_points_drawn(10_000)


def test_nothing_is_said_where_every_point_is_drawn():
    assert about_the_points_drawn(MOST_POINTS_DRAWN) == ""


@pytest.mark.parametrize("points", [([1.0], [2.0]), ([3.0, 3.0], [0.0, 0.0]), ([0.0, 1.0], [1e99, -1e99])])
def test_every_point_is_inside_a_frame_that_is_one(points):
    dataset = Dataset(*points)
    frame = fit_of(dataset)["frame"]
    assert frame["y_low"] < dataset.y.min() <= dataset.y.max() < frame["y_high"] < frame["far"]


def test_the_fit_draws_rows_by_name_and_holds_none_of_its_own():
    spec = fit_chart().to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"points", "now", "frame"}
