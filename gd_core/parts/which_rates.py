"""Which rates would work: the zones of the ruler, and the sweep, in words that are true."""

from typing import Any

import numpy as np

from gd_core.charts.frame import values_of
from gd_core.charts.sweep_data import start_of_the_sweep, sweep_data
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded, rounded_beside, unrounded
from gd_core.parts.blocks import Block, Picture, Text
from gd_core.parts.rates_of_a_curve import ruler_of_a_curve, what_a_curve_ends_with
from gd_core.telling.points import about_the_fastest, digits_of_rates, what_is_sooner
from gd_core.telling.rates_with_momentum import fastest_with_momentum, zones_in_words
from gd_core.telling.terms import explained
from gd_core.theory import Theory


def the_ruler(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Say what the zones on the player's ruler are; nothing where they are not known."""
    if experiment.theory.is_of_a_curve:
        return ruler_of_a_curve(experiment, say=say)
    words = about_the_ruler(experiment.theory, say=say)
    return [Text(f"{words} {what_is_sooner(experiment, say=say)}".strip())] if words else []


def what_to_move(momentum: float = 0.0, *, say: Say = english) -> Text:
    """Ask what moves the limit; with momentum it is another limit, which the words below explain."""
    return Text(say("Move each of these. Which of them moves the limit?"), explains=not momentum)


def the_sweep(
    experiment: Experiment, *, colour_slots: list[int], may_add: bool, say: Say = english
) -> list[Block]:
    """Show what some hundred rates end with, all from where the first rate starts.

    Parameters
    ----------
    colour_slots : list of int
        A slot, 0 to 7, for each rate.
    may_add : bool
        Whether a click in the picture adds a rate, so that the page should say so.
    """
    rows = sweep_data(experiment, colour_slots=colour_slots, say=say)
    click = say("Click a place to add its rate to the list, or type it under *Learning rates*.")
    words = about_the_sweep(experiment, rows, say=say)
    if experiment.theory.with_momentum:
        words = explained(words, with_momentum=True, say=say)
    view = (("of_a_curve", True),) if experiment.theory.is_of_a_curve else ()
    return [
        Picture("sweep", rows, alt=sweep_summary(experiment, rows, say=say), clicks=True, view=view),
        Text(f"{words} {click}" if may_add else words),
    ]


def about_the_ruler(theory: Theory, *, say: Say = english) -> str:
    """Say, in Markdown, what the zones are, and what moves them; "" where they are not known."""
    if theory.with_momentum:
        known = theory.with_momentum
        told = f"{zones_in_words(known, say=say)} {fastest_with_momentum(known, least=3, say=say)}"
        return explained(told, with_momentum=True, say=say)
    if theory.zones is None:
        return ""
    digits = digits_of_rates(theory, least=3)
    crawl, overshoot, limit = (rounded(rate, digits) for rate in theory.zones)
    zones = say(
        "The zones of the ruler above say what an epoch does to the error across the valley, where the bowl "
        "is steepest. Below {crawl} it *crawls*: less than 5 % of the error goes. Up to {overshoot} the "
        "error shrinks *smoothly*. From there to the limit it *zigzags*: it flips sign and shrinks. Above "
        "the limit it *diverges*: it flips sign and grows. The **limit, 2/λmax = {limit}**, comes from the x "
        "of the points alone (λmax is how steeply the bowl bends there). So no amount of noise moves it, and "
        "another range of x can.",
        crawl=crawl,
        overshoot=overshoot,
        limit=limit,
    )
    return f"{zones} {about_the_fastest(theory, least=3, say=say)}".strip()


def about_the_sweep(experiment: Experiment, data: dict[str, Any], *, say: Say = english) -> str:
    """Say, in Markdown, what the rows of `sweep_data` show."""
    w, b = (rounded(value) for value in start_of_the_sweep(experiment))
    dots = say(
        "Each dot is a run of its own: {n} learning rates, all from where the first rate of the list starts "
        "(w = {w}, b = {b}), for {epochs}.",
        n=len(data["sweep"]),
        w=w,
        b=b,
        epochs=values_of(data["frame"])["epochs"],
    )
    line = say("The line is what the theory says, without a run.") if experiment.theory.predict_excess else ""
    return " ".join(filter(None, [dots, line, _findings(experiment, data, say)]))


def sweep_summary(experiment: Experiment, data: dict[str, Any], *, say: Say = english) -> str:
    """Say what the sweep shows to those who cannot see it."""
    rates = data["sweep"]["learning_rate"]
    return say(
        "{title}, for {n} learning rates from {low} to {high}. {findings}",
        title=values_of(data["frame"])["title"],
        n=len(rates),
        low=unrounded(rates.min()),
        high=unrounded(rates.max()),
        findings=_findings(experiment, data, say),
    )


def _findings(experiment: Experiment, data: dict[str, Any], say: Say) -> str:
    """Say which rate ends lowest, and where the limit shows."""
    if experiment.theory.is_of_a_curve:
        return what_a_curve_ends_with(experiment, data["sweep"], say=say)
    rates, excess = (data["sweep"][name].to_numpy() for name in ("learning_rate", "excess"))
    if not excess.any():
        return say("The start is the answer already, so nothing moves, whatever the rate.")
    frame = values_of(data["frame"])
    begins, limit = frame["start"], frame["limit"]
    if np.isnan(limit):
        return _lowest(rates, excess, say)
    shows = _where_the_limit_shows(rates, excess > begins * (1 + 1e-9), limit, frame["epochs"], say)
    return f"{_lowest(rates, excess, say)} {shows}"


def _lowest(rates: Floats, excess: Floats, say: Say) -> str:
    best = rates[excess == excess.min()]
    left = (
        say("{excess} above the floor", excess=rounded(excess.min()))
        if excess.min() > 0
        else say("on the floor, to the last digit")
    )
    if best.size == 1:
        return say("{rate} ends lowest: {left}.", rate=unrounded(best[0]), left=left)
    return say(
        "{n} rates from {low} to {high} end lowest: {left}.",
        n=best.size,
        low=unrounded(best[0]),
        high=unrounded(best[-1]),
        left=left,
    )


def _where_the_limit_shows(rates: Floats, higher: np.ndarray, limit: float, epochs: str, say: Say) -> str:
    """Say which of these rates end higher than they started; the limit need not show in few epochs."""
    if not higher.any():
        return say(
            "Above the limit {limit} any error across the valley grows, but here none of these rates ends "
            "higher than it started.",
            limit=rounded(limit),
        )
    first, last = rates[higher].min(), rates[higher].max()
    told = {"limit": rounded_beside(limit, first), "first": unrounded(first)}
    if (higher != (rates >= first)).any():
        return say(
            "Of these rates, those that end higher than they started ({n}) are from {first} to {last}.",
            n=higher.sum(),
            first=unrounded(first),
            last=unrounded(last),
        )
    if first <= limit * (1 - 1e-9):  # with momentum an error may grow before it shrinks
        return say(
            "Of these rates, every one from {first} on ends higher than it started; those below the limit "
            "{limit} come down later.",
            first=unrounded(first),
            limit=rounded_beside(limit, first),
        )
    if (rates > limit * (1 + 1e-9)).sum() == higher.sum():
        return say(
            "Of these rates, every one above the limit {limit}, from {first} on, ends higher than it "
            "started, and no other does.",
            **told,
        )
    return say(
        "Of these rates, every one from {first} on ends higher than it started; between the limit {limit} "
        "and that, none does so in {epochs}.",
        epochs=epochs,
        **told,
    )
