"""The page: sidebar → Settings → cached runs → pictures and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes as arrow

import gd_core
from gd_core.bowl import bowl_of
from gd_core.charts.fit import about_the_points_drawn, fit_data, fit_spec
from gd_core.charts.loss import about_the_drawing, loss_data, loss_spec
from gd_core.charts.parameter_map import about_the_map, map_data, map_spec
from gd_core.charts.player import player_data
from gd_core.charts.rows import run_rows
from gd_core.charts.style import N_SLOTS
from gd_core.experiment import ALLOWED, MOST_RATES, Settings, dataset_of, run_experiment
from gd_core.inputs import NUMBERS, SWITCHES, VIEWS, as_plain_text, problem_in_link, read_learning_rates
from gd_core.lesson import INTRODUCTION, PRESETS, RATE_SUGGESTIONS, about_the_points, summary
from gd_core.numbers import exact
from gd_core.verdict import results_table

LESSON = Settings()
MORE = ("x", "n", "slope", "intercept", "own", "w", "b", "same")  # the controls under "More"
IN_LINK = ("rates", "colours", *NUMBERS, *SWITCHES, *VIEWS)
SPECS: dict[str, Callable[..., dict]] = {"loss": loss_spec, "map": map_spec, "fit": fit_spec}
ASSETS = Path(gd_core.__file__).parent / "assets"


@st.cache_resource(show_spinner=False)
def asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def spec(name: str, **view: bool) -> dict:
    return SPECS[name](**view)


player = st.components.v2.component(
    "player", html=asset("player.html"), css=asset("player.css"), js=asset("player.js")
)


# Computed once, and given to everyone who asks for the same settings; the table is also drawn only once.


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={Settings: repr, list: repr})
def answer(settings: Settings, slots: list[int], *, logarithmic: bool, above_floor: bool) -> dict:
    """Draw the words and the table; return what the pictures above them show."""
    dataset, runs = run_experiment(settings)
    table = results_table(dataset, runs)
    losses = runs.excess_losses if above_floor else runs.losses
    view = {"logarithmic": logarithmic, "above_floor": above_floor}
    loss = loss_data(dataset, runs, slots=slots, factors=table["factor"].tolist(), **view)
    shared = {"runs": run_rows(bowl_of(dataset), runs, losses, slots=slots), "rates": loss.pop("rates")}
    shared_bytes = {name: arrow(rows) for name, rows in shared.items()}
    true_line = (settings.slope, settings.intercept)
    st.markdown(
        about_the_points(dataset)
        + about_the_drawing(losses, loss["frame"]["low"][0])
        + about_the_points_drawn(settings.n_samples)
        + "\n\n"
        + about_the_map(dataset, true_line=true_line)
        + " Point at a line of the fit to see its residuals."
    )
    show_table(table)
    pictures = {
        "loss": loss,
        "map": map_data(dataset, runs, true_line=true_line),
        "fit": fit_data(dataset, last_epoch=settings.n_epochs),
    }
    data: dict[str, Any] = {
        name: shared_bytes | {key: arrow(rows) for key, rows in frames.items()}
        for name, frames in pictures.items()
    }
    return data | {"player": player_data(runs, slots=slots), "summary": summary(table)}


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
    set_controls({key: getattr(settings, name) for key, (name, _) in (NUMBERS | SWITCHES).items()})
    st.session_state.rates = [exact(rate) for rate in settings.learning_rates]


def set_controls(values: dict[str, Any]) -> None:
    """Set controls by their keys, and the link for those that are not drawn yet and do not set it."""
    st.session_state.update(values)
    for key in values if not st.session_state.more_is_drawn else ():
        if key in MORE and values[key] != getattr(LESSON, (NUMBERS | SWITCHES)[key][0]):
            st.query_params[key] = list(map(str, values[key])) if key == "x" else str(values[key])
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


def what_does_each_rate_do(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info("Pick or type a learning rate in the sidebar, and its run appears here.")
        st.markdown(about_the_points(dataset_of(settings)))
        return
    above, view, (left, right) = st.container(), loss_switches(), st.columns(2)
    data = answer(settings, slots_of(settings.learning_rates), **view)
    with above:
        player(key="player", data=data["player"])
        draw("loss", data, spec("loss", **view), alt=data["summary"])
    with left:
        draw("map", data, spec("map"), on_select=start_here, selection_mode="start")
    with right:
        draw("fit", data, spec("fit"))


def loss_switches() -> dict[str, bool]:
    with st.container(horizontal=True):
        logarithmic = switch("log", VIEWS["log"])
        above_floor = switch(
            "excess", VIEWS["excess"], help="Subtracts the least loss that any line can have on these points."
        )
    return {"logarithmic": logarithmic, "above_floor": above_floor}


def draw(name: str, data: dict, spec: dict, **options) -> None:
    st.vega_lite_chart(spec | {"datasets": data[name]}, key=name, **options)


def start_here() -> None:
    """Take the place clicked in the map as the start of every run."""
    if chosen := st.session_state.map.selection.start:
        set_controls({"own": True} | {name: round(float(chosen[0][name]), 9) for name in "wb"})


def slots_of(rates: tuple[float, ...]) -> list[int]:
    """Give every rate a slot, the one it had before, so that it keeps its colour, also in the link."""
    before = st.session_state.get("slots") or dict(
        zip(rates, map(int, st.query_params.get("colours", "")), strict=False)
    )
    kept = {rate: slot for rate, slot in before.items() if rate in rates}
    free = (slot for slot in range(N_SLOTS) if slot not in kept.values())
    st.session_state.slots = {rate: kept[rate] if rate in kept else next(free) for rate in rates}
    slots = list(st.session_state.slots.values())
    if slots != list(range(len(slots))):
        st.query_params.colours = "".join(map(str, slots))
    elif "colours" in st.query_params:
        del st.query_params.colours
    return slots


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


if "link_problems" not in st.session_state:  # the page keeps its configuration from its first run on
    st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
link_problems = read_link()
with st.sidebar:
    settings, problems = sidebar()
st.markdown(f"<style>{asset('page.css')}</style>\n\n{INTRODUCTION}", unsafe_allow_html=True)
for problem in link_problems + problems:
    st.warning(as_plain_text(problem))
st.session_state.link_problems = []  # told once; the next change clears it
what_does_each_rate_do(settings)
