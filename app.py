"""The page: sidebar → Settings → cached runs → pictures and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes as arrow

import gd_core
from gd_core.cases import CASES, CHALLENGES, DID, QUIZ, WORDS, Scene, name_of_case
from gd_core.charts.all_charts import CHARTS
from gd_core.charts.fit import fit_summary
from gd_core.charts.frame import values_of
from gd_core.charts.parameter_map import map_summary
from gd_core.charts.projector import enlarged
from gd_core.charts.readable import with_readable_words
from gd_core.charts.style import slots_for
from gd_core.controls import (
    CAN_BE_LOCKED,
    RATE_SUGGESTIONS,
    UNDER_MORE,
    VIEWS,
    Control,
    controls,
    for_link,
    is_used,
)
from gd_core.experiment import A_LINE, MOST_RATES, MY_OWN, Settings, dataset_of, points_of, run_experiment
from gd_core.inputs import as_plain_text, problem_in_link, read_learning_rates
from gd_core.languages import Say, in_language
from gd_core.own_points.link import from_link, not_in_link, to_link
from gd_core.own_points.reading import OwnPoints, as_text_lines, read_points
from gd_core.own_points.real_data import look_for, real_data
from gd_core.parts import columns
from gd_core.parts.hidden import about_the_starts, about_the_veiled, points_alone, without_answers
from gd_core.parts.instrument import instrument
from gd_core.parts.scale_of_x import about_scaling, compare_scalings
from gd_core.parts.tables import as_read, errors_table, ruler_table, runs_table, sweep_table
from gd_core.parts.which_rates import which_rates
from gd_core.parts.why import why as why_of
from gd_core.take_home.csv_file import csv_of_runs
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import worksheet
from gd_core.teaching.challenges import challenges
from gd_core.teaching.prediction_link import (
    is_a_prediction,
    mark_of,
    prediction_from_link,
    prediction_to_link,
)
from gd_core.teaching.predictions import (
    FORETOLD,
    Prediction,
    answer_of,
    comparison,
    explain,
    is_complete,
    meanings,
    score,
)
from gd_core.teaching.quiz import questions
from gd_core.teaching.rounds import LEVELS, Round, round_of
from gd_core.teaching.rounds import about as about_round
from gd_core.teaching.teachers_link import ANSWERS, FLAGS, RUNS, Task, flags_of, read_task
from gd_core.teaching.words import sections
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.telling.introduction import about_the_files, introduction
from gd_core.telling.numbers import exact, unrounded
from gd_core.telling.points import about_the_points
from gd_core.telling.setting import the_setting, told_one_by_one
from gd_core.telling.verdict import reasons
from gd_core.two_modes import two_modes

LESSON = Settings()
DONE, OPEN = ":material/check_box:", ":material/check_box_outline_blank:"
RIGHT, WRONG = ":material/check_circle:", ":material/cancel:"
OF_ONE_STUDENT = ("predicted", "said", "quiz", "hints", "projector")  # in links, but not in a teacher's
PROJECTED = 1.5  # how many times as large a projector shows type and lines
ASSETS = Path(gd_core.__file__).parent / "assets"


# Computed once, and given to everyone who asks for the same; what is drawn meanwhile is also drawn only once.
# There is one cache, because Streamlit reads the source of every cached function again at every rerun; it has
# one text as its key, because Streamlit takes long over many arguments.


@st.cache_resource(max_entries=256, show_spinner=False)
def computed(key: str, _function: Callable, _arguments: dict[str, Any]) -> Any:  # noqa: ARG001
    return _function(**_arguments)


def remembered(function: Callable, **arguments: Any) -> Any:
    """Call a function; what it returns must not be changed."""
    key = str([key_of(function), *((name, key_of(argument)) for name, argument in arguments.items())])
    return computed(key=key, _function=function, _arguments=arguments)


def key_of(argument: Any) -> Any:
    """Return what stands for an argument; points may be many, and files long, so they count by their hash."""
    if isinstance(argument, Settings):
        return replace(argument, points=None), digest_of(argument.points or ())
    if isinstance(argument, str | bytes):
        return type(argument), hash(argument)
    return (argument.__qualname__, hash(argument.__code__)) if callable(argument) else argument


def digest_of(points: Sequence[Sequence[float]]) -> str:
    """Return a short text that tells points from others, the same in every server."""
    return blake2b(np.array(points).tobytes(), digest_size=16).hexdigest()


def turn() -> Lock:
    """Return what students wait for: Python runs one at a time, and several at once only slow each other."""
    gc.collect()
    gc.freeze()  # the libraries stay; to look through them again and again took a tenth of the server's time
    return Lock()


def kit(language: str) -> tuple[Say, Callable, Callable, str]:
    """Return what every page in one language needs: its words, two components, and the style sheet."""
    return in_language(language), component("player"), component("save_svg"), asset("page.css")


def component(name: str) -> Callable:
    html, css, js = (asset(f"{name}.{kind}") for kind in ("html", "css", "js"))
    return st.components.v2.component(name, html=html, css=css, js=js)


def asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def words_of(language: str) -> Say:
    return remembered(kit, language=language)[0]


def spec(name: str, language: str, large: bool, **view: Any) -> dict:
    described = CHARTS[name](**view, say=words_of(language)).to_dict()
    return with_readable_words(enlarged(described, by=PROJECTED) if large else described)


def drawings(
    pictures: dict[str, dict[str, pd.DataFrame]], language: str, large: bool, **of_loss: Any
) -> dict[str, dict]:
    """Return each picture as it is sent; rows that pictures share are converted once."""
    frames = {id(rows): rows for frames in pictures.values() for rows in frames.values()}
    converted = {key: arrow(rows) for key, rows in frames.items()}
    drawn = {}
    for name, rows in pictures.items():
        view = of_loss if name == "loss" else {}
        described = remembered(spec, name=name, language=language, large=large, **view)
        drawn[name] = described | {"datasets": {key: converted[id(frame)] for key, frame in rows.items()}}
    return drawn


def answer(
    settings: Settings, slots: list[int], language: str, large: bool, may_start: bool, **view: Any
) -> dict:
    """Draw the words and the table; return what the pictures above them show."""
    say = words_of(language)
    shown = instrument(settings, slots=slots, **view, language=language, say=say)
    click = say(
        "**Click in the map to start every run there**, or type *Start w* and *Start b* under *More*."
    )
    residuals = say("Point at a line of the fit to see its residuals.")
    st.markdown(" ".join([shown.words, *([click] if may_start else []), residuals]))
    show_table(shown.table, columns.results_columns(say), say, large=large)
    with st.container(key="reasons"):  # on a phone, where the table has no room for them
        st.markdown(reasons(shown.table))
    drawn = drawings(shown.pictures, language, large, **view)
    return drawn | {"player": shown.player, "summary": shown.summary}


def veiled(settings: Settings, slots: list[int], language: str, large: bool, **view: Any) -> dict:
    """Return what the pictures show while a prediction is asked for."""
    shown = instrument(settings, slots=slots, **view, language=language, say=words_of(language))
    pictures = without_answers(shown.pictures, learning_rates=settings.learning_rates)
    return drawings(pictures, language, large, **view) | {"player": shown.player}


def only_points(settings: Settings, language: str, large: bool) -> dict:
    slots = list(range(len(settings.learning_rates)))
    shown = instrument(settings, slots=slots, logarithmic=False, above_floor=False)
    return drawings({"fit": points_alone(shown.pictures)}, language, large)


def ruler_and_sweep(settings: Settings, slots: list[int], language: str, large: bool) -> dict:
    """Draw the ruler; return what the sweep under it shows."""
    shown = which_rates(settings, slots=slots, say=words_of(language))
    data = drawings(shown.pictures, language, large)
    draw("ruler", data, alt=shown.summaries["ruler"])
    st.markdown(shown.words["ruler"])
    return data | {"summary": shown.summaries["sweep"], "words": shown.words["sweep"]}


def step_and_directions(settings: Settings, run: int, epoch: int, language: str, large: bool) -> None:
    say = words_of(language)
    shown = why_of(settings, run=run, epoch=epoch, say=say)
    st.markdown(f"### {say('One step, with its numbers')}")
    with st.container(key="step"):
        st.markdown(shown.step)
    with st.expander(say("The same as text to copy")):
        st.code(shown.step_to_copy, language=None, wrap_lines=True)
    st.markdown(f"{shown.conventions}\n\n### {say('The error has two directions')}\n\n{shown.directions}")
    draw("modes", drawings({"modes": shown.picture}, language, large), alt=shown.summary)
    st.markdown(shown.omitted)
    show_table(shown.table, columns.modes_columns(say), say, large=large)


def scalings(settings: Settings, language: str, large: bool) -> None:
    say, points = words_of(language), points_of(settings)
    st.markdown(about_scaling(points, settings.scaling, say=say))
    show_table(compare_scalings(points, say=say), columns.scalings_columns(say), say, large=large)


def read_own(content: str | bytes, language: str, **chosen: int) -> OwnPoints:
    return read_points(content, **chosen, say=words_of(language))


def runs_as_table(settings: Settings, language: str) -> None:
    say = words_of(language)
    alt = say("Loss, w and b of every run at some of its epochs")
    plain_table(runs_table(run_experiment(settings)[1]), say, alt=alt)


def rates_as_tables(settings: Settings, language: str) -> None:
    say, dataset, rates = words_of(language), dataset_of(settings), settings.learning_rates
    sweep = which_rates(settings, slots=list(range(len(rates))), say=say).pictures["sweep"]
    zones = ruler_table(dataset, rates, say=say)
    plain_table(zones, say, alt=say("The zones of the ruler and the chosen rates"))
    st.markdown(f"{values_of(sweep['frame'])['title']}:")
    plain_table(
        sweep_table(dataset, sweep), say, alt=say("The loss that is left at the end, by learning rate")
    )


def errors_as_table(settings: Settings, run: int, language: str) -> None:
    say = words_of(language)
    table = errors_table(two_modes(*run_experiment(settings), run))
    plain_table(table, say, alt=say("Both parts of the error at some of the epochs"))


def plain_table(table: pd.DataFrame, say: Say, *, alt: str) -> None:
    st.table(as_read(table, say=say), border="horizontal", alt=alt)


# The sidebar: every input is in the link.


def sidebar() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for each input that could not be used."""
    if not st.session_state.task.fixed:
        st.pills(
            say("Try a case"),
            list(CASES),
            format_func=preset_label,
            help=say("The lesson puts everything back to how it was."),
            key="preset",
            on_change=apply_preset,
        )
    chosen = {control.setting: draw_control(control) for control in controls_at("top")}
    rates, problems = read_learning_rates(chosen["learning_rates"], say=say)
    settings = Settings(**chosen | {"learning_rates": rates} | more_settings())
    if st.session_state.task.fixed:
        st.caption(what_is_fixed(settings))
    for control in controls_at("foot"):
        draw_control(control)
    return settings, problems


