"""The page: sidebar → Settings → cached runs → chart and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

import re
from copy import deepcopy

import pandas as pd
import streamlit as st

from gd_core import Dataset, Runs
from gd_core.charts import N_SLOTS, drawn_epochs, loss_chart, loss_data
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
VIEWS = {
    "log": "Logarithmic loss axis",
    "excess": "Loss above the noise floor only",
}


# Cached work: shared by everyone who looks at the same settings.


@st.cache_data(max_entries=64, show_spinner=False)
def run(settings: Settings) -> tuple[Dataset, Runs, pd.DataFrame]:
    dataset, runs = run_experiment(settings)
    return dataset, runs, results_table(dataset, runs)


@st.cache_resource(show_spinner=False)
def loss_spec(*, logarithmic: bool, above_floor: bool) -> dict:
    return loss_chart(logarithmic=logarithmic, above_floor=above_floor).to_dict()


# The sidebar: every input is in the link.


def sidebar() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for each input that could not be used."""
    st.pills("Try a case", list(PRESETS), key="preset", on_change=apply_preset)
    typed = st.multiselect(
        "Learning rates",
        [exact(rate) for rate in RATE_SUGGESTIONS],
        default=[exact(rate) for rate in LESSON.learning_rates],
        accept_new_options=True,
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
    st.button("Reset everything", on_click=reset, icon=":material/restart_alt:")
    return settings, problems


def more_settings() -> dict:
    with st.expander("More"):
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


def number(key: str, **options) -> float:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    value = getattr(LESSON, name)
    return st.number_input(label, least, most, value, key=key, bind="query-params", **options)


def slider(key: str, **options) -> float | tuple[float, float]:
    name, label = NUMBERS[key]
    least, most = ALLOWED[name]
    return st.slider(label, least, most, getattr(LESSON, name), key=key, bind="query-params", **options)


def switch(key: str, label: str, **options) -> bool:
    return st.toggle(label, key=key, bind="query-params", **options)


def apply_preset() -> None:
    if chosen := st.session_state.preset:
        show(PRESETS[chosen])
    st.session_state.preset = None


def reset() -> None:
    show(LESSON)
    st.session_state.update(dict.fromkeys(VIEWS, False))


def show(settings: Settings) -> None:
    """Set every control of the sidebar to these settings."""
    for key, (name, _) in (NUMBERS | SWITCHES).items():
        st.session_state[key] = getattr(settings, name)
    st.session_state.rates = [exact(rate) for rate in settings.learning_rates]


def problems_in_link() -> list[str]:
    """Take out of the opened link what is not allowed; return a sentence for each such thing."""
    if "link_problems" not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in (*NUMBERS, *SWITCHES, *VIEWS)}
        problems = {key: problem_in_link(key, texts) for key, texts in given.items() if texts}
        st.session_state.link_problems = [problem for problem in problems.values() if problem]
        for key in [key for key, problem in problems.items() if problem]:
            del st.query_params[key]
        if st.session_state.link_problems:
            st.rerun()
    return st.session_state.link_problems


def problem_in_link(key: str, texts: list[str]) -> str:
    if key in NUMBERS:
        name, label = NUMBERS[key]
        least, most = ALLOWED[name]
        wrong = [problem_with_number(text, least=least, most=most) for text in texts]
        problem = next((sentence for sentence in wrong if sentence), "")
        if not problem and key == "x" and (len(texts) != 2 or read_number(texts[0]) > read_number(texts[1])):
            problem = "must be two numbers, the smaller one first."
    else:
        label = VIEWS.get(key) or SWITCHES[key][1]
        on_or_off = all(text.lower() in ("true", "false") for text in texts)
        problem = "" if on_or_off else f"must be true or false, not {quote(texts[0])}."
    return f"One thing in the link was left out: {label} {problem}" if problem else ""


# The page.


def what_does_each_rate_do(settings: Settings) -> None:
    st.subheader("What does each rate do?")
    if not settings.learning_rates:
        st.info("Pick or type a learning rate in the sidebar, and its run appears here.")
        st.markdown(about_the_points(dataset_of(settings)))
        return
    logarithmic, above_floor = loss_switches()
    dataset, runs, table = run(settings)
    data = loss_data(
        dataset,
        runs,
        slots=slots_of(settings.learning_rates),
        factors=table["factor"].tolist(),
        logarithmic=logarithmic,
        above_floor=above_floor,
    )
    spec = deepcopy(loss_spec(logarithmic=logarithmic, above_floor=above_floor))
    st.vega_lite_chart({**spec, "datasets": data}, alt=summary(table), key="loss")
    n_drawn = drawn_epochs(settings.n_epochs).size
    if n_drawn <= settings.n_epochs:
        st.caption(f"All {settings.n_epochs:,} epochs are computed; {n_drawn} of them are drawn.")
    st.markdown(about_the_points(dataset))
    show_table(table)


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
    st.dataframe(
        table,
        hide_index=True,
        row_height=84,
        placeholder="–",
        column_config={
            "learning_rate": st.column_config.NumberColumn("Learning rate", pinned=True),
            "behaviour": st.column_config.TextColumn("What it does"),
            "why": st.column_config.TextColumn("Why", width=430),
            "final_loss": st.column_config.NumberColumn("Final loss", format="%.6g"),
            "excess_loss": st.column_config.NumberColumn("Above the floor", format="%.4g"),
            "w": st.column_config.NumberColumn("w", format="%.6g"),
            "b": st.column_config.NumberColumn("b", format="%.6g"),
            "epochs_measured": st.column_config.NumberColumn("Epochs, measured", format="localized"),
            "epochs_predicted": st.column_config.NumberColumn("Epochs, predicted", format="localized"),
            "factor": st.column_config.NumberColumn("Error an epoch", format="×%.6g"),
        },
        key="results",
    )
    st.caption(
        "**Epochs**: until the loss has come 99.9 % of the way from its start down to the noise floor; "
        "– means not within this run (measured) or never (predicted). **Error an epoch**: what the slowest "
        "part of the error is multiplied by in the long run; below 1 it shrinks, above 1 it grows."
    )


def as_plain_text(text: str) -> str:
    """Escape what Markdown would read as more than text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
st.html("<style>.stMainBlockContainer { padding-top: 3rem; }</style>")
link_problems = problems_in_link()
with st.sidebar:
    settings, problems = sidebar()
st.title("How big should the learning rate be?")
for problem in link_problems + problems:
    st.warning(as_plain_text(problem))
st.session_state.link_problems = []  # told once; the next change clears it
what_does_each_rate_do(settings)
