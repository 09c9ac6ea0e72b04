"""Points as people have them: from spreadsheets, programs, papers, forums; where two readings fit, both."""

import pytest

from gd_core.languages import in_language
from gd_core.own_points.reading import read_cells, read_points
from tests.marked import marked, outside_marks

NBSP, THIN = "\u00a0", "\u2009"
SPREADSHEETS = [
    ("size;price\n1.850,50;210.000,92\n2.200,00;290.500,00", [(1850.5, 210000.92), (2200, 290500)]),
    ("1.850,50\t210.000\n2.200\t290.500", [(1850.5, 210000), (2200, 290500)]),
    ('size,price\n"2,200","1,290,500"\n"1,850","210,000"', [(2200, 1290500), (1850, 210000)]),
    ("1.5;2,5\n3;4", [(1.5, 2.5), (3, 4)]),
    (f"1{NBSP}850;210{NBSP}000\n2{THIN}200,5;290{THIN}500", [(1850, 210000), (2200.5, 290500)]),
    (f"1{NBSP}850 210{NBSP}000\n2{NBSP}200 290{NBSP}500", [(1850, 210000), (2200, 290500)]),
    ("1'850.50;210’000\n2'200;290’500", [(1850.5, 210000), (2200, 290500)]),
    ("12,34,567;5\n1,00,000;6", [(1234567, 5), (100000, 6)]),
    ("\u200b1;\ufeff2\n–3;‑4\n−5;-6", [(1, 2), (-3, -4), (-5, -6)]),
    ("850;210,5 €\n620;1.190,5 €", [(850, 210.5), (620, 1190.5)]),
    ("1.5E+03;2\n1,5e-3;4", [(1500, 2), (0.0015, 4)]),
    ("1.752×10⁻⁷;2·10^3\n10⁻²;1e−3", [(1.752e-7, 2000), (0.01, 0.001)]),
]
PROGRAMS = [
    ("(1, 2), (2, 3)", [(1, 2), (2, 3)]),
    ("[(1, 2), (2, 3)]", [(1, 2), (2, 3)]),
    ("x = [1, 2, 3]\ny = [2, 3, 4]", [(1, 2), (2, 3), (3, 4)]),
    ("y = [2, 3, 4]\nx = [1, 2, 3]", [(1, 2), (2, 3), (3, 4)]),
    ("x <- c(1, 2, 3)\ny <- c(2, 3, 4)", [(1, 2), (2, 3), (3, 4)]),
    ("x: 1 2 3\ny: 2 3 5", [(1, 2), (2, 3), (3, 5)]),
    ("np.array([[1, 2], [3, 4]])", [(1, 2), (3, 4)]),
    ("array([[1. , 2.5],\n       [3. , 4. ]])", [(1, 2.5), (3, 4)]),
    ('{"x": [1, 2, 3], "y": [2, 3, 4]}', [(1, 2), (2, 3), (3, 4)]),
    ('[{"x": 1, "y": 2}, {"x": 2, "y": 3}]', [(1, 2), (2, 3)]),
    ("A = [1 2; 3 4; 5 6];", [(1, 2), (3, 4), (5, 6)]),
    ("X = np.array([[1], [2], [3]])\ny = np.array([2, 4, 6])", [(1, 2), (2, 4), (3, 6)]),
    ("x = [1, 2, 3]; y = [2, 4, 5]", [(1, 2), (2, 4), (3, 5)]),
    ("x=1, y=2\nx=2, y=3", [(1, 2), (2, 3)]),
    ("(1,5; 2,5)\n(2,5; 3)", [(1.5, 2.5), (2.5, 3)]),
    ("x\t1\t2\t3\ny\t2\t3\t5", [(1, 2), (2, 3), (3, 5)]),
    ("month\tJan\tFeb\tMar\nx\t1\t2\t3\ny\t2\t3\t5", [(1, 2), (2, 3), (3, 5)]),
    (
        "import numpy as np\nx = np.array([5, 15, 25]).reshape((-1, 1))\ny = np.array([5, 20, 14])",
        [(5, 5), (15, 20), (25, 14)],
    ),
]
DOCUMENTS = [
    ("| x | y |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4,5 |", [(1, 2), (3, 4.5)]),
    ("+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+", [(1, 2), (3, 4)]),
    (
        "\\begin{tabular}{cc}\n\\hline\nx & y \\\\\n1.5 & 2 \\\\ \\hline\n$3.5$ & 4 \\\\\n\\end{tabular}",
        [(1.5, 2), (3.5, 4)],
    ),
    ("1,\t2\n3,\t4", [(1, 2), (3, 4)]),
    ("5;6\n3 4\n7\t8", [(5, 6), (3, 4), (7, 8)]),
    ("1950: 2.5e9\n1975: 4.06e9", [(1950, 2.5e9), (1975, 4.06e9)]),
    ("1950: 2,5\n1975: 4,06", [(1950, 2.5), (1975, 4.06)]),
    ("• 1, 2\n• 3, 4", [(1, 2), (3, 4)]),
    ("1) 5, 6\n2) 7, 8", [(5, 6), (7, 8)]),
    ("1, 2  # first\n3, 4  // second", [(1, 2), (3, 4)]),
    ("1.5,2 # one\n% two\n// three\n3,4", [(1.5, 2), (3, 4)]),
]


