"""Every setting has a control, which the link, the script, the words and the marks know."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from gd_core.control_values import for_link, value_in_words
from gd_core.controls import CAN_BE_LOCKED, controls, is_used
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import in_language
from gd_core.own_points.real_data import real_data
from gd_core.parts.columns import as_shown
from gd_core.parts.instrument import instrument
from gd_core.take_home.script import script_of
from gd_core.teaching.prediction_link import mark_of
from gd_core.telling import setting
from gd_core.telling.setting import the_setting
from tests.reference import can_be_set
from tests.test_app import open_page, table_of
from tests.test_script import agreed, run_script

POINTS = ((1.0, 2.0, 4.0), (2.0, 2.5, 4.0))
OTHER = {  # of each field, a value that is not the lesson's
    "seed": 7,
    "noise": 0.4,
    "learning_rates": (0.2, 0.6),
    "n_epochs": 30,
    "n_samples": 15,
    "x_range": (-1.0, 2.5),
    "slope": -3.0,
    "intercept": 0.5,
    "same_start": True,
    "own_start": True,
    "start_w": 2.0,
    "start_b": -1.0,
    "scaling": "centred",
    "points_from": "nile",
    "points": POINTS,
    "model": "hills",
    "momentum": 0.9,
}
CHANGES_NO_SCRIPT = ["points_from"]  # only a name: the script lists the points themselves
# Both places that tell the setting show the rates and the starts beside the words.
CHANGES_NO_WORDS = ["learning_rates", "same_start", "own_start", "start_w", "start_b"]

FIELDS = [field.name for field in fields(Settings)]
BY_FIELD = {control.setting: control for control in controls().values() if control.setting}
EACH_FIELD = pytest.mark.parametrize("name", FIELDS)
EACH_CONTROL = pytest.mark.parametrize("name", BY_FIELD)


def with_and_without(name):
    """Return settings in which a field is used, as it is by default and changed."""
    needs = dict(BY_FIELD[name].needs) if name in BY_FIELD else {}
    base = Settings(points=POINTS) if name == "points_from" else Settings(**needs)
    return base, replace(base, **{name: OTHER[name]})


def table_made_of(settings):
    slots = list(range(len(settings.learning_rates)))
    table = instrument(experiment_of(settings), colour_slots=slots).table
    return pd.DataFrame(as_shown(table.rows))[[name for name in table.columns if name in table.rows]]


def test_every_field_is_tried_with_another_value():
    assert list(OTHER) == FIELDS
    assert all(getattr(Settings(), name) != value for name, value in OTHER.items())


@EACH_FIELD
def test_a_setting_changes_the_script_which_agrees_with_the_page_all_the_same(name, tmp_path):
    base, changed = with_and_without(name)
    assert agreed(run_script(script_of(experiment_of(changed)), tmp_path))
    assert (script_of(experiment_of(base)) == script_of(experiment_of(changed))) == (
        name in CHANGES_NO_SCRIPT
    )


@EACH_FIELD
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_setting_changes_the_words_for_what_is_set(name, language):
    said = [the_setting(settings, say=in_language(language)) for settings in with_and_without(name)]
    assert (said[0] == said[1]) == (name in CHANGES_NO_WORDS)


@EACH_FIELD
def test_a_setting_changes_the_mark_of_a_prediction(name):
    base, changed = with_and_without(name)
    assert mark_of(base) != mark_of(changed)


@EACH_CONTROL
def test_a_setting_that_has_no_words_of_its_own_is_told_under_its_label(name, monkeypatch):
    monkeypatch.setattr(setting, "TOLD_BELOW", ())
    monkeypatch.setattr(setting, "SHOWN_BESIDE", ())
    base, changed = with_and_without(name)
    control = BY_FIELD[name]
    told = f"{control.label}: {value_in_words(control, OTHER[name])}."
    assert told in the_setting(changed)
    assert told not in the_setting(base)


def test_every_setting_but_the_points_has_one_control():
    assert sorted([*(controls()[key].setting for key in CAN_BE_LOCKED), "points"]) == sorted(FIELDS)


@EACH_CONTROL
def test_a_control_is_set_by_its_key_in_a_link(name):
    control, (base, changed) = BY_FIELD[name], with_and_without(name)
    link = {control.key: for_link(OTHER[name])} | ({"own": "true"} if base.own_start else {})
    if name == "points_from":
        points = real_data()[OTHER[name]].points
        base, changed = Settings(), Settings(points_from=OTHER[name], points=(points.x, points.y))
    page = open_page(**link)
    assert table_of(page).equals(table_made_of(changed))
    assert not table_of(page).equals(table_made_of(base))
    assert not page.warning


@pytest.mark.parametrize(
    ("key", "need", "value"),
    [(key, *need) for key in CAN_BE_LOCKED for need in controls()[key].needs if key != "n"],
)
def test_a_control_without_what_it_needs_changes_no_number(key, need, value):
    """The number of points decides the starts also of other points, but it is not drawn beside these."""
    control = controls()[key]
    unmet = {"points": POINTS, "own_start": not value, "model": "hills"}[need]
    base = Settings(**{need: unmet})
    changed = replace(base, **{control.setting: OTHER[control.setting]})
    assert not is_used(control, vars(base))
    assert np.array_equal(experiment_of(base).runs.losses, experiment_of(changed).runs.losses)


def test_the_lesson_can_be_set_and_what_is_beyond_a_limit_cannot():
    assert can_be_set(Settings())
    for name, control in BY_FIELD.items():
        if control.kind in ("number", "slider", "typed"):
            assert can_be_set(replace(Settings(), **{name: control.allowed[1]}))
            assert not can_be_set(replace(Settings(), **{name: 2 * control.allowed[1] + 1}))
    assert not can_be_set(Settings(x_range=(0.0, 11.0)))
    assert not can_be_set(Settings(learning_rates=(0.1, 0.0)))
    assert not can_be_set(Settings(scaling="huge"))


def test_every_control_stands_for_a_setting_or_has_a_range_or_options_or_is_on_or_off():
    for control in controls().values():
        if control.kind in ("rates", "number", "slider", "range", "count", "typed", "colours"):
            assert control.allowed[0] < control.allowed[1]
        assert bool(control.options) == (control.kind == "choice")
        of_the_sidebar = control.where in ("top", "above more", "more", "line")
        assert bool(control.setting) == (of_the_sidebar or control.key == "same")


def test_every_control_and_source_has_one_name_of_its_own():
    assert len({control.label for control in controls().values()}) == len(controls())
    sources = controls()["data"].options
    assert list(sources) == list(sources.values())


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_keys_the_kinds_and_the_defaults_are_the_same_in_every_language(language):
    def of_no_language(control):
        return (
            control.key,
            control.kind,
            control.setting,
            control.allowed,
            control.default,
            [*control.options],
        )

    here = controls(in_language(language))
    assert list(map(of_no_language, here.values())) == list(map(of_no_language, controls().values()))
    assert all(key == control.key for key, control in here.items())


def test_the_keys_and_the_defaults_are_those_of_the_links_that_are_out():
    defaults = {key: control.default for key, control in controls().items()}
    out = {
        "rates": (0.01, 0.1, 0.5), "epochs": 100, "noise": 0.1, "seed": 42, "data": "made from a line",
        "x": (0.0, 1.0), "n": 100, "slope": 2.0, "intercept": 1.0, "scaling": "as it is", "own": False,
        "w": 0.0, "b": 0.0, "same": False, "lang": "en", "projector": False, "log": False, "excess": False,
        "part": "What happened?", "epoch": 0, "way": "Rounds", "level": 1, "round": 1,
    }  # fmt: skip
    assert out.items() <= defaults.items()
    assert {"rate", "colours"} <= defaults.keys()
