"""Every word that a picture shows is said: in its titles, its axes, its tooltips and its rows."""

import re

import pandas as pd
import pytest

from gd_core import Dataset, make_dataset
from gd_core.charts.all_charts import CHARTS
from gd_core.charts.fit import about_the_points_drawn
from gd_core.charts.frame import frame_rows
from gd_core.charts.loss_data import about_the_drawing, loss_data
from gd_core.charts.map_data import map_frame
from gd_core.charts.map_words import about_the_map
from gd_core.charts.modes import about_the_modes_drawn, modes_data, modes_summary
from gd_core.charts.rows import about_thinning, now_rows, where_runs_are
from gd_core.charts.sweep_data import sweep_data
from gd_core.charts.valley import about_the_valley_drawn, valley_data, valley_summary
from gd_core.languages import in_language
from gd_core.models.all_models import CURVES
from gd_core.take_home.paper import loss_on_paper
from gd_core.two_modes import two_modes
from tests.marked import marked, outside_marks
from tests.reference import experiment_from, experiment_on

TRUE_LINE = (2.0, 1.0)
TEXTS = ("title", "subtitle", "text")  # where a chart's description has words that are shown
VIEWS = [
    ("loss", {"logarithmic": logarithmic, "above_floor": above_floor})
    for logarithmic in (False, True)
    for above_floor in (False, True)
] + [(name, {}) for name in CHARTS if name not in ("loss", "curve")]
for model in CURVES:
    VIEWS += [("curve", {"model": model}), ("map", {"model": model})]
    VIEWS += [
        ("loss", {"logarithmic": True, "above_floor": floor, "model": model}) for floor in (False, True)
    ]


def words_in(text):
    """Return the words that nobody said; a lone letter is a symbol."""
    return re.findall("[A-Za-z]{2,}", outside_marks(text))


def parts_of(description):
    """Return every dictionary in a chart's description."""
    inside = description.values() if isinstance(description, dict) else description
    for part in inside:
        if isinstance(part, dict | list):
            yield from parts_of(part)
    if isinstance(description, dict):
        yield description


def texts_of(chart):
    """Return what a chart's description writes itself: titles, and labels that are the same for all rows."""
    for part in parts_of(chart):
        for name in TEXTS:
            text = part.get(name)
            yield from [text] if isinstance(text, str) else []
            if isinstance(text, dict) and isinstance(text.get("value"), str):
                yield text["value"]


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_every_title_and_label_of_a_chart_is_said(name, view):
    texts = list(texts_of(CHARTS[name](**view, say=marked).to_dict()))
    assert texts
    assert [text for text in texts if words_in(text)] == []


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_every_tooltip_of_a_chart_has_a_title(name, view):
    for part in parts_of(CHARTS[name](**view, say=marked).to_dict()):
        tooltip = part.get("tooltip")
        if isinstance(tooltip, list):
            assert all("title" in told for told in tooltip)
        if isinstance(tooltip, dict) and "expr" in tooltip.get("value", {}):
            headings = re.findall('"([^"]*)": ', tooltip["value"]["expr"])
            assert headings
            assert [heading for heading in headings if len(heading) > 1 and words_in(heading)] == []


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_every_text_in_an_expression_of_a_chart_is_said(name, view):
    for part in parts_of(CHARTS[name](**view, say=marked).to_dict()):
        for place in ("calculate", "labelExpr"):
            for text in re.findall('"([^"]*)"', str(part.get(place, ""))):
                assert words_in(text) == []


def test_the_columns_that_the_pointer_tells_are_named_in_the_language():
    chart = CHARTS["modes"](say=in_language("es")).to_dict()
    told = [part["groupby"] for part in parts_of(chart) if "pivot" in part]
    assert told == [["época"]]
    assert [part["select"]["fields"] for part in parts_of(chart) if part.get("name") == "hover"] == [
        ["época"]
    ]


