"""What stands for an argument in a cache stands for no other, and is the same wherever it is made."""

import os
import subprocess
import sys
from collections import namedtuple
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import Dataset
from gd_core.experiment import Settings, experiment_of
from gd_core.keys import LONG, digest_of, experiment_with, key_of, key_of_call
from gd_core.languages import Say, english, in_language
from gd_core.parts.tables import the_rates
from gd_core.parts.which_rates import the_sweep
from gd_core.theory import Theory, theory_of
from tests import test_controls

ROOT = Path(__file__).parent.parent
OTHER = test_controls.OTHER | {  # some of them hardly another
    "learning_rates": (0.01, 0.1, 0.500001),
    "intercept": 1.0000001,
    "start_w": -0.0,
    "start_b": 5e-324,
}
ALIKE = [
    0,
    0.0,
    -0.0,
    1,
    1.0,
    True,
    False,
    "",
    "0",
    "1",
    "True",
    "None",
    None,
    (),
    [],
    b"",
    b"1",
    "()",
    "1, 1",
]
ALIKE += [
    "', '",
    "a', 'b",
    "(1",
    10**400,
    1e308,
    float("inf"),
    "x" * LONG,
    "x" * (LONG + 1),
    b"x" * (LONG + 1),
]

anything = st.recursive(
    st.one_of(
        st.sampled_from(ALIKE),
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(max_size=2 * LONG),
        st.binary(max_size=LONG),
    ),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.lists(inner, max_size=4),
    max_leaves=8,
)
alike = st.recursive(
    st.sampled_from(ALIKE),
    lambda inner: st.lists(inner, max_size=2).map(tuple) | st.lists(inner, max_size=2),
    max_leaves=4,
)
long_rows = st.lists(st.floats(allow_nan=False), min_size=LONG + 1, max_size=4 * LONG)


def exactly(value):
    """Return what two values have in common only where they are the same, types and signs of 0 included."""
    if isinstance(value, tuple | list):
        return type(value), tuple(map(exactly, value))
    return type(value), value.hex() if isinstance(value, float) else value


@settings(max_examples=1000, derandomize=True)
@given(anything, anything)
def test_two_arguments_have_one_key_only_if_they_are_the_same(one, other):
    assert (key_of(one) == key_of(other)) == (exactly(one) == exactly(other))


@settings(max_examples=3000, derandomize=True)
@given(alike, alike)
def test_arguments_that_look_alike_have_one_key_only_if_they_are_the_same(one, other):
    assert (key_of(one) == key_of(other)) == (exactly(one) == exactly(other))


def test_numbers_that_python_calls_equal_have_keys_of_their_own():
    values = [0, 0.0, -0.0, False, 1, 1.0, True, "1"]
    assert len({key_of(value) for value in values}) == len(values)
    assert len({key_of((value,)) for value in values}) == len(values)
    assert len({key_of(((value,), 2)) for value in values}) == len(values)


@settings(max_examples=300, derandomize=True)
@given(long_rows, st.data())
def test_a_long_row_that_differs_in_the_last_bit_of_one_number_has_another_key(row, data):
    place = data.draw(st.integers(0, len(row) - 1))
    other = [*row]
    other[place] = float(np.nextafter(row[place], data.draw(st.sampled_from([0.0, 1.0]))))
    if other[place] != row[place]:
        assert key_of(tuple(row)) != key_of(tuple(other))
        assert key_of((1, (2, tuple(row)))) != key_of((1, (2, tuple(other))))
        assert digest_of([row]) != digest_of([other])
    assert key_of(tuple(row)) == key_of((*row,))


@settings(max_examples=100, derandomize=True)
@given(long_rows)
def test_a_long_row_is_told_from_a_shorter_one_a_list_whole_numbers_and_the_text_of_its_key(row):
    key = key_of(tuple(row))
    others = [tuple(row[:-1]), (*row, 0.0), row, (tuple(row),), key, (*row[:-1], True), (*row[:-1], 0)]
    assert key not in {key_of(other) for other in others}
    halves = tuple(row[:LONG]), tuple(row[LONG:])
    assert key_of(halves) != key


