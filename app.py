"""The page: sidebar → Settings → cached runs → pictures and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes as arrow

import gd_core
from gd_core.charts.all_charts import CHARTS
from gd_core.charts.style import slots_for
from gd_core.experiment import A_LINE, ALLOWED, MOST_RATES, MY_OWN, Settings, dataset_of, points_of
from gd_core.export import csv_of_runs, script_of
from gd_core.inputs import (
    CHOICES,
    COUNTS,
    NUMBERS,
    OPTIONS,
    SWITCHES,
    VIEWS,
    as_plain_text,
    problem_in_link,
    read_learning_rates,
)
from gd_core.lesson import (
    ABOUT_THE_FILES,
    ABOUT_THE_FIT,
    ABOUT_THE_MAP,
    INTRODUCTION,
    PRESETS,
    RATE_SUGGESTIONS,
    about_the_points,
)
from gd_core.numbers import exact, unrounded
from gd_core.own_points.link import NOT_IN_LINK, from_link, to_link
from gd_core.own_points.reading import OwnPoints, read_points
from gd_core.own_points.real_data import real_data
from gd_core.parts import columns
from gd_core.parts.instrument import instrument
from gd_core.parts.scale_of_x import about_scaling, compare_scalings
from gd_core.parts.which_rates import which_rates
from gd_core.parts.why import why as why_of
from gd_core.scaling import SCALINGS
from gd_core.teaching.challenges import CHALLENGES
from gd_core.teaching.predictions import (
    MEANINGS,
    Prediction,
    answer_of,
    comparison,
    explain,
    is_complete,
    score,
)
from gd_core.teaching.quiz import QUESTIONS
from gd_core.teaching.rounds import LEVELS, Round, round_of
from gd_core.teaching.rounds import about as about_round
from gd_core.teaching.scene import DID, PREDICT, TAKE, WHY, WOULD, Scene
from gd_core.teaching.words import SECTIONS
from gd_core.worksheet import worksheet

LESSON = Settings()
MORE = (
    "data",
    "x",
    "scaling",
    "n",
    "slope",
    "intercept",
    "own",
    "w",
    "b",
    "same",
)  # the controls under "More"
SETTINGS = NUMBERS | SWITCHES | CHOICES
IN_LINK = ("rates", "colours", *SETTINGS, *VIEWS, "rate", *COUNTS)
PARTS = (DID, WOULD, WHY, PREDICT, TAKE)
DONE, OPEN = ":material/check_box:", ":material/check_box_outline_blank:"
RIGHT, WRONG = ":material/check_circle:", ":material/cancel:"
WAYS = ("Rounds", "Challenges", "Quiz", "The words")
# Points of a learner's own may be thousands, so they count by their hash.
BY_VALUE: dict[str | type, Callable] = {
    Settings: lambda settings: (repr(replace(settings, points=None)), hash(settings.points)),
    list: repr,
}
ASSETS = Path(gd_core.__file__).parent / "assets"


@st.cache_resource(show_spinner=False)
def asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def spec(name: str, **view: bool) -> dict:
    return CHARTS[name](**view).to_dict()


player = st.components.v2.component(
    "player", html=asset("player.html"), css=asset("player.css"), js=asset("player.js")
)


# Computed once, and given to everyone who asks for the same; what is drawn here is also drawn only once.


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs=BY_VALUE)
def answer(settings: Settings, slots: list[int], **view: bool) -> dict:
    """Draw the words and the table; return what the pictures above them show."""
    shown = instrument(settings, slots=slots, **view)
    st.markdown(f"{shown.words} Point at a line of the fit to see its residuals.")
    show_table(shown.table, columns.RESULTS_TABLE, row_height=130)
    return as_bytes(shown.pictures) | {"player": shown.player, "summary": shown.summary}


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=BY_VALUE)
def ruler_and_sweep(settings: Settings, slots: list[int]) -> dict:
    """Draw the ruler; return what the sweep under it shows."""
    shown = which_rates(settings, slots=slots)
    data = as_bytes(shown.pictures)
    draw("ruler", data, spec("ruler"), alt=shown.summaries["ruler"])
    st.markdown(shown.words["ruler"])
    return data | {"summary": shown.summaries["sweep"], "words": shown.words["sweep"]}


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=BY_VALUE)
def step_and_directions(settings: Settings, run: int, epoch: int) -> None:
    shown = why_of(settings, run=run, epoch=epoch)
    st.markdown("### One step, with its numbers")
    with st.container(key="step"):
        st.markdown(shown.step)
    with st.expander("The same as text to copy"):
        st.code(shown.step_to_copy, language=None, wrap_lines=True)
    st.markdown(f"{shown.conventions}\n\n### The error has two directions\n\n{shown.directions}")
    draw("modes", as_bytes({"modes": shown.picture}), spec("modes"), alt=shown.summary)
    st.markdown(shown.omitted)
    show_table(shown.table, columns.MODES_TABLE)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=BY_VALUE)
def scalings(settings: Settings) -> None:
    points = points_of(settings)
    st.markdown(about_scaling(points, settings.scaling))
    show_table(compare_scalings(points), columns.SCALINGS_TABLE)


all_real_data = st.cache_resource(show_spinner=False)(real_data)
read_own = st.cache_data(max_entries=64, show_spinner=False)(read_points)
drawn_round = st.cache_data(max_entries=256, show_spinner=False)(round_of)


# The sidebar: every input is in the link.


def sidebar() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for each input that could not be used."""
    st.pills(
        "Try a case",
        list(PRESETS),
        format_func=lambda name: f":material/restart_alt: {name}" if PRESETS[name] == LESSON else name,
        help="The lesson puts everything back to how it was.",
        key="preset",
        on_change=apply_preset,
    )
    typed = st.multiselect(
        "Learning rates",
        [exact(rate) for rate in RATE_SUGGESTIONS],
        default=[exact(rate) for rate in LESSON.learning_rates],
        accept_new_options=True,
        filter_mode="prefix",
        select_all=False,
        max_selections=2 * MOST_RATES,
        placeholder="Pick a rate or type one",
        help="Type any rate, such as 0.05, 1e-3 or 0,5, and press Enter.",
        key="rates",
        bind="query-params",
    )
    rates, problems = read_learning_rates(typed)
    settings = Settings(
        learning_rates=rates,
        n_epochs=number("epochs", step=10, help="One epoch is one update of w and b from all points."),
        noise=slider("noise", help="The standard deviation of what is added to the line to make the points."),
        seed=number("seed", step=1, help="The same seed gives the same noise and the same starts."),
        **more_settings(),
    )
    return settings, problems


