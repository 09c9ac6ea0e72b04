"""The words are read section by section, and under each is the case that shows what it says."""

import pytest

from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.blocks import ShowMe, Text
from gd_core.parts.words import words_blocks
from gd_core.teaching.words import sections


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_section_is_its_heading_its_text_and_the_case_that_shows_it(language):
    say = in_language(language)
    expected = []
    for place, section in enumerate(sections(say)):
        expected += [
            Text(f"### {section.heading}\n\n{section.text}"),
            ShowMe(f"show-{place}", section.show),
        ]
    assert words_blocks(say=say) == expected


def test_a_section_without_a_case_offers_none(monkeypatch):
    alone = {"section": [{"heading": "Alone", "text": "No case."}]}
    monkeypatch.setattr("gd_core.languages.Say.tables", lambda *_: alone)
    assert words_blocks() == [Text("### Alone\n\nNo case.")]


def test_no_two_buttons_have_the_same_key():
    keys = [block.key for block in words_blocks() if isinstance(block, ShowMe)]
    assert len(set(keys)) == len(keys) == 11