def test_a_zero_with_a_minus_deep_in_a_long_row_makes_another_key():
    row = [1.0] * 10_000
    row[7_777] = 0.0
    other = [*row]
    other[7_777] = -0.0
    assert row == other
    assert key_of(tuple(row)) != key_of(tuple(other))


def test_the_key_of_a_long_row_or_text_is_short():
    for argument in ((1.5,) * 10_000, "x" * 10_000, b"x" * 10_000):
        assert len(key_of(argument)) < 60


def test_settings_that_differ_in_one_field_have_another_key_whichever_field_it_is():
    assert set(OTHER) == {field.name for field in fields(Settings)}
    changed = [Settings(), *(replace(Settings(), **{name: value}) for name, value in OTHER.items())]
    assert len({key_of(each) for each in changed}) == len(changed)


@pytest.mark.parametrize("place", [0, 1, 60, 119])
@pytest.mark.parametrize("axis", [0, 1])
def test_settings_with_points_that_differ_in_one_number_have_another_key(axis, place):
    rng = np.random.default_rng(1)
    points = [rng.normal(size=120).tolist() for _ in range(2)]
    moved = [[*values] for values in points]
    moved[axis][place] = float(np.nextafter(moved[axis][place], 9))
    one, other = (Settings(points=tuple(map(tuple, of))) for of in (points, moved))
    assert key_of(one) != key_of(other)
    assert key_of(one) == key_of(Settings(points=tuple(map(tuple, points))))


def test_settings_made_anew_have_the_key_of_their_like():
    for setting in (Settings(), *(replace(Settings(), **{name: OTHER[name]}) for name in ("seed", "points"))):
        again = replace(setting)
        assert again is not setting
        assert key_of(again) == key_of(setting)


def test_an_experiment_is_made_once_of_settings_that_are_exactly_the_same():
    one = experiment_with(Settings(seed=7))
    assert experiment_with(Settings(seed=7)) is one
    assert one.runs.losses.tolist() == experiment_of(Settings(seed=7)).runs.losses.tolist()
    others = [Settings(), Settings(seed=7, start_w=-0.0), Settings(seed=7, slope=np.nextafter(2.0, 3).item())]
    assert all(experiment_with(other) is not one for other in others)
    with pytest.raises(TypeError, match="Experiment has no key"):
        key_of(one)


def test_two_that_say_the_same_language_have_one_key():
    assert key_of(in_language("es")) == key_of(Say("es")) != key_of(english)


def test_records_of_two_kinds_with_the_same_fields_and_the_same_name_have_two_keys():
    def kind(module):
        made = dataclass(frozen=True)(type("Kind", (), {"__annotations__": {"x": int}}))
        made.__module__ = module
        return made

    assert key_of(kind("one")(1)) != key_of(kind("other")(1))
    assert key_of(kind("one")(1)) == key_of(kind("one")(1))


def adding(number, by):
    def add(x, y=by):
        return x + y

    def add_by_name(x, *, y=by):
        return x + y

    return (add, add_by_name)[number]


@pytest.mark.parametrize("number", [0, 1])
def test_a_function_brings_its_defaults_into_its_key(number):
    assert adding(number, 1)(1) != adding(number, 2)(1)
    assert key_of(adding(number, 1)) != key_of(adding(number, 2))
    assert key_of(adding(number, 1)) != key_of(adding(number, 1.0))
    assert key_of(adding(number, 1)) == key_of(adding(number, 1))
    with pytest.raises(TypeError, match="dict"):
        key_of(adding(number, {}))


def test_two_functions_of_one_name_that_do_different_things_have_two_keys():
    def made(source):
        names = {"__name__": "somewhere"}
        exec(source, names)
        return names["f"]

    one, other, nested, again = map(
        made,
        (
            "def f(x): return x + 1",
            "def f(x): return x + 2",
            "def f(x): return [y + 2 for y in x]",
            "def f(x): return x + 1",
        ),
    )
    assert len({key_of(one), key_of(other), key_of(nested)}) == 3
    assert key_of(one) == key_of(again)


