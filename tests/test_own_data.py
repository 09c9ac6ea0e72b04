import json
import math
import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gd_core import Dataset, largest_stable_rate, least_squares
from gd_core.bowl import bowl_of
from gd_core.charts.fit import fit_data
from gd_core.charts.loss_data import loss_data
from gd_core.charts.map_data import map_frame, map_window, path_rows
from gd_core.charts.map_words import about_the_map
from gd_core.charts.player import player_data
from gd_core.charts.rows import loss_rows, now_rows, where_runs_are
from gd_core.languages import in_language
from gd_core.own_points.complaints import MOST_NAMED, MOST_POINTS
from gd_core.own_points.link import as_lines
from gd_core.own_points.parting import LONGEST_LINE, MOST_COLUMNS
from gd_core.own_points.pasted import MOST_BYTES
from gd_core.own_points.reading import (
    OwnPoints,
    as_cell,
    read_cells,
    read_points,
)
from gd_core.own_points.table import MOST_LINES
from gd_core.parts.results import results_table, short_verdicts
from gd_core.parts.scale_of_x import about_scaling, compare_scalings
from gd_core.scaling import SCALINGS, scaled
from gd_core.telling.points import about_the_points
from tests.reference import experiment_from, experiment_on

ALWAYS_THE_SAME = settings(derandomize=True, deadline=None, max_examples=300)

SIZES = st.floats(1e-50, 1e50) | st.floats(0.001, 1000) | st.sampled_from([1e-50, 1e50, 1 + 2**-52])
NUMBERS = (
    st.just(0.0) | st.integers(-9, 9).map(float) | st.builds(math.copysign, SIZES, st.sampled_from([1, -1]))
)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8)
ONE_X_ONLY = st.builds(lambda x, ys: [(x, y) for y in ys], NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4))
NOTHING = "There is no point here yet. Write two numbers on a line, such as 1.5; 2."
NO_POINT = "No line could be read as a point."
ONE_POINT = (
    "There is one point: infinitely many lines pass through it, and all of them have the least loss, 0."
)
ONE_X = "All x are equal, so these points cannot tell the slope: infinitely many lines fit equally well."
OUT_OF_RANGE = "is out of range: a number is 0, or from 1e-50 to 1e50 in size."


def pairs(read):
    return list(zip(read.x, read.y, strict=True))


def edited(rows):
    """Read rows as the page's table gives them, in which it wrote the numbers itself."""
    return read_cells(
        [["" if cell is None or math.isnan(cell) else as_cell(cell) for cell in row] for row in rows]
    )


# What is read.


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4",
        "1, 2\n3, 4",
        "1;2\n3;4",
        "1\t2\n3\t4",
        "1 2\n3   4",
        " 1 2 \r\n\r\n3 4\r\n",
        "1.0,2e0\r3,4.",
        '"1","2"\n"3","4"',
        "1\u00a02\n3\u00a04",
        "\ufeff1,2\n3,4",
    ],
)
def test_two_columns_are_read_however_they_are_separated(text):
    assert read_points(text) == OwnPoints((1.0, 3.0), (2.0, 4.0), columns=("column 1", "column 2"))


@pytest.mark.parametrize(
    "text",
    [
        "1,5;2,5\n3;4",
        "1,5\t2,5\n3\t4",
        "1,5 2,5\n3 4",
        '"1,5","2,5"\n3,4',
        "1,500;2,5\n3;4",
        "1,5; 2,5\n3; 4",
    ],
)
def test_a_decimal_comma_is_understood_where_commas_do_not_separate(text):
    assert pairs(read_points(text)) == [(1.5, 2.5), (3.0, 4.0)]


def test_a_sign_that_is_a_true_minus_is_understood():
    assert read_points("−1;2").x == (-1.0,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("age,height\n1,2", ("age", "height")),
        ("age\theight in cm\n1\t2", ("age", "height in cm")),
        ('"age, in years","height"\n1,2', ("age, in years", "height")),
        ("time (s) height (m)\n1 2", ("x", "y")),
        ("age,\n1,2", ("age", "column 2")),
        (f"{'long ' * 20},b\n1,2", ("long long long long long…", "b")),
        ("\ud800ge,b\n1,2", ("�ge", "b")),
        ("1,2\n1,2", ("x", "y")),
    ],
)
def test_the_columns_are_called_what_the_header_calls_them(text, names):
    read = read_points(text)
    assert (read.x_name, read.y_name) == names
    assert pairs(read)[-1] == (1.0, 2.0)


