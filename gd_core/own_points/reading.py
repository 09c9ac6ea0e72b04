"""A learner's own points: read from a text, a file or a table, with a sentence for what cannot be read."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from gd_core.complaints import shown
from gd_core.languages import Say, english
from gd_core.numbers import exact
from gd_core.numerals import is_unclear, tidied
from gd_core.own_points.cells import is_fraction, number_in, problem_with, problem_with_unit, unit_of
from gd_core.own_points.columns import with_turned
from gd_core.own_points.complaints import MOST_POINTS, complaints_of
from gd_core.own_points.parting import LONGEST_LINE, separators_of
from gd_core.own_points.pasted import as_text, lines_of
from gd_core.own_points.table import MOST_LINES, Table, table_of
from gd_core.own_points.units import CURRENCIES
from gd_core.own_points.ways import numbers_in, told_apart, ways_of


@dataclass(frozen=True)
class OwnPoints:
    """The points that were read, in the order given, and what there is to say of them.

    Attributes
    ----------
    x, y : tuple of float
        Equally long; both empty where no point could be read.
    x_name, y_name : str
        From the header, cut short, or "x" and "y". They are the learner's words: show them as plain text.
    columns : tuple of str
        What the columns that were found are called.
    chosen : (int, int)
        Which of them x and y are.
    complaints : tuple of str
        A sentence for each thing that was not read; it may quote the learner's words.
    remarks : tuple of str
        A sentence for what these points cannot decide.
    readings : tuple of (str, str)
        Of each way in which the text may be meant, where there is more than one: what to ask for to have it
        read so, and points by which it is told from the others. The first remark then says so.
    reading : str
        Which of them it is.
    """

    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    x_name: str = "x"
    y_name: str = "y"
    columns: tuple[str, ...] = ()
    chosen: tuple[int, int] = (0, 1)
    complaints: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    reading: str = ""


def read_points(
    text: str | bytes, x: int | None = None, y: int | None = None, reading: str = "", *, say: Say = english
) -> OwnPoints:
    """Read points from a text: from two columns, or from two rows.

    Parameters
    ----------
    text : str or bytes
        As `gd_core.own_points.pasted` takes it; parted by `parting`, under names by `table`.
    x, y : int, optional
        Which columns to read, counted from 0. The first two that hold numbers where not given, or where
        the text has no such column.
    reading : str
        Which of the `readings`, if there are several; the likeliest where it is none of them.

    Examples
    --------
    >>> points = read_points("1; 2,5 | 2; abc | 3; 4,5".replace("|", chr(10)))
    >>> points.x, points.y, points.complaints
    ((1.0, 3.0), (2.5, 4.5), ('Line 2: “abc” is not a number.',))
    >>> [points for _, points in read_points("1.850; 210.000").readings]
    ['(1.85, 210)', '(1850, 210000)']
    """
    plain, problem = as_text(text, say=say)
    lines, said = lines_of(plain)
    first, *others = (table_of(lines, separator) for separator in separators_of(lines, said))
    tables = [table for table in (*with_turned(first), *others) if table.rows]
    if problem or not tables:
        nothing = say("There is no point here yet. Write two numbers on a line, such as 1.5; 2.")
        return OwnPoints(complaints=(problem or nothing,))
    return _read(tables, x, y, reading, say)


def read_cells(rows: Iterable[Sequence[str | None]], reading: str = "", *, say: Say = english) -> OwnPoints:
    """Read points from the rows of a table that was edited; a row with nothing in it is none.

    >>> read_cells([("1", "2,5"), (None, None), ("3", None)]).complaints
    ('Line 3: y is missing.',)
    """
    cells = [[tidied(cell or "").strip() for cell in row] for row in rows]
    kept = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    table = Table([], kept[:MOST_LINES], max(len(kept) - MOST_LINES, 0))
    return _read([table], 0, 1, reading, say) if kept else read_points("", say=say)


def as_table(points: OwnPoints) -> pd.DataFrame:
    """Return points as rows of texts that `read_cells` reads as just these."""
    return pd.DataFrame({"x": map(as_cell, points.x), "y": map(as_cell, points.y)}, dtype=str)


def as_cell(number: float) -> str:
    """Return a number so that it is read as just this one, whatever stands beside it.

    >>> as_cell(1.85), as_cell(1.125)
    ('1.85', '1.1250')
    """
    text = exact(number)
    return f"{text}0" if is_unclear(text) else text


def _read(tables: list[Table], x: int | None, y: int | None, reading: str, say: Say) -> OwnPoints:
    """Read points in the way that is asked for, of all in which the tables may be meant."""
    ways = ways_of(tables, x, y)
    readings = told_apart(ways, say=say)
    table, chosen, pairs, signs = ways[reading if reading in ways else next(iter(ways))]
    points, bad = _points_in(table, pairs, signs, say)
    n_left_out = len(table.rows) - len(points) - len(bad) + table.n_left_out
    xs, ys = tuple(x for x, _ in points), tuple(y for _, y in points)
    columns = _columns(table, say)
    return OwnPoints(
        xs,
        ys,
        *_names(table, columns, chosen),
        columns=columns,
        chosen=chosen,
        complaints=complaints_of(bad, len(points), n_left_out, say),
        remarks=(
            *_of_readings(readings, reading, say),
            *_of_fractions(pairs, say),
            *_of_units(pairs, signs, say),
            *remarks(xs, say=say),
        ),
        readings=readings,
        reading=reading if reading in dict(readings) else readings[0][0] if readings else "",
    )


def _of_readings(readings: tuple[tuple[str, str], ...], reading: str, say: Say) -> list[str]:
    if not readings:
        return []
    points = dict(readings).get(reading, readings[0][1])
    return [say("This can be meant in more than one way; it is read as {points}.", points=points)]


def _of_fractions(pairs: list[list[str]], say: Say) -> list[str]:
    """Say of the first fraction, which could be a date, how it is read."""
    cell = next((cell for pair in pairs for cell in pair if is_fraction(cell)), "")
    return [say("“{cell}” is read as a fraction.", cell=shown(cell))] if cell else []


def _of_units(pairs: list[list[str]], signs: tuple[str, ...], say: Say) -> list[str]:
    """Say of the first number with a unit in each column that it is read without; of money this is clear."""
    firsts = [(cell, sign) for cell, sign in zip(_with_units(pairs), signs, strict=True) if cell]
    return [
        say("“{cell}” is read as {number}.", cell=shown(cell), number=exact(number_in(cell, decimal=sign)))
        for cell, sign in firsts
        if unit_of(cell) not in CURRENCIES
    ]


def _with_units(pairs: list[list[str]]) -> list[str]:
    """Return the first cell with a unit in each column, "" where there is none."""
    return [next(filter(unit_of, column), "") for column in zip(*pairs, strict=True)]


def remarks(x: Sequence[float], *, say: Say = english) -> tuple[str, ...]:
    """Say what points with these x cannot decide, if there is such a thing."""
    if len(x) == 1:
        one_point = say(
            "There is one point: infinitely many lines pass through it, and all of them have the least "
            "loss, 0."
        )
        return (one_point,)
    if x and min(x) == max(x):
        one_x = say(
            "All x are equal, so these points cannot tell the slope: infinitely many lines fit equally well."
        )
        return (one_x,)
    return ()


def _columns(table: Table, say: Say) -> tuple[str, ...]:
    """Return what to call each column: its name in the header, cut short, or else its number."""
    n_columns = max(len(cells) for _, cells in table.rows)
    names = table.header + [""] * n_columns
    return tuple(shown(names[i]) or say("column {n}", n=i + 1) for i in range(n_columns))


def _names(table: Table, columns: tuple[str, ...], chosen: tuple[int, int]) -> tuple[str, str]:
    x, y = chosen
    named = bool(table.header) and max(chosen) < len(columns)
    return (columns[x], columns[y]) if named else ("x", "y")


def _points_in(
    table: Table, pairs: list[list[str]], signs: tuple[str, ...], say: Say
) -> tuple[list[tuple[float, float]], list[str]]:
    """Return the points, and a sentence for each bad row, up to the row that makes them `MOST_POINTS`."""
    points: list[tuple[float, float]] = []
    bad, firsts = [], _with_units(pairs)
    for (line, cells), pair in zip(table.rows, pairs, strict=True):
        x, y = numbers_in(pair, signs)
        if not cells:
            bad.append(say("Line {line:,} is longer than {most:,} characters.", line=line, most=LONGEST_LINE))
        elif problem := _problem_with(pair, (x, y), firsts, say):
            where = say("Pair {n:,}", n=line) if table.is_turned else say("Line {n:,}", n=line)
            bad.append(f"{where}: {problem}")
        else:
            points.append((x, y))
        if len(points) == MOST_POINTS:
            break
    return points, bad


def _problem_with(pair: list[str], numbers: tuple[float, float], firsts: list[str], say: Say) -> str:
    """Say what keeps two cells from being a point; return "" where nothing does."""
    for name, cell, number in zip("xy", pair, numbers, strict=True):
        if math.isnan(number):
            return problem_with(cell, name=name, say=say)
    told = (problem_with_unit(cell, first, say=say) for cell, first in zip(pair, firsts, strict=True))
    return next(filter(None, told), "")
