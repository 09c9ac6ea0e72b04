import re

import numpy as np
import pytest

from gd_core import (
    Dataset,
    crawl_rate,
    descend,
    fastest_rate,
    largest_stable_rate,
    least_squares,
    make_dataset,
    overshoot_rate,
)
from gd_core.charts.frame import values_of
from gd_core.charts.rate_axis import DECADES, axis_range
from gd_core.charts.ruler import NARROWEST, ZONES, label_rows, ruler_chart, ruler_data
from gd_core.parts.which_rates import about_the_ruler, ruler_summary
from gd_core.theory import theory_of
from tests.reference import experiment_from, random_dataset

DATASETS = [random_dataset(np.random.default_rng(seed)) for seed in range(150)]


def data_of(dataset, rates=(0.01, 0.1, 0.5)):
    experiment = experiment_from(dataset, starts=(0, 0), learning_rates=rates, n_epochs=1)
    return ruler_data(experiment, colour_slots=list(range(len(rates))))


def steepest(dataset):
    """Return the largest eigenvalue of the Hessian and its eigenvector, by NumPy alone."""
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    lam, vectors = np.linalg.eigh(2 / dataset.x.size * design.T @ design)
    return lam[1], vectors[:, 1]


def across_after_an_epoch(dataset, rate):
    """Run one epoch from an error of 1 in the steepest direction; return what is left of it."""
    _, direction = steepest(dataset)
    bottom = least_squares(dataset)
    runs = descend(dataset, starts=bottom + direction, learning_rates=[rate], n_epochs=1)
    return float((runs.parameters[0, 1] - bottom) @ direction)


def test_the_zones_of_the_lesson(dataset):
    zones = data_of(dataset)["zones"]
    assert zones["zone"].tolist() == ["crawl", "smooth", "zigzag", "diverge"]
    assert zones["low"].tolist() == pytest.approx([1e-4, 0.0197166, 0.3943320, 0.7886640], rel=1e-6)
    assert zones["high"].tolist() == pytest.approx([0.0197166, 0.3943320, 0.7886640, 10], rel=1e-6)


def test_the_edges_of_the_zones_are_those_of_the_theory():
    for dataset in DATASETS:
        lam_max, _ = steepest(dataset)
        low, high = axis_range(theory_of(dataset))
        edges = [low, 0.05 / lam_max, 1 / lam_max, 2 / lam_max, high]
        zones = data_of(dataset)["zones"]
        assert zones["low"].tolist() == pytest.approx(edges[:-1], rel=1e-9)
        assert zones["high"].tolist() == pytest.approx(edges[1:], rel=1e-9)


def test_a_run_does_across_the_valley_what_its_zone_says():
    does = {
        "crawl": lambda left: 0.95 < left < 1,
        "smooth": lambda left: 0 < left < 0.95,
        "zigzag": lambda left: -1 < left < 0,
        "diverge": lambda left: left < -1,
    }
    assert set(does) == set(ZONES)
    for dataset in DATASETS:
        for zone in data_of(dataset)["zones"].to_dict("records"):
            for share in (0.01, 0.5, 0.99):
                rate = zone["low"] * (zone["high"] / zone["low"]) ** share
                assert does[zone["zone"]](across_after_an_epoch(dataset, rate)), zone


def test_the_marks_are_the_rates_of_the_theory_with_their_values(dataset):
    marks = data_of(dataset)["marks"]
    expected = [overshoot_rate(dataset), fastest_rate(dataset), largest_stable_rate(dataset)]
    assert marks["rate"].tolist() == expected
    assert marks["label"].tolist() == ["1/λmax = 0.394", "fastest = 0.749", "limit 2/λmax = 0.789"]


def test_the_marks_are_in_ascending_order_and_each_label_has_a_row_of_its_own():
    for dataset in DATASETS:
        marks = data_of(dataset)["marks"]
        assert (marks["rate"].diff().dropna() >= 0).all()
        assert marks["row"].tolist() == [1, 2, 3]


def test_where_all_x_are_equal_the_fastest_rate_is_where_steps_start_to_overshoot():
    marks = data_of(Dataset([2.0, 2.0], [4.0, 6.0]))["marks"]
    assert marks["rate"].tolist() == pytest.approx([0.1, 0.1, 0.2])


def test_every_zone_has_room_for_its_name_and_every_mark_for_its_label():
    for dataset in DATASETS:
        data = data_of(dataset)
        zones, low = data["zones"], values_of(data["frame"])["low_rate"]
        pixels = np.log10(zones["high"] / zones["low"]) / DECADES * NARROWEST
        assert pixels.min() > 15  # an upright name is 13 pixels wide
        assert (np.log10(data["marks"]["rate"] / low) / DECADES * NARROWEST).min() > 80  # and 62 beside it


