"""The page: sidebar → Settings → Experiment → parts → page. It computes nothing itself.

The question the class will answer: how big should the learning rate be, and why?
"""

import gc
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from threading import Lock
from time import time
from typing import Any

import streamlit as st

from gd_core import assets, cases, complaints, controls, inputs, keys, set_by, typed_rates
from gd_core.charts import all_charts, arrow, map_data, projector, slots, small_pictures
from gd_core.control_values import changed_under_more, for_link
from gd_core.experiment import A_LINE, MOST_RATES, MY_OWN, Settings
from gd_core.languages import in_language
from gd_core.numbers import exact, unrounded
from gd_core.own_points import reading, real_data
from gd_core.own_points.link import pasted_at_first, to_link, what_is_told_of
from gd_core.parts import blocks, challenges, columns, compared, hidden, quiz, scale_of_x, tables, words
from gd_core.parts.instrument import AT_THE_TOP, instrument
from gd_core.parts.what_now import still_taken, what_now
from gd_core.parts.which_rates import the_ruler, the_sweep, what_to_move
from gd_core.parts.why import rate_touched, why
from gd_core.take_home import part as take_home
from gd_core.teaching import prediction_link, predictions, progress_link, rounds, teachers_link
from gd_core.telling import changes, points, setting, terms
from gd_core.telling.introduction import introduction
from gd_core.voting import new_room, question, rooms, status, store, votes

Part = Callable[..., Sequence[blocks.Block]]
state, link = st.session_state, st.query_params


# The sidebar: a control for each thing that can be set, and every one is in the link.


