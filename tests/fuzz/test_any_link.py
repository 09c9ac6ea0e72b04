"""Whatever a link says, the page opens, says what is wrong, and takes nothing in it for more than text."""

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import gd_core
from gd_core.cases import PREDICT
from gd_core.controls import CAN_BE_LOCKED, controls
from gd_core.experiment import MOST_RATES, Settings
from gd_core.languages import in_language
from gd_core.numbers import exact
from gd_core.own_points.link import to_link
from gd_core.own_points.reading import OwnPoints
from gd_core.teaching.prediction_link import LETTERS, mark_of
from gd_core.teaching.teachers_link import FLAGS
from tests.browser.lab import number
from tests.fuzz.anything import CANARY, looking, number_in, orders, rates, some_points, texts
from tests.fuzz.test_any_points import files, tables
from tests.test_app import APP

PARTS, WAYS = (list(controls()[key].options) for key in ("part", "way"))
ASSETS = Path(gd_core.__file__).parent / "assets"
HIDDEN = re.compile(r"\.st-key-(\w+), \.st-key-\1_beside \{ display: none \}")
WHAT_TO_DO = "Type a learning rate in the sidebar, and its run appears here."
ONE_STUDENTS = ("predicted", "said", "quiz", "hints")
KEYS = (*controls(), "points", *FLAGS, *ONE_STUDENTS)
NOT_ITS_OWN = [
    "",
    "case",
    "more",
    "pasted",
    "file",
    "tab",
    "task",
    "typed",
    "complaints",
    "x_0",
    "slots",
    "where_to_look",
    "x_beside",
    "player",
    "Ω",
]

written_rates = st.one_of(
    rates.map(exact), st.sampled_from(["0,5", "0.50", "1e0", ".1", "+0.1", "٣", "1e-9"])
)
letters = st.sampled_from([*LETTERS.values(), "x", "-"])


@st.composite
def guesses(draw, n: int) -> str:
    """Return a prediction of n rates as a link has it; their order may be left open."""
    order = "".join(map(str, draw(st.one_of(st.just(()), orders(n)))))
    return f"{order}-{''.join(draw(st.lists(letters, min_size=n, max_size=n)))}"


def names(options) -> st.SearchStrategy:
    return st.lists(st.sampled_from([*options]), min_size=1, max_size=4).map(",".join)


def right(key: str) -> st.SearchStrategy:
    """Return what the page itself may write into a link under this key, or what is almost that."""
    control = controls().get(key)
    if control and control.kind in ("number", "slider", "count", "typed"):
        return number_in(key).map(exact)
    if control and control.kind == "switch":
        return st.sampled_from(["true", "false", "True"])
    if control and control.kind == "choice":
        return st.sampled_from([*control.options])
    return {
        "x": st.tuples(*[st.floats(-10, 10).map(lambda x: round(x, 2)).map(str)] * 2).map(list),
        "rates": st.lists(written_rates, max_size=2 * MOST_RATES + 1),
        "rate": written_rates,
        "colours": orders(MOST_RATES).map(lambda order: "".join(map(str, order))),
        "points": some_points().map(lambda points: to_link(OwnPoints(*points)) or ""),
        "hide": st.sampled_from(["answers", "runs"]),
        "lock": names(CAN_BE_LOCKED),
        "without": names(CAN_BE_LOCKED),
        "predicted": st.tuples(guesses(3), st.sampled_from([mark_of(Settings()), "0" * 8])).map("-".join),
        "said": st.tuples(st.sampled_from(["1-1", "3-7", "5-9999"]), st.integers(3, 4).flatmap(guesses)).map(
            "-".join
        ),
        "quiz": st.text("0123-", max_size=12),
        "hints": st.text("0123-", max_size=12),
    }[key]


def values_of(key: str) -> st.SearchStrategy:
    return st.one_of(right(key), right(key), texts, st.lists(texts, min_size=2, max_size=3))


@st.composite
def links(draw) -> dict[str, str | list[str]]:
    """Return a link with some parameters, right ones and wrong, and one part open."""
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=9, unique=True))
    link = {key: draw(values_of(key)) for key in keys}
    link |= {key: draw(texts) for key in draw(st.lists(st.sampled_from(NOT_ITS_OWN), max_size=1))}
    if "part" not in link:
        link["part"] = draw(st.sampled_from(PARTS))
    if link["part"] == PREDICT and "way" not in link:
        link["way"] = draw(st.sampled_from(WAYS))
    if "points" in link and draw(st.booleans()):
        link["data"] = "my own"
    return link


def open_page(link):
    page = AppTest.from_file(APP, default_timeout=60)
    for key, value in link.items():
        page.query_params[key] = value
    return page.run()