def test_noise_does_not_move_the_ruler():
    quiet, loud = (data_of(make_dataset(noise=noise, seed=seed)) for noise, seed in ((0, 42), (1, 7)))
    for name in quiet:
        assert quiet[name].equals(loud[name])


def test_a_wider_range_of_x_moves_the_zones_along_an_axis_that_stays():
    before, after = (data_of(make_dataset(x_max=x_max)) for x_max in (1.0, 2.0))
    assert after["frame"].equals(before["frame"])
    assert (after["marks"]["rate"] < before["marks"]["rate"]).all()


@pytest.mark.parametrize("x_range", [(0, 0), (0, 1), (-1, 1), (-10, 10), (10, 10), (-10, -9.9), (0, 10)])
def test_the_axis_is_the_same_for_all_x_that_the_page_allows(x_range):
    dataset = make_dataset(x_min=x_range[0], x_max=x_range[1])
    assert axis_range(theory_of(dataset)) == (1e-4, 10.0)


@pytest.mark.parametrize("size", [1e-100, 1e-3, 1.0, 1e3, 1e100])
def test_the_axis_holds_every_zone_of_any_points(size):
    dataset = Dataset([0, size], [0, 1])
    low, high = axis_range(theory_of(dataset))
    assert 2 * low <= crawl_rate(dataset) < largest_stable_rate(dataset) < high / 5


def test_a_chosen_rate_stands_at_its_place_under_its_own_number(dataset):
    rates = data_of(dataset)["rates"]
    assert rates["slot"].tolist() == [0, 1, 2]
    assert rates["learning_rate"].tolist() == rates["place"].tolist() == [0.01, 0.1, 0.5]
    assert rates["label"].tolist() == ["0.01", "0.1", "0.5"]


def test_the_factor_told_of_a_rate_is_what_an_epoch_does_across_the_valley():
    for dataset in DATASETS:
        rates = largest_stable_rate(dataset) * np.array([0.01, 0.3, 0.8, 1.3])
        told = data_of(dataset, rates)["rates"]["across"]
        run = [across_after_an_epoch(dataset, rate) for rate in rates]
        assert told.tolist() == pytest.approx(run, rel=1e-6, abs=1e-6)


def test_a_rate_beyond_the_axis_stands_at_its_end_with_an_arrow_and_its_value(dataset):
    rates = data_of(dataset, (1e-9, 0.3, 1e9))["rates"]
    assert rates["place"].tolist() == [1e-4, 0.3, 10.0]
    assert rates["learning_rate"].tolist() == [1e-9, 0.3, 1e9]
    assert rates["label"].tolist() == ["◀ 1e-09", "0.3", "1e+09 ▶"]


def test_no_line_crosses_the_label_of_another_on_a_phone():
    rng = np.random.default_rng(5)
    for _ in range(300):
        places = rng.choice([0.0, 0.78, 1.0], 8) + rng.normal(0, 10 ** rng.uniform(-4, 0), 8)
        labels = ["0" * int(n) for n in rng.integers(1, 10, 8)]
        rows = label_rows(places, labels)
        for place, label, row in zip(places, labels, rows, strict=True):
            crossing = (places > place - 7 * len(label) / NARROWEST) & (places < place)
            assert all(other < row for other in np.array(rows)[crossing])


def test_labels_with_room_are_all_in_the_first_row(dataset):
    assert data_of(dataset)["rates"]["row"].tolist() == [1, 1, 1]
    assert data_of(dataset, (0.78, 0.78866, 0.8))["rates"]["row"].tolist() == [1, 2, 3]


def test_the_sentence_about_the_ruler_tells_the_edges_of_the_zones():
    for dataset in DATASETS:
        text = about_the_ruler(theory_of(dataset)).replace(",", "")
        zones = data_of(dataset)["zones"]
        told = re.search(r"Below (\S+) it .* Up to (\S+) the error .*limit 2/λmax = (\S+)\*\* comes", text)
        numbers = [float(number.replace("×10⁻", "e-").translate(DIGITS)) for number in told.groups()]
        assert numbers == pytest.approx(zones["high"].tolist()[:3], rel=0.005)


DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def test_the_summary_tells_the_lessons_zones(dataset):
    assert ruler_summary(theory_of(dataset), (0.01, 0.1, 0.5)) == (
        "Learning rates from 0.0001 to 10, on a logarithmic axis in four zones: crawl below 0.0197, smooth "
        "up to 0.394, zigzag up to the limit 0.789, diverge above. The fastest rate is 0.749. "
        "Chosen: 0.01, 0.1, 0.5."
    )


def test_the_chart_is_valid_and_holds_no_rows_of_its_own(dataset):
    spec = ruler_chart().to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == set(data_of(dataset))
