"""The tables beside the pictures, against plain loops."""

import math

import numpy as np
import pytest

from gd_core.experiment import Settings, dataset_of, experiment_of, starts_of
from gd_core.parts.tables import as_read, errors_table, runs_table, sweep_table, told_epochs
from gd_core.parts.which_rates import the_sweep
from gd_core.two_modes import two_modes

SETTINGS = Settings(learning_rates=(0.01, 0.5, 0.85), n_epochs=70, seed=7)


def plain_loop(settings, rate, start):
    """Return (w, b) of every epoch, by the update rule written out over the points."""
    dataset = dataset_of(settings)
    (w, b), way = start, []
    for _ in range(settings.n_epochs + 1):
        way.append((w, b))
        left = dataset.y - w * dataset.x - b
        w, b = w + rate * 2 * np.mean(left * dataset.x), b + rate * 2 * np.mean(left)
    return np.array(way)


@pytest.mark.parametrize("n_epochs", [1, 2, 3, 70, 100, 9_999, 10_000])
def test_the_epochs_told_are_few_and_the_first_and_the_last_are_among_them(n_epochs):
    epochs = told_epochs(n_epochs).tolist()
    assert epochs == sorted(set(epochs))
    assert epochs[0] == 0
    assert epochs[-1] == n_epochs
    assert len(epochs) <= 14


def test_the_table_of_the_runs_tells_what_a_plain_loop_finds():
    experiment = experiment_of(SETTINGS)
    dataset, table = experiment.dataset, runs_table(experiment)
    least = np.linalg.lstsq(np.column_stack([dataset.x, np.ones(100)]), dataset.y, rcond=None)[1][0] / 100
    for rate, start in zip(SETTINGS.learning_rates, starts_of(SETTINGS), strict=True):
        way = plain_loop(SETTINGS, rate, start)
        mine = table[table["learning_rate"] == rate]
        assert mine["epoch"].tolist() == [0, 1, 2, 5, 10, 20, 50, 70]
        np.testing.assert_allclose(mine[["w", "b"]], way[mine["epoch"]], rtol=1e-9)
        losses = [np.mean((dataset.y - w * dataset.x - b) ** 2) for w, b in way[mine["epoch"]]]
        np.testing.assert_allclose(mine["loss"], losses, rtol=1e-9)
        np.testing.assert_allclose(mine["excess"], np.array(losses) - least, rtol=1e-9, atol=1e-12)


def test_the_table_of_the_errors_tells_both_parts_of_a_plain_loops_error_with_their_signs():
    experiment = experiment_of(SETTINGS)
    dataset, table = experiment.dataset, errors_table(two_modes(experiment, 1))
    design = np.column_stack([dataset.x, np.ones(100)])
    answer, vectors = np.linalg.lstsq(design, dataset.y, rcond=None)[0], np.linalg.eigh(design.T @ design)[1]
    along, across = ((plain_loop(SETTINGS, 0.5, starts_of(SETTINGS)[1]) - answer) @ vectors).T
    for name, errors in (("across", across), ("along", along)):
        own = np.sign(table[name][0]) * np.sign(errors[0])  # an eigenvector has no side of its own
        for column in (name, f"{name}_predicted"):
            told = own * table[column][:6]
            np.testing.assert_allclose(told, errors[table["epoch"][:6]], rtol=1e-3)
    assert table["epoch"].tolist() == [0, 1, 2, 3, 4, 5, 6, 10, 20, 50, 70]
    assert table["across"][0] > 0  # as it is drawn
    assert (np.sign(table["across"][:3]) * np.sign(table["across"][0])).tolist() == [1, -1, 1]


def test_the_table_of_the_sweep_tells_what_plain_loops_end_with():
    experiment = experiment_of(SETTINGS)
    dataset = experiment.dataset
    picture, _ = the_sweep(experiment, colour_slots=[0, 1, 2], may_add=False)
    table = sweep_table(experiment, picture.rows)
    assert set(SETTINGS.learning_rates) <= set(table["learning_rate"])
    assert table["learning_rate"].is_monotonic_increasing
    assert 40 < len(table) < 70
    floor = Settings(learning_rates=(0.5,), n_epochs=10_000, seed=7)
    least = experiment_of(floor).runs.losses[0, -1]
    for rate, excess, predicted in table[table["learning_rate"] < 1].itertuples(index=False):
        w, b = plain_loop(SETTINGS, rate, starts_of(SETTINGS)[0])[-1]
        ends = np.mean((dataset.y - w * dataset.x - b) ** 2) - least
        assert math.isclose(excess, ends, rel_tol=1e-6, abs_tol=1e-12)
        assert math.isclose(predicted, ends, rel_tol=1e-6, abs_tol=1e-12)


def test_numbers_are_read_rounded_but_a_chosen_rate_is_told_exactly():
    experiment = experiment_of(Settings(learning_rates=(0.123456789, 1e9), n_epochs=1000))
    table = as_read(runs_table(experiment))
    assert list(table) == ["Rate", "Epoch", "Loss", "Loss above the floor", "w", "b"]
    first, last = table.iloc[0], table.iloc[-1]
    assert first["Rate"] == "0.123456789"
    assert float(first["Loss"]) == float(f"{experiment.runs.losses[0, 0]:.4g}")
    assert last.tolist() == ["1×10⁹", "1,000", *["too large"] * 4]
    hidden = as_read(errors_table(two_modes(experiment, 0))).iloc[-1]
    assert hidden["Across the valley"] == "–"
