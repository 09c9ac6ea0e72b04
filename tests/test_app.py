"""The page as Streamlit runs it, without a browser."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from gd_core.cases import CASES
from gd_core.charts.map_data import map_window
from gd_core.control_values import for_link, values_of_settings
from gd_core.controls import controls
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES
from gd_core.numbers import exact
from gd_core.own_points.reading import read_points
from gd_core.own_points.real_data import real_data
from gd_core.parts.columns import as_shown
from gd_core.parts.results import columns_of_results, reasons, results_table
from gd_core.teaching.challenges import challenges
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import Prediction, answer_of, score
from gd_core.teaching.quiz import questions
from gd_core.teaching.rounds import about, round_of
from gd_core.teaching.words import sections
from gd_core.telling.changes import what_differs
from gd_core.telling.starts import losses_at_the_start
from gd_core.telling.step_text import step_in_plain_text
from gd_core.worked_step import worked_step
from tests.blocks import as_read
from tests.reference import OTHERWISE

A_RANGE = "two numbers from −10 to 10, the smaller one first, equal or at least 0.01 apart"
A_START = "a number from −1×10⁶⁰ to 1×10⁶⁰"
APP = str(Path(__file__).parent.parent / "app.py")


def open_page(**link):
    """Open the page by a link with these parameters, run it, and check that nothing broke."""
    page = AppTest.from_file(APP, default_timeout=30)
    for key, value in link.items():
        page.query_params[key] = value
    return run(page)


def open_more(page):
    """Open the part of the sidebar whose controls are drawn only then."""
    page.session_state["more"] = True
    return run(page)


def run(page):
    page.run()
    assert not page.exception
    return page


def texts_on(page):
    """Return the page's texts as they are read, without what their terms explain."""
    return [as_read(text.value) for text in page.markdown]


def table_of(page):
    return page.dataframe[0].value


def assert_shows(page, settings):
    """The table on the page is gd_core's of these settings, and the reasons stand under it."""
    experiment = experiment_of(settings)
    results, columns = results_table(experiment), columns_of_results(experiment)
    expected = pd.DataFrame(as_shown(results))[[name for name in columns if name in results]]
    pd.testing.assert_frame_equal(table_of(page), expected, check_exact=True)
    assert reasons(results) in texts_on(page)


def drawn_data(page):
    """Return the loss chart's data sets by name."""
    proto = page.get("vega_lite_chart")[0].proto
    return {data.name: data for data in proto.datasets}, json.loads(proto.spec)


def told_to_the_player(page):
    """Return the header and the numbers that the page hands over to the player."""
    [data] = [part.proto.bytes for part in page.get("bidi_component") if part.proto.bytes]
    header, _, numbers = data.partition(b"\n")
    return json.loads(header), np.frombuffer(numbers)


def stand_at(page, epoch):
    """Run the page after the player said, as it does when a part is opened, that it stands at this epoch."""
    [player] = [part.proto.id for part in page.get("bidi_component") if "-player" in part.proto.id]
    states = page._tree.get_widget_states()
    states.widgets.add(id=player, json_value=json.dumps({"epoch": epoch}))
    page._run(states)
    assert not page.exception
    return page


def warnings_of(page):
    return [line.replace("\\", "") for warning in page.warning for line in warning.value.split("  \n")]


@pytest.fixture(scope="module")
def page():
    """The page as it opens. Read it only."""
    return open_page()


def test_the_page_opens_with_the_lesson(page):
    assert_shows(page, Settings())
    assert not page.warning


def test_the_page_asks_its_question_and_each_part_is_headed_by_one(page):
    headings = [line for text in texts_on(page) for line in text.splitlines() if line.startswith("#")]
    assert headings[0] == "# How big should the learning rate be?"
    assert all(heading.endswith("?") for heading in headings)


def test_the_chart_gets_named_data_and_a_sentence_for_those_who_cannot_see_it(page):
    data, spec = drawn_data(page)
    assert set(data) == {"runs", "now", "frame"}
    alt = page.get("vega_lite_chart")[0].proto.alt
    assert alt == "The loss of every run by epoch. The player tells its numbers."
    assert spec["title"]


def test_the_player_is_told_the_runs_beside_the_player_itself(page):
    header, _ = told_to_the_player(page)
    assert [rate["name"] for rate in header["rates"]] == ["0.01", "0.1", "0.5"]
    assert header["mayStart"]
    assert header["mayMoveRates"]
    starts = experiment_of(Settings()).runs.parameters[:, 0]
    assert [rate["start"] for rate in header["rates"]] == starts.tolist()


def test_while_a_prediction_is_asked_for_the_player_is_told_the_numbers_of_the_runs_alone():
    header, numbers = told_to_the_player(open_page(hide="answers"))
    assert header["bowl"] is None
    runs = experiment_of(Settings()).runs
    assert numbers[: runs.losses.size].tolist() == runs.losses.ravel().tolist()


def test_every_control_changes_the_numbers():
    page = open_more(open_page())
    page.number_input(key="seed").set_value(7)
    page.slider(key="noise").set_value(0.4)
    page.number_input(key="epochs").set_value(30)
    page.multiselect(key="rates").set_value(["0.2", "0.6"])
    page.number_input(key="n").set_value(15)
    page.text_input(key="x_0").set_value("-1")
    page.text_input(key="x_1").set_value("2,5")
    page.text_input(key="slope").set_value("-3")
    page.text_input(key="intercept").set_value("1/2")
    page.toggle(key="same").set_value(True)
    assert_shows(run(page), replace(OTHERWISE, same_start=True))


