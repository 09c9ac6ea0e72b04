"""The page: sidebar → Settings → Experiment → parts → page. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes as arrow

import gd_core
from gd_core import cases, controls, inputs, keys
from gd_core.charts import all_charts, projector, style
from gd_core.charts.parameter_map import Window, map_window
from gd_core.controls import CAN_BE_LOCKED, UNDER_MORE, Control
from gd_core.experiment import A_LINE, MOST_RATES, MY_OWN, Settings
from gd_core.languages import in_language
from gd_core.numbers import exact, unrounded
from gd_core.own_points import real_data
from gd_core.own_points.link import as_lines, from_link, not_in_link, to_link
from gd_core.own_points.reading import OwnPoints, as_text_lines, read_points
from gd_core.parts import blocks, challenges, columns, compared, hidden, quiz, scale_of_x, tables, words
from gd_core.parts.instrument import AT_THE_TOP, instrument
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.take_home.files import files
from gd_core.teaching import prediction_link, predictions, rounds, teachers_link
from gd_core.teaching.prediction_link import prediction_from_link as prediction_of
from gd_core.teaching.predictions import FORETOLD, Prediction
from gd_core.telling import setting
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.telling.points import about_the_points_of

ASSETS = Path(gd_core.__file__).parent / "assets"
Part = Callable[..., Sequence[blocks.Block]]


# The sidebar: a control for each thing that can be set, and every one is in the link.


def sidebar() -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for each rate that could not be used."""
    fixed = st.session_state.task.fixed
    if not fixed:
        names = {case: cases.name_of_case(case, say=say) for case in cases.CASES}
        names[cases.LESSON] = f":material/restart_alt: {names[cases.LESSON]}"
        told = say("The lesson puts everything back to how it was.")
        options: dict[str, Any] = {"format_func": names.__getitem__, "help": told, "key": "case"}
        st.pills(say("Try a case"), list(names), on_change=set_the_case, **options)
    chosen = {control.setting: draw_control(control) for control in controls.controls_at("top", say=say)}
    rates, problems = inputs.read_learning_rates(chosen["learning_rates"], say=say)
    settings = Settings(**chosen | {"learning_rates": rates} | more_settings())
    if fixed:
        kept = say("This link keeps some controls as they are; what would move them does nothing.")
        left_out = [the_controls[key] for key in st.session_state.task.without]
        st.caption(" ".join([kept, *setting.told_one_by_one(left_out, settings, say=say)]))
    for control in controls.controls_at("foot", say=say):
        draw_control(control)
    return settings, problems


def more_settings() -> dict[str, Any]:
    """Return the other settings; their controls are drawn once somebody looks or a link or case sets them."""
    more = st.expander(say("More"), key="more", on_change="rerun")
    st.session_state.more_is_drawn |= bool(more.open)
    if not st.session_state.more_is_drawn:
        return {}
    chosen: dict[str, Any] = {}
    with more:
        for control in controls.controls_at("more", "line", say=say):
            if controls.is_drawn(control, chosen):
                unused = not controls.is_used(control, chosen)
                chosen[control.setting] = draw_control(control, disabled=unused)
            if control.key == "data":
                chosen |= points_from(chosen["points_from"])
    return chosen


def is_fixed(*keys: str) -> bool:
    """Tell whether a teacher's link keeps one of these controls as it is."""
    return any(key in st.session_state.task.fixed for key in keys)


