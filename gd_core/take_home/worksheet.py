"""A worksheet for a class without screens: the predictions on one page, the answers on another."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from gd_core.complaints import either
from gd_core.descent import Runs
from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, in_language
from gd_core.models.outcomes import OUTCOMES
from gd_core.numbers import rounded, unrounded
from gd_core.parts.columns import Rows, digits_of
from gd_core.parts.results import columns_of_results, results_table
from gd_core.ranks import places_of
from gd_core.take_home.on_the_sheet import about_the_method, update_rule
from gd_core.take_home.paper import LossOnPaper, loss_on_paper
from gd_core.telling.behaviour import BEHAVIOURS, BEHAVIOURS_WITH_MOMENTUM, SETTLED, name_of_behaviour
from gd_core.telling.of_curves import name_of_outcome
from gd_core.telling.points import about_the_points_and_starts
from gd_core.telling.setting import the_setting
from gd_core.telling.verdict import judge

STYLE = Path(__file__).parent.parent / "assets" / "worksheet.css"
DIGITS = 5  # of the results; losses that are the same in these share a rank, too
NUMBERS = ("final_loss", "w", "b", "epochs_measured", "epochs_to_minimum", "epochs_predicted", "factor")
COLUMNS = ("behaviour", *NUMBERS)  # beside rate and rank, as far as they are known


def worksheet(experiment: Experiment, *, link: str = "", language: str = "en") -> str:
    """Return a page of HTML that prints on two sheets, A4 or Letter: a student's and the teacher's.

    It needs no other file, runs no script, and holds only what the settings and the runs say.

    Parameters
    ----------
    link : str
        The address of the page with these settings, for the teacher; left out where there is none.
    language : str
        One of `gd_core.languages.LANGUAGES`.
    """
    say = in_language(language)
    runs, table = experiment.runs, results_table(experiment, say=say)
    factors = table.get("factor", [])
    reasons = _reasons(experiment, table, say)
    chart = loss_on_paper(experiment, factors=factors, say=say)
    known, momentum = [name for name in COLUMNS if name in table], bool(experiment.theory.with_momentum)
    return Template(say.document("worksheet.html")).substitute(
        style=STYLE.read_text(encoding="utf-8"),
        n_runs=runs.learning_rates.size,
        rule=_rule(experiment.settings, say),
        setting=escape(the_setting(experiment.settings, say=say)),
        behaviours=escape(_choices(experiment, table, momentum, say)),
        predictions="\n".join(_prediction(runs, run, say) for run in range(runs.learning_rates.size)),
        empty=chart.empty,
        points=escape(_flowing(about_the_points_and_starts(experiment, say=say))),
        drawn=chart.drawn,
        columns="".join(_heading(label) for label in _labels(experiment, known, say)),
        answers="\n".join(_answers(table, known, ranks(experiment), reasons, chart, say)),
        notes=escape(_notes(known, momentum, say)),
        address=f'<p class="address">{escape(_address(link, say))}</p>' if link else "",
    )


def _notes(known: list[str], with_momentum: bool, say: Say) -> str:
    """Say what the columns hold, those that are there."""
    sentences = [
        say("Rank: losses that are the same in the digits shown share a rank."),
        say("▲: the loss leaves the picture."),
        say(
            "Epochs: until it stays 99.9 % of the way from the starting loss down to the floor, as measured; "
            "– if not in this run."
        )
        if with_momentum
        else say(
            "Epochs: until 99.9 % of the way from the starting loss down to the floor, as measured; – if not "
            "in this run."
        )
        if "epochs_measured" in known
        else "",
        say(
            "Epochs: until 99.9 % of the way from the starting loss to that of the minimum in which the run "
            "settles is behind it for good, as measured; – if not in this run."
        )
        if "epochs_to_minimum" in known
        else "",
        say("Predicted: the same by theory; – if never.") if "epochs_predicted" in known else "",
        _about_the_factor(with_momentum, say) if "factor" in known else "",
        say("∞ is too large for the computer."),
    ]
    return " ".join(filter(None, sentences))


def _about_the_factor(with_momentum: bool, say: Say) -> str:
    if with_momentum:
        return say("× an epoch: what an epoch multiplies the slowest part of the error by in the long run.")
    return say("× an epoch: what an epoch multiplies the slowest part of the error by.")


def _address(link: str, say: Say) -> str:
    return say("These settings on the page: {link}", link=link)


def _rule(settings: Settings, say: Say) -> str:
    """Return in HTML what is fitted, and the update rule."""
    if settings.is_a_line:
        return say.document("rule_with_momentum.html" if settings.momentum else "rule.html").rstrip()
    return f'<p>{about_the_method(settings, say=say)}</p>\n<p class="rule">{update_rule(settings)}</p>'


def _choices(experiment: Experiment, table: Rows, with_momentum: bool, say: Say) -> str:
    """Return the behaviours to choose from; the rare one of a start at the answer only where it is one."""
    if experiment.theory.is_of_a_curve:
        return either([name_of_outcome(outcome, say=say) for outcome in OUTCOMES], say=say)
    shown = table.get("behaviour", [])
    settled = name_of_behaviour(SETTLED, say=say)
    behaviours = BEHAVIOURS_WITH_MOMENTUM if with_momentum else BEHAVIOURS
    names = [name_of_behaviour(behaviour, say=say) for behaviour in behaviours]
    return either([name for name in names if name != settled or name in shown], say=say)


def _reasons(experiment: Experiment, table: Rows, say: Say) -> list[str]:
    if experiment.theory.is_of_a_curve:
        return table["why"]
    return [verdict.why for verdict in judge(experiment, say=say)] or [""] * len(table["learning_rate"])


def _flowing(markdown: str) -> str:
    """Return Markdown as one paragraph of plain text."""
    return markdown.replace("**", "").replace("\n\n- ", " ").replace("\n- ", "; ").replace("\n\n", ". ")


def _prediction(runs: Runs, run: int, say: Say) -> str:
    """Return a row for the student: where a run starts, and three empty boxes."""
    w, b = runs.parameters[run, 0]
    given = [f"{rounded(w, DIGITS)}, {rounded(b, DIGITS)}", rounded(runs.losses[run, 0], DIGITS)]
    cells = "".join(f"<td>{text}</td>" for text in [*given, "", "", ""])
    return say.numbers_in(f'<tr><th scope="row">{unrounded(runs.learning_rates[run])}</th>{cells}</tr>')


def ranks(experiment: Experiment) -> list[int]:
    """Return the place of each run by its final loss, 1 for the lowest; what looks the same shares it."""
    shown = [float(f"{loss:.{DIGITS - 1}e}") for loss in experiment.runs.losses[:, -1]]
    ends = list(zip(shown, places_of(experiment), strict=True))
    return [1 + sum(other < loss and before < place for other, before in ends) for loss, place in ends]


def _labels(experiment: Experiment, known: list[str], say: Say) -> list[str]:
    columns = columns_of_results(experiment, say=say)
    return [say("Rate"), say("Rank"), *(columns[name][0] for name in known)]


def _heading(label: str) -> str:
    return f'<th scope="col">{escape(label)}</th>'


def _answers(
    table: dict[str, list],
    known: list[str],
    places: list[int],
    reasons: list[str],
    chart: LossOnPaper,
    say: Say,
) -> list[str]:
    leaving = [f"{sentence}." if sentence else "" for sentence in chart.leaving]
    notes = [" ".join(filter(None, told)) for told in zip(reasons, leaving, strict=True)]
    told = [list(map(str, places)), *(_column(table, name, say) for name in known)]
    rates = [say.numbers_in(unrounded(rate)) for rate in table["learning_rate"]]
    return [_answer(*row) for row in zip(rates, zip(*told, strict=True), chart.dashes, notes, strict=True)]


def _column(table: dict[str, list], name: str, say: Say) -> list[str]:
    """Return the texts of a column, as many digits of each number as of those on the page."""
    if name == "behaviour":
        return table[name]
    digits = digits_of(name, table)
    return [say.numbers_in(rounded(value, digits)) for value in table[name]]


def _answer(rate: str, told: Sequence[str], dash: str, note: str) -> str:
    """Return the two rows of a rate for the teacher: its numbers, and under them the reason."""
    cells = "".join(f"<td>{escape(text)}</td>" for text in told)
    rate = f'<th scope="rowgroup" rowspan="2">{rate}{dash}</th>'
    under = f'<td colspan="{len(told)}">{escape(note)}</td>'
    return f"<tbody><tr>{rate}{cells}</tr><tr>{under}</tr></tbody>"
