"""The page: sidebar → Settings → cached runs → pictures and table. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes as arrow

import gd_core
from gd_core.cases import (
    CASES,
    CHALLENGES,
    DID,
    PARTS,
    QUIZ,
    WAYS,
    WORDS,
    Scene,
    name_of_case,
    name_of_part,
    name_of_way,
)
from gd_core.charts.all_charts import description
from gd_core.charts.projector import PROJECTED
from gd_core.charts.style import slots_for
from gd_core.experiment import (
    A_LINE,
    ALLOWED,
    MOST_RATES,
    MY_OWN,
    Experiment,
    Settings,
    dataset_of,
    experiment_of,
)
from gd_core.inputs import (
    CHOICES,
    CONTROLS,
    COUNTS,
    MORE,
    NUMBERS,
    OPTIONS,
    PLACES,
    RATE_SUGGESTIONS,
    SWITCHES,
    VIEWS,
    as_plain_text,
    label_of,
    name_of_scaling,
    name_of_source,
    problem_in_link,
    read_learning_rates,
)
from gd_core.keys import digest_of, key_of, key_of_call
from gd_core.languages import LANGUAGES, in_language
from gd_core.own_points.link import from_link, not_in_link, to_link
from gd_core.own_points.reading import OwnPoints, as_text_lines, read_points
from gd_core.own_points.real_data import look_for, real_data
from gd_core.parts import columns
from gd_core.parts.blocks import (
    Block,
    Card,
    Choice,
    Code,
    Fold,
    OneMore,
    Picture,
    ShowMe,
    Table,
    Text,
    TextTable,
)
from gd_core.parts.challenges import challenge_blocks
from gd_core.parts.compared import compared
from gd_core.parts.hidden import about_the_starts, points_alone, without_answers
from gd_core.parts.instrument import Instrument, instrument
from gd_core.parts.quiz import quiz_blocks
from gd_core.parts.scale_of_x import would_another_scale_help
from gd_core.parts.tables import the_errors, the_rates, the_runs
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.parts.words import words_blocks
from gd_core.scaling import SCALINGS
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
    Score,
    answer_of,
    is_complete,
    meanings,
    score,
)
from gd_core.teaching.quiz import questions
from gd_core.teaching.rounds import LEVELS, Round, round_of
from gd_core.teaching.rounds import about as about_round
from gd_core.teaching.teachers_link import ANSWERS, FLAGS, RUNS, Task, flags_of, read_task
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.telling.numbers import exact, unrounded
from gd_core.telling.points import about_the_points
from gd_core.telling.setting import the_setting
from gd_core.theory import theory_of

LESSON = Settings()
SETTINGS = NUMBERS | SWITCHES | CHOICES
IN_LINK = ("rates", "colours", *SETTINGS, *VIEWS, "rate", *COUNTS, *PLACES)

NAMES = {"data": name_of_source, "scaling": name_of_scaling}
OF_ONE_STUDENT = ("predicted", "said", "quiz", "hints", "projector")  # in links, but not in a teacher's
ASSETS = Path(gd_core.__file__).parent / "assets"


# Worked out once, and given to everyone who asks for the same; what is drawn meanwhile is also drawn once.
# There are few cached functions, because Streamlit reads the source of each again at every rerun, and each
# has one text as its key, because Streamlit takes long over many arguments.


@st.cache_resource(show_spinner=False)
def things_of_the_server() -> tuple[Lock, Any, str]:
    """Return what students wait for, since Python runs one at a time; the player; and the style sheet."""
    gc.collect()
    gc.freeze()  # the libraries stay; to look through them again and again took a tenth of the server's time
    html, css, js = (asset(f"player.{kind}") for kind in ("html", "css", "js"))
    return Lock(), st.components.v2.component("player", html=html, css=css, js=js), asset("page.css")


@st.cache_resource(max_entries=64, show_spinner=False)  # the largest take 2.6 MB each
def experiment_by(key: str, _settings: Settings) -> Experiment:  # noqa: ARG001
    return experiment_of(_settings)


@st.cache_resource(max_entries=256, show_spinner=False)
def computed(key: str, _function: Callable, _arguments: dict[str, Any]) -> Any:  # noqa: ARG001
    return _function(**_arguments)


def cached(function: Callable, **arguments: Any) -> Any:
    """Call a function in this language and at this size; what it returns must not be changed."""
    key = f"{say.language} {large} {key_of_call(function, arguments)}"
    return computed(key, _function=function, _arguments=arguments)


def experiment_with(settings: Settings) -> Experiment:
    return experiment_by(key_of(settings), _settings=settings)


def asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def read_own(content: str | bytes, **chosen: int) -> OwnPoints:
    return read_points(content, **chosen, say=say)


# How a part is drawn: from its blocks, from top to bottom.


def draw_part(part: Callable[..., list[Block]], **arguments: Any) -> None:
    """Draw a part of the page in which nothing is clicked; it is drawn once for everyone."""
    cached(drawn_once, part=part, **arguments)


def drawn_once(part: Callable[..., list[Block]], **arguments: Any) -> None:
    draw_all(worked_out(part, **arguments))


def worked_out(part: Callable[..., list[Block]], **arguments: Any) -> list[Block]:
    blocks = part(**arguments, say=say)
    return [to_send([block])[0] if isinstance(block, Picture) else block for block in blocks]


def to_send(pictures: Sequence[Picture]) -> list[Picture]:
    """Return pictures with their rows as browsers get them; rows that they share are converted once."""
    frames = {id(rows): rows for picture in pictures for rows in picture.rows.values()}
    converted = {key: arrow(rows) for key, rows in frames.items()}
    return [
        replace(picture, rows={name: converted[id(rows)] for name, rows in picture.rows.items()})
        for picture in pictures
    ]


def draw_all(blocks: Iterable[Block]) -> None:
    for block in blocks:
        draw(block)


def draw(block: Block) -> None:
    match block:
        case Text(name=""):
            st.markdown(block.markdown)
        case Text():
            st.container(key=block.name).markdown(block.markdown)
        case Code():
            st.code(block.text, language=None, wrap_lines=True)
        case Table():
            draw_table(block.rows, block.columns)
        case TextTable():
            st.table(block.rows, border="horizontal", alt=block.alt)
        case Picture():
            draw_picture(block)
        case Choice():
            names = block.options
            st.radio(block.question, range(len(names)), None, names.__getitem__, key=block.key)
        case OneMore(key, name):
            more = {key: st.session_state[key] + 1}
            st.button(name, key=key.replace("hints", "hint"), on_click=st.session_state.update, args=(more,))
        case ShowMe():
            show_me(block.scene, key=block.key, name=block.name)
        case Fold():
            with st.expander(block.heading):
                draw_all(block.blocks)
        case Card():
            with st.container(border=True):
                draw_all(block.blocks)


def draw_picture(picture: Picture, **view: bool) -> None:
    described = description(picture.name, say=say, large=large, **view) | {"datasets": picture.rows}
    options: dict[str, Any] = {"key": picture.name}
    if picture.clicks:
        options = clicked_in(picture.name)
    with st.container(key=f"picture-{picture.name}"):  # where the player finds it
        st.vega_lite_chart(described, alt=picture.alt, **options)


def clicked_in(name: str) -> dict[str, Any]:
    """Return what acts on a click in a picture; drawn anew then, it can be clicked there again."""
    acts: dict[str, tuple[str, Callable]] = {"map": ("start", start_here), "sweep": ("sweep", add_rate)}
    selection, act = acts[name]
    clicks = st.session_state.setdefault(f"{name}_clicks", 0)

    def clicked() -> None:
        chosen = st.session_state[f"{name}{clicks}"].selection[selection]
        if chosen:
            st.session_state[f"{name}_clicks"] += 1
            act(**chosen[0])

    return {"key": f"{name}{clicks}", "on_select": clicked, "selection_mode": selection}


def draw_table(table: pd.DataFrame, names: columns.Columns) -> None:
    shown, scale = columns.as_shown(table, say=say), PROJECTED if large else 1
    numbers, as_numbers = (set(rows.select_dtypes("number")) for rows in (table, shown))
    config: dict[str, Any] = {}
    for name in [name for name in names if name in table]:
        heading, told = names[name]
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


def show_when_opened(heading: str, part: Callable[..., list[Block]], **arguments: Any) -> None:
    """Offer a part under a heading; it is worked out when somebody looks."""
    fold = st.expander(heading, key=part.__name__, on_change="rerun")
    if fold.open:
        with fold:
            draw_part(part, **arguments)


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
    typed = st.multiselect(
        say("Learning rates"),
        [exact(rate) for rate in RATE_SUGGESTIONS],
        default=[exact(rate) for rate in LESSON.learning_rates],
        accept_new_options=True,
        filter_mode="prefix",
        select_all=False,
        max_selections=2 * MOST_RATES,
        placeholder=say("Pick a rate or type one"),
        help=say("Type any rate, such as 0.05, 1e-3 or 0,5, and press Enter."),
        disabled=is_fixed("rates"),
        key="rates",
        bind="query-params",
    )
    rates, problems = read_learning_rates(typed, say=say)
    settings = Settings(
        learning_rates=rates,
        n_epochs=number("epochs", step=10, help=say("One epoch is one update of w and b from all points.")),
        noise=slider(
            "noise", help=say("The standard deviation of what is added to the line to make the points.")
        ),
        seed=number("seed", step=1, help=say("The same seed gives the same noise and the same starts.")),
        **more_settings(),
    )
    if st.session_state.task.fixed:
        st.caption(what_is_fixed(settings))
    in_link("lang", list(LANGUAGES))
    st.selectbox(say("Language"), LANGUAGES, format_func=LANGUAGES.__getitem__, key="lang")
    switch("projector", help=say("Larger type and lines, and no sidebar."))
    return settings, problems


def preset_label(preset: str) -> str:
    name = name_of_case(preset, say=say)
    return f":material/restart_alt: {name}" if CASES[preset] == LESSON else name


def what_is_fixed(settings: Settings) -> str:
    """Say what a teacher's link keeps as it is, with the values of the controls that it leaves out."""
    return " ".join(
        [
            say("This link keeps some controls as they are; what would move them does nothing."),
            *(f"{label(key)}: {value_of(settings, key)}." for key in left_out_and_used(settings)),
        ]
    )


