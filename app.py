"""The page: sidebar → Settings → cached runs → pictures and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes as arrow

import gd_core
from gd_core.charts.all_charts import CHARTS
from gd_core.charts.style import slots_for
from gd_core.experiment import ALLOWED, MOST_RATES, Settings, dataset_of, points_of
from gd_core.inputs import (
    CHOICES,
    NUMBERS,
    STEP,
    SWITCHES,
    VIEWS,
    as_plain_text,
    problem_in_link,
    read_learning_rates,
)
from gd_core.lesson import INTRODUCTION, PRESETS, RATE_SUGGESTIONS, about_the_points
from gd_core.numbers import exact
from gd_core.parts import columns
from gd_core.parts.instrument import instrument
from gd_core.parts.scale_of_x import about_scaling, compare_scalings
from gd_core.parts.which_rates import which_rates
from gd_core.parts.why import why as why_of
from gd_core.scaling import SCALINGS

LESSON = Settings()
MORE = ("x", "scaling", "n", "slope", "intercept", "own", "w", "b", "same")  # the controls under "More"
SETTINGS = NUMBERS | SWITCHES | CHOICES
IN_LINK = ("rates", "colours", *SETTINGS, *VIEWS, "rate", *STEP)
PARTS = ("What happened?", "Which rates would work?", "Why?")
BY_VALUE: dict[str | type, Callable] = {Settings: repr, list: repr}
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


def as_bytes(pictures: dict[str, dict[str, pd.DataFrame]]) -> dict[str, Any]:
    """Return the rows as they are sent; rows that pictures share are converted once."""
    frames = {id(rows): rows for frames in pictures.values() for rows in frames.values()}
    converted = {key: arrow(rows) for key, rows in frames.items()}
    return {
        picture: {name: converted[id(rows)] for name, rows in frames.items()}
        for picture, frames in pictures.items()
    }


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
        settings = {
            "x_range": slider("x", step=0.1),
            "scaling": choice("scaling", SCALINGS),
            "n_samples": number("n", step=10),
            "slope": number("slope", step=0.5),
            "intercept": number("intercept", step=0.5),
        }
        own = switch("own", SWITCHES["own"][1])
        return settings | {
            "own_start": own,
            "start_w": number("w", step=0.5, disabled=not own),
            "start_b": number("b", step=0.5, disabled=not own),
            "same_start": switch("same", SWITCHES["same"][1], disabled=own),
        }


def number(key: str, **options) -> Any:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    value = getattr(LESSON, name)
    options["format"] = "%g" if isinstance(value, float) else "%d"
    return st.number_input(label, least, most, value, key=key, bind="query-params", **options)


def slider(key: str, **options) -> Any:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    return st.slider(label, least, most, getattr(LESSON, name), key=key, bind="query-params", **options)


def choice(key: str, options: tuple[str, ...]) -> str:
    return st.selectbox(CHOICES[key][1], options, key=key, bind="query-params")


def switch(key: str, label: str, **options) -> bool:
    return st.toggle(label, key=key, bind="query-params", **options)


def apply_preset() -> None:
    """Set every control to the chosen case; the lesson also resets how the chart is shown."""
    if chosen := st.session_state.preset:
        case = PRESETS[chosen]
        set_controls({key: getattr(case, name) for key, (name, _) in SETTINGS.items()})
        st.session_state.rates = [exact(rate) for rate in case.learning_rates]
        if case == LESSON:
            st.session_state.update(dict.fromkeys(VIEWS, False) | {"slots": {}})
            st.query_params.pop("colours", None)
    st.session_state.preset = None


def set_controls(values: dict[str, Any]) -> None:
    """Set controls by their keys, and the link for those that are not drawn yet and do not set it."""
    st.session_state.update(values)
    for key in values if not st.session_state.more_is_drawn else ():
        if key in MORE and values[key] != getattr(LESSON, SETTINGS[key][0]):
            st.query_params[key] = list(map(str, values[key])) if key == "x" else str(values[key]).lower()
    st.session_state.more_is_drawn |= any(key in st.query_params for key in MORE)


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


# The page.


def the_page(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info("Pick or type a learning rate in the sidebar, and its run appears here.")
        st.markdown(about_the_points(dataset_of(settings)))
        return
    above, view, (left, right) = st.container(), loss_switches(), st.columns(2)
    slots = slots_of(settings.learning_rates)
    did, would, why = st.tabs(PARTS, key="part", on_change="rerun", bind="query-params")
    with did:
        data = answer(settings, slots, **view)
    with above:
        player(key="player", data=data["player"])
        draw("loss", data, spec("loss", **view), alt=data["summary"])
    with left:
        draw_to_click("map", data, start_here, selection_mode="start")
    with right:
        draw("fit", data, spec("fit"))
    if would.open:
        with would:
            which_rates_would_work(settings, slots)
    if why.open:
        with why:
            why_it_does(settings)


def which_rates_would_work(settings: Settings, slots: list[int]) -> None:
    st.markdown("Move each of these. Which of them moves the limit?")
    with st.container(horizontal=True):
        beside("x", settings.x_range, st.slider, *ALLOWED["x_range"], step=0.1)
        beside("noise", settings.noise, st.slider, *ALLOWED["noise"])
    data = ruler_and_sweep(settings, slots)
    draw_to_click("sweep", data, add_rate, selection_mode="sweep", alt=data["summary"])
    st.markdown(data["words"])


def beside(key: str, value: Any, widget: Callable, *arguments: Any, **options: Any) -> None:
    """Draw a second widget for a control of the sidebar; each follows the other."""
    st.session_state[f"{key}_beside"] = value
    widget(SETTINGS[key][1], *arguments, key=f"{key}_beside", on_change=follow, args=(key,), **options)


def follow(key: str) -> None:
    set_controls({key: st.session_state[f"{key}_beside"]})


def add_rate(learning_rate: float) -> None:
    """Add the rate clicked in the sweep to the list."""
    if len(st.session_state.rates) >= MOST_RATES:
        st.toast(f"{MOST_RATES} rates run at once. Take one out of the list first.")
    elif (rate := exact(learning_rate)) not in st.session_state.rates:
        st.session_state.rates = [*st.session_state.rates, rate]


def why_it_does(settings: Settings) -> None:
    names = [exact(rate) for rate in settings.learning_rates]
    with st.container(horizontal=True):
        rate = st.selectbox("Learning rate", names, key="rate", bind="query-params")
        epoch = int(st.number_input("Epoch", *ALLOWED["epoch"], 0, key="epoch", bind="query-params"))
    if epoch > settings.n_epochs:
        st.warning(f"The runs end at epoch {settings.n_epochs:,}; the step from there is shown.")
    step_and_directions(settings, names.index(rate), min(epoch, settings.n_epochs))
    st.markdown("### Would another scale for x help?")
    beside("scaling", settings.scaling, st.radio, SCALINGS, horizontal=True)
    scalings(settings)


def loss_switches() -> dict[str, bool]:
    with st.container(horizontal=True):
        logarithmic = switch("log", VIEWS["log"])
        above_floor = switch(
            "excess", VIEWS["excess"], help="Subtracts the least loss that any line can have on these points."
        )
    return {"logarithmic": logarithmic, "above_floor": above_floor}


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


def start_here(w: float, b: float) -> None:
    """Take the place clicked in the map as the start of every run."""
    start = {"w": np.clip(w, *ALLOWED["start_w"]), "b": np.clip(b, *ALLOWED["start_b"])}
    set_controls({"own": True} | {name: round(float(value), 9) for name, value in start.items()})


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


if "link_problems" not in st.session_state:  # the page keeps its configuration from its first run on
    st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
link_problems = read_link()
with st.sidebar:
    settings, problems = sidebar()
st.markdown(f"<style>{asset('page.css')}</style>\n\n{INTRODUCTION}", unsafe_allow_html=True)
if link_problems + problems:
    st.warning("  \n".join(map(as_plain_text, link_problems + problems)))
st.session_state.link_problems = []  # told once; the next change clears it
the_page(settings)
