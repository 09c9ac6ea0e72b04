"""Where theory does not know something, every part is there without it, and says nothing of it."""

import json
import re
from dataclasses import fields, replace
from itertools import product

import numpy as np
import pytest

from gd_core import Runs, gradient, loss, noise_floor
from gd_core.charts.frame import values_of
from gd_core.experiment import MY_OWN, Method, Settings, experiment_of, method_of
from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.blocks import Box, Picture
from gd_core.parts.compared import compared
from gd_core.parts.hidden import about_the_starts, points_alone, without_answers
from gd_core.parts.instrument import instrument
from gd_core.parts.results import results_table
from gd_core.parts.scale_of_x import would_another_scale_help
from gd_core.parts.tables import the_errors, the_rates, the_runs
from gd_core.parts.what_now import what_now
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.take_home.csv_file import csv_of_runs
from gd_core.take_home.files import files
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import worksheet
from gd_core.teaching.challenges import challenges
from gd_core.teaching.predictions import FORETOLD, Prediction, answer_of, score
from gd_core.teaching.rounds import round_of
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.telling.starts import losses_at_the_start
from gd_core.telling.verdict import judge
from gd_core.theory import Theory
from tests.blocks import cells_of, flat, named, texts_of, the, the_picture
from tests.test_script import agreed, run_script

CASES = {
    "the lesson": Settings(),
    "every behaviour": Settings(learning_rates=(0.01, 0.1, 0.5, 0.7886639841552783, 1.0), same_start=True),
    "x scaled": Settings(scaling="standardised", learning_rates=(0.1, 0.5, 1.2)),
    "all x equal": Settings(x_range=(2.0, 2.0), learning_rates=(0.01, 0.1, 0.3)),
    "a long run": Settings(n_epochs=3000, learning_rates=(0.001, 0.7)),
    "diverging": Settings(learning_rates=(0.9, 40.0, 1e9)),
    "points of one's own": Settings(
        points_from=MY_OWN, points=((1.0, 2.0, 4.0), (1.0, 3.0, 2.0)), learning_rates=(0.01, 0.1)
    ),
}
EXPERIMENTS = {name: experiment_of(settings) for name, settings in CASES.items()}
KNOWN = [field.name for field in fields(Theory)]
EACH_CASE = pytest.mark.parametrize("case", CASES)
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
ONLY_THEORY_SAYS = {
    "en": ["limit", "fastest", "λ", "valley", "theory", "zigzag", "diverge", "crawl", "smooth"],
    "es": ["límite", "más rápida", "λ", "valle", "teoría", "zigzag", "diverge", "rastras", "suave"],
}


def without(experiment, *unknown):
    """Return an experiment of which theory does not know some things."""
    return replace(experiment, theory=replace(experiment.theory, **dict.fromkeys(unknown)))


def in_silence(experiment):
    """Return an experiment of which theory knows nothing."""
    return replace(experiment, theory=Theory())


def everything(experiment, language):
    """Return every text that is shown, read out or taken home of an experiment, by what it is in."""
    say, rates = in_language(language), experiment.settings.learning_rates
    slots, n_epochs = list(range(len(rates))), experiment.settings.n_epochs
    ways = product((False, True), repeat=2)
    may = {"may_start": True, "may_move_rates": True, "colour_slots": slots, "say": say}
    shown = [instrument(experiment, logarithmic=log, above_floor=above, **may) for log, above in ways]
    hidden = without_answers(experiment, **may)
    alone = points_alone(experiment, colour_slots=slots, say=say)
    prediction = Prediction(rates[::-1], (FORETOLD * len(rates))[: len(rates)])
    checked = [(one.check(experiment), one.explanation(experiment)) for one in challenges(say)]
    student, teacher = worksheet(experiment, link="?", language=language).split('<section class="sheet t')
    return {
        "instrument": [text for each in shown for text in read(each[1:])],
        "hidden": [*read([*hidden[1:], *alone]), *told_to_the_player(hidden[0])],
        "starts": [about_the_starts(experiment, say=say), losses_at_the_start(experiment, say=say)],
        "what now": read(what_now(experiment, say=say)),
        "ruler": read(the_ruler(experiment, say=say)),
        "sweep": read(the_sweep(experiment, colour_slots=slots, may_add=True, say=say)),
        "why": [
            text
            for run, epoch in product(slots, (0, n_epochs))
            for text in read(why(experiment, run=run, epoch=epoch, say=say))
        ],
        "scale": read(would_another_scale_help(experiment, say=say)),
        "runs as a table": read(the_runs(experiment, say=say)),
        "rates as tables": read(the_rates(experiment, say=say)),
        "errors as tables": [
            text for run in slots for text in read(the_errors(experiment, run=run, say=say))
        ],
        "prediction": read(compared(experiment, prediction=prediction, say=say)),
        "results": cells_of(results_table(experiment, say=say)),
        "verdicts": [verdict.why for verdict in judge(experiment, say=say)],
        "challenges": [text for outcome, why_so in checked for text in (outcome.sentence, why_so)],
        "player": told_to_the_player(shown[0].player),
        "script": [script_of(experiment, language=language)],
        "csv": [csv_of_runs(experiment)],
        "student's sheet": [re.sub("<style>.*</style>", "", student, flags=re.S)],
        "teacher's sheet": [teacher],
    }


