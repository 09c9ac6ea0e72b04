"""What differs from the lesson is told in few words, and the case that is set is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from gd_core.cases import CASES
from gd_core.controls import controls, is_used
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import in_language
from gd_core.telling.changes import MOST_TOLD, as_used, case_of, what_differs
from tests.fuzz.anything import any_settings, looking
from tests.marked import marked, outside_marks
from tests.test_controls import BY_FIELD, OTHER, POINTS

OWN = Settings(points_from="my own", points=POINTS)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Settings(), "This is the lesson."),
        (Settings(x_range=(0.0, 2.0)), "Unlike the lesson: x goes from 0 to 2."),
        (Settings(x_range=(-3.0, -3.0)), "Unlike the lesson: every x is −3."),
        (
            CASES["Zigzag"],
            "Unlike the lesson: learning rates 0.3, 0.6, 0.75; all rates start together.",
        ),
        (Settings(learning_rates=(0.5,)), "Unlike the lesson: learning rate 0.5."),
        (Settings(learning_rates=()), "Unlike the lesson: no learning rate."),
        (Settings(n_epochs=200, seed=7), "Unlike the lesson: epochs 200; seed 7."),
        (Settings(own_start=True, start_b=-1.0), "Unlike the lesson: the start is w = 0, b = −1."),
        (Settings(scaling="centred"), "Unlike the lesson: scale of x: centred."),
        (OWN, "Unlike the lesson: points: my own."),
        (
            Settings(n_epochs=5, noise=0.0, n_samples=9, slope=3.0, same_start=True),
            "Unlike the lesson: epochs 5; noise 0; number of points 9; and 2 more.",
        ),
    ],
)
def test_what_differs_from_the_lesson_is_told_in_few_words(now, told):
    assert what_differs(now) == told


def test_it_is_told_in_spanish():
    told = what_differs(replace(CASES["All three stories"], noise=0.3), say=in_language("es"))
    assert told == "Distinto de la lección: ruido 0.3; x va de 0 a 2; todas las tasas empiezan juntas."


@pytest.mark.parametrize("name", BY_FIELD)
def test_each_setting_that_changes_a_number_is_told_of_and_alone_it_is_all_that_is(name):
    base = OWN if name == "points_from" else Settings(own_start=name in ("start_w", "start_b"))
    changed = replace(base, **{name: OTHER[name]})
    assert what_differs(changed) != what_differs(base)
    assert what_differs(changed).count(";") == what_differs(base).count(";") == 0


@pytest.mark.parametrize(
    "now",
    [
        Settings(start_w=3.0, start_b=-1.0),
        Settings(learning_rates=(0.5,), same_start=True),
        Settings(own_start=True, same_start=True),
        Settings(own_start=True, noise=0.0, seed=7),
        Settings(points_from="my own"),
        replace(OWN, noise=0.7, slope=5.0, x_range=(1.0, 3.0)),
        replace(OWN, own_start=True, seed=7),
    ],
)
def test_what_has_no_effect_is_not_told_of(now):
    used = as_used(now)
    assert used != now
    assert what_differs(now) == what_differs(used)
    runs, same = experiment_of(now).runs, experiment_of(used).runs
    assert np.array_equal(runs.parameters, same.parameters, equal_nan=True)


@given(any_settings(most_epochs=20))
@looking(100)
def test_whatever_is_set_what_is_told_has_the_same_runs_and_no_more_than_a_few_changes(now):
    used, told = as_used(now), what_differs(now)
    if not (now.points and now.n_samples != Settings().n_samples):  # it decides the starts, and is not drawn
        there, here = experiment_of(now).runs, experiment_of(used).runs
        assert np.array_equal(there.parameters, here.parameters, equal_nan=True)
    assert told.count(";") <= MOST_TOLD
    assert (told == "This is the lesson.") == (used == Settings())


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_known_and_not_after_any_change_of_what_is_used(case):
    assert case_of(CASES[case]) == case
    for control in controls().values():
        if control.setting and is_used(control, vars(CASES[case])):
            other = OTHER[control.setting]
            if other == getattr(CASES[case], control.setting):
                other = control.default
            changed = replace(CASES[case], **{control.setting: other})
            alone = control.key == "same" and len(CASES[case].learning_rates) == 1  # it starts with no other
            assert case_of(changed) != case or alone or control.key == "data"  # whose name alone is no change


def test_a_case_is_known_whatever_is_set_that_changes_nothing():
    assert case_of(replace(CASES["Zigzag"], start_w=5.0, points_from="my own")) == "Zigzag"


def test_every_word_of_it_is_said():
    for now in (Settings(), *CASES.values(), Settings(**OTHER), Settings(learning_rates=()), OWN):
        assert not any(sign.isalpha() for sign in outside_marks(what_differs(now, say=marked)))
