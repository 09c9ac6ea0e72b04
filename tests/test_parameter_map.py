import math
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from gd_core import Dataset, descend, least_squares, make_dataset
from gd_core.charts.all_charts import description
from gd_core.charts.map_data import RING_RATIO, map_frame, map_window, path_rows
from gd_core.charts.map_window import MOST_OBLONG, NEAR, is_square
from gd_core.charts.map_words import about_the_map
from gd_core.charts.parameter_map import N_RINGS, map_chart
from gd_core.charts.rows import drawn_epochs
from gd_core.languages import english
from tests.reference import experiment_from, experiment_of_problem, experiment_on, lstsq, random_problems

TRUE_LINE = (2.0, 1.0)
EXPERIMENTS = [experiment_of_problem(problem) for problem in random_problems(100)]
EQUAL_X = Dataset([2.0, 2.0], [4.0, 6.0])


def of_points(dataset, *, starts=(1.0, 2.0), learning_rates=(0.01,), n_epochs=3):
    return experiment_from(dataset, starts=starts, learning_rates=learning_rates, n_epochs=n_epochs)


def frame_of(dataset, runs):
    return map_frame(experiment_on(dataset, runs, true_line=TRUE_LINE))


def said_of(dataset):
    runs = descend(dataset, starts=[0, 0], learning_rates=[0.1], n_epochs=10)
    return about_the_map(experiment_on(dataset, runs, true_line=TRUE_LINE))


def rings_of(experiment, *, ratio=1.25, in_view=False):
    """Return (w, b) all around every ring (rings, corners, 2), as the chart's own expressions draw it.

    The plot is so many times as wide as it is high. In view, no more of a ring is told than the plot has room
    for.
    """
    height, params = 200.0, description("map", say=english, large=False)["params"]
    known = {"frame": SimpleNamespace(**map_frame(experiment)), "width": ratio * height, "height": height}
    known |= {
        "pow": pow,
        "max": max,
        "hypot": math.hypot,
        "sqrt": math.sqrt,
        "atan2": math.atan2,
        "PI": np.pi,
    }
    for param in params:
        if param["name"].startswith(("half_", "ring_")) and param["name"] != "ring_shape":
            expression = re.sub(r"\((.+) \? (.+) : (.+)\) / 2", r"((\2) if \1 else (\3)) / 2", param["expr"])
            known[param["name"]] = eval(expression, known)
    turns, angle = np.linspace(0, 2 * np.pi, 73), np.radians(known["ring_angle"])
    sizes = known["ring_length"] * RING_RATIO ** (-np.arange(N_RINGS) / 2)[:, None]
    room = math.hypot(known["width"], known["height"]) if in_view else np.inf
    along = np.minimum(sizes, room) * np.cos(turns)
    side = np.where(turns < np.pi, 1, -1)
    across = side * known["ring_breadth"] * np.sqrt(np.maximum(sizes**2 - along**2, 0))
    right = along * np.cos(angle) - across * np.sin(angle)
    down = along * np.sin(angle) + across * np.cos(angle)
    w = known["frame"].middle_w + right * 2 * known["half_w"] / known["width"]
    b = known["frame"].middle_b - down * 2 * known["half_b"] / known["height"]
    return np.stack([w, b], axis=-1)


def losses_on(rings, dataset):
    """Return the loss at every corner (rings, corners), summed over the points."""
    w, b = rings[..., 0, None], rings[..., 1, None]
    return np.mean((dataset.y - w * dataset.x - b) ** 2, axis=-1)


def view_of(window, ratio):
    """Return the (w, b) at the corners of what a plot shows whose width is so many times its height."""
    low, high = np.array(window[:2]), np.array(window[2:])
    (wide, tall), middle = high - low, (low + high) / 2
    if is_square(window):
        wide, tall = max(wide, tall * ratio), max(tall, wide / ratio)
    return middle + np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]]) * [wide / 2, tall / 2]


