"""The page says nothing but what it was given to say, in whatever language."""

import re

import pytest
import streamlit as st

import gd_core.languages
from gd_core.complaints import as_plain_text
from gd_core.controls import CAN_BE_LOCKED, controls
from gd_core.languages import in_language
from gd_core.own_points.real_data import real_data
from tests.blocks import as_read
from tests.marked import marked, outside_marks
from tests.test_app import open_page, run, table_of, texts_on

# What is the same in every language: names, signs, links, the learner's own and the code.
PENGUINS = real_data()["penguins"]
OF_NO_LANGUAGE = re.compile(
    r"English|Español|:material/\w+:|!\[\]\(\S+\)|<style>.*?</style>|\$+.*?\$+|fast|nan|brakes|nonsense|\block\b"
    rf"|{re.escape(as_plain_text(', '.join(CAN_BE_LOCKED)))}"
    f"|{re.escape(PENGUINS.source)}|{re.escape(PENGUINS.licence)}",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{3,}")

LINKS = (
    [{"part": part} for part in controls()["part"].options]
    + [{"part": "Can you predict it?", "way": way} for way in controls()["way"].options]
    + [
        {"scaling": "centred", "own": "true", "data": "penguins"},
        {"hide": "answers", "lock": "noise", "without": "x,own,scaling,data"},
        {"rates": ["fast", "0.1", "-1"], "noise": "nan", "lock": "brakes", "projector": "true"},
        {"rates": "1e9", "epochs": "10000", "n": "10000", "x": ["1", "1"]},
        {"data": "my own", "points": "nonsense"},
    ]
)


@pytest.fixture
def everything_said_is_marked(monkeypatch):
    monkeypatch.setattr(gd_core.languages, "in_language", lambda _: marked)
    for cache in (st.cache_data, st.cache_resource):
        cache.clear()
    yield
    for cache in (st.cache_data, st.cache_resource):
        cache.clear()


def all_texts(page):
    """Return every text that a student may read, but for those of the tables and in the pictures."""
    said = ["markdown", "caption", "warning", "info"]
    asking = [
        "button",
        "download_button",
        "tab",
        "expander",
        "slider",
        "number_input",
        "text_input",
        "selectbox",
        "multiselect",
    ]
    asking += ["toggle", "radio", "text_area", "button_group", "vega_lite_chart", "file_uploader"]
    texts = [as_read(element.value) for kind in said for element in page.get(kind)]
    for element in (element for kind in asking for element in page.get(kind)):
        for name in ("label", "help", "placeholder", "options", "alt"):
            found = getattr(element, name, "") or getattr(getattr(element, "proto", None), name, "")
            texts += [found] if isinstance(found, str) else list(found)
    return [text for text in texts if isinstance(text, str)]


@pytest.mark.parametrize("link", LINKS, ids=str)
@pytest.mark.usefixtures("everything_said_is_marked")
def test_every_word_on_the_page_was_said_or_stands_in_a_document(link):
    page = open_page(**link)
    texts = all_texts(page)
    assert len(texts) > 20
    unsaid = [outside_marks(OF_NO_LANGUAGE.sub("", text)) for text in texts]
    assert [text for text in unsaid if WORD.search(text)] == []


def test_a_link_opens_the_same_numbers_in_every_language():
    link = {"scaling": "centred", "part": "Why?", "rates": ["0.1", "0.5"]}
    english, spanish = open_page(**link), open_page(**link, lang="es")
    same = ["learning_rate", "final_loss", "factor", "w", "b"]
    assert table_of(english)[same].equals(table_of(spanish)[same])
    assert spanish.selectbox(key="scaling").value == "centred"
    assert len(spanish.get("vega_lite_chart")) == len(english.get("vega_lite_chart")) == 5


def test_the_language_can_be_changed_and_everything_set_stays():
    page = open_page(part="Can you predict it?", way="Quiz", noise="0.3", quiz="1-------")
    page.selectbox(key="lang").set_value("es")
    run(page)
    assert page.slider(key="noise").value == 0.3
    assert page.radio[0].value == 1
    assert any("¿Qué tamaño debe tener la tasa de aprendizaje?" in text for text in texts_on(page))
    assert table_of(page)["behaviour"].tolist() == [
        in_language("es")(name) for name in ("crawls", "converges smoothly", "zigzags in and converges")
    ]
    page.selectbox(key="lang").set_value("en")
    run(page)
    assert page.radio[0].value == 1
    assert any("How big should the learning rate be?" in text for text in texts_on(page))


@pytest.mark.parametrize("nonsense", ["", "xx", "ES", "../en"])
def test_a_language_that_there_is_not_is_english(nonsense):
    assert table_of(open_page(lang=nonsense))["behaviour"][0] == "crawls"