def sidebar(at_hand: Any = None) -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for each rate that could not be used."""
    places = at_hand.columns(2) if at_hand else [st.sidebar] * 2  # at hand where no sidebar is to be seen
    to_try, chosen, model = places[0].container(), {}, set_to(the_controls["model"])
    for control in controls.controls_at("top", model=model, say=say):
        with places[1] if control.kind == "rates" else st.sidebar:
            chosen[control.setting] = draw_control(control)
    rates, problems = typed_rates.read_learning_rates(chosen["learning_rates"], say=say)
    follow_the_rates([exact(rate) for rate in rates])
    above_more, more = st.container(), st.expander(say("More"), key="more", on_change="rerun")
    state.more_is_drawn |= bool(more.open)  # once somebody looks, or a link or a case sets what is there
    chosen |= {"learning_rates": rates, "same_start": kept_in_link(the_controls["same"])}
    with more:
        chosen = draw_controls(chosen, "more", "line") if state.more_is_drawn else chosen
    with above_more:
        chosen = draw_controls(chosen, "above more")
    settings = Settings(**chosen)
    if state.task.fixed:
        st.caption(setting.what_is_kept(state.task.without, settings, say=say))
    else:
        try_a_case(to_try, settings)
    draw_controls(chosen, "foot")
    return settings, problems


def try_a_case(place: Any, settings: Settings) -> None:
    """Offer the cases, the one that is set marked, and say what differs from the lesson now."""
    state.case = marked = changes.case_of(settings)
    told = say("The lesson puts everything back to how it was.")
    act: dict[str, Any] = {"on_change": set_the_case, "args": (marked,), "help": told, "key": "case"}
    choose(place.pills, say("Try a case"), cases.names_of_cases(settings.model, say), **act)
    place.caption(changes.what_differs(settings, say=say))


def draw_controls(known: Mapping[str, Any], *places: controls.Where) -> dict[str, Any]:
    """Draw the controls at these places; return what they set, and the settings that are known."""
    chosen = dict(known)
    for control in controls.controls_at(*places, model=chosen["model"], say=say):
        if controls.is_drawn(control, chosen):
            value = draw_control(control, chosen)
            chosen |= {control.setting: value} if control.setting else {}
            if control.key == "data":
                chosen |= points_from(chosen["points_from"])
    return chosen


def draw_control(control: controls.Control, known: Mapping[str, Any] | None = None) -> Any:
    """Draw a control, which the link keeps, beside settings that are known; return what it is set to."""
    options: dict[str, Any] = {"key": control.key, "help": control.help}
    options["disabled"] = control.key in state.task.fixed or not controls.is_used(control, known or {})
    if control.kind in ("choice", "count", "range", "typed") or control.key in ("same", "plain"):
        kept_in_link(control)
    elif control.kind != "rates":
        options["bind"] = "query-params"
    options |= {"on_change": open_the_model} if control.key == "model" else {}
    match control.kind:
        case "choice":
            return choose(st.selectbox, control.label, control.options, **options)
        case "switch":
            return st.toggle(control.label, **options)
        case "slider":
            return st.slider(control.label, *control.allowed, control.default, control.step, **options)
        case "rates":
            return draw_rates(control, options)
        case "range":
            return draw_ends(control, options)
    return draw_number(control, options)


def choose(draw: Callable[..., Any], label: str, names: Mapping[Any, str], **options: Any) -> Any:
    """Draw a choice of what has these names; return what is chosen."""
    return draw(label, list(names), format_func=names.__getitem__, **options)


def draw_rates(control: controls.Control, options: dict[str, Any]) -> list[str]:
    """Draw the list of rates, out of which some can be taken, and a line to type others."""

    def add() -> None:
        added = typed_rates.add_rates(state.typed, state.rates, say=say)
        state.rates, state.typed, state.complaints["rates"] = added

    told, listed = say("Add a rate, such as 0.25"), list(map(exact, control.default))
    kept = state.setdefault("rates", [*filter(None, link.get_all("rates"))] if "rates" in link else listed)
    put_in_link({"rates": kept or ""}, default=listed)
    options |= {"on_change": add, "max_selections": 2 * MOST_RATES, "select_all": False}
    options |= {"accept_new_options": True, "format_func": typed_rates.name_of_rate}
    rates = st.multiselect(control.label, list(dict.fromkeys([*listed, *kept])), **options)
    options = {"on_change": add, "disabled": options["disabled"], "placeholder": told}
    typed = st.text_input(told, key="typed", label_visibility="collapsed", **options)
    warn(state.complaints.pop("rates", []) or typed_rates.add_rates(typed, rates, say=say)[2])
    return rates


def draw_number(control: controls.Control, options: dict[str, Any]) -> float:
    """Draw a number; Streamlit is told no limits, since beyond them it turns red, and nothing is said."""
    key, told = control.key, list[str]()

    def check() -> None:
        state[key], state.complaints[key] = inputs.number_typed(control, state[key], before=number, say=say)

    if control.kind == "typed":  # a box for numbers would drop a comma, and the sign of a power or a fraction
        state[key] = exact(number := kept_in_link(control))
        st.text_input(control.label, on_change=check, **options)
    else:
        options |= {"value": float(control.default)} if "bind" in options else {}
        options |= {"step": float(control.step or 1), "on_change": check}
        options["format"] = "%g" if isinstance(control.default, float) else "%.0f"
        typed = st.number_input(control.label, **options)
        number, told = inputs.number_typed(control, typed, before=control.default, say=say)
    warn(state.complaints.pop(key, told))
    return number


def draw_ends(control: controls.Control, options: dict[str, Any]) -> tuple[float, float]:
    """Draw the two ends of a range, each to be typed; they are kept also while they are not drawn."""
    key = control.key

    def check(end: int) -> None:
        known: dict[str, Any] = {"end": end, "before": state[key], "say": say}
        state[key], state.complaints[key] = inputs.end_typed(control, state[f"{key}_{end}"], **known)

    with st.container(horizontal=True, key=f"{key}_ends"):
        for end, label in enumerate((control.label, say("up to"))):
            name = follow(f"{key}_{end}", exact(state[key][end]))
            st.text_input(label, **options | {"key": name, "on_change": check, "args": (end,)})
    warn(state.complaints.pop(key, []))
    return state[key]


def draw_beside(key: str, settings: Settings) -> None:
    """Draw a second widget for a control of the sidebar; each follows the other."""
    control, known = the_controls[key], vars(settings)
    name = follow(f"{key}_beside", known[control.setting])
    acts = controls.is_drawn(control, known) and controls.is_used(control, known)
    options: dict[str, Any] = {"key": name, "disabled": key in state.task.fixed or not acts}
    options["on_change"] = lambda: set_controls({key: state[name]})
    if control.kind == "choice":
        choose(st.radio, control.label, control.options, horizontal=True, **options)
    else:
        st.slider(control.label, *control.allowed, step=control.step, **options)


def follow(name: str, value: Any) -> str:
    """Let a widget under this name show this; return the name."""
    if state.get(name) != value:  # else it would undo what is just being moved
        state[name] = value
    return name


def warn(problems: Iterable[str], place: Any = st) -> None:
    """Say what is wrong with what was typed or is in the link, if anything is."""
    if problems:
        place.warning("  \n".join(map(complaints.as_plain_text, problems)))


def points_from(source: str) -> dict[str, Any]:
    """Return the points that are not made from a line, real ones or the learner's own, if there are any."""
    if source == A_LINE:
        return {}
    if source == MY_OWN:
        own = my_own_points()
    else:
        own = real_data.real_data()[source].points
        st.caption(real_data.about(source, not asks_first(), set_to(the_controls["momentum"]), say=say))
    return {"points": (own.x, own.y)} if own.x else {}