def more_settings() -> dict:
    """Return the other settings; their controls are drawn once somebody looks or a link or case sets them."""
    more = st.expander("More", key="more", on_change="rerun")
    if more.open:
        st.session_state.more_is_drawn = True
    if not st.session_state.more_is_drawn:
        return {}
    with more:
        source = choice("data")
        settings = {"points_from": source} | points_from(source)
        if source == A_LINE:
            settings |= {
                "x_range": slider("x", step=0.1),
                "n_samples": number("n", step=10),
                "slope": number("slope", step=0.5),
                "intercept": number("intercept", step=0.5),
            }
        settings["scaling"] = choice("scaling")
        own = switch("own", SWITCHES["own"][1])
        return settings | {
            "own_start": own,
            "start_w": number("w", step=0.5, disabled=not own),
            "start_b": number("b", step=0.5, disabled=not own),
            "same_start": switch("same", SWITCHES["same"][1], disabled=own),
        }


def points_from(source: str) -> dict:
    """Return the points that are not made from a line: real ones, or the learner's own."""
    if source == A_LINE:
        return {}
    if source == MY_OWN:
        own = my_own_points()
    else:
        real = all_real_data()[source]
        own = real.points
        st.caption(f"{real.look_for} Source: {real.source}. Licence: {real.licence}.")
    st.caption("Noise changes nothing here." if own.x else "Until then the lesson's points are shown.")
    return {"points": (own.x, own.y)} if own.x else {}