def test_the_same_start_is_set_beside_the_loss_and_kept_while_no_run_is_there_to_show_it():
    page = open_page()
    assert page.toggle(key="same") in list(page.main.toggle)
    page.toggle(key="same").set_value(True)
    run(page)
    page.multiselect(key="rates").set_value([])
    run(page)
    assert not page.main.toggle
    page.multiselect(key="rates").set_value(["0.2", "0.6"])
    assert_shows(run(page), Settings(learning_rates=(0.2, 0.6), same_start=True))
    assert page.toggle(key="same").value
    assert page.query_params["same"] in ("true", ["true"])


def test_from_which_losses_the_rates_start_is_told_while_they_start_at_different_places():
    page, told = open_page(), losses_at_the_start(experiment_of(Settings()))
    assert told in [text.value for text in page.markdown]
    page.toggle(key="same").set_value(True)
    assert not any("different places" in text.value for text in run(page).markdown)


def test_the_same_start_cannot_be_moved_where_a_start_of_ones_own_is_set():
    assert open_page(own="true", same="true").toggle(key="same").disabled
    assert not open_page(same="true").toggle(key="same").disabled


def test_a_start_of_ones_own_is_used():
    page = open_more(open_page())
    page.toggle(key="own").set_value(True)
    run(page)
    page.text_input(key="w").set_value("−8/2")
    page.text_input(key="b").set_value("3,0")
    assert_shows(run(page), Settings(own_start=True, start_w=-4.0, start_b=3.0))


def test_a_link_opens_the_same_numbers():
    page = open_page(
        seed="7", noise="0.4", epochs="30", rates=["0.2", "0,6"], n="15", x=["-1", "2.5"], slope="-3",
        intercept="0.5", own="true", w="2", b="-1", log="true", excess="true",
    )  # fmt: skip
    assert_shows(page, replace(OTHERWISE, own_start=True, start_w=2.0, start_b=-1.0))
    assert page.toggle(key="log").value
    assert page.toggle(key="excess").value
    assert not page.warning


def test_the_view_in_the_map_stays_while_a_start_moves_in_it_and_is_another_otherwise():
    def view_after(**moved):
        for key, value in moved.items():
            box_of_number(page, key).set_value(value)
        return told_to_the_player(run(page))[0]["window"]

    page = open_page(own="true", w="-2", b="4")
    before = told_to_the_player(page)[0]["window"]
    assert before == list(map_window(experiment_of(Settings(own_start=True, start_w=-2.0, start_b=4.0))))
    assert view_after(w="0,0") == view_after(b="5/2") == before
    far = view_after(w="5×10¹")
    assert far[2] > 50 > before[2]
    assert view_after(w="1", b="1", seed=7) != far


@pytest.mark.parametrize("case", CASES)
def test_a_case_sets_every_control(case):
    page = open_page(
        model=CASES[case].model,  # beside which it is offered
        **{"seed": "7", "noise": "0.4", "epochs": "30", "n": "15", "slope": "-3", "own": "true"},
        **{"same": "true", "x": ["-1", "2"], "momentum": "0.5"},
    )
    page.get("button_group")[0].set_value(case)
    assert_shows(run(page), CASES[case])


def the_cases(page):
    return next(pills for pills in page.get("button_group") if pills.label == "Try a case")


def marked(page):
    return page.session_state["case"]


def told_of_the_case(page):
    return next(text.value for text in page.caption if "lesson" in text.value)


@pytest.mark.parametrize("case", CASES)
def test_a_link_that_opens_on_a_case_marks_it_and_what_differs_is_told(case):
    link = {key: for_link(value) for key, value in values_of_settings(CASES[case]).items()}
    page = open_page(**link | {"rates": [exact(rate) for rate in CASES[case].learning_rates]})
    assert marked(page) == case
    assert told_of_the_case(page) == what_differs(CASES[case])


def test_the_mark_follows_what_is_set():
    page = open_page()
    assert marked(page) == "The lesson"
    page.slider(key="noise").set_value(0.3)
    assert marked(run(page)) is None
    assert told_of_the_case(page) == "Unlike the lesson: noise 0.3."
    page.slider(key="noise").set_value(0.1)
    assert marked(run(page)) == "The lesson"
    assert told_of_the_case(page) == "This is the lesson."
    the_cases(page).set_value("Zigzag")
    assert marked(run(page)) == "Zigzag"
    page.toggle(key="same").set_value(False)
    assert marked(run(page)) is None


def test_a_click_on_the_case_that_is_marked_sets_it_again():
    page = open_page(log="true", excess="true")
    the_cases(page).set_value(None)
    assert marked(run(page)) == "The lesson"
    assert not page.toggle(key="log").value
    assert not page.toggle(key="excess").value


def test_the_lessons_case_resets_everything():
    page = open_page(seed="7", noise="0.4", rates=["2", "abc"], n="15", own="true", log="true", excess="true")
    page.get("button_group")[0].set_value("The lesson")
    assert_shows(run(page), Settings())
    assert not page.toggle(key="log").value
    assert not page.toggle(key="excess").value
    assert not page.warning


def test_a_wrong_rate_is_told_and_the_right_ones_run():
    page = open_page()
    page.multiselect(key="rates").set_value(["0.1", "abc", "0,5", "-1"])
    assert_shows(run(page), Settings(learning_rates=(0.1, 0.5)))
    assert warnings_of(page) == [
        "Learning rate “abc” is not a number.",
        "Learning rate “-1” cannot run: a rate is from 1×10⁻¹¹⁰ to 1×10⁹.",
    ]


