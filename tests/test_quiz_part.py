"""A card of the quiz asks; once it is answered it says why, and shows the case that proves it."""

import pytest

from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.blocks import Choice, ShowMe, Text
from gd_core.parts.quiz import quiz_blocks
from gd_core.teaching.quiz import questions

NOTHING = (None,) * len(questions())


def answered(place, answer, say):
    return quiz_blocks([*NOTHING[:place], answer, *NOTHING[place + 1 :]], say=say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_is_a_card_with_its_options_in_the_order_of_the_quiz(language):
    say = in_language(language)
    asked = [block for card in quiz_blocks(NOTHING, say=say) for block in card.blocks]
    assert asked == [
        Choice(f"quiz-{one.key}", f"**{one.text}**", tuple(option.text for option in one.options))
        for one in questions(say)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_told_whether_it_is_right_and_why_and_the_case_that_proves_it_is_offered(language):
    say = in_language(language)
    for place, question in enumerate(questions(say)):
        for answer, option in enumerate(question.options):
            _, told, proof = answered(place, answer, say)[place].blocks
            icon = ":material/check_circle:" if option.right else ":material/cancel:"
            assert told == Text(f"{icon} {option.reason}")
            assert proof == ShowMe(f"show-{question.key}", question.show)


def test_an_answer_changes_its_own_card_alone():
    say = in_language("en")
    before = [card.blocks for card in quiz_blocks(NOTHING, say=say)]
    after = [card.blocks for card in answered(3, 0, say)]
    assert [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [3]


def test_an_answer_that_is_the_place_of_no_option_is_none():
    asked = [card.blocks for card in quiz_blocks(NOTHING)]
    assert [card.blocks for card in quiz_blocks([3] * len(NOTHING))] == asked


def test_the_quiz_wants_as_many_answers_as_it_has_questions():
    with pytest.raises(ValueError, match="shorter"):
        quiz_blocks(NOTHING[1:])
