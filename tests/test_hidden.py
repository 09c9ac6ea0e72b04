"""While a prediction is asked for, the pictures hold what happens and nothing of what decides it."""

import numpy as np
import pytest

from gd_core.charts.frame import values_of
from gd_core.experiment import Settings, experiment_of
from gd_core.parts.hidden import about_the_starts, points_alone, without_answers
from gd_core.parts.instrument import instrument

EXPERIMENT = experiment_of(Settings(learning_rates=(0.01, 0.5, 1.0)))


@pytest.fixture(scope="module")
def shown():
    return instrument(EXPERIMENT, colour_slots=[0, 1, 2])


@pytest.fixture(scope="module")
def hidden():
    return without_answers(EXPERIMENT, colour_slots=[0, 1, 2])


def pictures_of(shown):
    return shown[1:4]


def test_the_runs_are_drawn_as_they_are(shown, hidden):
    for open_to_all, picture in zip(pictures_of(shown), pictures_of(hidden), strict=True):
        assert picture.name == open_to_all.name
        assert picture.rows["runs"].equals(open_to_all.rows["runs"])
    assert hidden[0] == shown.player


def test_nothing_is_said_of_what_happened(shown, hidden):
    assert shown[4:]
    assert not hidden[4:]


def test_neither_floor_nor_best_line_nor_answers_are_drawn(hidden):
    for picture in pictures_of(hidden):
        frame = values_of(picture.rows["frame"])
        answers = ["floor", "best_low", "best_high", "best_w", "best_b", "true_w", "true_b"]
        assert np.isnan([frame[name] for name in answers]).all()
        assert frame["floor_label"] == frame["key"] == ""


def test_no_label_holds_a_factor(hidden):
    for picture in pictures_of(hidden):
        assert picture.rows["rates"]["label"].tolist() == ["0.01", "0.5", "1"]
        assert picture.rows["rates"]["short_label"].tolist() == ["0.01", "0.5", "1"]


def test_the_points_alone_are_all_the_points_and_no_line():
    [picture] = points_alone(EXPERIMENT, colour_slots=[0, 1, 2])
    frames = picture.rows
    assert len(frames["points"]) == EXPERIMENT.settings.n_samples
    assert frames["runs"].empty
    assert frames["rates"].empty
    frame = values_of(frames["frame"])
    assert np.isnan([frame["best_low"], frame["best_high"]]).all()


def test_those_who_cannot_see_are_told_no_answer_either(hidden):
    assert hidden[1].alt.startswith("Loss by epoch, for the learning rates 0.01, 0.5, 1.")
    for picture in (*pictures_of(hidden), *points_alone(EXPERIMENT, colour_slots=[0, 1, 2])):
        assert not any(answer in picture.alt for answer in ("crawls", "diverges", "converges", "limit"))
        assert "best line" not in picture.alt


def test_every_start_is_told():
    own = experiment_of(Settings(learning_rates=(0.1, 0.5), own_start=True, start_w=-3.0))
    assert about_the_starts(own) == "0.1 starts at w = −3, b = 0. 0.5 starts at w = −3, b = 0."
    drawn = about_the_starts(experiment_of(Settings()))
    assert drawn.startswith("0.01 starts at w = −1.42, b = −0.421. 0.1 starts at")