def contains(window, places):
    return bool(((np.array(window[:2]) < places) & (places < np.array(window[2:]))).all())


# The rings.


def test_on_every_ring_the_loss_is_the_same_where_it_is_in_view():
    for experiment in EXPERIMENTS:
        losses = losses_on(rings_of(experiment, in_view=True), experiment.dataset)
        floor = lstsq(experiment.dataset)[1]
        assert np.all(np.ptp(losses, axis=1) <= 1e-3 * (losses.max(axis=1) - floor) + 1e-12 * losses.max())


def test_from_one_ring_to_the_next_the_loss_above_the_floor_falls_by_the_ratio_told(lesson):
    levels = losses_on(rings_of(lesson), lesson.dataset)[:, 0] - lstsq(lesson.dataset)[1]
    assert levels[:-1] / levels[1:] == pytest.approx(RING_RATIO, rel=1e-4)
    assert f"{RING_RATIO} times less" in about_the_map(lesson)


@pytest.mark.parametrize("ratio", [0.5, 0.8, 1.0, 1.3, 2.0])
def test_the_outermost_ring_is_around_all_that_is_in_view_in_a_plot_up_to_twice_as_long_as_wide(ratio):
    for experiment in EXPERIMENTS:
        view = view_of(map_window(experiment), ratio)
        outermost = losses_on(rings_of(experiment, ratio=ratio)[0], experiment.dataset)
        assert losses_on(view, experiment.dataset).max() <= outermost.max() * (1 + 1e-6)


def test_the_outermost_ring_is_no_further_out_than_it_must_be():
    for experiment in EXPERIMENTS:
        needed = max(
            losses_on(view_of(map_window(experiment), ratio), experiment.dataset).max()
            for ratio in np.geomspace(0.5, 2, 9)
        )
        floor = lstsq(experiment.dataset)[1]
        drawn = losses_on(rings_of(experiment)[0], experiment.dataset).max()
        assert drawn - floor <= 1.01 * (needed - floor) + 1e-9 * needed


def test_where_all_x_are_equal_the_rings_are_straight_where_they_are_in_view_and_the_words_say_so():
    experiment = of_points(EQUAL_X)
    low, high = np.array(map_window(experiment)).reshape(2, 2)
    for ring in rings_of(experiment):
        assert np.ptp(ring, axis=0).max() > 100 * (high - low).max()
    assert "one of the best lines" in said_of(EQUAL_X)
    assert "On each line" in said_of(EQUAL_X)


@pytest.mark.parametrize("points", [([0.0, 1.0], [1e50, -1e50]), ([1e-50, 2e-50], [0.0, 1e30])])
def test_a_ring_has_a_place_however_large_the_numbers_are(points):
    assert np.isfinite(rings_of(of_points(Dataset(*points)))).all()


# What is in view.


def test_the_answers_are_the_least_squares_line_and_the_true_line(dataset, runs):
    frame = frame_of(dataset, runs)
    assert [frame["best_w"], frame["best_b"]] == least_squares(dataset).tolist()
    assert [frame["true_w"], frame["true_b"]] == list(TRUE_LINE)


def test_the_whole_story_of_the_runs_that_converge_is_in_view():
    for experiment in EXPERIMENTS:
        dataset, runs = experiment.dataset, experiment.runs
        window = map_window(experiment_on(dataset, runs, true_line=TRUE_LINE))
        stays = runs.losses[:, -1] <= runs.losses[:, 0]
        seen = np.concatenate([runs.parameters[stays].reshape(-1, 2), runs.parameters[:, 0], [TRUE_LINE]])
        assert contains(window, seen)


def test_a_diverging_run_does_not_stretch_the_view(dataset):
    starts = [[-1, 0], [-1, 0]]
    calm, wild = (
        map_window(of_points(dataset, starts=starts, learning_rates=[0.1, rate], n_epochs=100))
        for rate in (0.5, 1e9)
    )
    assert wild[2] - wild[0] <= 1.01 * (calm[2] - calm[0])


