"""The page as a teacher's link opens it, and the form that makes such links."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from gd_core.charts.style import HEIGHT
from gd_core.experiment import Settings, experiment_of
from gd_core.numbers import rounded
from gd_core.own_points.real_data import look_for
from gd_core.spectrum import largest_stable_rate
from gd_core.teaching.predictions import Prediction, answer_of
from gd_core.telling.verdict import judge
from tests.test_app import (
    open_page,
    predict,
    run,
    table_of,
    taps_of,
    texts_on,
    told_to_the_player,
    warnings_of,
)

LESSON = experiment_of(Settings())
TRUTH = answer_of(LESSON)


def all_words(page):
    return " ".join([*texts_on(page), *(text.value for text in [*page.caption, *page.info])])


def in_link(page, key):
    value = page.query_params[key]
    return value if isinstance(value, str) else value[0]


@pytest.mark.parametrize("hide", ["answers", "runs"])
def test_no_answer_is_told_before_a_prediction_is_committed_and_all_after(hide):
    page = open_page(hide=hide)
    told = all_words(page)
    assert not page.dataframe
    assert not any(verdict.why in told for verdict in judge(LESSON))
    assert rounded(largest_stable_rate(LESSON.dataset), 4) not in told
    page = predict(page, Prediction(TRUTH.ranking, TRUTH.behaviours))
    assert len(page.dataframe) == 2
    assert rounded(largest_stable_rate(LESSON.dataset), 4) in all_words(page)


def test_the_runs_are_hidden_where_the_link_asks_for_that_and_drawn_otherwise():
    assert len(open_page(hide="runs").get("vega_lite_chart")) == 1
    assert len(open_page(hide="answers").get("vega_lite_chart")) == 3


def test_before_a_prediction_nothing_can_be_held_and_the_player_knows_no_verdict():
    hidden, _ = told_to_the_player(open_page(hide="answers"))
    assert not any(hidden[name] for name in ("mayStart", "mayMoveRates", "bowl", "ruler"))
    assert not any("verdict" in rate for rate in hidden["rates"])


def test_what_was_predicted_is_in_the_link_and_survives_a_reload():
    guess = Prediction(TRUTH.ranking[::-1], ("diverges",) * 3)
    page = predict(open_page(hide="answers"), guess)
    again = open_page(hide="answers", predicted=in_link(page, "predicted"))
    for shown in (page, again):
        table = shown.dataframe[0].value
        assert table["rank_predicted"].tolist() == [1, 2, 3]
        assert set(table["predicted"]) == {"diverges"}


def test_what_was_said_stands_beside_the_runs_that_it_was_said_of_and_what_it_won_above_them():
    guess = Prediction((), ("crawls", "diverges", "diverges"))
    page = predict(open_page(hide="runs"), guess)
    header, _ = told_to_the_player(page)
    guesses = [rate["guess"] for rate in header["rates"]]
    assert guesses == ["you said: crawls ✓", "you said: diverges ✗", "you said: diverges ✗"]
    assert "**1 of 3 points** for what each rate does; the order was left open." in all_words(page)
    page.slider(key="noise").set_value(0.5)
    header, _ = told_to_the_player(run(page))
    assert not any("guess" in rate for rate in header["rates"])
    assert "points**" not in all_words(page)


def test_a_prediction_is_not_compared_with_another_case_than_its_own():
    page = predict(open_page(hide="answers"), Prediction(TRUTH.ranking, TRUTH.behaviours))
    page.slider(key="noise").set_value(0.5)
    run(page)
    assert len(page.dataframe) == 1
    assert "Your prediction was for other settings than these." in all_words(page)


def test_a_case_of_which_nothing_can_be_predicted_hides_nothing():
    page = open_page(hide="answers", noise="0", own="true", w="2", b="1", rates="0.5")
    assert table_of(page)["behaviour"].tolist() == ["starts at the answer"]


@pytest.mark.parametrize("data", ["penguins", "nile"])
def test_what_real_data_are_there_to_show_is_told_only_after_the_prediction(data):
    lessons = look_for(data)
    assert lessons not in all_words(open_page(hide="runs", data=data))
    assert lessons in all_words(open_page(hide="runs", data=data, predicted="012-ccc-00000000"))
    assert lessons in all_words(open_page(data=data))


def test_a_control_that_changes_nothing_is_not_told():
    assert "Same start" not in all_words(open_page(without="same,w,b", own="true", w="1"))
    assert "Same start" in all_words(open_page(without="same,w,b"))


def test_a_locked_control_is_shown_and_cannot_be_moved():
    page = open_page(lock="rates,noise,seed,x,own", part="Which rates would work?")
    assert page.multiselect(key="rates").disabled
    assert page.slider(key="noise").disabled
    assert page.slider(key="noise_beside").disabled
    assert page.number_input(key="seed").disabled
    assert not page.number_input(key="epochs").disabled
    assert "This link keeps some controls as they are" in all_words(page)


@pytest.mark.parametrize("flag", ["lock", "without"])
def test_the_same_start_that_a_link_keeps_is_used_and_cannot_be_moved(flag):
    page = open_page(same="true", **{flag: "same"})
    assert page.toggle(key="same").disabled
    assert table_of(page).equals(table_of(open_page(same="true")))
    assert ("Same start: on." in all_words(page)) == (flag == "without")


def test_the_starts_can_be_brought_together_before_a_prediction_and_no_hidden_run_tells_its_loss():
    for hide, told in (("answers", True), ("runs", False)):
        page = open_page(hide=hide)
        assert ("start at different places: loss 10.73" in all_words(page)) == told
        page.toggle(key="same").set_value(True)
        assert "0.5 starts at w = −1.42, b = −0.421." in all_words(run(page))
        page = predict(page, Prediction(TRUTH.ranking, TRUTH.behaviours))
        losses = experiment_of(Settings(same_start=True)).runs.losses[:, -1]
        assert page.dataframe[0].value["final_loss"].tolist() == losses.tolist()


def test_a_control_that_is_left_out_is_not_seen_and_what_it_is_set_to_is_told():
    page = open_page(without="noise,x,own", noise="0.3", x=["0", "2"])
    [style] = [element.proto.body for element in page.get("html")]
    assert ".st-key-noise, .st-key-noise_beside { display: none }" in style
    assert "Noise: 0.3. Range of x: 0 to 2. A start of my own: off." in all_words(page)


def test_nothing_on_the_page_moves_what_the_link_keeps():
    page = open_page(lock="noise", part="Can you predict it?", way="The words")
    assert not [pills for pills in page.get("button_group") if pills.label == "Try a case"]
    shows = [button for button in page.button if button.label == "Show me"]
    assert shows
    assert all(button.disabled for button in shows)


@pytest.mark.parametrize("flags", [{"hide": "all"}, {"lock": "noise", "without": "noise"}, {"lock": "<b>"}])
def test_flags_that_cannot_be_followed_open_the_page_and_are_told(flags):
    page = open_page(**flags)
    assert table_of(page)["learning_rate"].tolist() == [0.01, 0.1, 0.5]
    assert len(warnings_of(page)) == 1
    assert warnings_of(page)[0].startswith("The teacher's part of the link was left out")
    assert not page.slider(key="noise").disabled


def test_the_form_makes_a_link_that_opens_as_the_teacher_chose():
    page = open_page(part="Take it with you", noise="0.3", quiz="0-------")
    page.selectbox(key="to_hide").set_value("runs")
    page.multiselect(key="to_lock").set_value(["noise", "seed"])
    run(page)
    page.multiselect(key="to_leave_out").set_value(["x"])
    page.selectbox(key="to_open").set_value("Why?")
    run(page)
    flags = parse_qs(urlsplit(page.code[-1].value).query)
    assert flags == {
        "noise": ["0.3"],
        "hide": ["runs"],
        "lock": ["noise,seed"],
        "without": ["x"],
        "part": ["Why?"],
    }
    opened = open_page(**{key: values[0] for key, values in flags.items()})
    assert opened.slider(key="noise").disabled
    assert not opened.dataframe


def test_the_projectors_view_keeps_everything_and_enlarges_the_pictures():
    plain, large = open_page(), open_page(projector="true")
    assert table_of(large).equals(table_of(plain))
    heights = [
        [json.loads(picture.proto.spec)["height"] for picture in page.get("vega_lite_chart")]
        for page in (plain, large)
    ]
    assert heights == [[HEIGHT] * 3, [1.5 * HEIGHT] * 3]
    large.button(key="leave").click()
    assert run(large).toggle(key="projector").value is False


def test_what_was_answered_in_the_quiz_and_which_hints_were_taken_is_in_the_link():
    page = open_page(part="Can you predict it?", way="Quiz")
    page.radio[0].set_value(1)
    run(page)
    assert in_link(page, "quiz").startswith("1-")
    again = open_page(part="Can you predict it?", way="Quiz", quiz=in_link(page, "quiz"))
    assert [radio.value for radio in again.radio] == [radio.value for radio in page.radio]
    hinted = open_page(part="Can you predict it?", way="Challenges", hints="02")
    hinted.button[1].click()
    assert in_link(run(hinted), "hints").startswith("03")


def test_a_committed_round_survives_a_reload():
    link = {"part": "Can you predict it?", "level": "2", "round": "7"}
    page = open_page(**link)
    page = predict(page, Prediction((), ("crawls",) * len(taps_of(page, "does-"))))
    again = open_page(**link, said=in_link(page, "said"))
    assert "points**" in all_words(again)
    assert "points**" not in all_words(open_page(**link | {"round": "8"}, said=in_link(page, "said")))


@pytest.mark.parametrize("link", [{"rates": "abc"}, {"predicted": "zzz"}])
def test_what_theory_says_stays_hidden_where_no_rate_runs_and_where_the_link_has_no_prediction(link):
    page = open_page(hide="answers", x=["0", "2"], **link)
    assert not any("limit is about" in text for text in texts_on(page))
    assert not page.dataframe


def test_after_the_commitment_the_page_opens_where_the_prediction_is_compared():
    page = open_page(hide="runs", part="Why?")
    predict(page, Prediction(TRUTH.ranking, TRUTH.behaviours))
    assert "part" not in page.query_params
    assert "rank_predicted" in page.dataframe[0].value


def test_what_a_link_leaves_out_is_told_only_where_it_is_used():
    page = open_page(without="w,b,seed")
    assert "Seed: 42." in page.caption[0].value
    assert "Start w" not in page.caption[0].value
    assert "Start w: 3." in open_page(without="w,b", own="true", w="3").caption[0].value
    page = open_page(without="x,seed", data="nile")
    assert all("Range of x" not in caption.value for caption in page.caption)


def test_no_sentence_invites_to_a_click_that_a_link_forbids():
    invitations = ("Press in the map", "Click a place", "Move each of these")
    for link, invited in (({}, 3), ({"lock": "own,rates,x"}, 0)):
        page = open_page(part="Which rates would work?", **link)
        said = texts_on(page)
        assert sum(any(words in text for text in said) for words in invitations) == invited
        header, _ = told_to_the_player(page)
        assert header["mayStart"] is header["mayMoveRates"] is bool(invited)
