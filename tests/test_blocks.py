"""A part of the page is plain data, in which everything can be looked up that it shows."""

import json
import pickle
import re
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pandas as pd
import pytest

from gd_core import least_squares
from gd_core.bowl import bowl_of
from gd_core.charts.all_charts import CHARTS
from gd_core.charts.arrow import as_arrow
from gd_core.charts.frame import values_of
from gd_core.experiment import Settings, experiment_of
from gd_core.models.all_models import CURVES
from gd_core.parts import blocks as kinds
from gd_core.parts.blocks import Code, Picture, Table, Text, TextTable, with_rows
from gd_core.parts.challenges import challenge_blocks
from gd_core.parts.columns import results_columns
from gd_core.parts.compared import compared
from gd_core.parts.for_a_class import for_a_class
from gd_core.parts.instrument import instrument
from gd_core.parts.quiz import quiz_blocks
from gd_core.parts.results import reasons, results_table, short_verdicts
from gd_core.parts.scale_of_x import would_another_scale_help
from gd_core.parts.tables import the_errors, the_rates, the_runs
from gd_core.parts.what_now import what_now
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.parts.words import words_blocks
from gd_core.scaling import SCALINGS
from gd_core.teaching.predictions import Prediction, answer_of
from gd_core.teaching.quiz import questions
from gd_core.telling.step_text import step_in_mathematics, step_in_plain_text
from gd_core.worked_step import worked_step
from tests.blocks import flat, named, texts_of, the, the_picture

SETTINGS = {
    "the lesson": Settings(),
    "eight rates": Settings(learning_rates=tuple(0.1 * k for k in range(1, 9))),
    "x scaled": Settings(scaling="standardised", learning_rates=(0.5, 1.2)),
    "all x equal": Settings(x_range=(2.0, 2.0), learning_rates=(0.3,)),
    "too large": Settings(learning_rates=(1e9, 0.5), n_epochs=500),
}
CRAWLING = Settings(learning_rates=(0.001,))  # of which alone there is something to advise
EXPERIMENTS = {name: experiment_of(settings) for name, settings in SETTINGS.items()}
EACH = pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)
BLOCKS = [kind for kind in vars(kinds).values() if hasattr(kind, "__dataclass_fields__")]


def slots_of(experiment):
    return list(range(len(experiment.settings.learning_rates)))


def parts_of(experiment):
    """Return the blocks of every part, by its name."""
    slots, truth = slots_of(experiment), answer_of(experiment)
    shown = instrument(experiment, colour_slots=slots)
    prediction = Prediction(truth.ranking[::-1], ("crawls",) * len(slots))
    return {
        "instrument": list(shown),
        "what now": what_now(experiment_of(CRAWLING)),
        "ruler": the_ruler(experiment),
        "sweep": the_sweep(experiment, colour_slots=slots, may_add=True),
        "why": why(experiment, run=0, epoch=1),
        "scale": would_another_scale_help(experiment),
        "runs": the_runs(experiment),
        "rates": the_rates(experiment),
        "errors": the_errors(experiment, run=0),
        "compared": compared(experiment, prediction=prediction),
        "challenges": challenge_blocks(experiment, [0, 1, 2, 3, 4]),
        "quiz": quiz_blocks([0] * len(questions())),
        "words": words_blocks(),
        "for a class": for_a_class(experiment.settings, chosen={}, link_with=lambda *_: "lab"),
    }


@EACH
def test_every_part_is_a_list_of_blocks_and_of_nothing_else(experiment):
    for part in parts_of(experiment).values():
        assert type(part) is list
        assert part
        assert {type(block) for block in flat(part)} <= set(BLOCKS)


@EACH
def test_a_part_can_be_kept_and_read_again_as_it_was(experiment):
    for part in parts_of(experiment).values():
        again = pickle.loads(pickle.dumps(part))
        assert texts_of(again) == texts_of(part)
        for kept, block in zip(flat(again), flat(part), strict=True):
            if isinstance(block, Table):
                assert repr(kept.rows) == repr(block.rows)
            if isinstance(block, TextTable):
                pd.testing.assert_frame_equal(kept.rows, block.rows, check_exact=True)
            if isinstance(block, Picture):
                for name, rows in block.rows.items():
                    assert as_arrow(kept.rows[name]) == as_arrow(rows)


