"""What a learner may type, in the sidebar or in a link: how it is read, and what is said of what is wrong."""

import math
import re

from gd_core.cases import PARTS, WAYS
from gd_core.experiment import A_LINE, ALLOWED, MOST_RATES, MY_OWN
from gd_core.languages import LANGUAGES, Say, english
from gd_core.own_points.cells import shown
from gd_core.scaling import AS_IT_IS, CENTRED, SCALINGS, STANDARDISED
from gd_core.telling.numbers import exact

# A link carries every control under its key, so the keys never change. Of each control the setting it stands
# for; the step that is worked out, the rounds and the views change no run.
NUMBERS = {
    "seed": "seed",
    "noise": "noise",
    "epochs": "n_epochs",
    "n": "n_samples",
    "x": "x_range",
    "slope": "slope",
    "intercept": "intercept",
    "w": "start_w",
    "b": "start_b",
}
SWITCHES = {"same": "same_start", "own": "own_start"}
CHOICES = {"scaling": "scaling", "data": "points_from"}
SOURCES = (A_LINE, MY_OWN, "penguins", "engel", "nile", "inflation")
OPTIONS = {"scaling": SCALINGS, "data": SOURCES}
PLACES = {"part": PARTS, "way": WAYS, "lang": tuple(LANGUAGES)}  # where a link opens, and in which language
COUNTS = ("epoch", "level", "round")
VIEWS = ("log", "excess", "projector")
MORE = (
    "data",
    "x",
    "scaling",
    "n",
    "slope",
    "intercept",
    "own",
    "w",
    "b",
    "same",
)  # the controls under "More"
CONTROLS = ("rates", "epochs", "noise", "seed", *MORE)  # those that a teacher's link can keep as they are
# Each has one digit that is not 0, so that no other rate begins like one of them while it is typed.
RATE_SUGGESTIONS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.8, 1.0)
ACTED_ON = re.compile(r"(?<=:)(?=\S)|(?=@)|(?<=www)(?=\.)|(?<=[<>~-])(?=[=>-])", re.IGNORECASE)
WORD_JOINER = "\u2060"


def label_of(key: str, *, say: Say = english) -> str:
    """Return what the page calls a control."""
    return {
        "rates": say("Learning rates"),
        "colours": say("colours"),
        "seed": say("Seed"),
        "noise": say("Noise"),
        "epochs": say("Epochs"),
        "n": say("Number of points"),
        "x": say("Range of x"),
        "slope": say("True slope"),
        "intercept": say("True intercept"),
        "w": say("Start w"),
        "b": say("Start b"),
        "same": say("Same start for every rate"),
        "own": say("A start of my own"),
        "scaling": say("Scale of x"),
        "data": say("Points"),
        "rate": say("Learning rate"),
        "epoch": say("Epoch"),
        "level": say("Level"),
        "round": say("Round"),
        "log": say("Logarithmic loss axis"),
        "excess": say("Loss above the noise floor only"),
        "projector": say("Projector view"),
        "part": say("Part"),
        "way": say("Learn by"),
        "lang": say("Language"),
    }[key]


def name_of_scaling(scaling: str, *, say: Say = english) -> str:
    """Return what the page calls one of the `SCALINGS`."""
    return {AS_IT_IS: say("as it is"), CENTRED: say("centred"), STANDARDISED: say("standardised")}[scaling]


def name_of_source(source: str, *, say: Say = english) -> str:
    """Return what the page calls one of the `SOURCES`."""
    return {
        A_LINE: say("made from a line"),
        MY_OWN: say("my own"),
        "penguins": say("penguins"),
        "engel": say("engel"),
        "nile": say("nile"),
        "inflation": say("inflation"),
    }[source]


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
    least, most = ALLOWED["learning_rate"]
    if math.isnan(rate):
        return say("Learning rate {typed} is not a number.", typed=typed)
    if not least <= rate <= most:
        return say(
            "Learning rate {typed} cannot run: a rate is from {least} to {most:,.0f}.",
            typed=typed,
            least=exact(least),
            most=most,
        )
    if rate in others:
        return say("Learning rate {typed} is in the list already.", typed=typed)
    if len(others) == MOST_RATES:
        return say(
            "Learning rate {typed} is left out: {most} rates run at once.", typed=typed, most=MOST_RATES
        )
    return ""


def read_number(text: str) -> float:
    """Return the number a text says, with a point or a comma for decimals; NaN where it says none."""
    try:
        return float(text.replace(",", ".", 1) if "." not in text else text)
    except ValueError:
        return math.nan


