"""What the player is told: the bowl or every run's numbers, the ruler, and words."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core import make_dataset
from gd_core.charts.map_data import map_window
from gd_core.charts.map_window import is_square
from gd_core.charts.player import player_data
from gd_core.charts.player_words import player_words
from gd_core.charts.rows import drawn_epochs
from gd_core.charts.style import DASHES, PATHS
from gd_core.experiment import MOST_RATES
from gd_core.languages import in_language
from gd_core.telling.terms import explanation
from tests.marked import marked, outside_marks
from tests.reference import experiment_from, experiment_of_problem, lstsq, plain_loop, random_problems


def read(data):
    """Read the player's data as its script does: the header, and the numbers where no bowl is told."""
    line, _, numbers = data.partition(b"\n")
    header = json.loads(line)
    assert bool(header["bowl"]) == (line == data)
    shape = (-1, len(header["rates"]), len(header["epochs"]))
    return header, np.frombuffer(numbers, "<f8").reshape(shape)


def told(experiment, **options):
    """Return the header and the numbers that the player reads of an experiment."""
    slots = [run % MOST_RATES for run in range(experiment.runs.learning_rates.size)]
    given = {"colour_slots": slots, "above_floor": False, "window": map_window(experiment)}
    return read(player_data(experiment, **given | options))


def without_a_bowl(experiment):
    """Return these runs where nothing is known that would make them anew."""
    return replace(experiment, theory=replace(experiment.theory, steps_are_gradients=None))


def test_the_player_knows_the_epochs_drawn_and_the_last(lesson):
    header, _ = told(lesson)
    assert header["epochs"] == list(range(101))
    assert header["last"] == 100
    assert header["words"]["shown"] == "Epoch {epoch} of 100"


def test_where_the_player_cannot_work_the_runs_out_it_has_their_numbers(lesson, runs):
    for experiment, is_hidden in ((lesson, True), (without_a_bowl(lesson), False)):
        header, (losses, w, b) = told(experiment, is_hidden=is_hidden)
        assert header["bowl"] is None
        assert losses.tolist() == runs.losses.tolist()
        assert w.tolist() == runs.parameters[..., 0].tolist()
        assert b.tolist() == runs.parameters[..., 1].tolist()


def test_where_it_can_work_them_out_it_has_their_starts_and_no_numbers(lesson, runs):
    header, numbers = told(lesson)
    assert header["bowl"]
    assert numbers.size == 0
    assert [rate["start"] for rate in header["rates"]] == runs.parameters[:, 0].tolist()


def test_where_the_loss_is_shown_above_the_floor_the_player_has_that_loss_too(lesson, runs):
    unknown = without_a_bowl(lesson)
    header, numbers = told(unknown, above_floor=True)
    assert header["aboveFloor"]
    assert numbers[:3].tolist() == told(unknown)[1].tolist()
    assert numbers[3:].tolist() == [runs.excess_losses.tolist()]


def test_the_player_names_the_rates_and_how_each_is_drawn(lesson):
    header, _ = told(lesson, colour_slots=[2, 0, 7])
    assert [rate["name"] for rate in header["rates"]] == ["0.01", "0.1", "0.5"]
    assert [rate["rate"] for rate in header["rates"]] == [0.01, 0.1, 0.5]
    assert [rate["slot"] for rate in header["rates"]] == [2, 0, 7]
    assert [rate["dash"] for rate in header["rates"]] == [DASHES[slot] for slot in (2, 0, 7)]
    assert [rate["shape"] for rate in header["rates"]] == [PATHS[slot] for slot in (2, 0, 7)]
    assert len(set(PATHS)) == MOST_RATES


def test_the_player_says_what_each_run_does_where_that_is_known(lesson):
    verdicts = ["crawls", "converges", "zigzags"]
    known, _ = told(lesson, verdicts=verdicts)
    assert [rate["verdict"] for rate in known["rates"]] == verdicts
    unknown, _ = told(lesson)
    assert not any("verdict" in rate for rate in unknown["rates"])


