"""The ruler, as the player is told it, and the words about its zones."""

import re
from itertools import pairwise

import numpy as np
import pytest

from gd_core import descend, least_squares, make_dataset
from gd_core.charts.map_data import map_window
from gd_core.charts.player import player_data
from gd_core.charts.rate_axis import axis_range, names_of_zones
from gd_core.parts.which_rates import about_the_ruler, the_ruler
from gd_core.telling.behaviour import CRAWLS, DIVERGES, SMOOTH, ZIGZAG
from gd_core.theory import theory_of
from tests.marked import marked, outside_marks
from tests.reference import experiment_from, random_dataset
from tests.test_player import read

DATASETS = [random_dataset(np.random.default_rng(seed)) for seed in range(150)]
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text):
    mantissa, _, power = text.replace(",", "").partition("×10")
    return float(f"{mantissa}e{power.translate(POWERS) or 0}")


def ruler_of(dataset, **options):
    experiment = experiment_from(dataset, starts=(0, 0), learning_rates=(0.1,), n_epochs=1)
    told = {"colour_slots": [0], "above_floor": False, "window": map_window(experiment)}
    return read(player_data(experiment, **told, **options))[0]["ruler"]


def ends_of(ruler):
    """Return where each zone begins and ends."""
    ends = [ruler["low"], *ruler["edges"], ruler["high"]]
    return list(pairwise(ends))


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
    ruler = ruler_of(dataset)
    assert [zone["name"] for zone in ruler["zones"]] == ["crawl", "smooth", "zigzag", "diverge"]
    assert ruler["edges"] == pytest.approx([0.0197166, 0.3943320, 0.7886640], rel=1e-6)
    assert (ruler["low"], ruler["high"]) == (1e-4, 10)
    assert ruler["limit"] == "limit 0.789"


def test_the_edges_of_the_zones_are_those_of_the_theory():
    for dataset in DATASETS:
        lam_max, _ = steepest(dataset)
        ruler = ruler_of(dataset)
        assert ruler["edges"] == pytest.approx([0.05 / lam_max, 1 / lam_max, 2 / lam_max], rel=1e-9)
        assert number(ruler["limit"].removeprefix("limit ")) == pytest.approx(2 / lam_max, rel=0.005)
        assert (ruler["low"], ruler["high"]) == axis_range(theory_of(dataset))


def test_a_run_does_across_the_valley_what_its_zone_says():
    does = {
        CRAWLS: lambda left: 0.95 < left < 1,
        SMOOTH: lambda left: 0 < left < 0.95,
        ZIGZAG: lambda left: -1 < left < 0,
        DIVERGES: lambda left: left < -1,
    }
    for dataset in DATASETS:
        ruler = ruler_of(dataset)
        assert [zone["does"] for zone in ruler["zones"]] == list(does)
        assert [zone["name"] for zone in ruler["zones"]] == names_of_zones()
        for zone, (low, high) in zip(ruler["zones"], ends_of(ruler), strict=True):
            for share in (0.01, 0.5, 0.99):
                rate = low * (high / low) ** share
                assert does[zone["does"]](across_after_an_epoch(dataset, rate)), zone


def test_every_zone_is_wide_enough_to_be_seen():
    for dataset in DATASETS:
        ruler = ruler_of(dataset)
        shares = np.diff(np.log(ends_of(ruler))) / np.log(ruler["high"] / ruler["low"])
        assert shares.sum() == pytest.approx(1)
        assert shares.min() > 0.05


def test_noise_does_not_move_the_ruler():
    assert ruler_of(make_dataset(noise=0, seed=42)) == ruler_of(make_dataset(noise=1, seed=7))


def test_a_wider_range_of_x_moves_the_zones_along_an_axis_that_stays():
    before, after = (ruler_of(make_dataset(x_max=x_max)) for x_max in (1.0, 2.0))
    assert (after["low"], after["high"]) == (before["low"], before["high"])
    assert all(moved < edge for moved, edge in zip(after["edges"], before["edges"], strict=True))


def test_the_sentence_about_the_ruler_tells_the_edges_of_the_zones_and_the_fastest_rate():
    for dataset in DATASETS:
        text, theory = about_the_ruler(theory_of(dataset)), theory_of(dataset)
        told = re.search(
            r"Below (\S+) it .* Up to (\S+) the .*limit, 2/λmax = (\S+)\*\*, "
            r".*fastest rate is (?:about (\S+)|just below the limit): ",
            text,
        )
        design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
        lam = np.linalg.eigvalsh(2 / dataset.x.size * design.T @ design)
        fastest = 2 / lam.sum() if np.ptp(dataset.x) else 1 / lam[1]
        edges = [*theory.zones, fastest if told[4] else theory.limit]
        assert list(map(number, filter(None, told.groups()))) == pytest.approx(
            edges[: told.lastindex], rel=0.005
        )
        assert fastest == pytest.approx(edges[-1], rel=1e-5)


def test_the_words_about_the_zones_stand_under_the_ruler_and_are_said(lesson):
    [words] = the_ruler(lesson)
    assert words.markdown.startswith("The zones of the ruler above say what an epoch does")
    [in_marks] = the_ruler(lesson, say=marked)
    assert not re.search("[A-Za-z]", outside_marks(in_marks.markdown))


def test_every_word_on_the_ruler_is_said(dataset):
    ruler = ruler_of(dataset, say=marked)
    texts = [ruler["limit"], ruler["meaning"], *(text for zone in ruler["zones"] for text in zone.values())]
    assert (
        len(texts) == 2 + 4 * 4
    )  # of the limit; and of each zone its name, what a run does there, once crawling, and why
    assert all(texts)
    assert not re.search("[A-Za-z]", "".join(map(outside_marks, texts)))