def problem_in_link(key: str, texts: list[str], *, say: Say = english) -> str:
    """Say what is wrong with the values that a link gives a control; return "" where they are allowed."""
    label = label_of(key, say=say)
    problem = _problem_with_values(key, texts, label, say)
    if not problem and len(texts) > 1 and key not in ("rates", "x"):
        problem = say("{label} is there more than once.", label=label)
    return say("One thing in the link was left out: {problem}", problem=problem) if problem else ""


def _problem_with_values(key: str, texts: list[str], label: str, say: Say) -> str:
    if key == "rates":
        return _problem_with_rates(texts, label, say)
    if key == "colours":
        return _problem_with_colours(texts[0], label, say)
    if key == "rate":
        return _problem_with_step_rate(texts[0], say)
    if key in OPTIONS | PLACES:
        return _problem_with_choice(texts[0], (OPTIONS | PLACES)[key], label, say)
    if key in SWITCHES or key in VIEWS:
        return _problem_with_switch(texts, label, say)
    return _problem_with_numbers(key, texts, label, say)


def _problem_with_rates(texts: list[str], label: str, say: Say) -> str:
    most = 2 * MOST_RATES
    if len(texts) <= most:
        return ""
    return say("{label} must be {most} at most, not {n:,}.", label=label, most=MOST_RATES, n=len(texts))


def _problem_with_step_rate(text: str, say: Say) -> str:
    if not math.isnan(read_number(text)):
        return ""
    return say("Learning rate of the step must be a number, not {typed}.", typed=quote(text, say=say))


def _problem_with_colours(text: str, label: str, say: Say) -> str:
    allowed = set(text) <= set("".join(map(str, range(MOST_RATES)))) and len(set(text)) == len(text)
    if allowed:
        return ""
    return say(
        "{label} must be different digits from 0 to {most}, not {typed}.",
        label=label,
        most=MOST_RATES - 1,
        typed=quote(text, say=say),
    )


def _problem_with_numbers(key: str, texts: list[str], label: str, say: Say) -> str:
    least, most = ALLOWED[NUMBERS.get(key, key)]
    problems = [problem_with_number(text, label, least=least, most=most, say=say) for text in texts]
    problem = next((sentence for sentence in problems if sentence), "")
    if not problem and key == "x" and not _is_a_range(texts):
        return say(
            "{label} must be two numbers, the smaller one first, equal or at least 0.01 apart.", label=label
        )
    return problem


def _problem_with_choice(text: str, options: tuple[str, ...], label: str, say: Say) -> str:
    if text in options:
        return ""
    return say(
        "{label} must be {options} or {last}, not {typed}.",
        label=label,
        options=", ".join(options[:-1]),
        last=options[-1],
        typed=quote(text, say=say),
    )


def _problem_with_switch(texts: list[str], label: str, say: Say) -> str:
    if all(text.lower() in ("true", "false") for text in texts):
        return ""
    return say("{label} must be true or false, not {typed}.", label=label, typed=quote(texts[0], say=say))


def problem_with_number(text: str, label: str, *, least: float, most: float, say: Say = english) -> str:
    """Say why a text is no number from least to most, whole where least is an int; "" where it is one."""
    value = math.nan if "," in text else read_number(text)  # Streamlit reads links with a point only
    if least <= value <= most and (isinstance(least, float) or value == int(value)):
        return ""
    told = {"label": label, "least": least, "most": most, "typed": quote(text, say=say)}
    if isinstance(least, float):
        return say("{label} must be a number from {least:,.10g} to {most:,.10g}, not {typed}.", **told)
    return say("{label} must be a whole number from {least:,.10g} to {most:,.10g}, not {typed}.", **told)


def _is_a_range(texts: list[str]) -> bool:
    """Tell whether two numbers are in order and not so near that rounding would decide the runs."""
    width = read_number(texts[-1]) - read_number(texts[0])
    return len(texts) == 2 and (width == 0 or width >= 0.01 - 1e-9)  # 0.06 − 0.05 is a little less


def quote(text: str, *, say: Say = english) -> str:
    """Return a learner's text in quotation marks, cut short."""
    return say("“{text}”", text=shown(text))


def as_plain_text(text: str) -> str:
    """Escape what Markdown would read as more than text, and part what the browser would still act on.

    It makes links of addresses, and signs of words between colons and of arrows, after it has read the
    escapes. So a sign that is not seen stands in them.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", ACTED_ON.sub(WORD_JOINER, text))
