"""While a prediction is asked for, the pictures hold what happens and nothing of what decides it."""

import numpy as np
import pytest

from gd_core.charts.frame import values_of
from gd_core.experiment import Settings
from gd_core.parts.hidden import about_the_starts, about_the_veiled, points_alone, without_answers
from gd_core.parts.instrument import instrument

SETTINGS = Settings(learning_rates=(0.01, 0.5, 1.0))


@pytest.fixture(scope="module")
def pictures():
    return instrument(SETTINGS, slots=[0, 1, 2], logarithmic=False, above_floor=False).pictures


@pytest.fixture(scope="module")
def veiled(pictures):
    return without_answers(pictures, learning_rates=SETTINGS.learning_rates)


def test_the_runs_are_drawn_as_they_are(pictures, veiled):
    for name in pictures:
        assert veiled[name]["runs"] is pictures[name]["runs"]


def test_neither_floor_nor_best_line_nor_answers_are_drawn(veiled):
    for frames in veiled.values():
        frame = values_of(frames["frame"])
        hidden = ["floor", "best_low", "best_high", "best_w", "best_b", "true_w", "true_b"]
        assert np.isnan([frame[name] for name in hidden]).all()
        assert frame["floor_label"] == frame["key"] == ""


def test_no_label_holds_a_factor(veiled):
    for frames in veiled.values():
        assert frames["rates"]["label"].tolist() == ["0.01", "0.5", "1"]
        assert frames["rates"]["short_label"].tolist() == ["0.01", "0.5", "1"]


def test_the_points_alone_are_all_the_points_and_no_line(pictures):
    frames = points_alone(pictures)
    assert len(frames["points"]) == SETTINGS.n_samples
    assert frames["runs"].empty
    assert frames["rates"].empty
    frame = values_of(frames["frame"])
    assert np.isnan([frame["best_low"], frame["best_high"]]).all()


def test_those_who_cannot_see_are_told_no_answer_either():
    words = about_the_veiled(SETTINGS.learning_rates)
    assert words.startswith("Loss by epoch, for the learning rates 0.01, 0.5, 1.")
    assert not any(answer in words for answer in ("crawls", "diverges", "converges", "limit"))


def test_every_start_is_told():
    assert about_the_starts(Settings(learning_rates=(0.1, 0.5), own_start=True, start_w=-3.0)) == (
        "0.1 starts at w = −3, b = 0. 0.5 starts at w = −3, b = 0."
    )
    assert about_the_starts(Settings()).startswith("0.01 starts at w = −1.42, b = −0.421. 0.1 starts at")
