"""Which cells of a table are x and y: two columns, or two rows; where it could be others, these too."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from gd_core.own_points.cells import is_number
from gd_core.own_points.parting import DECIDING_LINES
from gd_core.own_points.table import Table, counts, first_column

MOST_ROWS_TURNED = 8
NAMES_OF_ROW_NUMBERS = {"id", "index", "no", "no.", "nr", "nr.", "nº", "n", "#", "row", "obs"}


def with_turned(table: Table) -> list[Table]:
    """Return a table, or, where it may have x and y as two rows, both ways, the likelier first.

    >>> [one.rows for one in with_turned(Table([], [(1, ["1", "2", "3"]), (2, ["2", "4", "5"])]))][0]
    [(1, ['1', '2']), (2, ['2', '4']), (3, ['3', '5'])]
    >>> with_turned(Table([], [(1, ["y", "1", "2", "3"]), (2, ["x", "2", "4", "5"])]))[0].header
    ['x', 'y']
    """
    rows = [cells for _, cells in table.rows[: MOST_ROWS_TURNED + 1]]
    named = all(cells and cells[0] and not is_number(cells[0]) for cells in rows)
    if not 2 <= len(rows) <= (MOST_ROWS_TURNED if named else 2) or table.header[:1] == [""]:
        return [table]
    if not named:
        turned = _turned([], rows)
        return [table] if table.header or turned is None or len(turned.rows) < 3 else [turned, table]
    rows.sort(key=lambda cells: "xy".find(cells[0].lower()) % 3)
    turned = _turned([cells[0] for cells in rows], [cells[1:] for cells in rows])
    if turned is None or len(turned.rows) < len(rows):
        return [table]
    are_few, of_x = len(turned.rows) < 3, [name.lower() for name in turned.header[:2]] == ["x", "y"]
    if of_x:
        return [turned, table] if are_few else [turned]
    if table.header and are_few:
        return [table]
    return [table, turned] if table.header or are_few or len(rows) > 2 else [turned, table]


def _turned(names: list[str], rows: Sequence[Sequence[str]]) -> Table | None:
    """Return rows as columns; None where one of these then holds no number."""
    pairs = [list(pair) for pair in zip_longest(*rows, fillvalue="")]
    if not all(any(map(is_number, pair)) for pair in pairs):
        return None
    return Table(names, list(enumerate(pairs, start=1)), is_turned=True)


def choices_of(table: Table) -> list[tuple[int, int]]:
    """Return which columns may be x and y, the likeliest first: the first two that hold numbers.

    A column that numbers the rows comes only after others. A column holds numbers where it has at least half
    as many as the column that has most.
    """
    n_columns = max(len(cells) for _, cells in table.rows)
    rows = [cells for _, cells in table.rows[:DECIDING_LINES]]
    found = Counter(i for cells in rows for i, cell in enumerate(cells) if is_number(cell))
    most = max(found.values(), default=1)
    x, y, *others = sorted(range(max(n_columns, 2)), key=lambda i: 2 * found[i] < most)
    if others and x == 0 and 2 * found[others[0]] >= most and _may_number_the_rows(table):
        return [(y, others[0]), (x, y)]
    return [(min(x, y), max(x, y))]


def _may_number_the_rows(table: Table) -> bool:
    cells = first_column(table.rows)
    if not table.header:
        return len(cells) > 2 and counts(cells, by=1)
    if name := table.header[0].lower():
        return name in NAMES_OF_ROW_NUMBERS and counts(cells)
    return all(cell.isdecimal() for cell in cells)
