"""The rows of the sweep: the loss that is left at the end, for some hundred learning rates."""

from typing import Any

import numpy as np
import pandas as pd

from gd_core.charts.frame import frame_rows
from gd_core.charts.rate_axis import DECADES, axis_power, axis_range, chosen_rates
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded
from gd_core.theory import Theory

RATES_A_DECADE = 30
FEWER_A_DECADE = (RATES_A_DECADE, 15, 10, 5)  # on a curve, whose runs have no closed form, as many …
MOST_WORK = 2.6e7  # … as need no more than so many rates · epochs · points
RATES_AT_ONCE = 16  # a sweep runs in blocks, so that a long one keeps few of its epochs in memory at a time
LEAST_SHARE_DRAWN = 1e-15  # the axis goes down to this share of the starting excess …
LEAST_ON_A_CURVE = 1e-4  # … there to this, so that it is seen how far apart its minima are …
MOST_SHARE_DRAWN = 10  # … and up to so many times of it
LEAST_NUMBER = 1e-280  # a start with less excess is the answer: the axis could not be drawn


def rates_a_decade(experiment: Experiment) -> int:
    """Return how many rates are swept between a power of ten and the next."""
    if not experiment.theory.is_of_a_curve:
        return RATES_A_DECADE
    work = DECADES * experiment.settings.n_epochs * experiment.dataset.x.size
    return next((rates for rates in FEWER_A_DECADE if rates * work <= MOST_WORK), FEWER_A_DECADE[-1])


def sweep_rates(theory: Theory, a_decade: int = RATES_A_DECADE) -> Floats:
    """Return rates evenly along the axis, each rounded to 3 digits so that it is easy to read."""
    power = axis_power(theory)
    steps = np.arange(DECADES * a_decade + 1) / a_decade
    return np.array([float(f"{10 ** (step % 1):.2f}e{power + int(step)}") for step in steps])


def sweep_data(experiment: Experiment, *, colour_slots: list[int], say: Say = english) -> dict[str, Any]:
    """Return the rows that `sweep_chart` draws: what excess loss the runs, and the theory, end with.

    All runs of the sweep start where the first rate does; the chosen rates are swept as well.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each rate.
    """
    theory = experiment.theory
    chosen = chosen_rates(experiment, colour_slots=colour_slots)
    rates = sweep_rates(theory, rates_a_decade(experiment))
    swept = final_excess(experiment, np.union1d(rates, chosen["learning_rate"]))
    on_axis = swept[swept["learning_rate"].between(*axis_range(theory))].reset_index(drop=True)
    begins = float(experiment.runs.excess_losses[0, 0])
    least = LEAST_ON_A_CURVE if theory.is_of_a_curve else LEAST_SHARE_DRAWN
    window = excess_window(begins, on_axis["excess"].to_numpy(), least)
    return {
        "sweep": _placed(on_axis, *window),
        "rates": _placed(chosen.merge(swept, on="learning_rate"), *window),
        "frame": _frame(experiment, begins, on_axis["excess"], window, say),
    }


def start_of_the_sweep(experiment: Experiment) -> Floats:
    """Return the (w, b) where every run of the sweep starts."""
    return experiment.runs.parameters[0, 0]


def _frame(
    experiment: Experiment, begins: float, ends: pd.Series, window: tuple[float, float], say: Say
) -> dict[str, list]:
    """Return the one row that says what is in view, and what the chart writes into it."""
    low_rate, high_rate = axis_range(experiment.theory)
    limit, n_epochs = experiment.theory.limit, experiment.settings.n_epochs
    epochs = say("1 epoch") if n_epochs == 1 else say("{n_epochs:,} epochs", n_epochs=n_epochs)
    frame = {
        "low_rate": low_rate,
        "high_rate": high_rate,
        "low": window[0],
        "high": window[1],
        "start": begins,
        "limit": np.nan if limit is None else limit,
        "epochs": epochs,
        "title": _title(experiment.theory, epochs, say),
        "start_label": say("start {loss}", loss=rounded(begins)),
        "above": say("▲ above the frame") if (ends > window[1]).any() else "",
        "below": say("▼ below the frame") if (ends < window[0]).any() else "",
    }
    return frame_rows(frame)


def _title(theory: Theory, epochs: str, say: Say) -> str:
    if not theory.is_of_a_curve:
        return say("Loss above the floor after {epochs}", epochs=epochs)
    if theory.minima:
        return say("Loss above the lowest minimum known after {epochs}", epochs=epochs)
    return say("Loss after {epochs}", epochs=epochs)


def final_excess(experiment: Experiment, learning_rates: Floats) -> pd.DataFrame:
    """Return a row a rate: the excess loss after the last epoch, measured in a run and predicted without.

    The prediction is NaN where theory has none.
    """
    start, n_epochs = start_of_the_sweep(experiment), experiment.settings.n_epochs
    predict = experiment.theory.predict_excess
    blocks = np.array_split(learning_rates, -(-learning_rates.size // RATES_AT_ONCE))
    measured = [
        experiment.method.descend(experiment.dataset, starts=start, learning_rates=block, n_epochs=n_epochs)
        .excess_losses[:, -1]
        .copy()
        for block in blocks
    ]
    predicted = (
        predict(starts=start, learning_rates=learning_rates, epochs=[n_epochs])[:, 0] if predict else np.nan
    )
    return pd.DataFrame(
        {"learning_rate": learning_rates, "excess": np.concatenate(measured), "predicted": predicted}
    )


def excess_window(begins: float, ends: Floats, share: float = LEAST_SHARE_DRAWN) -> tuple[float, float]:
    """Return the least and the largest excess in view; there is a view where there is nothing to see, too.

    Parameters
    ----------
    share : float
        Of the excess at the start, below which nothing is in view.
    """
    if begins < LEAST_NUMBER:
        return 1e-3, 1.0
    least = ends[ends > 0].min(initial=begins)
    return max(least, share * begins) / 2, MOST_SHARE_DRAWN * begins


def _placed(rows: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """Add where each row is drawn: at its excess, or at the edge of the frame, with an arrow that says so."""
    excess = rows["excess"]
    arrow = np.select([excess > high, excess < low], ["▲", "▼"], "")
    return rows.assign(height=excess.clip(low, high), arrow=arrow)
