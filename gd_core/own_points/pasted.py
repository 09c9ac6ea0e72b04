"""A pasted text or an uploaded file, parted into lines and cells; what the cells say is not read here."""

import codecs
import csv
import re
from dataclasses import dataclass

from gd_core.languages import Say, english
from gd_core.own_points.cells import is_number

MOST_BYTES = 1_000_000
MOST_LINES = 20_000
LONGEST_LINE = 10_000  # characters
MOST_COLUMNS = 50
DECIDING_LINES = 100  # the first so many decide what separates the columns

NO_NAMES = {"", "na", "n/a", "nan", "null", "none", "inf", "-inf", "+inf", "infinity", "-infinity"}

Row = tuple[int, list[str]]  # the number of the line in the text, from 1, and its cells


@dataclass(frozen=True)
class Table:
    """Lines and cells.

    Attributes
    ----------
    header : list of str
        The names of the columns; empty where the text gives none.
    rows : list of Row
        Lines of data, with at most `MOST_COLUMNS` cells; a line longer than `LONGEST_LINE` has none.
    n_left_out : int
        How many lines of data there are after the first `MOST_LINES`.
    """

    header: list[str]
    rows: list[Row]
    n_left_out: int


def as_text(data: str | bytes, *, say: Say = english) -> tuple[str, str]:
    """Return the text that was given, and "" or a sentence that says why it cannot be read.

    Bytes are UTF-8, or UTF-16 where they begin by saying so, as those of spreadsheets may, or else Latin-1.
    """
    if len(data) > MOST_BYTES:
        return "", _too_much(data, say)
    text = data if isinstance(data, str) else _decoded(data)
    if "\0" in text:
        return "", say(
            "This is not a text file. In a spreadsheet, save the table as CSV and choose that file."
        )
    return text.removeprefix("\ufeff").replace("−", "-"), ""


def _too_much(data: str | bytes, say: Say) -> str:
    if isinstance(data, bytes):
        return say(
            "This is too much to read: {n:,} bytes, and at most {most:,} are allowed.",
            n=len(data),
            most=MOST_BYTES,
        )
    return say(
        "This is too much to read: {n:,} characters, and at most {most:,} are allowed.",
        n=len(data),
        most=MOST_BYTES,
    )


def _decoded(data: bytes) -> str:
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf_16 else "utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def table_of(text: str) -> Table:
    """Part a text into rows and cells, by one separator.

    Blank lines, and lines that begin with #, are skipped. The first line left is a header where it holds
    words and no number.
    """
    numbered = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    lines = [(number, line) for number, line in numbered if (text := line.lstrip()) and text[0] != "#"]
    separator = separator_of([line for _, line in lines[:DECIDING_LINES]])
    rows = [(number, cells_of(line, separator)) for number, line in lines[:MOST_LINES]]
    header = rows.pop(0)[1] if rows and _is_header(rows[0][1]) else []
    if separator == " " and rows and len(header) != len(rows[0][1]):
        header = []  # names of several words cannot be told apart
    return Table(header, rows, max(len(lines) - MOST_LINES, 0))


def separator_of(lines: list[str]) -> str:
    """Return what separates the cells of these lines: a tab, a semicolon, a comma or spaces.

    It is a tab where more than half of the lines hold one, else a semicolon likewise. Else it is the comma or
    spaces, whichever makes more lines hold two numbers; if as many do, whichever leaves fewer other cells.
    """
    for separator in "\t;":
        if 2 * sum(separator in line for line in lines) > len(lines):
            return separator
    return max(", ", key=lambda separator: _how_well(lines, separator))


def _how_well(lines: list[str], separator: str) -> tuple[int, int]:
    """Return how many lines hold two numbers, and, less than 0, how many other cells those lines have."""
    parted = [[is_number(cell) for cell in cells_of(line, separator)] for line in lines]
    good = [numbers for numbers in parted if sum(numbers) >= 2]
    return len(good), -sum(numbers.count(False) for numbers in good)


def cells_of(line: str, separator: str) -> list[str]:
    """Return the first cells of a line without blanks and quotation marks around them; none if it is long."""
    if len(line) > LONGEST_LINE:
        return []
    if separator == " ":
        cells = [cell.strip('"') for cell in line.split(maxsplit=MOST_COLUMNS)]
    elif '"' in line:
        cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    else:
        cells = line.split(separator, MOST_COLUMNS)
    return [cell.strip() for cell in cells[:MOST_COLUMNS]]


def _is_header(cells: list[str]) -> bool:
    words = [cell for cell in cells if cell.lower() not in NO_NAMES]
    numbers = [cell for cell in cells if is_number(cell)]
    return bool(words) and not numbers and all(re.search(r"[^\W\d_]", word) for word in words)