@pytest.mark.parametrize(("text", "points"), SPREADSHEETS + PROGRAMS + DOCUMENTS)
def test_points_are_read_as_they_are_meant_and_nothing_is_said(text, points):
    read = read_points(text)
    assert list(zip(read.x, read.y, strict=True)) == points
    assert read.complaints + read.remarks == ()
    assert len(read.columns) == 2


CARS = '18.0   8   307.0      130.0\t"chevrolet chevelle"\n15.0   8   350.0      165.0\t"buick skylark 320"'


@pytest.mark.parametrize(
    ("text", "names", "points"),
    [
        (",years,pay\n0,1.1,39.3\n1,2.0,43.1", ("years", "pay"), [(1.1, 39.3), (2, 43.1)]),
        ("Unnamed: 0,a,b\n0,5,6\n1,7,8", ("a", "b"), [(5, 6), (7, 8)]),
        ('"a" "b"\n"1" 1.1 39.3\n"2" 2 43.1', ("a", "b"), [(1.1, 39.3), (2, 43.1)]),
        (
            "   size  price\n0   850    210\n4   620    190\n\n[2 rows x 2 columns]",
            ("size", "price"),
            [(850, 210), (620, 190)],
        ),
        (
            "      size  price\ncity             \nLugo   850    210\nVigo   620    190",
            ("size", "price"),
            [(850, 210), (620, 190)],
        ),
        (
            "               mpg cyl\nMazda RX4     21.0   6\nDatsun 710    22.8   4\nValiant       18.1   6",
            ("mpg", "cyl"),
            [(21, 6), (22.8, 4), (18.1, 6)],
        ),
        ("sep=;\nsize;price\n850;210", ("size", "price"), [(850, 210)]),
        ("Houses in Lugo, 2020\n\nsize;price\n850;210", ("size", "price"), [(850, 210)]),
        ("Houses in Lugo;;\nsize;price;\n850;210;\n", ("size", "price"), [(850, 210)]),
        ("Prices 2020\nsize price\n850 210\n620 190", ("size", "price"), [(850, 210), (620, 190)]),
        ("x,y\n1,5,2,5\n2,5,3,5", ("x", "y"), [(1.5, 2.5), (2.5, 3.5)]),
        (CARS, ("x", "y"), [(18, 8), (15, 8)]),
        (
            "Name\tHeight (cm)\tWeight\nAna\t172\t65\nBo\t180\t80",
            ("Height (cm)", "Weight"),
            [(172, 65), (180, 80)],
        ),
    ],
)
def test_names_are_kept_and_row_numbers_and_titles_are_no_data(text, names, points):
    read = read_points(text)
    assert (read.x_name, read.y_name) == names
    assert list(zip(read.x, read.y, strict=True)) == points
    assert read.complaints == ()


