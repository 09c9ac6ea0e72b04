"""Every word of the parts and lessons is said or stands in a document, with the same numbers everywhere."""

import json
import re

import numpy as np
import pytest

from gd_core.charts.frame import values_of
from gd_core.controls import controls
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import in_language
from gd_core.parts.blocks import Picture
from gd_core.parts.columns import modes_columns, results_columns, round_columns, scalings_columns
from gd_core.parts.compared import comparison
from gd_core.parts.instrument import instrument
from gd_core.parts.quiz import quiz_blocks
from gd_core.parts.scale_of_x import about_scaling, compare_scalings
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.parts.words import words_blocks
from gd_core.scaling import SCALINGS
from gd_core.teaching.challenges import challenges
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import FORETOLD, Prediction, answer_of, meanings
from gd_core.teaching.quiz import questions
from gd_core.teaching.rounds import LEVELS, about, round_of
from gd_core.teaching.words import sections
from tests.blocks import cells_of, flat, texts_of
from tests.marked import marked, outside_marks
from tests.test_challenges import LEARNERS
from tests.test_languages import ungrouped

RATES = (1e-9, 0.01, 0.5, 0.78866, 0.9, 40.0)
CASES = {
    "the lesson": Settings(),
    "one epoch": Settings(n_epochs=1),
    "many epochs and points": Settings(n_epochs=3000, n_samples=3000),
    "every behaviour": Settings(learning_rates=RATES),
    "at the answer": Settings(noise=0.0, own_start=True, start_w=2.0, start_b=1.0),
    "all x equal": Settings(x_range=(2.0, 2.0), learning_rates=(0.01, 0.1, 0.3)),
    "a round bowl": Settings(scaling="standardised", learning_rates=(0.1, 0.7, 1.0, 1.2)),
    "centred": Settings(scaling="centred", learning_rates=RATES),
    "centred, all x equal": Settings(scaling="centred", x_range=(2.0, 2.0)),
    "points of one's own": Settings(points=((1.0, 2.0, 4.0), (1.0, 3.0, 2.0)), learning_rates=(0.01, 0.1)),
}
EACH = pytest.mark.parametrize("settings", CASES.values(), ids=CASES)


def words_in(text):
    """Return the words that nobody said, those of formulas apart."""
    formulas = r"\\begin\{aligned\}|\\end\{aligned\}|\\[a-z]+|\bxy\b|Σxy|\\?λ_?\{?m(?:ax|in)\}?"
    return re.findall("[A-Za-z]{2,}", re.sub(formulas, "", outside_marks(text)))


def numbers_in(text):
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", ungrouped(text)))


def slots_of(experiment):
    return list(range(len(experiment.settings.learning_rates)))


def of_the_instrument(settings, say):
    experiment = experiment_of(settings)
    shown = instrument(
        experiment, colour_slots=slots_of(experiment), logarithmic=True, may_start=True, say=say
    )
    told = json.loads(shown.player.data.partition(b"\n")[0])
    return [
        *texts_of(shown[4:]),
        *(picture.alt for picture in (shown.loss, shown.map, shown.fit)),
        *(rate["verdict"] for rate in told["rates"]),
        *(text for zone in told["ruler"]["zones"] for text in zone.values()),
    ]


def of_which_rates(settings, say):
    experiment = experiment_of(settings)
    sweep = the_sweep(experiment, colour_slots=slots_of(experiment), may_add=True, say=say)
    return texts_of([*the_ruler(experiment, say=say), *sweep])


def of_why(settings, say):
    experiment, texts = experiment_of(settings), []
    for run in range(len(settings.learning_rates)):
        for epoch in {0, settings.n_epochs}:
            shown = why(experiment, run=run, epoch=epoch, say=say)
            texts += texts_of(shown)
            for block in flat(shown):
                texts += drawn_in(block) if isinstance(block, Picture) else []
    return texts


def drawn_in(picture):
    """Return the words that stand in a picture's rows."""
    frame = values_of(picture.rows["frame"]).values() if "frame" in picture.rows else ()
    rows = [cell for name, table in picture.rows.items() if name != "frame" for cell in cells_of(table)]
    return [*rows, *(text for text in frame if isinstance(text, str))]


