"""The error across the valley is held against a plain loop along NumPy's singular vectors."""

import re

import numpy as np
import pytest

from gd_core import Dataset, largest_stable_rate, make_dataset, overshoot_rate
from gd_core.charts.frame import values_of
from gd_core.charts.valley import MOST, about_the_valley_drawn, valley_chart, valley_data, valley_summary
from gd_core.experiment import Settings, experiment_of
from gd_core.parts.why import why
from gd_core.two_modes import across_the_valley, two_modes
from tests.blocks import texts_of, the_picture
from tests.reference import experiment_from, lstsq, plain_loop, random_problems

ROUND = Dataset([-1.0, 1.0], [0.0, 1.0])  # H is 2 in every direction


def drawn(dataset, rate, *, start=(-3, 4), n_epochs=100):
    """Return what is drawn of a run: the epochs and errors, the row at the edge, the frame, the words."""
    experiment = experiment_from(dataset, starts=start, learning_rates=[rate], n_epochs=n_epochs)
    parts = two_modes(experiment, 0)
    data = valley_data(parts)
    rows, words = data["valley"], about_the_valley_drawn(experiment, parts, data)
    dots = rows[rows["arrow"] == ""]
    return dots, rows[rows["arrow"] != ""], values_of(data["frame"]), words


def steep_errors(dataset, rate, *, start, n_epochs):
    """Return the error across the valley by a plain loop, + where it starts."""
    parameters, _ = plain_loop(dataset, starts=start, learning_rates=[rate], n_epochs=n_epochs)
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        errors = (parameters[0] - lstsq(dataset)[0]) @ np.linalg.svd(design)[2][0]
    return errors * np.sign(errors[0])


def told(pattern, words):
    found = re.search(pattern, words)
    return found and float(found[1].replace(",", ""))


def test_every_dot_is_the_error_of_a_plain_loop_with_its_sign_and_the_start_is_above_zero():
    compared = 0
    for problem in random_problems(60, seed=43):
        dataset, n_epochs = problem.dataset, problem.n_epochs
        design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
        sizes = np.linalg.svd(design, compute_uv=False)
        if sizes[-1] < 1e-2 * sizes[0] or sizes[-1] > 0.999 * sizes[0]:
            continue  # the plain sums have too few digits left, or the direction is a matter of taste
        experiment = experiment_from(
            dataset, starts=problem.starts, learning_rates=problem.rates, n_epochs=n_epochs
        )
        for run, (start, rate) in enumerate(zip(problem.starts, problem.rates, strict=True)):
            parts = two_modes(experiment, run)
            if not parts[0].start:
                continue
            rows = valley_data(parts)["valley"]
            dots = rows[rows["arrow"] == ""]
            expected = steep_errors(dataset, rate, start=start, n_epochs=n_epochs)
            assert dots["epoch"].tolist() == list(range(len(dots)))
            assert dots["error"][0] > 0
            size = max(np.abs(start).max(), np.abs(lstsq(dataset)[0]).max(), np.abs(dots["error"]).max())
            np.testing.assert_allclose(dots["error"], expected[: len(dots)], rtol=1e-6, atol=1e-8 * size)
            compared += 1
    assert compared > 100


@pytest.mark.parametrize("share", [0.001, 0.1, 0.4, 0.6, 0.9, 0.99, 1.0, 1.01, 1.3, 4.0, 1e6])
def test_the_sentence_is_what_every_epoch_in_view_does(share):
    dataset = make_dataset()
    rate = share * largest_stable_rate(dataset)
    dots, _, _, words = drawn(dataset, rate)
    errors = steep_errors(dataset, rate, start=(-3, 4), n_epochs=MOST)
    ratio = errors[1] / errors[0]
    assert ("It stays on its side" in words) == (ratio > 0)
    assert ("changes sides" in words) == (ratio < 0)
    if (kept := told(r"keeps ([\d.]+) % of its size", words)) is not None:
        assert abs(ratio) == pytest.approx(kept / 100, rel=6e-3)
        assert abs(ratio) < 1
    elif (factor := told(r"grows ×(\d[\d,]*(?:\.\d+)?)", words)) is not None:
        assert abs(ratio) == pytest.approx(factor, rel=6e-3) or "×10" in words
        assert abs(ratio) > 1
    else:
        assert "keeps its size" in words
        assert abs(ratio) == pytest.approx(1, abs=1e-9)
    assert (np.sign(dots["error"]) == np.sign(ratio) ** dots["epoch"]).all()