def test_rates_typed_in_the_line_are_added_and_what_is_wrong_stays_there_to_be_mended():
    page = open_page()
    page.text_input(key="typed").set_value("0,3; abc; 0.10")
    assert_shows(run(page), Settings(learning_rates=(0.01, 0.1, 0.5, 0.3)))
    assert page.query_params["rates"] == ["0.01", "0.1", "0.5", "0.3"]
    assert page.text_input(key="typed").value == "abc"
    wrong = "Learning rate “abc” is not a number."
    assert warnings_of(page) == [wrong, "Learning rate “0.10” is in the list already."]
    page.slider(key="noise").set_value(0.2)
    assert warnings_of(run(page)) == [wrong]
    page.text_input(key="typed").set_value("0.7")
    assert_shows(run(page), Settings(noise=0.2, learning_rates=(0.01, 0.1, 0.5, 0.3, 0.7)))
    assert page.text_input(key="typed").value == ""
    assert not page.warning


def test_a_rate_typed_when_there_is_no_room_is_added_when_another_is_taken_out():
    full = [f"0.{digit}" for digit in range(1, 9)]
    page = open_page(rates=full)
    page.text_input(key="typed").set_value("0.9")
    assert warnings_of(run(page)) == ["Learning rate “0.9” is left out: 8 rates run at once."]
    page.multiselect(key="rates").set_value(full[1:])
    run(page)
    assert page.multiselect(key="rates").value == [*full[1:], "0.9"]
    assert not page.warning


def test_a_case_sets_its_rates_whatever_was_being_typed():
    page = open_page()
    page.text_input(key="typed").set_value("abc")
    run(page)
    page.get("button_group")[0].set_value("Diverging")
    assert_shows(run(page), CASES["Diverging"])
    assert page.text_input(key="typed").value == ""


def box_of_number(page, key):
    """Return the box in which a number is typed, of whichever kind it is."""
    return page.text_input(key=key) if controls()[key].kind == "typed" else page.number_input(key=key)


EVERY_NUMBER = [
    ({"slope": "3"}, ("epochs", "seed", "n", "slope", "intercept")),
    ({"part": "Why?", "epoch": "3"}, ("epoch",)),
    ({"part": "Can you predict it?", "level": "2"}, ("level", "round")),
]


@pytest.mark.parametrize(("link", "keys"), EVERY_NUMBER)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_is_not_allowed_is_told_once_and_what_was_set_stays(link, keys, language):
    page = open_page(lang=language, **link)
    for key in keys:
        box = box_of_number(page, key)
        label, before, in_link = box.label, box.value, dict(page.query_params)
        box.set_value("1.5e+200" if isinstance(before, str) else 1.5e200)
        (told,) = warnings_of(run(page))
        assert label in told
        assert "1.5e+200" in told
        assert box_of_number(page, key).value == before
        assert {name: float(text[0]) for name, text in page.query_params.items() if name == key} == {
            name: float(text[0]) for name, text in in_link.items() if name == key
        }
        assert not run(page).warning


@pytest.mark.parametrize("typed", ["1e200", "half", "1,500", ""])
def test_a_start_that_is_not_allowed_is_told_once_and_what_was_set_stays(typed):
    page = open_page(own="true", w="2")
    page.text_input(key="w").set_value(typed)
    (told,) = warnings_of(run(page))
    assert "Start w" in told
    assert f"“{typed}”" in told
    assert page.text_input(key="w").value == "2"
    assert float(page.query_params["w"][0]) == 2
    assert not run(page).warning


@pytest.mark.parametrize("ends", [(0.0, 1.5), (0.2, 0.8), (0.25, 0.83)])
def test_the_ends_of_x_can_be_typed_and_the_link_and_the_second_slider_follow(ends):
    page = open_page(part="Which rates would work?", x=["0", "2"])
    for end in (1, 0):
        page.text_input(key=f"x_{end}").set_value(str(ends[end]).replace(".", ","))
        run(page)
    assert_shows(page, Settings(x_range=ends))
    assert page.slider(key="x_beside").value == ends
    assert_shows(open_page(x=page.query_params["x"]), Settings(x_range=ends))
    page.slider(key="x_beside").set_value((-1.0, 1.0))
    run(page)
    assert [page.text_input(key=f"x_{end}").value for end in (0, 1)] == ["-1", "1"]
    page.text_input(key="x_0").set_value("-11")
    (told,) = warnings_of(run(page))
    assert told == f"Range of x must be {A_RANGE}, not “-11, 1”."
    assert_shows(page, Settings(x_range=(-1.0, 1.0)))


def test_the_range_of_x_stays_while_other_points_are_looked_at():
    page = open_page(x=["0.2", "0.8"])
    page.selectbox(key="data").set_value("nile")
    run(page)
    page.selectbox(key="data").set_value("made from a line")
    assert_shows(run(page), Settings(x_range=(0.2, 0.8)))


def test_points_that_python_hashes_alike_are_told_apart():
    page = open_page(data="my own")
    for points in (((1.0, 2.0, 3.0), (-1.0, 3.0, 5.0)), ((1.0, 2.0, 3.0), (-2.0, 3.0, 5.0))):
        page.text_area(key="pasted").set_value("\n".join(f"{x} {y}" for x, y in zip(*points, strict=True)))
        assert_shows(run(page), Settings(points_from="my own", points=points))
    assert hash((-1.0,)) == hash((-2.0,))


