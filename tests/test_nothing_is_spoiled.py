"""What an open challenge asks for stands nowhere on the page, and no one click sets it."""

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from gd_core.cases import CASES
from gd_core.charts.frame import values_of
from gd_core.experiment import Settings, experiment_of
from gd_core.parts import scale_of_x, tables
from gd_core.parts.blocks import Picture, Table
from gd_core.parts.instrument import instrument
from gd_core.parts.what_now import what_now
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.teaching.challenges import challenges
from gd_core.teaching.quiz import questions
from gd_core.teaching.words import sections
from gd_core.telling.advice import advice
from gd_core.telling.changes import what_differs
from tests.blocks import flat, texts_of

CHALLENGES = {challenge.key: challenge for challenge in challenges()}
EACH = pytest.mark.parametrize("challenge", CHALLENGES.values(), ids=CHALLENGES)
ON_THE_WAY = {  # what somebody may have set who looks for the answer, and is not there yet
    "twins": [(0.1,), (0.1, 0.5), (0.1, 0.75)],
    "no later": [(0.5,), (0.7,), (0.75,)],
}
RATES_THAT_SOLVE = {"twins": ["0.69", "0.689", "0.6887"], "no later": ["0.73"]}  # in the lesson
FAR_ENDS = {  # of a range of x that solves it, as it would be told
    "half": ["1.83", "1.84", "1.85", "1.86"],
    "one": ["1.7", "−1.7", "1.71", "1.72", "1.73"],
}
NUMBER = re.compile(r"(?<![\d.,×])\d[\d,]*(?:\.\d+)?(?![\d×])")


def settings_on_the_way(key):
    """Return the lesson, the cases, and what is set shortly before a challenge is solved."""
    yield from CASES.values()
    for rates in ON_THE_WAY.get(key, ()):
        yield Settings(learning_rates=rates)
        yield Settings(learning_rates=rates, same_start=True, n_epochs=30)
    yield Settings(x_range=(0.0, 1.5))
    yield Settings(x_range=(-1.0, 1.0))
    yield Settings(x_range=(5.0, 10.0))


@cache
def blocks_of_the_page(settings):
    """Return all blocks of the parts that tell of the experiment of some settings."""
    experiment = experiment_of(settings)
    slots = list(range(len(experiment.settings.learning_rates)))
    shown = [
        *instrument(experiment, colour_slots=slots, logarithmic=True, may_start=True, may_move_rates=True)
    ]
    shown += [*what_now(experiment), *the_ruler(experiment), *tables.the_rates(experiment)]
    shown += the_sweep(experiment, colour_slots=slots, may_add=True)
    for run in slots:
        shown += why(experiment, run=run, epoch=0)
    return flat([*shown, *scale_of_x.would_another_scale_help(experiment)])


@cache
def words_on_the_page(settings):
    """Return all that is said of some settings, also in the pictures, and what the player says."""
    shown = blocks_of_the_page(settings)
    pictures = [block for block in shown if isinstance(block, Picture) and "frame" in block.rows]
    frames = [value for picture in pictures for value in values_of(picture.rows["frame"]).values()]
    player = json.loads(shown[0].data.partition(b"\n")[0])
    told = [rate.get("verdict", "") for rate in player["rates"]]
    zones = [str(text) for zone in player["ruler"]["zones"] for text in zone.values()]
    told += [player["ruler"].get("limit", ""), *zones]
    told += [what_differs(settings), *texts_of(shown[1:])]
    return " | ".join([*told, *(text for text in frames if isinstance(text, str))])


def rates_on_the_page(settings):
    """Return the rates that player, tables and pictures hold as such, besides the learner's own."""
    shown = blocks_of_the_page(settings)
    player = json.loads(shown[0].data.partition(b"\n")[0])
    rates = [*player["ruler"]["edges"], player["ruler"]["low"], player["ruler"]["high"]]
    for block in shown:
        if isinstance(block, Table):
            rates += [*block.rows.get("limit", []), *block.rows.get("fastest_rate", [])]
        if isinstance(block, Picture) and "frame" in block.rows:
            rates.append(values_of(block.rows["frame"]).get("limit", np.nan))
    return rates


@EACH
def test_no_case_and_no_advice_and_no_show_me_solves_a_challenge(challenge):
    shown = [one.show.settings for one in (*questions(), *sections())]
    advised = [advice(experiment_of(settings)) for settings in settings_on_the_way(challenge.key)]
    clicked = [*CASES.values(), *shown, *(one.settings for one in advised if one)]
    for settings in clicked:
        kept = replace(settings, learning_rates=settings.learning_rates[-1:])  # and all others taken out
        for one in (settings, kept):
            assert not challenge.check(experiment_of(one)).done, one


@pytest.mark.parametrize(("key", "answers"), RATES_THAT_SOLVE.items())
def test_the_rate_that_solves_a_challenge_is_told_nowhere_at_the_digits_that_are_asked(key, answers):
    own = [f"{rate:g}" for rate in CHALLENGES[key].one_answer.learning_rates]
    assert set(own) & set(answers)
    for settings in settings_on_the_way(key):
        if settings.x_range == (0.0, 1.0):
            told = NUMBER.findall(words_on_the_page(settings))
            assert len(told) > 100
            assert not set(answers) & set(told), settings
            assert not set(answers) & {f"{rate:.2f}" for rate in rates_on_the_page(settings)}


@pytest.mark.parametrize("key", FAR_ENDS)
def test_the_range_of_x_that_solves_a_challenge_is_told_nowhere(key):
    for settings in settings_on_the_way(key):
        words = words_on_the_page(settings)
        assert not set(FAR_ENDS[key]) & set(NUMBER.findall(words)), settings


def test_no_number_of_the_page_is_a_range_of_x_for_which_0_01_is_too_fast():
    challenge = CHALLENGES["hundredth"]
    for settings in settings_on_the_way("hundredth"):
        words = words_on_the_page(settings)
        assert "10 to 10" not in words or not settings.is_a_line  # on a curve it is a range of b
    assert challenge.check(experiment_of(challenge.one_answer)).done


@EACH
def test_what_is_said_of_an_open_challenge_does_not_hold_its_answer(challenge):
    answer = challenge.one_answer
    names = [f"{rate:g}" for rate in answer.learning_rates if rate not in Settings().learning_rates]
    names += [f"{answer.x_range[0]:g} to {answer.x_range[1]:g}".replace("-", "−")]
    for settings in settings_on_the_way(challenge.key):
        outcome = challenge.check(experiment_of(settings))
        told = f"{challenge.question} {challenge.hints[0]} {outcome.sentence}"
        if not outcome.done:
            assert not [name for name in names if name != "0 to 1" and name in told]
