"""What is said of a curve: its points, its formula, and how well it fits, from the document `models.toml`."""

from gd_core.experiment import Settings
from gd_core.languages import Say
from gd_core.models.all_models import CURVES
from gd_core.numbers import unrounded


def told_of_curve(model: str, name: str, *, say: Say, **values: object) -> str:
    """Return one of the texts that the document has of a curve, with its formula; "" where it has none."""
    text = say.tables("models.toml")[model].get(name, "")
    return say.numbers_in(text.format(formula=formula_of(model), **values))


def formula_of(model: str) -> str:
    """Return the formula of a curve as people write it."""
    return f"ŷ = {CURVES[model].written}"


def the_setting_of_a_curve(settings: Settings, *, say: Say) -> str:
    """Say what points there are, and which curve is fitted to them by which loss."""
    told = {"n": settings.n_samples, "noise": unrounded(settings.noise), "seed": settings.seed}
    points = told_of_curve(
        settings.model, "points" if settings.noise else "points_without_noise", say=say, **told
    )
    return f"{points} {told_of_curve(settings.model, 'fitted', say=say)}"