def read(blocks):
    """Return every text in some blocks, with those that are written into pictures."""
    drawn = [block for block in flat(blocks) if isinstance(block, Picture)]
    return [*texts_of(blocks), *(text for picture in drawn for text in written_in(picture))]


def written_in(picture):
    rows = [text for name in picture.rows for text in cells_of(picture.rows[name])]
    frame = values_of(picture.rows["frame"]) if "frame" in picture.rows else {}
    now = picture.rows["now"]["row"] if "now" in picture.rows else []
    return rows + [value for row in (frame, *now) for value in row.values() if isinstance(value, str)]


def header_of(player):
    """Return what the player is told before the numbers."""
    return json.loads(player.data.split(b"\n")[0])


def told_to_the_player(player):
    """Return what the player says, but for what it says only of a run that it works out itself."""
    header = header_of(player)
    if not header["bowl"]:
        for name in ("there", "thereByTheory", "notThere", "grows"):
            del header["words"][name]
    return [json.dumps(header, ensure_ascii=False)]


@EACH_CASE
@EACH_LANGUAGE
@pytest.mark.parametrize("unknown", [KNOWN, *([name] for name in KNOWN)], ids=["all", *KNOWN])
def test_whatever_theory_does_not_know_every_part_is_there_and_tells_no_none_and_no_nan(
    case, language, unknown
):
    told = everything(without(EXPERIMENTS[case], *unknown), language)
    for part in told.keys() - {"script", "csv"}:  # np.nan stands in the script for what is not compared
        assert [text for text in told[part] if re.search(r"\bnan\b|\bNone\b(?! of)", text)] == []
    always = {"instrument", "hidden", "starts", "sweep", "runs as a table", "rates as tables", "csv"}
    always |= set() if "steps_are_gradients" in unknown else {"why"}
    assert all(told[part] for part in always)


@EACH_LANGUAGE
@pytest.mark.parametrize("place", range(len(ONLY_THEORY_SAYS["en"])))
def test_what_only_theory_says_is_said_of_the_lesson_and_not_where_nothing_is_known(language, place):
    word = ONLY_THEORY_SAYS[language][place]
    known, silent = (
        everything(experiment, language)
        for experiment in (EXPERIMENTS["every behaviour"], in_silence(EXPERIMENTS["every behaviour"]))
    )
    del known["student's sheet"], silent["student's sheet"]  # it asks what a run will do, and tells nothing
    assert [part for part in known if word in " ".join(known[part])]
    assert [part for part in silent if word in " ".join(silent[part])] == []


@EACH_CASE
@EACH_LANGUAGE
def test_where_nothing_is_known_no_part_says_what_only_theory_does(case, language):
    told = everything(in_silence(EXPERIMENTS[case]), language)
    names = [name_of_behaviour(behaviour, say=in_language(language)) for behaviour in FORETOLD]
    del told["student's sheet"]
    for part, texts in told.items():
        said = " ".join(texts)
        assert [word for word in (*ONLY_THEORY_SAYS[language], *names) if word in said] == [], part


@EACH_LANGUAGE
def test_the_student_is_asked_the_same_where_nothing_is_known(language):
    for experiment in EXPERIMENTS.values():
        known, silent = everything(experiment, language), everything(in_silence(experiment), language)
        assert silent["student's sheet"] == known["student's sheet"]


@EACH_CASE
def test_what_the_runs_did_is_told_all_the_same(case):
    experiment = EXPERIMENTS[case]
    known, silent = results_table(experiment), results_table(in_silence(experiment))
    measured = ["learning_rate", "final_loss", "excess_loss", "w", "b", "epochs_measured"]
    original = ["slope", "intercept"] if case == "x scaled" else []
    assert list(silent) == measured + original
    assert str(silent) == str({name: known[name] for name in silent})
    told = [everything(each, "en") for each in (experiment, in_silence(experiment))]
    for part in ("starts", "runs as a table", "csv"):
        assert told[0][part] == told[1][part]