def test_an_empty_list_of_rates_asks_for_one_and_keeps_the_page():
    page = open_page()
    page.multiselect(key="rates").set_value([])
    run(page)
    assert "Type a learning rate" in page.info[0].value
    assert any("limit is about 0.7887" in text for text in texts_on(page))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("seed", "inf", "Seed must be a whole number from 0 to 4,294,967,295, not “inf”."),
        ("n", "inf", "Number of points must be a whole number from 2 to 10,000, not “inf”."),
        ("epochs", "abc", "Epochs must be a whole number from 1 to 10,000, not “abc”."),
        ("noise", "nan", "Noise must be a number from 0 to 1, not “nan”."),
        ("x", ["2", "0"], f"Range of x must be {A_RANGE}, not “2, 0”."),
        ("x", "2", f"Range of x must be {A_RANGE}, not “2”."),
        ("x", ["5", "5.000001"], f"Range of x must be {A_RANGE}, not “5, 5.000001”."),
        ("w", "1e999", "Start w must be " + A_START + ", not “1e999”."),
        ("noise", "0,3", "Noise must be a number from 0 to 1, not “0,3”."),
        ("seed", ["1", "2"], "Seed must be given once, not 2 times."),
        ("log", "maybe", "Logarithmic loss axis must be true or false, not “maybe”."),
        ("own", "<b>1</b>", "A start of my own must be true or false, not “<b>1</b>”."),
    ],
)
def test_nonsense_in_a_link_is_told_and_the_rest_of_the_link_holds(key, value, said):
    page = open_page(**{key: value, "slope": "5"})
    assert warnings_of(page) == [f"One thing in the link was left out: {said}"]
    assert_shows(page, Settings(slope=5.0))
    page.slider(key="noise").set_value(0.2)
    assert not run(page).warning


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "**b**", ":smile:", "$x$", "[a](b)", "`c`", "#h"]
)
def test_what_a_student_types_is_shown_as_text_not_as_markup(text):
    page = open_page(rates=["0.1", text])
    shown = page.warning[0].value
    assert f"“{text[:24]}" in shown.replace("\\", "").replace("\u2060", "")
    # Markdown's marks are all escaped.
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-~]", "", shown))


def test_a_noise_of_minus_zero_is_no_noise():
    assert_shows(open_page(noise="-0.0"), Settings(noise=0.0))


def test_a_link_with_more_rates_than_can_run_is_told():
    page = open_page(rates=[f"0.{digit}" for digit in range(1, 10)])
    assert warnings_of(page) == ["Learning rate “0.9” is left out: 8 rates run at once."]
    assert len(table_of(page)) == 8


def test_a_link_with_a_flood_of_rates_is_told_once():
    page = open_page(rates=[f"{number}" for number in range(1, 901)])
    assert warnings_of(page) == [
        "One thing in the link was left out: Learning rates must be at most 8 rates, not 900."
    ]
    assert_shows(page, Settings())


def test_a_rate_keeps_its_colour_when_others_come_and_go_and_the_link_keeps_it_too():
    page = open_page()
    assert page.session_state.slots == {0.01: 0, 0.1: 1, 0.5: 2}
    page.multiselect(key="rates").set_value(["0.1", "0.5", "0.9"])
    run(page)
    assert page.session_state.slots == {0.1: 1, 0.5: 2, 0.9: 0}
    assert page.query_params["colours"] == "120"
    same = open_page(rates=["0.1", "0.5", "0.9"], colours="120")
    assert same.session_state.slots == page.session_state.slots


@pytest.mark.parametrize("colours", ["abc", "11", "99", "12345678901234567890", "", "7"])
def test_nonsense_for_colours_in_a_link_still_colours_every_rate(colours):
    slots = open_page(colours=colours).session_state.slots
    assert len(set(slots.values())) == 3
    assert set(slots.values()) <= set(range(8))


def test_a_thinned_run_is_said_to_be_thinned():
    assert any("All 5,000 epochs are computed" in text for text in texts_on(open_page(epochs="5000")))
    assert not any("are computed" in text for text in texts_on(open_page(epochs="200")))


def test_settings_stay_when_the_controls_that_made_them_are_folded_away():
    page = open_more(open_page())
    page.number_input(key="n").set_value(15)
    run(page)
    page.session_state["more"] = False
    assert_shows(run(page), Settings(n_samples=15))


def test_controls_that_nobody_looks_at_cost_nothing_until_they_matter():
    assert len(open_page().number_input) < len(open_page(n="15").number_input)


@pytest.mark.parametrize(
    "link", [{"noise": "0", "log": "true", "excess": "true"}, {"x": ["1", "1"]}, {"n": "2"}]
)
@pytest.mark.parametrize("rates", [["1e-110", "1e9"], ["0.5"], ["0.78866"]])
def test_awkward_settings_still_give_a_page(link, rates):
    page = open_page(rates=rates, epochs="10000", **link)
    losses = table_of(page)["final_loss"]
    assert losses.notna().all()
    assert "–" not in losses.tolist()


# The parts under the instrument.


def test_a_part_is_computed_only_when_it_is_open():
    assert len(open_page().get("vega_lite_chart")) == 3
    assert len(open_page(part="Which rates would work?").get("vega_lite_chart")) == 4
    assert len(open_page(part="Why?").get("vega_lite_chart")) == 5


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("lang", "Language must be en or es, not “zz”."),
        ("part", "Part must be What happened?, Which rates would work?, Why?, Can you predict"),
        ("way", "Learn by must be Rounds, Challenges, Quiz or The words, not “zz”."),
    ],
)
def test_a_place_or_language_that_there_is_not_is_told_and_taken_out_of_the_link(key, said):
    page = open_page(**{key: "zz"})
    assert said in " ".join(warnings_of(page))
    assert key not in page.query_params