TWO_WAYS = [
    (
        "m2;precio\n1.850;210.000\n2.200;290.500",
        [(1.85, 210), (2.2, 290.5)],
        [(1850, 210000), (2200, 290500)],
    ),
    ("1,500;2\n3;4", [(1500, 2), (3, 4)], [(1.5, 2), (3, 4)]),
    ("850;1\n1.850;2", [(850, 1), (1850, 2)], [(850, 1), (1.85, 2)]),
    ("85;1\n1.850;2", [(85, 1), (1.85, 2)], [(85, 1), (1850, 2)]),
    ("1,5, 2,5\n2,5, 3,5\n4,5, 5,5", [(1.5, 2.5), (2.5, 3.5), (4.5, 5.5)], [(1, 5), (2, 5), (4, 5)]),
    ("1,5,2,5\n2,5,3,5\n4,5,5,5", [(1, 5), (2, 5), (4, 5)], [(1.5, 2.5), (2.5, 3.5), (4.5, 5.5)]),
    ("1\t2\t3\t4\n2\t3\t5\t6", [(1, 2), (2, 3), (3, 5), (4, 6)], [(1, 2), (2, 3)]),
    ("[1, 2, 3]\n[2, 3, 5]", [(1, 2), (2, 3), (3, 5)], [(1, 2), (2, 3)]),
    ("0 1.1 39.3\n1 2.0 43.1\n2 2.2 44", [(1.1, 39.3), (2, 43.1), (2.2, 44)], [(0, 1.1), (1, 2), (2, 2.2)]),
    ("id,a,b\n1,85,21\n2,62,19", [(85, 21), (62, 19)], [(1, 85), (2, 62)]),
]


@pytest.mark.parametrize(("text", "first", "other"), TWO_WAYS)
def test_what_can_be_meant_in_two_ways_is_said_and_either_can_be_had(text, first, other):
    read = read_points(text)
    assert len(read.readings) >= 2
    assert next(points for way, points in read.readings if way == read.reading) in read.remarks[0]
    found = [read_points(text, reading=way) for way, _ in read.readings]
    assert found[0] == read
    assert [list(zip(one.x, one.y, strict=True)) for one in found][:2] == [first, other]
    assert len({points for _, points in read.readings}) == len(read.readings)


def test_a_reading_that_there_is_not_is_the_likeliest():
    assert read_points("1.850;2.200", reading="nonsense") == read_points("1.850;2.200")


def test_the_columns_chosen_are_read_in_the_reading_chosen():
    text = "1.850;2.200;3.300\n1.900;2.300;3.400\n2.000;2.400;3.500"
    commas = next(way for way, points in read_points(text).readings if "1850" in points)
    assert read_points(text, x=2, y=1, reading=commas).x == (3300.0, 3400.0, 3500.0)


def test_where_hundreds_stand_beside_thousands_these_are_read_first_and_the_other_way_stays_one_click_away():
    text = "850;118.000\n1.200;196.000\n2.200;371.000"
    assert read_points(text).x == (850.0, 1200.0, 2200.0)
    assert read_points(text).y == (118e3, 196e3, 371e3)
    (first, _), (other, _) = read_points(text).readings
    assert read_points(text).reading == first
    assert read_points(text, reading=other).x == (850.0, 1.2, 2.2)
    for clear in ("850.0;1.850", "85;1.850"):
        assert read_points(f"{clear}\n1.200;2.500").x[1] == 1.2


def test_one_clear_number_decides_its_column_and_a_column_without_one_is_read_like_the_others():
    assert read_points("1.850;7\n2.200,5;8").x == (1850.0, 2200.5)
    assert read_points("1.850;0,5\n2.200;7").x == (1850.0, 2200.0)
    assert read_points("1,850;0.5\n2,200;7").x == (1850.0, 2200.0)


BAD = [
    ("#N/A,18\n#DIV/0!,17\n3,4", ["Line 1: “#N/A” is not a number.", "Line 2: “#DIV/0!” is not a number."]),
    (
        "x;y\n#¡VALOR!;3\n3;4\n#NV;4",
        ["Line 2: “#¡VALOR!” is not a number.", "Line 4: “#NV” is not a number."],
    ),
    ("########;3\n3;4", ["Line 1: “########” is not a number."]),
    ("1.5;2\n2,5;2\n1,500;2", ["Line 3: “1,500” is not clear. Write 1.5 or 1500."]),
    (
        "x,y\n1,5,2\n2,3\n4,5",
        ["Line 2: “1,5,2” is not clear: its commas may part numbers or be for decimals."],
    ),
    ("(1, 2), (abc, 3),\n(4, x)", ["Line 1: “abc” is not a number.", "Line 2: “x” is not a number."]),
    ("x: 1 2 3 4\ny: 2 q 4", ["Pair 2: “q” is not a number.", "Pair 4: y is missing."]),
    ("5 apples;3 pears\n3;4\n5;6", ["Line 1: “5 apples” is not a number."]),
    ("3 kg;4\n500 g;5\n2 kg;7", ["Line 2: “500 g” and “3 kg” do not have the same unit."]),
    ("12 %;3\n0.15;4\n20 %;6", ["Line 2: “0.15” and “12 %” do not have the same unit."]),
    ("1.2M;3\n900k;4\n5;6", ["Line 1: “1.2M” is not a number.", "Line 2: “900k” is not a number."]),
    ("$5;3\n€7;4", ["Line 2: “€7” and “$5” do not have the same unit."]),
    ("2020-01-01;5\n3;4", ["Line 1: “2020-01-01” is not a number."]),
]


