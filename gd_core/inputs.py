"""How typed text, links and what a hand has moved are read."""

import math
from collections.abc import Sequence
from typing import Any

from gd_core.complaints import either, given_once, left_out, must_be, not_clear, quote, shown
from gd_core.controls import Control, controls
from gd_core.experiment import MOST_RATES
from gd_core.languages import Say, english
from gd_core.numbers import exact, unrounded
from gd_core.numerals import POINT, decimal_in, is_unclear, number_with, tidied


def read_number(text: str) -> float:
    """Return the number a text says, with a point or a comma for decimals; NaN where it says none, or two.

    >>> read_number("0,5"), read_number("1.752×10⁻⁷"), read_number("1/100"), read_number("1,500")
    (0.5, 1.752e-07, 0.01, nan)
    """
    try:
        return float(text)
    except ValueError:
        text = tidied(text).strip()
    if is_unclear(text):
        return math.nan
    return number_with(decimal_in(text) or POINT, text)


def number_typed(
    control: Control, typed: float | str, *, before: float, say: Say = english
) -> tuple[float, list[str]]:
    """Return what a number is after one was typed, and a sentence where that is not allowed.

    What is not allowed changes nothing. In a box with a click for a step, one beyond a limit goes to it.

    >>> number_typed(controls()["epochs"], 100_000.0, before=100)
    (100, ['Epochs must be a whole number from 1 to 10,000, not “100000”.'])
    >>> number_typed(controls()["epochs"], -9.0, before=1)
    (1, [])
    >>> number_typed(controls()["w"], "1,5×10⁻³", before=0.0)
    (0.0015, [])
    >>> number_typed(controls()["w"], "1,500", before=0.0)
    (0.0, ['Start w: “1,500” is not clear. Write 1.5 or 1500.'])
    """
    text = typed if isinstance(typed, str) else exact(typed)
    number = read_number(text) if isinstance(typed, str) else _stepped_to_a_limit(control, typed, before)
    if math.isnan(number) and is_unclear(tidied(text)):
        return before, [f"{control.label}: {not_clear(text, say=say)}"]
    if _is_number(exact(number), *control.allowed):
        return type(control.default)(number), []
    given = quote(text, say=say)
    return before, [must_be(control.label, _what_is_allowed(control, say), given, say=say)]


def end_typed(
    control: Control, typed: str, *, end: int, before: tuple[float, float], say: Say = english
) -> tuple[tuple[float, float], list[str]]:
    """Return a range after one of its ends, 0 or 1, was typed, and a sentence where that is not allowed.

    Where that end passes the other, the range moves and stays as wide as it was.

    >>> end_typed(controls()["x"], "0,25", end=0, before=(0.0, 1.0))
    ((0.25, 1.0), [])
    >>> end_typed(controls()["x"], "2", end=0, before=(0.0, 1.0))
    ((2.0, 3.0), [])
    """
    least, most = control.allowed
    (low, high), number = before, read_number(typed)
    if math.isnan(number) and is_unclear(tidied(typed)):
        return before, [f"{control.label}: {not_clear(typed, say=say)}"]
    if end == 0:
        ends = (number, min(number + high - low, most) if number > high else high)
    else:
        ends = (max(number + low - high, least) if number < low else low, number)
    texts = list(map(exact, ends))
    if _is_allowed(control, texts):
        return ends, []
    if math.isnan(number):
        texts[end] = shown(typed)
    given = quote(", ".join(texts), say=say)
    return before, [must_be(control.label, _what_is_allowed(control, say), given, say=say)]


def _stepped_to_a_limit(control: Control, typed: float, before: float) -> float:
    """Return the limit where one step from a number went beyond it, and else what was typed."""
    is_a_step = math.isclose(abs(typed - before), control.step or 1)
    return min(max(typed, control.allowed[0]), control.allowed[1]) if is_a_step else typed


def problem_in_link(control: Control, texts: Sequence[str], *, say: Say = english) -> str:
    """Say what is wrong with the values that a link gives a control; return "" where they are allowed.

    >>> problem_in_link(controls()["noise"], ["2"])
    'One thing in the link was left out: Noise must be a number from 0 to 1, not “2”.'
    """
    if len(texts) > 1 and control.kind not in ("rates", "range"):
        return left_out(given_once(control.label, len(texts), say=say), say=say)
    if _is_allowed(control, texts):
        return ""
    given = f"{len(texts):,}" if control.kind == "rates" else quote(", ".join(texts), say=say)
    return left_out(must_be(control.label, _what_is_allowed(control, say), given, say=say), say=say)