def assert_a_page_of_text(page):
    """Nothing broke, the pictures or what to do are there, and what was brought is only text."""
    assert not page.exception
    say = in_language(page.selectbox(key="lang").value)
    pictures, buttons = page.get("vega_lite_chart"), [button.label for button in page.button]
    shown = page.dataframe and len(pictures) >= 3
    assert shown or (pictures and say("Commit") in buttons) or say(WHAT_TO_DO) in [i.value for i in page.info]
    assert all(json.loads(picture.proto.spec) and picture.proto.alt for picture in pictures)
    assert_one_style_sheet(page)
    assert all(CANARY not in text.value for text in [*page.markdown, *page.info])
    for text in [*page.warning, *page.caption]:
        assert_escaped(text.value, whole="\\" in text.value or CANARY in text.value)


def assert_one_style_sheet(page):
    """The one thing that is HTML is the page's own style, and what it hides are controls that there are."""
    assert not any(text.allow_html for text in page.markdown)
    [html] = page.get("html")
    style = html.proto.body.removeprefix("<style>").removesuffix("</style>")
    for name in ("page.css", "projector.css"):
        style = style.replace((ASSETS / name).read_text(encoding="utf-8"), "", 1)
    assert HIDDEN.sub("", style) == ""
    assert {found[1] for found in HIDDEN.finditer(style)} <= {
        *CAN_BE_LOCKED,
        *("pasted", "file", "more", "typed", "x_ends"),
    }


def assert_escaped(markdown, *, whole):
    """Every sign that Markdown would act on has a backslash before it, and every sign can be printed."""
    if whole:
        told = markdown.replace("\u2060", "").replace("  \n", "")
        assert told.isprintable()
        assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-~]", "", told))


@looking(80)
@given(links())
def test_any_link_opens_a_page_on_which_it_is_only_text_and_so_does_the_next_change(link):
    page = open_page(link)
    assert_a_page_of_text(page)
    assert_a_page_of_text(page.run())


@looking(30)
@given(links())
def test_the_link_that_the_page_then_has_opens_the_same_page_without_complaint(link):
    page = open_page(link)
    again = open_page(page.query_params)
    assert_a_page_of_text(again)
    assert not any("link" in text.value for text in again.warning)
    assert [frame.value.to_csv() for frame in again.dataframe] == [
        frame.value.to_csv() for frame in page.dataframe
    ]


@looking(30)
@given(st.lists(texts | written_rates, max_size=2 * MOST_RATES, unique=True), st.sampled_from(PARTS))
def test_any_rates_typed_give_at_most_8_that_can_run_and_a_sentence_for_each_other(typed, part):
    page = open_page({"part": part})
    page.multiselect(key="rates").set_value(typed)
    assert_a_page_of_text(page.run())
    shown = page.dataframe[0].value["learning_rate"].tolist() if page.dataframe else []
    rates = [number(rate) if isinstance(rate, str) else rate for rate in shown]
    assert len(rates) == len(set(rates)) <= MOST_RATES
    assert all(1e-110 <= rate <= 1e9 for rate in rates)
    told = [line for warning in page.warning[:1] for line in warning.value.split("  \n")]
    assert len(rates) + len(told) == len(typed)


def boxes_of(page):
    """Return the boxes in which one number is typed."""
    return [*page.number_input, *(box for box in page.text_input if box.key != "typed")]


@looking(15)
@given(st.data())
def test_every_control_at_an_end_or_beyond_it_gives_a_page_within_the_limits(data):
    page = open_page({"seed": "1", "n": "10", "own": "true", "part": data.draw(st.sampled_from(PARTS))})
    for box in boxes_of(page):
        ends = [
            *controls()[box.key.partition("_")[0]].allowed,
            *(sign * 10.0**power for sign in (1, -1) for power in (5, 12, 300)),
        ]
        number = data.draw(st.sampled_from([*ends, None]))
        box.set_value(str(number) if isinstance(box.value, str) else number)
    page.slider(key="noise").set_value(data.draw(st.sampled_from([0.0, 1.0, -1.0, 1e9])))
    assert_a_page_of_text(page.run())
    for box in boxes_of(page):
        least, most = controls()[box.key.partition("_")[0]].allowed
        assert least <= float(box.value) <= most
    assert float(page.text_input(key="x_0").value) <= float(page.text_input(key="x_1").value)


@looking(25)
@given(tables() | texts, files() | st.none(), st.sampled_from(PARTS), st.sampled_from(WAYS))
def test_whatever_is_pasted_or_uploaded_the_page_is_there_and_shows_it_as_text(text, file, part, way):
    page = open_page({"data": "my own", "part": part, "way": way})
    page.text_area(key="pasted").set_value(text)
    if file is not None:
        page.file_uploader(key="file").set_value(("points.csv", file, "text/csv"))
    assert_a_page_of_text(page.run())
