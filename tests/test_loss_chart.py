import numpy as np
import pytest

from gd_core import Dataset, descend, make_dataset, noise_floor
from gd_core.charts.loss import (
    LEAST_SHARE_DRAWN,
    about_the_drawing,
    loss_chart,
    loss_data,
    loss_spec,
    loss_window,
)
from gd_core.charts.thinning import MOST_EPOCHS_DRAWN, drawn_epochs
from gd_core.verdict import judge


def data_of(dataset, runs, *, logarithmic=False, above_floor=False):
    return loss_data(
        dataset,
        runs,
        slots=list(range(runs.learning_rates.size)),
        factors=[verdict.factor for verdict in judge(dataset, runs)],
        logarithmic=logarithmic,
        above_floor=above_floor,
    )


def test_the_chart_draws_the_losses_of_the_runs(dataset, runs):
    drawn = data_of(dataset, runs)["runs"]
    for slot, losses in enumerate(runs.losses):
        mine = drawn[drawn["slot"] == slot]
        assert mine["epoch"].tolist() == list(range(101))
        assert mine["loss"].tolist() == losses.tolist()


def test_the_chart_draws_the_excess_when_asked(dataset, runs):
    drawn = data_of(dataset, runs, above_floor=True)
    assert drawn["runs"]["loss"].tolist() == runs.excess_losses.ravel().tolist()
    assert drawn["frame"]["floor"].isna().all()


def test_the_floor_drawn_is_the_noise_floor(dataset, runs):
    for logarithmic in (False, True):
        frame = data_of(dataset, runs, logarithmic=logarithmic)["frame"].iloc[0]
        assert frame["floor"] == noise_floor(dataset)
        assert frame["low"] < frame["floor"] < frame["high"]
        assert frame["floor_label"] == "┄ noise floor 0.00815"


def test_the_legend_has_the_lessons_words(dataset, runs):
    labels = data_of(dataset, runs)["rates"]["label"].tolist()
    assert labels == ["learning rate = 0.01", "learning rate = 0.1", "learning rate = 0.5"]


@pytest.mark.parametrize("n_epochs", [1, 49, 399, 400, 401, 1000, 10_000])
def test_drawn_epochs_begin_at_the_start_and_end_at_the_last(n_epochs):
    epochs = drawn_epochs(n_epochs)
    assert epochs[0] == 0
    assert epochs[-1] == n_epochs
    assert np.all(np.diff(epochs) > 0)
    assert epochs.size <= MOST_EPOCHS_DRAWN + 50
    if n_epochs <= MOST_EPOCHS_DRAWN:
        assert epochs.size == n_epochs + 1


def test_between_drawn_epochs_the_loss_stays_within_what_is_drawn():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[1e-4, 0.01, 0.75, 0.7886], n_epochs=10_000)
    epochs = drawn_epochs(10_000)
    for losses in runs.losses:
        straight = np.interp(np.arange(10_001), epochs, losses[epochs])
        assert np.abs(straight - losses).max() < 0.002 * losses[0]


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
    high = data["frame"]["high"][0]
    stays, leaves = data["rates"].to_dict("records")
    assert np.isnan(stays["exit_epoch"])
    epoch = int(leaves["exit_epoch"])
    assert runs.losses[1, epoch - 1] <= high < runs.losses[1, epoch]
    assert leaves["exit_label"] == f"▲ 0.9 leaves at epoch {epoch}: error ×1.28 an epoch"


def test_labels_beside_the_lines_do_not_cover_each_other():
    dataset = make_dataset()
    runs = descend(dataset, starts=[-3, 4], learning_rates=[0.001, 0.01, 0.3, 0.5, 0.7], n_epochs=100)
    rates = data_of(dataset, runs)["rates"]
    assert rates["end_label"].tolist()[:3] == ["0.001", "0.01", "0.3"]
    assert rates["end_label"].isna().tolist()[3:] == [True, True]


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
        frame = data_of(dataset, runs, logarithmic=logarithmic, above_floor=above_floor)["frame"].iloc[0]
        assert np.isfinite([frame["low"], frame["high"]]).all()
        assert frame["low"] < frame["high"]
        if logarithmic:
            assert frame["low"] >= LEAST_SHARE_DRAWN / 2 * frame["high"] / 1.5


def test_what_the_drawing_leaves_out_is_said():
    dataset = make_dataset(noise=0)
    runs = descend(dataset, starts=[0, 0], learning_rates=[0.7], n_epochs=1000)
    for logarithmic in (False, True):
        said = about_the_drawing(data_of(dataset, runs, logarithmic=logarithmic, above_floor=True), 1000)
        assert f"All 1,000 epochs are computed, and {drawn_epochs(1000).size} are drawn." in said
        assert ("goes on falling" in said) == logarithmic


def test_nothing_is_said_where_the_drawing_leaves_nothing_out(dataset, runs):
    assert about_the_drawing(data_of(dataset, runs, logarithmic=True), 100) == ""


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("above_floor", [False, True])
def test_the_chart_is_valid_and_holds_no_rows_of_its_own(logarithmic, above_floor):
    spec = loss_chart(logarithmic=logarithmic, above_floor=above_floor).to_dict()
    assert "datasets" not in spec
    names = {layer["data"]["name"] for layer in spec["layer"]}
    assert names == {"runs", "rates", "frame"}


def test_the_spec_is_the_chart():
    view = {"logarithmic": True, "above_floor": False}
    assert loss_spec(**view) == loss_chart(**view).to_dict()