def left_out_and_used(settings: Settings) -> list[str]:
    """Return the controls that a teacher's link leaves out, but for those that change nothing now."""
    unused = ["same"] if settings.own_start else ["w", "b"]
    unused += ["noise", "x", "n", "slope", "intercept"] if settings.points else []
    return [key for key in st.session_state.task.without if key not in unused]


def value_of(settings: Settings, key: str) -> str:
    if key == "rates":
        return ", ".join(map(exact, settings.learning_rates))
    value = getattr(settings, SETTINGS[key])
    if key == "x":
        return say("{low} to {high}", low=exact(value[0]), high=exact(value[1]))
    if key in SWITCHES:
        return say("on") if value else say("off")
    return NAMES[key](value, say=say) if key in CHOICES else exact(value)


def more_settings() -> dict:
    """Return the other settings; their controls are drawn once somebody looks or a link or case sets them."""
    more = st.expander(say("More"), key="more", on_change="rerun")
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
        own = switch("own")
        return settings | {
            "own_start": own,
            "start_w": number("w", step=0.5, disabled=not own),
            "start_b": number("b", step=0.5, disabled=not own),
            "same_start": switch("same", disabled=own),
        }


def points_from(source: str) -> dict:
    """Return the points that are not made from a line: real ones, or the learner's own."""
    if source == A_LINE:
        return {}
    if source == MY_OWN:
        own = my_own_points()
    else:
        real = real_data()[source]
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
    own = cached(read_own, content=content)
    if len(own.columns) > 2:
        numbers = range(len(own.columns))
        x = st.selectbox(
            say("Column of x"), numbers, own.chosen[0], own.columns.__getitem__, key=f"x_of_{len(numbers)}"
        )
        y = st.selectbox(
            say("Column of y"), numbers, own.chosen[1], own.columns.__getitem__, key=f"y_of_{len(numbers)}"
        )
        own = cached(read_own, content=content, x=x, y=y)
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
    return cached(read_own, content=as_text_lines(rows))


