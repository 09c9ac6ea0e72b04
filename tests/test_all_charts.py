"""What browsers are told of a chart is the chart: in fewer bytes, and in words that can be read."""

import json

import pytest

from gd_core.charts.all_charts import CHARTS, description
from gd_core.languages import english

VIEWS = {
    "loss, linear": {"logarithmic": False, "above_floor": False},
    "loss, logarithmic": {"logarithmic": True, "above_floor": True},
    **{name: {} for name in CHARTS if name != "loss"},
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
def test_every_scale_that_is_left_out_stands_in_a_layer_before_and_none_is_shared_with_a_channel_without(
    view,
):
    built, told = both_of(view)
    before = {}
    for (channel, whole), (same, short) in zip(encoded_in(built), encoded_in(told), strict=True):
        assert channel == same
        assert {name: value for name, value in whole.items() if name != "scale"} == {
            name: value for name, value in short.items() if name != "scale"
        }
        if whole.get("scale") is None:
            assert ("scale" in short) == ("scale" in whole)
        else:
            assert short.get("scale", before.get(channel)) == whole["scale"]
            before[channel] = whole["scale"]


@EACH
def test_nothing_else_of_a_chart_is_left_out(view):
    built, told = both_of(view)
    apart = {"config", "layer"}
    assert {name: told[name] for name in told.keys() - apart} == {
        name: built[name] for name in built.keys() - apart
    }
    for short, whole in zip(told["layer"], built["layer"], strict=True):
        assert {**short, "encoding": None} == {**whole, "encoding": None}


def test_a_round_dot_of_the_sweep_is_drawn_round_and_what_left_the_frame_as_a_triangle():
    _, told = both_of("sweep")
    [shape] = [encoded for channel, encoded in encoded_in(told) if encoded.get("field") == "form"]
    assert shape["scale"] is None  # so that its values are shapes themselves