@EACH_CASE
def test_where_nothing_is_known_a_prediction_wins_points_for_the_order_alone(case):
    experiment = EXPERIMENTS[case]
    rates = experiment.settings.learning_rates
    known, silent = answer_of(experiment), answer_of(in_silence(experiment))
    assert (silent.rates, silent.losses, silent.ranking) == (known.rates, known.losses, known.ranking)
    prediction = Prediction(known.ranking, FORETOLD[:1] * len(rates))
    result = score(silent, prediction)
    assert result.points == result.most == result.most_pairs == len(rates) * (len(rates) - 1) // 2


def test_no_challenge_is_done_or_explained_where_nothing_is_known():
    for challenge in challenges():
        solved = experiment_of(challenge.one_answer)
        assert challenge.check(solved).done
        assert challenge.explanation(solved)
        outcome = challenge.check(in_silence(solved))
        assert (outcome.done, outcome.sentence) == (False, "")
        assert challenge.explanation(in_silence(solved)) == ""


@EACH_LANGUAGE
@pytest.mark.parametrize("case", ["every behaviour", "points of one's own"])
def test_the_script_agrees_with_the_page_where_nothing_is_known(tmp_path, case, language):
    script = script_of(in_silence(EXPERIMENTS[case]), language=language)
    assert agreed(run_script(script, tmp_path), language)


def test_a_long_run_is_drawn_epoch_by_epoch_where_something_may_hide():
    known, slots = EXPERIMENTS["a long run"], [0, 1]
    for unknown, drawn in (
        (known, False),
        (without(known, "nothing_hides"), True),
        (in_silence(known), True),
    ):
        shown = instrument(unknown, colour_slots=slots)
        every = list(range(3001))
        assert (header_of(shown.player)["epochs"] == every) == drawn
        for slot in slots:
            rows = shown.loss.rows["runs"]
            assert (rows["epoch"][rows["slot"] == slot].tolist() == every) == drawn
        said = " ".join(texts_of([*shown[4:], *why(unknown, run=0, epoch=0)]))
        assert ("All 3,000 epochs are computed, and" in said) == (not drawn)


def test_both_parts_of_the_error_are_drawn_epoch_by_epoch_where_something_may_hide():
    experiment = without(EXPERIMENTS["a long run"], "nothing_hides")
    rows = the_picture("modes", why(experiment, run=0, epoch=0)).rows["errors"]
    assert rows["epoch"].tolist() == 2 * list(range(3001))


@pytest.mark.parametrize("unknown", ["crawl", "overshoot", "limit"])
def test_a_ruler_without_one_of_its_zones_has_none_and_they_are_not_told(unknown):
    experiment = without(EXPERIMENTS["the lesson"], unknown)
    assert the_ruler(experiment) == []
    ruler = header_of(instrument(experiment, colour_slots=[0, 1, 2]).player)["ruler"]
    assert ruler == {"low": 1e-4, "high": 10.0, "edges": [], "zones": []}


def test_without_the_fastest_rate_the_zones_are_told_all_the_same():
    lesson = EXPERIMENTS["the lesson"]
    [known], [unknown] = the_ruler(lesson), the_ruler(without(lesson, "fastest"))
    assert known.markdown == (
        f"{unknown.markdown} The fastest rate is about 0.749: in the long run, the best promise for the "
        "worst start. From the first start here 0.5 is sooner: its loss is 99.9 % of the way down at epoch "
        "26, and that of 0.749 at epoch 33."
    )


def test_nothing_is_held_where_steps_are_not_known_to_be_gradients():
    for unknown in ("steps_are_gradients", *KNOWN):
        told = header_of(
            instrument(without(EXPERIMENTS["the lesson"], unknown), colour_slots=[0, 1, 2]).player
        )
        assert (told["bowl"] is None) == (unknown == "steps_are_gradients")


def test_a_sweep_without_a_prediction_has_the_same_dots_and_no_line():
    lesson = EXPERIMENTS["the lesson"]
    known, unknown = (
        the_sweep(experiment, colour_slots=[0, 1, 2], may_add=False)
        for experiment in (lesson, without(lesson, "predict_excess"))
    )
    dots = [the(Picture, blocks).rows["sweep"] for blocks in (known, unknown)]
    assert dots[0].drop(columns="predicted").equals(dots[1].drop(columns="predicted"))
    assert dots[0]["predicted"].notna().all()
    assert dots[1]["predicted"].isna().all()
    line = "The line is what the theory says, without a run."
    assert line in " ".join(texts_of(known))
    assert line not in " ".join(texts_of(unknown))