def label(key: str) -> str:
    return label_of(key, say=say)


def number(key: str, *, disabled: bool = False, **options) -> Any:
    name = NUMBERS[key]
    least, most = ALLOWED[name]
    value = getattr(LESSON, name)
    options["format"] = "%g" if isinstance(value, float) else "%d"
    disabled = disabled or is_fixed(key)
    return st.number_input(
        label(key), least, most, value, key=key, bind="query-params", disabled=disabled, **options
    )


def count(key: str, value: int, **options) -> int:
    """Return a whole number that the link keeps, also while its control is not drawn."""
    st.session_state.setdefault(key, int(float(st.query_params.get(key, value))))
    chosen = int(st.number_input(label(key), *ALLOWED[key], key=key, **options))
    put_in_link(key, str(chosen), default=str(value))
    return chosen


def slider(key: str, **options) -> Any:
    name = NUMBERS[key]
    least, most = ALLOWED[name]
    options["disabled"] = is_fixed(key)
    return st.slider(label(key), least, most, getattr(LESSON, name), key=key, bind="query-params", **options)


def choice(key: str) -> str:
    in_link(key, OPTIONS[key])
    return st.selectbox(
        label(key),
        OPTIONS[key],
        format_func=lambda option: NAMES[key](option, say=say),
        disabled=is_fixed(key),
        key=key,
    )