def of_the_scalings(settings, say):
    points = experiment_of(settings).points
    return [
        *cells_of(compare_scalings(points, say=say)),
        *(about_scaling(points, s, say=say) for s in SCALINGS),
    ]


def of_the_challenges(settings, say):
    found, experiment = challenges(say), experiment_of(settings)
    texts = [text for one in found for text in (one.question, *one.hints)]
    return texts + [
        text for one in found for text in (one.check(experiment).sentence, one.explanation(experiment))
    ]


def of_the_lessons(say):
    scenes = [one.show for one in (*questions(say), *sections(say))]
    options = [option for question in questions(say) for option in question.options]
    return [
        *(text for option in options for text in (option.text, option.reason)),
        *(question.text for question in questions(say)),
        *(text for section in sections(say) for text in (section.heading, section.text)),
        *(scene.where_to_look for scene in scenes),
    ]


def of_the_lessons_on_the_page(say):
    blocks = [*words_blocks(say=say)]
    for place in range(3):
        blocks += quiz_blocks([place] * len(questions()), say=say)
    return [re.sub(r":material/\w+:", "", text) for text in texts_of(blocks)]


def of_the_names(say):
    columns = [results_columns(say), round_columns(say), modes_columns(say), scalings_columns(say)]
    return [
        *of_the_controls(say),
        *(text for table in columns for column in table.values() for text in column),
        *meanings(say).values(),
    ]


def of_the_controls(say):
    for control in controls(say).values():
        yield control.label
        yield control.help or ""
        yield from control.options.values() if control.key != "lang" else ()  # each in its own language


def of_the_rounds(say):
    texts, rng = [], np.random.default_rng(5)
    for drawn in (round_of(seed, level) for level in range(1, 1 + len(LEVELS)) for seed in range(20)):
        rates, experiment = drawn.settings.learning_rates, experiment_of(drawn.settings)
        guess = Prediction(
            tuple(rng.permutation(rates).tolist()), tuple(rng.choice(FORETOLD, len(rates)).tolist())
        )
        compared = comparison(answer_of(experiment, say=say), guess, say=say)
        texts += [about(drawn, say=say), *explain(experiment, guess, say=say), *cells_of(compared)]
    return texts


EACH_LESSON = pytest.mark.parametrize(
    "shown", [of_the_lessons, of_the_lessons_on_the_page, of_the_names, of_the_rounds]
)


@EACH
@pytest.mark.parametrize("shown", [of_the_instrument, of_which_rates, of_why, of_the_scalings])
def test_every_word_that_a_part_shows_is_said(shown, settings):
    assert [text for text in shown(settings, marked) if words_in(text)] == []


def test_every_word_of_a_challenge_is_said_or_stands_in_a_document():
    for settings in (*LEARNERS[:100], *CASES.values(), *(one.one_answer for one in challenges())):
        assert [text for text in of_the_challenges(settings, marked) if words_in(text)] == []


@EACH_LESSON
def test_every_word_of_a_lesson_is_said_or_stands_in_a_document(shown):
    assert [text for text in shown(marked) if words_in(text)] == []


@EACH
@pytest.mark.parametrize(
    "shown", [of_the_instrument, of_which_rates, of_why, of_the_scalings, of_the_challenges]
)
def test_a_part_tells_the_same_numbers_in_spanish(shown, settings):
    english, spanish = shown(settings, in_language("en")), shown(settings, in_language("es"))
    assert list(map(numbers_in, spanish)) == list(map(numbers_in, english))


@EACH_LESSON
def test_a_lesson_tells_the_same_numbers_in_spanish(shown):
    english, spanish = shown(in_language("en")), shown(in_language("es"))
    assert list(map(numbers_in, spanish)) == list(map(numbers_in, english))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_options_of_a_question_and_the_names_that_are_chosen_from_differ_in(language):
    say = in_language(language)
    chosen_from = [
        *(control.options.values() for control in controls(say).values()),
        [control.label for control in controls(say).values()],
        *([option.text for option in question.options] for question in questions(say)),
        [section.heading for section in sections(say)],
    ]
    for names in chosen_from:
        assert len(set(names)) == len(names)


def test_a_prediction_is_judged_the_same_in_every_language():
    drawn = experiment_of(round_of(7, 3).settings)
    assert answer_of(drawn, say=in_language("es")).behaviours == answer_of(drawn).behaviours