def test_a_language_given_twice_is_told_in_the_first_and_gives_the_page_in_it():
    page = open_page(lang=["en", "es"])
    assert "Language" in warnings_of(page)[0]
    assert page.session_state["lang"] == "en"
    assert "lang" not in page.query_params


def test_two_ends_of_x_as_near_as_they_may_be_open_the_page():
    assert not open_page(x=["0.05", "0.06"]).warning


def test_a_part_that_there_is_not_opens_the_first():
    assert len(open_page(part="<script>").get("vega_lite_chart")) == 3


def test_the_ruler_says_that_noise_does_not_move_the_limit_and_another_range_of_x_does():
    def limit_of(page):
        said = next(text for text in texts_on(page) if "λmax" in text)
        return re.search(r"limit, 2/λmax = ([\d.]+)", said)

    page = open_page(part="Which rates would work?")
    before = limit_of(page)[1]
    page.slider(key="noise_beside").set_value(0.8)
    assert limit_of(run(page))[1] == before
    assert page.slider(key="noise").value == 0.8
    page.slider(key="x_beside").set_value((0.0, 2.0))
    assert limit_of(run(page))[1] != before
    assert_shows(page, Settings(noise=0.8, x_range=(0.0, 2.0)))


def test_why_works_out_the_step_of_the_rate_and_epoch_chosen():
    page = open_page(part="Why?", epoch="7")
    page.selectbox(key="rate").set_value("0.5")
    run(page)
    lesson = experiment_of(Settings())
    step = worked_step(lesson.dataset, theta=lesson.runs.parameters[2, 7], learning_rate=0.5)
    assert page.code[0].value == step_in_plain_text(step)


def test_the_step_worked_out_stays_in_the_link_when_another_part_is_looked_at():
    page = open_page(part="Why?", rate="0.5", epoch="7")
    page.session_state["part"] = "Take it with you"
    for _ in range(2):
        run(page)
        assert [page.query_params[key] for key in ("rate", "epoch")] == ["0.5", "7"]
        assert "rate=0.5&epoch=7" in page.code[0].value
    page.session_state["part"] = "Why?"
    run(page)
    assert (page.selectbox(key="rate").value, page.number_input(key="epoch").value) == ("0.5", 7)


def test_the_step_of_a_rate_that_is_taken_out_of_the_list_gives_way_to_another():
    page = open_page(part="Why?", rate="0.5")
    page.multiselect(key="rates").set_value(["0.01", "0.1"])
    run(page)
    assert page.selectbox(key="rate").value == "0.01"
    assert "rate" not in page.query_params


def rate_explained(page):
    """Return the rate that Why? is of, by its choice and by the step that it works out."""
    chosen = page.selectbox(key="rate").value
    assert f"η = {chosen}\n" in page.code[0].value
    return chosen


def set_rates(page, *rates):
    page.multiselect(key="rates").set_value(list(rates))
    return run(page)


def test_why_opens_on_the_rate_that_was_added_or_changed_last():
    page = open_page()
    set_rates(page, "0.01", "0.1", "0.5", "0.7")
    set_rates(page, "0.01", "0.3", "0.5", "0.7")
    page.session_state["part"] = "Why?"
    assert rate_explained(run(page)) == "0.3"
    assert page.query_params["rate"] == "0.3"
    set_rates(page, "0.03", "0.3", "0.5", "0.7")
    assert rate_explained(page) == "0.03"
    assert "rate" not in page.query_params  # it is the first
    page.selectbox(key="rate").set_value("0.7")
    assert rate_explained(run(page)) == "0.7"


def test_a_rate_in_the_link_is_explained_until_another_is_touched():
    page = open_page(part="Why?", rate="0.5")
    assert rate_explained(page) == "0.5"
    page.session_state["part"] = "What happened?"
    run(page)
    set_rates(page, "0.01", "0.1", "0.5", "0.8")
    assert page.query_params["rate"] == "0.8"
    page.session_state["part"] = "Why?"
    assert rate_explained(run(page)) == "0.8"


def test_where_the_rate_explained_is_taken_out_the_one_in_its_place_is():
    page = open_page(part="Why?", rate="0.1")
    assert rate_explained(set_rates(page, "0.01", "0.5")) == "0.5"
    assert rate_explained(set_rates(page, "0.01")) == "0.01"
    set_rates(page)
    assert rate_explained(set_rates(page, "0.3")) == "0.3"


def test_a_case_keeps_the_rate_explained_where_it_has_it_and_takes_its_first_where_not():
    page = open_page(part="Why?", rates=["0.3", "0.6", "0.5"], rate="0.6")
    page.get("button_group")[0].set_value("Zigzag")
    assert rate_explained(run(page)) == "0.6"
    page.get("button_group")[0].set_value("Too small")
    assert rate_explained(run(page)) == "0.0001"


def test_why_opens_at_the_epoch_where_the_player_stands_and_stays_at_what_is_chosen_there():
    page = open_page(epoch="7")
    page.session_state["part"] = "Why?"
    assert stand_at(page, 42).number_input(key="epoch").value == 42
    lesson = experiment_of(Settings())
    step = worked_step(lesson.dataset, theta=lesson.runs.parameters[0, 42], learning_rate=0.01)
    assert page.code[0].value == step_in_plain_text(step)
    page.number_input(key="epoch").set_value(3)
    assert stand_at(page, 42).query_params["epoch"] == "3"  # it stands where it stood
    page.session_state["part"] = "What happened?"
    stand_at(page, 42)
    page.session_state["part"] = "Why?"
    assert stand_at(page, 50).number_input(key="epoch").value == 50


