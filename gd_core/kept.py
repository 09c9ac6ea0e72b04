"""What follows from a frozen record alone, and is kept with it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Record = TypeVar("Record")
Found = TypeVar("Found")


def kept_with_it(find: Callable[[Record], Found]) -> Callable[[Record], Found]:
    """Let a function find what it does once for each record; what it returns must not be changed."""

    @wraps(find)
    def found(record: Record) -> Found:
        kept, name = vars(record), f"{find.__module__}.{find.__name__}"
        if name not in kept:
            kept[name] = find(record)
        return kept[name]

    return found
