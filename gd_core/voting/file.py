"""The file of the votes: a server opens it once, and anew where another is in its place."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from time import time
from typing import Any

from gd_core.languages import Say, english
from gd_core.voting.store import OPENING, PATIENCE, Statement, problem


def run(
    statements: Iterable[Statement], *, path: Path, kept: dict[str, Any], say: Say = english
) -> tuple[list[list[Any]], list[str]]:
    """Run statements as one transaction; return the rows of each, and a sentence where the file fails.

    Parameters
    ----------
    kept : dict
        What stays open from call to call, empty at first; two calls at once cannot share it.
    """
    now = {"now": time()}
    try:
        file = _opened(path, kept)
        return [file.execute(text, values | now).fetchall() for text, values in statements][1:-1], []
    except sqlite3.Error as error:
        _close(kept)
        return [], [problem(getattr(error, "sqlite_errorname", ""), say=say)]


def _opened(path: Path, kept: dict[str, Any]) -> sqlite3.Connection:
    """Return the file at a place: to open it for every question takes longer than the question."""
    if kept.get("mark") != _mark(path) or "file" not in kept:
        _close(kept)
        file = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        kept["file"] = file
        file.executescript(OPENING)
        kept["mark"] = _mark(path)
    return kept["file"]


def _mark(path: Path) -> tuple[int, int] | None:
    """Return by what a file is known from another that takes its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _close(kept: dict[str, Any]) -> None:
    file = kept.pop("file", None)
    kept.clear()
    if file:
        file.close()