def draw_control(control: Control, *, disabled: bool = False) -> Any:
    """Draw a control, which the link keeps, and return what it is set to."""
    label, names = control.label, control.options
    options: dict[str, Any] = {"key": control.key, "help": control.help}
    options["disabled"] = disabled or is_fixed(control.key)
    if control.kind == "choice":
        in_link(control.key, list(names))
        return st.selectbox(label, list(names), format_func=names.__getitem__, **options)
    if control.kind == "count":  # kept also while it is not drawn
        given = st.query_params.get(control.key, control.default)
        st.session_state.setdefault(control.key, int(float(given)))
        chosen = int(st.number_input(label, *control.allowed, **options))
        put_in_link(control.key, str(chosen), default=str(control.default))
        return chosen
    options["bind"] = "query-params"
    if control.kind == "rates":
        options |= {"accept_new_options": True, "filter_mode": "prefix", "select_all": False}
        options |= {"max_selections": 2 * MOST_RATES, "placeholder": say("Pick a rate or type one")}
        suggested = list(map(exact, controls.RATE_SUGGESTIONS))
        return st.multiselect(label, suggested, list(map(exact, control.default)), **options)
    if control.kind == "switch":
        return st.toggle(label, **options)
    numbers: tuple[Any, ...] = (*control.allowed, control.default, control.step)
    if control.kind == "number":
        form = "%g" if isinstance(control.default, float) else "%d"
        return st.number_input(label, *numbers, format=form, **options)
    return st.slider(label, *numbers, **options)


def draw_beside(key: str, settings: Settings) -> None:
    """Draw a second widget for a control of the sidebar; each follows the other."""
    control, name = the_controls[key], f"{key}_beside"
    value, known = getattr(settings, control.setting), vars(settings)
    if st.session_state.get(name) != value:  # else it would undo what is just being moved
        st.session_state[name] = value
    acts = controls.is_drawn(control, known) and controls.is_used(control, known)
    options: dict[str, Any] = {"key": name, "disabled": is_fixed(key) or not acts}
    options["on_change"] = lambda: set_controls({key: st.session_state[name]})
    if control.kind == "choice":
        names = control.options
        st.radio(control.label, list(names), format_func=names.__getitem__, horizontal=True, **options)
    else:
        st.slider(control.label, *control.allowed, step=control.step, **options)


def points_from(source: str) -> dict[str, Any]:
    """Return the points that are not made from a line, real ones or the learner's own, if there are any."""
    if source == A_LINE:
        return {}
    if source == MY_OWN:
        own = my_own_points()
    else:
        own = real_data.real_data()[source].points
        st.caption(real_data.about(source, with_answer=not asks_first(), say=say))
    none_yet = say("Until then points made from a line are shown.")
    st.caption(say("Noise changes nothing here.") if own.x else none_yet)
    return {"points": (own.x, own.y)} if own.x else {}


def my_own_points() -> OwnPoints:
    """Read what is pasted or uploaded, or what the link holds; say what could not be read."""
    if "pasted" not in st.session_state:  # then what the page still has, or else the link
        given = st.session_state.get("not_in_link")
        if not given and "points" in st.query_params:
            given = from_link(st.query_params.points, say=say)
            st.session_state.link_problems += given.complaints
        st.session_state.pasted = as_lines(given) if given else ""
    fixed, told = is_fixed("data"), say("Paste them, one point a line.")
    text = st.text_area(say("Two columns of numbers"), key="pasted", help=told, disabled=fixed)
    file = st.file_uploader(say("Or a file"), type=["csv", "tsv", "txt"], key="file", disabled=fixed)
    content = file.getvalue() if file else text
    own = cached(read_points, text=content, say=say)
    if (n := len(own.columns)) > 2:
        named = own.columns.__getitem__
        x = st.selectbox(say("Column of x"), range(n), own.chosen[0], named, key=f"x_of_{n}")
        y = st.selectbox(say("Column of y"), range(n), own.chosen[1], named, key=f"y_of_{n}")
        own = cached(read_points, text=content, x=x, y=y, say=say)
    own = edited_in_a_table(own)
    written = (to_link(own) if own.x else None) or ""
    put_in_link("points", written, default="")
    st.session_state.not_in_link = None if written or not own.x else own
    left_out = (not_in_link(say),) if st.session_state.not_in_link else ()
    for sentence in own.complaints + own.remarks + left_out:
        st.caption(inputs.as_plain_text(sentence))
    return own


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
        key=f"points-{keys.digest_of((own.x, own.y))}",  # other points, another table
    )
    if after.equals(before):
        return own
    lines = as_text_lines(after.itertuples(index=False, name=None))
    return cached(read_points, text=lines, say=say)