@EACH
def test_a_block_cannot_be_changed(experiment):
    for part in parts_of(experiment).values():
        for block in flat(part):
            name = fields(block)[0].name
            with pytest.raises(FrozenInstanceError):
                setattr(block, name, getattr(block, name))


@EACH
def test_every_picture_is_a_chart_that_there_is_with_the_rows_that_it_draws_and_words(experiment):
    seen = set()
    for part in parts_of(experiment).values():
        for picture in (block for block in flat(part) if isinstance(block, Picture)):
            spec = json.dumps(CHARTS[picture.name](**dict(picture.view)).to_dict())
            named = re.findall(r"""\{"name": "(\w+)"\}|\bdata\('(\w+)'\)""", spec)
            assert {one or other for one, other in named} == set(picture.rows)
            assert picture.alt.endswith(".")
            seen.add(picture.name)
    assert seen == set(CHARTS) - {"curve"}


@pytest.mark.parametrize("model", CURVES)
def test_every_picture_of_a_curve_is_a_chart_with_the_rows_that_it_draws(model):
    for picture in instrument(experiment_of(Settings(model=model)), colour_slots=[0, 1, 2])[1:4]:
        spec = json.dumps(CHARTS[picture.name](**dict(picture.view)).to_dict())
        named = re.findall(r"""\{"name": "(\w+)"\}|\bdata\('(\w+)'\)""", spec)
        assert {one or other for one, other in named} == set(picture.rows)
        assert picture.alt.endswith(".")


@EACH
def test_only_where_a_click_sets_something_a_picture_says_that_it_takes_one(experiment):
    clicks = {
        block.name: block.clicks
        for part in parts_of(experiment).values()
        for block in flat(part)
        if isinstance(block, Picture)
    }
    assert {name for name, takes in clicks.items() if takes} == {"sweep"}  # the player takes the map's


@EACH
def test_the_table_of_what_happened_has_a_row_a_rate_in_the_order_of_the_rates(experiment):
    what_happened = instrument(experiment, colour_slots=slots_of(experiment))[4:]
    table = the(Table, what_happened)
    assert table.rows["learning_rate"] == list(experiment.settings.learning_rates)
    assert repr(table.rows) == repr(results_table(experiment))
    assert table.columns == results_columns()
    assert what_happened[what_happened.index(table) + 1].markdown == reasons(table.rows)


@EACH
def test_the_three_pictures_of_the_instrument_and_the_player_have_the_same_runs(experiment):
    shown = instrument(experiment, colour_slots=slots_of(experiment))
    header, runs = json.loads(shown.player.data), experiment.runs
    epochs, n_runs = header["epochs"], len(experiment.settings.learning_rates)
    assert [rate["start"] for rate in header["rates"]] == runs.parameters[:, 0].tolist()
    assert [rate["rate"] for rate in header["rates"]] == runs.learning_rates.tolist()
    losses, (w, b) = runs.losses[:, epochs], np.moveaxis(runs.parameters[:, epochs], 2, 0)
    rows, high = pd.DataFrame(shown.loss.rows["runs"]), values_of(shown.loss.rows["frame"])["high"]
    assert rows["epoch"].tolist() == n_runs * epochs
    finite = np.isfinite(losses.ravel())
    assert rows["loss"].notna().tolist() == finite.tolist()
    assert rows["loss"][finite].tolist() == np.minimum(losses.ravel()[finite], 1000 * high).tolist()
    ways = pd.DataFrame(shown.map.rows["runs"])
    at = [ways["slot"], np.searchsorted(epochs, ways["epoch"])]
    assert ways[["w", "b"]].to_numpy().tolist() == np.stack([w[*at], b[*at]], axis=1).tolist()
    for picture in (shown.loss, shown.map, shown.fit):
        for run, row in enumerate(picture.rows["now"]["row"]):
            here = {"epoch": epochs[-1], "loss": losses[run, -1], "w": w[run, -1], "b": b[run, -1]}
            assert row["name"] == header["rates"][run]["name"]
            assert {name: row[name] for name in here.keys() & row.keys()} == {
                name: here[name] for name in here.keys() & row.keys()
            }
    assert shown.fit.rows["points"]["x"].size == experiment.dataset.x.size


