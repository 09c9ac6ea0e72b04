"""The points of a curve, and the curve that goes through them, in words."""

from gd_core.experiment import Settings
from gd_core.languages import Say
from gd_core.numbers import unrounded

OF_HILL, OF_NEURON = "ŷ = exp(−((x − w)/b)²/2)", "ŷ = 1/(1 + exp(−w·x − b))"
FORMULAS = {"hills": OF_HILL, "neuron": OF_NEURON, "neuron-ce": OF_NEURON}


def the_setting_of_a_curve(settings: Settings, *, say: Say) -> str:
    """Say what points there are, and which curve is fitted to them by which loss."""
    return f"{_points(settings, say)} {_curve(settings.model, say)}"


def _points(settings: Settings, say: Say) -> str:
    told = {"n": settings.n_samples, "noise": unrounded(settings.noise), "seed": settings.seed}
    if settings.model == "hills":
        if not settings.noise:
            return say(
                "The n = {n:,} points lie on two hills, a wide one at x = 0.3 and a narrow one at x = 0.8, x "
                "from 0 to 1, without noise.",
                n=settings.n_samples,
            )
        return say(
            "The n = {n:,} points lie around two hills, a wide one at x = 0.3 and a narrow one at x = 0.8, x "
            "from 0 to 1, with normal noise of standard deviation {noise} (seed {seed}).",
            **told,
        )
    if not settings.noise:
        return say(
            "The n = {n:,} points have x from −3 to 3; y is 1 where x is above 0, and 0 elsewhere.",
            n=settings.n_samples,
        )
    return say(
        "The n = {n:,} points have x from −3 to 3; y is 1 where 0.5·x and normal noise of standard deviation "
        "{noise} (seed {seed}) are together above 0, and 0 elsewhere.",
        **told,
    )


def _curve(model: str, say: Say) -> str:
    told = {"formula": FORMULAS[model]}
    if model == "hills":
        return say("One hill is fitted to them, {formula}: w says where it is, and b how wide.", **told)
    if model == "neuron":
        return say("One neuron is fitted to them, {formula}, by the mean squared error.", **told)
    return say("One neuron is fitted to them, {formula}, by the cross-entropy.", **told)
