"""A loss that becomes 0, which a logarithmic axis does not have: where, and how it is drawn and said."""

import altair as alt
import numpy as np

from gd_core.charts.frame import in_frame
from gd_core.charts.movement import NOW, nobody_holds
from gd_core.charts.style import FAINT, colour, dash
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import unrounded

NOW_OF_ZERO = ("zero_epoch", "before_zero", "loss_before_zero", "reaching")  # what is drawn of a run


def zero_epochs(losses: Floats) -> Floats:
    """Return, for each run (r, epochs), the epoch from which its loss is 0; NaN where it does not stay 0."""
    is_zero = np.logical_and.accumulate(losses[:, ::-1] == 0, axis=1)
    return np.where(is_zero[:, 0], losses.shape[1] - is_zero.sum(axis=1), np.nan)


def zero_columns(losses: Floats, *, say: Say = english) -> dict[str, list]:
    """Return where each run's loss becomes 0, where it was an epoch before, and what is written there."""
    at = zero_epochs(losses)
    before = np.where(at > 0, at - 1, np.nan)
    known = np.nan_to_num(before).astype(int)[:, None]
    return {
        "zero_epoch": at.tolist(),
        "before_zero": before.tolist(),
        "loss_before_zero": np.take_along_axis(losses, known, axis=1)[:, 0].tolist(),
        "reaching": [_reaching(epoch, say) for epoch in at],
    }


def _reaching(epoch: float, say: Say) -> str:
    if np.isnan(epoch):
        return ""
    return say("reaches 0 at epoch {epoch:,.0f}", epoch=epoch) if epoch else say("0 from the start")


def about_zero(experiment: Experiment, losses: Floats, *, say: Say = english) -> str:
    """Say of each run whose loss (r, epochs) becomes 0 when it does."""
    told = ""
    for rate, epoch in zip(experiment.runs.learning_rates, zero_epochs(losses), strict=True):
        if epoch == 0:
            told += " " + say("{rate} is at 0 from the start.", rate=unrounded(rate))
        elif epoch > 0:
            told += " " + say("{rate} reaches 0 at epoch {epoch:,.0f}.", rate=unrounded(rate), epoch=epoch)
    return told


def zero_layers() -> list[alt.Chart]:
    """Return the last fall to 0, a mark at the foot of the picture, and what it says."""
    zero = nobody_holds(NOW).transform_filter("isValid(datum.row.zero_epoch)")
    at, foot, side = "row.zero_epoch:Q", alt.value("height"), f"datum.row.zero_epoch > {in_frame('last')} / 2"
    falls = zero.transform_filter("isValid(datum.row.before_zero)").mark_rule(
        clip=True,
        strokeWidth=2.5,
        opacity=alt.ExprRef(f"shown >= datum.row.zero_epoch ? 1 : {FAINT}"),
    )
    marks = zero.mark_point(filled=True, size=90, opacity=1, yOffset=-4, shape="triangle-down")
    words = zero.transform_window(line="row_number()").mark_text(
        fontSize=12,
        baseline="bottom",
        align=alt.ExprRef(f"{side} ? 'right' : 'left'"),
        dx=alt.ExprRef(f"{side} ? -9 : 9"),
        dy=alt.ExprRef("-15 * datum.line + 13"),
    )
    before = {"x": "row.before_zero:Q", "y": "row.loss_before_zero:Q"}
    return [
        falls.encode(**before, x2=at, y2=foot, color=colour(), strokeDash=dash()),
        marks.encode(x=at, y=foot, color=colour()),
        words.encode(x=at, y=foot, text="row.reaching:N", color=colour()),
    ]
