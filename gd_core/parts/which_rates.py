"""Which rates would work: what the ruler and the sweep show, in words that are true."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gd_core.charts.frame import values_of
from gd_core.charts.rate_axis import axis_range
from gd_core.charts.ruler import ruler_data
from gd_core.charts.sweep import sweep_data
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.experiment import Settings, dataset_of, starts_of
from gd_core.languages import Say, english
from gd_core.telling.numbers import exact, rounded, rounded_beside
from gd_core.theory import crawl_rate, fastest_rate, largest_stable_rate, overshoot_rate


@dataclass(frozen=True, eq=False)
class WhichRates:
    """The data sets of the pictures "ruler" and "sweep", and what is said of each."""

    pictures: dict[str, dict[str, pd.DataFrame]]
    summaries: dict[str, str]
    words: dict[str, str]


def which_rates(settings: Settings, *, slots: list[int], say: Say = english) -> WhichRates:
    """Prepare the ruler, and the sweep from where the first rate starts.

    Parameters
    ----------
    slots : list of int
        A slot, 0 to 7, for each rate.

    Raises
    ------
    ValueError
        As `gd_core.experiment.run_experiment` does, but not for want of a rate where all runs share a start;
        or if there is not one slot for each rate.
    """
    dataset, start = dataset_of(settings), np.atleast_2d(starts_of(settings))[0]
    rates = settings.learning_rates
    ruler = ruler_data(dataset, learning_rates=rates, slots=slots, say=say)
    sweep = sweep_data(
        dataset, start=start, n_epochs=settings.n_epochs, learning_rates=rates, slots=slots, say=say
    )
    return WhichRates(
        pictures={"ruler": ruler, "sweep": sweep},
        summaries={"ruler": ruler_summary(dataset, rates, say=say), "sweep": sweep_summary(sweep, say=say)},
        words={
            "ruler": about_the_ruler(dataset, say=say),
            "sweep": about_the_sweep(sweep, start=start, say=say),
        },
    )


def about_the_ruler(dataset: Dataset, *, say: Say = english) -> str:
    """Say, in Markdown, what the zones are, and what moves them."""
    return say(
        "The zones say what an epoch does to the error across the valley, where the bowl is steepest. Below "
        "{crawl} it *crawls*: less than 5 % of the error goes. Up to {overshoot} the error shrinks "
        "*smoothly*. From there to the limit it *zigzags*: it flips sign and shrinks. Above the limit it "
        "*diverges*: it flips sign and grows. The **limit, 2/λmax = {limit}**, comes from the x of the "
        "points alone (λmax is how steeply the bowl bends there). So no amount of noise moves it, and "
        "another range of x can.",
        crawl=rounded(crawl_rate(dataset)),
        overshoot=rounded(overshoot_rate(dataset)),
        limit=rounded(largest_stable_rate(dataset)),
    )


def ruler_summary(dataset: Dataset, learning_rates: ArrayLike, *, say: Say = english) -> str:
    """Say what the ruler shows to those who cannot see it."""
    low, high = axis_range(dataset)
    limit = largest_stable_rate(dataset)
    chosen = ", ".join(exact(rate) for rate in np.asarray(learning_rates, dtype=float))
    zones = say(
        "Learning rates from {low} to {high}, on a logarithmic axis in four zones: crawl below {crawl}, "
        "smooth up to {overshoot}, zigzag up to the limit {limit}, diverge above. The fastest rate is "
        "{fastest}.",
        low=exact(low),
        high=exact(high),
        crawl=rounded(crawl_rate(dataset)),
        overshoot=rounded(overshoot_rate(dataset)),
        limit=rounded(limit),
        fastest=rounded_beside(fastest_rate(dataset), limit),
    )
    return f"{zones} {say('Chosen: {rates}.', rates=chosen) if chosen else say('Chosen: none.')}"


def about_the_sweep(data: dict[str, pd.DataFrame], *, start: ArrayLike, say: Say = english) -> str:
    """Say, in Markdown, what the rows of `sweep_data` show."""
    w, b = (rounded(value) for value in np.asarray(start, dtype=float))
    return say(
        "Each dot is a run of its own: {n} learning rates, all from where the first rate of the list starts "
        "(w = {w}, b = {b}), for {epochs}. The line is what the theory says, without a run. {findings}",
        n=len(data["sweep"]),
        w=w,
        b=b,
        epochs=values_of(data["frame"])["epochs"],
        findings=_findings(data, say),
    )


def sweep_summary(data: dict[str, pd.DataFrame], *, say: Say = english) -> str:
    """Say what the sweep shows to those who cannot see it."""
    rates = data["sweep"]["learning_rate"]
    return say(
        "{title}, for {n} learning rates from {low} to {high}. {findings}",
        title=values_of(data["frame"])["title"],
        n=len(rates),
        low=exact(rates.min()),
        high=exact(rates.max()),
        findings=_findings(data, say),
    )


def _findings(data: dict[str, pd.DataFrame], say: Say) -> str:
    """Say which rate ends lowest, and where the limit shows."""
    rates, excess = (data["sweep"][name].to_numpy() for name in ("learning_rate", "excess"))
    if not excess.any():
        return say("The start is the answer already, so nothing moves, whatever the rate.")
    frame = values_of(data["frame"])
    begins, limit = frame["start"], frame["limit"]
    shows = _where_the_limit_shows(rates, excess > begins * (1 + 1e-9), limit, say)
    return f"{_lowest(rates, excess, say)} {shows}"


def _lowest(rates: Floats, excess: Floats, say: Say) -> str:
    best = rates[excess == excess.min()]
    left = (
        say("{excess} above the floor", excess=rounded(excess.min()))
        if excess.min() > 0
        else say("on the floor, to the last digit")
    )
    if best.size == 1:
        return say("{rate} ends lowest: {left}.", rate=exact(best[0]), left=left)
    return say(
        "{n} rates from {low} to {high} end lowest: {left}.",
        n=best.size,
        low=exact(best[0]),
        high=exact(best[-1]),
        left=left,
    )


def _where_the_limit_shows(rates: Floats, higher: np.ndarray, limit: float, say: Say) -> str:
    """Say which rates end higher than they started; the limit need not show in few epochs."""
    if not higher.any():
        return say(
            "Above the limit {limit} any error across the valley grows, but here no run ends higher than it "
            "started.",
            limit=rounded(limit),
        )
    first = rates[higher].min()
    limit_text = rounded_beside(limit, first)
    if (higher == (rates > limit * (1 + 1e-9))).all():
        return say(
            "Every rate above the limit {limit} ends higher than it started, and no other does.",
            limit=limit_text,
        )
    return say(
        "Every rate from {first} on ends higher than it started; just above the limit {limit} that can take "
        "more epochs to show.",
        first=exact(first),
        limit=limit_text,
    )
