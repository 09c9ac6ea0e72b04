import re

import numpy as np
import pandas as pd
import pytest

from gd_core import Dataset, descend, make_dataset, noise_floor
from gd_core.charts.loss import loss_chart
from gd_core.charts.loss_data import about_the_drawing, loss_data
from gd_core.charts.loss_window import LEAST_SHARE_DRAWN, loss_window
from gd_core.charts.rows import drawn_epochs, loss_rows
from gd_core.experiment import Settings, experiment_of
from gd_core.telling.verdict import judge
from tests.reference import experiment_from, experiment_on


def data_of(dataset, runs, *, logarithmic=False, above_floor=False):
    experiment = experiment_on(dataset, runs)
    rates, frame = loss_data(
        experiment,
        colour_slots=list(range(runs.learning_rates.size)),
        factors=[verdict.factor for verdict in judge(experiment)],
        logarithmic=logarithmic,
        above_floor=above_floor,
    )
    return {"rates": pd.DataFrame(rates), "frame": frame}


def test_no_floor_is_drawn_under_the_loss_above_the_floor(dataset, runs):
    assert np.isnan(data_of(dataset, runs, above_floor=True)["frame"]["floor"])


def test_the_floor_drawn_is_the_noise_floor(dataset, runs):
    for logarithmic in (False, True):
        frame = data_of(dataset, runs, logarithmic=logarithmic)["frame"]
        assert frame["floor"] == noise_floor(dataset)
        assert frame["low"] < frame["floor"] < frame["high"]
        assert frame["floor_label"] == "┄ noise floor 0.00815"


def test_the_legend_has_the_lessons_words_and_in_a_narrow_picture_the_rate_alone(dataset, runs):
    assert data_of(dataset, runs)["rates"]["name"].tolist() == ["0.01", "0.1", "0.5"]
    spec = loss_chart(logarithmic=False, above_floor=False).to_dict()
    encodings = [encoded for layer in spec["layer"] for encoded in layer["encoding"].values()]
    legends = [encoded["legend"] for encoded in encodings if encoded.get("legend")]
    for legend in legends:
        narrow, name, words = re.fullmatch(r"width < (\d+) \? (.+) : (.+)", legend["labelExpr"]).groups()
        assert name.endswith(".row.name)")
        assert eval(words.replace(name, "'0.01'")) == "learning rate = 0.01"
        assert 200 < int(narrow) < 500
    assert len(legends) == 2  # of colours and of dashes, which Vega makes one of since they are the same
    assert legends[0] == legends[1]


def test_every_run_that_converges_is_wholly_in_the_frame():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[0.01, 0.5, 0.9, 1.0], n_epochs=100)
    for logarithmic in (False, True):
        low, high = loss_window(runs.losses, noise_floor(dataset), logarithmic=logarithmic)
        assert np.all((low < runs.losses[:2]) & (runs.losses[:2] < high))


def test_a_diverging_run_does_not_flatten_the_others():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[0.01, 0.9], n_epochs=100)
    _, high = loss_window(runs.losses, noise_floor(dataset), logarithmic=False)
    assert high < 1.5 * runs.losses[:, 0].max()


def test_a_diverging_run_alone_is_seen_to_climb():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[0.85, 0.9], n_epochs=100)
    _, high = loss_window(runs.losses, noise_floor(dataset), logarithmic=False)
    assert high > 10 * runs.losses[:, 0].max()


def test_a_run_that_leaves_the_frame_says_when_and_how_fast():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[0.01, 0.9], n_epochs=100)
    data = data_of(dataset, runs)
    high = data["frame"]["high"]
    stays, leaves = data["rates"].to_dict("records")
    assert np.isnan(stays["exit_epoch"])
    epoch = int(leaves["exit_epoch"])
    assert runs.losses[1, epoch - 1] <= high < runs.losses[1, epoch]
    assert stays["leaving"] == ""
    assert leaves["leaving"] == f"▲ leaves at epoch {epoch}, error ×1.28 an epoch"


