"""What browsers are told of a chart is the chart: in fewer bytes, and in words that can be read."""

import json

import pytest

from gd_core.charts.all_charts import CHARTS, SHARED, description
from gd_core.languages import english

VIEWS = {
    "loss, linear": {"logarithmic": False, "above_floor": False},
    "loss, logarithmic": {"logarithmic": True, "above_floor": True},
    **{name: {} for name in CHARTS if name not in ("loss", "curve")},
    "curve, two hills": {"model": "hills"},
    "map, one neuron": {"model": "neuron"},
    "loss, one neuron": {"logarithmic": True, "above_floor": False, "model": "neuron-ce"},
}
EACH = pytest.mark.parametrize("view", VIEWS)


def both_of(view):
    """Return a chart as it was built, and as browsers are told it."""
    name, options = view.partition(",")[0], VIEWS[view]
    return CHARTS[name](**options).to_dict(), description(name, say=english, large=False, **options)


def encoded_in(chart):
    """Return each channel of each layer that has a field or a value, in the order of the layers."""
    return [
        (channel, told)
        for layer in chart["layer"]
        for channel, told in layer["encoding"].items()
        if isinstance(told, dict)
    ]


@EACH
def test_the_scale_that_layers_share_is_written_once(view):
    _, told = both_of(view)
    written = [
        (channel, json.dumps(encoded["scale"]))
        for channel, encoded in encoded_in(told)
        if encoded.get("scale") is not None
    ]
    assert written
    assert len(set(written)) == len(written)


@EACH
@pytest.mark.parametrize("part", SHARED)
def test_what_is_left_out_of_a_channel_is_the_last_that_a_layer_before_said(view, part):
    built, told = both_of(view)
    before = {}
    for (channel, whole), (same, short) in zip(encoded_in(built), encoded_in(told), strict=True):
        assert channel == same
        assert whole.keys() - short.keys() <= SHARED
        assert short.items() <= whole.items()
        if part in short:
            before[channel] = short[part]
        elif part in whole:
            assert whole[part] == before[channel] is not None
    assert before or part == "axis"  # the valley has no axis that is said


@EACH
@pytest.mark.parametrize("part", SHARED)
def test_a_channel_that_says_to_have_none_of_it_still_says_so(view, part):
    built, told = both_of(view)
    for (_, whole), (_, short) in zip(encoded_in(built), encoded_in(told), strict=True):
        if part in whole and whole[part] is None:
            assert short[part] is None


@EACH
def test_nothing_else_of_a_chart_is_left_out_but_words_for_each_of_its_marks(view):
    built, told = both_of(view)
    apart = {"config", "layer"}
    assert {name: told[name] for name in told.keys() - apart} == {
        name: built[name] for name in built.keys() - apart
    }
    for short, whole in zip(told["layer"], built["layer"], strict=True):
        untold = {} if {"tooltip"} & {*whole["encoding"], *whole["mark"]} else {"tooltip": None}
        whole["mark"] |= {"aria": False} | untold
        assert {**short, "encoding": None} == {**whole, "encoding": None}


def test_a_round_dot_of_the_sweep_is_drawn_round_and_what_left_the_frame_as_a_triangle():
    _, told = both_of("sweep")
    [shape] = [encoded for channel, encoded in encoded_in(told) if encoded.get("field") == "form"]
    assert shape["scale"] is None  # so that its values are shapes themselves
