"""What the player needs to know: the epochs that the pictures draw, every run's numbers there, and words."""

import json
from typing import Any

import numpy as np

from gd_core.charts.rows import drawn_epochs
from gd_core.charts.style import DASHES
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import exact


def player_data(experiment: Experiment, *, colour_slots: list[int], say: Say = english) -> bytes:
    """Return a line of JSON, then loss, w and b of every run at every epoch drawn, as 64-bit floats.

    The floats come in that order: all losses, run by run, then all w, then all b.
    """
    runs, epochs = experiment.runs, drawn_epochs(experiment)
    rates = [
        {"name": exact(rate), "slot": slot, "dash": DASHES[slot]}
        for rate, slot in zip(runs.learning_rates, colour_slots, strict=True)
    ]
    header = {
        "epochs": epochs.tolist(),
        "rates": rates,
        "language": say.language,
        "words": player_words(experiment.settings.n_epochs, epochs.size, say=say),
    }
    quantities = [runs.losses, runs.parameters[..., 0], runs.parameters[..., 1]]
    numbers = np.stack([quantity[:, epochs] for quantity in quantities])
    return json.dumps(header).encode() + b"\n" + numbers.astype("<f8").tobytes()


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
        "numbers": say("loss {loss}  w {w}  b {b}", loss="{loss}", w="{w}", b="{b}"),
        "tooLarge": say("too large"),
        "note": note,
    }