def my_own_points() -> reading.OwnPoints:
    """Read what is pasted or uploaded, or what the link holds; say what could not be read."""
    if "pasted" not in state:
        state.pasted, problems = pasted_at_first(state.get("not_in_link"), link.get_all("points"), say=say)
        state.link_problems += problems
    fixed, told = "data" in state.task.fixed, say("Paste them, one point a line.")
    text = st.text_area(say("Two columns of numbers"), key="pasted", help=told, disabled=fixed)
    file = st.file_uploader(say("Or a file"), key="file", disabled=fixed)
    asked = {"text": file.getvalue() if file else text, "reading": state.get("reading", ""), "say": say}
    own = cached(reading.read_points, **asked)
    if (n := len(own.columns)) > 2:
        names = dict(enumerate(own.columns))
        x = choose(st.selectbox, say("Column of x"), names, index=own.chosen[0], key=f"x_of_{n}{own.reading}")
        y = choose(st.selectbox, say("Column of y"), names, index=own.chosen[1], key=f"y_of_{n}{own.reading}")
        own = cached(reading.read_points, **asked, x=x, y=y) if (x, y) != own.chosen else own
    own = edited_in_a_table(with_its_readings(own, "reading"))
    written = to_link(own)
    put_in_link({"points": written or ""})
    state.not_in_link = own if written is None else None
    for sentence in what_is_told_of(own, fits=written is not None, say=say):
        st.caption(sentence)
    return own


def with_its_readings(own: reading.OwnPoints, key: str) -> reading.OwnPoints:
    """Return points, and offer the other ways in which what was given may be meant, if there are some."""
    if own.readings:
        told = complaints.as_plain_text(own.remarks[0])
        choose(st.radio, told, dict(own.readings), key=follow(key, own.reading))
    return own


def edited_in_a_table(own: reading.OwnPoints) -> reading.OwnPoints:
    """Return the points as they are in a table that a learner can edit: texts, read like any other."""
    before = reading.as_table(own)
    column = partial(st.column_config.TextColumn, alignment="right")
    options: dict[str, Any] = {"num_rows": "dynamic", "disabled": "data" in state.task.fixed}
    options |= {"hide_index": True, "column_config": {"x": column(own.x_name), "y": column(own.y_name)}}
    options["key"] = f"points-{keys.digest_of((own.x, own.y))}"  # other points, another table
    with st.expander(say("Edit the points in a table"), key="table"):
        after = st.data_editor(before, **options)
    if after.equals(before):
        return own
    asked = {"rows": after.fillna("").to_numpy().tolist(), "reading": state.get("reading_of_table", "")}
    return with_its_readings(cached(reading.read_cells, **asked, say=say), "reading_of_table")


# The link: what is wrong in it is taken out when it is opened, and said.


def check_the_link() -> None:
    """Take out of the link what is not allowed, when it is opened, and keep a sentence for each."""
    if "link_problems" not in state or (rooms.ROOM in link and not state.room):
        enter_the_class()
        given = {key: link.get_all(key) for key in link}
        state.complaints = {}  # of what was typed, by the keys of controls
        state.task, problems = teachers_link.read_link(given, say=say)
        state.link_problems += list(dict.fromkeys(problems.values()))
        state.more_is_drawn = any(key in given for key in controls.UNDER_MORE)
        state.more = given.get("data") == [MY_OWN] and "points" not in given  # there they are pasted
        state.look_at = "pasted" if state.more else ""
        for key in problems:
            del link[key]
        if problems or state.room:
            st.rerun()


def set_to(control: controls.Control) -> Any:
    """Return what a control is set to, also while it is not drawn: where nobody set it, as the link says."""
    value = state.get(control.key)
    if value is None or (control.options and value not in control.options):
        return inputs.value_in_link(control, link.get_all(control.key))
    return value


def kept_in_link(control: controls.Control) -> Any:
    """Return what a control is set to, before it is drawn, and keep it in the link also while it is not."""
    value = type(control.default)(set_to(control))  # a box of whole numbers has floats
    follow(control.key, value)
    put_in_link({control.key: for_link(value)}, default=for_link(control.default))
    return value


def put_in_link(values: Mapping[str, str | list[str]], *, default: str | list[str] = "") -> None:
    for key, value in values.items():
        if value != default:
            link[key] = value
        else:
            link.pop(key, None)


def colour_slots_of(rates: tuple[float, ...]) -> list[int]:
    """Give every rate a slot, the one it had before, so that it keeps its colour, also in the link."""
    before = state.get("slots") or slots.from_link(link.get("colours", ""), rates)
    state.slots = slots.given_to(rates, before)
    put_in_link({"colours": slots.to_link(state.slots)})
    return list(state.slots.values())


def follow_the_rates(names: Sequence[str]) -> None:
    """Let *Why?* be of the rate that was added or changed last."""
    before = state.get("rates_before", names)
    chosen = state.get("rate", link.get("rate", ""))
    if (rate := rate_touched(names, before, chosen)) != chosen:
        state.rate = rate
        put_in_link({"rate": rate}, default=names[0])
    state.rates_before = names


# What cases and clicks set.


