"""The question of a class: the case to predict, with what its teacher hides and locks, as a link has it."""

from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from gd_core.cases import DID
from gd_core.control_values import for_link, values_of_settings
from gd_core.controls import CAN_BE_LOCKED, controls
from gd_core.experiment import A_LINE, MY_OWN, Settings
from gd_core.inputs import value_in_link
from gd_core.keys import experiment_with
from gd_core.languages import Say, english
from gd_core.numbers import exact
from gd_core.own_points import real_data
from gd_core.own_points.link import as_lines, from_link, to_link
from gd_core.own_points.reading import OwnPoints
from gd_core.teaching.predictions import can_be_foretold
from gd_core.teaching.teachers_link import FLAGS, RUNS, Task, flags_of, read_task
from gd_core.typed_rates import read_learning_rates
from gd_core.voting.rooms import Room

ASKED = (*CAN_BE_LOCKED, *FLAGS, "points", "part")  # what a question's link may hold


def link_of_a_question(settings: Settings, task: Task, part: str = DID) -> str:
    """Return the link with which a class is asked about these settings; it hides something.

    What nobody chose to hide are the runs as well: who sees them has nothing left to foretell.

    >>> link_of_a_question(Settings(seed=7), Task(lock=("noise",)))
    'seed=7&hide=runs&lock=noise'
    """
    written = _written(settings)
    usual = _written(Settings())
    given = {key: text for key, text in written.items() if text != usual[key]}
    if settings.points_from == MY_OWN and settings.points:
        given["points"] = to_link(OwnPoints(*settings.points)) or ""
    return urlencode(given | flags_of(replace(task, hide=task.hide or RUNS), part), doseq=True)


def _written(settings: Settings) -> dict[str, str | list[str]]:
    """Return what the controls of settings are set to, as links have it; the rates are texts already."""
    values = values_of_settings(settings)
    return {key: value if isinstance(value, list) else for_link(value) for key, value in values.items()}


def asked_in(link: str) -> dict[str, list[str]]:
    """Return the parameters of a question's link, those alone that a question may have."""
    given = parse_qs(link, keep_blank_values=True)
    return {key: given[key] for key in ASKED if key in given}


def asked_of(room: Room) -> Task:
    """Return what the teacher wants of the question in a room, once its answer is shown."""
    asked = asked_in(room.link)
    return read_task(asked, rates=asked.get("rates", ()))[0]


def task_of(room: Room) -> Task:
    """Return what a room's link asks for: until the reveal, no setting can be moved."""
    task = asked_of(room)
    if room.revealed:
        return Task() if room.is_led else task
    locked = [key for key in CAN_BE_LOCKED if key not in task.without or room.is_led]
    return Task(task.hide or RUNS, tuple(locked), () if room.is_led else task.without)


def values_of(link: str) -> dict[str, Any]:
    """Return what a question's link sets on the page, by the keys there; its rates are texts.

    >>> values = values_of("rates=0.5&x=0&x=2")
    >>> values["rates"], values["x"], values["noise"], values["log"]
    (['0.5'], (0.0, 2.0), 0.1, False)
    """
    asked, known = asked_in(link), controls()
    values = {key: value_in_link(known[key], asked.get(key, [])) for key in CAN_BE_LOCKED if key != "rates"}
    rates = [*filter(None, asked["rates"])] if "rates" in asked else [*map(exact, known["rates"].default)]
    values["part"] = value_in_link(known["part"], asked.get("part", []))
    own = points_in(link)
    besides = {"log": False, "excess": False, "rates_before": rates, "typed": "", "slots": {}}
    besides["pasted"] = as_lines(own) if own else ""
    return values | {"rates": rates} | besides


@lru_cache(maxsize=64)
def settings_of(link: str) -> Settings:
    """Return the settings that a question's link describes, as the page that it opens has them."""
    values, known = values_of(link), controls()
    chosen = {known[key].setting: value for key, value in values.items() if key in CAN_BE_LOCKED}
    chosen["learning_rates"] = tuple(read_learning_rates(values["rates"])[0])
    return Settings(**chosen, points=_points_of(link, chosen["points_from"]))


def points_in(link: str) -> OwnPoints | None:
    """Return the learner's own points that a question's link holds, None where it has none."""
    texts = asked_in(link).get("points", [])
    return from_link(texts[0]) if texts else None


def problem_with_question(link: str, settings: Settings, *, say: Say = english) -> str:
    """Say why a class cannot be asked about these settings; return "" where it can."""
    if not settings.learning_rates:
        return say("There is no learning rate to predict.")
    if settings_of(link) != settings:
        return say("These points do not fit into a link, so a class cannot be asked about them.")
    if not can_be_foretold(experiment_with(settings)):
        return say("There is nothing to foretell here: a run starts at the answer, or cannot be judged.")
    return ""


def _points_of(link: str, points_from: str) -> Any:
    """Return the points that are not made from a line, as `Settings` has them; None where there are none."""
    if points_from == A_LINE:
        return None
    own = points_in(link) if points_from == MY_OWN else real_data.real_data()[points_from].points
    return (own.x, own.y) if own and own.x else None
