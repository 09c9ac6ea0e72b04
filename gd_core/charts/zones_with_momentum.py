"""The zones that momentum makes on the ruler."""

from typing import Any

from gd_core.charts.rate_axis import names_of_zones
from gd_core.languages import Say
from gd_core.numbers import rounded
from gd_core.telling.behaviour import name_of_behaviour
from gd_core.telling.manners import MANNERS
from gd_core.telling.terms import explanation
from gd_core.theory import Theory

TERMS = (
    *("crawl with momentum", "smooth with momentum", "swings"),
    *("zigzag with momentum", "diverge with momentum"),
)
LOOKS = (0, 1, "swings", 2, 3)  # what the style sheet calls them


def _names(say: Say) -> list[str]:
    """Return what the page calls the zones, in ascending order of their rates."""
    crawl, smooth, zigzag, diverge = names_of_zones(say)
    return [crawl, smooth, say("swings"), zigzag, diverge]


def zones_with_momentum(theory: Theory, *, say: Say) -> dict[str, Any]:
    """Return the zones of the ruler that are not empty, and where each but the last ends."""
    known = theory.with_momentum
    if known is None:
        return {}
    names, limit = _names(say), known.zones[-1]
    told = [
        {
            "name": name,
            "does": name_of_behaviour(manner, say=say),
            "look": look,
            "meaning": explanation(term, say=say),
        }
        for name, manner, look, term in zip(names, MANNERS, LOOKS, TERMS, strict=True)
    ]
    begins = (0.0, *known.zones)
    is_there = [begin < end for begin, end in zip(begins, known.zones, strict=False)]
    return {
        "edges": [edge for edge, there in zip(known.zones, is_there, strict=True) if there],
        "zones": [zone for zone, there in zip(told, (*is_there, True), strict=True) if there],
        "limit": say("limit {rate}", rate=rounded(limit)),
        "meaning": explanation("limit with momentum", say=say),
    }