def test_the_player_of_a_long_run_stops_at_the_epochs_drawn_and_keeps_overflow_honest():
    experiment = experiment_from(make_dataset(), starts=[0, 0], learning_rates=[0.1, 5.0], n_epochs=10_000)
    header, (losses, _, _) = told(experiment, is_hidden=True)
    assert header["epochs"] == told(experiment)[0]["epochs"] == drawn_epochs(experiment).tolist()
    assert losses[1, -1] == np.inf


def test_a_run_can_be_worked_out_from_the_bowl_that_the_player_knows():
    for problem in random_problems(40, seed=4):
        header, _ = told(experiment_of_problem(problem))
        bowl = header["bowl"]
        given = {"starts": problem.starts, "learning_rates": problem.rates, "n_epochs": problem.n_epochs}
        _, losses = plain_loop(problem.dataset, **given)
        theta, floor = lstsq(problem.dataset)
        assert bowl["bottom"] == pytest.approx(theta, rel=1e-6, abs=1e-6)
        size = np.mean(problem.dataset.y**2)
        assert bowl["floor"] == pytest.approx(floor, rel=1e-6, abs=1e-12 * size)
        for run, rate in enumerate(header["rates"]):
            assert rate["start"] == problem.starts[run].tolist()
            error = (np.array(rate["start"]) - bowl["bottom"]) @ np.array(bowl["vectors"])
            for epoch in range(problem.n_epochs + 1):
                excess = np.array(bowl["lam"]) / 2 @ error**2
                if not excess < 1e100:
                    break
                near = {"rel": 1e-6, "abs": 1e-9 * losses[run, 0]}
                assert bowl["floor"] + excess == pytest.approx(losses[run, epoch], **near)
                error = error - rate["rate"] * np.array(bowl["lam"]) * error


def test_a_run_has_arrived_for_the_player_where_it_has_for_the_table(lesson):
    assert told(lesson)[0]["bowl"]["tolerance"] == 0.001  # 99.9 % of the way


def test_the_player_knows_what_is_in_view_in_the_map(lesson):
    for window in (map_window(lesson), (-1.0, 0.0, 9.0, 1.0)):
        header, _ = told(lesson, window=window)
        assert header["window"] == list(window)
        assert header["square"] == is_square(window)


@pytest.mark.parametrize("may", [False, True])
def test_a_hand_may_hold_what_the_page_lets_it(lesson, may):
    header, _ = told(lesson, may_start=may, may_move_rates=not may)
    assert (header["mayStart"], header["mayMoveRates"]) == (may, not may)


def test_where_a_prediction_is_asked_for_the_player_has_the_runs_and_nothing_can_be_held(lesson):
    verdicts = ["crawls", "converges smoothly", "zigzags in and converges"]
    given = {"verdicts": verdicts, "may_start": True, "may_move_rates": True}
    (known, _), (hidden, numbers) = told(lesson, **given), told(lesson, is_hidden=True, **given)
    assert numbers[0].tolist() == lesson.runs.losses.tolist()
    assert not hidden["mayStart"]
    assert not hidden["mayMoveRates"]
    assert hidden["ruler"] is hidden["bowl"] is None
    assert [rate["name"] for rate in hidden["rates"]] == [rate["name"] for rate in known["rates"]]
    assert not any("verdict" in rate for rate in hidden["rates"])


def test_the_player_of_a_long_run_says_that_it_goes_to_the_next_epoch_drawn():
    words = player_words(10_000, 197)
    assert words["note"].startswith("197 of 10,000 epochs are drawn;")
    assert words["titles"]["back"] == "Back to the next epoch drawn (←)"
    assert words["titles"]["forward"] == "Forward to the next epoch drawn (→)"
    assert player_words(100, 101)["note"] == ""


def test_the_player_says_its_words_in_the_language_that_it_names(lesson):
    header, _ = told(lesson, say=in_language("es"))
    assert header["language"] == "es"
    assert header["words"]["shown"] == "Época {epoch} de 100"
    crawl = header["ruler"]["zones"][0]
    assert (crawl["name"], crawl["does"]) == ("a rastras", "avanza a rastras")
    assert crawl["meaning"] == explanation("crawl", say=in_language("es"))


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