@pytest.mark.parametrize("epoch", [-1, 10_001, 0.5, "5", None, [5], {}])
def test_why_stays_where_it_is_when_a_player_says_that_it_stands_at_no_epoch(epoch):
    page = open_page(part="Why?", epoch="7")
    assert stand_at(page, epoch).number_input(key="epoch").value == 7


def test_the_level_and_the_round_stay_in_the_link_when_another_part_is_looked_at():
    page = open_page(**PREDICTING, level="2", round="7")
    page.session_state["part"] = "Take it with you"
    for _ in range(2):
        run(page)
        assert "level=2&round=7" in page.code[0].value


def test_an_epoch_after_the_last_is_told_and_the_last_is_worked_out():
    page = open_page(part="Why?", epoch="500")
    assert warnings_of(page) == ["The runs end at epoch 100; the step from there is shown."]
    assert "b ←" in page.code[0].value


@pytest.mark.parametrize("scaling", ["centred", "standardised"])
def test_a_scaled_x_is_in_the_link_and_the_line_comes_back_in_the_original_units(scaling):
    page = open_page(scaling=scaling, rates="0.5", epochs="1000")
    settings = Settings(scaling=scaling, learning_rates=(0.5,), n_epochs=1000)
    assert_shows(page, settings)
    assert table_of(page)[["slope", "intercept"]].iloc[0].tolist() == pytest.approx([2.01379327, 0.98271871])


def test_the_scale_can_be_switched_beside_its_explanation():
    page = open_page(part="Why?")
    page.radio(key="scaling_beside").set_value("standardised")
    run(page)
    assert page.selectbox(key="scaling").value == "standardised"
    assert any("condition number from 18.9 to 1" in text for text in texts_on(page))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("scaling", "huge", "Scale of x must be as it is, centred or standardised, not “huge”."),
        ("epoch", "inf", "Epoch must be a whole number from 0 to 10,000, not “inf”."),
    ],
)
def test_nonsense_for_the_other_parts_in_a_link_is_told(key, value, said):
    page = open_page(part="Why?", **{key: value})
    assert warnings_of(page) == [f"One thing in the link was left out: {said}"]


def test_a_start_at_the_answer_draws_no_run_that_leaves():
    page = open_page(
        noise="0",
        own="true",
        w="0.5",
        b="0",
        x=["0.3", "0.3"],
        slope="0.5",
        intercept="0",
        rates=["0.9", "0.1"],
    )
    assert table_of(page)["behaviour"].tolist() == ["starts at the answer"] * 2


@pytest.mark.parametrize("part", ["Which rates would work?", "Why?"])
@pytest.mark.parametrize(
    "link",
    [
        {"noise": "0", "own": "true", "w": "2", "b": "1", "rates": ["0.5", "0.9"]},
        {"x": ["1", "1"], "scaling": "standardised"},
        {"n": "2", "rates": ["1e-110", "1e9"], "epochs": "10000", "epoch": "10000"},
    ],
)
def test_awkward_settings_still_give_every_part(part, link):
    assert len(open_page(part=part, **link).get("vega_lite_chart")) > 3


# Predicting, and taking home.

PREDICTING = {"part": "Can you predict it?"}


def taps_of(page, key):
    """Return the rows of what can be tapped whose keys begin so."""
    return [row for row in page.get("button_group") if row.key and row.key.startswith(key)]


def predict(page, prediction):
    """Tap and commit a prediction of the round shown."""
    taps_of(page, "order-")[0].set_value(list(prediction.ranking))
    for row, behaviour in zip(taps_of(page, "does-"), prediction.behaviours, strict=True):
        row.set_value(behaviour)
    run(page)
    next(button for button in page.button if button.label == "Commit").click()
    return run(page)


def test_a_round_is_told_before_its_answer_and_the_answer_only_after_the_commitment():
    page, drawn = open_page(**PREDICTING, level="2", round="7"), round_of(7, 2)
    truth = answer_of(experiment_of(drawn.settings))
    assert any(about(drawn) == text for text in texts_on(page))
    before = " ".join(texts_on(page))
    assert not any(reason in before for reason in truth.reasons)
    page = predict(page, Prediction(truth.ranking, truth.behaviours))
    points = score(truth, Prediction(truth.ranking, truth.behaviours)).most
    assert any(f"**{points} of {points} points**" in text for text in texts_on(page))


def test_the_order_may_be_left_open_and_what_is_still_to_be_tapped_is_said():
    page, drawn = open_page(**PREDICTING), round_of(1, 1)
    captions = [caption.value for caption in page.caption]
    assert "Still to tap: what 0.007, 0.56, 1.3 will do." in captions
    behaviours = answer_of(experiment_of(drawn.settings)).behaviours
    page = predict(page, Prediction((), behaviours))
    assert "rank_predicted" not in page.dataframe[-1].value
    assert any("**3 of 3 points** for what each rate does" in text for text in texts_on(page))


