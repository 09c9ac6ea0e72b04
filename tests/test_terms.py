"""A term explains itself where it stands, and nothing else of a text changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.columns import modes_columns, results_columns, round_columns, scalings_columns
from gd_core.teaching.predictions import meanings
from gd_core.teaching.quiz import questions
from gd_core.teaching.words import sections
from gd_core.telling.terms import explained, explanation
from tests.blocks import as_read

SAYS = [in_language(language) for language in LANGUAGES]
MARKED = re.compile(r":color\[([^][]*):help\[([^][]*)\]\]")
TERMS = [term for say in SAYS for term in say.tables("terms.toml").values()]
WORDS = [word for term in TERMS if "words" in term for word in term["words"].split(", ")]
MARKDOWN = [*"*`$#[<>|:\\\n", "**", "$$", "\n\n", "- ", "](a)", ":help["]
TEXTS = st.lists(st.sampled_from([*WORDS, *MARKDOWN, " ", "a", "0.789", ", "]), max_size=12).map("".join)
ANY_LANGUAGE = st.sampled_from(SAYS)


def marked_in(text, say=SAYS[0]):
    """Return the words that explain themselves in a text."""
    return [word for word, _ in MARKED.findall(explained(text, say=say))]


@given(TEXTS, ANY_LANGUAGE)
def test_without_its_explanations_a_text_is_what_it_was(text, say):
    assert as_read(explained(text, say=say)) == text


@given(TEXTS, ANY_LANGUAGE)
def test_what_is_explained_is_not_explained_again(text, say):
    assert explained(explained(text, say=say), say=say) == explained(text, say=say)


@given(TEXTS, ANY_LANGUAGE)
def test_a_term_explains_itself_at_most_once_in_a_text_with_the_sentence_of_its_document(text, say):
    told = [sentence for _, sentence in MARKED.findall(explained(text, say=say))]
    assert len(set(told)) == len(told)
    assert set(told) <= {term["explanation"] for term in say.tables("terms.toml").values()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The limit, and the limit again.", ["limit"]),
        ("Limit first.", ["Limit"]),
        ("The **limit, 2/λmax = 0.789**, comes from x.", ["limit", "λmax"]),
        ("the loss above the floor; then the floor, the noise floor", ["loss above the floor", "floor"]),
        ("**across the valley** and *along the valley*", ["across the valley", "along the valley"]),
        ("Gradient descent follows the gradient.", ["Gradient descent", "gradient"]),
        ("unlimited, limitless, floors, epoch-making", []),
    ],
)
def test_the_longest_word_explains_itself_where_it_first_stands_alone(text, words):
    assert marked_in(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "# The limit",
        "### The limit",
        "`limit`",
        "```\nlimit\n```",
        "$limit$",
        "$$\nlimit\n$$",
        "[the limit](https://example.org/limit)",
        "https://example.org/limit",
        ":blue[limit]",
        ":material/limit:",
        "| limit | epoch |",
        "<b title='limit'>",
        r"\limit",
    ],
)
def test_nothing_is_explained_in(text):
    assert marked_in(text) == []
    assert marked_in(f"{text}\n\nThe limit.") == ["limit"]


@pytest.mark.parametrize("say", SAYS, ids=LANGUAGES)
def test_the_lesson_and_the_quiz_use_the_terms_and_can_all_be_read_as_before(say):
    texts = [section.text for section in sections(say)]
    texts += [option.reason for question in questions(say) for option in question.options]
    assert [as_read(explained(text, say=say)) for text in texts] == texts
    assert len({word.lower() for text in texts for word in marked_in(text, say)}) > 8


@pytest.mark.parametrize("say", SAYS, ids=LANGUAGES)
def test_a_tables_heading_says_of_a_term_what_a_text_says(say):
    heading = {
        "learning rate": [results_columns(say)["learning_rate"], round_columns(say)["learning_rate"]],
        "excess": [results_columns(say)["excess_loss"]],
        "limit": [scalings_columns(say)["limit"]],
        "fastest rate": [scalings_columns(say)["fastest_rate"]],
        "condition number": [scalings_columns(say)["condition_number"]],
        "across the valley": [modes_columns(say)["direction"]],
        "along the valley": [modes_columns(say)["direction"]],
    }
    for term, columns in heading.items():
        assert all(explanation(term, say=say) in told for _, told in columns), term


def test_what_a_run_can_do_is_explained_as_its_zone_is():
    for term, told in zip(("crawl", "smooth", "zigzag", "edge", "diverge"), meanings().values(), strict=True):
        assert explanation(term) == told


def test_a_term_that_there_is_not_is_no_term():
    with pytest.raises(KeyError):
        explanation("annealing")
