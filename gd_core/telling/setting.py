"""The settings in words: the points, what is done to their x, how long every run is, and what else is set.

The worksheet tells them to those who have no page before them, and the page to those who predict before they
see a run. The rates and the starts are left out: both places show these beside the words.
"""

from collections.abc import Iterable

from gd_core.control_values import value_in_words
from gd_core.controls import Control, controls, is_used
from gd_core.experiment import Settings, points_of
from gd_core.languages import Say, english
from gd_core.numbers import unrounded
from gd_core.scaling import AS_IT_IS, CENTRED, all_x_equal
from gd_core.telling.setting_of_curves import the_setting_of_a_curve

TOLD_BELOW = (
    *("model", "points_from", "n_samples", "x_range", "slope", "intercept"),
    *("noise", "seed", "scaling", "n_epochs"),
)
SHOWN_BESIDE = ("learning_rates", "own_start", "start_w", "start_b", "same_start")


def the_setting(settings: Settings, *, say: Say = english) -> str:
    """Say in words what the settings decide, all but the rates and the starts."""
    told = [_points(settings, say), _epochs(settings, say), *_what_else_is_set(settings, say)]
    return " ".join(filter(None, told))


def _points(settings: Settings, say: Say) -> str:
    if not settings.is_a_line:
        return the_setting_of_a_curve(settings, say=say)
    points = _own_points(settings, say) if settings.points else _made_points(settings, say)
    return f"{points} {_scaling(settings, say)}".strip()


def _what_else_is_set(settings: Settings, say: Say) -> list[str]:
    """Return a sentence for each control that has no words of its own here and is not as in the lesson."""
    has_words = ("", *TOLD_BELOW, *SHOWN_BESIDE)
    others = [control for control in controls(say).values() if control.setting not in has_words]
    changed = [control for control in others if getattr(settings, control.setting) != control.default]
    return told_one_by_one(changed, settings, say=say)


def _own_points(settings: Settings, say: Say) -> str:
    return say(
        "The points ({source}): {n:,}.",
        source=controls(say)["data"].options[settings.points_from],
        n=points_of(settings).x.size,
    )


def _made_points(settings: Settings, say: Say) -> str:
    sign = "−" if settings.intercept < 0 else "+"
    line = f"y = {unrounded(settings.slope)}·x {sign} {unrounded(abs(settings.intercept))}"
    n, where = settings.n_samples, _where(settings, say)
    if not settings.noise:
        return say(
            "The n = {n:,} points lie on the line {line}, {where}, without noise.",
            n=n,
            line=line,
            where=where,
        )
    return say(
        "The n = {n:,} points lie around the line {line}, {where}, with normal noise of standard deviation "
        "{noise} (seed {seed}).",
        n=n,
        line=line,
        where=where,
        noise=unrounded(settings.noise),
        seed=settings.seed,
    )


def _where(settings: Settings, say: Say) -> str:
    low, high = map(unrounded, settings.x_range)
    if low == high:
        return say("all at x = {x}", x=low)
    return say("x from {low} to {high}", low=low, high=high)


def _scaling(settings: Settings, say: Say) -> str:
    if settings.scaling == AS_IT_IS:
        return ""
    if all_x_equal(points_of(settings)):
        return say("Then x is centred, so that every x is 0.")
    if settings.scaling == CENTRED:
        return say("Then x is centred: its mean is subtracted; w and b are for this new x.")
    return say(
        "Then x is standardised: its mean is subtracted and what is left divided by its standard deviation; "
        "w and b are for this new x."
    )


def _epochs(settings: Settings, say: Say) -> str:
    if settings.n_epochs == 1:
        return say("Every run takes 1 epoch.")
    return say("Every run takes {n:,} epochs.", n=settings.n_epochs)


def told_one_by_one(chosen: Iterable[Control], settings: Settings, *, say: Say = english) -> list[str]:
    """Say what controls are set to, a sentence for each but for those that change nothing now.

    >>> told_one_by_one([controls()["noise"], controls()["w"]], Settings(noise=0.3))
    ['Noise: 0.3.']
    """
    used = [control for control in chosen if is_used(control, vars(settings))]
    values = [value_in_words(control, getattr(settings, control.setting), say=say) for control in used]
    return [f"{control.label}: {value}." for control, value in zip(used, values, strict=True)]


def what_is_kept(left_out: Iterable[str], settings: Settings, *, say: Say = english) -> str:
    """Say that a teacher's link keeps controls as they are, and what those that it leaves out are set to."""
    kept = say("This link keeps some controls as they are; what would move them does nothing.")
    return " ".join([kept, *told_one_by_one([controls(say)[key] for key in left_out], settings, say=say)])