def preset_label(preset: str) -> str:
    name = name_of_case(preset, say=say)
    return f":material/restart_alt: {name}" if CASES[preset] == LESSON else name


def what_is_fixed(settings: Settings) -> str:
    """Say what a teacher's link keeps as it is, with the values of the controls that it leaves out."""
    left_out = [the_controls[key] for key in st.session_state.task.without]
    kept = say("This link keeps some controls as they are; what would move them does nothing.")
    return " ".join([kept, *told_one_by_one(left_out, settings, say=say)])


def more_settings() -> dict[str, Any]:
    """Return the other settings; their controls are drawn once somebody looks or a link or case sets them."""
    more = st.expander(say("More"), key="more", on_change="rerun")
    if more.open:
        st.session_state.more_is_drawn = True
    if not st.session_state.more_is_drawn:
        return {}
    chosen: dict[str, Any] = {}
    with more:
        for control in controls_at("more", "line"):
            if is_drawn(control, chosen):
                chosen[control.setting] = draw_control(control, disabled=not is_used(control, chosen))
            if control.key == "data":
                chosen |= points_from(chosen["points_from"])
    return chosen


def points_from(source: str) -> dict:
    """Return the points that are not made from a line: real ones, or the learner's own."""
    if source == A_LINE:
        return {}
    if source == MY_OWN:
        own = my_own_points()
    else:
        real = remembered(real_data)[source]
        own = real.points
        about = say("Source: {source}. Licence: {licence}.", source=real.source, licence=real.licence)
        st.caption(about if asks_first() else f"{look_for(source, say=say)} {about}")
    st.caption(
        say("Noise changes nothing here.") if own.x else say("Until then points made from a line are shown.")
    )
    return {"points": (own.x, own.y)} if own.x else {}