def test_what_is_in_view_shows_the_story_of_each_kind_of_run():
    dataset = make_dataset()
    limit = largest_stable_rate(dataset)
    ends = {share: drawn(dataset, share * limit)[2]["last"] for share in (0.001, 0.63, 0.99, 1.05, 2.0, 1e9)}
    assert ends == {0.001: 24, 0.63: 6, 0.99: 24, 1.05: 19, 2.0: 2, 1e9: 2}
    for n_epochs in (1, 2, 5):
        dots, _, frame, words = drawn(dataset, 0.63 * limit, n_epochs=n_epochs)
        assert len(dots) == n_epochs + 1
        assert frame["last"] == n_epochs
        assert "These are the first" not in words
    assert "These are the first 6 of 100 epochs." in drawn(dataset, 0.63 * limit)[3]


@pytest.mark.parametrize("rate", [2.5, 40.0, 1e9, 1e200])
def test_a_run_that_leaves_the_frame_is_drawn_up_to_its_edge_and_the_epoch_is_told(rate):
    dataset = make_dataset()
    dots, edge, frame, words = drawn(dataset, rate)
    [(epoch, error, arrow)] = edge.to_numpy().tolist()
    after = len(dots)
    assert f"At epoch {after} it is outside the picture." in words
    assert after - 1 <= epoch <= after
    assert (dots["error"].abs() <= frame["high"]).all()
    assert abs(error) == frame["high"]
    assert arrow == ("▲" if error > 0 else "▼")
    errors = steep_errors(dataset, rate, start=(-3, 4), n_epochs=after)
    assert abs(errors[after]) > frame["high"]
    at_the_edge = np.interp(epoch, [after - 1, after], errors[-2:])
    assert at_the_edge == pytest.approx(error, rel=1e-6) or abs(errors[-1]) > 1e5


def test_a_run_that_leaves_the_computers_numbers_at_once_goes_to_the_other_side():
    far = make_dataset(x_min=1e90, x_max=2e90)
    dots, edge, _, words = drawn(far, 1e125, start=(1e50, 1), n_epochs=5)
    assert len(dots) == 1
    assert edge["arrow"].tolist() == ["▼"]
    assert edge["epoch"].tolist() == [0.0]
    assert "At epoch 1 it is outside the picture." in words


def test_an_error_that_is_gone_at_once_is_drawn_at_zero_and_that_is_said():
    dataset = make_dataset()
    dots, edge, _, words = drawn(dataset, overshoot_rate(dataset))
    assert dots["error"].tolist()[1:] == [0.0] * 6
    assert edge.empty
    assert words.startswith("The first epoch takes it away, but for rounding.")
    assert "From epoch 1 on rounding hides it, and 0 is drawn." in words


def test_where_there_is_no_error_across_the_valley_that_is_said_and_no_picture_drawn():
    dataset = make_dataset()
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    start = lstsq(dataset)[0] + 2 * np.linalg.svd(design)[2][1]
    experiment = experiment_from(dataset, starts=start, learning_rates=[0.5], n_epochs=30)
    shown = why(experiment, run=0, epoch=0)
    with pytest.raises(ValueError, match="not enough values"):
        the_picture("valley", shown)
    assert any("There is no error across the valley to begin with" in text for text in texts_of(shown))


@pytest.mark.parametrize("start", [(2.0, 0.5), (0.0, 3.0)])
def test_in_a_round_bowl_the_error_is_drawn_in_whichever_direction_there_is_some(start):
    experiment = experiment_from(ROUND, starts=start, learning_rates=[0.7], n_epochs=9)
    parts = two_modes(experiment, 0)
    assert across_the_valley(parts).start > 0
    data = valley_data(parts)
    assert "valley" not in values_of(data["frame"])["title"]
    assert "valley" not in valley_summary(parts)
    ratios = (data["valley"]["error"] / data["valley"]["error"].shift())[1:]
    assert ratios.to_numpy() == pytest.approx(-0.4)


def test_both_signs_have_as_much_room_and_zero_is_in_the_middle():
    for rate in (0.01, 0.5, 0.78, 1.0, 1e9):
        frame = drawn(make_dataset(), rate)[2]
        assert frame["low"] == -frame["high"] < frame["zero"] == 0


def test_those_who_cannot_see_the_picture_hear_what_it_shows():
    experiment = experiment_of(Settings())
    assert the_picture("valley", why(experiment, run=2, epoch=0)).alt == (
        "The error across the valley by epoch, above 0 on the side where it starts. "
        "Every epoch it changes sides and keeps 26.8 % of its size."
    )


def test_the_chart_is_valid_and_holds_no_rows_of_its_own():
    spec = valley_chart().to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"valley", "frame"}