@pytest.mark.parametrize("first", ["nan;nan", "1 00;2 00", ";", "?;?"])
def test_a_first_line_without_words_is_no_header(first):
    read = read_points(f"{first}\n1;2")
    assert read.x_name == "x"
    assert read.complaints[0].startswith("Line 1: ")


def test_of_many_columns_the_first_two_that_hold_numbers_are_read_unless_others_are_chosen():
    text = "species,flipper,weight,year\nAdelie,181,3750,2007\nGentoo,NA,5000,2008\nGentoo,210,4400,2009"
    read = read_points(text)
    assert read.columns == ("species", "flipper", "weight", "year")
    assert (read.chosen, pairs(read)) == ((1, 2), [(181.0, 3750.0), (210.0, 4400.0)])
    other = read_points(text, x=3, y=2)
    assert (other.x_name, other.y_name, other.x) == ("year", "weight", (2007.0, 2008.0, 2009.0))


@pytest.mark.parametrize(
    ("x", "y", "chosen"),
    [
        (None, 0, (1, 0)),
        (0, None, (0, 1)),
        (2, None, (2, 0)),
        (9, -1, (0, 1)),
        (1, 1, (1, 1)),
        (10**9, 2, (0, 2)),
    ],
)
def test_a_column_that_is_not_there_is_chosen_anew(x, y, chosen):
    assert read_points("1,2,3\n4,5,6\n7,8,8", x=x, y=y).chosen == chosen


def test_comments_and_blank_lines_are_skipped_and_still_count_as_lines():
    read = read_points("# from a friend\n\nx;y\n1;2\n \n#\nabc;3\n4;5")
    assert pairs(read) == [(1.0, 2.0), (4.0, 5.0)]
    assert read.complaints == ("Line 7: “abc” is not a number.",)


def test_no_value_is_rescaled_or_put_in_order():
    assert pairs(read_points("1e6,3\n-5000,1e-9\n1e6,3")) == [(1e6, 3.0), (-5000.0, 1e-9), (1e6, 3.0)]


def test_a_table_is_read_row_by_row():
    read = edited([(1.0, 2e-7), (None, math.nan), (3.0, None), (math.inf, 1.0), (5.0, 6.0)])
    assert pairs(read) == [(1.0, 2e-7), (5.0, 6.0)]
    assert read.complaints == ("Line 3: y is missing.", "Line 4: “inf” is not a number.")


# What is said of the rest.


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("abc,1", "Line 2: “abc” is not a number."),
        ("1,abc", "Line 2: “abc” is not a number."),
        ("nan,1", "Line 2: “nan” is not a number."),
        ("1,-inf", "Line 2: “-inf” is not a number."),
        ("1_000,2", "Line 2: “1_000” is not a number."),
        ("٣,2", "Line 2: “٣” is not a number."),
        (",1", "Line 2: x is missing."),
        ("1,", "Line 2: y is missing."),
        ("1", "Line 2: y is missing."),
        ("1e300,1", f"Line 2: “1e300” {OUT_OF_RANGE}"),
        ("1,-2e50", f"Line 2: “-2e50” {OUT_OF_RANGE}"),
        ("1e-300,1", f"Line 2: “1e-300” {OUT_OF_RANGE}"),
        ("1e-9999,1", f"Line 2: “1e-9999” {OUT_OF_RANGE}"),
        ("1e9999,1", f"Line 2: “1e9999” {OUT_OF_RANGE}"),
        ("<script>alert(1)</script>,1", "Line 2: “<script>alert(1)</script…” is not a number."),
        ("a\x1b[31m\u202e\ud800,1", "Line 2: “a�[31m�” is not a number."),
        ("9" * 101 + ",1", f"Line 2: “{'9' * 24}…” is not a number."),
        ("1 " * LONGEST_LINE, f"Line 2 is longer than {LONGEST_LINE:,} characters."),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_are_kept(line, said):
    read = read_points(f"1,2\n{line}\n3,4")
    assert pairs(read) == [(1.0, 2.0), (3.0, 4.0)]
    assert read.complaints == (said,)