def test_a_call_is_told_from_every_other_by_its_function_and_by_each_argument():
    arguments = {"settings": Settings(), "colour_slots": [0, 1, 2], "say": english}
    calls = [
        (the_sweep, arguments),
        (the_rates, arguments),
        (the_sweep, arguments | {"settings": Settings(seed=7)}),
        (the_sweep, arguments | {"colour_slots": [0, 2, 1]}),
        (the_sweep, arguments | {"colour_slots": (0, 1, 2)}),
        (the_sweep, arguments | {"say": in_language("es")}),
        (the_sweep, {name: arguments[name] for name in ("settings", "colour_slots")}),
    ]
    assert len({key_of_call(*call) for call in calls}) == len(calls)
    again = {"settings": Settings(), "colour_slots": [0, 1, 2], "say": Say("en")}
    assert key_of_call(the_sweep, again) == key_of_call(the_sweep, arguments)


def test_a_call_is_not_known_where_one_of_its_arguments_is_not():
    with pytest.raises(TypeError, match="dict"):
        key_of_call(the_sweep, {"settings": {}})


IN_A_PROCESS = """
from gd_core.experiment import Settings
from gd_core.keys import key_of, key_of_call
from gd_core.languages import in_language
from gd_core.parts.instrument import instrument
from gd_core.own_points.reading import read_points
from gd_core.parts.columns import results_columns

settings = Settings(points=((1.5,) * 60, (2.5,) * 60))
print(key_of((1, 2.5, "x", "y" * 99, None, in_language("es"))))
print(key_of_call(instrument, {"settings": settings, "say": in_language("es")}))
print(key_of([read_points, results_columns]))
"""


def test_a_key_is_the_same_in_every_server():
    def printed(seed):
        return subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert printed("1").count("\n") == 3
    assert printed("1") == printed("2")


@dataclass
class MayChange:
    x: int = 1


@dataclass(frozen=True, eq=False)
class NeverTheSame:
    x: int = 1


def closed_over(x):
    def inner():
        return x

    return inner


NOT_KNOWN = {
    "dict": {"a": 1},
    "set": {1},
    "frozenset": frozenset({1}),
    "float64": np.float64(0.1),
    "int64": np.int64(1),
    "ndarray": np.zeros(2),
    "DataFrame": pd.DataFrame({"a": [1]}),
    "Series": pd.Series([1.0]),
    "function, a lambda": lambda: 1,
    "function, with a closure": closed_over(1),
    "partial": partial(closed_over, 1),
    "method": english.__call__,
    "builtin_function_or_method": len,
    "Dataset": Dataset([0.0, 1.0], [0.0, 1.0]),
    "Theory": Theory(),
    "Theory, of points": theory_of(Dataset([0.0, 1.0], [0.0, 1.0])),
    "MayChange": MayChange(),
    "NeverTheSame": NeverTheSame(),
    "Point": namedtuple("Point", "x y")(1, 2),
    "type": Settings,
    "object": object(),
    "complex": 1j,
    "bytearray": bytearray(b"1"),
    "generator": (x for x in ()),
    "module": np,
}


@pytest.mark.parametrize("name", NOT_KNOWN)
@pytest.mark.parametrize("around", [lambda it: it, lambda it: (1, (it,)), lambda it: [it] * (LONG + 1)])
def test_an_argument_of_a_type_that_nobody_has_thought_about_is_refused_by_the_name_of_its_type(name, around):
    with pytest.raises(TypeError, match=rf"^{name.split(',')[0]} has no key: "):
        key_of(around(NOT_KNOWN[name]))


@pytest.mark.parametrize(
    "value", [np.float64(0.1), {"a": 1}, np.zeros(2)], ids=["float64", "dict", "ndarray"]
)
def test_a_record_that_holds_what_is_not_known_is_refused_too(value):
    with pytest.raises(TypeError, match=f"^{type(value).__name__} has no key: "):
        key_of(replace(Settings(), noise=value))