def seeded(key: str, options: Sequence[str]) -> str:
    """Return a choice: where it is none of the options, what the link says, or else the first of them."""
    if st.session_state.get(key) not in options:
        given = st.query_params.get_all(key)
        usable = len(given) == 1 and given[0] in options
        st.session_state[key] = given[0] if usable else options[0]
    return str(st.session_state[key])


def in_link(key: str, options: Sequence[str]) -> str:
    """Return a choice by the name that it has in the link; to be called before it is drawn under this key."""
    chosen = seeded(key, options)
    put_in_link(key, chosen, default=options[0])
    return chosen


def put_in_link(key: str, value: str, *, default: str) -> None:
    if value != default:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def switch(key: str, *, disabled: bool = False, **options) -> bool:
    disabled = disabled or is_fixed(key)
    return st.toggle(label(key), key=key, bind="query-params", disabled=disabled, **options)


def is_fixed(*keys: str) -> bool:
    """Tell whether a teacher's link keeps one of these controls as it is."""
    return any(key in st.session_state.task.fixed for key in keys)


# The link: what is wrong in it is taken out when it is opened, and said.


def read_link() -> list[str]:
    """Take out of the link what is not allowed, when it is opened; return a sentence for each such thing."""
    if "link_problems" not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in IN_LINK}
        problems = {key: problem_in_link(key, texts, say=say) for key, texts in given.items() if texts}
        flags = {flag: st.query_params.get_all(flag) for flag in FLAGS}
        task, problem = read_task(flags, rates=given["rates"], say=say)
        st.session_state.task = task
        problems |= {flag: problem for flag in FLAGS if problem and flag in st.query_params}
        st.session_state.link_problems = list(dict.fromkeys(filter(None, problems.values())))
        st.session_state.more_is_drawn = any(given.get(key) for key in MORE)
        for key in [key for key, problem in problems.items() if problem]:
            del st.query_params[key]
        if st.session_state.link_problems:
            st.rerun()
    return st.session_state.link_problems


def colour_slots_of(rates: tuple[float, ...]) -> list[int]:
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
    st.session_state.where_to_look = scene.where_to_look


def set_all(settings: Settings) -> None:
    """Set every control of the sidebar."""
    set_controls({key: getattr(settings, name) for key, name in SETTINGS.items()})
    if not is_fixed("rates"):
        st.session_state.rates = [exact(rate) for rate in settings.learning_rates]


