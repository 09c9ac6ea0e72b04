"""Points written down as people and programs write them are read back exactly, or are among the readings."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from gd_core.own_points.reading import read_cells, read_points
from tests.fuzz.anything import looking

MINUS = ["-", "−", "–", "‑"]
GROUPS = {".": ["", ",", " ", "\u00a0", "\u202f", "’"], ",": ["", ".", " ", "\u00a0", "\u2009", "'"]}
NOT_SEEN = ["", "\u200b", "\ufeff"]
HEADS = [None, ("size", "price"), ("x", "y"), ("Größe (m²)", "€"), ("time", "height (cm)")]
BEFORE = ["", "# by hand\n", "% by hand\n", "// by hand\n\n", "\n\n"]

numbers = st.tuples(st.integers(-9_999_999, 9_999_999), st.integers(0, 3)).map(
    lambda pair: pair[0] / 10 ** pair[1]
)
small = st.integers(-400, 400).map(lambda n: n / 4)
points_given = st.lists(st.tuples(small, small) | st.tuples(numbers, numbers), min_size=1, max_size=6)


@st.composite
def spellings(draw, decimal=None):
    """Return a function that writes a number in one way."""
    decimal = decimal or draw(st.sampled_from(".,"))
    group, minus = draw(st.sampled_from(GROUPS[decimal])), draw(st.sampled_from(MINUS))
    digits, hidden = draw(st.sampled_from([None, 3])), draw(st.sampled_from(NOT_SEEN))

    def written(value):
        whole, _, part = (f"{abs(value):,.{digits}f}" if digits else f"{abs(value):,}").partition(".")
        part = "" if part == "0" else part
        text = whole.replace(",", group) + (decimal + part if part else "")
        return (minus if value < 0 else "") + hidden + text

    written.decimal, written.group = decimal, group
    return written


def with_quotes(cells, separator):
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerow(cells)
    return file.getvalue().strip("\r\n")


def readings_of(text):
    """Return the points in every way in which the page reads a text, the likeliest first."""
    read = read_points(text)
    assert read.complaints == ()
    ways = [way for way, _ in read.readings] or [""]
    return [
        list(zip(again.x, again.y, strict=True)) for again in (read_points(text, reading=way) for way in ways)
    ]


def assert_told(text, points):
    found = readings_of(text)
    assert points in found
    assert len(found) == len({str(one) for one in found}) <= 4


@looking(150)
@given(
    points_given,
    spellings(),
    st.sampled_from(";\t|"),
    st.sampled_from(HEADS),
    st.sampled_from(BEFORE),
    st.booleans(),
)
def test_columns_that_a_clear_sign_parts_are_read(points, written, separator, head, before, in_bars):
    lines = [[written(x), written(y)] for x, y in points]
    rows = [separator.join(line) for line in ([head] if head else []) + lines]
    if separator == "|" and in_bars:
        rows = [f"| {row} |" for row in rows]
    assert_told(before + "\n".join(rows), points)


@looking(150)
@given(points_given, spellings(), st.sampled_from(HEADS), st.sampled_from([", ", " , ", "  ", "\t \t"]))
def test_columns_that_a_comma_and_a_space_or_spaces_part_are_read(points, written, head, separator):
    lines = [[written(x), written(y)] for x, y in points]
    if written.group == " " and not separator.strip():
        lines = [[cell.replace(" ", "\u00a0") for cell in line] for line in lines]
    if head and not separator.strip():
        head = [name.replace(" ", "_") for name in head]
    assert_told("\n".join(separator.join(line) for line in ([head] if head else []) + lines), points)


@looking(100)
@given(points_given, spellings("."), spellings(","), st.sampled_from(HEADS), st.booleans())
def test_a_file_with_its_commas_in_quotes_is_read(points, with_points, with_commas, head, swapped):
    written = with_commas if swapped else with_points
    lines = [[written(x), written(y)] for x, y in points]
    rows = [with_quotes(line, ",") for line in ([head] if head else []) + lines]
    assert_told("\r\n".join(rows), points)


@looking(100)
@given(
    st.lists(st.tuples(small, small), min_size=2, max_size=6),
    spellings(),
    st.sampled_from([",", ";", "\t", " "]),
    st.sampled_from([0, 1]),
    st.booleans(),
)
def test_row_numbers_are_no_column_whether_or_not_the_head_has_a_place_for_them(
    points, written, separator, first, has_place
):
    head = ([""] if has_place and separator != " " else []) + ["size", "price"]
    lines = [[str(i), written(x), written(y)] for i, (x, y) in enumerate(points, start=first)]
    read = read_points("\n".join(with_quotes(line, separator) for line in [head, *lines]))
    assert (read.x_name, read.y_name, read.columns) == ("size", "price", ("size", "price"))
    assert_told("\n".join(with_quotes(line, separator) for line in [head, *lines]), points)


BRACKETS = [
    ("({0}; {1})", "\n", "{}"),
    ("({0}; {1})", ", ", "{}"),
    ("({0}; {1})", ", ", "points = [{}]"),
    ("[{0}; {1}]", ", ", "np.array([{}])"),
    ("[{0}  {1}]", "\n ", "[{}]"),
    ("{0} & {1} \\\\", "\n", "\\begin{{tabular}}{{rr}}\nx & y \\\\ \\hline\n{}\n\\end{{tabular}}"),
    ("| {0} | {1} |", "\n", "| x | y |\n|---|:-:|\n{}"),
    ("x={0}; y={1}", "\n", "{}"),
]


@looking(150)
@given(points_given, spellings(), st.sampled_from(BRACKETS))
def test_points_as_programs_and_documents_write_them_are_read(points, written, form):
    one, between, whole = form
    texts = [
        one.format(written(x).replace(" ", "\u00a0"), written(y).replace(" ", "\u00a0")) for x, y in points
    ]
    assert_told(whole.format(between.join(texts)), points)


ROWS = [
    "x = [{0}]\ny = [{1}]",
    "x: {0}\ny: {1}",
    "x <- c({0})\ny <- c({1})",
    "[{0}]\n[{1}]",
    "{0}\n{1}",
    "x; {0}\ny; {1}",
]


@looking(150)
@given(st.lists(st.tuples(small, numbers), min_size=3, max_size=6), spellings(), st.sampled_from(ROWS))
def test_two_rows_are_read_or_offered(points, written, form):
    rows = ["; ".join(written(value) for value in row) for row in zip(*points, strict=True)]
    assert_told(form.format(*rows), points)


@looking(100)
@given(points_given, spellings())
def test_a_table_that_was_edited_is_read_like_a_text(points, written):
    rows = [(written(x), written(y)) for x, y in points]
    reads = [read_cells(rows, reading=way) for way, _ in read_cells(rows).readings or [("", "")]]
    assert points in [list(zip(read.x, read.y, strict=True)) for read in reads]
