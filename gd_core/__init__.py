"""Gradient descent on the straight-line fit: the method, its theory, and what each run did and why.

The legend, used inside every formula of this package:

    x, y            (n,)      the points
    w, b                      slope and intercept of the line
    theta           (…, 2)    the parameters (w, b)
    eta                       the learning rate
    L(theta)                  the loss, mean((y − w·x − b)²): with 1/n and without ½
    H               (2, 2)    the Hessian, (2/n)·[[Σx², Σx], [Σx, n]]
    lam             (2,)      its eigenvalues, ascending
    kappa                     the condition number, lam[1] / lam[0]
    theta_star      (2,)      the least-squares answer
    floor                     L(theta_star), the least loss
    excess                    L − floor
    1 − eta·lam[i]            what one epoch multiplies the error by, along eigenvector i

Nothing here imports streamlit, keeps state between calls, touches NumPy's global random state, or changes
what it is given.
"""

from gd_core.bowl import gradient, hessian, least_squares, loss, noise_floor
from gd_core.closed_form import predicted_epochs, predicted_excess, predicted_losses
from gd_core.data import Dataset, draw_starts, make_dataset
from gd_core.descent import Runs, descend, epochs_to, overflow_epochs
from gd_core.spectrum import (
    condition_number,
    crawl_rate,
    eigenvalues,
    error_factors,
    fastest_rate,
    largest_stable_rate,
    overshoot_rate,
)

__all__ = [
    "Dataset",
    "Runs",
    "condition_number",
    "crawl_rate",
    "descend",
    "draw_starts",
    "eigenvalues",
    "epochs_to",
    "error_factors",
    "fastest_rate",
    "gradient",
    "hessian",
    "largest_stable_rate",
    "least_squares",
    "loss",
    "make_dataset",
    "noise_floor",
    "overflow_epochs",
    "overshoot_rate",
    "predicted_epochs",
    "predicted_excess",
    "predicted_losses",
]
