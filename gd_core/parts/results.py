"""The results table, a row a run, and its rows in words."""

from typing import Any

import numpy as np

from gd_core.checks import Floats
from gd_core.descent import epochs_to
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded, rounded_beside, unrounded
from gd_core.parts.columns import Columns, results_columns, results_columns_with_momentum
from gd_core.parts.results_of_curves import columns_of_curves, results_of_curves
from gd_core.scaling import AS_IT_IS, in_original_units
from gd_core.telling.behaviour import name_of_behaviour, name_where_it_crawls_along
from gd_core.telling.points import lines_told
from gd_core.telling.verdict import Verdict, judge


def results_table(experiment: Experiment, *, say: Say = english) -> dict[str, list]:
    """Return a row a run, in the order of the runs; an epoch that never comes is NaN.

    Where nothing is known of the runs but what they did, the columns that tell more are not there. What only
    the short verdicts tell, "half_along", has no heading.
    """
    if experiment.theory.is_of_a_curve:
        return results_of_curves(experiment, say=say)
    runs, verdicts = experiment.runs, judge(experiment, say=say)
    told = _what_is_told(verdicts, say)
    measured = told.pop("epochs_measured") if verdicts else epochs_to(runs)
    return {
        "learning_rate": runs.learning_rates.tolist(),
        **{name: told.pop(name) for name in ("behaviour", "why") if verdicts},
        "final_loss": runs.losses[:, -1].tolist(),
        "excess_loss": runs.excess_losses[:, -1].tolist(),
        **_columns(("w", "b"), lines_told(runs.parameters[:, -1], experiment.dataset)),
        "epochs_measured": _never_as_nan(measured),
        **told,
        **_in_original_units(experiment),
    }


def _never_as_nan(epochs: Floats) -> list[float]:
    return np.where(np.isinf(epochs), np.nan, epochs).tolist()


def columns_of_results(experiment: Experiment, *, say: Say = english) -> Columns:
    """Return the columns of its `results_table`."""
    if experiment.theory.is_of_a_curve:
        return columns_of_curves(say)
    return results_columns_with_momentum(say) if experiment.theory.with_momentum else results_columns(say)


def _what_is_told(verdicts: list[Verdict], say: Say) -> dict[str, Any]:
    """Return the columns that the verdicts fill; none where there are no verdicts."""
    if not verdicts:
        return {}
    predicted = np.array([verdict.epochs_predicted for verdict in verdicts])
    return {
        "behaviour": [_what_it_does(verdict, say) for verdict in verdicts],
        "why": [f"{verdict.why} {verdict.seen}".strip() for verdict in verdicts],
        "epochs_measured": np.array([verdict.epochs_measured for verdict in verdicts]),
        "epochs_predicted": _never_as_nan(predicted),
        "factor": [verdict.factor for verdict in verdicts],
        "half_along": [verdict.half_along for verdict in verdicts],
    }


def _what_it_does(verdict: Verdict, say: Say) -> str:
    name = name_where_it_crawls_along if verdict.half_along > 0 else name_of_behaviour
    return name(verdict.behaviour, say=say)


def _in_original_units(experiment: Experiment) -> dict[str, list]:
    """Return the slope and intercept that each line has for x as it was, where x is scaled."""
    scaling = experiment.settings.scaling
    if scaling == AS_IT_IS:
        return {}
    lines = in_original_units(experiment.runs.parameters[:, -1], experiment.points, scaling)
    return _columns(("slope", "intercept"), lines_told(lines, experiment.points))


def _columns(names: tuple[str, str], lines: Floats) -> dict[str, list]:
    return dict(zip(names, lines.T.tolist(), strict=True))


def short_verdicts(table: dict[str, list], *, with_momentum: bool = False, say: Say = english) -> list[str]:
    """Say in a few words what each rate of a results table does, and when it arrives or how fast it grows.

    Nothing where that is not known.

    Parameters
    ----------
    with_momentum : bool
        Whether the factors are those of the long run only.
    """
    if "short" in table:
        return table["short"]
    if "behaviour" not in table:
        return []
    names = ("behaviour", "epochs_measured", "epochs_predicted", "factor", "half_along")
    told = (table[name] for name in names)
    return [
        _of_the_long_run(does, factor, say=say)
        if with_momentum and factor > 1
        else _short_verdict(does, measured, predicted, factor, half, say=say)
        for does, measured, predicted, factor, half in zip(*told, strict=True)
    ]


def _short_verdict(
    does: str, measured: float, predicted: float, factor: float, half: float, *, say: Say
) -> str:
    if half > 0:  # the loss has arrived, and along the valley it crawls
        return does if np.isinf(half) else say("{does}, half gone by {epoch}", does=does, epoch=rounded(half))
    if factor > 1:  # also where it came near before it grew
        return say("{does}, error ×{factor} an epoch", does=does, factor=rounded_beside(factor, 1))
    if measured > 0:
        return say("{does}, there at {epoch}", does=does, epoch=f"{measured:,.0f}")
    if predicted > 0:
        return say("{does}, by theory there at {epoch}", does=does, epoch=rounded(predicted))
    return does


def _of_the_long_run(does: str, factor: float, *, say: Say) -> str:
    return say(
        "{does}, in the long run error ×{factor} an epoch", does=does, factor=rounded_beside(factor, 1)
    )


def reasons(table: dict[str, list], *, say: Say = english) -> str:
    """Say, in Markdown, what each rate of a results table does, and why, where that is known."""
    if "why" not in table:
        return ""
    told = zip(table["learning_rate"], table["behaviour"], table["why"], strict=True)
    return "\n".join(f"- **{say.numbers_in(unrounded(rate))}** {does}. {why}" for rate, does, why in told)