def set_the_case(marked: str | None) -> None:
    """Set every control to the chosen case; the lesson also resets how the chart is shown."""
    if case := state.case or marked:  # a click on the marked one unmarks it
        set_controls(set_by.a_case(case, say=say) | status.in_view(state.room))
        for key in ("colours", "rate", "epoch") if case == cases.LESSON else ():
            state.pop(key, None)
            link.pop(key, None)


def set_controls(values: Mapping[str, Any], statements: Sequence[store.Statement] = ()) -> None:
    """Set controls by their keys, and the link for those not drawn yet; run statements on a class's votes."""
    if statements:
        state.rows, state.not_done = in_the_store(statements), status.not_done(state.failed, say=say)
    values = {key: value for key, value in values.items() if key not in state.task.fixed}
    state.update(values)
    if not state.more_is_drawn:
        link.update(changed_under_more(values))
        state.more_is_drawn = any(key in link for key in controls.UNDER_MORE)


def open_the_model() -> None:
    """Set what a model that was chosen by hand needs to be worth looking at, and say what had to change."""
    now = {key: set_to(the_controls[key]) for key in set_by.OF_A_MODEL} | {"rates": state.rates}
    before, fixed = link.get("model"), state.task.fixed
    values, state.link_problems = set_by.a_model(state.model, before, now, fixed, say=say)
    set_controls(values)


def set_by_hand(moved: Mapping[str, Any]) -> None:
    """Take what was clicked, or let go on the ruler or in the map: a rate for another, one more, a start."""
    values, told = set_by.a_hand(moved, state.slots, state.rates, state.task.fixed, say=say)
    set_controls(values)
    for sentence in told:
        st.toast(complaints.as_plain_text(sentence))


# The page: the instrument, and the parts under it.


def draw_page(settings: Settings) -> None:
    if not settings.learning_rates:
        st.info(say("Type a learning rate in the sidebar, and its run appears here."))
        if not asks_first():
            st.markdown(points.about_the_points_of(settings, say=say))
        return
    colour_slots = colour_slots_of(settings.learning_rates)
    if asks_first() and predictions.can_be_foretold(keys.experiment_with(settings)):
        predict_this_case(settings, colour_slots)
        return
    if asks_first() and (told := predictions.why_not_asked(settings, say=say)):
        st.info(told)
    chosen = draw_the_runs(settings, colour_slots)
    names = the_controls["part"].options
    state.tab = names[kept_in_link(the_controls["part"])]
    parts = {name: part for part, name in names.items()}
    did, *others = st.tabs(list(parts), key="tab", on_change=lambda: state.update(part=parts[state.tab]))
    with did:
        if prediction_link.is_a_prediction(link.get("predicted", "")):
            about = {name: chosen[name] for name in ("settings", "prediction")}
            cached(draw_part, part=compared.compared, **about)
        cached(draw_part, part=instrument, after=AT_THE_TOP, **chosen)  # what happened
        draw_when_opened(say("The pictures as a table"), tables.the_runs, settings=settings)
    drawn = (which_rates_would_work, why_it_does, can_you_predict_it, take_it_with_you)
    for tab, draw in zip(others, drawn, strict=True):
        if tab.open:
            with tab:
                draw(settings)


def draw_the_runs(settings: Settings, colour_slots: list[int]) -> dict[str, Any]:
    """Draw the instrument, of a round while that is revealed; return what decided the blocks."""
    at, fixed = [set_to(the_controls[key]) for key in ("part", "way")], state.task.fixed
    of_a_round = settings.is_a_line and at == [cases.PREDICT, cases.ROUNDS]
    drawn, said = the_round() if of_a_round else (None, None)
    if drawn and said:
        above = compared.above_a_round((drawn.level, drawn.seed), state.predictions, say=say)
        settings, colour_slots, more = drawn.settings, list(range(len(said.behaviours))), {}
    else:
        said = prediction_link.prediction_of_a_case(link.get("predicted", ""), settings)
        above = compared.above_a_case(keys.experiment_with(settings), said, say=say)
        may = {"may_start": not {"own", "w", "b"} & {*fixed}, "may_move_rates": "rates" not in fixed}
        besides, kept = map_data.kept_in_view(settings, state.get("in_view"))
        window = cached(keys.of_experiment, make=map_data.map_window, settings=settings, before=kept)
        state.in_view, more = (besides, window), may | {"window": window}
    return draw_instrument(instrument, settings, colour_slots, *above, prediction=said, **more)


