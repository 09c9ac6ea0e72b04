import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gd_core import Dataset, make_dataset
from gd_core.cases import (
    CASES,
    DID,
    LESSON,
    WHY,
    Scene,
    name_of_case,
    names_of_cases,
    scene_of,
    settings_of,
    where_to_look,
)
from gd_core.charts.fit import fit_summary
from gd_core.charts.loss_data import loss_summary
from gd_core.charts.map_words import map_summary
from gd_core.experiment import LINE, Settings, experiment_of
from gd_core.models.all_models import CURVES
from gd_core.models.outcomes import FALLS, HARDLY, HIGHER, JUMPS, LOWEST
from gd_core.parts.results import reasons, results_table, short_verdicts
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, SWINGS, ZIGZAG
from gd_core.telling.of_curves import name_of_outcome
from gd_core.telling.points import about_the_points
from gd_core.telling.verdict import judge
from gd_core.theory import theory_of
from tests.marked import marked, outside_marks


def told_of(dataset, **say):
    """Return what the page tells of points."""
    return about_the_points(dataset, theory_of(dataset), **say)


@pytest.mark.parametrize(
    ("case", "behaviours"),
    [
        ("The lesson", [CRAWLS, SMOOTH, ZIGZAG]),
        ("All three stories", [CRAWLS, SMOOTH, DIVERGES]),
        ("Too small", [CRAWLS, CRAWLS, CRAWLS]),
        ("Zigzag", [SMOOTH, ZIGZAG, ZIGZAG]),
        ("On the edge", [ZIGZAG, EDGE, DIVERGES]),
        ("Diverging", [ZIGZAG, DIVERGES, DIVERGES]),
        ("A small rate carried", [SWINGS]),
        ("Too much momentum", [SWINGS]),
        ("Beyond the old limit", [SWINGS]),
    ],
)
def test_a_case_shows_what_its_name_says(case, behaviours):
    assert [verdict.behaviour for verdict in judge(experiment_of(CASES[case]))] == behaviours


def test_the_first_case_is_the_lesson():
    assert next(iter(CASES.values())) == Settings()


@pytest.mark.parametrize("case", [case for case in CASES if case != LESSON])
def test_every_case_but_the_lesson_starts_its_rates_together(case):
    starts = experiment_of(CASES[case]).runs.parameters[:, 0]
    assert np.array_equal(starts, np.tile(starts[0], (len(starts), 1)))


def test_a_document_names_a_case_or_what_differs_from_the_lesson():
    named = scene_of({"case": "Diverging", "where_to_look": "Both grow."})
    assert named == Scene(CASES["Diverging"], "Both grow.", logarithmic=False, above_floor=False, part=DID)
    described = scene_of({"settings": {"learning_rates": [0.1]}, "where_to_look": "w.", "part": WHY})
    assert described == Scene(Settings(learning_rates=(0.1,)), "w.", part=WHY)


def test_what_a_document_does_not_name_is_as_in_the_lesson():
    assert settings_of({}) == Settings()
    assert settings_of({"x_range": [0.0, 2.0], "n_epochs": 20}) == Settings(x_range=(0.0, 2.0), n_epochs=20)


@pytest.mark.parametrize(
    "told", [{"case": "Nobody's"}, {"settings": {"noice": 0.5}}, {"case": "Zigzag", "log": True}, {}]
)
def test_a_word_that_a_document_has_wrong_is_an_error_and_not_the_lesson(told):
    with pytest.raises((KeyError, TypeError)):
        scene_of(told | {"where_to_look": "Here."})


def test_the_page_says_the_limit_the_fastest_rate_and_the_best_line(dataset):
    text = told_of(dataset)
    assert "**limit is about 0.7887**" in text
    assert "fastest rate is about 0.7491" in text
    assert "y = 2.014·x + 0.9827" in text


def test_the_page_gives_a_negative_intercept_its_minus():
    assert "y = 2·x − 3." in told_of(make_dataset(noise=0, intercept=-3.0))


def test_the_page_says_so_where_many_lines_fit_equally_well():
    text = told_of(Dataset([2.0, 2.0], [4.0, 6.0]))
    assert "infinitely many lines fit equally well" in text
    assert "y = 2·x + 1" in text  # the smallest of the lines through (2, 5)


def test_the_lesson_in_a_few_words(lesson):
    assert short_verdicts(results_table(lesson)) == [
        "crawls, by theory there at 1,323",
        "converges smoothly, there at 89",
        "zigzags in and converges, there at 30",
    ]


def test_a_case_has_its_own_name_in_english():
    assert [name_of_case(case) for case in CASES] == list(CASES)
    offered = {model: names_of_cases(model) for model in (LINE, *CURVES)}
    assert {case: name for names in offered.values() for case, name in names.items()} == {
        case: f":material/restart_alt: {case}" if case == LESSON else case for case in CASES
    }


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_offered_beside_its_model_and_so_is_the_lesson(case):
    offered = names_of_cases(CASES[case].model)
    assert case in offered
    assert next(iter(offered)) == LESSON


