"""A worksheet for a class without screens: the predictions on one page, the answers on another."""

from html import escape
from string import Template

import pandas as pd

from gd_core.behaviour import BEHAVIOURS, SETTLED, name_of_behaviour
from gd_core.charts.paper import LossOnPaper, loss_on_paper
from gd_core.descent import Runs
from gd_core.experiment import Settings, points_of, run_experiment
from gd_core.inputs import name_of_source
from gd_core.languages import Say, document, english, in_language
from gd_core.lesson import about_the_points
from gd_core.numbers import exact, rounded, unrounded
from gd_core.parts.columns import results_columns
from gd_core.scaling import AS_IT_IS, CENTRED, all_x_equal
from gd_core.verdict import results_table

DIGITS = 5  # of the results; losses that are the same in these share a rank
NUMBERS = ("final_loss", "w", "b", "epochs_measured", "epochs_predicted", "factor")


def worksheet(settings: Settings, *, link: str = "", language: str = "en") -> str:
    """Return a page of HTML that prints on two sheets, A4 or Letter: a student's and the teacher's.

    It needs no other file, runs no script, and holds only what the settings and the runs say.

    Parameters
    ----------
    link : str
        The address of the page with these settings, for the teacher; left out where there is none.
    language : str
        One of `gd_core.languages.LANGUAGES`.

    Raises
    ------
    ValueError
        As `gd_core.experiment.run_experiment` does.
    """
    say = in_language(language)
    dataset, runs = run_experiment(settings)
    table = results_table(dataset, runs, say=say)
    chart = loss_on_paper(dataset, runs, factors=table["factor"].tolist(), say=say)
    return Template(document("worksheet.html", language)).substitute(
        n_runs=len(table),
        setting=escape(the_setting(settings, say=say)),
        behaviours=escape(_choices(table["behaviour"].tolist(), say)),
        predictions="\n".join(_prediction(runs, run) for run in range(len(table))),
        empty=chart.empty,
        points=escape(about_the_points(dataset, say=say).replace("**", "")),
        drawn=chart.drawn,
        columns="".join(_heading(label) for label in _labels(say)),
        answers="\n".join(_answers(table, chart)),
        notes=escape(_notes(say)),
        address=f'<p class="address">{escape(_address(link, say))}</p>' if link else "",
    )


def _notes(say: Say) -> str:
    return say(
        "Rank: losses that are the same in the digits shown share a rank. ▲: the loss leaves the picture. "
        "Epochs: until 99.9 % of the way from the starting loss down to the floor, as measured; – if not in "
        "this run. Predicted: the same by theory; – if never. × an epoch: what an epoch multiplies the "
        "slowest part of the error by. ∞ is too large for the computer."
    )


def _address(link: str, say: Say) -> str:
    return say("These settings on the page: {link}", link=link)


def the_setting(settings: Settings, *, say: Say = english) -> str:
    """Say in words what the settings decide, all but the rates and the starts."""
    points = _own_points(settings, say) if settings.points else _made_points(settings, say)
    return " ".join(filter(None, [points, _scaling(settings, say), _epochs(settings, say)]))


def _own_points(settings: Settings, say: Say) -> str:
    return say(
        "The points ({source}): {n:,}.",
        source=name_of_source(settings.points_from, say=say),
        n=points_of(settings).x.size,
    )


def _made_points(settings: Settings, say: Say) -> str:
    sign = "−" if settings.intercept < 0 else "+"
    line = f"y = {unrounded(settings.slope)}·x {sign} {unrounded(abs(settings.intercept))}"
    n, where = settings.n_samples, _where(settings, say)
    if not settings.noise:
        return say(
            "The n = {n:,} points lie on the line {line}, {where}, without noise.",
            n=n,
            line=line,
            where=where,
        )
    return say(
        "The n = {n:,} points lie around the line {line}, {where}, with normal noise of standard deviation "
        "{noise} (seed {seed}).",
        n=n,
        line=line,
        where=where,
        noise=unrounded(settings.noise),
        seed=settings.seed,
    )


def _where(settings: Settings, say: Say) -> str:
    low, high = map(unrounded, settings.x_range)
    if low == high:
        return say("all at x = {x}", x=low)
    return say("x from {low} to {high}", low=low, high=high)


def _scaling(settings: Settings, say: Say) -> str:
    if settings.scaling == AS_IT_IS:
        return ""
    if all_x_equal(points_of(settings)):
        return say("Then x is centred, so that every x is 0.")
    if settings.scaling == CENTRED:
        return say("Then x is centred: its mean is subtracted; w and b are for this new x.")
    return say(
        "Then x is standardised: its mean is subtracted and what is left divided by its standard deviation; "
        "w and b are for this new x."
    )


def _epochs(settings: Settings, say: Say) -> str:
    if settings.n_epochs == 1:
        return say("Every run takes 1 epoch.")
    return say("Every run takes {n:,} epochs.", n=settings.n_epochs)


def _choices(shown: list[str], say: Say) -> str:
    """Return the behaviours to choose from; the rare one of a start at the answer only where it is one."""
    settled = name_of_behaviour(SETTLED, say=say)
    names = [name_of_behaviour(behaviour, say=say) for behaviour in BEHAVIOURS]
    *others, last = [name for name in names if name != settled or name in shown]
    return say("{others} or {last}", others=", ".join(others), last=last)


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


def _labels(say: Say) -> list[str]:
    return [say("Rate"), say("Rank"), *(results_columns(say)[name][0] for name in ("behaviour", *NUMBERS))]


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
