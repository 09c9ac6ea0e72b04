"""The quiz: a card a question, with the reason and the case that proves it once it is answered."""

from collections.abc import Sequence

from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Box, Choice, ShowMe, Text
from gd_core.teaching.quiz import Question, questions

RIGHT, WRONG = ":material/check_circle:", ":material/cancel:"


def keys_of_answers(say: Say = english) -> list[str]:
    """Return the key of each question's choice."""
    return [f"quiz-{question.key}" for question in questions(say)]


def quiz_blocks(answers: Sequence[int | None], *, say: Say = english) -> list[Box]:
    """Return the quiz with these answers.

    Parameters
    ----------
    answers : sequence of (int or None)
        For each question the place of the option that is chosen, None where none is; what is the place of
        no option, as a link may have it, is no answer.
    """
    return [Box(_card(question, answer)) for question, answer in zip(questions(say), answers, strict=True)]


def _card(question: Question, answer: int | None) -> list[Block]:
    options = tuple(option.text for option in question.options)
    asked = Choice(f"quiz-{question.key}", f"**{question.text}**", options)
    if answer is None or answer >= len(options):
        return [asked]
    chosen = question.options[answer]
    told = Text(f"{RIGHT if chosen.right else WRONG} {chosen.reason}")
    return [asked, told, ShowMe(f"show-{question.key}", question.show)]