def my_own_points() -> OwnPoints:
    """Read what is pasted or uploaded, or what the link holds; say what could not be read."""
    if "pasted" not in st.session_state:
        bring_points_back()
    fixed = is_fixed("data")
    text = st.text_area(
        say("Two columns of numbers"), key="pasted", help=say("Paste them, one point a line."), disabled=fixed
    )
    file = st.file_uploader(say("Or a file"), type=["csv", "tsv", "txt"], key="file", disabled=fixed)
    content = file.getvalue() if file else text
    own = remembered(read_own, content=content, language=language)
    if len(own.columns) > 2:
        numbers = range(len(own.columns))
        x = st.selectbox(
            say("Column of x"), numbers, own.chosen[0], own.columns.__getitem__, key=f"x_of_{len(numbers)}"
        )
        y = st.selectbox(
            say("Column of y"), numbers, own.chosen[1], own.columns.__getitem__, key=f"y_of_{len(numbers)}"
        )
        own = remembered(read_own, content=content, language=language, x=x, y=y)
    own = edited_in_a_table(own)
    written = (to_link(own) if own.x else None) or ""
    put_in_link("points", written, default="")
    st.session_state.not_in_link = None if written or not own.x else own
    left_out = (not_in_link(say),) if st.session_state.not_in_link else ()
    for sentence in own.complaints + own.remarks + left_out:
        st.caption(as_plain_text(sentence))
    return own


def bring_points_back() -> None:
    """Put into the empty box the points that the page still has, or else those of the link, if any."""
    given = st.session_state.get("not_in_link")
    if not given and "points" in st.query_params:
        given = from_link(st.query_params.points, say=say)
        st.session_state.link_problems += given.complaints
    if given:
        lines = (f"{exact(x)} {exact(y)}" for x, y in zip(given.x, given.y, strict=True))
        st.session_state.pasted = "\n".join(lines)


def edited_in_a_table(own: OwnPoints) -> OwnPoints:
    """Return the points as they are in a table that a learner can edit."""
    before = pd.DataFrame({"x": own.x, "y": own.y}, dtype=float)
    column = st.column_config.NumberColumn
    after = st.expander(say("Edit the points in a table"), key="table").data_editor(
        before,
        num_rows="dynamic",
        hide_index=True,
        column_config={"x": column(own.x_name, format="plain"), "y": column(own.y_name, format="plain")},
        disabled=is_fixed("data"),
        key=f"points-{digest_of((own.x, own.y))}",  # other points, another table
    )
    if after.equals(before):
        return own
    rows = after.itertuples(index=False, name=None)
    return remembered(read_own, content=as_text_lines(rows), language=language)


def controls_at(*places: str) -> list[Control]:
    return [control for control in the_controls.values() if control.where in places]


def is_drawn(control: Control, settings: Mapping[str, Any]) -> bool:
    """Tell whether a control is drawn: those of the line only while it makes the points."""
    return control.where != "line" or settings["points_from"] == A_LINE