def draw_instrument(
    part: Part, settings: Settings, colour_slots: list[int], *above: blocks.Block, **more: Any
) -> dict[str, Any]:
    """Draw the player, the three pictures and what stands beside the loss; return what decided the blocks."""
    view = {"logarithmic": set_to(the_controls["log"]), "above_floor": set_to(the_controls["excess"])}
    view |= {"beside_plain": kept_in_link(the_controls["plain"]) and settings.momentum > 0}
    chosen = {"settings": settings, "colour_slots": colour_slots, **view, **more}
    the_player, *_, starts = cached(blocks_of, part=part, **chosen)[:AT_THE_TOP]
    with st.container(key="instrument"):
        draw_all([the_player])
        with st.container(horizontal=True, vertical_alignment="center", key="what_now"):
            draw_all(above)
            if part is instrument and set_to(the_controls["part"]) != cases.PREDICT:
                state.taken = still_taken(state.get("taken"), settings)
                draw_part(what_now, settings=settings, fixed=state.task.fixed, taken=state.taken)
        with st.container(horizontal=True, key="pictures"):  # there the player finds them
            cached(draw_part, part=part, after=1, until=AT_THE_TOP - 1, **chosen)
    with st.container(horizontal=True, key="beside"):
        draw_controls(vars(settings), "loss")
        draw_all([starts])
    return chosen


def which_rates_would_work(settings: Settings) -> None:
    if settings.is_a_line and not settings.points:
        if settings.points_from == A_LINE and not {"x", "noise"} & {*state.task.fixed}:
            draw_all([what_to_move(settings.momentum, say=say)])
        with st.container(horizontal=True):
            draw_beside("x", settings)
            draw_beside("noise", settings)
    cached(draw_part, part=the_ruler, settings=settings)
    colour_slots, may_add = list(state.slots.values()), "rates" not in state.task.fixed
    draw_part(the_sweep, settings=settings, colour_slots=colour_slots, may_add=may_add)
    draw_when_opened(say("The sweep as a table"), tables.the_rates, settings=settings)


def why_it_does(settings: Settings) -> None:
    names, last = [exact(rate) for rate in settings.learning_rates], settings.n_epochs
    with st.container(horizontal=True):
        chosen = draw_control(controls.among(the_controls["rate"], names))
        epoch = draw_control(the_controls["epoch"])
    if epoch > last:
        st.warning(say("The runs end at epoch {last:,}; the step from there is shown.", last=last))
    run = names.index(chosen)
    cached(draw_part, part=why, settings=settings, run=run, epoch=min(epoch, last))
    if settings.is_a_line:
        draw_when_opened(say("The pictures as a table"), tables.the_errors, settings=settings, run=run)
        st.markdown(f"### {say('Would another scale for x help?')}")
        draw_beside("scaling", settings)
        cached(draw_part, part=scale_of_x.would_another_scale_help, settings=settings)


def can_you_predict_it(settings: Settings) -> None:
    control, way = the_controls["way"], kept_in_link(the_controls["way"])
    choose(st.pills, control.label, control.options, label_visibility="collapsed", required=True, key="way")
    if way == cases.CHALLENGES:
        st.markdown(challenges.what_to_do(say=say))
        part = partial(challenges.challenge_blocks, keys.experiment_with(settings))
        draw_counted("hints", challenges.keys_of_hints(say), "01234", 0, part)  # 3 each, and the explanation
    elif way == cases.QUIZ:
        draw_counted("quiz", quiz.keys_of_answers(say), "0123", None, quiz.quiz_blocks)
    elif way == cases.WORDS:
        draw_all(words.words_blocks(say=say))
    elif settings.is_a_line:
        predict_a_round()
    else:
        st.markdown(say("Rounds are of lines: choose *a line* at the top of the sidebar to predict one."))


def draw_counted(name: str, counted: Sequence[str], digits: str, unset: int | None, part: Part) -> None:
    """Draw a part that depends on a digit under each of these keys, which the link keeps."""
    for key, digit in progress_link.from_link(link.get(name, ""), counted, digits).items():
        state.setdefault(key, digit)
    draw_all(part([state.get(key, unset) for key in counted], say=say))
    if written := progress_link.to_link([state.get(key, unset) for key in counted], unset):
        link[name] = written


def take_it_with_you(settings: Settings) -> None:
    given = {key: link.get_all(key) for key in link}
    form: dict[str, Any] = {"chosen": state.to_dict(), "say": say}
    link_with = partial(teachers_link.link_with, str(st.context.url), given)
    draw_all(take_home.take_it_with_you(keys.experiment_with(settings), link_with=link_with, **form))
    fresh = rooms.word_of(secrets.randbelow(rooms.N_WORDS)), secrets.token_hex(16)
    made = state.setdefault("named", fresh), settings, state.get("rows"), state.not_done
    draw_all(new_room.collecting(*made, str(st.context.url), **form))


# The forms: what a learner predicts and answers, and what a teacher wants of a link.


def asks_first() -> bool:
    """Tell whether a teacher's link wants a prediction before the answers, and there is none yet."""
    is_committed = prediction_link.is_a_prediction(link.get("predicted", ""))  # of this case or of another
    return not state.room.revealed if state.room else bool(state.task.hide) and not is_committed


