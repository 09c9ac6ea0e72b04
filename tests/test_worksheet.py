import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from gd_core.cases import CASES
from gd_core.charts.rows import drawn_epochs
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES
from gd_core.models.outcomes import OUTCOMES
from gd_core.numbers import rounded, unrounded
from gd_core.parts.results import results_table
from gd_core.scaling import SCALINGS
from gd_core.take_home.paper import BOTTOM, LEFT, RIGHT, TOP, ticks
from gd_core.take_home.worksheet import NUMBERS, ranks, worksheet
from gd_core.telling.behaviour import BEHAVIOURS, SETTLED
from gd_core.telling.verdict import judge
from tests.test_languages import ungrouped

CASES = {
    **CASES,
    "Long": Settings(n_epochs=10_000, learning_rates=(1e-4, 0.3, 0.789)),
    "Too large": Settings(learning_rates=(1e9, 1e8)),
    "One epoch": Settings(n_epochs=1, learning_rates=(0.3,)),
    "Equal x": Settings(x_range=(3.0, 3.0), scaling="standardised", noise=0.0),
    "At the answer": Settings(own_start=True, start_w=2.0, start_b=1.0, noise=0.0),
    "Eight": Settings(learning_rates=tuple(0.1 * k for k in range(1, 9)), same_start=True),
}
VOID = {"meta", "br", "path"}


