"""What the worksheet of a curve says of the method: what is fitted, the loss, and the update rule."""

from gd_core.experiment import Settings
from gd_core.languages import Say
from gd_core.models.all_models import CURVES
from gd_core.models.model import CROSS_ENTROPY
from gd_core.telling.setting_of_curves import formula_of


def about_the_method(settings: Settings, *, say: Say) -> str:
    """Say, in HTML, what is fitted and what the learning rate is."""
    step = (
        say(
            "Every epoch keeps the part β of its velocity v, adds the slope of the loss, and steps η times "
            "that. η is the <b>learning rate</b>, and v is 0 at the start:"
        )
        if settings.momentum
        else say("Every epoch takes one step downhill, and η is the <b>learning rate</b>:")
    )
    if CURVES[settings.model].measured_by == CROSS_ENTROPY:
        fitted = say(
            "Gradient descent changes w and b so that the curve {formula} fits n points. The loss L is the "
            "cross-entropy, the mean of −y·ln ŷ − (1 − y)·ln(1 − ŷ) over the points.",
            formula=formula_of(settings.model),
        )
    else:
        fitted = say(
            "Gradient descent changes w and b so that the curve {formula} fits n points. The loss L is the "
            "mean of (ŷ − y)² over the points.",
            formula=formula_of(settings.model),
        )
    return f"{fitted} {step}"


def update_rule(settings: Settings) -> str:
    """Return the update rule in HTML, a line each for w and b; with momentum v is 0 at first."""
    pulls = zip(("w", "b"), CURVES[settings.model].pulls_written, strict=True)
    return "<br>\n".join(_of_one(axis, f"(1/n) · Σ {pull}", settings.momentum) for axis, pull in pulls)


def _of_one(axis: str, slope: str, momentum: float) -> str:
    told = f"&nbsp; ∂L/∂{axis} = {slope}"
    if momentum:
        return f"v ← {momentum!r} · v + ∂L/∂{axis}, &nbsp; {axis} ← {axis} − η · v, {told}"
    return f"{axis} ← {axis} − η · ∂L/∂{axis}, {told}"
