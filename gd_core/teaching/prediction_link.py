"""A committed prediction in a link, so that a reload does not lose it: ``201-csd``.

The digits rank the rates by their places in the list, counted from 0, and there are none where the order was
left open; the letters say what each rate does.
"""

import re
from dataclasses import fields
from zlib import crc32

from gd_core.experiment import Settings
from gd_core.teaching.predictions import Prediction
from gd_core.teaching.rounds import Round
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SMOOTH, SWINGS, ZIGZAG

LETTERS = {CRAWLS: "c", SMOOTH: "s", ZIGZAG: "z", EDGE: "e", DIVERGES: "d", SWINGS: "w"}
ALWAYS_MARKED = (  # what could be set when the first marks were made: links that are out hold it for ever
    *("seed", "noise", "learning_rates", "n_epochs", "n_samples", "x_range", "slope", "intercept"),
    *("same_start", "own_start", "start_w", "start_b", "scaling", "points_from", "points"),
)


def prediction_to_link(prediction: Prediction, rates: tuple[float, ...]) -> str:
    """Return a complete prediction for these rates as a link has it."""
    ranking = "".join(str(rates.index(rate)) for rate in prediction.ranking)
    return f"{ranking}-{''.join(LETTERS[behaviour] for behaviour in prediction.behaviours)}"


def prediction_from_link(text: str, rates: tuple[float, ...]) -> Prediction | None:
    """Return the prediction that a link has for these rates; None where it is none."""
    ranking, _, letters = text.partition("-")
    behaviours = {letter: behaviour for behaviour, letter in LETTERS.items()}
    ranked = not ranking or sorted(ranking) == [str(place) for place in range(len(rates))]
    if not ranked or len(letters) != len(rates) or not set(letters) <= behaviours.keys():
        return None
    return Prediction(
        ranking=tuple(rates[int(place)] for place in ranking),
        behaviours=tuple(behaviours[letter] for letter in letters),
    )


def round_to_link(prediction: Prediction, predicted: Round) -> str:
    """Return a complete prediction of a round as a link has it: ``1-7-201-csd`` of level 1, round 7."""
    written = prediction_to_link(prediction, predicted.settings.learning_rates)
    return f"{predicted.level}-{predicted.seed}-{written}"


def prediction_of_a_round(text: str, predicted: Round) -> Prediction | None:
    """Return the prediction that a link has of a round; None where it is none, or of another."""
    name = f"{predicted.level}-{predicted.seed}-"
    rates = predicted.settings.learning_rates
    return prediction_from_link(text.removeprefix(name), rates) if text.startswith(name) else None


def prediction_of_a_case(text: str, settings: Settings) -> Prediction | None:
    """Return the prediction that a link has for these settings; None where it is for others."""
    written, _, mark = text.rpartition("-")
    return prediction_from_link(written, settings.learning_rates) if mark == mark_of(settings) else None


def case_to_link(prediction: Prediction, settings: Settings) -> str:
    """Return a complete prediction for these settings as a link has it, with the mark of its case."""
    return f"{prediction_to_link(prediction, settings.learning_rates)}-{mark_of(settings)}"


def is_a_prediction(text: str) -> bool:
    """Tell whether a text is a prediction for any rates, with the mark of its case.

    >>> [is_a_prediction(text) for text in ("201-csd-0f3a5b77", "-csd-0f3a5b77", "zzz")]
    [True, True, False]
    """
    return re.fullmatch(r"\d*-[cszedw]+-[0-9a-f]{8}", text) is not None


def mark_of(settings: Settings) -> str:
    """Return a short mark that tells settings from others: a prediction is of the case it was made for.

    What came to be set later counts only where it is not as it was before it could be.

    >>> mark_of(Settings())
    'e3eecbdf'
    """
    defaults = {field.name: field.default for field in fields(settings)}
    later = sorted(defaults.keys() - {*ALWAYS_MARKED})
    changed = [name for name in later if getattr(settings, name) != defaults[name]]
    written = ", ".join(f"{name}={getattr(settings, name)!r}" for name in (*ALWAYS_MARKED, *changed))
    return f"{crc32(f'Settings({written})'.encode()):08x}"
