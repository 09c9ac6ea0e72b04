"""The script to take home is run in its own process, and finds the losses of the page."""

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from gd_core import largest_stable_rate
from gd_core.cases import CASES
from gd_core.experiment import Settings, dataset_of, experiment_of
from gd_core.languages import LANGUAGES
from gd_core.scaling import SCALINGS, STANDARDISED
from gd_core.take_home.script import script_of

MOST_WORK = 4_000_000  # points × epochs × rates: what a plain loop does in about a second
AGREED = {
    "en": r"^(All \d+ final losses agree|The 1 final loss agrees) with the page",
    "es": r"^(Las \d+ pérdidas finales coinciden con las de|Coinciden? con) la página",
}
NOTHING_COMPARED = {"en": "so nothing was compared.", "es": "así que no se comparó nada."}
AT_THE_ANSWER = Settings(learning_rates=(0.5, 1.0), own_start=True, start_w=2.0, start_b=1.0, noise=0.0)
WITH_WORDS = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", None)}
THE_SAME_IN_BOTH = {"Gradient", "Descent", "Lab", "Python", "NumPy", "python", "gradient", "descent", "py"}
THE_SAME_IN_BOTH |= {"agg", "png", "ignore", "inf", "no"}
LONGEST = Settings(n_epochs=10_000, learning_rates=tuple(0.1 * k for k in range(1, 9)))