def set_controls(values: dict[str, Any]) -> None:
    """Set controls by their keys, and the link for those that are not drawn yet and do not set it."""
    values = {key: value for key, value in values.items() if not is_fixed(key)}
    st.session_state.update(values)
    for key in values if not st.session_state.more_is_drawn else ():
        if key in MORE and values[key] != getattr(LESSON, SETTINGS[key]):
            st.query_params[key] = list(map(str, values[key])) if key == "x" else str(values[key]).lower()
    st.session_state.more_is_drawn |= any(key in st.query_params for key in MORE)


def follow(key: str) -> None:
    set_controls({key: st.session_state[f"{key}_beside"]})


def start_here(w: float, b: float) -> None:
    """Take the place clicked in the map as the start of every run."""
    if is_fixed("own", "w", "b"):
        return
    (least, most), place = ALLOWED["start_w"], (w, b)  # b has the same limits
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
        ask_for_a_rate(settings)
        return
    experiment, colour_slots = experiment_with(settings), colour_slots_of(settings.learning_rates)
    if is_hidden(experiment):
        predict_this_case(experiment, colour_slots)
        return
    above, view, below = st.container(), loss_switches(), st.columns(2)
    parts = tabs()
    with parts[0]:
        if is_committed():
            reveal_this_case(experiment)
        may_start = not is_fixed("own", "w", "b")
        shown = cached(
            whole_instrument, experiment=experiment, colour_slots=colour_slots, may_start=may_start, **view
        )
        show_when_opened(say("The pictures as a table"), the_runs, experiment=experiment)
    draw_instrument(shown, above, below, view)
    others = (
        lambda: which_rates_would_work(experiment, colour_slots),
        lambda: why_it_does(experiment),
        lambda: can_you_predict_it(experiment),
        lambda: take_it_with_you(experiment),
    )
    for part, draw_part in zip(parts[1:], others, strict=True):
        if part.open:
            with part:
                draw_part()


def ask_for_a_rate(settings: Settings) -> None:
    st.info(say("Pick or type a learning rate in the sidebar, and its run appears here."))
    if not asks_first():
        dataset = dataset_of(settings)
        st.markdown(about_the_points(dataset, theory_of(dataset), say=say))


def whole_instrument(**arguments: Any) -> Instrument:
    """Draw what happened, and return the instrument above it, ready to be sent."""
    shown = instrument(**arguments, say=say)
    draw_all(shown.what_happened)
    return ready(shown)


def hidden_instrument(experiment: Experiment, **arguments: Any) -> Instrument:
    return ready(without_answers(instrument(experiment, **arguments, say=say), experiment, say=say))


def only_points(experiment: Experiment, colour_slots: list[int]) -> Picture:
    shown = instrument(experiment, colour_slots=colour_slots, say=say)
    return to_send([points_alone(shown, say=say)])[0]


def ready(shown: Instrument) -> Instrument:
    loss, of_map, fit = to_send([shown.loss, shown.map, shown.fit])
    return replace(shown, loss=loss, map=of_map, fit=fit, what_happened=[])


def draw_instrument(shown: Instrument, above: Any, below: Sequence[Any], view: dict[str, bool]) -> None:
    with above:
        player(key="player", data=shown.player)
        draw_picture(shown.loss, **view)
    with below[0]:
        draw_picture(shown.map)
    with below[1]:
        draw_picture(shown.fit)


def tabs() -> Sequence[Any]:
    """Draw the tabs; which is open stands in the link."""
    names = {part: name_of_part(part, say=say) for part in PARTS}
    st.session_state.tab = names[in_link("part", PARTS)]
    return st.tabs(list(names.values()), key="tab", on_change=open_part, args=(names,))


def open_part(names: dict[str, str]) -> None:
    st.session_state.part = next(part for part, name in names.items() if name == st.session_state.tab)


def loss_switches() -> dict[str, Any]:
    with st.container(horizontal=True):
        logarithmic = switch("log")
        above_floor = switch(
            "excess",
            help=say("Subtracts the least loss that any line can have on these points."),
        )
    return {"logarithmic": logarithmic, "above_floor": above_floor}


