"""Where the gradient of a model's loss is 0: its minima, saddles and maxima, found by Newton's method."""

import math
from functools import lru_cache

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.models.all_models import CURVES
from gd_core.models.model import Model
from gd_core.stationary_points import MINIMUM, StationaryPoint

GRID = (160, 80)  # along w and b, where the gradient is looked at; …
MOST_FINE = 4  # … of few points, whose loss is rougher, on up to so many times as fine a grid …
MOST_GROUPS = 200  # … and of many as if these were so many, each the middle of neighbours
MOST_STEPS = 50
STILL = 1e-9  # of the window: a step no longer than this has arrived, since the next is far shorter yet
ALIKE = 1e-6  # of the window: places no further apart are one


@lru_cache(maxsize=64)
def known_points(
    model: str, seed: int, noise: float, n_samples: int
) -> tuple[Dataset, tuple[StationaryPoint, ...]]:
    """Return the points of a curve and their stationary points; the last ones are kept, as it takes long.

    Raises
    ------
    ValueError
        If `gd_core.make_dataset` does not take what the points are made from.
    """
    curve = CURVES[model]
    dataset = curve.points_of(seed=seed, noise=noise, n_samples=n_samples)
    return dataset, stationary_points_of(curve, dataset)


def minima_of(model: Model, dataset: Dataset) -> tuple[StationaryPoint, ...]:
    """Return the minima in the model's window, from the lowest up."""
    return tuple(point for point in stationary_points_of(model, dataset) if point.kind == MINIMUM)


def stationary_points_of(model: Model, dataset: Dataset) -> tuple[StationaryPoint, ...]:
    """Return every stationary point found in the model's window, from the lowest up.

    Newton's method starts from each place of a grid round which both slopes change their sign. What lies
    closer together than the grid's lines can be missed: these are those known, and perhaps not all.
    """
    groups = _in_groups(dataset)
    near = _apart(model, newton(model, groups, _crossings(model, groups)))
    found = near if groups is dataset else _apart(model, newton(model, dataset, near))
    low, high = np.transpose(model.window)
    inside = found[((low <= found) & (found <= high)).all(axis=1)]
    points = [stationary_point_at(model, dataset, place) for place in inside]
    return tuple(sorted(points, key=lambda point: point.loss))


def stationary_point_at(model: Model, dataset: Dataset, place: Floats) -> StationaryPoint:
    """Return what is known of a place (2,) where the gradient is 0."""
    low, high = np.linalg.eigvalsh(model.hessian(place, dataset)).tolist()
    w, b = place.tolist()
    return StationaryPoint(w, b, float(model.loss(place, dataset)), (low, high))


def newton(model: Model, dataset: Dataset, starts: Floats) -> Floats:
    """Return (k, 2) where Newton's method leads from each start (k, 2), NaN where it does not arrive."""
    places = np.full(starts.shape, np.nan)
    theta, of_start = starts, np.arange(len(starts))
    near = STILL * np.ptp(model.window, axis=1)
    for _ in range(MOST_STEPS):
        step = _newton_step(model, dataset, theta)
        theta = theta - step
        arrived = (np.abs(step) <= near).all(axis=1)
        places[of_start[arrived]] = theta[arrived]
        under_way = np.isfinite(theta).all(axis=1) & ~arrived
        theta, of_start = theta[under_way], of_start[under_way]
        if not of_start.size:
            break
    return places


def _newton_step(model: Model, dataset: Dataset, theta: Floats) -> Floats:
    """Return ``H⁻¹ · gradient`` for theta (k, 2); not finite where H has no inverse."""
    g, h = model.gradient(theta, dataset), model.hessian(theta, dataset)
    with np.errstate(all="ignore"):
        across = h[:, 1, 1] * g[:, 0] - h[:, 0, 1] * g[:, 1], h[:, 0, 0] * g[:, 1] - h[:, 0, 1] * g[:, 0]
        return np.stack(across, axis=1) / np.linalg.det(h)[:, None]


def _crossings(model: Model, dataset: Dataset) -> Floats:
    """Return (k, 2) places of the grid round which neither slope keeps its sign."""
    fine = min(max(math.isqrt(100 // dataset.x.size), 1), MOST_FINE)
    w, b = (np.linspace(*ends, fine * n) for ends, n in zip(model.window, GRID, strict=True))
    rising = np.stack(  # a row at a time, which is quicker, since it stays in the processor's cache
        [model.gradient(np.column_stack([w, np.full(w.size, of_row)]), dataset) > 0 for of_row in b], axis=1
    )
    around = np.lib.stride_tricks.sliding_window_view(rising, (3, 3), axis=(0, 1))
    changing = around.any(axis=(-2, -1)) & ~around.all(axis=(-2, -1))
    at_w, at_b = np.nonzero(changing.all(axis=-1))
    return np.column_stack([w[at_w + 1], b[at_b + 1]])


def _in_groups(dataset: Dataset) -> Dataset:
    """Return the points, or of many the middles of neighbours, whose loss is nearly the same."""
    n = dataset.x.size
    if n <= MOST_GROUPS:
        return dataset
    by_x, first = np.argsort(dataset.x), np.linspace(0, n, MOST_GROUPS, endpoint=False).astype(int)
    size = np.diff(first, append=n)
    return Dataset(*(np.add.reduceat(values[by_x], first) / size for values in (dataset.x, dataset.y)))


def _apart(model: Model, places: Floats) -> Floats:
    """Return those of the places (k, 2) that are finite and differ by more than rounding."""
    alike, kept = ALIKE * np.ptp(model.window, axis=1), np.empty((0, 2))
    for place in places[np.isfinite(places).all(axis=1)]:
        if (np.abs(place - kept) > alike).any(axis=1).all():
            kept = np.vstack([kept, place])
    return kept