def my_own_points() -> OwnPoints:
    """Read what is pasted or uploaded, or what the link holds; say what could not be read."""
    if "pasted" not in st.session_state and "points" in st.query_params:
        given = from_link(st.query_params.points)
        lines = (f"{exact(x)} {exact(y)}" for x, y in zip(given.x, given.y, strict=True))
        st.session_state.pasted = "\n".join(lines)
        st.session_state.link_problems += given.complaints
    text = st.text_area("Two columns of numbers", key="pasted", help="Paste them, one point a line.")
    file = st.file_uploader("Or a file", type=["csv", "tsv", "txt"], key="file")
    content = file.getvalue() if file else text
    own = read_own(content)
    if len(own.columns) > 2:
        numbers = range(len(own.columns))
        x = st.selectbox("Column of x", numbers, own.chosen[0], own.columns.__getitem__)
        y = st.selectbox("Column of y", numbers, own.chosen[1], own.columns.__getitem__)
        own = read_own(content, x, y)
    in_link = to_link(own) if own.x else None
    if in_link:
        st.query_params.points = in_link
    else:
        st.query_params.pop("points", None)
    not_in_link = (NOT_IN_LINK,) if own.x and not in_link else ()
    for sentence in own.complaints + own.remarks + not_in_link:
        st.caption(as_plain_text(sentence))
    return own


def number(key: str, **options) -> Any:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    value = getattr(LESSON, name)
    options["format"] = "%g" if isinstance(value, float) else "%d"
    return st.number_input(label, least, most, value, key=key, bind="query-params", **options)


def count(key: str, value: int, **options) -> int:
    label, limits = COUNTS[key][1], ALLOWED[key]
    return int(st.number_input(label, *limits, value, key=key, bind="query-params", **options))


def slider(key: str, **options) -> Any:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    return st.slider(label, least, most, getattr(LESSON, name), key=key, bind="query-params", **options)


def choice(key: str) -> str:
    return st.selectbox(CHOICES[key][1], OPTIONS[key], key=key, bind="query-params")


def switch(key: str, label: str, **options) -> bool:
    return st.toggle(label, key=key, bind="query-params", **options)


# The link: what is wrong in it is taken out when it is opened, and said.


def read_link() -> list[str]:
    """Take out of the link what is not allowed, when it is opened; return a sentence for each such thing."""
    if "link_problems" not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in IN_LINK}
        problems = {key: problem_in_link(key, texts) for key, texts in given.items() if texts}
        st.session_state.link_problems = [problem for problem in problems.values() if problem]
        st.session_state.more_is_drawn = any(given.get(key) for key in MORE)
        for key in [key for key, problem in problems.items() if problem]:
            del st.query_params[key]
        if st.session_state.link_problems:
            st.rerun()
    return st.session_state.link_problems


def slots_of(rates: tuple[float, ...]) -> list[int]:
    """Give every rate a slot, the one it had before, so that it keeps its colour, also in the link."""
    in_link = map(int, st.query_params.get("colours", ""))
    before = st.session_state.get("slots", dict(zip(rates, in_link, strict=False)))
    st.session_state.slots = slots_for(rates, before)
    slots = list(st.session_state.slots.values())
    if slots != list(range(len(slots))):
        st.query_params.colours = "".join(map(str, slots))
    elif "colours" in st.query_params:
        del st.query_params.colours
    return slots


def link_of_the_page() -> str:
    given = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    return f"{st.context.url}?{urlencode(given)}" if given else str(st.context.url)


# What cases and clicks set.


def apply_preset() -> None:
    """Set every control to the chosen case; the lesson also resets how the chart is shown."""
    if chosen := st.session_state.preset:
        set_all(case := PRESETS[chosen])
        if case == LESSON:
            st.session_state.update(dict.fromkeys(VIEWS, False) | {"slots": {}})
            st.query_params.pop("colours", None)
    st.session_state.preset = None


def show(scene: Scene) -> None:
    """Set everything to the case that shows something, and say where to look."""
    set_all(scene.settings)
    st.session_state.update({"log": scene.logarithmic, "excess": scene.above_floor, "part": scene.part})
    st.session_state.look = scene.look


