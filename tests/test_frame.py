"""What a picture is framed by, and what it draws of each run, arrives in the browser as it was meant."""

import re

import numpy as np
import pytest

from gd_core.charts.all_charts import CHARTS
from gd_core.charts.fit import NOW_OF_FIT
from gd_core.charts.frame import frame_rows, values_of
from gd_core.charts.loss import NOW_OF_LOSS
from gd_core.charts.parameter_map import NOW_OF_MAP
from gd_core.experiment import Settings, experiment_of
from gd_core.parts.instrument import instrument
from gd_core.parts.which_rates import the_sweep

VIEW = {"logarithmic": True, "above_floor": False}
FRAMED = ("loss", "map", "fit", "sweep")


@pytest.fixture(scope="module")
def frames():
    """Return the values of each picture's frame."""
    experiment, slots = experiment_of(Settings(n_epochs=1, same_start=True)), [0, 1, 2]
    shown = instrument(experiment, colour_slots=slots, **VIEW)
    sweep, _ = the_sweep(experiment, colour_slots=slots, may_add=True)
    pictures = (shown.loss, shown.map, shown.fit, sweep)
    return {picture.name: values_of(picture.rows["frame"]) for picture in pictures}


def test_what_is_put_into_a_frame_comes_out_of_it():
    values = {"last": 100, "low": 0.5, "hidden": np.nan, "key": "✕", "closed": True}
    assert values_of(frame_rows(values)) == pytest.approx(values, nan_ok=True)


def test_no_number_in_a_frame_is_of_a_kind_that_browsers_do_not_calculate_with(frames):
    for values in frames.values():
        assert {type(value) for value in values.values()} <= {float, str, bool}


@pytest.mark.parametrize("name", FRAMED)
def test_every_value_that_a_chart_reads_from_its_frame_is_there(frames, name):
    spec = str(CHARTS[name](**VIEW if name == "loss" else {}).to_dict())
    read = set(re.findall(r"\bframe\.(\w+)", spec))
    assert read
    assert read <= set(frames[name])


@pytest.mark.parametrize(("name", "sent"), [("loss", NOW_OF_LOSS), ("map", NOW_OF_MAP), ("fit", NOW_OF_FIT)])
def test_what_a_chart_reads_of_a_run_where_it_is_is_what_it_is_sent(name, sent):
    spec = str(CHARTS[name](**VIEW if name == "loss" else {}).to_dict())
    from_rows = {"slot"} if name != "fit" else set()  # of the runs held, which come from the player
    read = set(re.findall(r"\b(?:here|row)\.(\w+)", spec))
    assert read - from_rows == set(sent)