# The link: what is wrong in it is taken out when it is opened, and said.


def check_the_link() -> None:
    """Take out of the link what is not allowed, when it is opened, and keep a sentence for each."""
    if "link_problems" not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in st.query_params}
        st.session_state.task, problems = teachers_link.read_link(given, say=say)
        st.session_state.link_problems = list(dict.fromkeys(problems.values()))
        st.session_state.more_is_drawn = any(key in given for key in UNDER_MORE)
        for key in problems:
            del st.query_params[key]
        if problems:
            st.rerun()


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


def colour_slots_of(rates: tuple[float, ...]) -> list[int]:
    """Give every rate a slot, the one it had before, so that it keeps its colour, also in the link."""
    given = map(int, st.query_params.get("colours", ""))
    before = st.session_state.get("slots", dict(zip(rates, given, strict=False)))
    st.session_state.slots = style.slots_for(rates, before)
    slots = list(st.session_state.slots.values())
    put_in_link("colours", "".join(map(str, slots)), default="".join(map(str, range(len(slots)))))
    return slots


def link_of_the_page(dropped: Sequence[str] = (), /, **others: str) -> str:
    """Return the link of the page as it is, without some of its parameters and with others."""
    kept = [key for key in st.query_params if key not in (*dropped, *others)]
    given = [(key, value) for key in kept for value in st.query_params.get_all(key)] + [*others.items()]
    return f"{st.context.url}?{urlencode(given)}" if given else str(st.context.url)


# What cases and clicks set.


def set_the_case() -> None:
    """Set every control to the chosen case; the lesson also resets how the chart is shown."""
    if case := st.session_state.case:
        set_all(cases.CASES[case])
        if case == cases.LESSON:
            st.session_state.update(dict.fromkeys(controls.VIEWS, False) | {"slots": {}})
            for key in ("colours", "rate", "epoch"):
                st.session_state.pop(key, None)
                st.query_params.pop(key, None)
    st.session_state.case = None


def set_the_scene(scene: cases.Scene) -> None:
    """Set everything to the case that shows something, and say where to look."""
    set_all(scene.settings)
    st.session_state.update({"log": scene.logarithmic, "excess": scene.above_floor, "part": scene.part})
    st.session_state.where_to_look = scene.where_to_look


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
        st.query_params.update({key: controls.for_link(values[key]) for key in changed})
        st.session_state.more_is_drawn = any(key in st.query_params for key in UNDER_MORE)


def moved_by_hand() -> None:
    """Take what was let go on the ruler or in the map: a rate for another, one more, or a start."""
    match inputs.what_was_moved(st.session_state.player.moved):
        case {"slot": slot, "rate": rate} if not is_fixed("rates"):
            move_rate(slot, rate)
        case {"add": rate}:
            add_rate(rate)
        case {"start": (w, b)} if not is_fixed("own", "w", "b"):
            set_controls({"own": True, "w": w, "b": b})


def move_rate(slot: int, learning_rate: float) -> None:
    """Put a rate in the place of the one that has a slot; it keeps the slot, and with it the colour."""
    slots = st.session_state.slots
    before = next((rate for rate, its in slots.items() if its == slot), None)
    if before is None or learning_rate in slots:
        return
    st.session_state.slots = {learning_rate if rate == before else rate: its for rate, its in slots.items()}
    st.session_state.rates = [exact(rate) for rate in st.session_state.slots]


def add_rate(learning_rate: float) -> None:
    """Add the rate clicked in the sweep to the list."""
    if is_fixed("rates"):
        return
    if len(st.session_state.rates) >= MOST_RATES:
        st.toast(say("{n} rates run at once. Take one out of the list first.", n=MOST_RATES))
    elif (rate := exact(learning_rate)) not in st.session_state.rates:
        st.session_state.rates = [*st.session_state.rates, rate]