def set_all(settings: Settings) -> None:
    """Set every control of the sidebar."""
    set_controls({key: getattr(settings, name) for key, (name, _) in SETTINGS.items()})
    st.session_state.rates = [exact(rate) for rate in settings.learning_rates]


def set_controls(values: dict[str, Any]) -> None:
    """Set controls by their keys, and the link for those that are not drawn yet and do not set it."""
    st.session_state.update(values)
    for key in values if not st.session_state.more_is_drawn else ():
        if key in MORE and values[key] != getattr(LESSON, SETTINGS[key][0]):
            st.query_params[key] = list(map(str, values[key])) if key == "x" else str(values[key]).lower()
    st.session_state.more_is_drawn |= any(key in st.query_params for key in MORE)


def follow(key: str) -> None:
    set_controls({key: st.session_state[f"{key}_beside"]})


def start_here(w: float, b: float) -> None:
    """Take the place clicked in the map as the start of every run."""
    start = {"w": np.clip(w, *ALLOWED["start_w"]), "b": np.clip(b, *ALLOWED["start_b"])}
    set_controls({"own": True} | {name: round(float(value), 9) for name, value in start.items()})


def add_rate(learning_rate: float) -> None:
    """Add the rate clicked in the sweep to the list."""
    if len(st.session_state.rates) >= MOST_RATES:
        st.toast(f"{MOST_RATES} rates run at once. Take one out of the list first.")
    elif (rate := exact(learning_rate)) not in st.session_state.rates:
        st.session_state.rates = [*st.session_state.rates, rate]


# The page: the instrument, and the parts under it.


