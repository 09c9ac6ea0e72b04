"""The ruler of learning rates: its ends, and the zones on it with what a run does there."""

from typing import Any

from gd_core.bowl import ROUNDING
from gd_core.charts.rate_axis import ZONES, axis_range, names_of_zones
from gd_core.charts.ruler_of_curves import zones_of_curve
from gd_core.charts.zones_with_momentum import zones_with_momentum
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import rounded
from gd_core.telling.behaviour import (
    CRAWLS,
    DIVERGES,
    SMOOTH,
    ZIGZAG,
    name_of_behaviour,
    name_where_it_crawls_along,
)
from gd_core.telling.terms import explanation


def ruler_of(experiment: Experiment, *, say: Say = english) -> dict[str, Any]:
    """Return the ends of the ruler, and the zones on it with what a run does there, where they are known."""
    theory, (low, high) = experiment.theory, axis_range(experiment.theory)
    if theory.with_momentum:
        return {"low": low, "high": high, "rounding": ROUNDING} | zones_with_momentum(theory, say=say)
    if theory.is_of_a_curve:
        edges, zones = zones_of_curve(experiment, say=say)
        return {"low": low, "high": high, "edges": edges, "rounding": ROUNDING, "zones": zones}
    if theory.zones is None:
        return {"low": low, "high": high, "edges": [], "zones": []}
    return {
        "low": low,
        "high": high,
        "edges": theory.zones,
        "rounding": ROUNDING,
        "zones": _zones(say),
        "limit": say("limit {rate}", rate=rounded(theory.zones[-1])),
        "meaning": explanation("limit", say=say),
    }


def _zones(say: Say) -> list[dict[str, str]]:
    """Return what each zone is called and means, and what a run there does, also where it crawls along."""
    each = zip(names_of_zones(say), (CRAWLS, SMOOTH, ZIGZAG, DIVERGES), ZONES, strict=True)
    return [
        {
            "name": name,
            "does": name_of_behaviour(behaviour, say=say),
            "crawlsAlong": name_where_it_crawls_along(behaviour, say=say),
            "meaning": explanation(term, say=say),
        }
        for name, behaviour, term in each
    ]