def which_rates_would_work(experiment: Experiment, colour_slots: list[int]) -> None:
    settings = experiment.settings
    own, made = settings.points is not None, settings.points_from == A_LINE
    if own:
        st.markdown(say("These points are what they are."))
    elif made and not is_fixed("x", "noise"):
        st.markdown(say("Move each of these. Which of them moves the limit?"))
    with st.container(horizontal=True):
        beside("x", settings.x_range, st.slider, *ALLOWED["x_range"], step=0.1, disabled=not made)
        beside("noise", settings.noise, st.slider, *ALLOWED["noise"], disabled=own)
    chosen: dict[str, Any] = {"experiment": experiment, "colour_slots": colour_slots}
    draw_part(the_ruler, **chosen)
    draw_all(cached(worked_out, part=the_sweep, **chosen, may_add=not is_fixed("rates")))
    show_when_opened(say("The ruler and the sweep as tables"), the_rates, experiment=experiment)


def why_it_does(experiment: Experiment) -> None:
    settings = experiment.settings
    names = [exact(rate) for rate in settings.learning_rates]
    with st.container(horizontal=True):
        rate = in_link("rate", names)
        st.selectbox(say("Learning rate"), names, key="rate")
        epoch = count("epoch", 0)
    if epoch > settings.n_epochs:
        st.warning(
            say("The runs end at epoch {last:,}; the step from there is shown.", last=settings.n_epochs)
        )
    run = names.index(rate)
    draw_part(why, experiment=experiment, run=run, epoch=min(epoch, settings.n_epochs))
    show_when_opened(say("This picture as a table"), the_errors, experiment=experiment, run=run)
    st.markdown(f"### {say('Would another scale for x help?')}")
    beside(
        "scaling",
        settings.scaling,
        st.radio,
        SCALINGS,
        format_func=lambda scaling: name_of_scaling(scaling, say=say),
        horizontal=True,
    )
    draw_part(would_another_scale_help, experiment=experiment)


def can_you_predict_it(experiment: Experiment) -> None:
    way = in_link("way", WAYS)
    st.pills(
        say("Learn by"),
        WAYS,
        format_func=lambda way: name_of_way(way, say=say),
        required=True,
        key="way",
        label_visibility="collapsed",
    )
    if way == CHALLENGES:
        solve(experiment)
    elif way == QUIZ:
        quiz()
    elif way == WORDS:
        draw_all(words_blocks(say=say))
    else:
        predict()


def predict() -> None:
    with st.container(horizontal=True):
        level = count("level", 1, help=say("From the lesson's points to rates near the limit."))
        seed = count("round", 1, help=say("The same number is the same round for the whole class."))
    drawn = cached(round_of, seed=seed, level=level)
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
        ask(rates, name, lambda prediction: made.update({(level, seed): prediction}))


def what_each_means() -> str:
    told = {behaviour_name(behaviour): meaning for behaviour, meaning in meanings(say).items()}
    return "\n\n".join(f"**{name}**: {meaning}" for name, meaning in told.items())


def behaviour_name(behaviour: str) -> str:
    return name_of_behaviour(behaviour, say=say)


def ask(rates: Sequence[float], key: str, commit: Callable[[Prediction], None]) -> None:
    """Ask for a prediction; nothing is told before it is committed."""
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
    incomplete = not is_complete(prediction, rates)
    st.button(say("Commit"), type="primary", disabled=incomplete, on_click=commit, args=(prediction,))


def is_hidden(experiment: Experiment) -> bool:
    """Tell whether a teacher's link hides the answers until a prediction is made, where one can be."""
    return asks_first() and all(behaviour in FORETOLD for behaviour in answer_of(experiment).behaviours)


def asks_first() -> bool:
    """Tell whether a teacher's link wants a prediction before the answers, and there is none yet."""
    return bool(st.session_state.task.hide) and not is_committed()


def is_committed() -> bool:
    """Tell whether the link holds a prediction, of this case or of another."""
    return is_a_prediction(st.query_params.get("predicted", ""))


