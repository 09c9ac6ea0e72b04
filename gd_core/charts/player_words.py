"""What the player says, whatever it plays."""

from typing import Any

from gd_core.languages import Say, english


def player_words(
    n_epochs: int, n_drawn: int, *, with_momentum: bool = False, say: Say = english
) -> dict[str, Any]:
    """Return what the player says; a value that it puts in itself stays in braces."""
    back, forward, note = _steps(n_epochs, n_drawn, say)
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
        "grows": _how_it_grows(say, with_momentum=with_momentum),
        "note": note,
    }


def _steps(n_epochs: int, n_drawn: int, say: Say) -> tuple[str, str, str]:
    """Return what a step back and one forward are called, and what is noted beside the player.

    A long run is drawn at some of its epochs only, and then a step leads to the next of those.
    """
    if n_drawn > n_epochs:
        return say("Back one epoch"), say("Forward one epoch"), ""
    note = say(
        "{n_drawn:,} of {n_epochs:,} epochs are drawn; the player goes from one of these to the next.",
        n_drawn=n_drawn,
        n_epochs=n_epochs,
    )
    return say("Back to the next epoch drawn"), say("Forward to the next epoch drawn"), note


def _how_it_grows(say: Say, *, with_momentum: bool) -> str:
    if with_momentum:
        return say("{does}, in the long run error ×{factor} an epoch", does="{does}", factor="{factor}")
    return say("{does}, error ×{factor} an epoch", does="{does}", factor="{factor}")
