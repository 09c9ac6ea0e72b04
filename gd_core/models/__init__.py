"""Curves other than the line: their losses have several minima, or plateaus, and no closed form.

The legend, beside that of `gd_core`:

    ŷ               the curve's height at x, for the parameters theta = (w, b)
    beta            the momentum, from 0 (plain descent) to below 1
    velocity        what the gradients left, each epoch keeping the share beta of it
    M               a minimum: a place where the gradient is 0 and both eigenvalues of H are above 0
"""
