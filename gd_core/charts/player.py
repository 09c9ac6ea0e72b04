"""What the player needs to know: every run's numbers at the epochs drawn, the ruler, the bowl, and words."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from gd_core.axes import modes, rounding_of_axes, rounding_of_bottom
from gd_core.bowl import ROUNDING, TOLERANCE, bowl_of
from gd_core.charts.loss_of_curves import lowest_known
from gd_core.charts.map_window import Window, is_square
from gd_core.charts.rate_axis import ZONES, axis_range, names_of_zones
from gd_core.charts.rows import drawn_epochs
from gd_core.charts.rows_of_curves import next_places
from gd_core.charts.ruler_of_curves import zones_of_curve
from gd_core.charts.style import DASHES, PATHS
from gd_core.charts.zones_with_momentum import zones_with_momentum
from gd_core.checks import Floats
from gd_core.controls import STARTS
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded, unrounded
from gd_core.spectrum import CRAWL_FACTOR
from gd_core.telling.behaviour import (
    CRAWLS,
    DIVERGES,
    SMOOTH,
    ZIGZAG,
    name_of_behaviour,
    name_where_it_crawls_along,
)
from gd_core.telling.far_off import FAR, SEEN
from gd_core.telling.terms import explanation


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
    runs, epochs = experiment.runs, drawn_epochs(experiment)
    bowl = None if is_hidden else _bowl(experiment)
    quantities = _quantities(experiment, above_floor=above_floor)
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
    if verdicts and not is_hidden:
        rates = [rate | {"verdict": verdict} for rate, verdict in zip(rates, verdicts, strict=True)]
    if guesses:
        rates = [rate | {"guess": guess} for rate, guess in zip(rates, guesses, strict=True)]
    header = {
        "epochs": epochs.tolist(),
        "last": experiment.settings.n_epochs,
        "rates": rates,
        "window": window,
        "square": is_square(window),
        "aboveFloor": above_floor,
        "bowl": bowl,
        "ruler": None if is_hidden else _ruler(experiment, say),
        "mayStart": may_start and not is_hidden,
        "furthestStart": STARTS[1],
        "mayMoveRates": may_move_rates and not is_hidden,
        "language": say.language,
        "thousands": say.thousands,
        "words": player_words(experiment.settings.n_epochs, epochs.size, say=say),
    }
    if experiment.theory.with_momentum:
        header["words"]["grows"] = say(
            "{does}, in the long run error ×{factor} an epoch", does="{does}", factor="{factor}"
        )
    if bowl:
        return json.dumps(header).encode()
    curve = None if is_hidden else _curve(experiment)
    header |= {"quantities": list(quantities)} | ({"curve": curve} if curve else {})
    told = json.dumps(header).encode()
    numbers = [quantity[:, epochs].ravel() for quantity in quantities.values()]
    numbers += [experiment.dataset.x, experiment.dataset.y] if curve else []
    return told + b"\n" + np.concatenate(numbers).astype("<f8").tobytes()


def _quantities(experiment: Experiment, *, above_floor: bool) -> dict[str, Floats]:
    """Return the numbers (r, n_epochs + 1) of every run by their names in the player."""
    runs = experiment.runs
    (w, b), known = np.moveaxis(runs.parameters, 2, 0), {"loss": runs.losses}
    known |= {"w": w, "b": b} | ({"excess": runs.excess_losses} if above_floor else {})
    if experiment.theory.stationary_points is not None:
        known |= dict(zip(("next_w", "next_b"), np.moveaxis(next_places(experiment), 2, 0), strict=True))
    return known


def _bowl(experiment: Experiment) -> dict[str, Any] | None:
    """Return all that a run on a bowl needs to be worked out anew, if it is known how its steps are made."""
    theory, with_momentum = experiment.theory, experiment.theory.with_momentum
    if theory.stationary_points is not None or not (theory.steps_are_gradients or with_momentum):
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
    if experiment.theory.stationary_points is None:
        return None
    settings = experiment.settings
    floor = lowest_known(experiment.theory.stationary_points)
    n = experiment.dataset.x.size
    return {"model": settings.model, "momentum": settings.momentum, "floor": floor, "n": n}


def _ruler(experiment: Experiment, say: Say) -> dict[str, Any]:
    """Return the ends of the ruler, and the zones on it with what a run does there, where they are known."""
    theory, (low, high) = experiment.theory, axis_range(experiment.theory)
    if theory.with_momentum:
        return {"low": low, "high": high, "rounding": ROUNDING} | zones_with_momentum(theory, say=say)
    if theory.stationary_points is not None:
        edges, zones = zones_of_curve(experiment, say=say)
        return {"low": low, "high": high, "edges": edges, "rounding": ROUNDING, "zones": zones}
    if theory.zones is None:
        return {"low": low, "high": high, "edges": [], "zones": []}
    behaviours = (CRAWLS, SMOOTH, ZIGZAG, DIVERGES)
    manners = [name_of_behaviour(behaviour, say=say) for behaviour in behaviours]
    along = [name_where_it_crawls_along(behaviour, say=say) for behaviour in behaviours]
    return {
        "low": low,
        "high": high,
        "edges": theory.zones,
        "rounding": ROUNDING,
        "zones": [
            {"name": name, "does": does, "crawlsAlong": crawls, "meaning": explanation(term, say=say)}
            for name, does, crawls, term in zip(names_of_zones(say), manners, along, ZONES, strict=True)
        ],
        "limit": say("limit {rate}", rate=rounded(theory.zones[-1])),
        "meaning": explanation("limit", say=say),
    }


def player_words(n_epochs: int, n_drawn: int, *, say: Say = english) -> dict[str, Any]:
    """Return what the player says; a value that it puts in itself stays in braces.

    A long run is drawn at some of its epochs only, and then a step leads to the next of those.
    """
    if n_drawn > n_epochs:
        back, forward, note = say("Back one epoch"), say("Forward one epoch"), ""
    else:
        back, forward = say("Back to the next epoch drawn"), say("Forward to the next epoch drawn")
        note = say(
            "{n_drawn:,} of {n_epochs:,} epochs are drawn; the player goes from one of these to the next.",
            n_drawn=n_drawn,
            n_epochs=n_epochs,
        )
    return {
        "player": say("Player: moves the pictures from epoch to epoch"),
        "names": {"start": say("To the start"), "back": back, "forward": forward, "end": say("To the end")},
        "titles": {
            "start": say("To the start (Home)"),
            "back": f"{back} (←)",
            "play": say("Play or pause (space)"),
            "forward": f"{forward} (→)",
            "end": say("To the end (End)"),
        },
        "play": say("Play"),
        "pause": say("Pause"),
        "epoch": say("Epoch"),
        "shown": say("Epoch {epoch} of {last:,}", epoch="{epoch}", last=n_epochs),
        "speed": say("Speed"),
        "speeds": [say("slow"), say("normal"), say("fast")],
        "loop": say("Loop"),
        "loss": say("loss {loss}", loss="{loss}"),
        "tooLarge": say("too large"),
        "ruler": say("Learning rates, on a logarithmic ruler"),
        "rate": say("Learning rate {rate}", rate="{rate}"),
        "there": say("{does}, there at {epoch}", does="{does}", epoch="{epoch}"),
        "thereByTheory": say("{does}, by theory there at {epoch}", does="{does}", epoch="{epoch}"),
        "halfGone": say("{does}, half gone by {epoch}", does="{does}", epoch="{epoch}"),
        "notThere": say("{does}, not there by epoch {epoch}", does="{does}", epoch="{epoch}"),
        "grows": say("{does}, error ×{factor} an epoch", does="{does}", factor="{factor}"),
        "note": note,
    }