def test_labels_beside_the_lines_do_not_cover_each_other():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[0.001, 0.01, 0.3, 0.5, 0.7], n_epochs=100)
    rates = data_of(dataset, runs)["rates"]
    assert rates["end_label"].tolist() == ["0.001", "0.01", "0.3", "", ""]


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("above_floor", [False, True])
def test_the_frame_is_a_frame_for_every_kind_of_run(logarithmic, above_floor):
    flat = Dataset([-1, 1], [-1, 3])
    cases = [
        (flat, [2, 1], [0.1, 5.0]),  # starts at the answer: every loss is 0
        (flat, [0, 0], [0.5]),  # one epoch finds the answer, and the loss is 0 from there on
        (make_dataset(noise=0), [0, 0], [0.5]),
        (make_dataset(), [0, 0], [1e9]),
        (make_dataset(), [0, 0], [1e-9]),
    ]
    for dataset, start, rates in cases:
        runs = descend(dataset, starts=start, learning_rates=rates, n_epochs=2000)
        frame = data_of(dataset, runs, logarithmic=logarithmic, above_floor=above_floor)["frame"]
        assert np.isfinite([frame["low"], frame["high"]]).all()
        assert frame["low"] < frame["high"]
        if logarithmic:
            assert frame["low"] >= LEAST_SHARE_DRAWN / 2 * frame["high"] / 1.5


def test_what_the_drawing_leaves_out_is_said():
    dataset = make_dataset(noise=0)
    experiment = experiment_from(dataset, starts=[0, 0], learning_rates=[0.7], n_epochs=1000)
    runs = experiment.runs
    for logarithmic in (False, True):
        low = data_of(dataset, runs, logarithmic=logarithmic, above_floor=True)["frame"]["low"]
        said = about_the_drawing(experiment, runs.excess_losses, low)
        assert f"All 1,000 epochs are computed, and {drawn_epochs(experiment).size} are drawn." in said
        assert ("goes on falling" in said) == logarithmic


def test_nothing_is_said_where_the_drawing_leaves_nothing_out(lesson, dataset, runs):
    low = data_of(dataset, runs, logarithmic=True)["frame"]["low"]
    assert about_the_drawing(lesson, runs.losses, low) == ""


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("above_floor", [False, True])
def test_the_chart_is_valid_and_holds_no_rows_of_its_own(logarithmic, above_floor):
    spec = loss_chart(logarithmic=logarithmic, above_floor=above_floor).to_dict()
    assert "datasets" not in spec
    names = {layer["data"]["name"] for layer in spec["layer"]}
    assert names == {"runs", "now", "frame"}


def test_every_loss_drawn_has_a_place_that_browsers_can_draw():
    experiment = experiment_from(
        make_dataset(), starts=[-3, 4], learning_rates=[0.01, 0.9, 1e9], n_epochs=500
    )
    losses = experiment.runs.losses
    for logarithmic in (False, True):
        frame = data_of(experiment.dataset, experiment.runs, logarithmic=logarithmic)["frame"]
        rows = loss_rows(experiment, losses, frame["high"], colour_slots=[0, 1, 2], logarithmic=logarithmic)
        drawn = rows["loss"][~np.isnan(rows["loss"])]
        assert np.isfinite(drawn).all()
        assert (drawn > 0).all() if logarithmic else (drawn <= 1000 * frame["high"]).all()
        assert not np.isnan(rows["loss"][rows["slot"] == 0]).any()


@pytest.mark.parametrize("logarithmic", [False, True])
def test_where_momentum_keeps_a_run_swinging_no_swing_is_under_the_legend(logarithmic):
    swinging = experiment_of(Settings(momentum=0.99, same_start=True))
    given = {"colour_slots": [0, 1, 2], "factors": [1.0] * 3, "above_floor": False}
    _, frame = loss_data(swinging, logarithmic=logarithmic, **given)
    scale = np.log if logarithmic else np.asarray
    highest = scale(swinging.runs.losses[:, 50:].max())
    height = (highest - scale(frame["low"])) / (scale(frame["high"]) - scale(frame["low"]))
    assert height < 0.71


def test_where_runs_with_momentum_have_come_down_the_frame_ends_at_the_start():
    settled = experiment_of(Settings(momentum=0.5, same_start=True))
    given = {"colour_slots": [0, 1, 2], "factors": [1.0] * 3, "above_floor": False, "logarithmic": False}
    assert loss_data(settled, **given)[1]["high"] == pytest.approx(1.04 * settled.runs.losses[0, 0])
