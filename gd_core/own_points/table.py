"""Lines as a table of cells under the names of its columns; what the cells say is not read here."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from gd_core.own_points.cells import is_number, number_in
from gd_core.own_points.parting import DECIDING_LINES, cells_of, in_two
from gd_core.own_points.pasted import ERROR_OF_A_SHEET, Line

MOST_LINES = 20_000
NO_NAMES = {"", "na", "n/a", "nan", "null", "none", "inf", "-inf", "+inf", "infinity", "-infinity"}
NAMES_OF_NONE = {"", "unnamed: 0", "rownames"}  # of a column, as programs write out what has no name

Row = tuple[int, list[str]]  # the number of the line in the text, from 1, and its cells


@dataclass(frozen=True)
class Table:
    """Lines and cells.

    Attributes
    ----------
    header : list of str
        The names of the columns; empty where the text gives none.
    rows : list of Row
        Lines of data; one that is too long to be parted has no cells.
    n_left_out : int
        How many lines of data there are after the first `MOST_LINES`.
    is_turned : bool
        Whether the text has x and y as two rows; the number of a line is then that of a pair.
    """

    header: list[str]
    rows: list[Row]
    n_left_out: int = 0
    is_turned: bool = False


def table_of(lines: Sequence[Line], separator: str) -> Table:
    """Part lines into cells; one that holds no number then, and two if it is parted by itself, has these.

    >>> table_of([Line(1, "My flat"), Line(2, "size;price"), Line(3, "850;210")], ";")
    Table(header=['size', 'price'], rows=[(3, ['850', '210'])], n_left_out=0, is_turned=False)
    """
    in_words = separator.isspace() and separator != "\t"
    rows = [(line.number, _cells(line, separator)) for line in lines[:MOST_LINES]]
    if in_words:
        rows = [(line, _with_first_words_as_one(cells)) for line, cells in rows]
    header, rows = _without_head(rows, in_words=in_words)
    if separator == ",":
        rows = _with_unclear_commas(header, rows)
    return Table(*_without_columns_of_nothing(header, rows), max(len(lines) - MOST_LINES, 0))


def _cells(line: Line, separator: str) -> list[str]:
    cells = cells_of(line.text, separator)
    if len(cells) < 3 and not line.name and not any(map(is_number, cells)) and re.search(r"\d", line.text):
        cells = in_two(line.text) or cells
    return [line.name, *cells] if line.name else cells


def _with_first_words_as_one(cells: list[str]) -> list[str]:
    first = next((i for i, cell in enumerate(cells) if is_number(cell)), 0)
    return [" ".join(cells[:first]), *cells[first:]] if first > 1 else cells


def _without_head(rows: list[Row], *, in_words: bool) -> tuple[list[str], list[Row]]:
    """Return the names of the columns and the rows of data: what stands before the names is a title."""
    n_numbers = [sum(map(is_number, cells)) for _, cells in rows[:DECIDING_LINES]]
    most = min(max(n_numbers, default=0), 2)
    start = next(i for i, n in enumerate(n_numbers) if n >= most) if most else min(len(rows), 1)
    good = [cells for (_, cells), n in zip(rows, n_numbers, strict=False) if n >= most]
    heads = {i: rows[i][1] for i in range(start) if _are_names(rows[i][1])}
    if in_words:  # a head may be set closer than the numbers
        heads |= {
            i: " ".join(cells).split() for i, cells in heads.items() if len(cells) < _usual_width(good) - 1
        }
    fitting = [i for i, names in heads.items() if _fit(names, good, in_words=in_words)]
    if not fitting:
        return [], [row for i, row in enumerate(rows) if i not in heads]
    head = max(fitting, key=lambda i: _n_filled(heads[i]))
    below = [row for i, row in enumerate(rows) if i > head and (i not in heads or _n_filled(row[1]) > 1)]
    names, is_short = heads[head], len(heads[head]) < min(map(len, good))
    return (["", *names], _with_ends(below, len(names))) if is_short else (names, below)


def _are_names(cells: list[str]) -> bool:
    words = [cell for cell in cells if cell.lower() not in NO_NAMES]
    are_words = all(
        re.search(r"[^\W\d_]|^[#€$£%]$", word) and not re.match(ERROR_OF_A_SHEET, word) for word in words
    )
    begin_as_numbers = all(re.match(r"[-+]?\d", word) for word in words)  # as "5 cm" does
    return are_words and not begin_as_numbers and not any(map(is_number, cells))


def _fit(names: list[str], rows: list[list[str]], *, in_words: bool) -> bool:
    """Tell whether names are those of columns, and not a title, or words where spaces part the columns.

    Where every row has a cell more, the first column has no name: it is of words, or numbers the rows.
    """
    width, n_names = _usual_width(rows), len(names)
    if n_names == width:
        return True
    if _n_filled(names) < 2:
        return False
    if n_names < min(map(len, rows)):
        ends_in_numbers = _mostly(all(map(is_number, cells[-n_names:])) for cells in rows)
        begins_with_words = _mostly(not all(map(is_number, cells[:-n_names])) for cells in rows)
        return ends_in_numbers and (n_names == width - 1 or begins_with_words)
    return not in_words and (n_names > width or n_names in map(len, rows))


def _with_ends(rows: list[Row], n_names: int) -> list[Row]:
    """Return rows in which the words before the cells that have names are one cell."""

    def aligned(cells: list[str]) -> list[str]:
        if len(cells) <= n_names + 1 or is_number(cells[0]):
            return cells
        return [" ".join(cells[:-n_names]), *cells[-n_names:]]

    return [(line, aligned(cells)) for line, cells in rows]


def _with_unclear_commas(header: list[str], rows: list[Row]) -> list[Row]:
    """Return rows in which more than two numbers, where there are two columns, are one cell again."""
    n_columns = len(header) or _usual_width(cells for _, cells in rows)
    return [
        (line, [",".join(cells)] if n_columns == 2 < len(cells) and all(map(is_number, cells)) else cells)
        for line, cells in rows
    ]


def _without_columns_of_nothing(header: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Leave out columns without a name and a cell, and a first one without a name that counts the rows."""
    width = max((len(cells) for _, cells in rows), default=0)
    columns = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
    names = [*header, *[""] * (width - len(header))]
    kept = [i for i in range(width) if names[i] or any(columns[i])]
    others = [i for i in kept[1:] if any(map(is_number, columns[i][:DECIDING_LINES]))]
    if (
        header
        and width
        and names[0].lower() in NAMES_OF_NONE
        and len(others) > 1
        and counts(first_column(rows))
    ):
        kept = kept[1:]
    if len(kept) == width:
        return header, rows
    left = [(line, [cells[i] for i in kept if i < len(cells)]) for line, cells in rows]
    return [names[i] for i in kept if header], left


def first_column(rows: Sequence[Row]) -> list[str]:
    """Return the first cells of the first rows that hold other numbers."""
    return [cells[0] for _, cells in rows[:DECIDING_LINES] if any(map(is_number, cells[1:]))]


def counts(cells: Sequence[str], by: float = math.inf) -> bool:
    """Tell whether cells go up from 0 or 1 in whole numbers, by at most so many.

    >>> counts(["1", "2", "4"]), counts(["1", "2", "4"], by=1), counts(["2", "3"])
    (True, False, False)
    """
    numbers = [number_in(cell) for cell in cells]
    steps = [after - before for before, after in pairwise(numbers)]
    whole = all(number.is_integer() for number in numbers)
    return whole and numbers[:1] in ([0], [1]) and all(0 < step <= by for step in steps)


def _usual_width(rows: Iterable[list[str]]) -> int:
    return max(Counter(map(len, rows)).items(), key=lambda item: item[1], default=(0, 0))[0]


def _n_filled(cells: list[str]) -> int:
    return sum(map(bool, cells))


def _mostly(answers: Iterable[bool]) -> bool:
    answers = list(answers)
    return 2 * sum(answers) > len(answers)
