"""The points a line is fitted to, and the places where the descents start."""

from dataclasses import dataclass

import numpy as np

from gd_core.checks import Floats, as_bounded, as_count, as_number, read_only


@dataclass(frozen=True, eq=False)
class Dataset:
    """The points (x, y), as two read-only arrays.

    Attributes
    ----------
    x, y : (n,) array
        Any sequence of finite numbers is accepted and copied.

    Raises
    ------
    ValueError
        If x or y is empty, not one-dimensional, of another length than the other, or holds a value
        that is not finite or is beyond 1e100 in size.
    """

    x: Floats
    y: Floats

    def __post_init__(self) -> None:
        """Copy and check the points."""
        for name in ("x", "y"):
            values = as_bounded(name, getattr(self, name))
            if values.ndim != 1 or values.size == 0:
                raise ValueError(f"{name} must be a row of at least 1 number, got shape {values.shape}")
            object.__setattr__(self, name, read_only(values))
        if self.x.size != self.y.size:
            raise ValueError(f"x and y must be equally long, got {self.x.size} and {self.y.size}")


def make_dataset(
    *,
    seed: int = 42,
    noise: float = 0.1,
    n_samples: int = 100,
    slope: float = 2.0,
    intercept: float = 1.0,
    x_min: float = 0.0,
    x_max: float = 1.0,
) -> Dataset:
    """Draw points around the line ``y = slope · x + intercept``.

    Parameters
    ----------
    seed : int, 0 to 2**32 − 1
        Seeds NumPy's legacy generator, whose stream is the lesson's and is frozen for ever.
    noise : float, at least 0
        Standard deviation of the normal noise added to y, in the units of y.
    n_samples : int, at least 1
        The number of points, evenly spaced from ``x_min`` to ``x_max``.
    slope, intercept : float
        The line before the noise: in units of y per unit of x, and in units of y.
    x_min, x_max : float
        The first and the last x; if they are equal, every x is. A single point lies at ``x_min``.

    Returns
    -------
    Dataset
        ``x`` (n_samples,) and ``y`` (n_samples,).

    Raises
    ------
    ValueError
        If an argument is no number, outside its range, not finite or beyond 1e100 in size, or ``x_min``
        is above ``x_max``.

    Examples
    --------
    >>> make_dataset(noise=0, n_samples=3).y
    array([1., 2., 3.])
    """
    n_samples = as_count("n_samples", n_samples)
    stream = _random_stream(seed)
    slope, intercept = as_number("slope", slope), as_number("intercept", intercept)
    noise, x_min, x_max = as_number("noise", noise), as_number("x_min", x_min), as_number("x_max", x_max)
    if noise < 0:
        raise ValueError(f"noise must be at least 0, got {noise}")
    if x_min > x_max:
        raise ValueError(f"x_min must not be above x_max, got {x_min} and {x_max}")
    x = np.linspace(x_min, x_max, n_samples)
    y = slope * x + intercept + stream.normal(0, abs(noise), n_samples)  # abs: −0.0 is no scale
    return Dataset(x, y)


def draw_starts(*, seed: int, n_samples: int, n_runs: int) -> Floats:
    """Draw a start (w, b) for each run, where the stream of `make_dataset` left off.

    Parameters
    ----------
    seed, n_samples : int
        As given to `make_dataset`: the starts follow its n_samples noise values.
    n_runs : int, at least 1
        How many starts to draw. The first k of them do not depend on n_runs.

    Returns
    -------
    (n_runs, 2) array
        A row (w, b) a run, each value standard normal.

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    n_samples, n_runs = as_count("n_samples", n_samples), as_count("n_runs", n_runs)
    stream = _random_stream(seed)
    stream.randn(n_samples)
    return stream.randn(n_runs, 2)


def _random_stream(seed: int) -> np.random.RandomState:
    return np.random.RandomState(as_count("seed", seed, least=0, most=2**32 - 1))
