"""A loss that becomes 0 on a logarithmic axis."""

import numpy as np
import pytest

from gd_core.charts.loss import loss_chart
from gd_core.charts.loss_data import about_the_drawing
from gd_core.charts.loss_window import loss_window
from gd_core.charts.zero import about_zero, zero_columns, zero_epochs
from gd_core.experiment import Settings, experiment_of
from gd_core.parts.instrument import instrument

TWO_POINTS = Settings(
    points=((1.0, 3.0), (2.0, 6.0)), points_from="my own", scaling="standardised", learning_rates=(0.1, 0.5)
)


def epoch_of_zero(losses):
    """Return the first epoch with nothing but 0 from there on, by looking at each."""
    return next((epoch for epoch in range(len(losses)) if not any(losses[epoch:])), np.nan)


def test_the_epoch_of_0_is_that_from_which_the_loss_stays_0():
    rng = np.random.default_rng(0)
    losses = rng.choice([0.0, 1.0, np.inf], (300, 6), p=[0.7, 0.2, 0.1])
    assert zero_epochs(losses).tolist() == pytest.approx([epoch_of_zero(run) for run in losses], nan_ok=True)


def test_a_run_that_is_at_the_answer_after_an_epoch_is_told_and_marked():
    experiment = experiment_of(TWO_POINTS)
    losses = experiment.runs.losses
    assert losses[1, 1] == 0 < losses[0].min()
    assert about_zero(experiment, losses) == " 0.5 reaches 0 at epoch 1."
    columns = zero_columns(losses)
    assert columns["reaching"] == ["", "reaches 0 at epoch 1"]
    assert columns["zero_epoch"][1] == 1
    assert columns["before_zero"][1] == 0
    assert columns["loss_before_zero"][1] == losses[1, 0]


def test_a_loss_that_is_0_at_the_start_is_said_to_be_so():
    experiment = experiment_of(TWO_POINTS)
    losses = np.array([[0.0, 0.0], [0.0, 3.0]])
    assert about_zero(experiment, losses) == " 0.1 is at 0 from the start."
    assert zero_columns(losses)["reaching"] == ["0 from the start", ""]


def test_what_reaches_0_is_not_said_to_go_on_falling():
    experiment = experiment_of(TWO_POINTS)
    to_zero, on_and_on = [1.0, 1e-20, 0.0], [1.0, 1e-20, 1e-40]
    for losses, goes_on in (([to_zero, to_zero], False), ([to_zero, on_and_on], True)):
        low, _ = loss_window(np.array(losses), 0.0, logarithmic=True)
        assert ("goes on falling" in about_the_drawing(experiment, np.array(losses), low)) == goes_on


def test_only_a_logarithmic_axis_needs_words_and_a_mark_for_0():
    for logarithmic in (True, False):
        shown = instrument(experiment_of(TWO_POINTS), colour_slots=[0, 1], logarithmic=logarithmic)
        assert ("0.5 reaches 0 at epoch 1." in shown.points.markdown) == logarithmic
        drawn = str(loss_chart(logarithmic=logarithmic, above_floor=False).to_dict())
        assert ("row.zero_epoch" in drawn) == logarithmic