def test_the_view_stays_while_the_starts_are_in_it():
    before = map_window(of_points(make_dataset(), starts=(-2.0, 3.0)))
    rng = np.random.default_rng(3)
    for share in rng.uniform(0, 1, (50, 2)):
        start = np.array(before[:2]) + share * (np.array(before[2:]) - before[:2])
        moved = of_points(make_dataset(), starts=start, learning_rates=[0.1, 0.9], n_epochs=50)
        assert map_window(moved, before) == before


@pytest.mark.parametrize("start", [(-2.1, 0.0), (0.0, 3.9), (50.0, -50.0)])
def test_the_view_is_another_where_a_start_is_out_of_it(start):
    before = map_window(of_points(make_dataset(), starts=(-1.5, 3.0)))
    moved = of_points(make_dataset(), starts=[start, (0.0, 0.0)], learning_rates=[0.1, 0.2])
    assert not contains(before, np.array([start]))
    assert map_window(moved, before) == map_window(moved)
    assert contains(map_window(moved, before), moved.runs.parameters[:, 0])


def test_the_frame_is_of_the_view_that_it_is_given(lesson):
    window = (-9.0, -8.0, 7.0, 6.0)
    given, own = map_frame(lesson, window), map_frame(lesson)
    ends = ["w_low", "b_low", "w_high", "b_high"]
    assert [given[end] for end in ends] == list(window)
    assert [own[end] for end in ends] == list(map_window(lesson))


@pytest.mark.parametrize(
    ("wide", "square"), [(1.0, True), (4.9, True), (0.21, True), (5.1, False), (0.19, False)]
)
def test_both_axes_have_one_scale_unless_the_view_is_very_long(wide, square):
    for shift in (0.0, -70.0):
        window = (shift, 0.0, shift + wide, 1.0)
        assert is_square(window) == square
    assert MOST_OBLONG == 5


# The ways.


def test_the_way_of_a_run_is_drawn_where_it_is_in_view_or_near_it():
    for experiment in EXPERIMENTS:
        runs, epochs, window = experiment.runs, drawn_epochs(experiment), map_window(experiment)
        slots = list(range(runs.learning_rates.size))
        rows = pd.DataFrame(path_rows(experiment, window, colour_slots=slots))
        drawn = {tuple(row) for row in rows[["slot", "epoch", "w", "b"]].astype(float).to_numpy().tolist()}
        assert len(drawn) == len(rows)
        low, high = np.array(window[:2]), np.array(window[2:])
        reach = (high - low).max() if is_square(window) else high - low
        for slot in slots:
            for epoch in epochs.tolist():
                place = runs.parameters[slot, epoch]
                row = (slot, epoch, *place.tolist())
                if contains(window, place):
                    assert row in drawn
                if row in drawn:
                    assert np.all(np.abs(place - (low + high) / 2) <= NEAR / 2 * reach)


def test_no_way_is_drawn_to_where_a_browser_cannot_draw(dataset):
    experiment = of_points(dataset, learning_rates=[0.1, 1e9, 5.0], n_epochs=500)
    rows = pd.DataFrame(path_rows(experiment, map_window(experiment), colour_slots=[0, 1, 2]))
    assert rows[["w", "b"]].abs().max(axis=None) < 100
    assert set(rows["slot"]) == {0, 1, 2}


# The words.


def test_the_map_says_whether_noise_moved_the_answer():
    assert "the two differ" in said_of(make_dataset())
    assert "here they are the same" in said_of(make_dataset(noise=0))
    assert "y = 2·x + 1" in said_of(make_dataset())


def test_the_map_draws_rows_by_name_and_holds_none_of_its_own():
    spec = map_chart().to_dict()
    assert "datasets" not in spec
    rings, *others = [layer["data"] for layer in spec["layer"]]
    assert rings == {"sequence": {"start": 0, "stop": N_RINGS, "as": "ring"}}  # numbers, and no rows
    assert {data["name"] for data in others} == {"runs", "now", "frame"}
