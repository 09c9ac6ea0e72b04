"""What a learner may type, in the sidebar or in a link: how it is read, and what is said of what is wrong."""

import math
import re

from gd_core.experiment import A_LINE, ALLOWED, MOST_RATES, MY_OWN
from gd_core.numbers import exact
from gd_core.scaling import SCALINGS

# A link carries every control under its key, so the keys never change. Of each control: the setting it
# stands for and what the page calls it; the step that is worked out and the views change no run.
NUMBERS = {
    "seed": ("seed", "Seed"),
    "noise": ("noise", "Noise"),
    "epochs": ("n_epochs", "Epochs"),
    "n": ("n_samples", "Number of points"),
    "x": ("x_range", "Range of x"),
    "slope": ("slope", "True slope"),
    "intercept": ("intercept", "True intercept"),
    "w": ("start_w", "Start w"),
    "b": ("start_b", "Start b"),
}
SWITCHES = {
    "same": ("same_start", "Same start for every rate"),
    "own": ("own_start", "A start of my own"),
}
CHOICES = {"scaling": ("scaling", "Scale of x"), "data": ("points_from", "Points")}
SOURCES = (A_LINE, MY_OWN, "penguins", "engel", "nile", "inflation")
OPTIONS = {"scaling": SCALINGS, "data": SOURCES}
COUNTS = {"epoch": ("epoch", "Epoch"), "level": ("level", "Level"), "round": ("round", "Round")}
VIEWS = {
    "log": "Logarithmic loss axis",
    "excess": "Loss above the noise floor only",
}


def read_learning_rates(texts: list[str]) -> tuple[tuple[float, ...], list[str]]:
    """Read typed learning rates; return those that can run, and a sentence for each that cannot.

    A decimal comma is understood: ``0,5`` is 0.5.

    >>> read_learning_rates(["0,5", "fast", "0.50"])
    ((0.5,), ['Learning rate “fast” is not a number.', 'Learning rate “0.50” is in the list already.'])
    """
    rates: list[float] = []
    complaints = []
    for text in texts:
        rate = read_number(text)
        problem = _problem_with_rate(rate, rates)
        if problem:
            complaints.append(f"Learning rate {quote(text)} {problem}")
        else:
            rates.append(rate)
    return tuple(rates), complaints


def _problem_with_rate(rate: float, others: list[float]) -> str:
    least, most = ALLOWED["learning_rate"]
    if math.isnan(rate):
        return "is not a number."
    if not least <= rate <= most:
        return f"cannot run: a rate is from {exact(least)} to {most:,.0f}."
    if rate in others:
        return "is in the list already."
    return f"is left out: {MOST_RATES} rates run at once." if len(others) == MOST_RATES else ""


def read_number(text: str) -> float:
    """Return the number a text says, with a point or a comma for decimals; NaN where it says none."""
    try:
        return float(text.replace(",", ".", 1) if "." not in text else text)
    except ValueError:
        return math.nan


def problem_in_link(key: str, texts: list[str]) -> str:
    """Say what is wrong with the values that a link gives a control; return "" where they are allowed."""
    if key == "rates":
        label, problem = "Learning rates", _problem_with_rates(texts)
    elif key == "colours":
        label, problem = "colours", _problem_with_colours(texts[0])
    elif key == "rate":
        label, problem = "Learning rate", _problem_with_step_rate(texts[0])
    elif key in NUMBERS | COUNTS:
        label, problem = (NUMBERS | COUNTS)[key][1], _problem_with_numbers(key, texts)
    elif key in CHOICES:
        label, problem = CHOICES[key][1], _problem_with_choice(texts[0], OPTIONS[key])
    else:
        label, problem = VIEWS.get(key) or SWITCHES[key][1], _problem_with_switch(texts)
    if not problem and len(texts) > 1 and key not in ("rates", "x"):
        problem = "is there more than once."
    return f"One thing in the link was left out: {label} {problem}" if problem else ""


def _problem_with_rates(texts: list[str]) -> str:
    many = len(texts) > 2 * MOST_RATES
    return f"must be {MOST_RATES} at most, not {len(texts):,}." if many else ""


def _problem_with_step_rate(text: str) -> str:
    return f"of the step must be a number, not {quote(text)}." if math.isnan(read_number(text)) else ""


def _problem_with_colours(text: str) -> str:
    allowed = set(text) <= set("".join(map(str, range(MOST_RATES)))) and len(set(text)) == len(text)
    return "" if allowed else f"must be different digits from 0 to {MOST_RATES - 1}, not {quote(text)}."


def _problem_with_numbers(key: str, texts: list[str]) -> str:
    least, most = ALLOWED[(NUMBERS | COUNTS)[key][0]]
    problems = [problem_with_number(text, least=least, most=most) for text in texts]
    problem = next((sentence for sentence in problems if sentence), "")
    if not problem and key == "x" and not _is_a_range(texts):
        return "must be two numbers, the smaller one first, equal or at least 0.01 apart."
    return problem


def _problem_with_choice(text: str, options: tuple[str, ...]) -> str:
    return (
        "" if text in options else f"must be {', '.join(options[:-1])} or {options[-1]}, not {quote(text)}."
    )


def _problem_with_switch(texts: list[str]) -> str:
    on_or_off = all(text.lower() in ("true", "false") for text in texts)
    return "" if on_or_off else f"must be true or false, not {quote(texts[0])}."


def problem_with_number(text: str, *, least: float, most: float) -> str:
    """Say why a text is no number from least to most, whole where least is an int; "" where it is one."""
    value = math.nan if "," in text else read_number(text)  # Streamlit reads links with a point only
    if least <= value <= most and (isinstance(least, float) or value == int(value)):
        return ""
    kind = "a number" if isinstance(least, float) else "a whole number"
    return f"must be {kind} from {least:,.10g} to {most:,.10g}, not {quote(text)}."


def _is_a_range(texts: list[str]) -> bool:
    """Tell whether two numbers are in order and not so near that rounding would decide the runs."""
    width = read_number(texts[-1]) - read_number(texts[0])
    return len(texts) == 2 and (width == 0 or width >= 0.01)


def quote(text: str, most: int = 24) -> str:
    """Return a learner's text in quotation marks, cut short."""
    return f"“{text[:most]}…”" if len(text) > most else f"“{text}”"


def as_plain_text(text: str) -> str:
    """Escape what Markdown would read as more than text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