def draw_control(control: Control, *, disabled: bool = False) -> Any:
    """Draw a control that the link follows, and return what it is set to."""
    label, names = control.label, control.options
    options: dict[str, Any] = {"key": control.key, "help": control.help}
    options["disabled"] = disabled or is_fixed(control.key)
    if control.kind == "choice":
        in_link(control.key, list(names))
        return st.selectbox(label, list(names), format_func=names.__getitem__, **options)
    options["bind"] = "query-params"
    if control.kind == "rates":
        return draw_rates(control, **options)
    if control.kind == "switch":
        return st.toggle(label, **options)
    numbers: tuple[Any, ...] = (*control.allowed, control.default, control.step)
    if control.kind == "number":
        form = "%g" if isinstance(control.default, float) else "%d"
        return st.number_input(label, *numbers, format=form, **options)
    return st.slider(label, *numbers, **options)


def draw_rates(control: Control, **options: Any) -> list[str]:
    return st.multiselect(
        control.label,
        list(map(exact, RATE_SUGGESTIONS)),
        default=list(map(exact, control.default)),
        accept_new_options=True,
        filter_mode="prefix",
        select_all=False,
        max_selections=2 * MOST_RATES,
        placeholder=say("Pick a rate or type one"),
        **options,
    )


def count(key: str) -> int:
    """Return a whole number that the link keeps, also while its control is not drawn."""
    control = the_controls[key]
    st.session_state.setdefault(key, int(float(st.query_params.get(key, control.default))))
    chosen = int(st.number_input(control.label, *control.allowed, key=key, help=control.help))
    put_in_link(key, str(chosen), default=str(control.default))
    return chosen


def option_chosen(key: str, options: Sequence[str]) -> str:
    """Return a choice: where it is none of the options, what the link says, or else the first of them."""
    if st.session_state.get(key) not in options:
        given = st.query_params.get_all(key)
        usable = len(given) == 1 and given[0] in options
        st.session_state[key] = given[0] if usable else options[0]
    return str(st.session_state[key])


def in_link(key: str, options: Sequence[str]) -> str:
    """Return a choice by the name that it has in the link; to be called before it is drawn under this key."""
    chosen = option_chosen(key, options)
    put_in_link(key, chosen, default=options[0])
    return chosen


def put_in_link(key: str, value: str, *, default: str) -> None:
    if value != default:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def is_fixed(*keys: str) -> bool:
    """Tell whether a teacher's link keeps one of these controls as it is."""
    return any(key in st.session_state.task.fixed for key in keys)


# The link: what is wrong in it is taken out when it is opened, and said.


def read_link() -> list[str]:
    """Take out of the link what is not allowed, when it is opened; return a sentence for each such thing."""
    if "link_problems" not in st.session_state:
        given = {key: texts for key in the_controls if (texts := st.query_params.get_all(key))}
        problems = {key: problem_in_link(the_controls[key], texts, say=say) for key, texts in given.items()}
        flags = {flag: st.query_params.get_all(flag) for flag in FLAGS}
        task, problem = read_task(flags, rates=given.get("rates", ()), say=say)
        st.session_state.task = task
        problems |= {flag: problem for flag in FLAGS if problem and flag in st.query_params}
        st.session_state.link_problems = list(dict.fromkeys(filter(None, problems.values())))
        st.session_state.more_is_drawn = any(key in given for key in UNDER_MORE)
        for key in [key for key, problem in problems.items() if problem]:
            del st.query_params[key]
        if st.session_state.link_problems:
            st.rerun()
    return st.session_state.link_problems


def slots_of(rates: tuple[float, ...]) -> list[int]:
    """Give every rate a slot, the one it had before, so that it keeps its colour, also in the link."""
    given = map(int, st.query_params.get("colours", ""))
    before = st.session_state.get("slots", dict(zip(rates, given, strict=False)))
    st.session_state.slots = slots_for(rates, before)
    slots = list(st.session_state.slots.values())
    put_in_link("colours", "".join(map(str, slots)), default="".join(map(str, range(len(slots)))))
    return slots


def link_of_the_page(dropped: Sequence[str] = (), /, **others: str) -> str:
    """Return the link of the page as it is, without some of its parameters and with others."""
    keys = [key for key in st.query_params if key not in (*dropped, *others)]
    given = [(key, value) for key in keys for value in st.query_params.get_all(key)] + [*others.items()]
    return f"{st.context.url}?{urlencode(given)}" if given else str(st.context.url)


# What cases and clicks set.


def apply_preset() -> None:
    """Set every control to the chosen case; the lesson also resets how the chart is shown."""
    if chosen := st.session_state.preset:
        set_all(case := CASES[chosen])
        if case == LESSON:
            st.session_state.update(dict.fromkeys(VIEWS, False) | {"slots": {}})
            for key in ("colours", "rate", "epoch"):
                st.session_state.pop(key, None)
                st.query_params.pop(key, None)
    st.session_state.preset = None


def show(scene: Scene) -> None:
    """Set everything to the case that shows something, and say where to look."""
    set_all(scene.settings)
    st.session_state.update({"log": scene.logarithmic, "excess": scene.above_floor, "part": scene.part})
    st.session_state.where_to_look = scene.look


def set_all(settings: Settings) -> None:
    """Set every control of the sidebar."""
    values = {key: getattr(settings, the_controls[key].setting) for key in CAN_BE_LOCKED}
    set_controls(values | {"rates": [exact(rate) for rate in settings.learning_rates]})


