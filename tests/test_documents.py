"""Every language has the documents that English has, and each tells the same there."""

import re
from string import Formatter, Template

import pytest

from gd_core.languages import FOLDERS, LANGUAGES, in_language
from tests.marked import NO_TEXTS
from tests.test_languages import OTHERS, signs_in

TABLES = ["quiz.toml", "words.toml", "challenges.toml", "real_data.toml", "terms.toml", "models.toml"]
MARKDOWN = ["introduction.md", "introduction_with_momentum.md", "take_home.md", "voting.md"]
TEMPLATES = [
    *("script.txt", "script_of_a_curve.txt", "worksheet.html"),
    *("rule.html", "rule_with_momentum.html"),
]
ONE_SENTENCE = re.compile(r"[A-ZÁÉÍÓÚ](?:[^.!?\[\]`*_$<>]|(?<=\d)\.(?=\d))+\.")
FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)

EACH = pytest.mark.parametrize("name", [*TABLES, *MARKDOWN])
IN_ANOTHER_LANGUAGE = pytest.mark.parametrize("language", OTHERS)


def documents(language):
    return {path.name for path in (FOLDERS / language).iterdir() if path.is_file()}


def texts_in(told):
    """Return the texts of a document that are read, in their order."""
    if isinstance(told, dict):
        return [text for name, one in told.items() if name not in NO_TEXTS for text in texts_in(one)]
    if isinstance(told, list):
        return [text for one in told for text in texts_in(one)]
    return [told] if isinstance(told, str) else []


def without_texts(told):
    if isinstance(told, dict):
        return {name: one if name in NO_TEXTS else without_texts(one) for name, one in told.items()}
    if isinstance(told, list):
        return [without_texts(one) for one in told]
    return "a text" if isinstance(told, str) else told


def texts_of(name, language):
    """Return the texts of a document: of tables each text that is read, of Markdown its paragraphs."""
    say = in_language(language)
    return texts_in(say.tables(name)) if name in TABLES else say.document(name).strip().split("\n\n")


def pairs(name, language):
    """Return each English text of a document with what it is in another language."""
    return list(zip(texts_of(name, "en"), texts_of(name, language), strict=True))


def marks_in(text):
    """Return what Markdown makes of each line: a heading, an item of a list, and how many words are bold."""
    return [(re.match(r"#+ |- |", line)[0], line.count("**"), bool(line)) for line in text.split("\n")]


@IN_ANOTHER_LANGUAGE
def test_every_document_that_there_is_in_english_is_in(language):
    assert documents(language) - {"README.md"} == documents("en") == {*TABLES, *MARKDOWN, *TEMPLATES}


@IN_ANOTHER_LANGUAGE
@pytest.mark.parametrize("name", TABLES)
def test_but_for_its_texts_a_document_is_the_same_in(name, language):
    assert without_texts(in_language(language).tables(name)) == without_texts(in_language("en").tables(name))


@IN_ANOTHER_LANGUAGE
@EACH
def test_no_text_of_a_document_has_stayed_english_in(name, language):
    assert [text for text, other in pairs(name, language) if text == other] == []


@IN_ANOTHER_LANGUAGE
@EACH
def test_every_text_of_a_document_has_the_same_numbers_and_greek_letters_in(name, language):
    assert [text for text, other in pairs(name, language) if signs_in(text) != signs_in(other)] == []


@IN_ANOTHER_LANGUAGE
@EACH
def test_every_text_of_a_document_has_the_same_formulas_in(name, language):
    differ = [
        text
        for text, other in pairs(name, language)
        if sorted(FORMULA.findall(text)) != sorted(FORMULA.findall(other))
    ]
    assert differ == []


@IN_ANOTHER_LANGUAGE
@EACH
def test_every_text_of_a_document_has_the_same_paragraphs_lists_and_bold_words_in(name, language):
    assert [text for text, other in pairs(name, language) if marks_in(text) != marks_in(other)] == []


VALUES = {"formula", "n", "noise", "seed"}  # which `setting_of_curves.told_of_curve` puts in


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_about_a_curve_waits_for_its_formula_its_points_and_their_noise_alone(language):
    for text, other in pairs("models.toml", language):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= VALUES
        assert sorted(re.findall("{.*?}", text)) == sorted(re.findall("{.*?}", other))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in [*TABLES, *MARKDOWN] if name != "models.toml"])
def test_no_text_of_a_document_waits_for_a_value(name, language):
    assert [text for text in texts_of(name, language) if re.search("[{}]", FORMULA.sub("", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
@EACH
def test_every_formula_of_a_document_is_closed(name, language):
    assert [text for text in texts_of(name, language) if "$" in FORMULA.sub("", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_explained_in_one_sentence_and_stands_in_texts_under_words_of_its_own(language):
    terms = in_language(language).tables("terms.toml").values()
    assert [term for term in terms if not ONE_SENTENCE.fullmatch(term["explanation"])] == []
    words = [word for term in terms for word in term.get("words", "").split(", ") if word]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_document_has_the_same_places_in_every_language(name):
    texts = {language: Template(in_language(language).document(name)) for language in LANGUAGES}
    assert all(text.is_valid() for text in texts.values())
    assert len({tuple(sorted(text.get_identifiers())) for text in texts.values()}) == 1
    assert len({text.template for text in texts.values()}) == len(LANGUAGES)