@pytest.mark.parametrize(("more", "said"), [(1, "1 line"), (1200, "1,200 lines")])
def test_many_bad_lines_are_named_up_to_a_few_and_the_rest_counted(more, said):
    read = read_points("1,2\n" + "abc,1\n" * (MOST_NAMED + more))
    assert len(read.complaints) == MOST_NAMED + 1
    assert read.complaints[-1] == f"And {said} more could not be read."


@pytest.mark.parametrize("text", ["", b"", " \n\t\n", "# only a comment", "x,y", "words"])
def test_nothing_to_read_is_told_so(text):
    read = read_points(text)
    assert (read.x, read.y, read.complaints) == ((), (), (NOTHING,))


@pytest.mark.parametrize("text", ["5\n6\n7", "x,y\na,b", "1e300,1e300"])
def test_lines_without_any_point_are_told_so(text):
    read = read_points(text)
    assert (read.x, read.y, read.complaints[-1]) == ((), (), NO_POINT)


@pytest.mark.parametrize(
    ("text", "remarks"),
    [("1,2", (ONE_POINT,)), ("1,2\n1,3", (ONE_X,)), ("5,1\n5,1", (ONE_X,)), ("1,2\n2,2", ())],
)
def test_points_that_cannot_tell_a_line_work_and_say_so(text, remarks):
    read = read_points(text)
    assert read.remarks == remarks
    assert (bowl_of(Dataset(read.x, read.y)).var_x == 0) == bool(remarks)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Länge,y\n1,2".encode(), "Länge"),
        ("Länge,y\n1,2".encode("utf-8-sig"), "Länge"),
        ("Länge,y\n1,2".encode("latin-1"), "Länge"),
        ("Länge\ty\n1\t2".encode("utf-16"), "Länge"),
    ],
)
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(data, name):
    read = read_points(data)
    assert (read.x_name, pairs(read)) == (name, [(1.0, 2.0)])


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04\x14\0\x06\0", "1,2\0\n3,4", b"\xff\xfe1\0\0\0"]
)
def test_what_is_not_text_is_told_so(data):
    (complaint,) = read_points(data).complaints
    assert complaint.startswith("This is not a text file.")


SPANISH = {
    "1,2\nabc,1": "Línea 2: «abc» no es un número.",
    "1,2\n,1": "Línea 2: falta x.",
    "1e99;2": "Línea 1: «1e99» está fuera de rango: un número es 0, o tiene un tamaño de 1e-50 a 1e50.",
    "1.5;2\n2,5;2\n1,500;2": "Línea 3: «1,500» no está claro. Escribe 1.5 o 1500.",
    "": "Aquí no hay ningún punto todavía. Escribe dos números en una línea, por ejemplo 1.5; 2.",
}


@pytest.mark.parametrize("text", SPANISH)
def test_a_bad_line_is_named_in_another_language(text):
    assert read_points(text, say=in_language("es")).complaints[0] == SPANISH[text]


MANY = (
    ["1,2,3", "abc,1", "1 " * LONGEST_LINE, "1,b\n" * 9 + "1,2", "1,b\n" * (MOST_NAMED + 1) + "1,2"]
    + ["1,2\n" * (MOST_POINTS + more) for more in (1, 2)]
    + ["1,2\n" * more + "a,b\n" * MOST_LINES for more in (1, 2)]
    + ["", "1,2", "1,2\n1,3", "1e99,", "1.5;1,500", "\0", "1" * (MOST_BYTES + 1), b"1" * (MOST_BYTES + 1)]
)


@pytest.mark.parametrize("text", MANY, ids=lambda text: repr(text[:9]))
def test_all_that_is_said_of_the_points_is_said_in_the_language_asked_for(text):
    mine, theirs = read_points(text), read_points(text, say=in_language("es"))
    assert (theirs.x, theirs.y, theirs.chosen) == (mine.x, mine.y, mine.chosen)
    for said in ("complaints", "remarks", "columns"):
        assert len(getattr(mine, said)) == len(getattr(theirs, said))
        assert set(getattr(mine, said)).isdisjoint(getattr(theirs, said))


# Limits.


