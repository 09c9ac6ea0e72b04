"""A pasted text or an uploaded file as lines of data, without what is written around these."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from gd_core.languages import Say, english
from gd_core.numerals import is_number, tidied

MOST_BYTES = 1_000_000
NO_TEXT = (b"%PDF", b"PK\3\4", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")  # how such files begin

ADDED = re.compile(r"[\\#/:)]")  # signs of a comment, of LaTeX and of "dtype: int64"
SEPARATOR_SAID = re.compile(r"\s*\"?sep=(.)\"?\s*")  # as spreadsheets write it on the first line
ERROR_OF_A_SHEET = (
    r"#(?:N/[AD]|NV|[¡¿]?[^\W\d_][\w/]*[!?])(?!\w)|##+(?=\s*[,;\t|])"  # "#DIV/0!" is no comment
)
COMMENT = re.compile(
    rf"(?!{ERROR_OF_A_SHEET}|#\s*[,;\t|])(?:#|%|//|```|[\[(]\d+ rows?\b|(?:Name: .*)?dtype: )"
)
RULE = re.compile(r"[|+\s:]*(?:--|==|-\s*\|)[-+|:=\s]*")  # under the head of a table
LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+[^&]*")
AROUND_THE_DATA = re.compile(r"^\s*(?:\[\d+\]|\d+\)|[•*])(?=\s)|\\\\.*|\s(?:#|//)\s.*")
GROUP = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
SHAPE = re.compile(r"\.reshape\s*\([^()]*(?:\([^()]*\))?[^()]*\)")
NESTED = re.compile(r"[\[(]\s*[\[(]")
ONE_IN_BRACKETS = re.compile(r"[\[(]\s*([-+.\w]+)\s*[\])]")  # as in [[1], [2]], a column
STANDS_OUTSIDE = re.compile(r"(?<![\w.])[-+.]?\d")
NAME_BEFORE = re.compile(r"([^\W\d]\w*)[\"']?\s*(?:=|:|<-)[\w.\s(\[{]*$")
NAME_AND_NUMBERS = re.compile(r"\s*[\"']?([^\W\d][\w ]{0,40}?)[\"']?\s*(?:=|:|<-)\s*([-+.\d][^=:]*)")


class Line(NamedTuple):
    """A line of data: its number in the text, from 1, what it holds, and the name before it, if any."""

    number: int
    text: str
    name: str = ""


def as_text(data: str | bytes, *, say: Say = english) -> tuple[str, str]:
    """Return the text that was given, tidied, and "" or a sentence that says why it cannot be read.

    Bytes are UTF-8, or UTF-16 where they begin by saying so, as those of spreadsheets may, or else as Windows
    writes them.
    """
    if isinstance(data, bytes) and data.startswith(NO_TEXT):
        return "", _not_text(say)
    if len(data) > MOST_BYTES:
        return "", _too_much(data, say)
    text = data if isinstance(data, str) else _decoded(data)
    if "\0" in text:
        return "", _not_text(say)
    return tidied(text), ""


def _not_text(say: Say) -> str:
    return say("This is not a text file. In a spreadsheet, save the table as CSV and choose that file.")


def _too_much(data: str | bytes, say: Say) -> str:
    size = {"n": len(data), "most": MOST_BYTES}
    if isinstance(data, bytes):
        return say(
            "This is too much to read: {n:,} bytes, and at most {most:,} are allowed. Keep some of the "
            "lines.",
            **size,
        )
    return say(
        "This is too much to read: {n:,} characters, and at most {most:,} are allowed. Keep some of the "
        "lines.",
        **size,
    )


def _decoded(data: bytes) -> str:
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if utf_16 else "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def lines_of(text: str) -> tuple[list[Line], str]:
    """Return the lines of data in a tidied text, and the separator that it says it has, or "".

    Blank lines, comments and rules are left out. What stands in brackets, as programs write points and rows,
    is a line of its own; a name before it, as in ``x = [1, 2, 3]`` and ``x: 1 2 3``, is kept.

    >>> lines_of("# mine|points = [(1, 2), (3, 4)]".replace("|", chr(10)))[0]
    [Line(number=2, text='1, 2', name=''), Line(number=2, text='3, 4', name='')]
    >>> lines_of("x: 1 2 3|y: 2 3 5".replace("|", chr(10)))[0]
    [Line(number=1, text='1 2 3', name='x'), Line(number=2, text='2 3 5', name='y')]
    """
    texts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    said = SEPARATOR_SAID.fullmatch(texts[0])
    lines = [
        Line(number, kept)
        for number, line in enumerate(texts, start=1)
        if not (said and number == 1) and (kept := _without_remarks(line))
    ]
    return _with_names_of_all(list(_in_brackets(lines)) or _named(lines)), said[1] if said else ""


def _without_remarks(line: str) -> str:
    """Return a line without a comment and what LaTeX adds; "" where nothing else is in it."""
    start = line.lstrip()
    if start[:1].isalnum() and not ADDED.search(start):
        return line
    if not start or COMMENT.match(start) or RULE.fullmatch(start) or LATEX_COMMAND.fullmatch(start):
        return ""
    return AROUND_THE_DATA.sub("", line) if '"' not in line else line


def _in_brackets(lines: list[Line]) -> Iterator[Line]:
    """Yield what stands in the innermost brackets; nothing where a number stands outside of them."""
    text = SHAPE.sub("", "\n".join(line.text for line in lines))
    if NESTED.search(text):
        text = ONE_IN_BRACKETS.sub(r" \1 ", text)
    if not GROUP.search(text) or STANDS_OUTSIDE.search(GROUP.sub("", text)):
        return
    n_lines, end = 0, 0
    for group in GROUP.finditer(text):
        n_lines += text.count("\n", end, group.start())
        name = NAME_BEFORE.search(text[max(end, group.start() - 100) : group.start()])
        for part in _parts_of(group[1].replace("\n", " ")):
            yield Line(lines[n_lines].number, part.strip(), name[1] if name else "")
        n_lines, end = n_lines + group[0].count("\n"), group.end()


def _parts_of(group: str) -> list[str]:
    """Return what is in brackets, or its rows where each has several cells, as in ``[1 2; 3 4]``."""
    if not re.search(r"[\d,]", group):
        return []
    parts = group.split(";")
    are_rows = all(len(part.split()) > 1 for part in parts) and not all(map(is_number, map(str.strip, parts)))
    return parts if are_rows else [group]


def _named(lines: list[Line]) -> list[Line]:
    """Return the lines with the names before their numbers, where every line has one."""
    named = []
    for line in lines:
        found = NAME_AND_NUMBERS.fullmatch(line.text)
        if not found:
            return lines
        named.append(Line(line.number, found[2], found[1]))
    return named if len(named) > 1 else lines


def _with_names_of_all(lines: list[Line]) -> list[Line]:
    """Return the lines without their names, unless each has one of its own."""
    names = {line.name for line in lines}
    if names == {""} or ("" not in names and len(names) == len(lines)):
        return lines
    return [line._replace(name="") for line in lines]
