"""Every verdict is held against a plain loop over all samples, on thousands of random problems."""

import re

import numpy as np
import pytest

from gd_core import (
    Dataset,
    crawl_rate,
    largest_stable_rate,
    make_dataset,
    overshoot_rate,
)
from gd_core.bowl import TOLERANCE
from gd_core.languages import in_language
from gd_core.parts.results import results_table
from gd_core.take_home.worksheet import worksheet
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import Prediction
from gd_core.telling.behaviour import (
    BEHAVIOURS,
    CRAWLS,
    DIVERGES,
    EDGE,
    EDGE_PER_RUN,
    SETTLED,
    SMOOTH,
    ZIGZAG,
)
from gd_core.telling.verdict import judge
from tests.marked import marked, outside_marks
from tests.reference import (
    experiment_from,
    experiment_of_problem,
    lstsq,
    plain_loop,
    random_problems,
)

PROBLEMS = random_problems(1500, seed=2)


@pytest.fixture(scope="module")
def judged():
    """Each problem with its verdicts, and each run's excess loss and steep error by the plain loop."""
    return [(problem, verdicts_of(problem), *simulate(problem)) for problem in PROBLEMS]


def verdicts_of(problem):
    return judge(experiment_of_problem(problem))


def simulate(problem, n_epochs=None, rates=slice(None)):
    """Return the excess loss and the error across the valley, (r, epochs + 1) each."""
    parameters, losses = plain_loop(
        problem.dataset,
        starts=problem.starts[rates],
        learning_rates=problem.rates[rates],
        n_epochs=n_epochs or problem.n_epochs,
    )
    theta_star, floor = lstsq(problem.dataset)
    design = np.stack([problem.dataset.x, np.ones_like(problem.dataset.x)], axis=1)
    across = np.linalg.svd(design)[2][0]  # the steepest direction is the first right singular vector
    with np.errstate(over="ignore", invalid="ignore"):
        return np.nan_to_num(losses - floor, nan=np.inf, posinf=np.inf), (parameters - theta_star) @ across


def each(judged, behaviour):
    for problem, verdicts, excess, across in judged:
        for run, verdict in enumerate(verdicts):
            if verdict.behaviour == behaviour:
                yield problem, run, verdict, excess[run], across[run]


def clear_signs(across):
    """Return the signs of an error across the valley for as long as it is far above rounding."""
    clear = np.abs(across) > 1e-7 * np.abs(across[0]) + 1e-9
    return np.sign(across[: clear.argmin() if not clear.all() else None])


def test_every_behaviour_but_starting_at_the_answer_comes_up_often(judged):
    counts = {name: sum(1 for _ in each(judged, name)) for name in BEHAVIOURS}
    assert all(counts[name] > 500 for name in BEHAVIOURS if name != SETTLED), counts


def test_the_behaviour_is_the_zone_that_the_rate_lies_in(judged):
    for problem, verdicts, _, _ in judged:
        zones = [rate(problem.dataset) for rate in (crawl_rate, overshoot_rate, largest_stable_rate)]
        for verdict in verdicts:
            if (
                verdict.behaviour not in (EDGE, SETTLED)
                and not np.isclose(verdict.learning_rate, zones).any()
            ):
                zone = np.searchsorted(zones, verdict.learning_rate)
                assert verdict.behaviour == (CRAWLS, SMOOTH, ZIGZAG, DIVERGES)[zone]


def test_the_behaviour_below_the_limit_does_not_depend_on_how_long_the_run_is(judged):
    for problem, verdicts, _, _ in judged[:200]:
        rates, starts = problem.rates, problem.starts
        once = judge(experiment_from(problem.dataset, starts=starts, learning_rates=rates, n_epochs=1))
        for short, long in zip(once, verdicts, strict=True):
            if EDGE not in (short.behaviour, long.behaviour):
                assert short.behaviour == long.behaviour


