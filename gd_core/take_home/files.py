"""The files that a learner can take home; each is made when somebody asks for it."""

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.models.all_models import CURVES
from gd_core.parts.blocks import Download
from gd_core.take_home.csv_file import csv_of_runs
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import worksheet


def files(experiment: Experiment, *, link: str, say: Say = english) -> tuple[Download, ...]:
    """Return the files of an experiment.

    Parameters
    ----------
    link : str
        The address of the page with these settings.
    """
    language = say.language
    script = Download(
        say("The runs as a Python script"),
        "gradient_descent.py",
        "text/x-python",
        lambda: script_of(experiment, language=language),
    )
    return (
        *([script] if _has_a_script(experiment) else []),
        Download(say("Every epoch as CSV"), "runs.csv", "text/csv", lambda: csv_of_runs(experiment)),
        Download(
            say("A worksheet to print"),
            "worksheet.html",
            "text/html",
            lambda: worksheet(experiment, link=link, language=language),
        ),
    )


def _has_a_script(experiment: Experiment) -> bool:
    """Tell whether a script knows how to make such steps."""
    theory = experiment.theory
    if theory.is_of_a_curve:
        return CURVES[experiment.settings.model].program is not None
    return bool(theory.steps_are_gradients or theory.with_momentum)