def test_on_the_line_a_case_leads_to_every_kind_of_curve_and_no_row_is_too_long():
    offered = names_of_cases(LINE)
    assert {CASES[case].model for case in offered} == {LINE, "hills", "neuron"}
    assert max(len(names_of_cases(model)) for model in (LINE, *CURVES)) <= 11


BEYOND = {  # what each rate does, the epoch of 99.9 %, and w, b and the loss at the end, where they are told
    "Stuck on the wrong hill": {
        0.01: (HIGHER, 11, 0.7985579529, 0.0527228498, 0.2515147841),
        0.1: (LOWEST, 24, 0.3047159951, 0.1561355335, 0.0933715580),
        0.5: (FALLS, np.nan, -0.8310920511, -1.0979411476, 0.1010646249),
        0.05: (JUMPS, np.nan, 0.7939653209, 0.0385409276, 0.2573665062),
    },
    "The start decides": {0.01: (HIGHER, 20, 0.7985579529, 0.0527228498, 0.2515147841)},
    "Far wrong and flat": {
        1.0: (FALLS, np.nan, None, None, 0.1055374901),
        10.0: (LOWEST, 324, 2.1253807652, -0.2139013454, 0.0846210743),
    },
    "The same with cross-entropy": {
        1.0: (LOWEST, 88, 1.9235175229, -0.3518355014, 0.2780798455),
        10.0: (LOWEST, 12, 1.9235175229, -0.3518355014, 0.2780798455),
    },
    "Dead": {10.0: (HARDLY, np.nan, 0.0, -40.0, 0.47)},
}


@pytest.mark.parametrize("case", BEYOND)
def test_a_case_of_a_curve_has_beyonds_figures_on_the_page(case):
    experiment = experiment_of(CASES[case])
    table = results_table(experiment)
    assert table["learning_rate"] == list(BEYOND[case])
    for row, told in zip(pd.DataFrame(table).itertuples(), BEYOND[case].values(), strict=True):
        kind, epoch, *numbers = told
        assert row.behaviour == name_of_outcome(kind)
        assert row.epochs_to_minimum == pytest.approx(epoch, nan_ok=True)
        ends = zip((row.w, row.b, row.final_loss), numbers, strict=True)
        assert all(number is None or end == pytest.approx(number, abs=6e-11) for end, number in ends)


def test_every_case_of_a_curve_is_in_the_table_of_beyond():
    assert [case for case in CASES if not CASES[case].is_a_line] == list(BEYOND)


def test_from_another_start_the_same_rate_ends_on_the_wide_hill_as_the_case_says():
    assert "to w = 0.6" in where_to_look("The start decides")
    [run] = experiment_of(replace(CASES["The start decides"], start_w=0.6)).outcomes
    assert run.kind == LOWEST


def test_far_wrong_and_flat_has_its_plateaus_and_cross_entropy_has_none():
    [slow, fast] = reasons(results_table(experiment_of(CASES["Far wrong and flat"]))).splitlines()
    assert "From epoch 0 to 733 it was on a plateau: the loss went from 0.4697 to 0.4661." in slow
    assert "From epoch 0 to 74 it was on a plateau" in fast
    experiment = experiment_of(CASES["The same with cross-entropy"])
    assert "plateau" not in reasons(results_table(experiment))


def test_at_the_start_of_far_wrong_and_flat_the_neuron_is_sure_and_at_nearly_half_of_the_points_wrong():
    experiment = experiment_of(CASES["Far wrong and flat"])
    height = 1 / (1 + np.exp(8 - 0 * experiment.dataset.x))
    assert height.max() < 0.001
    assert 0.4 < np.mean(experiment.dataset.y == 1) < 0.5


def test_a_dead_neuron_comes_to_life_with_another_loss_as_the_case_says():
    [run] = experiment_of(replace(CASES["Dead"], model="neuron-ce")).outcomes
    assert run.kind == LOWEST
    assert run.arrived < 50


def test_every_word_of_the_lesson_is_said(lesson):
    said = [
        *(name_of_case(case, say=marked) for case in CASES),
        map_summary(say=marked),
        fit_summary(say=marked),
        loss_summary(say=marked),
        *short_verdicts(results_table(lesson, say=marked), say=marked),
        *short_verdicts(results_table(experiment_of(CASES["Diverging"]), say=marked), say=marked),
        told_of(lesson.dataset, say=marked),
        told_of(Dataset([2.0, 2.0], [4.0, 6.0]), say=marked),
    ]
    for text in said:
        assert not re.search("[A-Za-z]{2}", outside_marks(text))


def test_on_a_phone_every_rate_has_a_line_with_what_it_does_and_why():
    table = results_table(experiment_of(Settings(learning_rates=(0.1, 1e9))))
    lines = reasons(table).splitlines()
    assert [line.split("**")[1] for line in lines] == ["0.1", "1×10⁹"]
    assert all(
        line.endswith(f"{behaviour}. {why}")
        for line, behaviour, why in zip(lines, table["behaviour"], table["why"], strict=True)
    )
