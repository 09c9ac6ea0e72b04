"""Every number of every run is in the CSV to take home."""

import csv
import io
import math

from gd_core.experiment import Settings, experiment_of
from gd_core.take_home.csv_file import csv_of_runs


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_holds_every_epoch_of_every_run_in_all_digits(lesson, runs):
    rows = read(csv_of_runs(lesson))
    assert len(rows) == 3 * 101
    for run, rate in enumerate([0.01, 0.1, 0.5]):
        mine = rows[101 * run : 101 * (run + 1)]
        assert [float(row["learning_rate"]) for row in mine] == [rate] * 101
        assert [int(row["epoch"]) for row in mine] == list(range(101))
        assert [float(row["loss"]) for row in mine] == runs.losses[run].tolist()
        assert [float(row["excess_loss"]) for row in mine] == runs.excess_losses[run].tolist()
        assert [[float(row["w"]), float(row["b"])] for row in mine] == runs.parameters[run].tolist()


def test_the_csv_says_inf_where_a_number_is_too_large_and_never_nan():
    text = csv_of_runs(experiment_of(Settings(learning_rates=(1e9,))))
    assert read(text)[-1] == {
        "learning_rate": "1000000000.0",
        "epoch": "100",
        **dict.fromkeys(["loss", "excess_loss", "w", "b"], "inf"),
    }
    assert "nan" not in text


def test_every_cell_of_the_csv_is_a_number_so_that_none_is_a_formula():
    experiment = experiment_of(Settings(own_start=True, start_w=-3.0))
    header, *lines = csv_of_runs(experiment).removesuffix("\n").split("\n")
    assert header == "learning_rate,epoch,loss,excess_loss,w,b"
    for cell in ",".join(lines).split(","):
        assert math.isfinite(float(cell))  # a minus is a number's own; there is no user's text in it
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))


def test_the_longest_csv_stays_small_enough_to_send():
    longest = Settings(n_epochs=10_000, learning_rates=tuple(0.1 * k for k in range(1, 9)))
    text = csv_of_runs(experiment_of(longest))
    assert text.count("\n") == 1 + 8 * 10_001
    assert len(text) < 10e6
    assert "\r" not in text