def ask(rates: Sequence[float], key: str, commit: Callable[..., None], momentum: float = 0.0) -> None:
    """Ask for a prediction, a tap a rate, and the order to those who like; nothing is told before."""
    named = {rate: say.numbers_in(unrounded(rate)) for rate in rates}
    drawn = small_pictures.with_pictures(predictions.names_of_foretold(say, momentum))
    st.markdown(say("What will each rate do?"), help=predictions.meanings_told(say, momentum))
    with st.container(key="does"):
        does = [choose(st.segmented_control, named[rate], drawn, key=f"does-{rate}-{key}") for rate in rates]
    to_tap = say("If you like, for more points: tap the rates, from the lowest final loss to the highest.")
    order = choose(st.pills, to_tap, named, selection_mode="multi", key=f"order-{key}")
    draw_all([blocks.Text(" < ".join(say("loss of {rate}", rate=named[rate]) for rate in order))])
    prediction = predictions.Prediction(tuple(order), tuple(one or "" for one in does))
    missing = predictions.what_is_missing(prediction, rates, say=say)
    st.button(say("Commit"), type="primary", disabled=bool(missing), on_click=commit, args=(prediction,))
    st.caption(missing)


def predict_this_case(settings: Settings, colour_slots: list[int]) -> None:
    """Ask for a prediction of what is set, as a teacher's link wants it, before the answers are shown."""
    draw_all(hidden.what_is_asked(keys.experiment_with(settings), say=say))
    if state.task.hide == teachers_link.RUNS:
        cached(draw_part, part=hidden.points_alone, settings=settings, colour_slots=colour_slots)
        draw_control(the_controls["same"], vars(settings))
    else:
        draw_instrument(hidden.without_answers, settings, colour_slots)

    def commit(prediction: predictions.Prediction) -> None:
        link.predicted = prediction_link.case_to_link(prediction, settings)
        state.update(part=cases.DID, look_at="instrument")  # which plays the runs that were foretold

    def vote(prediction: predictions.Prediction) -> None:
        rows = in_the_store(votes.cast(state.room, state.voter, prediction))
        state.room, state.not_done = status.after_the_vote(state.room, rows, state.failed, say=say)
        state.update(changing=bool(state.not_done), look_at="class")
        st.rerun("app" if state.not_done or not state.room else ["meet", "form"])

    def form() -> None:
        key, in_its_place = status.form_of(state.room, changing=state.get("changing", False), say=say)
        draw_all(in_its_place)
        if key:
            ask(settings.learning_rates, key, vote if state.room else commit, settings.momentum)
        look()

    (st.fragment(form, key="form") if state.room else form)()  # of a whole class each tap would be a page


def the_round() -> tuple[rounds.Round, predictions.Prediction | None]:
    """Return the round that is set, and what was committed of it."""
    level, seed = (int(set_to(the_controls[key])) for key in ("level", "round"))
    drawn = cached(rounds.round_of, seed=seed, level=level)
    made = state.setdefault("predictions", {})  # what was committed, by level and round
    if said := prediction_link.prediction_of_a_round(link.get("said", ""), drawn):
        made.setdefault((level, seed), said)
    return drawn, made.get((level, seed))


def predict_a_round() -> None:
    with st.container(horizontal=True):
        draw_control(the_controls["level"])
        draw_control(the_controls["round"])
    drawn, said = the_round()
    with st.container(key="asked"):
        draw_all([blocks.Text(rounds.about(drawn, set_to(the_controls["momentum"]), say=say))])

    def commit(prediction: predictions.Prediction) -> None:
        state.predictions[drawn.level, drawn.seed] = prediction
        state.look_at = "instrument"

    put_in_link({"said": prediction_link.round_to_link(said, drawn) if said else ""})
    if said:
        cached(draw_part, part=compared.compared, settings=drawn.settings, prediction=said)
        draw_all(compared.where_to_go_on(drawn, say=say))
    else:
        ask(drawn.settings.learning_rates, f"{drawn.level}-{drawn.seed}-", commit)


# A class that predicts together. Its votes are in one file, which all servers of a machine share.


def in_the_store(statements: Iterable[store.Statement]) -> list[list[Any]]:
    """Run statements as one transaction; return the rows of each, [] where the file fails, and keep why."""
    place, now, state.failed = store.place(os.environ), {"now": time()}, ""
    with one_writes:  # many at once would not be fair
        try:
            if not place.exists() or kept_open.get("inode") != place.stat()[1:3]:  # to open it takes long
                kept_open.pop("close", bool)()
                file = sqlite3.connect(place, **store.HOW_IT_IS_OPENED)
                kept_open.update(run=file.execute, close=file.close)
                file.executescript(store.OPENING)
                kept_open["inode"] = os.access(place, os.W_OK) and place.stat()[1:3]  # else opened anew
            return [kept_open["run"](text, values | now).fetchall() for text, values in statements][1:-1]
        except (OSError, sqlite3.Error) as error:
            kept_open.get("close", bool)()  # what was begun is undone
            kept_open.clear()
            state.failed = store.reason(getattr(error, "sqlite_errorname", ""), say=say)
            return []


