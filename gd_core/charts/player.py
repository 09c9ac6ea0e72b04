"""What the player needs to know: every run's numbers at the epochs drawn, or the bowl to work them out on."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from gd_core.axes import modes, rounding_of_axes, rounding_of_bottom
from gd_core.bowl import ROUNDING, TOLERANCE, bowl_of
from gd_core.charts.map_window import Window, is_square
from gd_core.charts.player_words import player_words
from gd_core.charts.rows import drawn_epochs
from gd_core.charts.rows_of_curves import next_places
from gd_core.charts.ruler import ruler_of
from gd_core.charts.style import DASHES, PATHS
from gd_core.checks import Floats
from gd_core.controls import STARTS
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import unrounded
from gd_core.spectrum import CRAWL_FACTOR
from gd_core.stationary_points import lowest_loss
from gd_core.telling.far_off import FAR, SEEN


def player_data(
    experiment: Experiment,
    *,
    colour_slots: list[int],
    above_floor: bool,
    window: Window,
    verdicts: Sequence[str] = (),
    guesses: Sequence[str] = (),
    may_start: bool = False,
    may_move_rates: bool = False,
    is_hidden: bool = False,
    say: Say = english,
) -> bytes:
    """Return a line of JSON, and, where the player cannot work the runs out itself, all their numbers.

    These are of every run at every epoch drawn, as 64-bit floats: all losses, run by run, then the other
    "quantities" of the line in their order; then, of a "curve", the x and the y of its points.

    Parameters
    ----------
    above_floor : bool
        Whether the picture of the loss shows it above the noise floor.
    window
        What is in view in the map.
    verdicts
        What each run does, in a few words; empty where nobody knows.
    guesses
        What a learner said that each run does; empty where nobody did. They are played to be compared.
    may_start, may_move_rates : bool
        Whether a hand may set the start in the map, and the learning rates on the ruler.
    is_hidden : bool
        Whether a prediction is asked for: then nothing is there that theory knows, and nothing can be held.
    """
    n_epochs, epochs = experiment.settings.n_epochs, drawn_epochs(experiment)
    with_momentum = experiment.theory.with_momentum is not None
    header: dict[str, Any] = {
        "epochs": epochs.tolist(),
        "last": n_epochs,
        "rates": _rates(experiment, colour_slots, () if is_hidden else verdicts, guesses, say),
        "window": window,
        "square": is_square(window),
        "aboveFloor": above_floor,
        "bowl": None if is_hidden else _bowl(experiment),
        "ruler": None if is_hidden else ruler_of(experiment, say=say),
        "mayStart": may_start and not is_hidden,
        "furthestStart": STARTS[1],
        "mayMoveRates": may_move_rates and not is_hidden,
        "language": say.language,
        "thousands": say.thousands,
        "words": player_words(n_epochs, epochs.size, with_momentum=with_momentum, say=say),
    }
    if header["bowl"]:
        return json.dumps(header).encode()
    curve = None if is_hidden else _curve(experiment)
    quantities = _quantities(experiment, above_floor=above_floor)
    header |= {"quantities": list(quantities)} | ({"curve": curve} if curve else {})
    numbers = [quantity[:, epochs].ravel() for quantity in quantities.values()]
    numbers += [experiment.dataset.x, experiment.dataset.y] if curve else []
    return json.dumps(header).encode() + b"\n" + np.concatenate(numbers).astype("<f8").tobytes()


def _rates(
    experiment: Experiment,
    colour_slots: list[int],
    verdicts: Sequence[str],
    guesses: Sequence[str],
    say: Say,
) -> list[dict[str, Any]]:
    """Return what is known of each rate: how it is drawn, where its run starts, and what is said of it."""
    runs = experiment.runs
    each = zip(runs.learning_rates.tolist(), colour_slots, runs.parameters[:, 0].tolist(), strict=True)
    rates: list[dict[str, Any]] = [
        {
            "rate": rate,
            "name": say.numbers_in(unrounded(rate)),
            "slot": slot,
            "dash": DASHES[slot],
            "shape": PATHS[slot],
            "start": start,
        }
        for rate, slot, start in each
    ]
    for name, told in (("verdict", verdicts), ("guess", guesses)):
        if told:
            rates = [rate | {name: words} for rate, words in zip(rates, told, strict=True)]
    return rates


def _quantities(experiment: Experiment, *, above_floor: bool) -> dict[str, Floats]:
    """Return the numbers (r, n_epochs + 1) of every run by their names in the player."""
    runs = experiment.runs
    (w, b), known = np.moveaxis(runs.parameters, 2, 0), {"loss": runs.losses}
    known |= {"w": w, "b": b} | ({"excess": runs.excess_losses} if above_floor else {})
    if experiment.theory.is_of_a_curve:
        known |= dict(zip(("next_w", "next_b"), np.moveaxis(next_places(experiment), 2, 0), strict=True))
    return known


def _bowl(experiment: Experiment) -> dict[str, Any] | None:
    """Return all that a run on a bowl needs to be worked out anew, if it is known how its steps are made."""
    theory, with_momentum = experiment.theory, experiment.theory.with_momentum
    if theory.is_of_a_curve or not (theory.steps_are_gradients or with_momentum):
        return None
    bowl = bowl_of(experiment.dataset)
    lam, vectors = modes(bowl)
    return {
        "lam": lam.tolist(),
        "vectors": vectors.tolist(),
        "bottom": bowl.bottom.tolist(),
        "floor": bowl.floor,
        "rounding": ROUNDING,
        "roundingOfAxes": rounding_of_axes(bowl).tolist(),
        "roundingOfBottom": rounding_of_bottom(bowl).tolist(),
        "tolerance": TOLERANCE,
        "crawl": CRAWL_FACTOR,
        "far": FAR,
        "seen": SEEN,
    } | ({"momentum": with_momentum.momentum} if with_momentum else {})


def _curve(experiment: Experiment) -> dict[str, Any] | None:
    """Return all that a run on a curve needs to be worked out anew, but for the points; None on the line."""
    if not experiment.theory.is_of_a_curve:
        return None
    settings, n = experiment.settings, experiment.dataset.x.size
    floor = lowest_loss(experiment.theory.minima)
    return {"model": settings.model, "momentum": settings.momentum, "floor": floor, "n": n}