def value_in_link(control: Control, texts: Sequence[str]) -> Any:
    """Return what a link sets a control to, unless it is of rates; its default where nothing is allowed.

    >>> value_in_link(controls()["epoch"], ["7.0"]), value_in_link(controls()["x"], ["0", "2.5"])
    (7, (0.0, 2.5))
    >>> value_in_link(controls()["same"], ["True"]), value_in_link(controls()["lang"], ["xx"])
    (True, 'en')
    """
    if not texts or problem_in_link(control, texts):
        return control.default
    match control.kind:
        case "choice":
            return texts[0]
        case "switch":
            return texts[0].lower() == "true"
        case "range":
            return tuple(map(read_number, texts))
    return type(control.default)(read_number(texts[0]))


def _is_allowed(control: Control, texts: Sequence[str]) -> bool:
    text = texts[0]
    match control.kind:
        case "rates":
            return len(texts) <= 2 * MOST_RATES  # more than can run are named one by one, but no flood is
        case "rate":
            return not math.isnan(read_number(text))
        case "colours":
            digits = "".join(map(str, range(MOST_RATES)))
            return set(text) <= set(digits) and len(set(text)) == len(text)
        case "choice":
            return text in control.options
        case "switch":
            return text.lower() in ("true", "false")
        case "range":
            return all(_is_number(text, *control.allowed) for text in texts) and _is_a_range(texts)
    return _is_number(text, *control.allowed)


def _what_is_allowed(control: Control, say: Say) -> str:
    least, most = control.allowed
    limits = {"least": unrounded(least), "most": unrounded(most)}
    match control.kind:
        case "rates":
            return say("at most {most} rates", most=MOST_RATES)
        case "rate":
            return say("a number")
        case "colours":
            return say("different digits from {least} to {most}", **limits)
        case "choice":
            return either(list(control.options), say=say)
        case "switch":
            return say("true or false")
        case "range":
            return say(
                "two numbers from {least} to {most}, the smaller one first, equal or at least 0.01 apart",
                **limits,
            )
    if isinstance(least, int):
        allowed = say("a whole number from {least:,} to {most:,}", least=least, most=most)
        if control.fitted:
            return say("{allowed} for {model}", allowed=allowed, model=control.fitted)
        return allowed
    return say("a number from {least} to {most}", **limits)


def _is_number(text: str, least: float, most: float) -> bool:
    """Tell whether a text is a number from least to most, whole where least is an int."""
    try:
        value = float(text)  # as Streamlit reads a link
    except ValueError:
        return False
    return least <= value <= most and (isinstance(least, float) or value == int(value))


def _is_a_range(texts: Sequence[str]) -> bool:
    """Tell whether two numbers are in order and not so near that rounding would decide the runs."""
    width = read_number(texts[-1]) - read_number(texts[0])
    return len(texts) == 2 and (width == 0 or width >= 0.01 - 1e-9)  # 0.06 − 0.05 is a little less


def what_was_moved(said: object) -> dict[str, Any]:
    """Return what a hand has moved, as the page's player says it; {} where that is nothing that can be.

    It is {"slot": int, "rate": float}, {"add": float} or {"start": (w, b)}, and comes from a browser, so it
    may be anything.

    >>> what_was_moved({"slot": 2, "rate": 0.631}), what_was_moved({"start": [1, "b"]}), what_was_moved(None)
    ({'slot': 2, 'rate': 0.631}, {}, {})
    """
    allowed = controls()
    match said:
        case {"slot": slot, "rate": rate} if type(slot) is int and is_within(rate, allowed["rates"]):
            return {"slot": slot, "rate": float(rate)}
        case {"add": rate} if is_within(rate, allowed["rates"]):
            return {"add": float(rate)}
        case {"start": [w, b]} if is_within(w, allowed["w"]) and is_within(b, allowed["b"]):
            return {"start": (float(w), float(b))}
    return {}


def where_it_stood(said: object) -> dict[str, int]:
    """Return the epoch at which the page's player stood, by its key; {} where a browser says something else.

    >>> where_it_stood(20), where_it_stood("20"), where_it_stood(-1)
    ({'epoch': 20}, {}, {})
    """
    return {"epoch": said} if type(said) is int and is_within(said, controls()["epoch"]) else {}


def is_within(value: object, control: Control) -> bool:
    """Tell whether something is a number that a control can be set to; True and False are none."""
    least, most = control.allowed
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
