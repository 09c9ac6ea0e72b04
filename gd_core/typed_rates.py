"""How typed learning rates are read, and what is said of one that cannot run."""

import math
import re

from gd_core.complaints import not_clear, quote
from gd_core.controls import controls
from gd_core.experiment import MOST_RATES
from gd_core.inputs import read_number
from gd_core.languages import Say, english
from gd_core.numbers import exact, unrounded
from gd_core.numerals import is_unclear, tidied

BETWEEN_RATES = re.compile(r"[,;]*[; \t\r\n\u00a0]+|,$")  # a comma for decimals stays
AROUND_A_FRACTION = re.compile(r"\s*/\s*")


def read_learning_rates(texts: list[str], *, say: Say = english) -> tuple[tuple[float, ...], list[str]]:
    """Read typed learning rates; return those that can run, and a sentence for each that cannot.

    A decimal comma is understood: ``0,5`` is 0.5.

    >>> read_learning_rates(["0,5", "fast", "0.50"])
    ((0.5,), ['Learning rate “fast” is not a number.', 'Learning rate “0.50” is in the list already.'])
    """
    rates: list[float] = []
    complaints = []
    for text in texts:
        problem = _problem_with_rate(text, rates, say)
        if problem:
            complaints.append(problem)
        else:
            rates.append(read_number(text))
    return tuple(rates), complaints


def _problem_with_rate(text: str, others: list[float], say: Say) -> str:
    """Say why a typed rate cannot run beside the others; return "" where it can."""
    rate, typed = read_number(text), quote(text, say=say)
    least, most = controls()["rates"].allowed
    if math.isnan(rate) and is_unclear(tidied(text)):
        return f"{controls(say)['rate'].label}: {not_clear(text, say=say)}"
    if math.isnan(rate):
        return say("Learning rate {typed} is not a number.", typed=typed)
    if not least <= rate <= most:
        return say(
            "Learning rate {typed} cannot run: a rate is from {least} to {most}.",
            typed=typed,
            least=unrounded(least),
            most=unrounded(most),
        )
    if rate in others:
        return say("Learning rate {typed} is in the list already.", typed=typed)
    if len(others) == MOST_RATES:
        return say(
            "Learning rate {typed} is left out: {most} rates run at once.", typed=typed, most=MOST_RATES
        )
    return ""


def add_rates(typed: str, listed: list[str], *, say: Say = english) -> tuple[list[str], str, list[str]]:
    """Add the rates typed in one line to the list; those that can run are parted by spaces or semicolons.

    Several that stand in the list as one are parted there too.

    Returns
    -------
    listed : list of str
        The list with what could be added.
    left : str
        What is to be mended of the line.
    complaints : list of str
        A sentence for each rate that was not added.

    Examples
    --------
    >>> add_rates("0,5; fast", ["0.1"])
    (['0.1', '0.5'], 'fast', ['Learning rate “fast” is not a number.'])
    >>> add_rates("", ["0.02, 0.03"])
    (['0.02', '0.03'], '', [])
    """
    listed = [rate for text in listed for rate in _one_or_several(text)]
    rates, left, complaints = [*read_learning_rates(listed)[0]], [], []
    for text in rates_in(typed):
        problem = _problem_with_rate(text, rates, say)
        if not problem:
            rates.append(read_number(text))
            listed = [*listed, exact(rates[-1])]
        else:
            complaints.append(problem)
            left += [text] if read_number(text) not in rates else []
    return listed, " ".join(left), complaints


def name_of_rate(text: str) -> str:
    """Return a rate of the list as the page writes it, or what else somebody typed as it stands.

    >>> name_of_rate("1.1e-5"), name_of_rate("0,5"), name_of_rate("fast"), name_of_rate("-1")
    ('1.1×10⁻⁵', '0.5', 'fast', '-1')
    """
    rate = read_number(text)
    return unrounded(rate) if 0 < rate < math.inf else text


def rates_in(typed: str) -> list[str]:
    """Part a line of rates; a comma parts them where it cannot be for decimals.

    >>> rates_in("0,02; 0,03"), rates_in("[0.02, 0.03,0.04]"), rates_in("1.5 × 10⁻³ 1 / 100")
    (['0,02', '0,03'], ['0.02', '0.03', '0.04'], ['1.5e-3', '1/100'])
    """
    texts = [
        text
        for text in BETWEEN_RATES.split(AROUND_A_FRACTION.sub("/", tidied(typed)).strip(" ()[]{}"))
        if text
    ]
    return [rate for text in texts for rate in _parted_by_commas(text)]


def _parted_by_commas(text: str) -> list[str]:
    rates = [rate for rate in text.split(",") if rate]
    is_one = not math.isnan(read_number(text)) or is_unclear(text)
    clear = re.search("[.e/]", text) and not any(math.isnan(read_number(rate)) for rate in rates)
    return [text] if is_one or not clear else rates


def _one_or_several(text: str) -> list[str]:
    """Return a text of the list, or, where it is of several numbers and nothing else, these."""
    rates = rates_in(text)
    several = len(rates) > 1 and not any(math.isnan(read_number(rate)) for rate in rates)
    return [exact(read_number(rate)) for rate in rates] if several else [text]
