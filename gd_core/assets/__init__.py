"""The files that browsers get as they are: the player, what brings an answer into view, the page's looks."""

from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SCRIPTS = tuple(f"player/{name}.js" for name in ("player", "ruler", "pictures", "numbers", "bowl", "curve"))


@cache
def text_of(*names: str) -> str:
    """Return the texts of files in this folder, one after the other."""
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def player() -> dict[str, Any]:
    """Return what the player is made of, by the kind of each text."""
    return {
        "html": text_of("player/player.html"),
        "css": text_of("player/player.css"),
        "js": text_of(*SCRIPTS),
    }
