"""For the back of a room a picture has larger type, lines and marks, and draws the same."""

import json

import pytest

from gd_core.charts.all_charts import CHARTS
from gd_core.charts.projector import AREAS, LENGTHS, THEME, enlarged

VIEWS = {"loss": {"logarithmic": True, "above_floor": False}, "curve": {"model": "hills"}}


def sizes(part, names):
    """Return every number in a description that stands under one of these names, from top to bottom."""
    if isinstance(part, list):
        return [size for item in part for size in sizes(item, names)]
    if not isinstance(part, dict):
        return []
    own = [value for name, value in part.items() if name in names and isinstance(value, int | float)]
    return own + [size for value in part.values() for size in sizes(value, names)]


@pytest.mark.parametrize("name", CHARTS)
def test_type_and_lines_grow_in_length_and_marks_in_area(name):
    spec = CHARTS[name](**VIEWS.get(name, {})).to_dict()
    spec["config"] |= THEME
    large = enlarged(spec, by=1.5)
    assert sizes(large, LENGTHS) == [1.5 * size for size in sizes(spec, LENGTHS)]
    assert sizes(large, AREAS) == [2.25 * size for size in sizes(spec, AREAS)]


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_but_sizes_changes(name):
    spec = CHARTS[name](**VIEWS.get(name, {})).to_dict()
    large = enlarged(spec, by=1)
    assert large.pop("config") == spec.pop("config") | THEME
    assert large == spec


def test_a_picture_is_not_changed_by_being_enlarged():
    spec = CHARTS["map"]().to_dict()
    before = json.dumps(spec)
    enlarged(spec, by=2)
    assert json.dumps(spec) == before