# The page: the instrument, and the parts under it.


def draw_page(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info(say("Pick or type a learning rate in the sidebar, and its run appears here."))
        if not asks_first():
            st.markdown(about_the_points_of(settings, say=say))
        return
    colour_slots = colour_slots_of(settings.learning_rates)
    if asks_first() and predictions.can_be_foretold(keys.experiment_with(settings)):
        predict_this_case(settings, colour_slots)
        return
    above, view = st.container(key="instrument"), loss_switches()
    chosen = {"settings": settings, "colour_slots": colour_slots, **view}
    chosen |= {"may_start": not is_fixed("own", "w", "b"), "may_move_rates": not is_fixed("rates")}
    chosen["window"] = window_of_the_map(settings)
    did, *others = draw_tabs()
    with did:
        if is_committed():
            reveal_this_case(settings)
        draw_part(instrument, after=AT_THE_TOP, **chosen)  # what happened
        draw_when_opened(say("The pictures as a table"), tables.the_runs, settings=settings)
    draw_instrument(above, instrument, **chosen)
    would: Callable[..., None] = partial(which_rates_would_work, colour_slots=colour_slots)
    parts = (would, why_it_does, can_you_predict_it, take_it_with_you)
    for tab, draw in zip(others, parts, strict=True):
        if tab.open:
            with tab:
                draw(settings)


def loss_switches() -> dict[str, bool]:
    with st.container(horizontal=True):
        names = {"log": "logarithmic", "excess": "above_floor"}
        return {name: draw_control(the_controls[key]) for key, name in names.items()}


def draw_tabs() -> Sequence[Any]:
    """Draw the tabs; which is open stands in the link."""
    names = the_controls["part"].options
    st.session_state.tab = names[in_link("part", list(names))]
    parts = {name: part for part, name in names.items()}
    opened = lambda: st.session_state.update(part=parts[st.session_state.tab])  # noqa: E731
    return st.tabs(list(parts), key="tab", on_change=opened)


def draw_instrument(above: Any, part: Part, **arguments: Any) -> None:
    """Draw the player, and below it the three pictures beside each other."""
    with above:
        places = [st.container(), *st.container(key="pictures").columns([1.4, 1.05, 1])]
    for place, block in zip(places, cached(blocks_of, part=part, **arguments), strict=False):
        with place:
            draw_all([block])


def window_of_the_map(settings: Settings) -> Window:
    """Return what is in view in the map; it stays while nothing but the starts changes."""
    besides = replace(settings, own_start=False, start_w=0.0, start_b=0.0, same_start=False)
    known, before = st.session_state.get("in_view", (None, None))
    window = cached(what_is_in_view, settings=settings, before=before if known == besides else None)
    st.session_state.in_view = besides, window
    return window


def what_is_in_view(settings: Settings, before: Window | None) -> Window:
    return map_window(keys.experiment_with(settings), before)


def which_rates_would_work(settings: Settings, colour_slots: list[int]) -> None:
    chosen: dict[str, Any] = {"settings": settings, "colour_slots": colour_slots}
    if settings.points:
        st.markdown(say("These points are what they are."))
    elif settings.points_from == A_LINE and not is_fixed("x", "noise"):
        st.markdown(say("Move each of these. Which of them moves the limit?"))
    with st.container(horizontal=True):
        draw_beside("x", settings)
        draw_beside("noise", settings)
    draw_part(the_ruler, settings=settings)
    draw_all(cached(blocks_of, part=the_sweep, **chosen, may_add=not is_fixed("rates")))
    draw_when_opened(say("The sweep as a table"), tables.the_rates, settings=settings)


def why_it_does(settings: Settings) -> None:
    names, last = [exact(rate) for rate in settings.learning_rates], settings.n_epochs
    with st.container(horizontal=True):
        chosen = in_link("rate", names)
        st.selectbox(say("Learning rate"), names, key="rate")
        epoch = draw_control(the_controls["epoch"])
    if epoch > last:
        st.warning(say("The runs end at epoch {last:,}; the step from there is shown.", last=last))
    run = names.index(chosen)
    draw_part(why, settings=settings, run=run, epoch=min(epoch, last))
    draw_when_opened(say("This picture as a table"), tables.the_errors, settings=settings, run=run)
    st.markdown(f"### {say('Would another scale for x help?')}")
    draw_beside("scaling", settings)
    draw_part(scale_of_x.would_another_scale_help, settings=settings)


def can_you_predict_it(settings: Settings) -> None:
    names, label = the_controls["way"].options, the_controls["way"].label
    way, named = in_link("way", list(names)), names.__getitem__
    st.pills(label, list(names), label_visibility="collapsed", format_func=named, required=True, key="way")
    if way == cases.CHALLENGES:
        st.markdown(say("Solve these with the controls in the sidebar. Each is checked as you go."))
        hints = challenges.keys_of_hints(say)  # three hints each, and the explanation
        part = partial(challenges.challenge_blocks, keys.experiment_with(settings))
        draw_counted("hints", hints, "01234", 0, part)
    elif way == cases.QUIZ:
        draw_counted("quiz", quiz.keys_of_answers(say), "0123", None, quiz.quiz_blocks)
    elif way == cases.WORDS:
        draw_all(words.words_blocks(say=say))
    else:
        predict_a_round()


def draw_counted(name: str, counted: Sequence[str], digits: str, unset: int | None, part: Part) -> None:
    """Draw a part that depends on a digit under each of these keys; in the link a dash stands for None."""
    for key, digit in zip(counted, st.query_params.get(name, ""), strict=False):
        if digit in digits and key not in st.session_state:
            st.session_state[key] = int(digit)
    draw_all(part([st.session_state.get(key, unset) for key in counted], say=say))
    chosen = [st.session_state.get(key, unset) for key in counted]
    if any(digit != unset for digit in chosen):
        st.query_params[name] = "".join("-" if digit is None else str(digit) for digit in chosen)


def take_it_with_you(settings: Settings) -> None:
    address = link_of_the_page(("part",))
    st.markdown(say("The link of this page, with everything that is set:"))
    st.code(address, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        for file in files(keys.experiment_with(settings), link=address, say=say):
            st.download_button(file.label, file.make, file.name, file.kind, key=file.name, on_click="ignore")
    st.markdown(say.document("take_home.md"))
    make_a_teachers_link()


# The forms: what a learner predicts and answers, and what a teacher wants of a link.


def asks_first() -> bool:
    """Tell whether a teacher's link wants a prediction before the answers, and there is none yet."""
    return bool(st.session_state.task.hide) and not is_committed()


def is_committed() -> bool:
    """Tell whether the link holds a prediction, of this case or of another."""
    return prediction_link.is_a_prediction(st.query_params.get("predicted", ""))


def ask(rates: Sequence[float], key: str, commit: Callable[[Prediction], None]) -> None:
    """Ask for a prediction; nothing is told before it is committed."""
    to_tap = say("Tap the rates, from the lowest final loss to the highest.")
    order = st.pills(to_tap, rates, selection_mode="multi", format_func=unrounded, key=f"order-{key}")
    st.markdown(" < ".join(say("loss of {rate}", rate=unrounded(rate)) for rate in order))
    st.markdown(say("And what does each do?"), help=predictions.meanings_told(say))
    names = {behaviour: name_of_behaviour(behaviour, say=say) for behaviour in FORETOLD}
    choose: dict[str, Any] = {"index": None, "format_func": names.get, "placeholder": say("Choose")}
    with st.container(horizontal=True):
        does = [st.selectbox(unrounded(rate), names, key=f"does-{rate}-{key}", **choose) for rate in rates]
    prediction = Prediction(tuple(order), tuple(map(str, does)))
    incomplete = not predictions.is_complete(prediction, rates)
    st.button(say("Commit"), type="primary", disabled=incomplete, on_click=commit, args=(prediction,))


def predict_this_case(settings: Settings, colour_slots: list[int]) -> None:
    """Ask for a prediction of what is set, as a teacher's link wants it, before the answers are shown."""
    st.markdown(f"{say('Predict first; then everything is shown.')} {setting.the_setting(settings, say=say)}")
    st.markdown(hidden.about_the_starts(keys.experiment_with(settings), say=say))
    if st.session_state.task.hide == teachers_link.RUNS:
        draw_part(hidden.points_alone, settings=settings, colour_slots=colour_slots)
    else:
        above, view = st.container(key="instrument"), loss_switches()
        chosen = {"settings": settings, "colour_slots": colour_slots} | view
        draw_instrument(above, hidden.without_answers, **chosen)

    def commit(prediction: Prediction) -> None:
        written = prediction_link.prediction_to_link(prediction, settings.learning_rates)
        st.query_params.predicted = f"{written}-{prediction_link.mark_of(settings)}"
        st.session_state.part = cases.DID  # where the prediction is compared with the runs

    ask(settings.learning_rates, "this", commit)


def reveal_this_case(settings: Settings) -> None:
    """Show what was predicted, while what is set is still the case that it was made for."""
    text, _, mark = st.query_params.predicted.rpartition("-")
    prediction = prediction_of(text, settings.learning_rates)
    if prediction is None or mark != prediction_link.mark_of(settings):
        st.markdown(say("Your prediction was for other settings than these."))
        return
    draw_part(compared.compared, settings=settings, prediction=prediction)


def predict_a_round() -> None:
    with st.container(horizontal=True):
        level, seed = draw_control(the_controls["level"]), draw_control(the_controls["round"])
    drawn = cached(rounds.round_of, seed=seed, level=level)
    made = st.session_state.setdefault("predictions", {})  # what was committed, by level and round
    st.markdown(rounds.about(drawn, say=say))
    name, rates = f"{level}-{seed}-", drawn.settings.learning_rates
    given = st.query_params.pop("said", "")
    if given.startswith(name) and (said := prediction_of(given.removeprefix(name), rates)):
        made.setdefault((level, seed), said)
    if (level, seed) in made:
        st.query_params.said = name + prediction_link.prediction_to_link(made[level, seed], rates)
        reveal_the_round(drawn, made)
    else:
        ask(rates, name, lambda prediction: made.update({(level, seed): prediction}))


def reveal_the_round(drawn: rounds.Round, made: Mapping[tuple[int, int], Prediction]) -> None:
    """Show the prediction beside the runs, a sentence for each miss, and the score of all rounds so far."""
    scores = {
        (level, seed): cached(compared.score_of_a_round, level=level, seed=seed, prediction=prediction)
        for (level, seed), prediction in made.items()
    }
    place = (drawn.level, drawn.seed)
    st.markdown(compared.about_the_score(scores[place], scores.values(), say=say))
    draw_part(compared.compared, settings=drawn.settings, prediction=made[place])
    draw_all(compared.where_to_go_on(drawn, say=say))


def show_me(scene: cases.Scene, *, key: str, name: str = "") -> None:
    """Draw a button that sets everything to a case, where nothing is kept from being set."""
    fixed = bool(st.session_state.task.fixed)
    told = say("This link keeps some controls as they are.") if fixed else None
    name = name or say("Show me")
    st.button(name, key=key, on_click=set_the_scene, args=(scene,), disabled=fixed, help=told)


def make_a_teachers_link() -> None:
    """Make a link that gives the case of the page to a class, with what the teacher wants of it."""
    st.markdown(f"### {say('A link for your class')}")
    st.markdown(say("It opens with all that is set now. What should be different for your students?"))
    hiding = {hide: teachers_link.name_of_hiding(hide, say=say) for hide in ("", *teachers_link.HIDING)}
    until = say("Hide until they commit a prediction")
    hide = st.selectbox(until, hiding, format_func=hiding.__getitem__, key="to_hide")
    lock = choose_controls(say("Show, and do not let them move"), CAN_BE_LOCKED, key="to_lock")
    others = [key for key in CAN_BE_LOCKED if key not in lock]
    without = choose_controls(say("Leave out, and say what it is set to"), others, key="to_leave_out")
    parts = the_controls["part"].options
    part = st.selectbox(say("Open at"), list(parts), format_func=parts.__getitem__, key="to_open")
    flags = teachers_link.flags_of(teachers_link.Task(hide, tuple(lock), tuple(without)))
    flags |= {"part": part} if part != cases.DID else {}
    dropped = (*teachers_link.FLAGS, *teachers_link.OF_ONE_STUDENT, "part")
    st.code(link_of_the_page(dropped, **flags), language=None, wrap_lines=True)


def choose_controls(name: str, offered: Sequence[str], *, key: str) -> list[str]:
    labels = {one: the_controls[one].label for one in offered}
    told = say("Choose")
    return st.multiselect(name, list(labels), format_func=labels.__getitem__, placeholder=told, key=key)


# How a part is drawn: block by block, from top to bottom.


def draw_part(part: Part, *, after: int = 0, **arguments: Any) -> None:
    """Draw the blocks of a part after so many, where nothing is clicked: they are drawn once for everyone."""
    cached(draw_once, part=part, after=after, **arguments)


def draw_once(part: Part, after: int, **arguments: Any) -> None:
    draw_all(cached(blocks_of, part=part, **arguments)[after:])


def draw_when_opened(heading: str, part: Part, **arguments: Any) -> None:
    """Offer a part under a heading; it is worked out when somebody looks."""
    fold = st.expander(heading, key=part.__name__, on_change="rerun")
    if fold.open:
        with fold:
            draw_part(part, **arguments)


def blocks_of(part: Part, settings: Settings, **arguments: Any) -> list[blocks.Block]:
    """Return what a part makes of an experiment, with its rows as browsers get them."""
    return blocks.with_rows(part(keys.experiment_with(settings), **arguments, say=say), arrow)


def draw_all(given: Iterable[blocks.Block]) -> None:
    for block in given:
        match block:
            case blocks.Text(markdown, name):
                (st.container(key=name) if name else st).markdown(markdown)
            case blocks.Code(text):
                st.code(text, language=None, wrap_lines=True)
            case blocks.Player(data):
                told(key="told", data=data)
                player(key="player", on_moved_change=moved_by_hand, on_epoch_change=lambda: None)
            case blocks.Table():
                draw_table(block)
            case blocks.TextTable():
                st.table(block.rows, border="horizontal", alt=block.alt)
            case blocks.Picture():
                draw_picture(block)
            case blocks.Choice(key, question, options):
                st.radio(question, range(len(options)), None, options.__getitem__, key=key)
            case blocks.ShowMe(key, scene, name):
                show_me(scene, key=key, name=name)
            case blocks.Button(key, name, sets, primary):
                kind: Any = "primary" if primary else "secondary"
                st.button(name, key=key, type=kind, on_click=st.session_state.update, args=(sets,))
            case blocks.Fold():
                with st.expander(block.heading):
                    draw_all(block.blocks)
            case blocks.Card() | blocks.Row():
                is_a_row = isinstance(block, blocks.Row)
                with st.container(border=not is_a_row, horizontal=is_a_row):
                    draw_all(block.blocks)


def draw_picture(picture: blocks.Picture) -> None:
    described = all_charts.description(picture.name, say=say, large=large, **dict(picture.view))
    described = described | {"datasets": picture.rows}
    options = options_of_clicks(picture.name) if picture.clicks else {"key": picture.name}
    with st.container(key=f"picture-{picture.name}"):  # where the player finds it
        st.vega_lite_chart(described, alt=picture.alt, **options)


def options_of_clicks(name: str) -> dict[str, Any]:
    """Return what acts on a click in a picture; drawn anew then, it can be clicked there again."""
    selection, act = {"sweep": ("sweep", add_rate)}[name]
    clicks = st.session_state.setdefault(f"{name}_clicks", 0)

    def clicked() -> None:
        chosen = st.session_state[f"{name}{clicks}"].selection[selection]
        if chosen:
            st.session_state[f"{name}_clicks"] += 1
            act(**chosen[0])

    return {"key": f"{name}{clicks}", "on_select": clicked, "selection_mode": selection}


def draw_table(table: blocks.Table) -> None:
    shown, scale = columns.as_shown(table.rows, say=say), projector.PROJECTED if large else 1
    laid_out = columns.laid_out(table.rows, shown, table.columns, scale=scale)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    st.dataframe(
        shown,
        column_order=list(laid_out),
        column_config={name: (number if "format" in how else text)(**how) for name, how in laid_out.items()},
        hide_index=True,
        height="content",
        row_height=columns.height_of(table.rows, scale=scale),
        placeholder="–",
    )


# Worked out once, and given to everyone who asks for the same; what is drawn meanwhile is also drawn once.
# There are few cached functions, because Streamlit reads the source of each again at every rerun, and each
# has one text as its key, because Streamlit takes long over many arguments.


@st.cache_resource(show_spinner=False)
def kept() -> tuple[Lock, Any, Any, list[str]]:
    return things_of_the_server()


@st.cache_resource(max_entries=512, show_spinner=False)
def computed(key: str, _function: Callable, _arguments: dict[str, Any]) -> Any:  # noqa: ARG001
    return _function(**_arguments)


def things_of_the_server() -> tuple[Lock, Any, Any, list[str]]:
    """Return what students wait for, since Python runs one at a time; the player; and the style sheets."""
    gc.collect()
    gc.freeze()  # the libraries stay; to look through them again and again took a tenth of the server's time
    read = lambda *names: "".join((ASSETS / name).read_text(encoding="utf-8") for name in names)  # noqa: E731
    scripts = (f"player/{name}.js" for name in ("player", "ruler", "pictures", "bowl"))
    html, css, js = read("player/player.html"), read("player/player.css"), read(*scripts)
    moves = st.components.v2.component("player", html=html, css=css, js=js)
    tells = st.components.v2.component("told", js=read("player/told.js"))
    return Lock(), moves, tells, [read("page.css"), read("projector.css")]


def cached(function: Callable, **arguments: Any) -> Any:
    """Call a function in this language and at this size; what it returns must not be changed."""
    key = f"{say.language} {large} {keys.key_of_call(function, arguments)}"
    return computed(key, _function=function, _arguments=arguments)


one_at_a_time, player, told, (page_style, projector_style) = kept()
with one_at_a_time:
    say = in_language(option_chosen("lang", list(controls.controls()["lang"].options)))
    the_controls = controls.controls(say)
    check_the_link()
    if "configured" not in st.session_state:  # once; and only now, since a wrong link is run again
        at_first: Any = "collapsed" if st.context.is_embedded else "auto"
        st.set_page_config("Gradient Descent Lab", "📉", layout="wide", initial_sidebar_state=at_first)
        st.session_state.configured = True
    large = bool(st.session_state.get("projector"))
    with st.sidebar:
        settings, problems = sidebar()
    large = st.session_state.projector
    styles = page_style + (projector_style if large else "") + teachers_link.style_of(st.session_state.task)
    introduction = "" if st.context.is_embedded else say.document("introduction.md")
    st.markdown(f"<style>{styles}</style>\n\n{introduction}", unsafe_allow_html=True)
    if large:
        st.button(say("Leave"), key="leave", on_click=st.session_state.update, args=({"projector": False},))
    problems = st.session_state.link_problems + problems
    if problems:
        st.warning("  \n".join(map(inputs.as_plain_text, problems)))
    if where := st.session_state.pop("where_to_look", ""):
        st.info(where)
    st.session_state.link_problems = []  # told once; the next change clears it
    draw_page(settings)
