"""The small pictures of what a rate may do are drawn from runs that do it."""

import base64
import re

import numpy as np
import pytest

from gd_core.charts.small_pictures import BOTTOM, LINE, UNIT, run_of, small_picture, with_pictures
from gd_core.experiment import dataset_of, starts_of
from gd_core.teaching.predictions import FORETOLD, FORETOLD_WITH_MOMENTUM, names_of_foretold
from gd_core.telling.behaviour import SETTLED
from gd_core.telling.verdict import judge
from tests.reference import lstsq, plain_loop

EACH = pytest.mark.parametrize("behaviour", FORETOLD_WITH_MOMENTUM)


def drawing_of(behaviour):
    """Return the SVG that stands in the Markdown."""
    [written] = re.fullmatch(r"!\[\]\(data:image/svg\+xml;base64,(\S+)\)", small_picture(behaviour)).groups()
    return base64.b64decode(written).decode()


def places_of(path):
    return np.array([place.split() for place in path.split("L")], dtype=float)


@EACH
def test_the_run_of_a_picture_does_what_it_stands_for(behaviour):
    [verdict] = judge(run_of(behaviour))
    assert verdict.behaviour == behaviour


@EACH
def test_a_picture_draws_the_loss_and_the_way_of_the_plain_loop(behaviour):
    settings = run_of(behaviour).settings
    dataset = dataset_of(settings)
    [way], [losses] = plain_loop(
        dataset,
        starts=starts_of(settings),
        learning_rates=settings.learning_rates,
        n_epochs=settings.n_epochs,
        momentum=settings.momentum,
    )
    [lines] = re.findall(rf'stroke="{LINE}" stroke-width="[\d.]+" d="M([^"]+)"', drawing_of(behaviour))
    loss, of_map = map(places_of, lines.split("M"))
    heights = BOTTOM - loss[:, 1]
    assert heights / heights[0] == pytest.approx(losses / losses[0], abs=0.005)
    middle = of_map[0] - UNIT * (way[0] - lstsq(dataset)[0]) * [1, -1]
    assert of_map == pytest.approx(middle + UNIT * (way - lstsq(dataset)[0]) * [1, -1], abs=0.11)


def test_each_name_that_is_tapped_has_a_picture_of_its_own_before_it():
    names = names_of_foretold()
    pictures = {behaviour: small_picture(behaviour) for behaviour in names}
    assert len(set(pictures.values())) == len(FORETOLD)
    assert with_pictures(names) == {one: f"{pictures[one]} {name}" for one, name in names.items()}


def test_a_behaviour_without_a_picture_is_its_name_alone():
    assert with_pictures({SETTLED: "at rest"}) == {SETTLED: "at rest"}
