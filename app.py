"""The page: sidebar → Settings → cached runs → chart and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

import re
from typing import Any

import pandas as pd
import streamlit as st

from gd_core.charts.loss import about_the_drawing, loss_data, loss_spec
from gd_core.charts.style import N_SLOTS
from gd_core.experiment import (
    ALLOWED,
    MOST_RATES,
    Settings,
    dataset_of,
    problem_with_number,
    quote,
    read_learning_rates,
    read_number,
    run_experiment,
)
from gd_core.lesson import PRESETS, RATE_SUGGESTIONS, about_the_points, summary
from gd_core.numbers import exact
from gd_core.verdict import results_table

LESSON = Settings()

# One element for what opens the page: every element costs the server a little on every change.
INTRODUCTION = """
<style>.stMainBlockContainer { padding-top: 3rem; }</style>

# How big should the learning rate be?

Gradient descent finds the line y = w·x + b that fits the points best, one small step downhill at a time:
**w ← w − η · ∂L/∂w**, and the same for b. L is the loss, and η is the **learning rate**.

## What does each rate do?
"""

# A link carries every control under its key, so the keys never change. Of each control: the setting it
# stands for and what the page calls it. The first are numbers, the second switches.
NUMBERS = {
    "seed": ("seed", "Seed"),
    "noise": ("noise", "Noise"),
    "epochs": ("n_epochs", "Epochs"),
    "n": ("n_samples", "Number of points"),
    "x": ("x_range", "Range of x"),
    "slope": ("slope", "True slope"),
    "intercept": ("intercept", "True intercept"),
    "w": ("start_w", "Start w"),
    "b": ("start_b", "Start b"),
}
SWITCHES = {
    "same": ("same_start", "Same start for every rate"),
    "own": ("own_start", "A start of my own"),
}
MORE = ("x", "n", "slope", "intercept", "own", "w", "b", "same")
VIEWS = {
    "log": "Logarithmic loss axis",
    "excess": "Loss above the noise floor only",
}


# Drawn once, and replayed to everyone who asks for the same settings. Streamlit reads the source of a cached
# function on every run of the page, so these are short.


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={Settings: repr, list: repr})
def answer(settings: Settings, slots: list[int], *, logarithmic: bool, above_floor: bool) -> None:
    draw_answer(settings, slots, logarithmic=logarithmic, above_floor=above_floor)


def draw_answer(settings: Settings, slots: list[int], **view: bool) -> None:
    dataset, runs = run_experiment(settings)
    table = results_table(dataset, runs)
    data = loss_data(dataset, runs, slots=slots, factors=table["factor"].tolist(), **view)
    spec = st.cache_resource(show_spinner=False)(loss_spec)(**view)
    st.vega_lite_chart(spec | {"datasets": data}, alt=summary(table), key="loss")
    st.markdown(about_the_points(dataset) + about_the_drawing(data, settings.n_epochs))
    show_table(table)


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
        max_selections=MOST_RATES,
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
    return st.number_input(label, least, most, value, key=key, bind="query-params", **options)


def slider(key: str, **options) -> Any:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    return st.slider(label, least, most, getattr(LESSON, name), key=key, bind="query-params", **options)


def switch(key: str, label: str, **options) -> bool:
    return st.toggle(label, key=key, bind="query-params", **options)


def apply_preset() -> None:
    """Set every control to the chosen case; the lesson also resets how the chart is shown."""
    if chosen := st.session_state.preset:
        show(PRESETS[chosen])
        if PRESETS[chosen] == LESSON:
            st.session_state.update(dict.fromkeys(VIEWS, False))
    st.session_state.preset = None


def show(settings: Settings) -> None:
    """Set every control of the sidebar to these settings."""
    for key, (name, _) in (NUMBERS | SWITCHES).items():
        st.session_state[key] = getattr(settings, name)
    st.session_state.rates = [exact(rate) for rate in settings.learning_rates]
    st.session_state.more_is_drawn = True


def read_link() -> list[str]:
    """Take out of the link what is not allowed, when it is opened; return a sentence for each such thing."""
    if "link_problems" not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in ("rates", *NUMBERS, *SWITCHES, *VIEWS)}
        problems = {key: problem_in_link(key, texts) for key, texts in given.items() if texts}
        st.session_state.link_problems = [problem for problem in problems.values() if problem]
        st.session_state.more_is_drawn = any(given.get(key) for key in MORE)
        for key in [key for key, problem in problems.items() if problem and key != "rates"]:
            del st.query_params[key]
        if st.session_state.link_problems:
            st.rerun()
    return st.session_state.link_problems


def problem_in_link(key: str, texts: list[str]) -> str:
    """Say what is wrong with the values that a link gives a control; return "" where they are allowed."""
    if key == "rates":
        label, problem = (
            "Learning rates",
            f"beyond {MOST_RATES}, which run at once." if len(texts) > MOST_RATES else "",
        )
    elif key in NUMBERS:
        name, label = NUMBERS[key]
        least, most = ALLOWED[name]
        wrong = [problem_with_number(text, least=least, most=most) for text in texts]
        problem = next((sentence for sentence in wrong if sentence), "")
        if not problem and key == "x" and not is_a_range(texts):
            problem = "must be two numbers, the smaller one first, equal or at least 0.01 apart."
    else:
        label = VIEWS.get(key) or SWITCHES[key][1]
        on_or_off = all(text.lower() in ("true", "false") for text in texts)
        problem = "" if on_or_off else f"must be true or false, not {quote(texts[0])}."
    if not problem and len(texts) > 1 and key not in ("x", "rates"):
        problem = "is there more than once."
    return f"One thing in the link was left out: {label} {problem}" if problem else ""


def is_a_range(texts: list[str]) -> bool:
    """Tell whether two numbers are in order and not so near that rounding would decide the runs."""
    width = read_number(texts[-1]) - read_number(texts[0])
    return len(texts) == 2 and (width == 0 or width >= 0.01)


# The page.


def what_does_each_rate_do(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info("Pick or type a learning rate in the sidebar, and its run appears here.")
        st.markdown(about_the_points(dataset_of(settings)))
        return
    logarithmic, above_floor = loss_switches()
    slots = slots_of(settings.learning_rates)
    answer(settings, slots, logarithmic=logarithmic, above_floor=above_floor)


def loss_switches() -> tuple[bool, bool]:
    with st.container(horizontal=True):
        logarithmic = switch("log", VIEWS["log"])
        above_floor = switch(
            "excess", VIEWS["excess"], help="Subtracts the least loss that any line can have on these points."
        )
    return logarithmic, above_floor


def slots_of(rates: tuple[float, ...]) -> list[int]:
    """Give every rate a slot, the one it had before if it had one, so that it keeps its colour."""
    kept = {rate: slot for rate, slot in st.session_state.get("slots", {}).items() if rate in rates}
    free = (slot for slot in range(N_SLOTS) if slot not in kept.values())
    st.session_state.slots = {rate: kept[rate] if rate in kept else next(free) for rate in rates}
    return list(st.session_state.slots.values())


def show_table(table: pd.DataFrame) -> None:
    column, to_arrive = st.column_config, "until 99.9 % of the way from the starting loss down to the floor"
    factor = "What the slowest part of the error is multiplied by in the long run. Below 1 it shrinks."
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        row_height=84,
        placeholder="–",
        column_config={
            "learning_rate": column.NumberColumn("Learning rate", format="%.12g", pinned=True),
            "behaviour": "What it does",
            "why": column.TextColumn("Why", width=430),
            "final_loss": column.NumberColumn("Final loss", format="%.6g"),
            "excess_loss": column.NumberColumn("Above the floor", format="%.6g"),
            "w": column.NumberColumn("w", format="%.6g"),
            "b": column.NumberColumn("b", format="%.6g"),
            "epochs_measured": column.NumberColumn(
                "Epochs to 99.9 %", format="localized", help=f"Measured, {to_arrive}; – if not in this run."
            ),
            "epochs_predicted": column.NumberColumn(
                "Epochs predicted", format="localized", help=f"By theory, {to_arrive}; – if never."
            ),
            "factor": column.NumberColumn("Error × an epoch", format="%.6g", help=factor),
        },
        key="results",
    )


def as_plain_text(text: str) -> str:
    """Escape what Markdown would read as more than text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


if "link_problems" not in st.session_state:  # the page keeps its configuration from its first run on
    st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
link_problems = read_link()
with st.sidebar:
    settings, problems = sidebar()
st.markdown(INTRODUCTION, unsafe_allow_html=True)
for problem in link_problems + problems:
    st.warning(as_plain_text(problem))
st.session_state.link_problems = []  # told once; the next change clears it
what_does_each_rate_do(settings)