def test_the_instrument_plays_a_round_that_was_committed_with_what_was_said_and_nothing_can_be_held():
    page, drawn = open_page(**PREDICTING, level="2", round="7", noise="0.3"), round_of(7, 2)
    own, _ = told_to_the_player(page)
    assert not any("guess" in rate for rate in own["rates"])
    truth = answer_of(experiment_of(drawn.settings)).behaviours
    page = predict(page, Prediction((), ("diverges",) * len(truth)))
    shown, _ = told_to_the_player(page)
    assert [rate["rate"] for rate in shown["rates"]] == list(drawn.settings.learning_rates)
    signs = ["✓" if behaviour == "diverges" else "✗" for behaviour in truth]
    assert [rate["guess"] for rate in shown["rates"]] == [f"you said: diverges {sign}" for sign in signs]
    assert not shown["mayStart"]
    assert not shown["mayMoveRates"]
    assert page.slider(key="noise").value == 0.3


@pytest.mark.parametrize("leave", ["press", "another part", "another way", "next round"])
def test_the_learners_own_runs_come_back_when_a_round_is_left(leave):
    page = open_page(**PREDICTING, noise="0.3", said="1-1--csd")
    shown, _ = told_to_the_player(page)
    assert [rate["rate"] for rate in shown["rates"]] == [0.007, 0.56, 1.3]
    match leave:
        case "press":
            page.button(key="back").click()
        case "another part":
            page.session_state["part"] = "Why?"
        case "another way":
            page.session_state["way"] = "Quiz"
        case "next round":
            page.button(key="next-round").click()
    shown, _ = told_to_the_player(run(page))
    assert [rate["rate"] for rate in shown["rates"]] == [0.01, 0.1, 0.5]
    if leave == "press":
        assert_shows(page, Settings(noise=0.3))


def test_every_miss_is_explained_and_the_runs_can_be_gone_on_with():
    page, drawn = open_page(**PREDICTING), round_of(1, 1)
    wrong = Prediction(tuple(reversed(answer_of(experiment_of(drawn.settings)).ranking)), ("crawls",) * 3)
    page = predict(page, wrong)
    told = "\n".join(f"- {sentence}" for sentence in explain(experiment_of(drawn.settings), wrong))
    assert told in texts_on(page)
    page.button(key="show-runs").click()
    assert_shows(run(page), drawn.settings)


def test_a_prediction_that_is_not_complete_cannot_be_committed():
    assert next(button for button in open_page(**PREDICTING).button if button.label == "Commit").disabled


def test_challenges_are_checked_against_the_sidebar():
    page = open_page(**PREDICTING, way="Challenges", x=["0", "1.85"])
    done = [text for text in texts_on(page) if ":material/check_box:" in text]
    assert len(done) == 1
    assert "Put the limit on 0.5" in done[0]


def test_hints_come_one_by_one_and_then_the_explanation():
    page, challenge = open_page(**PREDICTING, way="Challenges"), challenges()[0]
    for shown in (1, 2, 3):
        page.button(key=f"hint-{challenge.key}").click()
        run(page)
        assert any(
            f"- {hint}" in text for text in texts_on(page) for hint in challenge.hints[shown - 1 : shown]
        )
    page.button(key=f"hint-{challenge.key}").click()
    run(page)
    explained = challenge.explanation(experiment_of(Settings()))
    assert any(explained == text for text in texts_on(page))


def test_a_challenge_that_was_explained_is_explained_by_its_link():
    page = open_page(**PREDICTING, way="Challenges", hints="40000")
    told = texts_on(page)
    explained = [challenge.explanation(experiment_of(Settings())) for challenge in challenges()]
    assert [text in told for text in explained] == [True, False, False, False, False]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.key)
def test_the_quiz_gives_a_reason_for_every_answer_and_shows_the_proof(question):
    page = open_page(**PREDICTING, way="Quiz")
    for option in question.options:
        page.radio(key=f"quiz-{question.key}").set_value(option.text)
        run(page)
        assert any(option.reason in text for text in texts_on(page))
    page.button(key=f"show-{question.key}").click()
    run(page)
    assert page.info[0].value == question.show.where_to_look
    assert_shows(page, question.show.settings)


def test_the_words_can_all_be_read_and_shown():
    page = open_page(**PREDICTING, way="The words")
    for section in sections():
        assert any(section.text.strip() in text for text in texts_on(page))


def test_what_is_taken_home_is_of_the_present_settings_and_the_link_holds_them():
    page = open_page(part="Take it with you", seed="3", x=["0", "2"])
    link = page.code[0].value
    assert link.endswith("?seed=3&x=0&x=2")
    assert len(page.get("download_button")) == 3


# Points of one's own.


def paste(page, text):
    page.text_area(key="pasted").set_value(text)
    return run(page)


def test_pasted_points_are_used_and_a_bad_line_is_named():
    page = open_page(data="my own")
    assert_shows(page, Settings())
    page = paste(page, "x;y\n1;2\n2;4,5\nabc;3\n3;5,5")
    assert_shows(page, Settings(points_from="my own", points=((1.0, 2.0, 3.0), (2.0, 4.5, 5.5))))
    captions = [caption.value.replace("\\", "") for caption in page.caption]
    assert any(caption.startswith("Line 4: “abc” is not a number") for caption in captions)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("houses.xlsx", b"PK\3\4 \0", "save the table as CSV"),
        ("houses.pdf", b"%PDF-1.7 1 2", "save the table as CSV"),
        ("houses.csv", b"1,2\n" * 300_000, "Keep some of the lines"),
        ("auto-mpg.data", b'18.0   8\t"car a"\n15.0   9\t"car b"', ""),
    ],
)
def test_any_file_may_be_offered_and_what_cannot_be_read_says_what_to_do(name, data, told):
    page = open_page(data="my own")
    assert page.file_uploader(key="file").proto.type == []
    page.file_uploader(key="file").set_value((name, data, ""))
    captions = [as_read(caption.value).replace("\\", "") for caption in run(page).caption]
    assert any(told in caption for caption in captions)
    assert page.query_params.get("points", "") == ("" if told else "x18y8x15y9")


