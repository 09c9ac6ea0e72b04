"""What arguments must be: each function copies one into an array or int, or says what is wrong with it."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
LARGEST_VALUE = 1e100  # squares and sums of anything smaller stay finite
MOST_MOMENTUM = 0.99


def as_floats(name: str, values: ArrayLike) -> Floats:
    """Copy values into a float array; raise ValueError where one is not a finite number."""
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only, got {values!r}") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers only, got {array[~np.isfinite(array)][0]}")
    return array


def read_only(array: Floats) -> Floats:
    """Return an array after it was made one that nobody can change."""
    array.flags.writeable = False
    return array


def as_bounded(name: str, values: ArrayLike) -> Floats:
    """Copy values into a float array; raise ValueError where one is beyond 1e100 in size."""
    array = as_floats(name, values)
    if np.any(np.abs(array) > LARGEST_VALUE):
        beyond = array[np.abs(array) > LARGEST_VALUE][0]
        raise ValueError(f"{name} must stay within ±{LARGEST_VALUE:g}, got {beyond:g}")
    return array


def as_number(name: str, value: float) -> float:
    """Return value as a float; raise ValueError where it is not one number within ±1e100."""
    array = as_bounded(name, value)
    if array.ndim != 0:
        raise ValueError(f"{name} must be one number, got {value!r}")
    return float(array)


def as_count(name: str, value: int, *, least: int = 1, most: float = np.inf) -> int:
    """Return value as an int; raise ValueError where it is not a whole number from least to most."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or not least <= value <= most:
        allowed = f"from {least} to {most:.0f}" if most < np.inf else f"of at least {least}"
        raise ValueError(f"{name} must be a whole number {allowed}, got {value!r}")
    return int(value)


def as_theta(theta: ArrayLike) -> Floats:
    """Copy (..., 2) parameters into an array; raise ValueError for any other shape."""
    array = as_floats("theta", theta)
    if array.ndim == 0 or array.shape[-1] != 2:
        raise ValueError(f"theta must hold pairs (w, b), got shape {array.shape}")
    return array


def as_learning_rates(learning_rates: ArrayLike) -> Floats:
    """Copy (r,) learning rates into an array; raise ValueError unless all are finite and above 0."""
    rates = as_floats("learning_rates", learning_rates)
    if rates.ndim != 1 or rates.size == 0:
        raise ValueError(f"learning_rates must be a row of at least 1 number, got shape {rates.shape}")
    if rates.min() <= 0:
        raise ValueError(f"learning_rates must be above 0, got {rates[rates <= 0][0]:g}")
    return rates


def as_starts(starts: ArrayLike, n_runs: int) -> Floats:
    """Copy one (w, b) for all, or one a run, into an (n_runs, 2) array; raise ValueError otherwise."""
    array = as_bounded("starts", starts)
    if array.shape not in ((2,), (n_runs, 2)):
        raise ValueError(f"starts must have shape (2,) or ({n_runs}, 2), got {array.shape}")
    return np.broadcast_to(array, (n_runs, 2)).copy()


def as_momentum(momentum: float) -> float:
    """Return momentum as a float; raise ValueError where it is not one number from 0 to 0.99."""
    value = as_number("momentum", momentum)
    if not 0 <= value <= MOST_MOMENTUM:
        raise ValueError(f"momentum must be from 0 to {MOST_MOMENTUM}, got {value:g}")
    return value
