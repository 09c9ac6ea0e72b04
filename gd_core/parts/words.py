"""The words: each section, and under it the case that shows what it says."""

from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, ShowMe, Text
from gd_core.teaching.words import sections


def words_blocks(*, say: Say = english) -> list[Block]:
    """Return the whole lesson."""
    blocks: list[Block] = []
    for place, section in enumerate(sections(say)):
        blocks.append(Text(f"### {section.heading}\n\n{section.text}"))
        if section.show:
            blocks.append(ShowMe(f"show-{place}", section.show))
    return blocks