def enter_the_class() -> None:
    """Enter the room that the link names, if it does; cookies tell who a student and a teacher is."""
    word, given, cookies = link.get(rooms.ROOM, ""), link.get(rooms.TEACHER, ""), st.context.cookies
    state.update(room=None, asked=None, link_problems=[], not_done=state.get("not_done", []))
    state.setdefault("voter", rooms.token_in(cookies) or secrets.token_hex(16))
    state.secret = rooms.secret_in(given, word, cookies, state.get("secret", ""))
    if word:
        rows = in_the_store(store.enter(word, state.voter, state.secret))
        met: dict[str, Any] = {"is_open": "task" in state, "at": link.get(rooms.AT, ""), "say": say}
        state.room, state.link_problems, in_link = status.entered(word, given, rows, state.failed, **met)
        state.asked = state.room and "task" not in state and state.room.question
        put_in_link(in_link)


def follow_the_class() -> None:
    """Set the page to the question at which the class is, and keep what is set until the reveal."""
    if room := state.room:
        if room.question != state.asked and room.sets_the_page:
            state.task = teachers_link.Task()
            set_controls(question.values_of(room.link))
        state.update(asked=room.question, task=question.task_of(room))
        put_in_link(status.in_the_link(room))


def meet_the_class(settings: Settings) -> None:
    """Show where the class is, and look again every few seconds whether it has gone on."""
    rows = in_the_store(store.look(state.room, state.voter, state.secret))
    if rows and (room := store.room_in(*rows[:2])) != state.room:
        state.update(room=room, not_done=[])
        st.rerun()
    state.seen = rows or state.get("seen", [])  # nothing moves: of an overtaken run Streamlit sends a part
    known: dict[str, Any] = {"settings": settings, "address": str(st.context.url), "run": in_the_store}
    warn(state.not_done or status.out_of_reach(state.failed, say=say), st.empty())
    draw_all(status.where_it_is(state.room, state.seen, secret=state.secret, **known, say=say))


# How a part is drawn: block by block, from top to bottom.


def draw_part(part: Part, after: int = 0, until: int | None = None, **arguments: Any) -> None:
    """Draw the blocks of a part after and until so many, to be `cached` where nothing in them is clicked."""
    draw_all(cached(blocks_of, part=part, **arguments)[after:until])


def draw_when_opened(heading: str, part: Part, **arguments: Any) -> None:
    """Offer a part under a heading; it is worked out when somebody looks."""
    fold = st.expander(heading, key=part.__name__, on_change="rerun")
    if fold.open:
        with fold:
            cached(draw_part, part=part, **arguments)


def blocks_of(part: Part, settings: Settings, **arguments: Any) -> list[blocks.Block]:
    """Return what a part makes of an experiment, with its rows as browsers get them."""
    return blocks.with_rows(keys.of_experiment(part, settings, **arguments, say=say), arrow.as_arrow)


def draw_all(given: Iterable[blocks.Block]) -> None:
    for block in given:
        match block:
            case blocks.Text(markdown, name, explains) if markdown:
                markdown = terms.explained(markdown, say=say) if explains else markdown
                (st.container(key=name) if name else st).markdown(markdown)
            case blocks.Code(text):
                st.code(text, language=None, wrap_lines=True)
            case blocks.Player(data):
                told(key="told", data=data)
                player(
                    key="player",
                    on_moved_change=lambda: set_by_hand(inputs.what_was_moved(state.player.moved)),
                    on_epoch_change=lambda: state.update(inputs.where_it_stood(state.player.epoch)),
                )
            case blocks.Table():
                draw_table(block)
            case blocks.TextTable():
                st.table(block.rows, border="horizontal", alt=block.alt)
            case blocks.Picture():
                draw_picture(block)
            case blocks.Choice(key, question, options):
                choose(st.radio, question, dict(enumerate(options)), index=None, key=key)
            case blocks.Select(key, label, names, several=True):
                choose(st.multiselect, label, names, key=key, placeholder=say("Choose"))
            case blocks.Select(key, label, names):
                choose(st.selectbox, label, names, key=key)
            case blocks.Download(label, name, mime, make):
                st.download_button(label, make, name, mime, key=name, on_click="ignore")
            case blocks.ShowMe():
                draw_all([blocks.as_button(block, is_off=bool(state.task.fixed), say=say)])
            case blocks.Markup(html):
                st.html(html)
            case blocks.Button(key, name, sets, statements):
                act: dict[str, Any] = {"on_click": set_controls, "args": (sets, statements)}
                st.button(name, key, block.told or None, type=block.kind, disabled=block.is_off, **act)
            case blocks.Columns():
                for place, one in zip(st.columns(len(block.blocks)), block.blocks, strict=True):
                    with place:
                        draw_all([one])
            case blocks.Box(within, heading, row):
                with st.expander(heading) if heading else st.container(border=not row, horizontal=row):
                    draw_all(within)


