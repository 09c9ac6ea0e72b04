"""While a prediction is asked for, the pictures hold what happens and nothing of what decides it."""

import json

import numpy as np
import pytest

from gd_core.charts.arrow import as_arrow
from gd_core.charts.frame import values_of
from gd_core.charts.rate_axis import names_of_zones
from gd_core.experiment import Settings, experiment_of
from gd_core.numbers import rounded
from gd_core.parts.hidden import about_the_starts, points_alone, without_answers
from gd_core.parts.instrument import AT_THE_TOP, instrument
from gd_core.telling.behaviour import BEHAVIOURS
from gd_core.telling.starts import losses_at_the_start
from tests.reference import lstsq

EXPERIMENT = experiment_of(Settings(learning_rates=(0.01, 0.5, 1.0)))
ANSWERS = {  # in the frame of each picture
    "loss": ["floor", "floor_label"],
    "map": ["best_w", "best_b", "true_w", "true_b", "key"],
    "fit": ["best_low", "best_high"],
}
MAY = {"may_start": True, "may_move_rates": True}  # what a hand may do where nothing is hidden


@pytest.fixture(scope="module")
def shown():
    return instrument(EXPERIMENT, colour_slots=[0, 1, 2], **MAY)


@pytest.fixture(scope="module")
def hidden():
    return without_answers(EXPERIMENT, colour_slots=[0, 1, 2], **MAY)


def pictures_of(shown):
    return shown[1:4]


def test_the_runs_are_drawn_as_they_are(shown, hidden):
    runs = EXPERIMENT.runs
    for open_to_all, picture in zip(pictures_of(shown), pictures_of(hidden), strict=True):
        assert picture.name == open_to_all.name
        assert picture.rows.keys() == open_to_all.rows.keys()
        for name in picture.rows.keys() - {"now", "frame"}:
            assert as_arrow(picture.rows[name]) == as_arrow(open_to_all.rows[name])
        for row, known in zip(picture.rows["now"]["row"], open_to_all.rows["now"]["row"], strict=True):
            assert row | {"leaving": ""} == pytest.approx(known | {"leaving": ""}, nan_ok=True)
    numbers = np.frombuffer(hidden[0].data.partition(b"\n")[2])
    assert numbers.tolist() == [*runs.losses.ravel(), *np.moveaxis(runs.parameters, 2, 0).ravel()]


def test_nothing_is_said_of_what_happened(shown, hidden):
    assert len(hidden) == AT_THE_TOP
    assert len(shown) > AT_THE_TOP
    assert hidden[4].markdown == losses_at_the_start(EXPERIMENT)  # where the runs start is no answer


def test_neither_floor_nor_best_line_nor_answers_are_drawn(hidden):
    for picture in pictures_of(hidden):
        frame = values_of(picture.rows["frame"])
        for name in ANSWERS[picture.name]:
            assert frame[name] == "" or np.isnan(frame[name])


def test_no_run_that_leaves_says_how_fast(shown, hidden):
    assert "×" in "".join(row["leaving"] for row in shown.loss.rows["now"]["row"])
    for picture in pictures_of(hidden):
        for row in picture.rows["now"]["row"]:
            assert "×" not in "".join(text for text in row.values() if isinstance(text, str))


def test_the_player_knows_no_zone_no_floor_no_answer_and_no_verdict(shown, hidden):
    theory, (answer, floor) = EXPERIMENT.theory, lstsq(EXPERIMENT.dataset)
    known = json.loads(shown.player.data.partition(b"\n")[0])
    told, _, numbers = hidden[0].data.partition(b"\n")
    assert known["bowl"]["bottom"] == pytest.approx(answer)
    assert known["bowl"]["floor"] == pytest.approx(floor)
    answers = [*theory.zones, theory.fastest, known["bowl"]["floor"], *known["bowl"]["bottom"]]
    assert not set(answers) & set(np.frombuffer(numbers))
    texts = [*map(json.dumps, answers), rounded(theory.limit), *names_of_zones(), *BEHAVIOURS]
    texts += [rate["verdict"] for rate in known["rates"]]
    assert [text for text in texts if text.encode() in told] == []


def test_the_points_alone_are_all_the_points_and_no_line():
    [picture] = points_alone(EXPERIMENT, colour_slots=[0, 1, 2])
    frames = picture.rows
    assert len(frames["points"]["x"]) == EXPERIMENT.settings.n_samples
    assert frames["now"] == {"slot": [], "row": []}
    assert frames.keys() == {"points", "now", "frame"}
    frame = values_of(frames["frame"])
    assert np.isnan([frame["best_low"], frame["best_high"]]).all()


def test_those_who_cannot_see_are_told_no_answer_either(hidden):
    assert hidden[1].alt == "The loss of every run by epoch. The player tells its numbers."
    for picture in (*pictures_of(hidden), *points_alone(EXPERIMENT, colour_slots=[0, 1, 2])):
        assert not any(answer in picture.alt for answer in ("crawls", "diverges", "converges", "limit"))
        assert "best line" not in picture.alt


def test_every_start_is_told():
    own = experiment_of(Settings(learning_rates=(0.1, 0.5), own_start=True, start_w=-3.0))
    assert about_the_starts(own) == "0.1 starts at w = −3, b = 0. 0.5 starts at w = −3, b = 0."
    drawn = about_the_starts(experiment_of(Settings()))
    assert drawn.startswith("0.01 starts at w = −1.42, b = −0.421. 0.1 starts at")
