"""What is set on the page by cases, by "Show me" and by hand: values by the keys of the page."""

from collections.abc import Collection, Mapping
from typing import Any

from gd_core.cases import CASES, LESSON, Scene
from gd_core.charts import slots
from gd_core.controls import VIEWS, values_of
from gd_core.experiment import Settings
from gd_core.numbers import exact

OF_THE_LESSON: dict[str, Any] = dict.fromkeys(VIEWS, False) | {"slots": {}}  # how the pictures are drawn


def a_case(case: str) -> dict[str, Any]:
    """Return what one of the `CASES` sets."""
    sets = _settings(CASES[case]) | {"look_at": "player"}
    return sets | OF_THE_LESSON if case == LESSON else sets


def a_scene(scene: Scene) -> dict[str, Any]:
    """Return what shows a scene and says where to look."""
    view = {"log": scene.logarithmic, "excess": scene.above_floor, "part": scene.part}
    return _settings(scene.settings) | view | {"where_to_look": scene.where_to_look, "look_at": "where"}


def a_hand(moved: Mapping[str, Any], before: slots.Slots, fixed: Collection[str]) -> dict[str, Any]:
    """Return what a rate or a start that was moved sets; {} where that is kept as it is.

    Parameters
    ----------
    moved : mapping
        As `gd_core.inputs.what_was_moved` returns it.
    before : dict of float to int
        The slots of the rates.
    fixed : collection of str
        The keys of controls that cannot be moved.

    Examples
    --------
    >>> a_hand({"slot": 1, "rate": 0.6}, {0.1: 0, 0.5: 1}, fixed=())
    {'slots': {0.1: 0, 0.6: 1}, 'rates': ['0.1', '0.6']}
    >>> a_hand({"start": (1.0, 2.0)}, {}, fixed=("w",))
    {}
    """
    match moved:
        case {"slot": slot, "rate": rate} if "rates" not in fixed:
            after = slots.moved(before, slot, rate)
            return {"slots": after, "rates": list(map(exact, after))} if after != before else {}
        case {"start": (w, b)} if not {"own", "w", "b"} & {*fixed}:
            return {"own": True, "w": w, "b": b}
    return {}


def _settings(settings: Settings) -> dict[str, Any]:
    """Return what sets every control of the sidebar, and nothing of what led to the rates before."""
    values = values_of(settings)
    return values | {"rates_before": values["rates"], "typed": ""}
