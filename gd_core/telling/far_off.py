"""What is still wrong where the loss is nearly all the way down: w or b, when along the valley it crawls."""

import math

from gd_core.bowl import bowl_of
from gd_core.checks import Floats
from gd_core.experiment import Experiment
from gd_core.languages import Say
from gd_core.numbers import rounded, rounded_apart
from gd_core.scaling import AS_IT_IS, CENTRED
from gd_core.spectrum import CRAWL_FACTOR

FAR = 1 / 3  # an error is far from gone while this share of it is left at the end
SEEN = 0.01  # w or b is not said to be far off while its error is less than this share of itself

FarOff = tuple[tuple[str, float, float], ...]  # "w" or "b", what it is at the end, and the best


def far_off(parameters: Floats, best: Floats) -> FarOff:
    """Return which of w and b are still far from the best at the end of a run (epochs, 2)."""
    told = zip(("w", "b"), parameters[0].tolist(), parameters[-1].tolist(), best.tolist(), strict=True)
    return tuple((name, end, answer) for name, start, end, answer in told if _is_far(start, end, answer))


def _is_far(start: float, end: float, best: float) -> bool:
    left = abs(end - best)
    return left >= FAR * abs(start - best) and left > SEEN * max(abs(start), abs(best))


def crawls_along(factor: float, n_epochs: int) -> bool:
    """Tell whether an error of which every epoch keeps this share crawls, and is far from gone in the end."""
    return factor > CRAWL_FACTOR and factor**n_epochs >= FAR


def epochs_to_halve(step: float) -> float:
    """Return the first epoch at which half of an error is gone of which every epoch takes this share.

    >>> epochs_to_halve(0.5), epochs_to_halve(1e-15), epochs_to_halve(1e-17)
    (1.0, 693147180559945.0, inf)
    """
    return float(math.ceil(-math.log(2) / math.log1p(-step))) if 1 - step < 1 else math.inf


def what_is_left(arrived: float, half: float, n_epochs: int, off: FarOff, helps: str, *, say: Say) -> str:
    """Say that the quick part is done and when, how slow the rest is, what is wrong, and what helps."""
    done = say(
        "The quick part is done: the loss is 99.9 % of the way down at epoch {epoch}.", epoch=rounded(arrived)
    )
    told = [done, _how_slow(half, n_epochs, say), what_is_wrong(off, say=say), helps]
    return " ".join(filter(None, told))


def what_is_wrong(off: FarOff, *, say: Say) -> str:
    """Say what w and b are at the end and what is best, of those that are far off."""
    return " ".join(_wrong(name, end, best, say) for name, end, best in off)


def _how_slow(half: float, n_epochs: int, say: Say) -> str:
    if half == math.inf:
        return say("Along the valley it crawls: an epoch changes less than the computer can tell.")
    if half <= n_epochs:
        return say(
            "Along the valley it crawls: half of that error is gone by epoch {epoch}.", epoch=rounded(half)
        )
    return say(
        "Along the valley it crawls: half of that error would be gone by epoch {epoch}, after the end of "
        "this run.",
        epoch=rounded(half),
    )


def _wrong(name: str, end: float, best: float, say: Say) -> str:
    value, answer = rounded_apart(end, best)
    if name == "w":
        return say("At the end w is {value}, and the best is {best}.", value=value, best=answer)
    return say("At the end b is {value}, and the best is {best}.", value=value, best=answer)


def what_helps(experiment: Experiment, *, say: Say) -> str:
    """Say what another scale of x does to the valley; "" where x is standardised already."""
    scaling = experiment.settings.scaling
    if scaling == AS_IT_IS and bowl_of(experiment.dataset).mean_x:
        return say("To centre x makes the valley shorter, and to standardise it makes the bowl round.")
    if scaling in (AS_IT_IS, CENTRED):
        return say("To standardise x makes the bowl round.")
    return ""