@pytest.fixture(params=["the lesson", "far too fast", "all x equal"])
def problem(request):
    """Points, and runs of which some leave the frame."""
    dataset = Dataset([2.0, 2.0], [4.0, 6.0]) if request.param == "all x equal" else make_dataset()
    rates = [0.85, 5.0] if request.param == "far too fast" else [0.01, 0.1, 0.9]
    return experiment_from(dataset, starts=[-3, 4], learning_rates=rates, n_epochs=1000)


def made_from_a_line(experiment):
    return experiment_on(experiment.dataset, experiment.runs, true_line=TRUE_LINE)


def rows_of(problem, say):
    """Return every data set of every picture."""
    dataset, rates = problem.dataset, problem.settings.learning_rates
    slots = list(range(len(rates)))
    shared = {"colour_slots": slots, "say": say}
    rates_told, of_loss = loss_data(
        problem, factors=[1.2] * len(slots), logarithmic=False, above_floor=False, **shared
    )
    of_map = map_frame(made_from_a_line(problem), say=say)
    swept = [
        experiment_from(dataset, starts=(-3, 4), learning_rates=rates, n_epochs=n_epochs)
        for n_epochs in (1, 500)
    ]
    pictures = [
        {
            "now": now_rows(where_runs_are(problem, problem.runs.losses, rates_told), rates_told),
            "frame": frame_rows(of_loss | of_map),
        },
        *(sweep_data(experiment, **shared) for experiment in swept),
        *(modes_data(problem, two_modes(problem, run), say=say) for run in slots),
        *(valley_data(two_modes(problem, run), say=say) for run in slots),
    ]
    return [(name, columns_of(name, rows)) for picture in pictures for name, rows in picture.items()]


def columns_of(name, rows):
    """Return a data set with a column for each of its values; some have them together in one."""
    together = {"now": "row", "frame": "frame"}
    return pd.DataFrame(rows[together[name]]) if name in together else rows


def test_every_word_in_the_rows_of_a_picture_is_said(problem):
    of_two_modes = {"label"}  # said where the two directions are found
    for name, rows in rows_of(problem, marked):
        for column in set(rows.columns) - (of_two_modes if name == "modes" else set()):
            for text in rows[column]:
                if isinstance(text, str):
                    assert words_in(text) == []


def test_the_rows_of_a_picture_are_the_same_in_english_but_for_the_marks(problem):
    for (name, rows), (_, in_marks) in zip(
        rows_of(problem, in_language("en")), rows_of(problem, marked), strict=True
    ):
        bare = in_marks.map(lambda cell: re.sub("[⟦⟧]", "", cell) if isinstance(cell, str) else cell)
        assert bare.equals(rows), name


def test_every_word_about_the_pictures_is_said(problem):
    runs = problem.runs
    said = [
        about_thinning(problem, say=marked),
        about_the_points_drawn(1000, say=marked),
        about_the_drawing(problem, runs.losses, 1.0, say=marked),
        about_the_map(problem, say=marked),
        about_the_map(made_from_a_line(problem), say=marked),
    ]
    for run in range(runs.learning_rates.size):
        parts = two_modes(problem, run)
        said.append(modes_summary(parts, say=marked))
        said.append(about_the_modes_drawn(problem, parts, modes_data(problem, parts), say=marked))
        said.append(valley_summary(parts, say=marked))
        said.append(about_the_valley_drawn(problem, parts, valley_data(parts), say=marked))
    assert [text for text in said if words_in(text)] == []


def test_every_word_of_the_chart_on_paper_is_said(problem):
    factors = [1.2] * len(problem.settings.learning_rates)
    chart = loss_on_paper(problem, factors=factors, say=marked)
    written = "".join([chart.empty, chart.drawn, *chart.leaving])
    labels = re.findall('aria-label="([^"]*)"', written)
    texts = [*labels, *re.findall(">([^<]+)<", written), *chart.leaving]
    assert len(labels) == 2
    assert [text for text in texts if words_in(text)] == []
