"""What the referee needs: a hard problem with the page's answer and the true one; numbers out of words."""

import re
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from gd_core import noise_floor
from gd_core.experiment import experiment_of
from tests.fuzz.truth import EPS, LARGEST, hard_settings, truth_of

seeds = st.integers(0, 2**32 - 1)
CLOSE = Decimal("1e-5")  # of logarithms and losses that are the page's own
SHOWN = 6e-3  # of numbers shown to three digits
FACTOR = Decimal("1e-13")  # a factor closer than this to a border may be told as on it
NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
WORK = 300_000  # points × epochs × rates of a plain loop


class Case:
    """Some settings, the experiment of the page, and what is exactly true of it, but for rounding."""

    def __init__(self, seed):
        self.settings = hard_settings(seed)
        self.experiment = experiment_of(self.settings)
        self.exact = truth_of(self.settings)
        theory = self.experiment.theory
        self.truth = self.exact.where(theory.roots != 0, theory.factors, noise_floor(self.experiment.dataset))
        self.rates = self.settings.learning_rates
        self.last = self.settings.n_epochs

    def moves(self, run):
        return any(self.truth.roots[run])

    def doubt(self, run):
        """Return how large a share of the excess rounding in the start may be, and what the page's own is."""
        roots = [abs(root) for root in self.truth.roots[run] if root]
        return CLOSE + sum(8 * EPS * self.truth.sizes[run] / root for root in roots)

    def deciding(self, run):
        return self.truth.factors[run][1 if self.truth.roots[run][1] else 0]


def number(text):
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.rstrip(".;)").replace(",", "").replace("−", "-").partition("×10")
    return float(f"{mantissa}e{power.translate(superscripts) or 0}")


def found(pattern, text):
    """Return the numbers at the places {} of a pattern, None where it is not in the text."""
    match = re.search(re.escape(pattern).replace(r"\{\}", NUMBER).replace(r"\ ", " "), text)
    return match and [number(group) for group in match.groups()]


def close(told, true, *, rel=SHOWN):
    true = float(true)
    return told == true or abs(told - true) <= rel * abs(true)


def assert_loss(told, epoch, truth, run, *, above=Decimal(0)):
    """Hold a loss above the floor, or one above 0, against what it can be."""
    low, high = truth.between(run, epoch)
    if told == np.inf:
        assert above + high > LARGEST
    else:
        floor_loses = (20 * EPS * truth.sizes[run]) ** 2 if above else Decimal("1e-300")
        near = CLOSE * above + floor_loses
        assert (
            (above + low) * (1 - CLOSE) - near <= Decimal(float(told)) <= (above + high) * (1 + CLOSE) + near
        )
