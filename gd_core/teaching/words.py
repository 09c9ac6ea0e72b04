"""The words: a short lesson for someone with a week of calculus. Each claim has a case that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gd_core.cases import Scene, scene_of
from gd_core.languages import Say, english


@dataclass(frozen=True)
class Section:
    """A heading, a few lines of Markdown with formulas between $…$, and a case that shows what they say."""

    heading: str
    text: str
    show: Scene | None = None


def sections(say: Say = english) -> tuple[Section, ...]:
    """Return the whole lesson, in the order of the page."""
    return tuple(map(_section, say.tables("words.toml")["section"]))


def _section(table: Mapping[str, Any]) -> Section:
    return Section(table["heading"], table["text"], scene_of(table["show"]) if "show" in table else None)
