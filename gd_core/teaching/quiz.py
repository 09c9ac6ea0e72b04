"""The quiz: the lesson's question, and a question for each thing that is easily believed and not so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gd_core.cases import Scene, scene_of
from gd_core.languages import Say, english


@dataclass(frozen=True)
class Option:
    """A possible answer, and why it is right or is not."""

    text: str
    reason: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with one right option, and the case that proves it."""

    key: str
    text: str
    options: tuple[Option, ...]
    show: Scene


def questions(say: Say = english) -> tuple[Question, ...]:
    """Return the whole quiz, in the order of the page."""
    return tuple(map(_question, say.tables("quiz.toml")["question"]))


def _question(table: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in table["option"])
    return Question(table["key"], table["text"], options, scene_of(table["show"]))
