"""When it is certain that a run settles in a minimum M: three bounds on how an epoch changes what is left.

What is left is the error ``e = theta − M``. An update without momentum makes of it ``(I − eta·A)·e``, where A
is the mean of the Hessian over the way from M to theta. Where every eigenvalue of eta·H lies in (0, 2) on the
whole disc round M that reaches to theta, that is shorter than e: theta stays on the disc, and nearer to M.

With momentum, e may grow for a while. But there is a length of (e, the e before) that the update with the
Hessian at M shrinks, and so does one with a Hessian that is near enough to it.

What it rests on: the eigenvalues are looked at on rings round M, and taken to differ, between two places that
were seen, from those at the nearer by at most half of what these differ by. What that leaves out becomes ever
less as the rings are drawn closer, which they are until they decide. And rounding is left aside: in the end a
run is as near to M as numbers go.
"""

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.models.model import Model

ROOM = 1e-3  # how far below 2 an eigenvalue of eta·H must stay
ROUNDING = 1e-12  # of the larger eigenvalue: the smaller one may be off by so much
MOST_KEPT = 1 - 1e-9  # with momentum: a share nearer to 1 may be rounding
RINGS = (4, 8, 16, 32)  # and three times as many places on each


def share_kept(
    model: Model,
    dataset: Dataset,
    *,
    middle: Floats,
    theta: Floats,
    before: Floats,
    rate: float,
    momentum: float,
) -> float | None:
    """Return a share below 1 such that every epoch to come keeps at most so much of the error, or None.

    With momentum this is the error and the one before, in a length of its own, rather than the error alone.

    Parameters
    ----------
    middle, theta, before : (2,) array
        M, where the run is, and where it was an epoch ago.
    """
    if momentum:
        errors = np.concatenate([theta - middle, before - middle])
        return _share_with_momentum(model, dataset, middle, errors, rate, momentum)
    radius = float(np.hypot(*(theta - middle)))
    for rings in RINGS:
        hessians = rate * _on_rings(model, dataset, middle, radius, rings)
        eigenvalues = np.asarray(np.linalg.eigvalsh(hessians), dtype=float)
        if not (eigenvalues.min() > 0 and eigenvalues.max() < 2 - ROOM):
            return None
        doubt = _doubt(eigenvalues)
        low, high = (eigenvalues - doubt).min(), (eigenvalues + doubt).max()
        if low > ROUNDING * high and high < 2 - ROOM:
            return float(max(1 - low, high - 1))
    return None


def _on_rings(model: Model, dataset: Dataset, middle: Floats, radius: float, rings: int) -> Floats:
    """Return the Hessian (rings + 1, 3 · rings, 2, 2) round M, up to the radius; the first ring is M."""
    angle = 2 * np.pi * np.arange(3 * rings) / (3 * rings)
    around = np.column_stack([np.cos(angle), np.sin(angle)])
    return model.hessian(middle + radius * np.linspace(0, 1, rings + 1)[:, None, None] * around, dataset)


def _doubt(values: Floats) -> Floats:
    """Return how much values (rings, places, k) may differ round each place: half of what neighbours do."""
    outward, around = np.abs(np.diff(values, axis=0)), np.abs(values - np.roll(values, 1, axis=1))
    edge = np.zeros_like(values[:1])
    outward = np.maximum(np.concatenate([outward, edge]), np.concatenate([edge, outward]))
    return (outward + np.maximum(around, np.roll(around, -1, axis=1))) / 2


def _share_with_momentum(
    model: Model, dataset: Dataset, middle: Floats, errors: Floats, rate: float, momentum: float
) -> float | None:
    """Return what `share_kept` does: the share at M, and what the Hessian's change adds to it at most."""
    at_middle = rate * model.hessian(middle, dataset)
    one, none = np.eye(2), np.zeros((2, 2))
    update = np.block([[(1 + momentum) * one - at_middle, -momentum * one], [one, none]])
    root = _length_in_which_it_shrinks(update)
    if root is None:
        return None
    back = np.linalg.inv(root)
    share = np.linalg.norm(root @ update @ back, 2)
    radius = np.linalg.norm(root @ errors) * np.linalg.norm(back[:2], 2)
    worth = np.linalg.norm(root[:, :2], 2) * np.linalg.norm(back[:2], 2)  # of a change of the Hessian
    for rings in RINGS:
        hessians = rate * _on_rings(model, dataset, middle, float(radius), rings)
        change = np.linalg.norm(hessians - at_middle, axis=(-2, -1))[..., None]
        if not share + worth * change.max() < MOST_KEPT:
            return None
        kept = share + worth * (change + _doubt(change)).max()
        if kept < MOST_KEPT:
            return float(kept)
    return None


def _length_in_which_it_shrinks(update: Floats) -> Floats | None:
    """Return a matrix R such that ``|R·s|`` shrinks under the update, or None where none is found.

    With the update A and a pace p between its own and 1, ``P = I + (A/p)ᵀ·P·(A/p)`` has one solution, and
    ``|R·A·s| < p·|R·s|`` where ``P = Rᵀ·R`` (A. Lyapunov).
    """
    pace = np.abs(np.linalg.eigvals(update)).max()
    if not pace < 1:
        return None
    scaled = update / ((1 + pace) / 2)
    equations = np.eye(16) - np.kron(scaled.T, scaled.T)
    try:
        lengths = np.linalg.solve(equations, np.eye(4).ravel()).reshape(4, 4)
        return np.asarray(np.linalg.cholesky((lengths + lengths.T) / 2).T, dtype=float)
    except np.linalg.LinAlgError:  # a pace so near to 1 that rounding hides the length
        return None
