"""A worksheet for a class without screens: the predictions on one page, the answers on another."""

from html import escape
from pathlib import Path
from string import Template

import pandas as pd

from gd_core.behaviour import BEHAVIOURS, SETTLED
from gd_core.charts.paper import LossOnPaper, loss_on_paper
from gd_core.descent import Runs
from gd_core.experiment import Settings, points_of, run_experiment
from gd_core.lesson import about_the_points
from gd_core.numbers import exact, rounded, unrounded
from gd_core.parts.columns import RESULTS_TABLE, TO_ARRIVE
from gd_core.scaling import AS_IT_IS, STANDARDISED, all_x_equal
from gd_core.verdict import results_table

TEMPLATE = Path(__file__).parent / "assets" / "worksheet.html"
DIGITS = 5  # of the results; losses that are the same in these share a rank
NUMBERS = ("final_loss", "w", "b", "epochs_measured", "epochs_predicted", "factor")


def worksheet(settings: Settings, *, link: str = "") -> str:
    """Return a page of HTML that prints on two sheets, A4 or Letter: a student's and the teacher's.

    It needs no other file, runs no script, and holds only what the settings and the runs say.

    Parameters
    ----------
    link : str
        The address of the page with these settings, for the teacher; left out where there is none.

    Raises
    ------
    ValueError
        As `gd_core.experiment.run_experiment` does.
    """
    dataset, runs = run_experiment(settings)
    table = results_table(dataset, runs)
    chart = loss_on_paper(dataset, runs, factors=table["factor"].tolist())
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        n_runs=len(table),
        setting=escape(the_setting(settings)),
        behaviours=escape(_choices(table["behaviour"].tolist())),
        predictions="\n".join(_prediction(runs, run) for run in range(len(table))),
        empty=chart.empty,
        points=escape(about_the_points(dataset).replace("**", "")),
        drawn=chart.drawn,
        columns="".join(_heading(label) for label in _labels()),
        answers="\n".join(_answers(table, chart)),
        notes=escape(_NOTES),
        address=f'<p class="address">These settings on the page: {escape(link)}</p>' if link else "",
    )


_NOTES = (
    "Rank: losses that are the same in the digits shown share a rank. ▲: the loss leaves the picture. "
    f"Epochs: {TO_ARRIVE}, as measured; – if not in this run. Predicted: the same by theory; – if never. "
    "× an epoch: what an epoch multiplies the slowest part of the error by. ∞ is too large for the computer."
)


def the_setting(settings: Settings) -> str:
    """Say in words what the settings decide, all but the rates and the starts."""
    epochs = f"Every run takes {settings.n_epochs:,} epoch{'s' if settings.n_epochs > 1 else ''}."
    if settings.points:
        n = len(settings.points[0])
        said = f"The points ({settings.points_from}): {n:,}."
        return " ".join(filter(None, [said, _scaling(settings), epochs]))
    low, high = settings.x_range
    sign = "−" if settings.intercept < 0 else "+"
    true_line = f"y = {unrounded(settings.slope)}·x {sign} {unrounded(abs(settings.intercept))}"
    where = f"all at x = {unrounded(low)}" if low == high else f"x from {unrounded(low)} to {unrounded(high)}"
    points = f"The n = {settings.n_samples:,} points lie {{}} the line {true_line}, {where}, {{}}."
    noise = f"with normal noise of standard deviation {unrounded(settings.noise)} (seed {settings.seed})"
    said = points.format("around", noise) if settings.noise else points.format("on", "without noise")
    return " ".join(filter(None, [said, _scaling(settings), epochs]))


def _scaling(settings: Settings) -> str:
    if settings.scaling == AS_IT_IS:
        return ""
    if all_x_equal(points_of(settings)):
        return "Then x is centred, so that every x is 0."
    divided = (
        " and what is left divided by its standard deviation" if settings.scaling == STANDARDISED else ""
    )
    return f"Then x is {settings.scaling}: its mean is subtracted{divided}; w and b are for this new x."


def _choices(shown: list[str]) -> str:
    """Return the behaviours to choose from; the rare one of a start at the answer only where it is one."""
    names = [name for name in BEHAVIOURS if name != SETTLED or name in shown]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _prediction(runs: Runs, run: int) -> str:
    """Return a row for the student: where a run starts, and three empty boxes."""
    w, b = runs.parameters[run, 0]
    given = [f"{rounded(w, DIGITS)}, {rounded(b, DIGITS)}", rounded(runs.losses[run, 0], DIGITS)]
    cells = "".join(f"<td>{text}</td>" for text in [*given, "", "", ""])
    return f'<tr><th scope="row">{exact(runs.learning_rates[run])}</th>{cells}</tr>'


def ranks(losses: list[float]) -> list[int]:
    """Return the place of each loss, 1 for the lowest; those that look the same share one.

    >>> ranks([0.5, 0.1, float("inf"), 0.1])
    [3, 1, 4, 1]
    """
    shown = [float(f"{loss:.{DIGITS - 1}e}") for loss in losses]
    return [1 + sum(other < loss for other in shown) for loss in shown]


def _labels() -> list[str]:
    return ["Rate", "Rank", *(RESULTS_TABLE[name][0] for name in ("behaviour", *NUMBERS))]


def _heading(label: str) -> str:
    return f'<th scope="col">{escape(label)}</th>'


def _answers(table: pd.DataFrame, chart: LossOnPaper) -> list[str]:
    places = ranks(table["final_loss"].tolist())
    rows = zip(table.to_dict("records"), places, chart.dashes, chart.leaving, strict=True)
    return [_answer(row, rank, dash, leaving) for row, rank, dash, leaving in rows]


def _answer(row: dict, rank: int, dash: str, leaving: str) -> str:
    """Return the two rows of a rate for the teacher: its numbers, and under them the reason."""
    numbers = [rounded(row[name], DIGITS) for name in NUMBERS]
    cells = "".join(f"<td>{escape(text)}</td>" for text in [str(rank), row["behaviour"], *numbers])
    rate = f'<th scope="rowgroup" rowspan="2">{exact(row["learning_rate"])}{dash}</th>'
    reason = escape(" ".join(filter(None, [row["why"], leaving and f"{leaving}."])))
    under = f'<td colspan="{len(numbers) + 2}">{reason}</td>'
    return f"<tbody><tr>{rate}{cells}</tr><tr>{under}</tr></tbody>"