class Reader(HTMLParser):
    """Reads a page; fails where a tag is not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.cells, self.labels, self.words = [], [], [], [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag in ("td", "th"):
            self.cells.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words += f"{data} "
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data
        if self.open and self.open[-1] == "text":
            self.labels.append((self.tags[-1][1], data))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def sheets(settings, **options):
    """Return what is on the student's sheet, and on the teacher's."""
    text = worksheet(experiment_of(settings), **options)
    Reader(text)
    return [
        Reader(f"<section{part}".rpartition("</section>")[0] + "</section>")
        for part in text.split("<section")[1:]
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_teacher_reads_the_numbers_of_the_page(case):
    experiment = experiment_of(CASES[case])
    table = results_table(experiment)
    known = [name for name in NUMBERS if name in table]
    cells = iter(sheets(CASES[case])[1].cells[3 + len(known) :])
    reasons = [verdict.why for verdict in judge(experiment)] or table["why"]
    places = ranks(experiment)
    for row, rank, reason in zip(table.to_dict("records"), places, reasons, strict=True):
        numbers = [rounded(row[name], 5) for name in known]
        assert next(cells) == unrounded(row["learning_rate"])
        assert [next(cells) for _ in range(2 + len(known))] == [str(rank), row["behaviour"], *numbers]
        assert next(cells).startswith(reason)
    assert next(cells, None) is None


@pytest.mark.parametrize("case", CASES)
def test_the_curves_are_the_runs(case):
    settings, experiment = CASES[case], experiment_of(CASES[case])
    runs = experiment.runs
    student, teacher = sheets(settings)
    assert student.all("polyline") == []
    curves = teacher.all("polyline")
    assert len(curves) == runs.learning_rates.size
    high = frame_top(teacher)
    for curve, losses in zip(curves, runs.losses, strict=True):
        x, y = np.array([point.split(",") for point in curve["points"].split()], dtype=float).T
        epochs = drawn_epochs(experiment)
        assert (x - LEFT) / (RIGHT - LEFT) * settings.n_epochs == pytest.approx(epochs, abs=0.2)
        shown = (BOTTOM - y) / (BOTTOM - TOP)
        expected = np.minimum(losses[epochs] / high, 1000)
        assert shown == pytest.approx(expected, rel=1e-4, abs=1e-4)  # to a fiftieth of a millimetre


def frame_top(sheet):
    """Return the loss at the top of the frame, from the highest number beside it and where that stands."""
    place, text = [(float(at["y"]), text) for at, text in sheet.labels if at.get("x") == str(LEFT - 8)][-1]
    mantissa, _, power = text.replace(",", "").partition("×10")
    number = f"{mantissa}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')) or 0}"
    return float(number) * (BOTTOM - TOP) / (BOTTOM - place)


@pytest.mark.parametrize("case", CASES)
def test_both_sheets_have_the_same_frame(case):
    student, teacher = (
        [attributes for attributes in sheet.all("path") if attributes.get("class") in ("frame", "grid")]
        for sheet in sheets(CASES[case])
    )
    assert student == teacher


def test_the_student_gets_the_question_and_none_of_the_answers():
    settings = Settings(learning_rates=(0.5, 0.85))
    student, teacher = sheets(settings)
    assert "How big should the learning rate be?" in student.words
    assert "w ← w − η · ∂L/∂w" in student.words
    assert "limit" not in student.words
    assert "limit is about 0.7887" in teacher.words
    assert "▲ leaves at epoch 2, error ×1.16 an epoch." in teacher.words
    runs = experiment_of(settings).runs
    assert not any(rounded(loss, 5) in student.words for loss in runs.losses[:, -1])
    rows = [student.cells[6 + 6 * run : 12 + 6 * run] for run in range(2)]
    assert [row[0] for row in rows] == ["0.5", "0.85"]
    assert [row[2] for row in rows] == [rounded(loss, 5) for loss in runs.losses[:, 0]]
    assert [row[3:] for row in rows] == [["", "", ""]] * 2


def test_the_student_chooses_from_the_five_behaviours_and_the_sixth_only_where_it_occurs():
    five = sheets(Settings())[0].words
    assert all((name in five) == (name != SETTLED) for name in BEHAVIOURS)
    assert SETTLED in sheets(CASES["At the answer"])[0].words


def test_of_a_curve_the_student_chooses_from_what_its_runs_may_do_and_has_its_rule():
    words = " ".join(sheets(replace(CASES["Stuck on the wrong hill"], momentum=0.5))[0].words.split())
    assert all(name in words for name in OUTCOMES)
    assert not any(name in words for name in BEHAVIOURS)
    assert "v ← 0.5 · v + ∂L/∂w, w ← w − η · v, ∂L/∂w = (1/n) · Σ 2·(ŷ − y)·∂ŷ/∂w" in words


def test_each_curve_has_a_dash_of_its_own_and_a_sample_beside_its_rate():
    teacher = sheets(CASES["Eight"])[1]
    dashes = [curve["stroke-dasharray"] for curve in teacher.all("polyline")]
    samples = [path["stroke-dasharray"] for path in teacher.all("path") if path.get("class") == "curve"]
    assert len(set(dashes)) == 8
    assert samples == dashes


def test_a_curve_that_leaves_has_a_mark_and_its_reason_says_when_and_how_fast():
    words = sheets(CASES["Diverging"])[1].words
    leaving = re.findall(r"▲ leaves at epoch (\d+), error ×([\d.]+) an epoch\.", words)
    assert leaving == [("2", "1.16"), ("1", "1.54")]
    assert words.count("▲") == 2 + 2 + 1  # in the picture, in the reasons, in the note


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_worksheet_needs_nothing_from_elsewhere_and_is_accessible(case, language):
    text = worksheet(experiment_of(CASES[case]), link="?rates=0.5", language=language)
    page = Reader(text)
    assert text.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
    assert not re.search(r"<script|<link|<img|src=|href=|@import|url\((?!#frame)|nan|None", text)
    assert [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h3", "h3", "h2"]
    assert all("scope" in attributes for attributes in page.all("th"))
    assert all("aria-label" in svg or svg["aria-hidden"] for svg in page.all("svg"))
    assert text.count('id="') == len(set(re.findall(r'id="\w+"', text)))


@pytest.mark.parametrize("case", CASES)
def test_a_worksheet_in_another_language_differs_in_its_words_alone(case):
    mine, theirs = (
        Reader(worksheet(experiment_of(CASES[case]), language=language)) for language in ("en", "es")
    )
    assert [tag for tag, _ in mine.tags] == [tag for tag, _ in theirs.tags]
    assert mine.all("polyline") == theirs.all("polyline")
    assert numbers_in(mine.words) == numbers_in(theirs.words)


def numbers_in(words):
    return sorted(re.findall(r"\d[\d.,]*\d|\d", ungrouped(words)))


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("case", CASES)
def test_a_worksheet_in_spanish_has_no_english_in_it(case, scaling):
    experiment = experiment_of(replace(CASES[case], scaling=scaling))
    english, spanish = (words_of(worksheet(experiment, link="?", language=at)) for at in ("en", "es"))
    assert english & spanish <= {"error", "normal", "final", "exp", "ln"}


def words_of(text):
    """Return the words that a page shows or reads out, but not those of one letter."""
    page = Reader(text)
    labels = [attributes["aria-label"] for attributes in page.all("svg") if "aria-label" in attributes]
    return set(re.findall("[A-Za-zÁÉÍÓÚÑáéíóúüñ]{2,}", " ".join([page.words, *labels])))


def test_the_link_is_text_whatever_it_holds(lesson):
    text = worksheet(lesson, link='?rates=0.5&x="><script>alert(1)</script>')
    assert "<script" not in text
    assert "?rates=0.5&amp;x=&quot;&gt;&lt;script&gt;" in text
    assert "These settings on the page" not in worksheet(lesson)


@pytest.mark.parametrize("most", [1e-300, 1e-9, 0.13, 1.0, 3.99, 4.0, 11.16, 9999.0, 1e150])
def test_ticks_are_a_few_round_numbers_from_0_to_the_top(most):
    marks = ticks(most)
    assert 5 <= len(marks) <= 11
    assert marks[0] == 0
    assert marks[-1] <= most * (1 + 1e-6)
    assert np.diff(marks) == pytest.approx(np.full(len(marks) - 1, marks[1]))
    assert f"{marks[1]:e}"[0] in "125"


@pytest.mark.parametrize("last", [1, 2, 3, 7, 10_000])
def test_ticks_of_epochs_are_whole(last):
    assert all(mark == int(mark) for mark in ticks(last, least=1.0))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scaling", SCALINGS)
def test_no_braces_or_places_of_the_template_are_left(scaling, language):
    text = worksheet(experiment_of(Settings(scaling=scaling)), language=language)
    assert "$" not in text
