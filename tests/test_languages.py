"""Every text that is said is in every language, with the same values, numbers and signs in it."""

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from gd_core.languages import LANGUAGES, catalogue_of, english, in_language

ROOT = Path(__file__).parent.parent
OTHERS = [language for language in LANGUAGES if language != "en"]


def calls_of_say():
    """Return each place where something is said, and what is said there."""
    for path in [ROOT / "app.py", *sorted((ROOT / "gd_core").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def texts_said():
    return {node.value for _, node in calls_of_say() if isinstance(node, ast.Constant)}


def values_in(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def ungrouped(text):
    """Return a text without what stands between thousands, in which languages differ.

    >>> ungrouped("1,323 y 10\u202f000; 0,5")
    '1323 y 10000; 0,5'
    """
    return re.sub(r"(?<=\d)[,\u202f](?=\d{3}(?!\d))", "", text)


def signs_in(text):
    """Return the numbers and the greek letters of a text."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*|[α-ωΑ-Ω∂∑√∞]", ungrouped(text)))


def test_whatever_is_said_stands_in_the_code_as_one_text():
    others = [place for place, node in calls_of_say() if not isinstance(node, ast.Constant)]
    assert others == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing_in(language):
    said = {node.value: place for place, node in calls_of_say() if isinstance(node, ast.Constant)}
    assert {text: place for text, place in said.items() if text not in catalogue_of(language)} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_over_in(language):
    assert sorted(catalogue_of(language).keys() - texts_said()) == []


def rooms_of(place):
    """Return the catalogue of a place in the code: the folder's, or that of the page or of the controls."""
    path = Path(place.partition(":")[0])
    return "page" if path.name == "app.py" else path.parts[1] if len(path.parts) > 2 else "controls"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_stands_in_the_catalogue_of_a_room_that_says_it(language):
    catalogues = {
        text: room.stem
        for room in (ROOT / "gd_core" / "languages" / language / "said").glob("*.toml")
        for text in tomllib.loads(room.read_text(encoding="utf-8"))
    }
    said_in = {}
    for place, node in calls_of_say():
        said_in.setdefault(node.value, set()).add(rooms_of(place))
    assert [text for text, room in catalogues.items() if room not in said_in[text]] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_stands_in_two_catalogues_of(language):
    rooms = (ROOT / "gd_core" / "languages" / language / "said").glob("*.toml")
    texts = [text for room in rooms for text in tomllib.loads(room.read_text(encoding="utf-8"))]
    assert len(texts) == len(catalogue_of(language)), {text for text in texts if texts.count(text) > 1}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_values_in(language):
    assert [
        text for text, other in catalogue_of(language).items() if values_in(text) != values_in(other)
    ] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_numbers_and_greek_letters_in(language):
    assert [text for text, other in catalogue_of(language).items() if signs_in(text) != signs_in(other)] == []


def test_a_text_that_a_catalogue_lacks_stays_english():
    assert in_language("es")("Nobody says this {n} times.", n=3) == english(
        "Nobody says this {n} times.", n=3
    )