@pytest.mark.parametrize(("more", "said"), [(1, "1 line"), (2500, "2,500 lines")])
def test_points_above_the_limit_are_left_out_and_counted(more, said):
    read = read_points("x,y\nbad,1\n" + "1,2\n" * (MOST_POINTS + more))
    assert len(read.x) == len(read.y) == MOST_POINTS
    assert read.complaints[-1] == f"The first 10,000 points are read, and not the {said} after them."
    assert len(read_points("x,y\nbad,1\n" + "1,2\n" * MOST_POINTS).complaints) == 1


@pytest.mark.parametrize(("more", "said"), [(1, "1 line"), (2500, "2,500 lines")])
def test_lines_above_the_limit_are_left_out_and_counted(more, said):
    read = read_points("1,2\n" * more + "a,b\n" * MOST_LINES)
    assert read.complaints[-1] == f"The first 20,000 lines are read, and not the {said} after them."


@pytest.mark.parametrize("more", ["1", b"1"])
def test_more_than_a_megabyte_is_not_read(more):
    (complaint,) = read_points(more * (MOST_BYTES + 1)).complaints
    assert complaint.startswith("This is too much to read: 1,000,001 ")


def test_columns_above_the_limit_are_left_out():
    assert len(read_points(",".join("1" * 2 * MOST_COLUMNS)).columns) == MOST_COLUMNS


@pytest.mark.parametrize(
    "part", ["1", "1,", "1 ", "a\n", "1 2\n", '"', '",', ";", "1\t", "\r", "\n", "#\n", "1e", "−", ".1"]
)
def test_a_megabyte_of_anything_is_read_without_a_hang(part):
    text = (part * MOST_BYTES)[:MOST_BYTES]
    before = time.process_time()
    assert read_points(text).complaints
    assert time.process_time() - before < 2  # the slowest took 0.2 s where this was written


# For every input.

SIGNS = st.text('0123456789,.;\t \n\r"+-−eExnaif#\0\ufeff<&`', max_size=200)


@ALWAYS_THE_SAME
@given(SIGNS | st.text(max_size=200) | st.binary(max_size=200) | st.lists(SIGNS, max_size=9).map("\n".join))
@example("\ud800,\udfff\n1,2")
@example(b"\xff\xfe\x00")
def test_whatever_is_pasted_gives_points_or_a_sentence(text):
    read = read_points(text)
    assert read.x or read.complaints
    assert len(read.x) == len(read.y)
    assert all(value == 0 or 1e-50 <= abs(value) <= 1e50 for value in read.x + read.y)
    words = [*read.complaints, *read.remarks, *read.columns, read.x_name, read.y_name]
    assert all(word.isprintable() and 0 < len(word) < 130 for word in words)
    json.dumps(words, ensure_ascii=False).encode()  # it can be sent to a browser


@ALWAYS_THE_SAME
@given(
    POINTS, st.sampled_from(["\t", ";", ",", " ", "; ", ", ", "   "]), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_points_that_were_written_are_read_exactly(points, separator, newline):
    text = newline.join(f"{x!r}{separator}{y!r}" for x, y in points)
    read = read_points(text)
    assert (pairs(read), read.complaints) == (points, ())
    assert pairs(read_points(text.encode())) == pairs(edited(points)) == points


EDGES = st.sampled_from([1e-50, -1e-50, 1e50, -1e50, 1 + 2**-52, -0.0, 123456789.123456789])
CELLS = st.floats(-1e50, 1e50).filter(lambda value: value == 0 or abs(value) >= 1e-50) | NUMBERS | EDGES


@ALWAYS_THE_SAME
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20))
def test_points_stand_in_a_table_and_in_the_text_of_a_link_exactly(points):
    for back in (edited(points), read_points(as_lines(OwnPoints(*zip(*points, strict=True))))):
        assert [*map(repr, pairs(back))] == [*map(repr, points)]  # −0.0 too
        assert (back.complaints, back.readings) == ((), ())


@ALWAYS_THE_SAME
@given(st.lists(st.tuples(*[CELLS | st.sampled_from([None, math.nan, math.inf, 1e300])] * 2), max_size=12))
def test_what_is_missing_in_a_table_is_missing_on_the_line_with_the_number_of_its_row(rows):
    read = edited(rows)
    empty = [all(cell is None or math.isnan(cell) for cell in row) for row in rows]
    bad = [
        number
        for number, row in enumerate(rows, start=1)
        if not empty[number - 1] and any(cell is None or not abs(cell) <= 1e50 for cell in row)
    ]
    assert len(read.x) == len(rows) - len(bad) - sum(empty)
    named = [f"Line {number}" for number in bad[:MOST_NAMED]]
    assert [complaint.split(":")[0] for complaint in read.complaints[: len(named)]] == named