def predict_this_case(experiment: Experiment, colour_slots: list[int]) -> None:
    """Ask for a prediction of what is set, as a teacher's link wants it, before the answers are shown."""
    settings, chosen = experiment.settings, {"experiment": experiment, "colour_slots": colour_slots}
    st.markdown(f"{say('Predict first; then everything is shown.')} {the_setting(settings, say=say)}")
    st.markdown(about_the_starts(experiment, say=say))
    if st.session_state.task.hide == RUNS:
        draw_picture(cached(only_points, **chosen))
    else:
        above, view, below = st.container(), loss_switches(), st.columns(2)
        draw_instrument(cached(hidden_instrument, **chosen, **view), above, below, view)
    ask(settings.learning_rates, "this", lambda prediction: commit_this_case(settings, prediction))


def commit_this_case(settings: Settings, prediction: Prediction) -> None:
    written = prediction_to_link(prediction, settings.learning_rates)
    st.query_params.predicted = f"{written}-{mark_of(settings)}"
    st.session_state.part = DID  # where the prediction is compared with the runs


def reveal_this_case(experiment: Experiment) -> None:
    """Show what was predicted, while what is set is still the case that it was made for."""
    text, _, mark = st.query_params.predicted.rpartition("-")
    prediction = prediction_from_link(text, experiment.settings.learning_rates)
    if prediction is None or mark != mark_of(experiment.settings):
        st.markdown(say("Your prediction was for other settings than these."))
        return
    draw_part(compared, experiment=experiment, prediction=prediction)


def reveal(drawn: Round, prediction: Prediction) -> None:
    """Show the prediction beside the run, a sentence for each miss, and the score so far."""
    made, experiment = st.session_state.predictions, experiment_with(drawn.settings)
    scores = [
        score_of(cached(round_of, seed=seed, level=level), said) for (level, seed), said in made.items()
    ]
    mine = score_of(drawn, prediction)
    st.markdown(
        say(
            "**{points} of {most} points.** In all so far: {all_points} of {all_most}.",
            points=mine.points,
            most=mine.most,
            all_points=sum(one.points for one in scores),
            all_most=sum(one.most for one in scores),
        )
    )
    draw_part(compared, experiment=experiment, prediction=prediction)
    with st.container(horizontal=True):
        scene = Scene(drawn.settings, say("These are the runs of the round. Press Play."))
        show_me(scene, key="show-runs", name=say("Show me the runs"))
        st.button(say("Next round"), type="primary", on_click=next_round, args=(drawn.level, drawn.seed + 1))
        if drawn.level < len(LEVELS):
            st.button(say("A harder one"), on_click=next_round, args=(drawn.level + 1, drawn.seed))


def score_of(drawn: Round, prediction: Prediction) -> Score:
    return score(answer_of(experiment_with(drawn.settings)), prediction)


def next_round(level: int, seed: int) -> None:
    st.session_state.level, st.session_state.round = level, min(seed, ALLOWED["round"][1])


def solve(experiment: Experiment) -> None:
    st.markdown(say("Solve these with the controls in the sidebar. Each is checked as you go."))
    keys = [f"hints-{challenge.key}" for challenge in challenges(say)]
    from_the_link("hints", keys, digits="01234")  # three hints, and the explanation
    draw_all(challenge_blocks(experiment, [st.session_state.setdefault(key, 0) for key in keys], say=say))
    into_the_link("hints", keys)


def quiz() -> None:
    keys = [f"quiz-{question.key}" for question in questions(say)]
    from_the_link("quiz", keys, digits="0123")
    draw_all(quiz_blocks([st.session_state.get(key) for key in keys], say=say))
    into_the_link("quiz", keys)


def from_the_link(name: str, keys: list[str], *, digits: str) -> None:
    """Take from the link, once, a digit for each of these keys; a dash stands for none."""
    for key, digit in zip(keys, st.query_params.get(name, ""), strict=False):
        if digit in digits and key not in st.session_state:
            st.session_state[key] = int(digit)


