"""What one run did: the record that tells it, and what is said of any run, whatever made it."""

from dataclasses import dataclass

from gd_core.languages import Say
from gd_core.numbers import rounded, rounded_apart

Ends = tuple[float, float]  # at the start, and at the end


@dataclass(frozen=True)
class Verdict:
    """What one run did.

    Attributes
    ----------
    learning_rate : float
    behaviour : str
        One of `gd_core.telling.behaviour.BEHAVIOURS`, whatever the language.
    why : str
        A sentence or two with the numbers that decide it.
    seen : str
        Where on the page it is seen that the error changes sides; "" where it does not, or not to be seen.
    factor : float
        What an epoch multiplies the error by, in size, in the direction that shrinks least or grows
        most; NaN where there is no error at the start.
    half_along : float
        Where the loss has arrived and along the valley it crawls, far from the best w or b: the epoch at
        which half of that error is gone. NaN elsewhere.
    epochs_measured, epochs_predicted : float
        The first epoch whose excess loss is ≤ `gd_core.bowl.TOLERANCE` × the start's: in the run (inf:
        not within its epochs) and by theory (inf: never).
    """

    learning_rate: float
    behaviour: str
    why: str
    seen: str
    factor: float
    half_along: float
    epochs_measured: float
    epochs_predicted: float


def nothing_moves(*, say: Say) -> str:
    """Say why a run that starts at the answer does nothing."""
    return say(
        "The start is the least-squares answer, but for rounding: the gradient is 0 and nothing moves."
    )


def is_too_large(epoch: float, *, say: Say) -> str:
    """Say from when on a run is beyond the computer's numbers."""
    return say(
        "From epoch {epoch} on, the loss is too large a number for the computer.", epoch=rounded(epoch)
    )


def what_has_grown(losses: Ends, excess: Ends, *, say: Say) -> str:
    """Say how far a run that diverges has come, from both losses at its start and at its end."""
    if losses[1] > 1.001 * losses[0]:
        first, last = rounded_apart(*losses)
        return say("The loss goes from {first} to {last}.", first=first, last=last)
    if excess[1] > excess[0]:
        first, last = rounded_apart(*excess)
        return say("The loss above the floor goes from {first} to {last}.", first=first, last=last)
    if excess[1] == 0:
        return say("So far it is too small to show in the loss.")
    return say(
        "So far the error along the valley has shrunk by more, so the loss has not risen above its start."
    )