def set_controls(values: dict[str, Any]) -> None:
    """Set controls by their keys, and the link for those that are not drawn yet and do not set it."""
    values = {key: value for key, value in values.items() if not is_fixed(key)}
    st.session_state.update(values)
    if not st.session_state.more_is_drawn:
        changed = [key for key in UNDER_MORE if key in values and values[key] != the_controls[key].default]
        st.query_params.update({key: for_link(values[key]) for key in changed})
        st.session_state.more_is_drawn = any(key in st.query_params for key in UNDER_MORE)


def follow(key: str) -> None:
    set_controls({key: st.session_state[f"{key}_beside"]})


def start_here(w: float, b: float) -> None:
    """Take the place clicked in the map as the start of every run."""
    if is_fixed("own", "w", "b"):
        return
    (least, most), place = the_controls["w"].allowed, (w, b)  # b has the same limits
    start = [round(float(np.clip(value, least, most)), 9) for value in place]
    set_controls({"own": True} | dict(zip("wb", start, strict=True)))
    if not np.allclose(start, place):
        st.toast(
            say(
                "A start is from {least} to {most}: the nearest was taken.",
                least=unrounded(least),
                most=unrounded(most),
            )
        )


def add_rate(learning_rate: float) -> None:
    """Add the rate clicked in the sweep to the list."""
    if is_fixed("rates"):
        return
    if len(st.session_state.rates) >= MOST_RATES:
        st.toast(say("{n} rates run at once. Take one out of the list first.", n=MOST_RATES))
    elif (rate := exact(learning_rate)) not in st.session_state.rates:
        st.session_state.rates = [*st.session_state.rates, rate]


# The page: the instrument, and the parts under it.