def epochs_kept(across):
    """Return what each epoch keeps of an error across the valley, while that is far above rounding."""
    clear = across[: clear_signs(across).size]
    return clear[1:] / clear[:-1]


def test_what_crawls_keeps_more_than_95_percent_of_the_error_in_every_epoch(judged):
    for _, _, verdict, excess, across in each(judged, CRAWLS):
        kept = epochs_kept(across)
        assert np.all((kept > 0.95 - 1e-7) & (kept <= 1 + 1e-7))
        assert np.all(np.diff(excess) <= 1e-12 * excess[0] + 1e-15)
        assert_arrives_at(excess, verdict.epochs_measured)


def test_what_converges_smoothly_keeps_its_sign_and_at_most_95_percent_across_the_valley(judged):
    for _, _, verdict, excess, across in each(judged, SMOOTH):
        assert_arrives_at(excess, verdict.epochs_measured)
        assert np.unique(clear_signs(across)).size <= 1
        assert np.all(epochs_kept(across) <= 0.95 + 1e-7)


def test_what_zigzags_changes_sign_every_epoch_and_comes_nearer(judged):
    for _, _, verdict, excess, across in each(judged, ZIGZAG):
        assert np.all(np.diff(clear_signs(across)) != 0)
        assert excess[-1] <= excess[0] * (1 + 1e-12) + 1e-15
        assert_arrives_at(excess, verdict.epochs_measured)


def test_what_balances_changes_sign_every_epoch_and_keeps_its_size(judged):
    for _, _, _, _, across in each(judged, EDGE):
        signs = clear_signs(across)
        assert np.all(np.diff(signs) != 0)
        kept = np.abs(across[: signs.size] / across[0]) if signs.size else np.ones(1)
        assert np.all(np.abs(np.log(kept)) <= EDGE_PER_RUN + 1e-6)


def test_what_diverges_changes_sign_every_epoch_and_grows(judged):
    for _, _, _, _, across in each(judged, DIVERGES):
        signs = clear_signs(across)
        assert np.all(np.diff(signs) != 0)
        assert np.all(np.diff(np.abs(across[: signs.size])) > 0)


def test_what_diverges_leaves_every_bound_in_the_end(judged):
    far_above = [case for case in each(judged, DIVERGES) if case[2].factor > 1.1]
    for problem, run, *_ in far_above[::50]:
        excess, _ = simulate(problem, n_epochs=1500, rates=[run])
        assert not np.isfinite(excess[0, -1]) or excess[0, -1] > 1e20 * excess[0, 0]


def assert_arrives_at(excess, epoch):
    """The first epoch at a thousandth of the start is this one, or one so near the mark that it rounds."""
    target = TOLERANCE * excess[0]
    slack = 1e-9 * target + 1e-14
    if np.isinf(epoch):
        assert np.all(excess > target - slack)
    else:
        assert excess[int(epoch)] <= target + slack
        assert np.all(excess[: int(epoch)] > target - slack)


def test_predicted_epochs_come_true():
    for problem in PROBLEMS[:100]:
        excess, _ = simulate(problem, n_epochs=1000)
        for verdict, run in zip(verdicts_of(problem), excess, strict=True):
            predicted = verdict.epochs_predicted
            with np.errstate(invalid="ignore"):
                assert_arrives_at(run, predicted if predicted <= 1000 else np.inf)


def test_the_factor_is_what_the_error_is_multiplied_by_in_the_long_run():
    dataset = make_dataset(noise=0)
    rates = [0.01, 0.3, 0.7, 0.9]
    experiment = experiment_from(dataset, starts=[4, -1], learning_rates=rates, n_epochs=400)
    errors = np.linalg.norm(experiment.runs.parameters - [2, 1], axis=2)
    for verdict, error in zip(judge(experiment), errors, strict=True):
        assert error[200] / error[199] == pytest.approx(verdict.factor, rel=1e-5)


