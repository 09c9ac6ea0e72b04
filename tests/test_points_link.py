import string
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.languages import english, in_language
from gd_core.own_points.link import LONGEST, from_link, not_in_link, pasted_at_first, to_link
from gd_core.own_points.reading import OwnPoints, as_cell, read_cells, read_points
from gd_core.own_points.real_data import real_data

LEFT_OUT = "One thing in the link was left out: Points must be"
ALWAYS_THE_SAME = settings(derandomize=True, deadline=None, max_examples=300)
NUMBERS = st.floats(-1e50, 1e50).filter(lambda value: value == 0 or abs(value) >= 1e-50)


def edited(points):
    return read_cells([tuple(map(as_cell, point)) for point in points])


@ALWAYS_THE_SAME
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=30))
def test_points_come_back_from_a_link_exactly(points):
    own = edited(points)
    back = from_link(to_link(own))
    assert [*map(repr, back.x + back.y)] == [*map(repr, own.x + own.y)]
    assert (back.remarks, back.complaints) == (own.remarks, ())


@ALWAYS_THE_SAME
@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=60))
def test_the_text_is_short_and_no_browser_makes_it_longer(points):
    text = to_link(edited(points))
    assert text is None or (len(text) <= LONGEST and quote_plus(text) == text)
    assert set(text or "") <= set(string.ascii_letters + string.digits + "-.")


def test_hundreds_of_short_points_fit_and_too_many_do_not():
    assert to_link(edited([(n, n) for n in range(-60, 100)])) is not None
    assert to_link(edited([(n, n) for n in range(-6000, 1000)])) is None
    fitting = {name for name, data in real_data().items() if to_link(data.points)}
    assert fitting == {"nile"}


@ALWAYS_THE_SAME
@given(st.text(max_size=60) | st.text("xy0123456789.-+e_", max_size=60))
def test_a_link_that_was_tampered_with_gives_points_or_a_sentence(text):
    read = from_link(text)
    assert bool(read.x) != bool(read.complaints)
    assert len(read.x) == len(read.y) == text.count("x") * bool(read.x)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "x1",
        "x1y",
        "y1x2",
        "1y2",
        "x1y2y3",
        "x1y2x",
        "xeyex1y2",
        "x1y2 ",
        "xnany1",
        "x1e51y1",
        "x1,5y2",
    ],
)
def test_what_is_not_written_as_points_are_is_left_out(text):
    complaint = f"{LEFT_OUT} written like x1y2.5x2y4, not “{text}”."
    assert from_link(text) == OwnPoints(complaints=(complaint,))


def test_a_link_that_is_too_long_is_left_out():
    complaint = f"{LEFT_OUT} at most 1,500 characters, not 6,000."
    assert from_link("x1y2" * LONGEST) == OwnPoints(complaints=(complaint,))


def test_one_point_in_a_link_says_what_it_cannot_decide():
    assert from_link("x1y2").remarks == read_points("1,2").remarks
    assert from_link("x1y2").remarks[0].startswith("There is one point: ")


def test_all_that_is_said_of_a_link_is_said_in_the_language_asked_for():
    for text in ("nothing", "x1y2" * LONGEST, "x1y2", "x1y2x1y3"):
        mine, theirs = (from_link(text, say=say) for say in (english, in_language("es")))
        assert len(mine.complaints + mine.remarks) == len(theirs.complaints + theirs.remarks) == 1
        assert mine.complaints + mine.remarks != theirs.complaints + theirs.remarks
    assert not_in_link() != not_in_link(in_language("es"))


def test_what_the_page_still_has_comes_before_the_link_and_what_was_wrong_with_it_is_not_told_again():
    kept = read_points("1 2\n3 x\n5 6")
    assert kept.complaints
    lines, problems = pasted_at_first(kept, ["nonsense"])
    assert (read_points(lines).x, read_points(lines).y, problems) == (kept.x, kept.y, ())


def test_of_a_link_without_points_nothing_is_told_and_of_points_that_are_none_what_is_wrong():
    assert pasted_at_first(None, []) == ("", ())
    for texts in ([""], ["nonsense"], ["x1y2", "nonsense"]):
        lines, [problem] = pasted_at_first(None, texts)
        assert lines == ""
        assert problem.startswith(LEFT_OUT)