def into_the_link(name: str, keys: list[str]) -> None:
    """Put into the link a digit for each of these keys."""
    digits = [st.session_state[key] for key in keys]
    if any(digit not in (None, 0) for digit in digits) or (name == "quiz" and 0 in digits):
        st.query_params[name] = "".join("-" if digit is None else str(digit) for digit in digits)


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


def take_it_with_you(experiment: Experiment) -> None:
    link = link_of_the_page(("part",))
    st.markdown(say("The link of this page, with everything that is set:"))
    st.code(link, language=None, wrap_lines=True)
    files = {
        say("The runs as a Python script"): (
            "gradient_descent.py",
            "text/x-python",
            lambda: script_of(experiment, language=say.language),
        ),
        say("Every epoch as CSV"): ("runs.csv", "text/csv", lambda: csv_of_runs(experiment)),
        say("A worksheet to print"): (
            "worksheet.html",
            "text/html",
            lambda: worksheet(experiment, link=link, language=say.language),
        ),
    }
    with st.container(horizontal=True):
        for words, (name, kind, data) in files.items():
            st.download_button(words, data, name, kind, key=name, on_click="ignore")
    st.markdown(say.document("take_home.md"))
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
    lock = st.multiselect(
        say("Show, and do not let them move"),
        CONTROLS,
        format_func=label,
        placeholder=say("Choose"),
        key="to_lock",
    )
    without = st.multiselect(
        say("Leave out, and say what it is set to"),
        [key for key in CONTROLS if key not in lock],
        format_func=label,
        placeholder=say("Choose"),
        key="to_leave_out",
    )
    part = st.selectbox(
        say("Open at"), PARTS, format_func=lambda part: name_of_part(part, say=say), key="to_open"
    )
    flags = flags_of(Task(hide, tuple(lock), tuple(without)))
    link = link_of_the_page(
        (*FLAGS, *OF_ONE_STUDENT, "part"), **flags | ({"part": part} if part != DID else {})
    )
    st.code(link, language=None, wrap_lines=True)


# How pictures, tables and second widgets are drawn.


def styles() -> str:
    """Return the page's style sheets, with the controls that a teacher's link leaves out."""
    without = list(st.session_state.task.without)
    without += ["pasted", "file"] if "data" in without else []
    without += ["more"] if set(MORE) <= set(without) else []
    hidden = "".join(f".st-key-{key}, .st-key-{key}_beside {{ display: none }}" for key in without)
    projector = asset("projector.css") if large else ""
    return page_style + projector + hidden


def beside(
    key: str, value: Any, widget: Callable, *arguments: Any, disabled: bool = False, **options: Any
) -> None:
    """Draw a second widget for a control of the sidebar; each follows the other."""
    if st.session_state.get(f"{key}_beside") != value:  # else it would undo what is just being moved
        st.session_state[f"{key}_beside"] = value
    options |= {"disabled": disabled or is_fixed(key), "on_change": follow, "args": (key,)}
    widget(label(key), *arguments, key=f"{key}_beside", **options)


one_at_a_time, player, page_style = things_of_the_server()
with one_at_a_time:
    say = in_language(seeded("lang", list(LANGUAGES)))
    link_problems = read_link()
    if "configured" not in st.session_state:  # once; and only now, since a wrong link is run again
        st.set_page_config(page_title="Gradient Descent Lab", page_icon="📉", layout="wide")
        st.session_state.configured = True
    large = bool(st.session_state.get("projector"))
    with st.sidebar:
        settings, problems = sidebar()
    large = st.session_state.projector
    introduction = say.document("introduction.md")
    st.markdown(f"<style>{styles()}</style>\n\n{introduction}", unsafe_allow_html=True)
    if large:
        st.button(say("Leave"), key="leave", on_click=st.session_state.update, args=({"projector": False},))
    if link_problems + problems:
        st.warning("  \n".join(map(as_plain_text, link_problems + problems)))
    if where := st.session_state.pop("where_to_look", ""):
        st.info(where)
    st.session_state.link_problems = []  # told once; the next change clears it
    the_page(settings)