def the_page(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info(say("Pick or type a learning rate in the sidebar, and its run appears here."))
        if not asks_first():
            st.markdown(about_the_points(dataset_of(settings), say=say))
        return
    slots = slots_of(settings.learning_rates)
    if is_hidden(settings):
        predict_this_case(settings, slots)
        return
    above, view, below = st.container(), loss_switches(), st.columns(2)
    parts = tabs()
    with parts[0]:
        if is_committed():
            reveal_this_case(settings)
        may_start = not is_fixed("own", "w", "b")
        data = remembered(answer, settings=settings, slots=slots, may_start=may_start, **look, **view)
        as_tables(say("The pictures as a table"), runs_as_table, settings=settings)
    with above:
        player_and_loss(data, alt=data["summary"])
    map_and_fit(data, below, fit=fit_summary(say=say))
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


def player_and_loss(data: dict, *, alt: str) -> None:
    player(key="player", data=data["player"])
    draw("loss", data, alt=alt)


def map_and_fit(data: dict, sides: Sequence[Any], *, fit: str) -> None:
    with sides[0]:
        draw_to_click("map", data, start_here, selection_mode="start", alt=map_summary(say=say))
    with sides[1]:
        draw("fit", data, alt=fit)


def tabs() -> Sequence[Any]:
    """Draw the tabs; which is open stands in the link."""
    names = the_controls["part"].options
    st.session_state.tab = names[in_link("part", list(names))]
    return st.tabs(list(names.values()), key="tab", on_change=open_part, args=(names,))


def open_part(names: dict[str, str]) -> None:
    st.session_state.part = next(part for part, name in names.items() if name == st.session_state.tab)


def loss_switches() -> dict[str, Any]:
    with st.container(horizontal=True):
        return {
            "logarithmic": draw_control(the_controls["log"]),
            "above_floor": draw_control(the_controls["excess"]),
        }


def which_rates_would_work(settings: Settings, slots: list[int]) -> None:
    own, made = settings.points is not None, settings.points_from == A_LINE
    if own:
        st.markdown(say("These points are what they are."))
    elif made and not is_fixed("x", "noise"):
        st.markdown(say("Move each of these. Which of them moves the limit?"))
    with st.container(horizontal=True):
        beside("x", settings)
        beside("noise", settings)
    data = remembered(ruler_and_sweep, settings=settings, slots=slots, **look)
    draw_to_click("sweep", data, add_rate, selection_mode="sweep", alt=data["summary"])
    click = say("Click a place to add its rate to the list, or type it under *Learning rates*.")
    st.markdown(data["words"] if is_fixed("rates") else f"{data['words']} {click}")
    save_svg(key="save_rates", data={"ruler": say("The ruler as SVG"), "sweep": say("The sweep as SVG")})
    as_tables(say("The ruler and the sweep as tables"), rates_as_tables, settings=settings)


def why_it_does(settings: Settings) -> None:
    names = [exact(rate) for rate in settings.learning_rates]
    with st.container(horizontal=True):
        rate = in_link("rate", names)
        st.selectbox(say("Learning rate"), names, key="rate")
        epoch = count("epoch")
    if epoch > settings.n_epochs:
        st.warning(
            say("The runs end at epoch {last:,}; the step from there is shown.", last=settings.n_epochs)
        )
    run, epoch = names.index(rate), min(epoch, settings.n_epochs)
    remembered(step_and_directions, settings=settings, run=run, epoch=epoch, **look)
    save_svg(key="save_errors", data={"modes": say("This picture as SVG")})
    as_tables(say("This picture as a table"), errors_as_table, settings=settings, run=run)
    st.markdown(f"### {say('Would another scale for x help?')}")
    beside("scaling", settings)
    remembered(scalings, settings=settings, **look)


def can_you_predict_it(settings: Settings) -> None:
    names = the_controls["way"].options
    way = in_link("way", list(names))
    st.pills(
        the_controls["way"].label,
        list(names),
        format_func=names.__getitem__,
        required=True,
        key="way",
        label_visibility="collapsed",
    )
    if way == CHALLENGES:
        solve(settings)
    elif way == QUIZ:
        quiz()
    elif way == WORDS:
        words()
    else:
        predict()


def predict() -> None:
    with st.container(horizontal=True):
        level = count("level")
        seed = count("round")
    drawn = remembered(round_of, seed=seed, level=level)
    made = st.session_state.setdefault("predictions", {})  # what was committed, by level and round
    st.markdown(about_round(drawn, say=say))
    name, rates = f"{level}-{seed}-", drawn.settings.learning_rates
    given = st.query_params.pop("said", "")
    if given.startswith(name) and (said := prediction_from_link(given.removeprefix(name), rates)):
        made.setdefault((level, seed), said)
    if (level, seed) in made:
        st.query_params.said = name + prediction_to_link(made[level, seed], rates)
        reveal(drawn, made[level, seed])
    else:
        ask(drawn.settings, name, lambda prediction: made.update({(level, seed): prediction}))


def what_each_means() -> str:
    told = {behaviour_name(behaviour): meaning for behaviour, meaning in meanings(say).items()}
    return "\n\n".join(f"**{name}**: {meaning}" for name, meaning in told.items())


def behaviour_name(behaviour: str) -> str:
    return name_of_behaviour(behaviour, say=say)


def ask(settings: Settings, key: str, commit: Callable[[Prediction], None]) -> None:
    """Ask for a prediction; nothing is told before it is committed."""
    rates = settings.learning_rates
    order = st.pills(
        say("Tap the rates, from the lowest final loss to the highest."),
        rates,
        format_func=unrounded,
        selection_mode="multi",
        key=f"order-{key}",
    )
    st.markdown(" < ".join(say("loss of {rate}", rate=unrounded(rate)) for rate in order))
    st.markdown(
        say("And what does each do?"),
        help=what_each_means(),
    )
    with st.container(horizontal=True):
        does = [
            st.selectbox(
                unrounded(rate),
                FORETOLD,
                None,
                behaviour_name,
                key=f"does-{rate}-{key}",
                placeholder=say("Choose"),
            )
            for rate in rates
        ]
    prediction = Prediction(tuple(order), tuple(map(str, does)))
    incomplete = not is_complete(prediction, answer_of(settings))
    st.button(say("Commit"), type="primary", disabled=incomplete, on_click=commit, args=(prediction,))


def is_hidden(settings: Settings) -> bool:
    """Tell whether a teacher's link hides the answers until a prediction is made, where one can be."""
    return asks_first() and all(behaviour in FORETOLD for behaviour in answer_of(settings).behaviours)


def asks_first() -> bool:
    """Tell whether a teacher's link wants a prediction before the answers, and there is none yet."""
    return bool(st.session_state.task.hide) and not is_committed()


def is_committed() -> bool:
    """Tell whether the link holds a prediction, of this case or of another."""
    return is_a_prediction(st.query_params.get("predicted", ""))


def predict_this_case(settings: Settings, slots: list[int]) -> None:
    """Ask for a prediction of what is set, as a teacher's link wants it, before the answers are shown."""
    st.markdown(f"{say('Predict first; then everything is shown.')} {the_setting(settings, say=say)}")
    st.markdown(about_the_starts(settings, say=say))
    if st.session_state.task.hide == RUNS:
        draw("fit", remembered(only_points, settings=settings, **look), alt=say("The points."))
    else:
        above, view, below = st.container(), loss_switches(), st.columns(2)
        data = remembered(veiled, settings=settings, slots=slots, **look, **view)
        with above:
            player_and_loss(data, alt=about_the_veiled(settings.learning_rates, say=say))
        map_and_fit(data, below, fit=say("The points, and every run's line at the epoch shown."))
    ask(settings, "this", lambda prediction: commit_this_case(settings, prediction))


def commit_this_case(settings: Settings, prediction: Prediction) -> None:
    written = prediction_to_link(prediction, settings.learning_rates)
    st.query_params.predicted = f"{written}-{mark_of(settings)}"
    st.session_state.part = DID  # where the prediction is compared with the runs


def reveal_this_case(settings: Settings) -> None:
    """Show what was predicted, while what is set is still the case that it was made for."""
    text, _, mark = st.query_params.predicted.rpartition("-")
    prediction = prediction_from_link(text, settings.learning_rates)
    if prediction is None or mark != mark_of(settings):
        st.markdown(say("Your prediction was for other settings than these."))
        return
    show_comparison(settings, prediction)


def reveal(drawn: Round, prediction: Prediction) -> None:
    """Show the prediction beside the run, a sentence for each miss, and the score so far."""
    truth, made = answer_of(drawn.settings), st.session_state.predictions
    scores = [
        score(answer_of(remembered(round_of, seed=seed, level=level).settings), made[level, seed])
        for level, seed in made
    ]
    mine = score(truth, prediction)
    points, most = sum(one.points for one in scores), sum(one.most for one in scores)
    st.markdown(
        say(
            "**{points} of {most} points.** In all so far: {all_points} of {all_most}.",
            points=mine.points,
            most=mine.most,
            all_points=points,
            all_most=most,
        )
    )
    show_comparison(drawn.settings, prediction)
    with st.container(horizontal=True):
        scene = Scene(drawn.settings, say("These are the runs of the round. Press Play."))
        show_me(scene, key="show-runs", name=say("Show me the runs"))
        st.button(say("Next round"), type="primary", on_click=next_round, args=(drawn.level, drawn.seed + 1))
        if drawn.level < len(LEVELS):
            st.button(say("A harder one"), on_click=next_round, args=(drawn.level + 1, drawn.seed))


def show_comparison(settings: Settings, prediction: Prediction) -> None:
    show_table(
        comparison(answer_of(settings), prediction, say=say),
        columns.round_columns(say),
        say,
        large=look["large"],
    )
    st.markdown("\n".join(f"- {sentence}" for sentence in explain(settings, prediction, say=say)))


def next_round(level: int, seed: int) -> None:
    st.session_state.level, st.session_state.round = level, min(seed, int(the_controls["round"].allowed[1]))


def solve(settings: Settings) -> None:
    st.markdown(say("Solve these with the controls in the sidebar. Each is checked as you go."))
    posed = challenges(say)
    keys = [f"hints-{challenge.key}" for challenge in posed]
    seed_digits("hints", keys, digits="01234")  # three hints, and the explanation
    for challenge, key in zip(posed, keys, strict=True):
        outcome = challenge.check(settings)
        hints = st.session_state.setdefault(key, 0)
        with st.container(border=True):
            st.markdown(f"{DONE if outcome.done else OPEN} **{challenge.question}**\n\n{outcome.sentence}")
            st.markdown("\n".join(f"- {hint}" for hint in challenge.hints[:hints]))
            if outcome.done or hints > len(challenge.hints):
                st.markdown(challenge.explanation(settings))
            else:
                name = say("A hint") if hints < len(challenge.hints) else say("Explain it")
                st.button(
                    name,
                    key=f"hint-{challenge.key}",
                    on_click=st.session_state.update,
                    args=({key: hints + 1},),
                )
    link_digits("hints", keys)


def quiz() -> None:
    asked = questions(say)
    keys = [f"quiz-{question.key}" for question in asked]
    seed_digits("quiz", keys, digits="0123")
    for question, key in zip(asked, keys, strict=True):
        texts = [option.text for option in question.options]
        with st.container(border=True):
            chosen = st.radio(
                f"**{question.text}**", range(len(texts)), index=None, format_func=texts.__getitem__, key=key
            )
            if chosen is not None:
                option = question.options[chosen]
                st.markdown(f"{RIGHT if option.right else WRONG} {option.reason}")
                show_me(question.show, key=f"show-{question.key}")
    link_digits("quiz", keys)


def seed_digits(name: str, keys: list[str], *, digits: str) -> None:
    """Take from the link, once, a digit for each of these keys; a dash stands for none."""
    for key, digit in zip(keys, st.query_params.get(name, ""), strict=False):
        if digit in digits and key not in st.session_state:
            st.session_state[key] = int(digit)


def link_digits(name: str, keys: list[str]) -> None:
    """Put into the link a digit for each of these keys."""
    digits = [st.session_state[key] for key in keys]
    if any(digit not in (None, 0) for digit in digits) or (name == "quiz" and 0 in digits):
        st.query_params[name] = "".join("-" if digit is None else str(digit) for digit in digits)


def words() -> None:
    for place, section in enumerate(sections(say)):
        st.markdown(f"### {section.heading}\n\n{section.text}")
        if section.show:
            show_me(section.show, key=f"show-{place}")


def show_me(scene: Scene, *, key: str, name: str = "") -> None:
    """Draw a button that sets everything to a case, where nothing is kept from being set."""
    st.button(
        name or say("Show me"),
        key=key,
        on_click=show,
        args=(scene,),
        disabled=bool(st.session_state.task.fixed),
        help=say("This link keeps some controls as they are.") if st.session_state.task.fixed else None,
    )


def take_it_with_you(settings: Settings) -> None:
    link = link_of_the_page(("part",))
    st.markdown(say("The link of this page, with everything that is set:"))
    st.code(link, language=None, wrap_lines=True)
    files = {
        say("The runs as a Python script"): (
            "gradient_descent.py",
            "text/x-python",
            lambda: script_of(settings, language=language),
        ),
        say("Every epoch as CSV"): ("runs.csv", "text/csv", lambda: csv_of_runs(settings)),
        say("A worksheet to print"): (
            "worksheet.html",
            "text/html",
            lambda: worksheet(settings, link=link, language=language),
        ),
    }
    with st.container(horizontal=True):
        for words, (name, kind, data) in files.items():
            st.download_button(words, data, name, kind, key=name, on_click="ignore")
    save_svg(
        key="save",
        data={"loss": say("The loss as SVG"), "map": say("The map as SVG"), "fit": say("The fit as SVG")},
    )
    st.markdown(about_the_files(say=say))
    teachers_link()


def teachers_link() -> None:
    """Make a link that gives the case of the page to a class, with what the teacher wants of it."""
    st.markdown(f"### {say('A link for your class')}")
    st.markdown(say("It opens with all that is set now. What should be different for your students?"))
    hidden = {
        "": say("nothing"),
        ANSWERS: say("the verdicts and what theory says"),
        RUNS: say("these, and the runs as well"),
    }
    hide = st.selectbox(
        say("Hide until they commit a prediction"), hidden, format_func=hidden.__getitem__, key="to_hide"
    )
    lock = choose_controls(say("Show, and do not let them move"), CAN_BE_LOCKED, key="to_lock")
    others = [key for key in CAN_BE_LOCKED if key not in lock]
    without = choose_controls(say("Leave out, and say what it is set to"), others, key="to_leave_out")
    parts = the_controls["part"].options
    part = st.selectbox(say("Open at"), list(parts), format_func=parts.__getitem__, key="to_open")
    flags = flags_of(Task(hide, tuple(lock), tuple(without)))
    link = link_of_the_page(
        (*FLAGS, *OF_ONE_STUDENT, "part"), **flags | ({"part": part} if part != DID else {})
    )
    st.code(link, language=None, wrap_lines=True)


def choose_controls(name: str, keys: Sequence[str], *, key: str) -> list[str]:
    labels = {key: the_controls[key].label for key in keys}
    return st.multiselect(
        name, list(labels), format_func=labels.__getitem__, placeholder=say("Choose"), key=key
    )


# How pictures, tables and second widgets are drawn.


def styles() -> str:
    """Return the page's style sheets, with the controls that a teacher's link leaves out."""
    without = list(st.session_state.task.without)
    without += ["pasted", "file"] if "data" in without else []
    without += ["more"] if set(UNDER_MORE) <= set(without) else []
    hidden = "".join(f".st-key-{key}, .st-key-{key}_beside {{ display: none }}" for key in without)
    projector = remembered(asset, name="projector.css") if st.session_state.projector else ""
    return page_style + projector + hidden


def draw(name: str, data: dict, **options) -> None:
    with st.container(key=f"picture-{name}"):  # where `save_svg` finds it
        st.vega_lite_chart(data[name], **{"key": name} | options)


def draw_to_click(name: str, data: dict, act: Callable, **options) -> None:
    """Draw a picture, and act on what is clicked in it; drawn anew then, it can be clicked there again."""
    clicks = st.session_state.setdefault(f"{name}_clicks", 0)

    def clicked() -> None:
        chosen = st.session_state[f"{name}{clicks}"].selection[options["selection_mode"]]
        if chosen:
            st.session_state[f"{name}_clicks"] += 1
            act(**chosen[0])

    draw(name, data, on_select=clicked, key=f"{name}{clicks}", **options)


def as_tables(heading: str, draw: Callable, **arguments: Any) -> None:
    """Offer pictures as tables, which are made when somebody looks."""
    told = st.expander(heading, key=draw.__name__, on_change="rerun")
    if told.open:
        with told:
            remembered(draw, **arguments, language=language)


def show_table(table: pd.DataFrame, names: columns.Columns, say: Say, *, large: bool) -> None:
    shown, scale = columns.as_shown(table, say=say), PROJECTED if large else 1
    numbers, as_numbers = (set(rows.select_dtypes("number")) for rows in (table, shown))
    config: dict[str, Any] = {}
    for name, (heading, told) in names.items():
        if name not in table:
            continue
        how: dict[str, Any] = {"help": told}
        if name in numbers:
            how |= {"width": int(scale * columns.width_of(shown[name])), "alignment": "right"}
        elif name == "why":
            how["width"] = int(scale * columns.WIDTH_OF_REASONS)
        if name in as_numbers:
            config[name] = st.column_config.NumberColumn(heading, format=columns.FORMAT, **how)
        else:
            config[name] = st.column_config.TextColumn(heading, **how)
    st.dataframe(
        shown,
        column_order=list(config),
        column_config=config,
        hide_index=True,
        height="content",
        row_height=int(scale * columns.height_of(table["why"])) if "why" in table else None,
        placeholder="–",
    )


def beside(key: str, settings: Settings) -> None:
    """Draw a second widget for a control of the sidebar; each follows the other."""
    control, name = the_controls[key], f"{key}_beside"
    value, known = getattr(settings, control.setting), vars(settings)
    if st.session_state.get(name) != value:  # else it would undo what is just being moved
        st.session_state[name] = value
    options: dict[str, Any] = {"key": name, "on_change": follow, "args": (key,)}
    options["disabled"] = is_fixed(key) or not (is_drawn(control, known) and is_used(control, known))
    if control.kind == "choice":
        names = control.options
        st.radio(control.label, list(names), format_func=names.__getitem__, horizontal=True, **options)
    else:
        st.slider(control.label, *control.allowed, step=control.step, **options)


with remembered(turn):
    language = option_chosen("lang", list(controls()["lang"].options))
    say, player, save_svg, page_style = remembered(kit, language=language)
    the_controls = controls(say)
    link_problems = read_link()
    if "configured" not in st.session_state:  # once; and only now, since a wrong link is run again
        st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
        st.session_state.configured = True
    with st.sidebar:
        settings, problems = sidebar()
    look: dict[str, Any] = {"language": language, "large": st.session_state.projector}
    st.markdown(f"<style>{styles()}</style>\n\n{introduction(say=say)}", unsafe_allow_html=True)
    if look["large"]:
        st.button(say("Leave"), key="leave", on_click=st.session_state.update, args=({"projector": False},))
    if link_problems + problems:
        st.warning("  \n".join(map(as_plain_text, link_problems + problems)))
    if where := st.session_state.pop("where_to_look", ""):
        st.info(where)
    st.session_state.link_problems = []  # told once; the next change clears it
    the_page(settings)
