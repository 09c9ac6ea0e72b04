"""In which ways a text may be meant: which cells are x and y, and what their signs are for."""

import math
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from gd_core.languages import Say, english
from gd_core.numbers import exact
from gd_core.own_points.cells import number_in, ways_to_read
from gd_core.own_points.columns import choices_of
from gd_core.own_points.table import Table

MOST_READINGS = 4


class Way(NamedTuple):
    """One way: the columns of x and y, their cells in each row, and the sign for decimals in each column."""

    table: Table
    chosen: tuple[int, int]
    pairs: list[list[str]]
    signs: tuple[str, ...]


def ways_of(tables: Iterable[Table], x: int | None, y: int | None) -> dict[str, Way]:
    """Return the ways in which tables may be meant, the likeliest first, by what to ask for to have one.

    >>> [way.signs for way in ways_of([Table([], [(1, ["1.850", "2.500"])])], None, None).values()]
    [('.', '.'), (',', ',')]
    """
    ways: dict[str, Way] = {}
    for t, table in enumerate(tables):
        for n, choice in enumerate(choices_of(table)):
            chosen = _asked(choice, x, y, max(len(cells) for _, cells in table.rows))
            pairs = [[cells[i] if i < len(cells) else "" for i in chosen] for _, cells in table.rows]
            for signs in ways_to_read([*zip(*pairs, strict=True)]):
                ways[f"{t}{n}{signs[0]}"] = Way(table, chosen, pairs, signs)
    return ways


def _asked(choice: tuple[int, int], x: int | None, y: int | None, n_columns: int) -> tuple[int, int]:
    """Return the columns asked for, or where there are none such the first others of a choice."""
    x, y = (i if i is not None and 0 <= i < n_columns else None for i in (x, y))
    if x is None:
        x = next(i for i in choice if i != y)
    return x, next(i for i in choice if i != x) if y is None else y


def numbers_in(pair: Sequence[str], signs: Sequence[str]) -> tuple[float, float]:
    """Return the numbers in the cells of x and y, NaN where there is none."""
    x, y = (number_in(cell, decimal=sign) for cell, sign in zip(pair, signs, strict=True))
    return x, y


def told_apart(ways: dict[str, Way], *, say: Say = english) -> tuple[tuple[str, str], ...]:
    """Return the ways that give points, each other ones, and the first points that differ."""
    found: dict[str, list[tuple[float, float]]] = {}
    for name, way in ways.items() if len(ways) > 1 else ():
        numbers = (numbers_in(pair, way.signs) for pair in way.pairs)
        points = [point for point in numbers if not any(map(math.isnan, point))]
        if points and points not in found.values():
            found[name] = points
    if len(found) < 2:
        return ()
    same = next(i for i, at in enumerate(zip_longest(*found.values())) if len(set(at)) > 1)
    of_one_size = len({*map(len, found.values())}) == 1
    return tuple(
        (name, _first_points(points, same if of_one_size else 0, say, counted=not of_one_size))
        for name, points in [*found.items()][:MOST_READINGS]
    )


def _first_points(points: list[tuple[float, float]], start: int, say: Say, *, counted: bool) -> str:
    shown = [f"({exact(x)}, {exact(y)})" for x, y in points[start : start + 2]]
    listed = ", ".join(["…"] * (start > 0) + shown + ["…"] * (len(points) > start + 2))
    return say("{points}: {n:,} in all", points=listed, n=len(points)) if counted else listed
