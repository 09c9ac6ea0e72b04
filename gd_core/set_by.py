"""What is set on the page by cases, by "Show me", by a model and by hand: values by the keys of the page."""

from collections.abc import Collection, Mapping
from typing import Any

from gd_core.cases import CASES, LESSON, Scene, where_to_look
from gd_core.charts import slots
from gd_core.control_values import values_of_settings
from gd_core.controls import VIEWS, Control, controls, for_model
from gd_core.experiment import LINE, Settings
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.numbers import exact, unrounded
from gd_core.typed_rates import add_rates

OPENINGS = {LINE: Settings()} | {  # what is worth looking at when a model is chosen by hand
    name: Settings(model=name, noise=noise, learning_rates=rates, n_epochs=n_epochs)
    for name, (noise, rates, n_epochs) in ((name, curve.opening) for name, curve in CURVES.items())
}
OF_A_MODEL = ("epochs", "noise", "n", "own")  # with the rates, what is set when a model is chosen
OF_THE_LESSON: dict[str, Any] = dict.fromkeys(VIEWS, False) | {"slots": {}}  # how the pictures are drawn


def a_case(case: str, *, say: Say = english) -> dict[str, Any]:
    """Return what one of the `CASES` sets: where to look on a curve, and plain descent beside momentum."""
    sets = _settings(CASES[case]) | {"look_at": "player", "where_to_look": where_to_look(case, say)}
    sets |= {"plain": True} if CASES[case].momentum else {}
    return sets | OF_THE_LESSON if case == LESSON else sets


def a_scene(scene: Scene) -> dict[str, Any]:
    """Return what shows a scene and says where to look."""
    view = {"log": scene.logarithmic, "excess": scene.above_floor, "part": scene.part}
    return _settings(scene.settings) | view | {"where_to_look": scene.where_to_look, "look_at": "where"}


def a_model(
    model: str, before: str | None, now: Mapping[str, Any], fixed: Collection[str], *, say: Say = english
) -> tuple[dict[str, Any], list[str]]:
    """Return what to set where a model is chosen by hand, and a sentence for each thing that had to change.

    What nobody has changed follows the model. What was changed is kept, as far as it is allowed.

    Parameters
    ----------
    before
        What was fitted, as a link has it: None is a line.
    now
        What the controls of `OF_A_MODEL` and the rates are set to.
    fixed
        The keys of controls that cannot be moved.
    """
    before, free = before or LINE, [key for key in now if key not in fixed]
    old, new = (values_of_settings(OPENINGS[name]) for name in (before, model))
    follow: list[str] = [key for key in ("rates", "epochs", "noise") if key in free and now[key] == old[key]]
    values: dict[str, Any] = {key: new[key] for key in follow}
    values |= {"rates_before": values["rates"], "typed": ""} if "rates" in values else {}
    told = []
    for control in (for_model(controls(say)[key], model, say=say) for key in ("epochs", "n") if key in free):
        most, value = int(control.allowed[1]), values.get(control.key, now[control.key])
        if value > most:
            values[control.key] = most
            told.append(_is_now(control, int(value), most, say))
    if now["own"] and "own" in free and _plane_of(model) != _plane_of(before):
        values["own"] = False
        told.append(_starts(model, say))
    return values, told


def _plane_of(model: str) -> object:
    """Return what two models have in common whose w and b mean the same."""
    return None if model == LINE else CURVES[model].window


def _is_now(control: Control, before: int, most: int, say: Say) -> str:
    return say(
        "{label}: {most:,} is the most for {model}, so it is {most:,} now, not {before:,}.",
        label=control.label,
        most=most,
        model=control.fitted,
        before=before,
    )


def _starts(model: str, say: Say) -> str:
    if model == LINE:
        return say("The start of your own was for another curve: the starts are drawn now.")
    w, b = map(unrounded, CURVES[model].start)
    return say("The start of your own was for another curve: the start is w = {w}, b = {b} now.", w=w, b=b)


def a_hand(
    moved: Mapping[str, Any],
    before: slots.Slots,
    listed: list[str],
    fixed: Collection[str],
    *,
    say: Say = english,
) -> tuple[dict[str, Any], list[str]]:
    """Return what a rate or a start sets that was moved or added, and a sentence for a rate that cannot run.

    It sets nothing that is kept as it is.

    Parameters
    ----------
    moved : mapping
        As `gd_core.inputs.what_was_moved` returns it.
    before : dict of float to int
        The slots of the rates.
    listed : list of str
        The list of rates.
    fixed : collection of str
        The keys of controls that cannot be moved.

    Examples
    --------
    >>> a_hand({"slot": 1, "rate": 0.6}, {0.1: 0, 0.5: 1}, ["0.1", "0.5"], fixed=())
    ({'slots': {0.1: 0, 0.6: 1}, 'rates': ['0.1', '0.6']}, [])
    >>> a_hand({"add": 0.6}, {0.5: 0}, ["0.5"], fixed=())
    ({'rates': ['0.5', '0.6']}, [])
    >>> a_hand({"start": (1.0, 2.0)}, {}, [], fixed=("w",))
    ({}, [])
    """
    match moved:
        case {"slot": slot, "rate": rate} if "rates" not in fixed:
            after = slots.moved(before, slot, rate)
            return ({"slots": after, "rates": list(map(exact, after))} if after != before else {}), []
        case {"add": rate} if "rates" not in fixed:
            rates, _, told = add_rates(exact(rate), listed, say=say)
            return {"rates": rates}, told
        case {"start": (w, b)} if not {"own", "w", "b"} & {*fixed}:
            return {"own": True, "w": w, "b": b}, []
    return {}, []


def _settings(settings: Settings) -> dict[str, Any]:
    """Return what sets every control of the sidebar, and nothing of what led to the rates before."""
    values = values_of_settings(settings)
    return values | {"rates_before": values["rates"], "typed": ""}
