import json
import re

import numpy as np

from gd_core import make_dataset
from gd_core.charts.player import player_data, player_words
from gd_core.charts.rows import drawn_epochs
from gd_core.languages import in_language
from tests.marked import marked, outside_marks
from tests.reference import experiment_from


def read(data):
    """Read the player's data as its script does."""
    header, numbers = data.split(b"\n", 1)
    header = json.loads(header)
    shape = (3, len(header["rates"]), len(header["epochs"]))
    return header, np.frombuffer(numbers, "<f8").reshape(shape)


def test_the_player_has_the_numbers_of_the_runs(lesson, runs):
    header, (losses, w, b) = read(player_data(lesson, colour_slots=[0, 1, 2]))
    assert header["epochs"] == list(range(101))
    assert header["words"]["shown"] == "Epoch {epoch} of 100"
    assert losses.tolist() == runs.losses.tolist()
    assert w.tolist() == runs.parameters[..., 0].tolist()
    assert b.tolist() == runs.parameters[..., 1].tolist()


def test_the_player_names_the_rates_and_their_slots(lesson):
    header, _ = read(player_data(lesson, colour_slots=[2, 0, 7]))
    assert [rate["name"] for rate in header["rates"]] == ["0.01", "0.1", "0.5"]
    assert [rate["slot"] for rate in header["rates"]] == [2, 0, 7]


def test_the_player_of_a_long_run_stops_at_the_epochs_drawn_and_keeps_overflow_honest():
    experiment = experiment_from(make_dataset(), starts=[0, 0], learning_rates=[0.1, 5.0], n_epochs=10_000)
    header, (losses, _, _) = read(player_data(experiment, colour_slots=[0, 1]))
    assert header["epochs"] == drawn_epochs(experiment).tolist()
    assert losses[1, -1] == np.inf


def test_the_player_of_a_long_run_says_that_it_goes_to_the_next_epoch_drawn():
    words = player_words(10_000, 197)
    assert words["note"].startswith("197 of 10,000 epochs are drawn;")
    assert words["titles"]["back"] == "Back to the next epoch drawn (←)"
    assert words["titles"]["forward"] == "Forward to the next epoch drawn (→)"
    assert player_words(100, 101)["note"] == ""


def test_the_player_says_its_words_in_the_language_that_it_names(lesson):
    header, _ = read(player_data(lesson, colour_slots=[0, 1, 2], say=in_language("es")))
    assert header["language"] == "es"
    assert header["words"]["shown"] == "Época {epoch} de 100"


def test_every_word_of_the_player_is_said():
    for n_drawn in (101, 50):
        words = json.loads(
            json.dumps(player_words(100, n_drawn, say=marked)), object_hook=lambda it: [*it.values()]
        )
        for text in flat(words):
            assert not re.search("[A-Za-z]", re.sub("{[a-z]+}", "", outside_marks(text)))


def flat(words):
    """Return all texts of nested lists."""
    return [words] if isinstance(words, str) else [text for some in words for text in flat(some)]
