from types import SimpleNamespace

import numpy as np
import pytest

from gd_core import Dataset, descend, least_squares, loss, make_dataset, noise_floor
from gd_core.charts.all_charts import description
from gd_core.charts.parameter_map import (
    CONTOUR_POINTS,
    CONTOUR_RATIO,
    GRID_CELLS,
    about_the_map,
    map_chart,
    map_frame,
    nice_step,
)
from gd_core.languages import english
from tests.reference import experiment_on, random_problems, runs_of

TRUE_LINE = (2.0, 1.0)


def frame_of(dataset, runs):
    return map_frame(experiment_on(dataset, runs, true_line=TRUE_LINE))


def said_of(dataset):
    runs = descend(dataset, starts=[0, 0], learning_rates=[0.1], n_epochs=10)
    return about_the_map(experiment_on(dataset, runs, true_line=TRUE_LINE))


def contours_of(frame):
    """Return the (w, b) of every curve (curves, points, 2), worked out by the chart's own expressions."""
    chart = description("map", say=english, large=False)
    [layer] = [layer for layer in chart["layer"] if "sequence" in layer["data"]]
    points = np.arange(layer["data"]["sequence"]["stop"])
    datum = SimpleNamespace(point=points)
    known = {"datum": datum, "PI": np.pi, "floor": np.floor, "pow": np.power, "cos": np.cos, "sin": np.sin}
    known |= {"frame": SimpleNamespace(**frame), "where": np.where}
    for step in layer["transform"]:
        setattr(datum, step["as"], eval(step["calculate"].replace("if(", "where("), known))
    return np.stack([datum.w, datum.b], axis=1).reshape(-1, CONTOUR_POINTS, 2)


def test_on_every_contour_the_loss_is_the_same():
    for problem in random_problems(100):
        runs = descend(problem.dataset, starts=[1, 2], learning_rates=[0.01], n_epochs=3)
        contours = contours_of(frame_of(problem.dataset, runs))
        losses = loss(contours.reshape(-1, 2), problem.dataset).reshape(contours.shape[:2])
        excess = losses.max(axis=1) - noise_floor(problem.dataset)
        assert np.all(np.ptp(losses, axis=1) <= 1e-6 * excess + 1e-9 * losses.max())


def test_from_one_contour_to_the_next_the_excess_falls_by_the_ratio_told(dataset, runs):
    levels = loss(contours_of(frame_of(dataset, runs))[:, 0], dataset) - noise_floor(dataset)
    assert (levels[:-1] / levels[1:]) == pytest.approx(CONTOUR_RATIO, rel=1e-6)


def test_the_outermost_contour_goes_through_the_corner_of_most_loss(dataset, runs):
    frame = frame_of(dataset, runs)
    corners = [[frame[f"w_{w}"], frame[f"b_{b}"]] for w in ("low", "high") for b in ("low", "high")]
    outermost = loss(contours_of(frame)[0], dataset)
    assert outermost == pytest.approx(loss(corners, dataset).max(), rel=1e-9)


def test_the_answers_are_the_least_squares_line_and_the_true_line(dataset, runs):
    frame = frame_of(dataset, runs)
    assert [frame["best_w"], frame["best_b"]] == least_squares(dataset).tolist()
    assert [frame["true_w"], frame["true_b"]] == list(TRUE_LINE)


def test_the_frame_holds_the_whole_story_of_the_runs_that_converge():
    for problem in random_problems(100):
        runs = runs_of(problem)
        frame = frame_of(problem.dataset, runs)
        stays = runs.losses[:, -1] <= runs.losses[:, 0]
        seen = np.concatenate([runs.parameters[stays].reshape(-1, 2), runs.parameters[:, 0], [TRUE_LINE]])
        low, high = ([frame[f"{name}_{end}"] for name in "wb"] for end in ("low", "high"))
        assert np.all((low < seen) & (seen < high))


def test_a_diverging_run_does_not_stretch_the_frame(dataset):
    starts = [[-1, 0], [-1, 0]]
    calm = descend(dataset, starts=starts, learning_rates=[0.1, 0.5], n_epochs=100)
    wild = descend(dataset, starts=starts, learning_rates=[0.1, 1e9], n_epochs=100)
    widths = [frame_of(dataset, runs) for runs in (calm, wild)]
    assert widths[1]["w_high"] - widths[1]["w_low"] <= 1.01 * (widths[0]["w_high"] - widths[0]["w_low"])


def test_the_cells_to_click_cover_the_frame_and_have_round_numbers_at_their_middle():
    for problem in random_problems(100):
        runs = descend(problem.dataset, starts=[1, 2], learning_rates=[0.01], n_epochs=3)
        frame = frame_of(problem.dataset, runs)
        for name in "wb":
            low, high, step = (frame[f"{name}_{end}"] for end in ("low", "high", "step"))
            last_cell_ends = step * (np.ceil(low / step) + GRID_CELLS - 1) + step / 2
            assert last_cell_ends >= high - step / 2
            assert float(f"{step:.0e}") == pytest.approx(step)


@pytest.mark.parametrize(("least", "step"), [(0.03, 0.05), (0.05, 0.05), (0.051, 0.1), (1.2, 2), (700, 1000)])
def test_a_nice_step_is_one_two_or_five_times_a_power_of_ten(least, step):
    assert nice_step(least) == pytest.approx(step)


def test_the_map_says_whether_noise_moved_the_answer():
    assert "the two differ" in said_of(make_dataset())
    assert "here they are the same" in said_of(make_dataset(noise=0))
    assert "y = 2·x + 1" in said_of(make_dataset())


def test_where_all_x_are_equal_the_contours_are_lines_and_the_words_say_so():
    dataset = Dataset([2.0, 2.0], [4.0, 6.0])
    runs = descend(dataset, starts=[0, 0], learning_rates=[0.1], n_epochs=10)
    frame = frame_of(dataset, runs)
    contours = contours_of(frame)
    assert contours[..., 0].min() < frame["w_low"] < frame["w_high"] < contours[..., 0].max()
    losses = loss(contours.reshape(-1, 2), dataset).reshape(contours.shape[:2])
    assert np.ptp(losses, axis=1) == pytest.approx(0, abs=1e-9)  # so each is a pair of straight lines
    said = said_of(dataset)
    assert "one of the best lines" in said
    assert "On each line" in said


def test_the_map_draws_rows_by_name_and_holds_none_of_its_own():
    spec = map_chart().to_dict()
    assert "datasets" not in spec
    assert {layer["data"].get("name", "frame") for layer in spec["layer"]} == {"runs", "frame"}
