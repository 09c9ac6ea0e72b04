"""Where the rates start at different places, the page says so, with the losses they start from."""

import re

import numpy as np
import pytest

from gd_core.experiment import Settings, experiment_of, starts_of
from gd_core.languages import in_language
from gd_core.telling.starts import losses_at_the_start

FAR = Settings(learning_rates=(0.01, 0.5), x_range=(-2.0, 7.0), seed=3, noise=0.6)


def test_the_lesson_says_from_which_losses_its_rates_start():
    told = losses_at_the_start(experiment_of(Settings()))
    assert told == "The rates start at different places: loss 10.73, 9.261, 3.187."


def test_the_losses_are_those_of_the_lines_that_the_runs_start_from():
    experiment = experiment_of(FAR)
    told = map(float, re.findall(r"\d+\.\d+", losses_at_the_start(experiment)))
    x, y = experiment.dataset.x, experiment.dataset.y
    losses = [np.mean((y - w * x - b) ** 2) for w, b in starts_of(FAR)]
    assert [*told] == pytest.approx(losses, rel=1e-3)


def test_it_is_told_in_spanish():
    told = losses_at_the_start(experiment_of(Settings()), say=in_language("es"))
    assert told == "Las tasas empiezan en lugares distintos: pérdida 10.73, 9.261, 3.187."


@pytest.mark.parametrize(
    "together",
    [Settings(same_start=True), Settings(own_start=True, start_w=3.0), Settings(learning_rates=(0.5,))],
)
def test_nothing_is_said_where_all_start_together(together):
    assert losses_at_the_start(experiment_of(together)) == ""


def test_losses_that_look_alike_are_not_listed_as_if_they_differed():
    far = Settings(points=((1.0, 2.0, 4.0), (1e9, 2e9, 5e9)), learning_rates=(0.01, 0.5))
    losses = experiment_of(far).runs.losses[:, 0]
    assert losses[0] != losses[1]
    assert losses[0] == pytest.approx(losses[1], rel=1e-6)
    told = losses_at_the_start(experiment_of(far))
    assert told == "The rates start at different places, of nearly the same loss, 1×10¹⁹."