def test_points_that_can_be_meant_in_two_ways_are_the_others_at_one_click():
    text = "m2;price\n1.850;2\n2.200;5"
    page = paste(open_page(data="my own"), text)
    assert page.query_params["points"] == "x1.85y2x2.2y5"
    (asked,) = [radio for radio in page.radio if radio.key == "reading"]
    assert "more than one way" in asked.label
    asked.set_value(next(way for way, points in read_points(text).readings if "1850" in points))
    assert run(page).query_params["points"] == "x1850y2x2200y5"
    assert "reading" not in [radio.key for radio in paste(page, "1 2\n2 5").radio]


def test_pasted_points_travel_in_the_link():
    page = paste(open_page(data="my own"), "1 2\n2 4.5\n-3 1e-9")
    assert page.query_params["points"] == "x1y2x2y4.5x-3y1e-09"
    same = open_page(data="my own", points="x1y2x2y4.5x-3y1e-09")
    pd.testing.assert_frame_equal(table_of(same), table_of(page), check_exact=True)


def test_points_that_are_too_many_for_a_link_are_said_not_to_be_in_it():
    page = paste(open_page(data="my own"), "\n".join(f"{k} {k / 7}" for k in range(500)))
    assert "points" not in page.query_params
    assert any("too long" in caption.value for caption in page.caption)
    assert any("Of the 500 points, 300 are drawn" in text for text in texts_on(page))


def test_points_that_are_too_many_for_a_link_come_back_after_another_case():
    points = tuple(float(k) for k in range(500)), tuple(k / 7 for k in range(500))
    page = paste(open_page(data="my own"), "\n".join(f"{x} {y}" for x, y in zip(*points, strict=True)))
    page.get("button_group")[0].set_value("Zigzag")
    run(page)
    page.selectbox(key="data").set_value("my own")
    assert_shows(run(page), replace(CASES["Zigzag"], points_from="my own", points=points))


def test_the_columns_chosen_stay_when_the_language_changes():
    page = paste(open_page(data="my own"), "1;2;3\n2;3;5\n4;5;5")
    page.selectbox(key="y_of_3").set_value(2)
    assert run(page).query_params["points"] == "x1y3x2y5x4y5"
    page.selectbox(key="lang").set_value("es")
    assert run(page).query_params["points"] == "x1y3x2y5x4y5"


def keys_of_numbers(page):
    return {box.key for box in [*page.slider, *page.number_input, *page.text_input]}


def test_where_no_line_makes_the_points_the_range_of_x_cannot_be_moved():
    page = open_page(data="my own", part="Which rates would work?")
    assert page.slider(key="x_beside").disabled
    assert not any("Move each of these" in text for text in texts_on(page))


def test_points_that_no_line_makes_bring_no_control_of_a_line_and_what_it_was_comes_back_with_the_line():
    page = open_more(open_page(noise="0.3", seed="7", part="Which rates would work?"))
    page.selectbox(key="data").set_value("nile")
    of_a_line = {"noise", "x_0", "x_1", "n", "slope", "intercept", "noise_beside", "x_beside"}
    assert keys_of_numbers(run(page)) & (of_a_line | {"seed"}) == {"seed"}  # it still decides the starts
    page.toggle(key="own").set_value(True)
    assert not keys_of_numbers(run(page)) & (of_a_line | {"seed"})
    page.toggle(key="own").set_value(False)
    page.selectbox(key="data").set_value("made from a line")
    assert of_a_line | {"seed"} <= keys_of_numbers(run(page))
    assert_shows(page, Settings(noise=0.3, seed=7))


def test_a_teacher_is_not_offered_to_lock_what_is_not_there():
    page = open_page(data="nile", part="Take it with you")
    offered = set(page.multiselect(key="to_lock").options)
    assert "Seed" in offered
    assert not offered & {"Noise", "Range of x", "Number of points", "True slope", "True intercept"}


@pytest.mark.parametrize("name", ["penguins", "engel", "nile", "inflation"])
def test_real_data_are_used_and_their_source_and_licence_are_told(name):
    page, real = open_page(data=name), real_data()[name]
    assert_shows(page, Settings(points_from=name, points=(real.points.x, real.points.y)))
    assert any(real.source in caption.value and real.licence in caption.value for caption in page.caption)
    assert not any("◇" in text for text in texts_on(page))


def test_nonsense_for_points_in_a_link_is_told_and_the_page_goes_on():
    page = open_page(data="my own", points="<script>")
    assert any("Points must be written like" in text for text in warnings_of(page))
    assert_shows(page, Settings())


def test_a_case_puts_own_points_aside():
    page = paste(open_page(data="my own"), "1 2\n2 5")
    page.get("button_group")[0].set_value("Zigzag")
    assert_shows(run(page), CASES["Zigzag"])


@pytest.mark.parametrize(
    "part", ["Which rates would work?", "Why?", "Can you predict it?", "Take it with you"]
)
@pytest.mark.parametrize("text", ["1 2", "3 1\n3 2", "1e50 -1e50\n-1e50 1e50", "0 0\n1e-50 1e50"])
def test_awkward_points_still_give_every_part(part, text):
    page = paste(open_page(data="my own", part=part, way="Challenges"), text)
    assert len(table_of(page)) == 3
