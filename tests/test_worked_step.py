"""A worked step is held against sums in a plain loop, and its text against what a student would recompute."""

import math
import re

import numpy as np
import pytest

from gd_core import Dataset, descend, draw_starts, make_dataset
from gd_core.telling.step_text import about_conventions, step_in_mathematics, step_in_plain_text
from gd_core.theory import theory_of
from gd_core.worked_step import DIGITS, digits_to_show, trial_is_lost, worked_step
from tests.reference import lstsq, plain_loop, random_problems, runs_of

PROBLEMS = random_problems(60, seed=31)
LOST = "too close: rounding decides"
TOO_LARGE = (
    "This step needs numbers beyond about 10³⁰⁸, which the computer cannot hold: the run has grown too far. "
    "Choose an earlier epoch."
)


def step_at(runs, dataset, run, epoch):
    return worked_step(
        dataset, theta=runs.parameters[run, epoch], learning_rate=float(runs.learning_rates[run])
    )


@pytest.fixture(scope="module")
def steps():
    """The first, a middle and the last step of every run of the random problems."""
    found = []
    for problem in PROBLEMS:
        runs = runs_of(problem)
        for run in range(problem.rates.size):
            epochs = {0, problem.n_epochs // 2, problem.n_epochs - 1}
            found += [(problem.dataset, step_at(runs, problem.dataset, run, epoch)) for epoch in epochs]
    return found


def test_the_sums_are_those_of_a_loop_over_the_points(dataset):
    step = worked_step(dataset, theta=[1, 2], learning_rate=0.1)
    points = list(zip(dataset.x.tolist(), dataset.y.tolist(), strict=True))
    assert step.n == len(points)
    assert step.sum_x == pytest.approx(math.fsum(x for x, _ in points))
    assert step.sum_xx == pytest.approx(math.fsum(x * x for x, _ in points))
    assert step.sum_y == pytest.approx(math.fsum(y for _, y in points))
    assert step.sum_xy == pytest.approx(math.fsum(x * y for x, y in points))


def test_the_gradient_is_that_of_the_residuals(steps):
    for dataset, step in steps:
        residuals = dataset.y - step.w * dataset.x - step.b
        size = np.abs(dataset.y) + np.abs(step.w * dataset.x) + abs(step.b)
        assert step.gradient_w == pytest.approx(
            -2 * np.mean(residuals * dataset.x), abs=1e-12 * np.mean(size * np.abs(dataset.x)) + 1e-300
        )
        assert step.gradient_b == pytest.approx(-2 * np.mean(residuals), abs=1e-12 * np.mean(size))


def test_formula_and_trial_agree_wherever_the_trial_is_not_lost(steps):
    agreed = 0
    for _, step in steps:
        for along, slope, trial in (
            ("w", step.gradient_w, step.difference_w),
            ("b", step.gradient_b, step.difference_b),
        ):
            if not trial_is_lost(step, along=along):
                agreed += 1
                assert trial == pytest.approx(slope, rel=1e-3)
    assert agreed > len(steps)


def test_the_step_is_the_one_a_plain_loop_takes():
    for problem in PROBLEMS:
        theta = problem.starts[0]
        parameters, losses = plain_loop(
            problem.dataset, starts=[theta], learning_rates=problem.rates[:1], n_epochs=1
        )
        step = worked_step(problem.dataset, theta=theta, learning_rate=problem.rates[0])
        size = np.abs(theta).max() + np.abs(parameters).max()
        assert [step.next_w, step.next_b] == pytest.approx(parameters[0, 1], rel=1e-10, abs=1e-11 * size)
        assert step.loss_before == pytest.approx(losses[0, 0], rel=1e-9, abs=1e-20)
        assert step.loss_after == pytest.approx(losses[0, 1], rel=1e-7, abs=1e-11 * losses[0, 0])


def test_the_step_leads_to_the_next_epoch_of_the_run(dataset, runs):
    for run in range(3):
        for epoch in (0, 1, 50, 99):
            step = step_at(runs, dataset, run, epoch)
            assert [step.next_w, step.next_b] == pytest.approx(runs.parameters[run, epoch + 1], rel=1e-12)
            assert step.loss_after == pytest.approx(runs.losses[run, epoch + 1], rel=1e-12)


def test_the_trial_steps_aside_by_little_beside_w_and_b():
    dataset = make_dataset()
    for size in (1e-5, 1.0, 3.0, 250.0, 1e80):
        step = worked_step(dataset, theta=[-size, size / 2], learning_rate=0.1)
        assert max(size, 1) / 1000 <= step.nudge <= max(size, 1) / 100 * (1 + 1e-12)


def test_at_the_bottom_the_text_says_that_no_trial_can_tell():
    dataset = make_dataset()
    step = worked_step(dataset, theta=lstsq(dataset)[0], learning_rate=0.5)
    assert trial_is_lost(step, along="w")
    assert trial_is_lost(step, along="b")
    for text in (step_in_plain_text(step), step_in_mathematics(step)):
        assert text.count(LOST) == 2
        assert "too few to find the results again" in text
        assert "The loss stays at 0.00814905, to nine digits." in text


def test_a_loss_of_0_is_told_as_0_and_not_as_rounding():
    dataset = make_dataset(noise=0)
    runs = descend(dataset, starts=[0, 0], learning_rates=[0.7], n_epochs=5000)
    assert "The loss is 0, but for rounding, and stays there." in step_in_plain_text(
        step_at(runs, dataset, 0, 4999)
    )


@pytest.mark.parametrize(
    "theta", [[np.inf, np.inf], [1e200, 1.0], [0.0, -1e300], [1.7e308, 1.7e308], [1e154, 1e154]]
)
def test_a_step_beyond_all_numbers_is_a_sentence_and_no_nonsense(theta):
    step = worked_step(make_dataset(), theta=theta, learning_rate=1e9)
    assert not step.is_finite
    assert step_in_mathematics(step) == step_in_plain_text(step) == TOO_LARGE


def test_a_step_among_huge_numbers_is_written_with_powers_of_ten():
    step = worked_step(make_dataset(), theta=[2.5e70, -1e70], learning_rate=1e-9)
    assert r"2.5 \times 10^{70}" in step_in_mathematics(step)
    assert r"1 \times 10^{-9}" in step_in_mathematics(step)
    assert "2.5e70" in step_in_plain_text(step)
    assert "inf" not in step_in_plain_text(step)


def test_in_the_mathematics_a_power_of_ten_is_wholly_below_the_line():
    step = worked_step(make_dataset(), theta=[2.5e70, -1e70], learning_rate=1e-9)
    assert r"/ (2 \times 10^{68})" in step_in_mathematics(step)


def test_centred_x_have_the_sum_0_and_no_rounding():
    points = make_dataset(x_min=-1.5, x_max=1.5)
    step = worked_step(points, theta=lstsq(points)[0], learning_rate=0.1)
    assert step.sum_x == 0
    assert step_in_plain_text(step).count("≈ 0\n") == 2  # both slopes, which rounding alone keeps from 0


def test_formulas_are_broken_so_that_they_fit_a_phone(steps):
    for dataset, step in steps[::3]:
        step = worked_step(dataset, theta=[step.w, step.b], learning_rate=0.025)
        for row in re.findall(r"^(?: &=|&\\qquad) (.*?)(?: \\\\)?$", step_in_mathematics(step), re.MULTILINE):
            shown = (
                re.sub(r"\\tfrac\{2\}\{(\w+)\}\\,", r"2", row)
                .replace(r" \cdot ", "·")
                .replace(r"\times", "×")
            )
            assert len(re.sub(r"[{}^ ]", "", shown)) <= 36, row


def recomputed(text):
    """Return (what the digits shown give, what is shown) for each result in the plain text."""
    results = re.findall(r"^ +(?:=|←) (.*)\n +≈ (\S+)$", text, re.MULTILINE)
    return [(eval(formula), float(told)) for formula, told in results]


def test_a_student_who_works_with_the_digits_shown_finds_the_results_shown(steps):
    counts = {True: 0, False: 0}
    for _, step in steps:
        if not step.is_finite:
            continue
        text = step_in_plain_text(step)
        enough = "too few to find" not in text
        assert enough == (digits_to_show(step) is not None)
        lost = text.count(LOST)
        pairs = recomputed(text)
        assert len(pairs) == 6 - lost
        counts[enough] += 1
        if enough:
            assert all(found == pytest.approx(told, rel=1e-3, abs=1e-300) for found, told in pairs), text
    assert min(counts.values()) > 50, counts


def test_the_mathematics_holds_the_same_numbers_as_the_plain_text(steps):
    for _, step in steps[::7]:
        if step.is_finite:
            latex = re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", step_in_mathematics(step))
            latex = re.sub(r"\\tfrac\{2\}\{(\w+)\}", r"(2/\1)", latex)
            latex = latex.replace("x^2", "x")
            number = r"\d+(?:\.\d+)?(?:e-?\d+)?"
            plain = re.sub(r"e(-?)0*(\d)", r"e\1\2", step_in_plain_text(step))
            assert re.findall(number, latex) == re.findall(number, plain)


def test_every_opening_has_its_end_in_the_mathematics(steps):
    for _, step in steps[::5]:
        text = step_in_mathematics(step)
        if text != TOO_LARGE:
            assert text.count("$$") == 8
            assert text.count("{") == text.count("}")
            assert text.count("(") == text.count(")")
            assert text.count(r"\begin{aligned}") == text.count(r"\end{aligned}") == 4


def test_the_words_for_the_loss_are_true(steps):
    for _, step in steps:
        text = step_in_plain_text(step)
        if "The loss falls" in text:
            assert step.loss_after < step.loss_before
        elif "The loss rises" in text:
            assert step.loss_after > step.loss_before
        elif text != TOO_LARGE:
            assert "The loss stays" in text or "but for rounding, and stays" in text


def test_the_lessons_first_step_reads_as_it_should(dataset):
    start = draw_starts(seed=42, n_samples=100, n_runs=1)[0]
    text = step_in_plain_text(worked_step(dataset, theta=start, learning_rate=0.01))
    assert "      = (2/100)*(-1.41537*33.5017 - 0.420645*50 - 116.601)\n      ≈ -3.70102" in text
    assert "      = (10.6925 - 10.7665) / 0.02\n      ≈ -3.70102" in text
    assert "      = -1.41537 - 0.01*(-3.70102)\n      ≈ -1.37836" in text
    assert "The loss falls from 10.7 to 10.2. All is shown to 6 digits" in text


def test_digits_are_added_until_the_results_can_be_recomputed(dataset, runs):
    shown = [digits_to_show(step_at(runs, dataset, 2, epoch)) for epoch in (0, 20, 99)]
    assert shown == sorted(shown)
    assert shown[0] == DIGITS[0]
    assert shown[-1] > DIGITS[0]


def test_the_note_has_the_limit_of_these_points_with_either_convention():
    for problem in PROBLEMS:
        told = re.findall(r"(?:rate is|doubles, to) (\S+)\. ", about_conventions(theory_of(problem.dataset)))
        design = np.stack([problem.dataset.x, np.ones_like(problem.dataset.x)], axis=1)
        steepest = np.linalg.svd(design)[1][0] ** 2 / problem.dataset.x.size
        assert [float(text) for text in told] == pytest.approx([1 / steepest, 2 / steepest], rel=1e-3)


def test_one_point_and_points_above_each_other_have_a_step_too():
    for points in (Dataset([2.0], [3.0]), Dataset([1.0, 1.0], [0.0, 5.0]), Dataset([0.0], [0.0])):
        step = worked_step(points, theta=[0.5, 0.25], learning_rate=0.1)
        assert step.is_finite
        assert "∂L/∂w" in step_in_plain_text(step)
