"""What is taken home of a curve: its script does the same in its own process, and its CSV has every epoch."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from gd_core.cases import CASES
from gd_core.experiment import Settings, experiment_of
from gd_core.languages import LANGUAGES
from gd_core.models.all_models import CURVES
from gd_core.take_home.csv_file import csv_of_runs
from gd_core.take_home.files import files
from gd_core.take_home.script import script_of
from tests.test_script import THE_SAME_IN_BOTH, agreed, run_script, without_words, words_of

HARD = {
    "no width": Settings(model="hills", own_start=True, start_w=0.3, start_b=0.0),
    "far away": Settings(model="neuron-ce", noise=0.5, learning_rates=(1e9, 0.1), momentum=0.99),
    "thrown out": Settings(model="hills", learning_rates=(0.5, 3.0, 50.0), n_epochs=300, momentum=0.5),
    "one epoch": Settings(model="neuron", n_epochs=1, n_samples=2, noise=0.0, learning_rates=(7.0,)),
    "no noise": Settings(
        model="hills", noise=0.0, seed=7, n_samples=20, learning_rates=(0.05,), n_epochs=400
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_the_script_of_a_curve_finds_the_losses_of_the_page(tmp_path, name):
    assert agreed(run_script(script_of(experiment_of(HARD[name])), tmp_path))


def test_in_spanish_the_script_of_a_curve_agrees_too(tmp_path):
    carried = replace(CASES["Stuck on the wrong hill"], momentum=0.9)
    answer = run_script(script_of(experiment_of(carried), language="es"), tmp_path)
    assert agreed(answer, "es")


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("model", CURVES)
def test_the_program_of_a_curve_is_the_same_in_every_language_but_for_its_words(model, momentum):
    experiment = experiment_of(Settings(model=model, momentum=momentum))
    english, spanish = (script_of(experiment, language=language) for language in LANGUAGES)
    assert without_words(english) == without_words(spanish)
    assert words_of(english) & words_of(spanish) <= THE_SAME_IN_BOTH | {"all", "final", "error", "normal"}
    for script in (english, spanish):
        assert max(map(len, script.splitlines())) <= 110
    assert ("velocity" in english) == (momentum > 0)


def test_the_script_of_a_curve_tells_a_figure_that_is_not_its_own(tmp_path):
    experiment = experiment_of(CASES["The start decides"])
    mine = repr(float(experiment.runs.losses[0, -1]))
    answer = run_script(script_of(experiment).replace(mine, "0.0933715580"), tmp_path)
    assert answer.returncode == 1
    assert "Learning rate 0.01 ends with another loss than on the page." in answer.stdout


def test_a_run_in_which_roundings_grow_too_far_is_not_compared():
    chaotic = Settings(model="hills", learning_rates=(0.05, 0.01), n_epochs=1000, momentum=0.6)
    script = script_of(experiment_of(chaotic))
    runs = experiment_of(chaotic).runs
    nudged = experiment_of(replace(chaotic, own_start=True, start_w=0.85 + 1e-11, start_b=0.1)).runs
    moved = ~np.isclose(runs.losses[:, -1], nudged.losses[:, -1], rtol=1e-6)
    assert script.count("np.nan,") >= moved.sum()


@pytest.mark.parametrize("case", [case for case in CASES if not CASES[case].is_a_line])
def test_a_curve_is_taken_home_as_script_csv_and_worksheet(case):
    experiment = experiment_of(CASES[case])
    offered = [file.name for file in files(experiment, link="?")]
    assert offered == ["gradient_descent.py", "runs.csv", "worksheet.html"]
    rows = list(csv.DictReader(io.StringIO(csv_of_runs(experiment))))
    assert len(rows) == len(CASES[case].learning_rates) * (CASES[case].n_epochs + 1)
    for row in rows[:: len(rows) // 7]:
        theta = np.array([float(row["w"]), float(row["b"])])
        loss = float(CURVES[CASES[case].model].loss(theta, experiment.dataset))
        assert float(row["loss"]) == pytest.approx(loss, rel=1e-12)