def run_script(script, folder, name="script.py"):
    """Run a script as a student would, but for strictness: no paths of ours, and warnings are errors.

    What it prints is UTF-8 also where a system would choose something else for a file.
    """
    path = folder / name
    path.write_text(script, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-W", "error", str(path)],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def own_points(rng):
    n = int(rng.integers(1, 30))
    return tuple(rng.normal(3, 2, n).round(2).tolist()), tuple(rng.normal(-1, 5, n).tolist())


def random_settings(rng):
    """Draw settings of every kind a learner can reach, easy and awkward, with rates that suit the points."""
    low = round(rng.uniform(-10, 9), 1)
    width = rng.choice([0.0, 0.01, 0.1, 1.0, round(10 - low, 1)])
    settings = Settings(
        seed=int(rng.integers(0, 2**32)),
        noise=float(rng.choice([0.0, 0.1, 1.0])),
        n_epochs=int(rng.choice([1, 2, 100, 1000, 10_000])),
        n_samples=int(rng.choice([2, 3, 100, 10_000])),
        x_range=(low, low + float(width)),
        slope=float(rng.choice([2.0, 0.0, -10.0])),
        intercept=float(rng.choice([1.0, 0.0, -10.0])),
        same_start=bool(rng.integers(2)),
        own_start=bool(rng.integers(2)),
        start_w=float(rng.choice([0.0, 2.0, -100.0])),
        start_b=float(rng.choice([0.0, 1.0, 100.0])),
        scaling=str(rng.choice(SCALINGS)),
        points=own_points(rng) if rng.random() < 0.3 else None,
    )
    limit = largest_stable_rate(dataset_of(settings))
    share = [10 ** rng.uniform(-4, -1), rng.uniform(0.1, 1), 1 - 1e-6, 1.0, 1.001, rng.uniform(1, 3), 1e9]
    n_rates = max(1, min(7, MOST_WORK // (settings.n_samples * settings.n_epochs)))
    rates = rng.choice(limit * np.array(share), n_rates, replace=False).clip(1e-9, 1e9)
    n_epochs = max(1, min(settings.n_epochs, MOST_WORK // (settings.n_samples * n_rates)))
    return Settings(
        **{**vars(settings), "learning_rates": tuple(np.unique(rates).tolist()), "n_epochs": n_epochs}
    )


def random_cases(count, *, seed):
    rng = np.random.default_rng(seed)
    return [random_settings(rng) for _ in range(count)]


def agreed(answer, language="en"):
    """Tell whether a script ended well and said so."""
    said = re.search(AGREED[language], answer.stdout, re.M)
    nothing = NOTHING_COMPARED[language] in answer.stdout
    return answer.returncode == 0 and answer.stderr == "" and bool(said or nothing)


@pytest.mark.parametrize(("language", "count"), [("en", 40), ("es", 8)])
def test_the_script_of_random_settings_finds_the_losses_of_the_page(tmp_path, language, count):
    cases = random_cases(count, seed=0)
    scripts = [script_of(experiment_of(settings), language=language) for settings in cases]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        names = [f"{number}.py" for number in range(len(cases))]
        answers = list(pool.map(run_script, scripts, [tmp_path] * len(cases), names))
    failed = [
        (case, answer.stdout, answer.stderr)
        for case, answer in zip(cases, answers, strict=True)
        if not agreed(answer, language)
    ]
    assert not failed
    assert sum("np.inf," in script for script in scripts) > count / 8  # of all kinds: beyond all numbers, …
    assert sum("np.nan," in script for script in scripts) < count / 4  # … and seldom decided by rounding


class WithoutWords(ast.NodeTransformer):
    """Takes out of a program all that is text in it."""

    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node


def without_words(script):
    return ast.dump(WithoutWords().visit(ast.parse(script)))


def words_of(script):
    """Return the words of a program's texts and comments, those of one letter and of the code left out."""
    tokens = list(tokenize.generate_tokens(io.StringIO(script).readline))
    code = {token.string for token in tokens if token.type == tokenize.NAME}
    texts = [token.string for token in tokens if token.type in WITH_WORDS]
    return set(re.findall(r"[^\W\d_]{2,}", " ".join(texts))) - code


def test_the_program_is_the_same_in_every_language_but_for_its_words():
    for settings in [*random_cases(40, seed=2), *CASES.values(), AT_THE_ANSWER]:
        experiment = experiment_of(settings)
        scripts = [script_of(experiment, language=language) for language in LANGUAGES]
        assert len({without_words(script) for script in scripts}) == 1
        assert len(set(scripts)) == len(LANGUAGES)


def test_a_script_in_spanish_has_no_english_in_it():
    for settings in [*random_cases(40, seed=2), AT_THE_ANSWER]:
        experiment = experiment_of(settings)
        english, spanish = (words_of(script_of(experiment, language=language)) for language in ("en", "es"))
        assert english & spanish <= THE_SAME_IN_BOTH


def test_the_script_of_every_case_of_the_page_agrees(tmp_path):
    for settings in CASES.values():
        answer = run_script(script_of(experiment_of(settings)), tmp_path)
        n = len(settings.learning_rates)
        all_agree = f"All {n} final losses agree" if n > 1 else "The 1 final loss agrees"
        assert f"{all_agree} with the page.\n" in answer.stdout
        assert agreed(answer)


@pytest.mark.parametrize(
    "other", ["0.01500810", "np.inf", "0.0"]
)  # the first is a little over a millionth off
def test_the_script_tells_a_figure_that_is_not_its_own(tmp_path, other):
    lesson = experiment_of(Settings())
    script = script_of(lesson)
    mine = repr(float(lesson.runs.losses[1, -1]))
    assert mine in script
    answer = run_script(script.replace(mine, other), tmp_path)
    assert answer.returncode == 1
    assert "Learning rate 0.1 ends with another loss than on the page." in answer.stdout
    assert "agree" not in answer.stdout


def test_a_run_that_rounding_alone_decides_is_not_compared_and_the_script_says_so(tmp_path):
    one = script_of(experiment_of(AT_THE_ANSWER))
    answer = run_script(one, tmp_path)
    assert "np.nan,  # learning rate 1.0: rounding alone decides" in one
    assert "The 1 final loss agrees with the page; where rounding alone decides, nothing" in answer.stdout
    alone = experiment_of(replace(AT_THE_ANSWER, learning_rates=(1.0,)))
    none = run_script(script_of(alone), tmp_path)
    assert "Rounding alone decides all final losses, so nothing was compared." in none.stdout
    assert answer.returncode == none.returncode == 0


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ((0.5,), "Coincide con la página 1 pérdida final, la única."),
        ((0.1, 0.5), "Las 2 pérdidas finales coinciden con las de la página."),
        ((1.0,), "Solo el redondeo decide todas las pérdidas finales, así que no se comparó nada."),
        ((0.5, 1.0), "Coincide con la página 1 pérdida final; donde solo decide el redondeo, no se"),
        ((0.1, 0.5, 1.0), "Coinciden con la página 2 pérdidas finales; donde solo decide el redondeo"),
    ],
)
def test_the_script_says_in_spanish_what_agrees(tmp_path, rates, said):
    experiment = experiment_of(replace(AT_THE_ANSWER, learning_rates=rates))
    answer = run_script(script_of(experiment, language="es"), tmp_path)
    assert said in answer.stdout
    assert agreed(answer, "es")


def test_only_runs_that_rounding_decides_are_left_out():
    for settings in [*CASES.values(), Settings(learning_rates=(1e9,)), LONGEST]:
        assert "np.nan," not in script_of(experiment_of(settings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_is_a_student_s_to_read(language):
    script = script_of(experiment_of(Settings(scaling=STANDARDISED)), language=language)
    code = [line for line in script.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(code) <= 60
    assert max(map(len, script.splitlines())) <= 110
    assert script.isascii() or language != "en"
    ast.parse(script, feature_version=(3, 9))
    imported = {node.names[0].name for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Import)}
    assert imported == {"sys", "numpy", "matplotlib.pyplot"}


def test_scripts_differ_in_numbers_and_fixed_lines_only():
    def shape(settings):
        script = script_of(experiment_of(settings))
        return re.sub(r"-?\b\d[\d.]*(e[+-]?\d+)?\b|np\.inf,|np\.nan,", "#", script)

    shapes = {shape(settings).split("on_the_page")[0] for settings in random_cases(40, seed=1)}
    loops = {re.sub(r"\[\s*#(,\s+#)*\s*\]", "[#]", text) for text in shapes}
    assert len(loops) <= 4 * 3 * 2  # scalings, with that of equal x; starts; points made or listed


@pytest.mark.parametrize(
    "name", ["seed", "n_epochs", "noise", "slope", "start_w", "scaling", "learning_rates"]
)
def test_no_text_gets_into_the_script(name):
    code = "__import__('os').system('echo')"
    settings = Settings(**{name: (code,) if name == "learning_rates" else code, "own_start": True})
    with pytest.raises(ValueError):  # noqa: PT011
        experiment_of(settings)  # so no part and nothing to take home is ever made of it
    with suppress(ValueError):
        assert code not in script_of(replace(experiment_of(Settings(own_start=True)), settings=settings))


def test_a_script_of_own_points_and_an_own_start_has_no_seed_and_does_the_same(tmp_path):
    own = Settings(points=((1.0, 2.0, 4.0), (2.0, 2.5, 4.0)), own_start=True, start_w=1.0)
    script = script_of(experiment_of(own))
    assert "RandomState" not in script
    assert "RandomState" in script_of(experiment_of(replace(own, own_start=False)))
    assert agreed(run_script(script, tmp_path))
