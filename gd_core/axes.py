"""The two axes of the bowl, and what along them is rounding and counts as none.

Along an eigenvector of the Hessian the gradient is ``lam · error``, and neither direction feeds the other. So
a descent and its theory both begin with the error of the start along these two: what is not there stays away,
and what is no more than rounding is not there.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from gd_core.bowl import ROUNDING, Bowl
from gd_core.checks import Floats, as_starts, read_only
from gd_core.kept import kept_with_it


@kept_with_it
def modes(bowl: Bowl) -> tuple[Floats, Floats]:
    """Return the eigenvalues (2,), ascending, and the eigenvectors (2, 2), a column each, of the Hessian.

    The small eigenvalue is found as ``det H / lam_max`` with ``det H = 4·var(x)``: it keeps its digits
    however long the valley is, and is exactly 0 where all x are equal. The eigenvectors are those of a Jacobi
    rotation, whose small components keep their digits too.
    """
    (ww, wb), (_, bb) = bowl.hessian / 2
    apart = (ww - bb) / 2
    spread = math.hypot(apart, wb)
    lam_max = ww + bb + 2 * spread
    tangent = wb / (abs(apart) + spread) if spread else 0.0
    large, small = 1 / math.hypot(1, tangent), tangent / math.hypot(1, tangent)
    steep_w, steep_b = (large, small) if apart >= 0 else (small, large)
    lam = np.array([min(4 * bowl.var_x / lam_max, lam_max), lam_max])
    return read_only(lam), read_only(np.array([[-steep_b, steep_w], [steep_w, steep_b]]))


def starting_errors(bowl: Bowl, starts: ArrayLike, n_runs: int) -> Floats:
    """Return `errors_along` the eigenvectors (n_runs, 2) at the start of each run."""
    return errors_along(bowl, as_starts(starts, n_runs))


def errors_along(bowl: Bowl, theta: Floats) -> Floats:
    """Return the error ``theta − theta_star`` along each eigenvector, (..., 2).

    It is 0 where it is no more than rounding: of w, b and theta_star as they are written, and of the heights
    of the points, from which theta_star is found.
    """
    errors = (theta - bowl.bottom) @ modes(bowl)[1]
    written = (np.abs(theta) + np.abs(bowl.bottom)) @ rounding_of_axes(bowl)
    return np.where(np.abs(errors) > written + rounding_of_bottom(bowl), errors, 0.0)


@kept_with_it
def rounding_of_axes(bowl: Bowl) -> Floats:
    """Return what share of w and b, a row each, an error along each eigenvector may lose to rounding, (2, 2).

    They are rounded themselves, and so is the mean of x, which turns the axes the more, the rounder the bowl.
    """
    (ww, wb), (_, bb) = bowl.hessian / 2
    turns = math.sqrt(ww) / max(math.hypot((ww - bb) / 2, wb), math.sqrt(ww)) if ww else 1.0
    return read_only(ROUNDING * (np.abs(modes(bowl)[1]) + turns))


@kept_with_it
def rounding_of_bottom(bowl: Bowl) -> Floats:
    """Return how far, along each eigenvector (2,), the rounding of the points' heights may move theta_star.

    An error e moves the line by ``√(½·lam)·e`` at the points, in the mean of squares; along a flat direction
    the points say nothing of theta_star.
    """
    roots = np.sqrt(modes(bowl)[0] / 2)
    return read_only(np.divide(bowl.rounding, roots, out=np.zeros(2), where=roots > 0))


def but_for_rounding(factors: Floats) -> Floats:
    """Return factors ``1 − eta·lam`` with 0 and −1 for those that are no more than rounding away from these.

    There the whole error goes in one epoch, or stays for ever.
    """
    whole = np.where(np.abs(factors) <= ROUNDING, 0.0, factors)
    return np.where(np.abs(whole + 1) <= 2 * ROUNDING, -1.0, whole)