@pytest.mark.parametrize(("text", "complaints"), BAD)
def test_what_cannot_be_read_is_named_where_it_stands_and_why(text, complaints):
    read = read_points(text)
    assert list(read.complaints) == complaints
    assert read.x


WITH_UNITS = [
    ("12 %; 3\n15 %; 4,5", [(12, 3), (15, 4.5)], ["“12 %” is read as 12."]),
    ("share,y\n12%,3\n15%,4", [(12, 3), (15, 4)], ["“12%” is read as 12."]),
    ("3 kg, 4.5 cm\n5 kg, 7 cm", [(3, 4.5), (5, 7)], ["“3 kg” is read as 3.", "“4.5 cm” is read as 4.5."]),
    ("85 m²\t120.000,50 €\n90 m²\t135.000 €", [(85, 120000.5), (90, 135000)], ["“85 m²” is read as 85."]),
    ("1 day;1/2 km\n2 days;3 km", [(1, 0.5), (2, 3)], ["“1/2 km” is read as a fraction."]),
    ("1960; 13.9°C\n1970; −1.5 °C", [(1960, 13.9), (1970, -1.5)], ["“13.9°C” is read as 13.9."]),
    ("20 km/h;5\n30 km/h;7", [(20, 5), (30, 7)], ["“20 km/h” is read as 20."]),
    ("850;US$ 1200.5\n900;US$1350", [(850, 1200.5), (900, 1350)], []),
    ("850;1200 EUR\n900;EUR 1350", [(850, 1200), (900, 1350)], []),
    ("1;-$5\n2;$-7.5", [(1, -5), (2, -7.5)], []),
]


@pytest.mark.parametrize(("text", "points", "told"), WITH_UNITS)
def test_a_number_is_read_without_a_unit_that_is_known_and_that_is_said(text, points, told):
    read = read_points(text)
    assert list(zip(read.x, read.y, strict=True)) == points
    assert not read.complaints
    assert set(told) <= set(read.remarks)
    assert bool(told) == bool(read.remarks)


def test_what_stands_behind_a_number_and_is_no_unit_makes_no_column_of_numbers():
    read = read_points("12A,850,210\n12B,900,230\n3rd,950,250")
    assert (read.x, read.y) == ((850.0, 900.0, 950.0), (210.0, 230.0, 250.0))


def test_a_fraction_is_read_and_said_to_be_since_it_could_be_a_date():
    read = read_points("1/2; 3/4\n1; 2")
    assert (read.x, read.y) == ((0.5, 1.0), (0.75, 2.0))
    assert read.remarks == ("“1/2” is read as a fraction.",)


def test_a_table_is_read_like_a_text_and_asks_the_same():
    assert (read_cells([("23,4", "1"), ("1,4", "2,25")]).x, read_cells([("1.5", "2,5")]).y) == (
        (23.4, 1.4),
        (2.5,),
    )
    asked = read_cells([("1.850", "7")])
    assert [read_cells([("1.850", "7")], reading=way).x for way, _ in asked.readings] == [(1.85,), (1850.0,)]


@pytest.mark.parametrize(
    "text", ["1.850;2.200", "1\t2\t3\n2\t3\t4", "1/2;3", "1.5;2\n2,5;2\n1,500;2", "x: 1 2\ny: 1 q"]
)
def test_every_word_of_what_is_said_is_said_in_the_language_asked_for(text):
    read, spanish = read_points(text, say=marked), read_points(text, say=in_language("es"))
    words = [*read.complaints, *read.remarks, *(points for _, points in read.readings)]
    assert words
    assert not any(letter.isalpha() for word in words for letter in outside_marks(word).replace("q", ""))
    assert [way for way, _ in spanish.readings] == [way for way, _ in read.readings]
