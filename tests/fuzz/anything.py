"""Anything a learner may bring: texts that mean something elsewhere, numbers at their ends, settings, points.

    FUZZ=50 python -m pytest tests/fuzz

tries 50 times as many as the tests do, and other ones every time.
"""

import os
from itertools import permutations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from gd_core.controls import controls
from gd_core.experiment import MOST_EPOCHS, MOST_RATES, Settings

TIMES = int(os.environ.get("FUZZ", "1"))
CANARY = "zqxj"  # in no language, so that what a learner brought is found again

# fmt: off
TROUBLE = [
    "", " ", "0", "-0", "-0.0", "1", "-1", "1e9", "1e-9", "1e308", "1e309", "1e-400", "9" * 400, "0x10",
    "inf", "-inf", "nan", "Infinity", "1_000", "0,5", "1,000", "1.", ".5", "5e", "+1",
    "１２", "٣", "½", "²",
    "True", "true", "false", "None", "null", "undefined", "[]", "{}", "{x}", "{0}", "{{", "}", "{typed!r}",
    "%", "%s", "%(x)s", "%d%n", "%00", "%ud800", "\\ud800", "\\", "\\\\", "$", "$x$", "$$x^2$$", "\\(x\\)",
    "<b>x</b>", "<script>alert(1)</script>", "</style><script>alert(1)</script>", "<img src=x onerror=a()>",
    "} * {display:none}", "*/ x /*", "javascript:alert(1)", "&lt;b&gt;", "&amp;", "'\"`", "' OR 1=1 --",
    "**b**", "# h", "- a", "1. a", "[a](http://a.b)", "![a](b)", "`c`", "```\nc", "| a |\n|---|", "> q",
    ":smile:", ":material/home:", ":red[x]", ":streamlit:", "www.example.org", "a@example.org", "a -> b",
    "a\n\n    b", "a\r\nb", "\t", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\u2028", "\ufeff", "\u200b",
    "\u202eabc", "\u2066a", "مرحبا", "שלום", "e\u0301\u0301", "Z̸̢a̷l̶g̴o̵",
    "😀", "👩‍👩‍👧", "🇪🇸", "\U0010ffff", "\ufffd",
    "=1+1", "@SUM(A1)", "+1+1", "-1+1", "=cmd|' /C calc'!A0", "__import__('os').system('x')", '"""', "x;y",
    "../../etc/passwd", "a" * 3000, "<" * 999, "{" * 999, "-" * 999, "1" * 999, "é" * 999, ";" * 999,
]
# fmt: on

texts = st.one_of(
    st.sampled_from(TROUBLE),
    st.sampled_from(TROUBLE).map(lambda text: text + CANARY),
    st.tuples(st.sampled_from(TROUBLE), st.sampled_from(TROUBLE)).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),  # half a sign is in no link
    st.floats().map(repr),
    st.integers().map(str),
)


def looking(n_cases: int) -> settings:
    """Try so many cases, the same every time, or many times as many others."""
    return settings(
        max_examples=n_cases * TIMES,
        derandomize=TIMES == 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def number_in(key: str) -> st.SearchStrategy:
    """Return any number that a control allows, its ends and 0 more often."""
    least, most = controls()[key].allowed
    if isinstance(least, int):
        return st.integers(least, most) | st.sampled_from([least, most])
    ends = [value for value in (least, 0.0, most) if least <= value <= most]
    return st.floats(least, most) | st.sampled_from(ends) | st.floats(least, most).map(lambda x: round(x, 1))


rates = (
    st.floats(-9, 9).map(lambda power: 10**power)
    | st.sampled_from([1e-110, 6.8e-13, 1e-9, 0.01, 0.1, 0.5, 0.78866, 1.0, 2.0, 1e9])
    | st.floats(0.001, 3).map(lambda rate: round(rate, 3))
)
ranges_of_x = st.one_of(
    st.tuples(number_in("x"), number_in("x"))
    .map(sorted)
    .filter(lambda ends: ends[0] == ends[1] or ends[1] - ends[0] >= 0.01)
    .map(tuple),
    st.sampled_from([(0.0, 1.0), (-1.0, 1.0), (1.0, 1.0), (0.0, 0.0), (-10.0, 10.0), (9.99, 10.0)]),
)
values = st.one_of(
    st.floats(-50, 50).map(lambda power: 10**power),
    st.floats(-50, 50).map(lambda power: -(10**power)),
    st.floats(-10, 10).map(lambda value: round(value, 1)),
    st.sampled_from([0.0, -0.0, 1e-50, 1e50, -1e50, 1.0, 1 + 2**-52]),
)
values = values.filter(lambda value: value == 0 or 1e-50 <= abs(value) <= 1e50)


@st.composite
def some_points(draw) -> tuple:
    """Return the x and the y of points that can be read: far apart in size, alike, or all x equal."""
    n = draw(st.integers(1, 12))
    size = draw(st.sampled_from([values, st.floats(-10, 10).map(lambda value: round(value, 2))]))
    x = draw(st.lists(size, min_size=n, max_size=n) | size.map(lambda value: [value] * n))
    return tuple(x), tuple(draw(st.lists(size, min_size=n, max_size=n)))


@st.composite
def any_settings(draw, *, most_epochs: int = MOST_EPOCHS, most_points: int = 300) -> Settings:
    """Return any settings that the page allows."""
    own_points = draw(st.none() | some_points())
    return Settings(
        seed=draw(number_in("seed")),
        noise=draw(number_in("noise")),
        learning_rates=tuple(draw(st.lists(rates, min_size=1, max_size=MOST_RATES, unique=True))),
        n_epochs=draw(st.integers(1, 200) | st.integers(1, most_epochs)),
        n_samples=draw(st.integers(2, 20) | st.integers(2, most_points)),
        x_range=draw(ranges_of_x),
        slope=draw(number_in("slope")),
        intercept=draw(number_in("intercept")),
        same_start=draw(st.booleans()),
        own_start=draw(st.booleans()),
        start_w=draw(number_in("w")),
        start_b=draw(number_in("b")),
        scaling=draw(st.sampled_from([*controls()["scaling"].options])),
        points_from="my own" if own_points else "made from a line",
        points=own_points,
    )


def orders(n: int) -> st.SearchStrategy:
    """Return the numbers from 0 to n − 1 in any order."""
    return st.permutations(range(n)) if n > 4 else st.sampled_from(list(permutations(range(n))))