def the_page(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info("Pick or type a learning rate in the sidebar, and its run appears here.")
        st.markdown(about_the_points(dataset_of(settings)))
        return
    above, view, (left, right) = st.container(), loss_switches(), st.columns(2)
    slots = slots_of(settings.learning_rates)
    parts = st.tabs(PARTS, key="part", on_change="rerun", bind="query-params")
    with parts[0]:
        data = answer(settings, slots, **view)
    with above:
        player(key="player", data=data["player"])
        draw("loss", data, spec("loss", **view), alt=data["summary"])
    with left:
        draw_to_click("map", data, start_here, selection_mode="start", alt=ABOUT_THE_MAP)
    with right:
        draw("fit", data, spec("fit"), alt=ABOUT_THE_FIT)
    others = (
        lambda: which_rates_would_work(settings, slots),
        lambda: why_it_does(settings),
        lambda: can_you_predict_it(settings),
        lambda: take_it_with_you(settings),
    )
    for part, draw_part in zip(parts[1:], others, strict=True):
        if part.open:
            with part:
                draw_part()


def loss_switches() -> dict[str, bool]:
    with st.container(horizontal=True):
        logarithmic = switch("log", VIEWS["log"])
        above_floor = switch(
            "excess", VIEWS["excess"], help="Subtracts the least loss that any line can have on these points."
        )
    return {"logarithmic": logarithmic, "above_floor": above_floor}


def which_rates_would_work(settings: Settings, slots: list[int]) -> None:
    own = settings.points is not None
    st.markdown(
        "These points are what they are." if own else "Move each of these. Which of them moves the limit?"
    )
    with st.container(horizontal=True):
        beside("x", settings.x_range, st.slider, *ALLOWED["x_range"], step=0.1, disabled=own)
        beside("noise", settings.noise, st.slider, *ALLOWED["noise"], disabled=own)
    data = ruler_and_sweep(settings, slots)
    draw_to_click("sweep", data, add_rate, selection_mode="sweep", alt=data["summary"])
    st.markdown(data["words"])


def why_it_does(settings: Settings) -> None:
    names = [exact(rate) for rate in settings.learning_rates]
    with st.container(horizontal=True):
        rate = st.selectbox("Learning rate", names, key="rate", bind="query-params")
        epoch = count("epoch", 0)
    if epoch > settings.n_epochs:
        st.warning(f"The runs end at epoch {settings.n_epochs:,}; the step from there is shown.")
    step_and_directions(settings, names.index(rate), min(epoch, settings.n_epochs))
    st.markdown("### Would another scale for x help?")
    beside("scaling", settings.scaling, st.radio, SCALINGS, horizontal=True)
    scalings(settings)


def can_you_predict_it(settings: Settings) -> None:
    way = st.pills(
        "Learn by", WAYS, default=WAYS[0], key="way", bind="query-params", label_visibility="collapsed"
    )
    if way == "Challenges":
        challenges(settings)
    elif way == "Quiz":
        quiz()
    elif way == "The words":
        words()
    else:
        predict()


def predict() -> None:
    with st.container(horizontal=True):
        level = count("level", 1, help="From the lesson's points to rates near the limit.")
        seed = count("round", 1, help="The same number is the same round for the whole class.")
    drawn = drawn_round(seed, level)
    made = st.session_state.setdefault("predictions", {})  # what was committed, by level and round
    st.markdown(about_round(drawn))
    if (level, seed) in made:
        reveal(drawn, made[level, seed])
        return
    rates, key = drawn.settings.learning_rates, f"{level}-{seed}"
    order = st.pills(
        "Tap the rates, from the lowest final loss to the highest.",
        rates,
        format_func=unrounded,
        selection_mode="multi",
        key=f"order-{key}",
    )
    st.markdown(" < ".join(map(unrounded, order)))
    st.markdown(
        "And what does each do?", help="\n\n".join(f"**{name}**: {told}" for name, told in MEANINGS.items())
    )
    with st.container(horizontal=True):
        does = [
            st.selectbox(unrounded(rate), list(MEANINGS), index=None, key=f"does-{rate}-{key}")
            for rate in rates
        ]
    prediction = Prediction(tuple(order), tuple(map(str, does)))
    incomplete, commit = not is_complete(prediction, answer_of(drawn)), {(level, seed): prediction}
    st.button("Commit", type="primary", disabled=incomplete, on_click=made.update, args=(commit,))


def reveal(drawn: Round, prediction: Prediction) -> None:
    """Show the prediction beside the run, a sentence for each miss, and the score so far."""
    truth, made = answer_of(drawn), st.session_state.predictions
    scores = [score(answer_of(drawn_round(seed, level)), made[level, seed]) for level, seed in made]
    mine = score(truth, prediction)
    points, most = sum(one.points for one in scores), sum(one.most for one in scores)
    st.markdown(f"**{mine.points} of {mine.most} points.** In all so far: {points} of {most}.")
    show_table(comparison(truth, prediction), columns.ROUND_TABLE)
    st.markdown("\n".join(f"- {sentence}" for sentence in explain(drawn, prediction)))
    with st.container(horizontal=True):
        scene = Scene(drawn.settings, "These are the runs of the round. Press Play.")
        st.button("Show me the runs", on_click=show, args=(scene,))
        st.button("Next round", type="primary", on_click=next_round, args=(drawn.level, drawn.seed + 1))
        if drawn.level < len(LEVELS):
            st.button("A harder one", on_click=next_round, args=(drawn.level + 1, drawn.seed))


def next_round(level: int, seed: int) -> None:
    st.session_state.level, st.session_state.round = level, min(seed, ALLOWED["round"][1])


def challenges(settings: Settings) -> None:
    st.markdown("Solve these with the controls in the sidebar. Each is checked as you go.")
    for challenge in CHALLENGES:
        outcome = challenge.check(settings)
        hints = st.session_state.setdefault(f"hints-{challenge.key}", 0)
        with st.container(border=True):
            st.markdown(f"{DONE if outcome.done else OPEN} **{challenge.question}**\n\n{outcome.sentence}")
            st.markdown("\n".join(f"- {hint}" for hint in challenge.hints[:hints]))
            if outcome.done or hints > len(challenge.hints):
                st.markdown(challenge.explanation(settings))
            else:
                name = "A hint" if hints < len(challenge.hints) else "Explain it"
                st.button(name, key=f"hint-{challenge.key}", on_click=one_more_hint, args=(challenge.key,))


def one_more_hint(key: str) -> None:
    st.session_state[f"hints-{key}"] += 1


def quiz() -> None:
    for question in QUESTIONS:
        with st.container(border=True):
            options = {option.text: option for option in question.options}
            chosen = st.radio(f"**{question.text}**", list(options), index=None, key=f"quiz-{question.key}")
            if chosen:
                option = options[chosen]
                st.markdown(f"{RIGHT if option.right else WRONG} {option.reason}")
                st.button("Show me", key=f"show-{question.key}", on_click=show, args=(question.show,))


def words() -> None:
    for section in SECTIONS:
        st.markdown(f"### {section.heading}\n\n{section.text}")
        if section.show:
            st.button("Show me", key=f"show-{section.heading}", on_click=show, args=(section.show,))


def take_it_with_you(settings: Settings) -> None:
    link = link_of_the_page()
    st.markdown("The link of this page, with everything that is set:")
    st.code(link, language=None, wrap_lines=True)
    files = {
        "The runs as a Python script": ("gradient_descent.py", "text/x-python", lambda: script_of(settings)),
        "Every epoch as CSV": ("runs.csv", "text/csv", lambda: csv_of_runs(settings)),
        "A worksheet to print": ("worksheet.html", "text/html", lambda: worksheet(settings, link=link)),
    }
    with st.container(horizontal=True):
        for label, (name, kind, data) in files.items():
            st.download_button(label, data, name, kind, key=name, on_click="ignore")
    st.markdown(ABOUT_THE_FILES)


# How pictures, tables and second widgets are drawn.


def draw(name: str, data: dict, spec: dict, **options) -> None:
    st.vega_lite_chart(spec | {"datasets": data[name]}, **{"key": name} | options)


def draw_to_click(name: str, data: dict, act: Callable, **options) -> None:
    """Draw a picture, and act on what is clicked in it; drawn anew then, it can be clicked there again."""
    clicks = st.session_state.setdefault(f"{name}_clicks", 0)

    def clicked() -> None:
        chosen = st.session_state[f"{name}{clicks}"].selection[options["selection_mode"]]
        if chosen:
            st.session_state[f"{name}_clicks"] += 1
            act(**chosen[0])

    draw(name, data, spec(name), on_select=clicked, key=f"{name}{clicks}", **options)


def as_bytes(pictures: dict[str, dict[str, pd.DataFrame]]) -> dict[str, Any]:
    """Return the rows as they are sent; rows that pictures share are converted once."""
    frames = {id(rows): rows for frames in pictures.values() for rows in frames.values()}
    converted = {key: arrow(rows) for key, rows in frames.items()}
    return {
        picture: {name: converted[id(rows)] for name, rows in frames.items()}
        for picture, frames in pictures.items()
    }


def show_table(table: pd.DataFrame, names: dict[str, tuple[str, str]], **options) -> None:
    column = st.column_config
    config: dict[str, Any] = {
        name: column.NumberColumn(label, help=told, **columns.format_of(table[name]))
        if pd.api.types.is_numeric_dtype(table[name])
        else column.Column(label, help=told, width=260 if name == "why" else None)
        for name, (label, told) in names.items()
        if name in table
    }
    options["column_order"] = list(config)
    st.dataframe(table, column_config=config, hide_index=True, height="content", placeholder="–", **options)


def beside(key: str, value: Any, widget: Callable, *arguments: Any, **options: Any) -> None:
    """Draw a second widget for a control of the sidebar; each follows the other."""
    if st.session_state.get(f"{key}_beside") != value:  # else it would undo what is just being moved
        st.session_state[f"{key}_beside"] = value
    widget(SETTINGS[key][1], *arguments, key=f"{key}_beside", on_change=follow, args=(key,), **options)


if "link_problems" not in st.session_state:  # the page keeps its configuration from its first run on
    st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
link_problems = read_link()
with st.sidebar:
    settings, problems = sidebar()
st.markdown(f"<style>{asset('page.css')}</style>\n\n{INTRODUCTION}", unsafe_allow_html=True)
if link_problems + problems:
    st.warning("  \n".join(map(as_plain_text, link_problems + problems)))
if look := st.session_state.pop("look", ""):
    st.info(look)
st.session_state.link_problems = []  # told once; the next change clears it
the_page(settings)
