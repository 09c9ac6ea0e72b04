import json

import numpy as np

from gd_core import descend, make_dataset
from gd_core.charts.player import player_data
from gd_core.charts.rows import drawn_epochs


def read(data):
    """Read the player's data as its script does."""
    header, numbers = data.split(b"\n", 1)
    header = json.loads(header)
    shape = (3, len(header["rates"]), len(header["epochs"]))
    return header, np.frombuffer(numbers, "<f8").reshape(shape)


def test_the_player_has_the_numbers_of_the_runs(runs):
    header, (losses, w, b) = read(player_data(runs, slots=[0, 1, 2]))
    assert header["epochs"] == list(range(101))
    assert header["last"] == 100
    assert losses.tolist() == runs.losses.tolist()
    assert w.tolist() == runs.parameters[..., 0].tolist()
    assert b.tolist() == runs.parameters[..., 1].tolist()


def test_the_player_names_the_rates_and_their_slots(runs):
    header, _ = read(player_data(runs, slots=[2, 0, 7]))
    assert [rate["name"] for rate in header["rates"]] == ["0.01", "0.1", "0.5"]
    assert [rate["slot"] for rate in header["rates"]] == [2, 0, 7]


def test_the_player_of_a_long_run_stops_at_the_epochs_drawn_and_keeps_overflow_honest():
    runs = descend(make_dataset(), starts=[0, 0], learning_rates=[0.1, 5.0], n_epochs=10_000)
    header, (losses, _, _) = read(player_data(runs, slots=[0, 1]))
    assert header["epochs"] == drawn_epochs(10_000).tolist()
    assert losses[1, -1] == np.inf
