"""What momentum does to each of the two directions of a run's error, in words."""

from typing import Literal

import numpy as np

from gd_core.languages import Say
from gd_core.numbers import rounded, rounded_beside
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, SWINGS
from gd_core.telling.manners import Direction

SAME_PACE = 1e-9  # two paces that are this close are one


def about_the_directions(
    along: Direction | None,
    across: Direction | None,
    *,
    shape: Literal["valley", "round", "flat"],
    n_epochs: int,
    say: Say,
) -> str:
    """Say, in Markdown, what an epoch with momentum does to each part of the error that there is.

    Parameters
    ----------
    shape : str
        Whether the bowl is a valley, or round, so that every error is across it, or flat along it.
    """
    if across is None and along is None:
        return say(
            "The run starts at the least-squares answer, but for rounding: there is no error to split."
        )
    if shape == "round" and across:
        told = sides_with_momentum(across, n_epochs=n_epochs, say=say)
        return say(
            "The bowl is round: no direction is steeper than another. Here ηλ is {h}. {told}",
            h=rounded(across.h, 4),
            told=told,
        )
    of_each = [_of_across(across, n_epochs, say), _of_along(along, n_epochs, say, is_flat=shape == "flat")]
    follows = _what_follows(along, across, say) if along and across else ""
    return " ".join(filter(None, [*of_each, follows]))


def _of_across(across: Direction | None, n_epochs: int, say: Say) -> str:
    if across is None:
        return say("There is no error across the valley to begin with, but for rounding.")
    told = sides_with_momentum(across, n_epochs=n_epochs, say=say)
    return say("**Across the valley** ηλ is {h}. {told}", h=rounded(across.h, 4), told=told)


def _of_along(along: Direction | None, n_epochs: int, say: Say, *, is_flat: bool) -> str:
    if is_flat:
        return say("Along the valley λ is 0: the loss is the same everywhere there, and nothing moves.")
    if along is None:
        return say("There is no error along the valley to begin with, but for rounding.")
    told = sides_with_momentum(along, n_epochs=n_epochs, say=say)
    return say("**Along the valley** ηλ is {h}. {told}", h=rounded(along.h, 4), told=told)


def sides_with_momentum(direction: Direction, *, n_epochs: int, say: Say) -> str:
    """Say which sides an error takes, and how its size changes in the long run."""
    pace = rounded_beside(direction.pace, 1.0)
    if direction.manner in (CRAWLS, SMOOTH):
        return say("The error stays on its side; in the long run an epoch keeps ×{pace} of it.", pace=pace)
    if direction.manner == SWINGS and direction.past > n_epochs:
        return say(
            "The error would go past the answer first at epoch {epoch}, after the end of this run; in the "
            "long run an epoch keeps ×{pace} of its swings, which is √β.",
            epoch=rounded(direction.past),
            pace=pace,
        )
    if direction.manner == SWINGS:
        return say(
            "The error goes past the answer, first at epoch {epoch}, and comes back; in the long run an "
            "epoch keeps ×{pace} of its swings, which is √β.",
            epoch=rounded(direction.past),
            pace=pace,
        )
    if direction.manner == DIVERGES:
        return say("Every epoch the error changes sides; in the long run it grows ×{pace}.", pace=pace)
    if direction.manner == EDGE:
        return say(
            "Every epoch the error changes sides; in the long run it nearly keeps its size, ×{pace}.",
            pace=pace,
        )
    return say("Every epoch the error changes sides; in the long run it shrinks ×{pace}.", pace=pace)


def _what_follows(along: Direction, across: Direction, say: Say) -> str:
    """Say which of two parts is left in the long run."""
    if np.isclose(along.pace, across.pace, rtol=SAME_PACE, atol=0):
        return say("In the long run both have the same pace: neither waits for the other.")
    if across.pace > along.pace:
        return say("In the long run nearly all that is left of the error is across the valley.")
    return say("In the long run nearly all that is left of the error is along the valley.")
