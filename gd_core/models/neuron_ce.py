"""The same neuron and points, fitted by the cross-entropy ``−mean(y·ln ŷ + (1 − y)·ln(1 − ŷ))``.

It is convex: it has one minimum at most. (C. M. Bishop, Pattern Recognition and Machine Learning (2006),
sections 4.3.2 and 4.3.3.)
"""

from dataclasses import replace

import numpy as np

from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.models.model import CROSS_ENTROPY, as_matrix, as_pair
from gd_core.models.neuron import NEURON, PROGRAM, SMALL, sigmoid, weighted

LARGEST = np.finfo(float).max


def loss(theta: Floats, dataset: Dataset) -> Floats:
    """Return the cross-entropy, for y from 0 to 1; inf where that is too large for a float.

    A point costs ``ln(1 + exp(−|z|))``, and |z| times the part of it on the other side.
    """
    with np.errstate(all="ignore"):
        z = weighted(theta, dataset.x)
        size = np.minimum(np.abs(z), LARGEST)
        wrong = np.where(z > 0, 1 - dataset.y, dataset.y)
        return np.mean(np.log1p(np.exp(-size)) + wrong * size, axis=-1)


def gradient(theta: Floats, dataset: Dataset) -> Floats:
    """Return ``mean((ŷ − y)·(x, 1))``."""
    with np.errstate(all="ignore"):
        residuals = sigmoid(weighted(theta, dataset.x))[0] - dataset.y
        return as_pair(residuals * dataset.x, residuals)


def hessian(theta: Floats, dataset: Dataset) -> Floats:
    """Return ``mean(ŷ'·(x, 1)(x, 1)ᵀ)``."""
    with np.errstate(all="ignore"):
        slope = sigmoid(weighted(theta, dataset.x))[1]
        return as_matrix(slope * dataset.x * dataset.x, slope * dataset.x, slope)


NEURON_CE = replace(
    NEURON,
    loss=loss,
    gradient=gradient,
    hessian=hessian,
    slopes_written=(),
    pulls_written=("(ŷ − y)·x", "(ŷ − y)"),
    measured_by=CROSS_ENTROPY,
    program=replace(
        PROGRAM,
        loss=SMALL + "return np.mean(np.log1p(small) + np.where(z > 0, 1 - y, y) * np.abs(z))",
        gradient="""error = curve(w, b) - y
return np.mean(error * x), np.mean(error)""",
    ),
)