NUMBER = r"([\d,.]+(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"


def read(text):
    plain = text.rstrip(".,;").replace(",", "").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(plain.replace("×10", "e"))


def told(pattern, why):
    """Return the numbers that a sentence tells where the pattern has braces, or None."""
    found = re.search(pattern.replace("{}", NUMBER), why)
    return [read(number) for number in found.groups()] if found else None


def test_the_limit_a_sentence_names_is_on_the_right_side_of_the_rate(judged):
    for _, verdicts, _, _ in judged:
        for verdict in verdicts:
            limit = told("is above the limit {}", verdict.why)
            assert limit or verdict.behaviour != DIVERGES
            if limit:
                assert limit[0] < verdict.learning_rate
            if between := told(
                "is between {}, where steps start to overshoot, and the limit {}", verdict.why
            ):
                assert between[0] < verdict.learning_rate < between[1]
            if overshoot := told("does not pass {}", verdict.why):
                assert verdict.learning_rate <= overshoot[0]


def test_the_factors_a_sentence_names_are_those_of_the_run(judged):
    for pattern, behaviour in (
        ("grows ×{}", DIVERGES),
        ("shrinks ×{}", ZIGZAG),
        ("nearly keeps its size .×{}", EDGE),
    ):
        for problem, _, verdict, _, across in each(judged, behaviour):
            signs = clear_signs(across)
            if np.ptp(problem.dataset.x) and signs.size > 3:
                is_at_the_limit = (
                    "is the limit. Across the valley the error flips sign each epoch and keeps its size."
                )
                (factor,) = told(pattern, verdict.why) or [1.0 if is_at_the_limit in verdict.why else np.nan]
                assert -across[1] / across[0] == pytest.approx(factor, rel=6e-3)
                assert (factor > 1) == (abs(across[1]) > abs(across[0])) or behaviour == EDGE


def test_the_losses_a_sentence_names_are_those_of_the_run(judged):
    for problem, run, verdict, excess, _ in each(judged, DIVERGES):
        _, floor = lstsq(problem.dataset)
        if excesses := told("The loss above the floor goes from {} to {}", verdict.why):
            assert excesses[0] < excesses[1]
        if losses := told("The loss goes from {} to {}", verdict.why):
            assert losses == pytest.approx([excess[0] + floor, excess[-1] + floor], rel=6e-3)
            assert losses[0] < losses[1]
        if "has not risen above its start" in verdict.why:
            assert excess[-1] <= excess[0] * (1 + 1e-12), run


def test_the_epochs_a_sentence_names_are_measured_or_predicted(judged):
    for _, verdicts, _, _ in judged:
        for verdict in verdicts:
            at = told("99.9 % of the way down (?:to the floor )?at epoch {}", verdict.why)
            takes = told("takes {} epochs, by theory", verdict.why)
            never = "never gets" in verdict.why
            assert sum(map(bool, (at, takes, never))) == (verdict.behaviour not in (DIVERGES, SETTLED))
            if at:
                assert at[0] == verdict.epochs_measured
            if takes:
                assert takes[0] == pytest.approx(verdict.epochs_predicted, rel=6e-3)
                assert verdict.epochs_measured == np.inf
            if never:
                assert verdict.epochs_predicted == np.inf


def test_the_share_of_the_limit_and_what_an_epoch_keeps_are_those_of_the_run(judged):
    for problem, _, verdict, _, across in each(judged, CRAWLS):
        percent, limit, steep = told(
            "is {} % of the limit {}: even across the valley, .*, an epoch keeps ×{} of the error",
            verdict.why,
        )
        exact_limit = largest_stable_rate(problem.dataset)
        assert percent == pytest.approx(100 * verdict.learning_rate / exact_limit, rel=0.06)
        assert limit == pytest.approx(exact_limit, rel=6e-3)
        assert epochs_kept(across) == pytest.approx(steep, rel=6e-3)
        if np.ptp(problem.dataset.x):
            assert told("along it, it keeps ×{}", verdict.why) == pytest.approx([verdict.factor], rel=6e-3)