@EACH
def test_the_player_has_a_verdict_a_rate_and_the_zones_of_these_points(experiment):
    shown = instrument(experiment, colour_slots=slots_of(experiment))
    told = json.loads(shown.player.data.split(b"\n")[0])
    design = np.stack([experiment.dataset.x, np.ones_like(experiment.dataset.x)], axis=1)
    steepest = 2 * np.linalg.svd(design, compute_uv=False)[0] ** 2 / experiment.dataset.x.size
    assert told["ruler"]["edges"] == pytest.approx([0.05 / steepest, 1 / steepest, 2 / steepest])
    assert [rate["rate"] for rate in told["rates"]] == list(experiment.settings.learning_rates)
    assert [rate["verdict"] for rate in told["rates"]] == short_verdicts(shown.table.rows)
    assert told["bowl"]["bottom"] == least_squares(experiment.dataset).tolist()


@EACH
def test_the_sweep_starts_where_the_first_rate_does(experiment):
    picture = the(Picture, the_sweep(experiment, colour_slots=slots_of(experiment), may_add=True))
    begins = experiment.runs.excess_losses[0, 0]
    assert values_of(picture.rows["frame"])["start"] == pytest.approx(begins, rel=1e-12)


def test_the_sweep_says_that_a_click_adds_a_rate_only_where_it_does():
    lesson = EXPERIMENTS["the lesson"]
    with_click, without = (
        " ".join(texts_of(the_sweep(lesson, colour_slots=[0, 1, 2], may_add=may))) for may in (True, False)
    )
    assert "Click a place to add its rate to the list" in with_click
    assert "Click" not in without


def test_the_map_says_that_a_hand_sets_the_start_only_where_it_does():
    lesson = EXPERIMENTS["the lesson"]
    with_hand, without = (
        instrument(lesson, colour_slots=[0, 1, 2], may_start=may, may_move_rates=not may)
        for may in (True, False)
    )
    invitation = "**Press in the map to start every run there, and drag**"
    assert invitation in with_hand.words.markdown
    assert "Press" not in "".join(texts_of(without[4:]))
    told = [json.loads(shown.player.data.split(b"\n")[0]) for shown in (with_hand, without)]
    assert [header["mayStart"] for header in told] == [True, False]
    assert [header["mayMoveRates"] for header in told] == [False, True]


def test_the_map_and_the_player_have_the_view_that_they_are_given():
    window = (-5.0, -4.0, 6.0, 7.0)
    shown = instrument(EXPERIMENTS["the lesson"], colour_slots=[0, 1, 2], window=window)
    frame = values_of(shown.map.rows["frame"])
    assert [frame[end] for end in ("w_low", "b_low", "w_high", "b_high")] == list(window)
    assert json.loads(shown.player.data.split(b"\n")[0])["window"] == list(window)
    bowl = bowl_of(EXPERIMENTS["the lesson"].dataset)
    a_ring = [[frame["ww"], frame["wb"]], [frame["wb"], frame["bb"]]]  # A·Aᵀ; on the ring e = A·(cos, sin)
    for corner in ((-5, -4), (-5, 7), (6, -4), (6, 7)):
        error = np.array(corner) - bowl.bottom
        assert error @ np.linalg.solve(a_ring, error) < 1  # in view, and so inside the outermost ring


@EACH
def test_the_text_called_step_is_the_worked_step_and_the_same_can_be_copied(experiment):
    for run, rate in enumerate(experiment.settings.learning_rates):
        for epoch in (0, experiment.settings.n_epochs):
            shown = why(experiment, run=run, epoch=epoch)
            theta = experiment.runs.parameters[run, epoch]
            step = worked_step(experiment.dataset, theta=theta, learning_rate=rate)
            assert named(shown, "step").markdown == step_in_mathematics(step)
            assert the(Code, shown).text == step_in_plain_text(step)


