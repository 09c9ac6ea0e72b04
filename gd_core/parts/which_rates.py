"""Which rates would work: what the ruler and the sweep show, in words that are true."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gd_core.charts.rate_axis import axis_range
from gd_core.charts.ruler import ruler_data
from gd_core.charts.sweep import sweep_data
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.experiment import Settings, dataset_of, starts_of
from gd_core.numbers import exact, rounded, rounded_beside
from gd_core.theory import crawl_rate, fastest_rate, largest_stable_rate, overshoot_rate


@dataclass(frozen=True, eq=False)
class WhichRates:
    """The data sets of the pictures "ruler" and "sweep", and what is said of each."""

    pictures: dict[str, dict[str, pd.DataFrame]]
    summaries: dict[str, str]
    words: dict[str, str]


def which_rates(settings: Settings, *, slots: list[int]) -> WhichRates:
    """Prepare the ruler, and the sweep from where the first rate starts."""
    dataset, start = dataset_of(settings), np.atleast_2d(starts_of(settings))[0]
    rates = settings.learning_rates
    ruler = ruler_data(dataset, learning_rates=rates, slots=slots)
    sweep = sweep_data(dataset, start=start, n_epochs=settings.n_epochs, learning_rates=rates, slots=slots)
    return WhichRates(
        pictures={"ruler": ruler, "sweep": sweep},
        summaries={"ruler": ruler_summary(dataset, rates), "sweep": sweep_summary(sweep)},
        words={"ruler": about_the_ruler(dataset), "sweep": about_the_sweep(sweep, start=start)},
    )


def about_the_ruler(dataset: Dataset) -> str:
    """Say, in Markdown, what the zones are, and what moves them."""
    return (
        "The zones say what an epoch does to the error across the valley, where the bowl is steepest. Below "
        f"{rounded(crawl_rate(dataset))} it *crawls*: less than 5 % of the error goes. Up to "
        f"{rounded(overshoot_rate(dataset))} the error shrinks *smoothly*. From there to the limit it "
        "*zigzags*: it flips sign and shrinks. Above the limit it *diverges*: it flips sign and grows. "
        f"The **limit, 2/λmax = {rounded(largest_stable_rate(dataset))}**, comes from the x of the points "
        "alone (λmax is how steeply the bowl bends there). So no amount of noise moves it, and another range "
        "of x can."
    )


def ruler_summary(dataset: Dataset, learning_rates: ArrayLike) -> str:
    """Say what the ruler shows to those who cannot see it."""
    low, high = axis_range(dataset)
    limit = largest_stable_rate(dataset)
    chosen = ", ".join(exact(rate) for rate in np.asarray(learning_rates, dtype=float)) or "none"
    return (
        f"Learning rates from {exact(low)} to {exact(high)}, on a logarithmic axis in four zones: crawl "
        f"below {rounded(crawl_rate(dataset))}, smooth up to {rounded(overshoot_rate(dataset))}, zigzag up "
        f"to the limit {rounded(limit)}, diverge above. The fastest rate is "
        f"{rounded_beside(fastest_rate(dataset), limit)}. Chosen: {chosen}."
    )


def about_the_sweep(data: dict[str, pd.DataFrame], *, start: ArrayLike) -> str:
    """Say, in Markdown, what the rows of `sweep_data` show."""
    w, b = (rounded(value) for value in np.asarray(start, dtype=float))
    return (
        f"Each dot is a run of its own: {len(data['sweep'])} learning rates, all from where the first rate "
        f"of the list starts (w = {w}, b = {b}), for {data['frame']['epochs'][0]}. "
        f"The line is what the theory says, without a run. {_findings(data)} "
        "Click a place to add its rate to the list."
    )


def sweep_summary(data: dict[str, pd.DataFrame]) -> str:
    """Say what the sweep shows to those who cannot see it."""
    rates, title = data["sweep"]["learning_rate"], data["frame"]["title"][0]
    return f"{title}, for {len(rates)} learning rates from {exact(rates.min())} to {exact(rates.max())}. " + (
        _findings(data)
    )


def _findings(data: dict[str, pd.DataFrame]) -> str:
    """Say which rate ends lowest, and where the limit shows."""
    rates, excess = (data["sweep"][name].to_numpy() for name in ("learning_rate", "excess"))
    if not excess.any():
        return "The start is the answer already, so nothing moves, whatever the rate."
    begins, limit = data["frame"]["start"][0], data["frame"]["limit"][0]
    return f"{_lowest(rates, excess)} {_where_the_limit_shows(rates, excess > begins * (1 + 1e-9), limit)}"


def _lowest(rates: Floats, excess: Floats) -> str:
    best = rates[excess == excess.min()]
    left = (
        f"{rounded(excess.min())} above the floor" if excess.min() > 0 else "on the floor, to the last digit"
    )
    if best.size == 1:
        return f"{exact(best[0])} ends lowest: {left}."
    return f"{best.size} rates from {exact(best[0])} to {exact(best[-1])} end lowest: {left}."


def _where_the_limit_shows(rates: Floats, higher: np.ndarray, limit: float) -> str:
    """Say which rates end higher than they started; the limit need not show in few epochs."""
    if not higher.any():
        return (
            f"Above the limit {rounded(limit)} any error across the valley grows, but here no run ends "
            "higher than it started."
        )
    first = rates[higher].min()
    limit_text = rounded_beside(limit, first)
    if (higher == (rates > limit * (1 + 1e-9))).all():
        return f"Every rate above the limit {limit_text} ends higher than it started, and no other does."
    return (
        f"Every rate from {exact(first)} on ends higher than it started; "
        f"just above the limit {limit_text} that can take more epochs to show."
    )