def test_a_smooth_runs_slowest_factor_is_that_of_the_run(judged):
    for _, _, verdict, *_ in each(judged, SMOOTH):
        if slowest := told("The slowest part of the error keeps ×{} of its size an epoch", verdict.why):
            assert slowest == pytest.approx([verdict.factor], rel=6e-3)
        else:
            assert "One epoch takes the whole error away" in verdict.why
            assert verdict.factor < 1e-12


def test_a_rate_where_overshooting_starts_is_said_to_be_there():
    dataset = Dataset([-1.0, 1.0], [0.0, 1.0])
    experiment = experiment_from(dataset, starts=[2, 3], learning_rates=[0.5], n_epochs=3)
    assert "0.5 is right at 0.5, where steps start to overshoot." in judge(experiment)[0].why


def test_a_crawl_is_told_whether_or_not_it_has_arrived(dataset):
    def sentence(n_epochs):
        experiment = experiment_from(dataset, starts=[-1, 0], learning_rates=[0.01], n_epochs=n_epochs)
        return judge(experiment)[0].why

    why = "0.01 is 1.3 % of the limit 0.789: even across the valley, where the bowl is steepest, an epoch "
    assert sentence(100).startswith(why)
    assert "Getting 99.9 % of the way down takes 1,429 epochs, by theory" in sentence(100)
    assert sentence(10_000).startswith(why)
    assert "It is 99.9 % of the way down to the floor at epoch" in sentence(10_000)


def test_a_sentence_shows_the_rate_in_full_and_never_in_e_notation(judged, dataset):
    extreme = [1e-300, 1e-9, 1.23456789e-7, 2.5e-5, 123456.5, 1e9, 1e200, 1.7e308]
    experiment = experiment_from(dataset, starts=[0, 0], learning_rates=extreme, n_epochs=5)
    for verdict in judge(experiment) + [verdict for _, verdicts, _, _ in judged for verdict in verdicts]:
        assert not re.search(r"\de[-+]?\d", verdict.why)
        rate = told("^{} (?:is|does)", verdict.why)
        assert rate == [verdict.learning_rate] or verdict.behaviour == SETTLED, verdict.why


def test_an_overflow_is_told_with_its_epoch():
    dataset = make_dataset()
    experiment = experiment_from(dataset, starts=[0, 0], learning_rates=[0.9, 50.0], n_epochs=3000)
    for verdict, losses in zip(judge(experiment), experiment.runs.losses, strict=True):
        (epoch,) = told("From epoch {} on, the loss is too large", verdict.why)
        assert np.isfinite(losses[int(epoch) - 1])
        assert np.isinf(losses[int(epoch)])


def test_the_lessons_three_rates_crawl_converge_and_zigzag(lesson):
    assert [verdict.behaviour for verdict in judge(lesson)] == [CRAWLS, SMOOTH, ZIGZAG]


def test_a_run_that_starts_at_the_answer_stays_there():
    dataset = Dataset([-1, 1], [-1, 3])
    experiment = experiment_from(dataset, starts=[2, 1], learning_rates=[0.5, 50], n_epochs=1000)
    assert [verdict.behaviour for verdict in judge(experiment)] == [SETTLED, SETTLED]
    assert np.all(experiment.runs.parameters == [2, 1])


