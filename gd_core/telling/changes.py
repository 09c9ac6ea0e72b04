"""What is set now beside the lesson: the case that it is, if any, and in words what differs."""

from dataclasses import replace
from functools import cache

from gd_core.cases import CASES
from gd_core.control_values import value_in_words
from gd_core.controls import Control, controls, is_used
from gd_core.experiment import Settings
from gd_core.languages import Say, english
from gd_core.numbers import unrounded

MOST_TOLD = 3  # changes; there is room for no more under the cases


def case_of(settings: Settings) -> str | None:
    """Return the case with the same numbers as these settings, None where there is none.

    >>> case_of(Settings(x_range=(0.0, 2.0), same_start=True)), case_of(Settings(noise=0.3))
    ('All three stories', None)
    """
    used = as_used(settings)
    return next((case for case, of_the_case in _cases_as_used().items() if of_the_case == used), None)


@cache
def _cases_as_used() -> dict[str, Settings]:
    return {case: as_used(settings) for case, settings in CASES.items()}


def as_used(settings: Settings) -> Settings:
    """Return the settings with the lesson's in place of those whose controls change no number now.

    >>> as_used(Settings(start_w=3.0)) == Settings()
    True
    """
    known = vars(settings)
    unused = {one.setting for one in controls().values() if one.setting and not is_used(one, known)}
    if not settings.points:
        unused.add("points_from")
    if len(settings.learning_rates) < 2:
        unused.add("same_start")
    if settings.own_start and not settings.noise:
        unused.add("seed")
    return replace(settings, **{name: getattr(Settings, name) for name in unused})


def what_differs(settings: Settings, *, say: Say = english) -> str:
    """Say what differs from the lesson, as far as it changes a number.

    >>> what_differs(Settings(x_range=(0.0, 2.0), same_start=True))
    'Unlike the lesson: x goes from 0 to 2; all rates start together.'
    """
    used = as_used(settings)
    changed = [one for one in controls(say).values() if one.setting and _differs(one, used)]
    told = [words for control in changed if (words := _change(control, used, say))]
    first, more = "; ".join(told[:MOST_TOLD]), len(told) - MOST_TOLD
    if more > 0:
        return say("Unlike the lesson: {changes}; and {n} more.", changes=first, n=more)
    return say("Unlike the lesson: {changes}.", changes=first) if told else say("This is the lesson.")


def _differs(control: Control, settings: Settings) -> bool:
    return bool(getattr(settings, control.setting) != control.default)


def _change(control: Control, settings: Settings, say: Say) -> str:
    """Say one change in few words; "" where another one tells it."""
    match control.setting:
        case "learning_rates":
            return _rates(settings.learning_rates, say)
        case "x_range":
            return _range_of_x(settings.x_range, say)
        case "own_start":
            return _own_start(settings, say)
        case "start_w" | "start_b":
            return ""
        case "same_start":
            return say("all rates start together")
    label = control.label[0].lower() + control.label[1:]
    value = value_in_words(control, getattr(settings, control.setting), say=say)
    return f"{label}: {value}" if control.options else f"{label} {value}"


def _rates(rates: tuple[float, ...], say: Say) -> str:
    if not rates:
        return say("no learning rate")
    if len(rates) == 1:
        return say("learning rate {rate}", rate=unrounded(rates[0]))
    return say("learning rates {rates}", rates=", ".join(map(unrounded, rates)))


def _range_of_x(x_range: tuple[float, float], say: Say) -> str:
    low, high = map(unrounded, x_range)
    if low == high:
        return say("every x is {x}", x=low)
    return say("x goes from {low} to {high}", low=low, high=high)


def _own_start(settings: Settings, say: Say) -> str:
    return say("the start is w = {w}, b = {b}", w=unrounded(settings.start_w), b=unrounded(settings.start_b))
