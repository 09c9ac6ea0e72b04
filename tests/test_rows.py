import numpy as np
import pandas as pd
import pytest

from gd_core import make_dataset
from gd_core.charts.fit import NOW_OF_FIT
from gd_core.charts.loss import NOW_OF_LOSS
from gd_core.charts.parameter_map import NOW_OF_MAP
from gd_core.charts.rows import (
    MOST_EPOCHS_DRAWN,
    drawn_epochs,
    loss_rows,
    now_rows,
    rate_columns,
    where_runs_are,
)
from gd_core.charts.zero import zero_columns
from gd_core.experiment import Settings, experiment_of
from tests.reference import experiment_from, experiment_of_problem, plain_loop, random_problems

STRAIGHT, LOGARITHMIC = {"logarithmic": False}, {"logarithmic": True}


def long_run(n_epochs):
    return experiment_of(Settings(n_epochs=n_epochs, learning_rates=(0.1,)))


def now_of(experiment, *, slots=None):
    """Return what is known of each run at its last epoch, as a dictionary."""
    runs = experiment.runs
    slots = slots or list(range(runs.learning_rates.size))
    rates = rate_columns(runs.learning_rates, colour_slots=slots)
    known = where_runs_are(experiment, runs.losses, rates)
    assert known["slot"] == slots
    return [dict(zip(known, row, strict=True)) for row in zip(*known.values(), strict=True)]


def test_the_picture_of_the_loss_draws_the_runs(lesson):
    runs = lesson.runs
    rows = pd.DataFrame(loss_rows(lesson, runs.losses, 10.0, colour_slots=[2, 0, 7], **STRAIGHT))
    for run, slot in enumerate([2, 0, 7]):
        mine = rows[rows["slot"] == slot]
        assert mine["epoch"].tolist() == list(range(101))
        assert mine["loss"].tolist() == runs.losses[run].tolist()


def test_a_loss_without_a_place_on_the_axis_is_not_there_and_every_other_is():
    experiment = experiment_from(make_dataset(), starts=[0, 0], learning_rates=[1e9, 0.5], n_epochs=200)
    losses = experiment.runs.losses.copy()
    losses[1, -1] = 0
    for scale in (STRAIGHT, LOGARITHMIC):
        drawn = loss_rows(experiment, losses, 3.0, colour_slots=[0, 1], **scale)["loss"]
        has_none = ~np.isfinite(losses) | (losses == 0 if scale["logarithmic"] else False)
        assert np.isnan(drawn).tolist() == has_none.ravel().tolist()
        shown = losses[~has_none] if scale["logarithmic"] else np.minimum(losses[~has_none], 3000)
        assert drawn[~np.isnan(drawn)].tolist() == shown.tolist()


def test_a_run_now_is_where_a_plain_loop_ends():
    for problem in random_problems(60, seed=2):
        experiment = experiment_of_problem(problem)
        told = {"starts": problem.starts, "learning_rates": problem.rates, "n_epochs": problem.n_epochs}
        parameters, losses = plain_loop(problem.dataset, **told)
        rows = now_of(experiment)
        for run in np.flatnonzero(losses.max(axis=1) < 1e100):
            row, size = rows[run], np.abs(parameters[run]).max()
            assert row["epoch"] == problem.n_epochs
            assert row["loss"] == pytest.approx(losses[run, -1], rel=1e-6, abs=1e-9 * losses[run, 0])
            assert [row["start_w"], row["start_b"]] == problem.starts[run].tolist()
            assert [row["w"], row["b"]] == pytest.approx(parameters[run, -1], rel=1e-6, abs=1e-6 * size)


def test_the_next_step_leads_where_one_more_epoch_of_a_plain_loop_does(lesson):
    told = {"starts": lesson.runs.parameters[:, 0], "learning_rates": lesson.runs.learning_rates}
    parameters, _ = plain_loop(lesson.dataset, **told, n_epochs=101)
    led_to = [[row["next_w"], row["next_b"]] for row in now_of(lesson)]
    assert led_to == pytest.approx(parameters[:, 101], rel=1e-9)


def test_a_run_that_overflows_is_at_infinity_and_has_no_next_step():
    [row] = now_of(
        experiment_from(make_dataset(), starts=[0, 0], learning_rates=[1e9], n_epochs=500), slots=[5]
    )
    assert row["loss"] == np.inf
    assert row["w"] == row["b"] == np.inf
    assert [name for name, value in row.items() if value != value] == ["next_w", "next_b"]


@pytest.mark.parametrize("names", [NOW_OF_LOSS, NOW_OF_MAP, NOW_OF_FIT])
def test_a_picture_has_of_each_run_its_slot_and_what_it_draws_and_nothing_else(lesson, names):
    slots = [2, 0, 7]
    rates = rate_columns(lesson.runs.learning_rates, colour_slots=slots)
    of_the_loss = {
        "end_label": ["a", "b", "c"],
        "exit_epoch": [np.nan, 3.0, np.nan],
        "leaving": ["", "d", ""],
    } | zero_columns(lesson.runs.losses)
    known = where_runs_are(lesson, lesson.runs.losses, rates | of_the_loss)
    now = now_rows(known, names)
    assert {type(slot) for slot in now["slot"]} == {float}
    assert [row["slot"] for row in now["row"]] == now["slot"] == slots
    for run, row in enumerate(now["row"]):
        assert row.keys() == {"slot", *names}
        assert {type(value) for value in row.values()} == {float, str}  # browsers calculate with these
        assert all(row[name] is known[name][run] for name in names)


def test_a_run_is_called_by_its_rate(runs):
    columns = rate_columns(runs.learning_rates, colour_slots=[2, 0, 7])
    assert columns == {"slot": [2, 0, 7], "name": ["0.01", "0.1", "0.5"]}


def test_a_zigzag_shows_both_its_sides_in_a_thinned_run():
    epochs = drawn_epochs(long_run(10_000))
    assert np.all(
        np.isin(epochs[epochs % 2 == 0][1:] - 1, epochs) | np.isin(epochs[epochs % 2 == 0][1:] + 1, epochs)
    )


@pytest.mark.parametrize("n_epochs", [1, 49, 199, 200, 201, 202, 1000, 10_000])
def test_drawn_epochs_begin_at_the_start_and_end_at_the_last(n_epochs):
    epochs = drawn_epochs(long_run(n_epochs))
    assert epochs[0] == 0
    assert epochs[-1] == n_epochs
    assert np.all(np.diff(epochs) > 0)
    assert epochs.size <= MOST_EPOCHS_DRAWN + 50
    if n_epochs <= MOST_EPOCHS_DRAWN:
        assert epochs.size == n_epochs + 1


def test_between_drawn_epochs_the_loss_stays_within_what_is_drawn():
    rates = [1e-4, 0.01, 0.75, 0.7886]
    experiment = experiment_from(make_dataset(), starts=[-3, 4], learning_rates=rates, n_epochs=10_000)
    epochs = drawn_epochs(experiment)
    for losses in experiment.runs.losses:
        straight = np.interp(np.arange(10_001), epochs, losses[epochs])
        assert np.abs(straight - losses).max() < 0.005 * losses[0]  # a pixel of the chart