@ALWAYS_THE_SAME
@given(POINTS, st.sampled_from(["\t", ";", " ", "; "]))
def test_points_with_decimal_commas_are_read_exactly_or_said_to_be_so_in_another_reading(points, separator):
    text = "\n".join(f"{x!r}{separator}{y!r}" for x, y in points).replace(".", ",")
    assert points in [
        pairs(read_points(text, reading=way)) for way, _ in read_points(text).readings or [("", "")]
    ]


@ALWAYS_THE_SAME
@given(
    st.lists(
        st.tuples(NUMBERS, NUMBERS) | st.sampled_from(["abc{}2", "2{}nan", "{}2", "", "# words", "2{}1e999"])
    ),
    st.sampled_from(["\t", ";", ","]),
)
def test_every_bad_line_is_counted_and_the_first_are_named_by_their_number(lines, separator):
    texts = [
        line.format(separator) if isinstance(line, str) else f"{line[0]!r}{separator}{line[1]!r}"
        for line in lines
    ]
    read = read_points("\n".join([f"1{separator}2", *texts]))
    assert pairs(read)[1:] == [line for line in lines if not isinstance(line, str)]
    bad = [n for n, text in enumerate(lines, start=2) if isinstance(text, str) and text and text[0] != "#"]
    named = [f"Line {n}" for n in bad[:MOST_NAMED]]
    assert [complaint.split(":")[0] for complaint in read.complaints[:MOST_NAMED]] == named
    assert (len(read.complaints) > MOST_NAMED) == (len(bad) > MOST_NAMED)


@settings(ALWAYS_THE_SAME, max_examples=60)
@given(
    POINTS | ONE_X_ONLY,
    st.lists(st.sampled_from([1e-9, 0.01, 0.1, 0.5, 1e9]), min_size=1, max_size=3, unique=True),
    st.sampled_from([1, 2, 300]),
    st.sampled_from(SCALINGS),
    st.tuples(*[st.floats(-100, 100)] * 2),
    st.booleans(),
)
def test_whatever_was_accepted_can_be_run_and_drawn(points, rates, n_epochs, scaling, start, switch):
    read = edited(points)
    own = Dataset(read.x, read.y)
    dataset = scaled(own, scaling)
    assert 0 < largest_stable_rate(dataset) < np.inf
    experiment = experiment_from(dataset, starts=start, learning_rates=rates, n_epochs=n_epochs)
    runs = experiment.runs
    assert not np.isnan(runs.losses).any()
    assert not np.isnan(runs.parameters).any()
    table, slots = results_table(experiment), list(range(len(rates)))
    losses = runs.excess_losses if switch else runs.losses
    options = {"factors": table["factor"], "logarithmic": switch, "above_floor": switch}
    of_rates, frame = loss_data(experiment, colour_slots=slots, **options)
    made = experiment_on(dataset, runs, true_line=tuple(least_squares(dataset).tolist()))
    of_map = map_frame(made)
    _, of_fit = fit_data(experiment)
    frame |= of_map | of_fit
    for low, high in (("low", "high"), *((f"{name}_low", f"{name}_high") for name in "wbxy")):
        assert -np.inf < frame[low] < frame[high] < np.inf
    assert all(np.isfinite(number) for name, number in of_map.items() if name != "key")
    window = map_window(made)
    drawn = loss_rows(experiment, losses, frame["high"], colour_slots=slots, logarithmic=switch)["loss"]
    assert not np.isinf(drawn).any()
    assert all(np.isfinite(column).all() for column in path_rows(made, window, colour_slots=slots).values())
    assert len(now_rows(where_runs_are(experiment, losses, of_rates), of_rates)["row"]) == len(rates)
    assert player_data(experiment, colour_slots=slots, above_floor=switch, window=window)
    compare_scalings(own)
    words = [
        about_the_points(dataset, experiment.theory),
        *short_verdicts(table),
        about_scaling(own, scaling),
        *table["why"],
    ]
    assert all([*words, about_the_map(made)])