@pytest.mark.parametrize("unknown", ["eigenvalues", "eigenvectors", "factors"])
def test_without_its_two_directions_an_error_is_not_split_and_the_step_is_still_worked_out(unknown):
    known = EXPERIMENTS["the lesson"]
    silent = without(known, unknown)
    assert [type(block) for block in flat(why(silent, run=2, epoch=7))].count(Picture) == 0
    assert the_errors(silent, run=2) == []
    assert named(why(silent, run=2, epoch=7), "step") == named(why(known, run=2, epoch=7), "step")


@EACH_CASE
def test_a_run_leaves_the_frame_at_the_same_epoch_without_a_factor_told_where_it_is_not_known(case):
    slots = list(range(len(CASES[case].learning_rates)))
    known, silent = (
        instrument(experiment, colour_slots=slots).loss.rows["now"]["row"]
        for experiment in (EXPERIMENTS[case], in_silence(EXPERIMENTS[case]))
    )
    for told, bare in zip(known, silent, strict=True):
        assert repr(told["exit_epoch"]) == repr(bare["exit_epoch"])
        assert re.sub(", error ×.* an epoch", "", told["leaving"]) == bare["leaving"]
        assert bool(told["leaving"]) == ("×" in told["leaving"]) == (told["exit_epoch"] > 0)


def test_no_step_is_worked_out_where_steps_are_not_known_to_be_gradients():
    for known, drawn in ((EXPERIMENTS["the lesson"], True), (in_silence(EXPERIMENTS["the lesson"]), False)):
        shown = instrument(known, colour_slots=[0, 1, 2])
        steps = [row[name] for row in shown.map.rows["now"]["row"] for name in ("next_w", "next_b")]
        assert np.isfinite(steps).all() == drawn
        assert np.isnan(steps).all() == (not drawn)
        assert ("An arrow is the next step, −η · gradient" in shown.words.markdown) == drawn
        boxes = [block for block in why(known, run=0, epoch=0) if isinstance(block, Box)]
        assert any(block.heading for block in boxes) == drawn


def test_a_round_that_nobody_can_know_is_not_drawn(monkeypatch):
    silent = replace(method_of(Settings()), theory_of=lambda *_, **__: Theory())
    monkeypatch.setattr("gd_core.experiment.method_of", lambda _: silent)
    monkeypatch.setattr("gd_core.teaching.rounds.MOST_DRAWN", 20)
    with pytest.raises(ValueError, match="no round of level 1 is fair by what theory knows, of 20 drawn"):
        round_of(1, 1)


def heavy_ball(dataset, *, starts, learning_rates, n_epochs):
    """Run gradient descent with momentum 0.9, in a plain loop: another method than that of the page."""
    rates, velocity = np.array(learning_rates, dtype=float), 0.0
    theta = [np.broadcast_to(np.array(starts, dtype=float), (rates.size, 2))]
    for _ in range(n_epochs):
        velocity = 0.9 * velocity + gradient(theta[-1], dataset)
        theta.append(theta[-1] - rates[:, None] * velocity)
    parameters = np.stack(theta, axis=1)
    losses = loss(parameters, dataset)
    return Runs(rates, parameters, losses, losses - noise_floor(dataset))


def test_with_another_method_all_runs_are_its_own_and_no_step_limit_or_script_is_plain_descents(monkeypatch):
    other = Method(heavy_ball, lambda *_, **__: Theory(limit=1.5))
    monkeypatch.setattr("gd_core.experiment.method_of", lambda _: other)
    experiment = experiment_of(Settings(scaling="centred", same_start=True))
    picture, _ = the_sweep(experiment, colour_slots=[0, 1, 2], may_add=True)
    assert picture.rows["rates"]["excess"].tolist() == experiment.runs.excess_losses[:, -1].tolist()
    assert picture.rows["rates"]["predicted"].isna().all()
    shown = instrument(experiment, colour_slots=[0, 1, 2])
    assert all(np.isnan(row["next_w"]) for row in shown.map.rows["now"]["row"])
    assert header_of(shown.player)["bowl"] is None
    assert why(experiment, run=0, epoch=0) == would_another_scale_help(experiment) == []
    assert [file.name for file in files(experiment, link="")] == ["runs.csv", "worksheet.html"]
    told = [
        text for one in challenges() for text in (one.check(experiment).sentence, one.explanation(experiment))
    ]
    assert not [text for text in told if "λ" in text or "0.78" in text]