def look() -> None:
    """Bring what was just asked for into view, and the keyboard to it."""
    if key := state.pop("look_at", ""):
        state.looks = token = state.get("looks", 0) + 1
        looker(key="look", data={"place": f".st-key-{key}", "token": token})


def draw_picture(picture: blocks.Picture) -> None:
    described = all_charts.description(picture.name, say=say, large=large, **dict(picture.view))
    options: dict[str, Any] = {"alt": picture.alt, "key": picture.name}
    if picture.clicks:  # drawn anew after a click, it can be clicked there again
        options["key"] = key = f"{picture.name}{state.setdefault('clicks', 0)}"
        options |= {"on_select": partial(clicked, picture.name, key), "selection_mode": picture.name}
    st.vega_lite_chart(described | {"datasets": picture.rows}, **options)


def clicked(name: str, key: str) -> None:
    """Add the rate that was clicked in a picture."""
    if chosen := state[key].selection[name]:
        state.clicks += 1
        set_by_hand({"add": chosen[0]["learning_rate"]})


def draw_table(table: blocks.Table) -> None:
    shown, scale = columns.as_shown(table.rows, say=say), projector.PROJECTED if large else 1
    laid_out = columns.laid_out(table.rows, shown, table.columns, scale=scale)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    config = {name: (number if "format" in how else text)(**how) for name, how in laid_out.items()}
    options: dict[str, Any] = {"column_config": config, "hide_index": True, "placeholder": "–"}
    st.dataframe(arrow.as_arrow_table({name: shown[name] for name in laid_out}), height="content", **options)


# Worked out once, and given to everyone who asks for the same; what is drawn meanwhile is also drawn once.
# One function with one text as its key: Streamlit reads each anew at every rerun, and is slow with arguments.


@st.cache_resource(max_entries=512, show_spinner=False)
def computed(*, key: str, _function: Callable, _given: dict[str, Any]) -> Any:  # noqa: ARG001
    return _function(**_given)


def cached(function: Callable, **arguments: Any) -> Any:
    """Call a function in this language and at this size; what it returns must not be changed."""
    key = f"{say.language} {large} {keys.key_of_call(function, arguments)}"
    return computed(key=key, _function=function, _given=arguments)


def things_of_the_server() -> tuple[Any, ...]:
    """Return what students wait for, since Python runs one at a time, and the components."""
    gc.collect()
    gc.freeze()  # the libraries stay; to look through them again and again took a tenth of the server's time
    component = st.components.v2.component
    others = (component(name, js=assets.text_of(f"{name}.js")) for name in ("told", "look", "cookie"))
    return Lock(), Lock(), {}, component("player", **assets.player()), *others


def draw_the_head() -> None:
    """Draw how the page looks, what it is about and, in the projector's view, the way out of that."""
    sheets = {"page.css": True, "projector.css": large, "embedded.css": st.context.is_embedded}
    styles = assets.text_of(*(name for name, is_used in sheets.items() if is_used))
    st.html(f"<style>{styles}{teachers_link.style_of(state.task)}</style>")  # it takes no room
    if not (st.context.is_embedded or (state.room and state.room.is_led)):
        model, momentum = set_to(the_controls["model"]), set_to(the_controls["momentum"])
        st.markdown(terms.explained(introduction(model, momentum, say=say), say=say))
    if large:
        st.button(say("Leave"), key="leave", on_click=state.update, args=({"projector": False},))


things = computed(key="the server", _function=things_of_the_server, _given={})
one_at_a_time, one_writes, kept_open, player, told, looker, cookie = things
with one_at_a_time:
    say = in_language(set_to(controls.controls()["lang"]))
    the_controls = controls.controls(say)
    check_the_link()
    follow_the_class()
    if "configured" not in state:  # once; and only now, since a wrong link is run again
        at_first: Any = "collapsed" if st.context.is_embedded else "expanded" if state.more else "auto"
        st.set_page_config("Gradient Descent Lab", "📉", layout="wide", initial_sidebar_state=at_first)
        state.configured = True
    large = set_to(the_controls["projector"])
    draw_the_head()
    at_hand = st.container(key="at_hand") if large else None
    with st.sidebar:
        settings, problems = sidebar(at_hand)
    warn(state.link_problems + problems)
    state.link_problems = []  # told once; the next change clears it
    if where := state.pop("where_to_look", ""):
        st.container(key="where").info(where)
    if state.room:
        cookie(key="cookie", data=rooms.cookies_of(state.room, state.voter, state.secret))
        with st.container(key="class", border=True):
            st.fragment(meet_the_class, key="meet", run_every=state.room.asks_again)(settings)
    draw_page(settings)
    look()
