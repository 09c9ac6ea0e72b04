"""The plateaus of a run: stretches on which its loss hardly changes, before it falls much faster."""

import numpy as np

from gd_core.checks import Floats

BAND = 0.01  # of the run's whole fall: within it a loss hardly changes
LEAST_EPOCHS = 20
FALLS_AFTER = 0.1  # of the run's whole fall
FASTER = 10.0  # times an average epoch of the stretch


def plateaus_of(losses: Floats) -> tuple[tuple[int, int], ...]:
    """Return the first and the last epoch of each plateau of a run with these losses (n_epochs + 1,).

    A plateau is at least 20 epochs within 1 % of the run's whole fall, after which it falls at least 10 %
    more, some epoch at least 10 times as much as an average epoch of the stretch. On a bowl plain descent has
    none: there no epoch falls more than the one before it. Where one ends and another begins at once, the
    longer one counts.
    """
    fall = losses[0] - losses[-1]
    if not np.isfinite(losses).all() or fall <= 0 or losses.size <= LEAST_EPOCHS:
        return ()
    windows = np.lib.stride_tricks.sliding_window_view(losses, LEAST_EPOCHS + 1)
    flat = np.ptp(windows, axis=1) <= BAND * fall
    may_begin = flat & (losses[: flat.size] - losses[-1] >= FALLS_AFTER * fall)
    found: list[tuple[int, int]] = []
    free = 0
    for first in np.flatnonzero(may_begin).tolist():
        if first < free:
            continue
        last = _end(losses, first, BAND * fall)
        if not _is_plateau(losses, first, last):
            continue
        if not found or not flat[free:first].all():
            found.append((first, last))
        elif last - first > found[-1][1] - found[-1][0]:
            found[-1] = (first, last)
        free = last
    return tuple(found)


def _end(losses: Floats, first: int, band: float) -> int:
    """Return the last epoch until which the loss stays within the band."""
    after = losses[first:]
    leaves = np.maximum.accumulate(after) - np.minimum.accumulate(after) > band
    return first + (int(leaves.argmax()) if leaves.any() else after.size) - 1


def _is_plateau(losses: Floats, first: int, last: int) -> bool:
    """Tell whether the loss falls enough after the stretch, and fast enough."""
    if losses[last] - losses[-1] < FALLS_AFTER * (losses[0] - losses[-1]):
        return False
    average = (losses[first] - losses[last]) / (last - first)
    return bool(-np.diff(losses[last:]).min() >= FASTER * average)