def test_a_run_that_starts_at_the_answer_but_for_rounding_stays_there_whatever_the_rate():
    rng = np.random.default_rng(3)
    for _ in range(200):
        slope, intercept = rng.choice([0.1, -7.5, 2.0, 10.0], 2)
        low, n = rng.uniform(-5, 5), int(rng.choice([2, 3, 20, 100]))
        dataset = make_dataset(
            noise=0, n_samples=n, slope=slope, intercept=intercept, x_min=low, x_max=low + 3
        )
        rates = largest_stable_rate(dataset) * np.array([0.1, 0.9, 1.5, 9, 1e9])
        given = {"starts": [slope, intercept], "learning_rates": rates, "n_epochs": 50}
        experiment = experiment_from(dataset, **given)
        assert [verdict.behaviour for verdict in judge(experiment)] == [SETTLED] * 5
        parameters, losses = plain_loop(dataset, **given)
        assert np.all(losses == 0)
        assert np.array_equal(experiment.runs.parameters, parameters)
        assert np.array_equal(experiment.runs.losses, losses)


def test_a_start_that_is_a_billionth_off_diverges_above_the_limit():
    rng = np.random.default_rng(4)
    for slope, intercept in rng.uniform(-10, 10, (100, 2)).round(1):
        dataset = make_dataset(noise=0, slope=slope, intercept=intercept)
        off = [slope + 1e-9 * rng.choice([-1, 1]), intercept + 1e-9 * rng.choice([-1, 0, 1])]
        rates = [1.2 * largest_stable_rate(dataset)]
        experiment = experiment_from(dataset, starts=off, learning_rates=rates, n_epochs=300)
        assert [verdict.behaviour for verdict in judge(experiment)] == [DIVERGES]
        _, losses = plain_loop(dataset, starts=off, learning_rates=rates, n_epochs=300)
        assert experiment.runs.losses[0, [0, -1]] == pytest.approx(losses[0, [0, -1]], rel=1e-4)


def test_an_error_too_small_for_the_loss_is_not_called_shrunk():
    dataset = Dataset([-2, 2], [0, 0])
    experiment = experiment_from(dataset, starts=[1e-200, 0], learning_rates=[0.3], n_epochs=5)
    (verdict,) = judge(experiment)
    assert verdict.behaviour == DIVERGES
    assert verdict.why.endswith("grows ×1.4. So far it is too small to show in the loss.")


def test_a_rounding_error_on_the_edge_stays_one():
    dataset = make_dataset(noise=0, slope=0.1, intercept=-7.5)
    rates = largest_stable_rate(dataset) * np.array([0.9999, 1.0, 1.0001])
    experiment = experiment_from(dataset, starts=[0.1, -7.5], learning_rates=rates, n_epochs=100)
    assert [verdict.behaviour for verdict in judge(experiment)] == [SETTLED] * 3
    assert np.all(experiment.runs.losses < 1e-28)


def test_a_start_without_error_across_the_valley_is_judged_by_the_other_direction():
    dataset = Dataset([-2, 2], [0, 0])  # across is w, along is b; the limit is 0.25
    experiment = experiment_from(
        dataset, starts=[0, 1], learning_rates=[0.01, 0.3, 0.6, 1.0, 1.5], n_epochs=100
    )
    verdicts = judge(experiment)
    assert [verdict.behaviour for verdict in verdicts] == [CRAWLS, SMOOTH, ZIGZAG, EDGE, DIVERGES]
    assert all("no error across the valley" in verdict.why for verdict in verdicts)


def test_the_table_has_a_row_a_run_in_the_order_entered(dataset):
    rates = [0.5, 0.01, 0.9]
    experiment = experiment_from(dataset, starts=[0, 0], learning_rates=rates, n_epochs=100)
    table = results_table(experiment)
    assert table["learning_rate"] == rates
    assert table["final_loss"] == experiment.runs.losses[:, -1].tolist()
    assert table["excess_loss"] == experiment.runs.excess_losses[:, -1].tolist()
    assert np.transpose([table["w"], table["b"]]).tolist() == experiment.runs.parameters[:, -1].tolist()
    assert np.isnan(table["epochs_measured"]).tolist() == [False, True, True]
    assert np.isnan(table["epochs_predicted"]).tolist() == [False, False, True]


