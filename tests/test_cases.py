import re

import numpy as np
import pytest

from gd_core import Dataset, make_dataset
from gd_core.cases import CASES, DID, LESSON, WHY, Scene, name_of_case, names_of_cases, scene_of, settings_of
from gd_core.charts.fit import fit_summary
from gd_core.charts.loss import loss_summary
from gd_core.charts.map_data import map_summary
from gd_core.experiment import Settings, experiment_of
from gd_core.parts.results import reasons, results_table, short_verdicts
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, ZIGZAG
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
    assert [name.rpartition(": ")[2] for name in names_of_cases().values()] == list(CASES)


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
