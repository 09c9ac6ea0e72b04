"""What was not read of a learner's points: bad lines by name, and how many others."""

from gd_core.languages import Say
from gd_core.own_points.table import MOST_LINES

MOST_POINTS = 10_000
MOST_NAMED = 5  # bad lines are named up to so many, and then counted


def complaints_of(bad: list[str], n_points: int, n_left_out: int, say: Say) -> tuple[str, ...]:
    """Return sentences for the first bad lines, for how many more there are, and for lines left out."""
    more = [_not_named(len(bad) - MOST_NAMED, say)] if len(bad) > MOST_NAMED else []
    left_out = [_left_out(n_points, n_left_out, say)] if n_left_out else []
    no_point = [] if n_points else [say("No line could be read as a point.")]
    return (*bad[:MOST_NAMED], *more, *left_out, *no_point)


def _not_named(n_lines: int, say: Say) -> str:
    if n_lines == 1:
        return say("And 1 line more could not be read.")
    return say("And {n:,} lines more could not be read.", n=n_lines)


def _left_out(n_points: int, n_lines: int, say: Say) -> str:
    """Say that lines are left out: those after the most points that are read, or after the most lines."""
    if n_points == MOST_POINTS:
        if n_lines == 1:
            return say("The first {most:,} points are read, and not the 1 line after them.", most=MOST_POINTS)
        return say(
            "The first {most:,} points are read, and not the {n:,} lines after them.",
            most=MOST_POINTS,
            n=n_lines,
        )
    if n_lines == 1:
        return say("The first {most:,} lines are read, and not the 1 line after them.", most=MOST_LINES)
    return say(
        "The first {most:,} lines are read, and not the {n:,} lines after them.", most=MOST_LINES, n=n_lines
    )