def test_the_map_and_why_are_pointed_to_where_the_first_epoch_visibly_changes_sides(judged):
    pointed = []
    for problem, verdicts, _, across in judged:
        size = np.abs(problem.starts).max(axis=-1) + np.abs(lstsq(problem.dataset)[0]).max()
        for run, verdict in enumerate(verdicts):
            ratio = across[run, 1] / across[run, 0]
            clear = abs(across[run, 0]) > 1e-6 * np.broadcast_to(size, len(verdicts))[run]
            if clear and abs(ratio + 0.05) > 1e-3 and abs(ratio) < 1e100 and np.ptp(problem.dataset.x):
                assert bool(verdict.seen) == (ratio < -0.05), verdict
                pointed += [verdict.behaviour] if verdict.seen else []
    assert set(pointed) == {ZIGZAG, EDGE, DIVERGES}
    assert min(map(pointed.count, set(pointed))) > 300


def test_nothing_is_pointed_to_where_no_change_of_sides_can_be_seen():
    at_answer = Dataset([-1, 1], [-1, 3])
    settled = experiment_from(at_answer, starts=[2, 1], learning_rates=[0.5, 50], n_epochs=10)
    along = experiment_from(Dataset([-2, 2], [0, 0]), starts=[0, 1], learning_rates=[0.6], n_epochs=9)
    made_exactly = make_dataset(noise=0, slope=0.1, intercept=-7.5)
    rounding = experiment_from(made_exactly, starts=[0.1, -7.5], learning_rates=[9.0], n_epochs=300)
    for experiment in (settled, along, rounding):
        assert {verdict.seen for verdict in judge(experiment)} == {""}


def test_the_table_points_to_the_map_and_the_worksheet_of_paper_does_not(lesson):
    pointer = "The map and “Why?” show it change sides."
    reasons = results_table(lesson)["why"]
    assert [why.endswith(pointer) for why in reasons] == [False, False, True]
    assert pointer not in worksheet(lesson)
    prediction = Prediction((0.01, 0.1, 0.5), (CRAWLS,) * 3)
    assert not any(pointer in told for told in explain(lesson, prediction))  # where another map is drawn


def test_every_word_of_every_reason_is_said_and_is_the_same_in_english():
    for problem in PROBLEMS[:300]:
        experiment = experiment_of_problem(problem)
        verdicts = judge(experiment), judge(experiment, say=marked)
        for in_english, in_marks in zip(*verdicts, strict=True):
            assert not re.search("[A-Za-z]", outside_marks(in_marks.why))
            assert re.sub("[⟦⟧]", "", in_marks.why) == in_english.why
            assert in_marks.seen == (f"⟦{in_english.seen}⟧" if in_english.seen else "")


def test_a_behaviour_has_a_name_in_the_table_and_stays_what_it_is_in_a_verdict(lesson):
    spanish = in_language("es")
    names = results_table(lesson, say=spanish)["behaviour"]
    assert names == ["avanza a rastras", "converge suavemente", "zigzaguea y converge"]
    behaviours = [verdict.behaviour for verdict in judge(lesson, say=spanish)]
    assert behaviours == [CRAWLS, SMOOTH, ZIGZAG]


def test_no_factor_is_written_as_1():
    years = Dataset([1960.0, 1990.0, 2020.0], [14.0, 14.5, 15.3])
    long = Dataset([1e9, 1e9 + 1, 1e9 + 2], [1.0, 2.0, 2.5])
    for dataset in (years, long):
        limit = largest_stable_rate(dataset)
        for rate in (1e-30, 1e-12 * limit, 0.01 * limit, 0.3 * limit, 0.7 * limit, limit, 1.000001 * limit):
            experiment = experiment_from(dataset, starts=(1.0, 1.0), learning_rates=[rate], n_epochs=20)
            [verdict] = judge(experiment)
            assert not re.search(r"×1(?![\d.,×])", verdict.why), verdict
