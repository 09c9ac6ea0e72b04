"""A learner's own points: read from a text, a file or a table, with a sentence for what cannot be read."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gd_core.inputs import shown
from gd_core.languages import Say, english
from gd_core.numbers import exact
from gd_core.own_points.cells import comma_is_for_decimals, is_number, number_in, problem_with
from gd_core.own_points.pasted import DECIDING_LINES, LONGEST_LINE, MOST_LINES, Row, Table, as_text, table_of

MOST_POINTS = 10_000
MOST_NAMED = 5  # bad lines are named up to so many, and then counted


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
    """

    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    x_name: str = "x"
    y_name: str = "y"
    columns: tuple[str, ...] = ()
    chosen: tuple[int, int] = (0, 1)
    complaints: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_points(
    text: str | bytes, x: int | None = None, y: int | None = None, *, say: Say = english
) -> OwnPoints:
    """Read points, one a line, from two columns of a text.

    Tabs separate the columns where most lines hold one, else semicolons likewise, else commas or spaces,
    whichever makes more lines hold two numbers. A comma inside a number is for decimals where neither column
    holds a decimal point and some comma in them cannot be for thousands; else such numbers are not read.

    Parameters
    ----------
    text : str or bytes
        As `gd_core.own_points.pasted` takes it: with or without a header, decoded, parted and limited there.
    x, y : int, optional
        Which columns to read, counted from 0. The first two that hold numbers where not given, or where
        the text has no such column.

    Examples
    --------
    >>> points = read_points("1; 2,5 | 2; abc | 3; 4,5".replace("|", chr(10)))
    >>> points.x, points.y, points.complaints
    ((1.0, 3.0), (2.5, 4.5), ('Line 2: “abc” is not a number.',))
    """
    plain, problem = as_text(text, say=say)
    table = table_of(plain)
    if problem or not table.rows:
        nothing = say("There is no point here yet. Write two numbers on a line, such as 1.5; 2.")
        return OwnPoints(complaints=(problem or nothing,))
    columns = _columns(table, say)
    chosen = _choose(table.rows, x, y)
    points, bad = _points_in(table.rows, chosen, say)
    n_left_out = len(table.rows) - len(points) - len(bad) + table.n_left_out
    xs, ys = tuple(x for x, _ in points), tuple(y for _, y in points)
    return OwnPoints(
        xs,
        ys,
        *_names(table, columns, chosen),
        columns=columns,
        chosen=chosen,
        complaints=_complaints(bad, len(points), n_left_out, say),
        remarks=remarks(xs, say=say),
    )


def as_text_lines(rows: Iterable[tuple[float | None, float | None]]) -> str:
    """Return the rows of a table that was edited as the text that `read_points` reads, every digit kept.

    A row with nothing in it is a blank line, so that a line has the number of its row.

    >>> as_text_lines([(1.0, 2.5), (None, None), (3e50, None)])
    '1; 2.5\\n\\n3e+50; '
    """
    cells = [[_as_cell(value) for value in row] for row in rows]
    return "\n".join("; ".join(row) if any(row) else "" for row in cells)


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


def _as_cell(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else exact(value)


def _columns(table: Table, say: Say) -> tuple[str, ...]:
    """Return what to call each column: its name in the header, cut short, or else its number."""
    n_columns = max(len(cells) for _, cells in table.rows)
    names = table.header + [""] * n_columns
    return tuple(shown(names[i]) or say("column {n}", n=i + 1) for i in range(n_columns))


def _names(table: Table, columns: tuple[str, ...], chosen: tuple[int, int]) -> tuple[str, str]:
    x, y = chosen
    named = bool(table.header) and max(chosen) < len(columns)
    return (columns[x], columns[y]) if named else ("x", "y")


def _choose(rows: list[Row], x: int | None, y: int | None) -> tuple[int, int]:
    """Return the columns asked for, or where there are none such the first others that hold numbers.

    A column holds numbers where it has at least half as many as the column that has most.
    """
    n_columns = max(len(cells) for _, cells in rows)
    counts = Counter(
        i for _, cells in rows[:DECIDING_LINES] for i, cell in enumerate(cells) if is_number(cell)
    )
    most = max(counts.values(), default=1)
    first_two = sorted(sorted(range(max(n_columns, 2)), key=lambda i: 2 * counts[i] < most)[:2])
    x, y = (i if i is not None and 0 <= i < n_columns else None for i in (x, y))
    if x is None:
        x = next(i for i in first_two if i != y)
    return x, next(i for i in first_two if i != x) if y is None else y


def _points_in(
    rows: list[Row], chosen: tuple[int, int], say: Say
) -> tuple[list[tuple[float, float]], list[str]]:
    """Return the points, and a sentence for each bad row, up to the row that makes them `MOST_POINTS`."""
    pairs = [[cells[i] if i < len(cells) else "" for i in chosen] for _, cells in rows]
    decimal_comma = comma_is_for_decimals([cell for pair in pairs for cell in pair])
    points: list[tuple[float, float]] = []
    bad = []
    for (line, cells), pair in zip(rows, pairs, strict=True):
        x, y = (number_in(cell, decimal_comma=decimal_comma) for cell in pair)
        if not (math.isnan(x) or math.isnan(y)):
            points.append((x, y))
        elif not cells:
            bad.append(say("Line {line:,} is longer than {most:,} characters.", line=line, most=LONGEST_LINE))
        else:
            name, cell = ("x", pair[0]) if math.isnan(x) else ("y", pair[1])
            bad.append(
                say("Line {line:,}: {problem}", line=line, problem=problem_with(cell, name=name, say=say))
            )
        if len(points) == MOST_POINTS:
            break
    return points, bad


def _complaints(bad: list[str], n_points: int, n_left_out: int, say: Say) -> tuple[str, ...]:
    """Return sentences for the first bad lines, for how many more there are, and for lines left out."""
    more = [_not_named(len(bad) - MOST_NAMED, say)] if len(bad) > MOST_NAMED else []
    left_out = [_left_out(n_points, n_left_out, say)] if n_left_out else []
    no_point = [] if n_points else [say("No line could be read as a point.")]
    return (*bad[:MOST_NAMED], *more, *left_out, *no_point)


def _not_named(n_lines: int, say: Say) -> str:
    if n_lines == 1:
        return say("And 1 line more could not be read.")
    return say("And {n:,} lines more could not be read.", n=n_lines)


def _left_out(n_points: int, n_lines: int, say: Say) -> str:
    """Say that lines are left out: those after the most points that are read, or after the most lines."""
    if n_points == MOST_POINTS:
        if n_lines == 1:
            return say("The first {most:,} points are read, and not the 1 line after them.", most=MOST_POINTS)
        return say(
            "The first {most:,} points are read, and not the {n:,} lines after them.",
            most=MOST_POINTS,
            n=n_lines,
        )
    if n_lines == 1:
        return say("The first {most:,} lines are read, and not the 1 line after them.", most=MOST_LINES)
    return say(
        "The first {most:,} lines are read, and not the {n:,} lines after them.", most=MOST_LINES, n=n_lines
    )
