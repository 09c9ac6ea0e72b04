"""Whatever is pasted or uploaded, as text or as bytes, gives points that can be run, or a sentence."""

import codecs
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import numerals
from gd_core.own_points import parting
from gd_core.own_points.complaints import MOST_POINTS
from gd_core.own_points.link import from_link, to_link
from gd_core.own_points.reading import read_points
from tests.fuzz.anything import TROUBLE, looking, some_points, texts, values

SEPARATORS = ["\t", ";", ",", " ", "; ", ", ", "  ", "|", ":", "\u00a0", "\u3000", ";;", ",\t"]
NEWLINES = ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x85"]
CODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp437"]
ODD = [
    "=1+1",
    "@SUM(A1:A2)",
    "+1",
    "-1",
    "1e300",
    "1e-300",
    "1e51",
    "inf",
    "nan",
    "NaN",
    "1,5",
    "1.5",
    "1,500",
]

some_cells = st.one_of(
    st.sampled_from(ODD + TROUBLE[:40]),
    texts,
    values.map(repr),
    values.map(lambda value: repr(value).replace(".", ",")),
    values.map(lambda value: f'"{value}"'),
    values.map(lambda value: f"${value:,.2f} €" if abs(value) < 1e9 else repr(value)),
)


@st.composite
def tables(draw) -> str:
    """Return lines of cells, mostly by one separator and mostly of two columns."""
    separators = draw(st.lists(st.sampled_from(SEPARATORS), min_size=1, max_size=2))
    n_columns = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(some_cells, min_size=n_columns, max_size=n_columns), max_size=8))
    lines = [draw(st.sampled_from(separators)).join(row) for row in rows]
    return draw(st.sampled_from(NEWLINES)).join(lines * draw(st.sampled_from([1, 1, 1, 30])))


@st.composite
def files(draw) -> bytes:
    """Return bytes: noise, or a table in a coding that may be another than it seems, or cut in two."""
    if draw(st.booleans()):
        return draw(st.binary(max_size=300))
    data = draw(tables()).encode(draw(st.sampled_from(CODINGS)), errors="replace")
    start, end = draw(st.sampled_from([(0, None), (0, -1), (1, None), (3, None)]))
    return draw(st.sampled_from([b"", b"", b"\xff\xfe", b"\xfe\xff", codecs.BOM_UTF8])) + data[start:end]


def assert_points_or_a_sentence(data, *columns):
    read = read_points(data, *columns)
    assert read.x or read.complaints
    assert len(read.x) == len(read.y) <= MOST_POINTS
    assert all(value == 0 or 1e-50 <= abs(value) <= 1e50 for value in read.x + read.y)  # and so finite
    words = [*read.complaints, *read.remarks, *read.columns, read.x_name, read.y_name]
    assert all(word.isprintable() and 0 < len(word) < 200 for word in words)
    assert len(read.complaints) <= 8
    assert len(read.columns) <= parting.MOST_COLUMNS
    return read


@looking(400)
@given(tables() | texts)
def test_a_text_gives_points_or_a_sentence(text):
    assert_points_or_a_sentence(text)


@looking(400)
@given(files())
def test_a_file_gives_points_or_a_sentence(data):
    assert_points_or_a_sentence(data)


@looking(150)
@given(tables(), st.integers(-3, 70), st.integers(-3, 70))
def test_any_choice_of_columns_gives_points_or_a_sentence(text, x, y):
    assert_points_or_a_sentence(text, x, y)


@looking(150)
@given(some_points(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]), st.sampled_from(";\t "))
def test_a_file_in_a_coding_that_spreadsheets_write_is_read_exactly(points, coding, separator):
    lines = [f"{x!r}{separator}{y!r}" for x, y in zip(*points, strict=True)]
    read = read_points("\r\n".join(lines).encode(coding))
    assert ((read.x, read.y), read.complaints) == (points, ())


@looking(200)
@given(texts | st.lists(st.sampled_from([*"xy-.e0123456789", "nan", "1e60"]), max_size=12).map("".join))
def test_points_in_a_link_are_points_that_the_link_gives_back_or_a_sentence(text):
    read = from_link(text)
    assert bool(read.x) != bool(read.complaints)
    assert all(math.isfinite(value) for value in read.x + read.y)
    if read.x and (again := to_link(read)):
        assert (from_link(again).x, from_link(again).y) == (read.x, read.y)


@pytest.mark.parametrize("line", ["1;2", "=1+1;2", '"1";"2"', "1,5 2,5", "a" * 9, ";" * 9, "1 2 3 4 5 6 7 8"])
def test_twice_as_many_lines_take_at_most_twice_the_work(line, monkeypatch):
    """Count the characters that are looked at for a number."""

    def work(n_lines):
        looked_at = []

        class Counting:
            def __init__(self, written):
                self.written = written

            def fullmatch(self, text):
                looked_at.append(len(text))
                return self.written.fullmatch(text)

        counting = {decimal: Counting(written) for decimal, written in numerals.WRITTEN.items()}
        with monkeypatch.context() as patched:
            patched.setattr(numerals, "WRITTEN", counting)
            read_points("\n".join([line] * n_lines))
        return sum(looked_at)

    assert work(8_000) <= 2 * work(4_000) <= 2 * 16 * 4_000 * (len(line) + 1)
