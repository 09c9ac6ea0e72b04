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
    STARTS,
    Settings,
    problem_in_link,
    read_learning_rates,
    run_experiment,
)
from gd_core.lesson import PRESETS, RATE_SUGGESTIONS, about_the_points, summary
from gd_core.numbers import exact
from gd_core.verdict import results_table

LESSON = Settings()
START_LABELS = {
    "each": "one for each rate",
    "same": "the same for every rate",
    "own": "my own",
}
# A link carries every setting under its widget's key, so the keys never change. These hold numbers.
NUMBERS_IN_LINK = {
    "seed": "seed",
    "noise": "noise",
    "epochs": "n_epochs",
    "n": "n_samples",
    "x": "x_range",
    "slope": "slope",
    "intercept": "intercept",
    "w": "start_w",
    "b": "start_b",
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
        n_epochs=number(
            "epochs", "Epochs", step=10, help="One epoch is one update of w and b from all points."
        ),
        noise=st.slider(
            "Noise",
            *ALLOWED["noise"],
            LESSON.noise,
            help="The standard deviation of what is added to the line to make the points.",
            key="noise",
            bind="query-params",
        ),
        seed=number("seed", "Seed", step=1, help="The same seed gives the same noise and the same starts."),
        **more_settings(),
    )
    st.button("Reset everything", on_click=reset, icon=":material/restart_alt:")
    return settings, problems


def more_settings() -> dict:
    with st.expander("More"):
        x_range = st.slider(
            "Range of x", *ALLOWED["x_range"], LESSON.x_range, step=0.1, key="x", bind="query-params"
        )
        n_samples = number("n", "Number of points", step=10)
        slope = number("slope", "True slope", step=0.5)
        intercept = number("intercept", "True intercept", step=0.5)
        starts = st.selectbox(
            "Where each rate starts", STARTS, format_func=START_LABELS.get, key="starts", bind="query-params"
        )
        own = starts == "own"
        start_w = number("w", "Start w", step=0.5, disabled=not own)
        start_b = number("b", "Start b", step=0.5, disabled=not own)
    return {
        "x_range": x_range,
        "n_samples": n_samples,
        "slope": slope,
        "intercept": intercept,
        "starts": starts,
        "start_w": start_w,
        "start_b": start_b,
    }


def number(key: str, label: str, **options) -> float:
    """Show a number field for the setting that this key stands for in a link."""
    name = NUMBERS_IN_LINK[key]
    least, most = ALLOWED[name]
    return st.number_input(label, least, most, getattr(LESSON, name), key=key, bind="query-params", **options)


def apply_preset() -> None:
    if chosen := st.session_state.preset:
        show(PRESETS[chosen])
    st.session_state.preset = None


def reset() -> None:
    show(LESSON)
    st.session_state.update(log=False, excess=False)


def show(settings: Settings) -> None:
    """Set every control of the sidebar to these settings."""
    for key, name in NUMBERS_IN_LINK.items():
        st.session_state[key] = getattr(settings, name)
    st.session_state.starts = settings.starts
    st.session_state.rates = [exact(rate) for rate in settings.learning_rates]


def problems_in_link() -> list[str]:
    """Take what is not allowed out of the link that was opened; return a sentence for each."""
    if "link_is_read" not in st.session_state:
        st.session_state.link_is_read = True
        st.session_state.link_problems = [
            problem for key, name in NUMBERS_IN_LINK.items() if (problem := check_link(key, name))
        ]
    return st.session_state.link_problems


def check_link(key: str, name: str) -> str:
    for text in st.query_params.get_all(key):
        if problem := problem_in_link(name, text):
            del st.query_params[key]
            return f"The link is not followed in one point: {problem}"
    return ""


# The page.


def what_does_each_rate_do(settings: Settings) -> None:
    st.subheader("What does each rate do?")
    if not settings.learning_rates:
        st.info("Pick or type a learning rate in the sidebar, and its run appears here.")
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
        logarithmic = st.toggle("Logarithmic loss axis", key="log", bind="query-params")
        above_floor = st.toggle(
            "Loss above the noise floor only",
            help="Subtracts the least loss that any line can have on these points.",
            key="excess",
            bind="query-params",
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
what_does_each_rate_do(settings)