@pytest.mark.parametrize(("run", "epoch"), [(3, 0), (0, 101)])
def test_a_run_or_an_epoch_that_there_is_not_is_not_worked_out(lesson, run, epoch):
    with pytest.raises(IndexError):
        why(lesson, run=run, epoch=epoch)


@EACH
def test_the_two_directions_are_a_picture_and_a_table_of_two_rows(experiment):
    table = the(Table, the_errors(experiment, run=0)).rows
    assert table["direction"] == ["across the valley", "along the valley"]
    assert table["eigenvalue"] == experiment.theory.eigenvalues[::-1].tolist()
    assert len(the_picture("modes", why(experiment, run=0, epoch=0)).rows["modes"]) == 2


@EACH
def test_the_two_directions_come_before_the_step_that_is_worked_out(experiment):
    order = flat(why(experiment, run=0, epoch=0))
    pictures = [place for place, block in enumerate(order) if isinstance(block, Picture)]
    assert [order[place].name for place in pictures] == ["valley", "modes"]
    assert max(pictures) < order.index(named(order, "step"))


@EACH
def test_the_scales_of_x_are_a_table_of_a_row_each(experiment):
    columns = the(Table, would_another_scale_help(experiment)).rows.values()
    assert {len(column) for column in columns} == {len(SCALINGS)}


@EACH
def test_the_pictures_are_read_as_tables_of_texts_each_with_what_it_is(experiment):
    parts = parts_of(experiment)
    tables = [block for name in ("runs", "rates", "errors") for block in flat(parts[name])]
    read = [block for block in tables if isinstance(block, TextTable)]
    assert len(read) == 3
    assert len({table.alt for table in read}) == 3
    for table in read:
        assert all(isinstance(cell, str) and cell for cell in table.rows.to_numpy().ravel())


@EACH
def test_a_prediction_is_compared_in_a_row_a_rate_and_a_line_a_point_missed(experiment):
    shown = parts_of(experiment)["compared"]
    rows, truth = the(Table, shown).rows, answer_of(experiment)
    assert rows["learning_rate"] == list(experiment.settings.learning_rates)
    by_rank = sorted(zip(rows["rank"], rows["learning_rate"], strict=True))
    assert [rate for _, rate in by_rank] == list(truth.ranking)
    n_rates = len(truth.rates)
    assert rows["rank_predicted"] == [n_rates + 1 - rank for rank in rows["rank"]]
    lines = the(Text, shown).markdown.splitlines()
    pairs = [(a, b) for i, a in enumerate(truth.losses) for b in truth.losses[i + 1 :] if a != b]
    wrong = [behaviour for behaviour in truth.behaviours if behaviour != "crawls"]
    assert len(lines) == len(pairs) + len(wrong)
    assert all(line.startswith("- **") for line in lines)


def test_the_headings_of_a_table_are_those_of_its_columns():
    shown = parts_of(EXPERIMENTS["the lesson"])
    for part in shown.values():
        for table in (block for block in flat(part) if isinstance(block, Table)):
            headed = [table.columns[name][0] for name in table.rows if name in table.columns]
            assert headed
            assert all(headed)
            assert len(set(headed)) == len(headed)


def test_the_rows_of_every_picture_are_converted_once_also_inside_other_blocks():
    parts = parts_of(EXPERIMENTS["the lesson"])
    shown, seen = [*parts["why"], *parts["instrument"]], []
    converted = with_rows(shown, lambda rows: seen.append(id(rows)) or len(rows))
    before, after = ([one for one in flat(all_) if isinstance(one, Picture)] for all_ in (shown, converted))
    assert [picture.name for picture in after] == ["valley", "modes", "loss", "map", "fit"]
    for picture, done in zip(before, after, strict=True):
        assert done.rows == {name: len(rows) for name, rows in picture.rows.items()}
    assert len(set(seen)) == len(seen)


def test_what_is_to_be_copied_stands_alone():
    code = the(Code, parts_of(EXPERIMENTS["the lesson"])["why"])
    assert "w ←" in code.text
    assert "$" not in code.text
