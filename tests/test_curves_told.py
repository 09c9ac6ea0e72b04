"""What the page says of a curve: its runs, its minima, one of its steps; and nothing that only a bowl has."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core.cases import CASES
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES, in_language
from gd_core.models.all_models import CURVES
from gd_core.models.outcomes import OUTCOMES
from gd_core.models.worked_step import step_on_a_curve
from gd_core.parts.challenges import challenge_blocks
from gd_core.parts.results import columns_of_results, reasons, results_table, short_verdicts
from gd_core.parts.tables import runs_table, sweep_table
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.stationary_points import StationaryPoint, minima_among
from gd_core.teaching.challenges import challenges
from gd_core.teaching.predictions import can_be_foretold, why_not_asked
from gd_core.telling.introduction import introduction
from gd_core.telling.minima import about_the_minima, which_rates_settle
from gd_core.telling.of_curves import name_of_outcome
from gd_core.telling.points import about_the_points_and_starts, about_the_points_of
from gd_core.telling.setting import the_setting
from tests.blocks import named, texts_of, the_picture
from tests.marked import marked, outside_marks
from tests.test_silence import everything

OF_CURVES = [case for case, settings in CASES.items() if not settings.is_a_line]
EACH = pytest.mark.parametrize("case", OF_CURVES)
WITH_MOMENTUM = pytest.mark.parametrize("momentum", [0.0, 0.9])
ONLY_A_BOWL_HAS = {
    "en": r"valley|(?<![\w\"])floor|least.squares|zigzag|fastest|crawl|diverg|smooth|by theory|residual",
    "es": "valle|suelo|mínimos cuadrados|zigzag|más rápida|rastras|diverg|suave|según la teoría|mejor recta",
}


def told_of(settings):
    return reasons(results_table(experiment_of(settings)))


@WITH_MOMENTUM
@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_bowl_is_said_of_a_curve(case, momentum, language):
    experiment = experiment_of(replace(CASES[case], momentum=momentum, n_epochs=60))
    told = everything(experiment, language)
    found = {
        part: re.findall(ONLY_A_BOWL_HAS[language], " ".join(texts), re.IGNORECASE)
        for part, texts in told.items()
    }
    assert {part: words for part, words in found.items() if words} == {}
    for part in told.keys() - {"script", "csv"}:
        assert not re.search(r"\bnan\b|\bNone\b", " ".join(told[part]))


@EACH
def test_the_answers_of_a_curve_are_there_in_both_languages_and_differ(case):
    told = [everything(experiment_of(CASES[case]), language) for language in LANGUAGES]
    for part in ("ruler", "sweep", "why", "results", "script", "csv", "student's sheet", "teacher's sheet"):
        assert all(texts[part] for texts in told)
        assert part == "csv" or told[0][part] != told[1][part]


# Verdicts


def test_the_lessons_own_rates_on_the_wrong_hill_are_told_with_their_numbers():
    stays, leaves, thrown, jumps = told_of(CASES["Stuck on the wrong hill"]).splitlines()
    assert stays == (
        "- **0.01** settles in a higher minimum. The minimum is at w = 0.7986, b = 0.05272, and its loss is "
        "0.2515. 0.01 is below the limit there, 0.0429, and the end of the run is so near that every epoch "
        "to come brings it nearer. 99.9 % of the way to that loss was behind it at epoch 11. The lowest "
        "minimum known has the loss 0.09337."
    )
    assert leaves.startswith("- **0.1** settles in the lowest minimum known. The minimum is at w = 0.3047")
    assert leaves.endswith(
        "It cannot settle in the minimum at w = 0.7986, b = 0.05272: the limit there is 0.0429."
    )
    assert thrown == (
        "- **0.5** is still going down. In the second half of the epochs the loss came down from 0.104 to "
        "0.1011. 0.5 is above the limit of every minimum known, 0.186 at most: it can settle in none of them."
    )
    assert jumps.startswith(
        "- **0.05** was still jumping at the end. Of the last 25 epochs 12 raised the loss"
    )


def test_the_short_verdicts_stand_beside_the_rates():
    tables = {case: results_table(experiment_of(CASES[case])) for case in OF_CURVES}
    assert short_verdicts(tables["Stuck on the wrong hill"]) == [
        "settles in a higher minimum, there at 11",
        "settles in the lowest minimum known, there at 24",
        "is still going down",
        "was still jumping at the end",
    ]
    assert short_verdicts(tables["Far wrong and flat"])[0] == "is still going down, plateau until 733"
    assert short_verdicts(tables["Dead"]) == ["hardly moves"]


def test_with_momentum_a_run_that_arrived_and_left_again_is_told_to_arrive_for_good():
    told = told_of(Settings(model="hills", learning_rates=(0.01,), momentum=0.9))
    assert "was behind it at epoch 26, and for good at epoch 64." in told
    assert "what is left of the way, and of the swing, dies away" in told
    assert "every epoch to come" not in told  # with momentum the next one may lead away for a while
    assert "limit there, 0.0816" in told  # 2·(1 + 0.9)/46.57


def test_a_run_that_leaves_the_numbers_or_does_not_move_is_told_so():
    far = Settings(model="neuron-ce", learning_rates=(1e9,), momentum=0.0, n_epochs=5)
    assert "nan" not in told_of(far)
    still = Settings(model="hills", learning_rates=(0.1,), own_start=True, start_w=50.0, start_b=0.01)
    assert "does not move any more. One more update changes no digit" in told_of(still)
    gone = replace(still, start_w=1e60, start_b=1e-60, learning_rates=(1e9,))
    assert "nan" not in told_of(gone)


def test_a_run_that_jumped_up_once_is_not_said_to_hardly_move():
    experiment = experiment_of(Settings(model="hills", learning_rates=(0.1,)))
    [outcome] = experiment.outcomes
    up = replace(outcome, minimum=None, stays=False, rises=0.01, late_fall=-3.0)
    experiment.__dict__["outcomes"] = [up]
    assert results_table(experiment)["behaviour"] == ["ends higher than it was halfway"]


@EACH
def test_every_word_of_it_is_said(case):
    experiment = experiment_of(CASES[case])
    table = results_table(experiment, say=marked)
    texts = [*table["behaviour"], *table["why"], *table["short"]]
    texts += [text for column in columns_of_results(experiment, say=marked).values() for text in column]
    texts += [the_setting(CASES[case], say=marked)]
    texts += [about_the_points_and_starts(experiment, say=marked)]
    assert [
        t for t in texts if re.search("[A-Za-z]{3}", outside_marks(t).replace("exp", "").replace("max", ""))
    ] == []


def test_the_outcomes_are_worked_out_once_an_experiment(monkeypatch):
    counted = []
    of_runs = "gd_core.experiment.outcomes_of"
    import gd_core.experiment as room

    real = room.outcomes_of
    monkeypatch.setattr(of_runs, lambda *args, **more: counted.append(1) or real(*args, **more))
    experiment = experiment_of(CASES["Stuck on the wrong hill"])
    results_table(experiment)
    the_ruler(experiment)
    about_the_points_and_starts(experiment)
    assert counted == [1]


# Minima


def test_up_to_which_rate_each_hill_holds_a_run_is_told():
    told = about_the_points_of(CASES["Stuck on the wrong hill"])
    assert "2 minima are known, the lowest first:" in told
    assert "- w = 0.3047, b = 0.1561: loss 0.09337, limit there 0.186" in told
    assert "- w = 0.7986, b = 0.05272: loss 0.2515, limit there 0.0429" in told
    assert (
        "**Up to 0.0429 a rate can settle in either; up to 0.186 only in the lowest; beyond, in neither.**"
        in told
    )


def test_one_minimum_none_and_many_are_told_each():
    one = about_the_points_of(CASES["The same with cross-entropy"])
    assert one.startswith("One minimum is known: w = 1.924, b = −0.3518: loss 0.2781, limit there 21.")
    none = about_the_points_of(Settings(model="neuron-ce", noise=0.0))
    assert none == (
        "No minimum is known for these points: none was found for w from −5 to 25 and b from −10 to 10."
    )
    bends = ((1.0, 4.0), (2.0, 8.0), (3.0, 16.0))
    minima = [StationaryPoint(k, 0.1, 0.1 * k, bend) for k, bend in enumerate(bends)]
    assert which_rates_settle(minima, 0.0).endswith("up to the limit there; beyond 0.5, in none of them.**")
    narrow_first = [minima[2], minima[0]]
    assert "up to 0.5 only in the higher one" in which_rates_settle(narrow_first, 0.0)
    assert "**Up to 0.1875 a rate" in which_rates_settle(narrow_first, 0.5) or "0.188" in which_rates_settle(
        narrow_first, 0.5
    )


def test_a_minimum_in_which_a_run_settles_is_known_from_then_on():
    settings = Settings(
        model="hills", learning_rates=(0.02,), own_start=True, start_w=0.35, start_b=-0.2, n_epochs=300
    )
    experiment = experiment_of(settings)
    told = about_the_points_and_starts(experiment)
    assert "3 minima are known" in told
    assert "b = −0.1561" in told
    assert "3 minima" not in about_the_minima(settings, minima_among(experiment.theory.stationary_points))


# The sweep


@pytest.mark.parametrize(("model", "noise"), [("hills", 0.1), ("neuron", 0.5), ("neuron-ce", 0.0)])
@WITH_MOMENTUM
def test_what_the_sweep_says_is_what_a_plain_loop_ends_with(model, noise, momentum):
    settings = Settings(model=model, noise=noise, n_epochs=40, n_samples=30, momentum=momentum)
    experiment = experiment_of(settings)
    blocks = the_sweep(experiment, colour_slots=[0, 1, 2], may_add=False)
    picture, told = the_picture("sweep", blocks), texts_of(blocks)[1]
    swept = picture.rows["sweep"]
    rates = swept["learning_rate"].to_numpy()
    ends = np.array([end_of_a_loop(settings, experiment.dataset, rate) for rate in rates[::10]])
    minima = minima_among(experiment.theory.stationary_points)
    floor = min((minimum.loss for minimum in minima), default=0.0)
    assert swept["excess"].to_numpy()[::10] + floor == pytest.approx(ends, rel=1e-6)
    losses = swept["excess"].to_numpy() + floor
    begins = float(CURVES[model].loss(np.array(CURVES[model].start), experiment.dataset))
    for minimum in minima:
        near = np.abs(losses - minimum.loss) <= 1e-3 * abs(begins - minimum.loss)
        assert (f"is behind {near.sum()} rates between" in told) == (near.sum() > 1)
    assert ("At the end higher than at the start" in told) == bool((losses > begins).any())


def end_of_a_loop(settings, dataset, rate):
    model, theta = CURVES[settings.model], np.array(CURVES[settings.model].start)
    velocity = np.zeros(2)
    for _ in range(settings.n_epochs):
        velocity = settings.momentum * velocity + model.gradient(theta, dataset)
        theta = theta - rate * velocity
    return float(model.loss(theta, dataset))


def test_a_sweep_that_would_take_long_has_fewer_rates_and_says_how_many():
    few, many = (
        the_sweep(
            experiment_of(Settings(model="hills", n_samples=n, n_epochs=1000)),
            colour_slots=[0, 1, 2],
            may_add=False,
        )
        for n in (1000, 20)
    )
    assert len(the_picture("sweep", few).rows["sweep"]) < 40
    assert len(the_picture("sweep", many).rows["sweep"]) > 150
    assert f"{len(the_picture('sweep', few).rows['sweep'])} learning rates" in texts_of(few)[1]


@pytest.mark.parametrize(("noise", "column"), [(0.5, "above_lowest"), (0.0, "loss")])
def test_where_no_minimum_is_known_no_loss_is_counted_from_one(noise, column):
    experiment = experiment_of(Settings(model="neuron-ce", noise=noise, learning_rates=(1.0,)))
    picture = the_picture("sweep", the_sweep(experiment, colour_slots=[0], may_add=False))
    assert column in sweep_table(experiment, picture.rows)
    assert ("above_lowest" in runs_table(experiment)) == (noise > 0)
    assert ("excess_loss" in results_table(experiment)) == (noise > 0)


# One step


@pytest.mark.parametrize("model", CURVES)
@pytest.mark.parametrize(("momentum", "epoch"), [(0.0, 0), (0.0, 7), (0.9, 0), (0.9, 7)])
def test_a_step_on_a_curve_leads_where_the_run_goes(model, momentum, epoch):
    experiment = experiment_of(Settings(model=model, noise=0.5, learning_rates=(0.02,), momentum=momentum))
    run, dataset = experiment.runs.parameters[0], experiment.dataset
    step = step_on_a_curve(CURVES[model], dataset, run[: epoch + 1], rate=0.02, momentum=momentum)
    assert step.after == pytest.approx(tuple(run[epoch + 1]), rel=1e-12)
    assert step.losses == pytest.approx(tuple(experiment.runs.losses[0, epoch : epoch + 2]), rel=1e-12)
    assert step.difference == pytest.approx(step.gradient, rel=1e-4, abs=1e-5)
    before = (run[epoch - 1] - run[epoch]) / 0.02 if epoch else np.zeros(2)
    if momentum:
        assert step.velocity_before == pytest.approx(tuple(before), rel=1e-6, abs=1e-9)
    alone = [experiment.dataset.x.tolist().index(step.x)]
    assert dataset.y[alone] == step.y
    parts = [
        CURVES[model].gradient(run[epoch], replace(dataset, x=dataset.x[k : k + 1], y=dataset.y[k : k + 1]))
        for k in range(dataset.x.size)
    ]
    assert np.mean(parts, axis=0) == pytest.approx(step.gradient, rel=1e-9, abs=1e-15)
    assert np.hypot(*step.part) == pytest.approx(np.hypot(*np.transpose(parts)).max())


@pytest.mark.parametrize("model", CURVES)
def test_a_student_with_the_numbers_shown_finds_the_step_again(model):
    experiment = experiment_of(Settings(model=model, noise=0.5, learning_rates=(0.02,), momentum=0.5))
    text = texts_of(why(experiment, run=0, epoch=3))[3].replace("−", "-")
    for formula, result in re.findall(r"= (0\.5\*\S+ \+ \S+|\S+ - 0\.02\*\S+)\n\s+≈ (\S+)", text):
        assert eval(formula) == pytest.approx(float(result), rel=1e-3)
    assert [text.count(f"v_{axis} ← β*v_{axis} + ∂L/∂{axis}") for axis in "wb"] == [1, 1]


def test_why_says_which_parts_belong_to_the_line():
    blocks = why(experiment_of(CASES["Dead"]), run=0, epoch=5)
    assert "The two directions of the error, and another scale for x" in texts_of(blocks)[-1]
    assert "too close: rounding decides" in named(blocks, "step").markdown
    flat = experiment_of(Settings(model="hills", own_start=True, start_w=0.3, start_b=0.0))
    assert "At b = 0 the hill has no width" in named(why(flat, run=0, epoch=0), "step").markdown


# What is asked of lines alone


def test_no_prediction_is_asked_of_a_curve_and_it_is_said_why():
    for case in OF_CURVES:
        assert not can_be_foretold(experiment_of(CASES[case]))
        assert "can be asked of a line alone" in why_not_asked(CASES[case])
    assert why_not_asked(Settings()) == ""


def test_a_challenge_says_that_it_asks_about_a_line():
    experiment = experiment_of(CASES["Dead"])
    for card in challenge_blocks(experiment, [0] * len(challenges())):
        told = " ".join(texts_of([card]))
        assert "This asks about a line: choose *a line* at the top of the sidebar" in told


def test_the_first_words_of_the_page_are_of_what_is_fitted():
    assert introduction("line", 0.0) == in_language("en").document("introduction.md")
    plain, carried = introduction("hills", 0.0), introduction("neuron", 0.9)
    assert "one hill, ŷ = exp(−((x − w)/b)²/2), to two" in plain
    assert "w ← w − η · ∂L/∂w" in plain
    assert "v ← β · v + ∂L/∂w, w ← w − η · v" in carried
    assert len({text.split("\n\n")[0] for text in (plain, carried, introduction("line", 0.0))}) == 1


def test_the_setting_of_a_curve_is_told_in_words():
    assert the_setting(CASES["Far wrong and flat"]) == (
        "The n = 100 points have x from −3 to 3; y is 1 where 0.5·x and normal noise of standard deviation "
        "0.5 (seed 42) are together above 0, and 0 elsewhere. One neuron is fitted to them, "
        "ŷ = 1/(1 + exp(−w·x − b)), by the mean squared error. Every run takes 1,000 epochs."
    )
    carried = replace(CASES["The start decides"], momentum=0.5, noise=0.0)
    assert the_setting(carried).endswith("Every run takes 100 epochs. Momentum β: 0.5.")
    assert the_setting(carried).startswith("The n = 100 points lie on two hills")


def test_each_outcome_has_a_name_of_its_own():
    for language in LANGUAGES:
        assert len({name_of_outcome(kind, say=in_language(language)) for kind in OUTCOMES}) == len(OUTCOMES)
