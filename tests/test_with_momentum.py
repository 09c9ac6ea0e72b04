"""What the page says and draws of runs with momentum, held against plain loops and numbers known before."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core import Dataset, least_squares, noise_floor
from gd_core.cases import CASES
from gd_core.charts.rows import drawn_epochs, where_runs_are
from gd_core.experiment import Settings, experiment_of
from gd_core.keys import experiment_with
from gd_core.languages import LANGUAGES, in_language
from gd_core.momentum.descent import descend_with_momentum, velocity_after
from gd_core.momentum.spectrum import edges, first_epoch_past
from gd_core.parts.challenges import challenge_blocks
from gd_core.parts.hidden import without_answers
from gd_core.parts.instrument import instrument
from gd_core.parts.results import results_table, short_verdicts
from gd_core.parts.scale_of_x import would_another_scale_help
from gd_core.parts.tables import the_errors
from gd_core.parts.what_now import what_now
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.take_home.files import files
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import worksheet
from gd_core.teaching.prediction_link import case_to_link, is_a_prediction, prediction_of_a_case
from gd_core.teaching.predictions import (
    FORETOLD_WITH_MOMENTUM,
    Prediction,
    answer_of,
    can_be_foretold,
    meanings,
    names_of_foretold,
    score,
)
from gd_core.telling.behaviour import CRAWLS, DIVERGES, EDGE, SETTLED, SMOOTH, SWINGS, ZIGZAG
from gd_core.telling.verdict import judge
from gd_core.worked_step import worked_step
from tests.blocks import as_read, cells_of, texts_of, the, the_picture
from tests.reference import plain_loop, random_problems
from tests.test_script import agreed, run_script
from tests.test_silence import everything, header_of

RATES = (0.01, 0.1, 0.5, 1.0)
BEYOND = Settings(learning_rates=RATES, same_start=True, momentum=0.9)
EXCESS = (0.02332335291, 3.715384628e-05, 6.157519859e-05, 0.0005743170448)
FOR_GOOD = (125, 62, 67, 76)
EVERY_MANNER = Settings(
    learning_rates=(0.001, 0.02, 0.5, 1.16, 1.1829, 1.3), n_epochs=60, same_start=True, momentum=0.5
)
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
SHOWN = 6e-3  # of numbers shown to three digits
NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text):
    mantissa, _, power = text.replace(",", "").partition("×10")
    return float(f"{mantissa}e{power.translate(SUPERSCRIPTS) or 0}")


def numbers_at(pattern, text):
    """Return the numbers at the places {} of a pattern, None where it is not in the text."""
    found = re.search(re.escape(pattern).replace(r"\{\}", NUMBER), text)
    return found and [number(group) for group in found.groups()]


# The lesson's points, by the numbers that were worked out for this project.


def test_the_table_has_the_losses_and_the_epochs_for_good_of_the_lessons_points():
    table = results_table(experiment_of(BEYOND))
    assert table["excess_loss"] == pytest.approx(EXCESS, rel=1e-9)
    assert table["epochs_predicted"] == list(FOR_GOOD)
    assert table["epochs_measured"] == pytest.approx([np.nan, *FOR_GOOD[1:]], nan_ok=True)
    longer = results_table(experiment_of(replace(BEYOND, n_epochs=1000)))
    assert longer["epochs_measured"] == list(FOR_GOOD)
    assert short_verdicts(table, with_momentum=True) == [
        "swings in and converges, by theory there at 125",
        "swings in and converges, there at 62",
        "swings in and converges, there at 67",
        "swings in and converges, there at 76",
    ]


@pytest.mark.parametrize(
    ("momentum", "edges_told", "names"),
    [
        (
            0.5,
            (0.009339, 0.033828, 1.149168, 1.182996),
            ["crawl", "smooth", "swings", "zigzag", "diverge"],
        ),
        (0.9, (0.001038, 0.001038, 1.497423, 1.498462), ["crawl", "smooth", "swings", "zigzag", "diverge"]),
        (0.95, None, ["smooth", "swings", "zigzag", "diverge"]),
    ],
)
def test_the_ruler_has_the_zones_of_the_momentum_and_none_that_is_empty(momentum, edges_told, names):
    experiment = experiment_of(replace(BEYOND, momentum=momentum))
    ruler = header_of(instrument(experiment, colour_slots=[0, 1, 2, 3]).player)["ruler"]
    assert [zone["name"] for zone in ruler["zones"]] == names
    assert edges_told is None or ruler["edges"] == pytest.approx(edges_told, abs=5e-7)
    assert len(ruler["edges"]) == len(names) - 1
    told = as_read(the(type(the_ruler(experiment)[0]), the_ruler(experiment)).markdown)
    for edge in ruler["edges"]:
        shown = [number(text) for text in re.findall(NUMBER, told)]
        assert min(abs(edge - each) for each in shown) <= SHOWN * edge
    assert ("*crawls*" in told) == ("crawl" in names)


def test_the_handles_stay_where_they_are_when_momentum_changes():
    places = [
        header_of(instrument(experiment_of(replace(BEYOND, momentum=beta)), colour_slots=[0, 1, 2, 3]).player)
        for beta in (0.0, 0.5, 0.99)
    ]
    assert len({(each["ruler"]["low"], each["ruler"]["high"]) for each in places}) == 1


@pytest.mark.parametrize(
    ("case", "behaviour", "epoch", "plain"),
    [
        ("A small rate carried", SWINGS, 125, 1323),
        ("Too much momentum", SWINGS, 67, 26),
        ("Beyond the old limit", SWINGS, 76, np.inf),
    ],
)
def test_a_case_of_momentum_arrives_when_it_should_and_without_momentum_at_another_epoch(
    case, behaviour, epoch, plain
):
    settings = CASES[case]
    [verdict] = judge(experiment_of(settings))
    assert (verdict.behaviour, verdict.epochs_predicted) == (behaviour, epoch)
    assert experiment_of(replace(settings, momentum=0.0)).theory.epochs[0] == plain


# Five hundred runs and more, their words against a plain loop over all points.


def runs_and_words():
    """Return problems with a momentum, their experiments, and a plain loop that goes on for long."""
    rng = np.random.default_rng(14)
    for problem in random_problems(65, seed=99):
        momentum = float(rng.choice([0.05, 0.3, 0.5, 0.8, 0.9, 0.95]))
        points = tuple(problem.dataset.x.tolist()), tuple(problem.dataset.y.tolist())
        limit = 2 * (1 + momentum) / np.linalg.eigvalsh(hessian(problem.dataset))[1]
        rates = tuple(
            np.unique(limit * np.r_[10 ** rng.uniform(-4, 0, 4), [0.9, 0.999, 1.001, 1.3]]).tolist()
        )
        w, b = (problem.starts[0] / 10).tolist()
        settings = Settings(
            points_from="my own", points=points, learning_rates=rates, n_epochs=int(rng.integers(5, 120)),
            own_start=True, start_w=w, start_b=b, momentum=momentum,
        )  # fmt: skip
        yield settings, experiment_of(settings), problem.dataset


def hessian(dataset):
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    return 2 * design.T @ design / dataset.x.size


def test_all_that_is_said_of_hundreds_of_runs_with_momentum_is_what_a_plain_loop_does():
    n_runs, behaviours = 0, set()
    for settings, experiment, dataset in runs_and_words():
        longer = 4 * settings.n_epochs
        parameters, losses = plain_loop(
            dataset, starts=(settings.start_w, settings.start_b), learning_rates=settings.learning_rates,
            n_epochs=longer, momentum=settings.momentum,
        )  # fmt: skip
        excess = losses - noise_floor(dataset)
        lam, vectors = np.linalg.eigh(hessian(dataset))
        errors = (parameters - least_squares(dataset)) @ vectors
        for run, verdict in enumerate(judge(experiment)):
            n_runs += 1
            behaviours.add(verdict.behaviour)
            assert_words(verdict, settings, excess[run], errors[run], lam)
    assert n_runs >= 500
    assert behaviours >= {CRAWLS, SMOOTH, SWINGS, ZIGZAG, DIVERGES}


def assert_words(verdict, settings, excess, errors, lam):
    """Hold what is said of a run against its excess losses and its errors along both axes, for long."""
    why_so, rate, beta = verdict.why, verdict.learning_rate, settings.momentum
    if verdict.behaviour == SETTLED:
        return
    rounding = 1e-9 * excess[0]
    assert_edges(why_so, rate, beta, lam[1])
    across = errors[:, 1]
    if "no error across" not in why_so and lam[1] - lam[0] > 1e-6 * lam[1]:
        assert_sides(why_so, verdict.behaviour, across, settings.n_epochs)
        pace = largest_root(rate * lam[1], beta)
        for pattern in ("keeps ×{} of", "shrink ×{} an epoch", "it shrinks ×{}", "it grows ×{}"):
            if told := numbers_at(pattern, why_so.split("along it")[0]):
                assert told[0] == pytest.approx(pace, rel=SHOWN)
    if told := numbers_at("From epoch {} on it stays", why_so):
        assert told[0] == verdict.epochs_measured <= settings.n_epochs
        assert np.all(excess[int(told[0]) :] <= 1e-3 * excess[0] + rounding)
        assert excess[int(told[0]) - 1] > 1e-3 * excess[0] - rounding
    elif told := numbers_at("down from epoch {} on", why_so):
        assert told[0] > settings.n_epochs or told[0] >= 1e5
        if told[0] < 1000:
            assert np.all(excess[int(told[0]) :] <= 1e-3 * excess[0] + rounding)
            assert told[0] > excess.size or excess[int(told[0]) - 1] > 1e-3 * excess[0] - rounding
    if told := numbers_at("by epoch {} at the latest", why_so):
        at = int(told[0] * (1 + SHOWN)) + 1
        assert np.all(excess[at:] <= 1e-3 * excess[0] + rounding)
    if told := numbers_at("The loss goes from {} to {}", why_so):
        assert told[1] > told[0]
    if "never stays" in why_so:
        assert verdict.behaviour == EDGE


def assert_edges(why_so, rate, beta, steepest):
    smooth, swings, limit = (edge / steepest for edge in edges(beta))
    if told := numbers_at("{} is above the limit {}", why_so):
        assert told[1] <= rate
        assert told[1] == pytest.approx(limit, rel=SHOWN)
    if told := numbers_at("does not pass {}, where swings begin", why_so):
        assert told[0] >= rate
        assert told[0] == pytest.approx(smooth, rel=SHOWN)
    if told := numbers_at("is between {}, where swings begin, and {}, where zigzags do", why_so):
        assert told[0] < rate < told[1]
        assert told == pytest.approx([smooth, swings], rel=SHOWN)
    if told := numbers_at("is between {}, where zigzags begin, and the limit {}", why_so):
        assert told[0] < rate < told[1]
        assert told == pytest.approx([swings, limit], rel=SHOWN)


def assert_sides(why_so, behaviour, across, n_epochs):
    """Hold where an error goes past the answer, and where it flips sign each epoch, against the errors."""
    seen = np.abs(across) > 1e-9 * np.abs(across).max()
    until = across.size if seen.all() else max(int(seen.argmin()), 1)
    sides = np.sign(across[: min(until, n_epochs + 1)]) * np.sign(across[0])
    if behaviour in (CRAWLS, SMOOTH):
        assert np.all(sides > 0)
    if behaviour in (ZIGZAG, EDGE, DIVERGES):
        assert np.all(sides[1:] == -sides[:-1])
    if told := numbers_at("first at epoch {}, and comes back", why_so):
        assert told[0] <= n_epochs
        assert np.all(np.sign(across[: int(told[0])]) * np.sign(across[0]) >= 0)
        assert np.sign(across[int(told[0])]) == -np.sign(across[0])
    if "would go past" in why_so:
        assert np.all(sides > 0)


def largest_root(h, beta):
    return np.abs(np.linalg.eigvals([[1 + beta - h, -beta], [1, 0]])).max()


def test_the_first_epoch_past_is_the_first_at_which_the_error_has_changed_sides():
    rng = np.random.default_rng(3)
    for beta in (0.01, 0.3, 0.5, 0.9, 0.99):
        for h in [*rng.uniform(0, 2.2 * (1 + beta), 60), *rng.uniform(0, 0.05, 20), 1.0]:
            error, step, past = 1.0, 0.0, np.inf
            for epoch in range(1, 3000):
                step = beta * step + h * error
                error -= step
                if error < 0:
                    past = epoch
                    break
            told = first_epoch_past(float(h), beta)
            assert told == past or (past == np.inf and told >= 3000)


# Nothing of plain descent is said.

ONLY_OF_PLAIN_DESCENT = {
    "en": [r"2/λmax", "1 − ηλ", "overshoot", r"(?<!one and )−η · gradient"],
    "es": [r"2/λmax", "1 − ηλ", "pasarse de largo", r"(?<!último y )−η · gradient"],
}  # fmt: skip


@EACH_LANGUAGE
@pytest.mark.parametrize("settings", [BEYOND, EVERY_MANNER], ids=["the lesson", "every manner"])
def test_no_part_says_of_a_run_with_momentum_what_only_plain_descent_does(settings, language):
    told = everything(experiment_of(settings), language)
    for part, texts in told.items():
        for text in texts:
            found = [word for word in ONLY_OF_PLAIN_DESCENT[language] if re.search(word, text)]
            assert not found, (part, found, text)
            assert not re.search(r"\bnan\b|\bNone\b(?! of)", text) or part in ("script", "csv"), text


def test_the_words_of_momentum_are_said_in_every_part():
    told = {part: as_read(" ".join(texts)) for part, texts in everything(experiment_of(BEYOND), "en").items()}
    assert "2(1 + β)/λmax" in told["ruler"]
    assert "limit is about 1.498" in told["instrument"]
    assert "swings in and converges" in told["instrument"]
    assert r"v_w &\leftarrow" in told["why"]
    assert "Momentum β: 0.9." in told["student's sheet"]
    assert "it stays 99.9 %" in told["teacher's sheet"]
    assert "set the momentum β to 0" in told["challenges"]
    assert told["what now"] == ""


def test_every_manner_has_its_words():
    assert [verdict.behaviour for verdict in judge(experiment_of(EVERY_MANNER))] == [
        CRAWLS, SMOOTH, SWINGS, ZIGZAG, EDGE, DIVERGES,
    ]  # fmt: skip
    settled = Settings(
        noise=0.0, own_start=True, start_w=2.0, start_b=1.0, learning_rates=(0.5,), momentum=0.9
    )
    assert judge(experiment_of(settled))[0].behaviour == SETTLED


# What is drawn.


def test_the_arrow_leads_where_one_more_epoch_does():
    for settings in (BEYOND, EVERY_MANNER, replace(BEYOND, n_epochs=1)):
        experiment = experiment_of(settings)
        further = experiment_of(replace(settings, n_epochs=settings.n_epochs + 1)).runs.parameters[:, -1]
        now = where_runs_are(experiment, experiment.runs.losses, {})
        assert np.column_stack([now["next_w"], now["next_b"]]) == pytest.approx(further, rel=1e-9)


def test_of_a_long_run_the_lowest_and_the_highest_loss_of_each_stretch_are_drawn():
    experiment = experiment_of(replace(BEYOND, momentum=0.99, n_epochs=3000))
    drawn, losses = drawn_epochs(experiment), experiment.runs.losses
    assert drawn.size < 900
    assert {0, 3000} <= set(drawn.tolist())
    for begins in range(100, 3000, 400):  # each holds whole stretches
        for run in losses:
            peak = begins + run[begins : begins + 400].argmax()
            assert run[drawn[(drawn >= begins) & (drawn < begins + 400)]].max() >= 0.5 * run[peak]


def test_beside_plain_descent_the_same_rates_are_drawn_without_momentum():
    plain = experiment_with(replace(BEYOND, momentum=0.0)).runs
    shown = instrument(experiment_of(BEYOND), colour_slots=[3, 0, 1, 2], beside_plain=True)
    losses, places = shown.loss.rows["plain"], shown.fit.rows["plain"]
    first = losses[losses["slot"] == 3]
    assert first["loss"].to_numpy() == pytest.approx(plain.losses[0])
    ways = places[places["slot"] == 0]
    assert ways[["w", "b"]].to_numpy() == pytest.approx(plain.parameters[1])
    diverging = places[places["slot"] == 2]
    assert diverging["epoch"].max() < 100  # it is far off by then
    assert all(("beside_plain", True) in picture.view for picture in (shown.loss, shown.map, shown.fit))
    assert "without momentum" in shown.words.markdown


def test_without_the_switch_nothing_is_drawn_beside():
    shown = instrument(experiment_of(BEYOND), colour_slots=[0, 1, 2, 3])
    assert all("plain" not in picture.rows for picture in (shown.loss, shown.map, shown.fit))


def test_while_a_prediction_is_asked_for_the_player_knows_no_zone_and_no_verdict():
    player, *_ = without_answers(experiment_of(BEYOND), colour_slots=[0, 1, 2, 3], may_move_rates=True)
    told = json.dumps(header_of(player))
    assert "swings in" not in told
    assert "1.498" not in told


# Why, and what is taken home.


def test_a_worked_step_leads_to_the_next_epoch():
    experiment = experiment_of(BEYOND)
    for run, epoch in ((0, 0), (1, 1), (2, 7), (3, 60)):
        parameters = experiment.runs.parameters[run]
        velocity = velocity_after(parameters[: epoch + 1], experiment.dataset, momentum=0.9)
        assert velocity == pytest.approx(
            velocity_by_a_loop(experiment.dataset, parameters[0], RATES[run], epoch)
        )
        step = worked_step(
            experiment.dataset,
            theta=parameters[epoch],
            learning_rate=RATES[run],
            momentum=0.9,
            velocity=velocity,
        )
        assert [step.next_w, step.next_b] == pytest.approx(parameters[epoch + 1], rel=1e-9)


def velocity_by_a_loop(dataset, theta, rate, n_epochs):
    x, y, velocity = dataset.x, dataset.y, np.zeros(2)
    for _ in range(n_epochs):
        residuals = theta[0] * x + theta[1] - y
        velocity = 0.9 * velocity + 2 * np.array([np.mean(residuals * x), np.mean(residuals)])
        theta = theta - rate * velocity
    return velocity


def test_a_step_of_a_run_that_left_all_numbers_is_told_in_a_sentence():
    gone = experiment_of(replace(BEYOND, learning_rates=(1e9,)))
    told = " ".join(texts_of(why(gone, run=0, epoch=90)))
    assert "This step needs numbers beyond" in told
    assert "From epoch 17 on, the loss is too large" in judge(gone)[0].why


def test_why_tells_both_paces_draws_the_error_and_has_no_empty_heading():
    blocks = why(experiment_of(BEYOND), run=1, epoch=3)
    first = as_read(texts_of(blocks)[0])
    assert "Across the valley** ηλ is 0.2536" in first
    assert numbers_at("first at epoch {}, and comes back", first) == [3]
    errors = the_picture("valley", blocks).rows["valley"]["error"]
    assert errors[2] > 0 > errors[3]
    assert [text for text in texts_of(blocks) if text.strip().startswith("#") and "\n\n" not in text] == [
        "### One step, with its numbers"
    ]


def test_the_errors_as_a_table_are_what_theory_predicts():
    [table] = the_errors(experiment_of(BEYOND), run=2)
    rows = table.rows
    assert rows["Across the valley"].tolist() == rows["Across, by theory"].tolist()
    assert rows["Along the valley"].tolist() == rows["Along, by theory"].tolist()


def test_the_sweep_has_the_limit_of_the_momentum_and_theory_meets_its_dots():
    picture, words = the_sweep(experiment_of(BEYOND), colour_slots=[0, 1, 2, 3], may_add=True)
    rows = picture.rows["sweep"]
    low = rows[rows["learning_rate"] < 1.4]
    assert low["excess"].to_numpy() == pytest.approx(low["predicted"].to_numpy(), rel=1e-6, abs=1e-18)
    assert "above the limit 1.5" in as_read(words.markdown)


def test_after_few_epochs_rates_below_the_limit_may_end_higher_and_this_is_said():
    words = the_sweep(experiment_of(replace(BEYOND, n_epochs=1)), colour_slots=[0, 1, 2, 3], may_add=False)[1]
    assert "those below the limit 1.5 come down later" in as_read(words.markdown)


@EACH_LANGUAGE
@pytest.mark.parametrize(
    "settings",
    [BEYOND, EVERY_MANNER, replace(BEYOND, momentum=0.99, n_epochs=2000)],
    ids=["0.9", "0.5", "0.99"],
)
def test_the_script_does_the_runs_with_momentum_and_agrees_with_the_page(settings, language, tmp_path):
    script = script_of(experiment_of(settings), language=language)
    assert f"momentum = {settings.momentum}" in script
    assert agreed(run_script(script, tmp_path), language)


def test_the_script_is_among_the_files_to_take_home():
    names = [file.name for file in files(experiment_of(BEYOND), link="")]
    assert names == ["gradient_descent.py", "runs.csv", "worksheet.html"]


@EACH_LANGUAGE
def test_the_worksheet_has_the_rule_with_momentum_and_its_names(language):
    sheet = worksheet(experiment_of(BEYOND), language=language)
    assert "β · v<sub>w</sub> + ∂L/∂w" in sheet
    assert "w ← w − η · ∂L/∂w" not in sheet
    names = names_of_foretold(in_language(language), 0.9)
    assert all(name in sheet for name in names.values())


def test_another_scale_is_told_with_the_best_rate_and_momentum():
    text, table = would_another_scale_help(experiment_of(BEYOND))
    assert "with the best rate and momentum from 15 to 1" in as_read(text.markdown)
    assert table.rows["limit"] == pytest.approx([1.498462, 1.9, 1.9], abs=5e-7)
    assert table.rows["epochs"] == [15, 11, 1]
    assert {"best_rate", "best_momentum"} <= set(table.columns)


def test_the_challenges_and_the_advice_wait_for_plain_descent():
    cards = challenge_blocks(experiment_of(replace(BEYOND, scaling="standardised")), [4] * 5)
    texts = [text for text in texts_of(cards) if "check_box" in text]
    assert len(texts) == 5
    assert all("set the momentum β to 0" in text for text in texts)
    assert what_now(experiment_of(replace(BEYOND, learning_rates=(5.0,)))) == []


# Predictions.


def test_a_prediction_with_momentum_is_asked_with_its_names_kept_in_the_link_and_scored():
    experiment = experiment_of(EVERY_MANNER)
    assert can_be_foretold(experiment)
    assert (
        list(meanings(momentum=0.5)) == list(FORETOLD_WITH_MOMENTUM) == list(names_of_foretold(momentum=0.5))
    )
    assert "goes past the answer" in meanings(momentum=0.5)[SWINGS]
    answer = answer_of(experiment)
    prediction = Prediction(answer.ranking, FORETOLD_WITH_MOMENTUM)
    link = case_to_link(prediction, EVERY_MANNER)
    assert is_a_prediction(link)
    assert prediction_of_a_case(link, EVERY_MANNER) == prediction
    result = score(answer, prediction)
    assert result.points == result.most


def test_of_a_run_that_starts_at_the_answer_no_prediction_is_asked():
    settled = replace(BEYOND, noise=0.0, own_start=True, start_w=2.0, start_b=1.0)
    assert not can_be_foretold(experiment_of(settled))


def test_where_all_x_are_equal_nothing_is_said_of_an_error_that_does_not_matter():
    experiment = experiment_of(replace(BEYOND, x_range=(2.0, 2.0)))
    told = as_read(texts_of(why(experiment, run=0, epoch=0))[0])
    assert "Along the valley λ is 0" in told
    assert all("along it" not in verdict.why for verdict in judge(experiment))


def test_a_table_of_a_round_bowl_has_one_pace():
    experiment = experiment_of(replace(BEYOND, scaling="standardised", learning_rates=(0.5,)))
    told = as_read(texts_of(why(experiment, run=0, epoch=0))[0])
    assert "The bowl is round" in told
    assert numbers_at("first at epoch {}, and comes back", told) == [2]  # at epoch 1 the error is 0


def test_a_run_of_the_page_is_that_of_the_method():
    dataset = Dataset([0.0, 1.0, 3.0], [1.0, 2.0, 2.0])
    settings = Settings(
        points=((0.0, 1.0, 3.0), (1.0, 2.0, 2.0)), own_start=True, learning_rates=(0.05, 0.3), momentum=0.7
    )
    runs = descend_with_momentum(
        dataset, starts=(0.0, 0.0), learning_rates=(0.05, 0.3), n_epochs=100, momentum=0.7
    )
    assert np.array_equal(experiment_of(settings).runs.losses, runs.losses)
    assert cells_of(results_table(experiment_of(settings)))[0] == "swings in and converges"
