"""The two modes are held against a plain loop and NumPy's singular vectors, on random problems."""

import math
import re

import numpy as np
import pytest

from gd_core import Dataset, fastest_rate, make_dataset, overshoot_rate
from gd_core.cases import CASES
from gd_core.charts.modes import (
    MOST_GROWTH_DRAWN,
    SLOTS,
    about_the_modes_drawn,
    modes_chart,
    modes_data,
    modes_summary,
)
from gd_core.charts.rows import drawn_epochs
from gd_core.experiment import experiment_of
from gd_core.telling.directions import factor_text, modes_table, why_fast_then_slow
from gd_core.two_modes import ACROSS, ALONG, NEARLY_GONE, NO_ERROR, NO_NUMBERS, two_modes
from tests.reference import (
    experiment_from,
    experiment_of_problem,
    lstsq,
    plain_loop,
    random_problems,
)

PROBLEMS = random_problems(150, seed=41)


def directions(dataset):
    """Return the steep and the shallow direction and their eigenvalues, from the points themselves."""
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    _, sizes, vectors = np.linalg.svd(design)
    lam = np.zeros(2)
    lam[: sizes.size] = 2 / dataset.x.size * sizes**2
    return lam, vectors


@pytest.fixture(scope="module")
def cases():
    """Every run of the random problems with its two modes."""
    found = []
    for problem in PROBLEMS:
        experiment = experiment_of_problem(problem)
        found += [(problem, experiment, run, two_modes(experiment, run)) for run in range(len(problem.rates))]
    return found


def one_run(dataset, rate, *, start=(-3, 4), n_epochs=100):
    """Return the experiment of one rate, and the two modes of its run."""
    experiment = experiment_from(dataset, starts=start, learning_rates=[rate], n_epochs=n_epochs)
    return experiment, two_modes(experiment, 0)


def test_the_errors_are_those_of_a_plain_loop_along_the_singular_vectors():
    for problem in PROBLEMS:
        rates = problem.rates[:3]
        experiment = experiment_from(
            problem.dataset, starts=problem.starts[:3], learning_rates=rates, n_epochs=30
        )
        parameters, _ = plain_loop(
            problem.dataset, starts=problem.starts[:3], learning_rates=rates, n_epochs=30
        )
        lam, vectors = directions(problem.dataset)
        if lam[1] < 1e-4 * lam[0] or lam[1] > 0.999 * lam[0]:
            continue  # the plain sums have too few digits left, or the directions are a matter of taste
        expected = np.abs((parameters - lstsq(problem.dataset)[0]) @ vectors.T)
        for run in range(3):
            for part, sizes in zip(two_modes(experiment, run), expected[run].T, strict=True):
                seen = ~np.isnan(part.errors)
                assert np.abs(part.errors[seen]) == pytest.approx(
                    sizes[seen], rel=1e-6, abs=1e-8 * np.abs(parameters[run]).max()
                )


def test_the_measured_factor_is_the_predicted_one_wherever_it_can_be_measured(cases):
    measured = 0
    for _, _, _, parts in cases:
        for part in parts:
            assert math.isnan(part.measured) == bool(part.why_not)
            if not part.why_not:
                measured += 1
                assert part.measured == pytest.approx(part.factor, rel=1e-4, abs=1e-5)
    assert measured > 1.2 * len(cases)


def test_what_is_drawn_as_measured_is_never_rounding(cases):
    for _, _, _, parts in cases:
        for part in parts:
            seen = np.flatnonzero(~np.isnan(part.errors))
            assert seen.tolist() == list(range(seen.size))  # one stretch, from the start
            sizes = np.abs(part.errors[seen])
            if seen.size > 1:
                predicted = sizes[0] * abs(part.factor) ** seen
                assert sizes == pytest.approx(predicted, rel=0.1, abs=1e-300)


def test_the_eigenvalues_and_factors_are_those_of_the_hessian(cases):
    for problem, _, run, parts in cases:
        lam, _ = directions(problem.dataset)
        told = [part.eigenvalue for part in parts]
        assert told == pytest.approx(lam, rel=1e-6, abs=1e-12 * lam[0])
        factors = [1 - problem.rates[run] * value for value in told]
        assert [part.factor for part in parts] == pytest.approx(factors, rel=1e-12, abs=1e-14)


def test_the_excess_at_the_start_is_that_of_both_parts(cases):
    for _, experiment, run, parts in cases:
        excess = experiment.runs.excess_losses[run, 0]
        assert sum(part.excess for part in parts) == pytest.approx(excess, rel=1e-9, abs=1e-18)


def test_the_chart_draws_the_errors_and_the_closed_form(cases):
    for problem, experiment, _, parts in cases[::9]:
        drawn = modes_data(experiment, parts)["errors"]
        epochs = drawn_epochs(experiment)
        for slot, part in zip(SLOTS, parts, strict=True):
            mine = drawn[drawn["slot"] == slot]
            assert mine["epoch"].tolist() == epochs.tolist()
            assert np.array_equal(mine["measured"], np.abs(part.errors[epochs]), equal_nan=True)
            size, expected = part.start, []
            for _ in range(problem.n_epochs + 1):
                expected.append(size)
                size *= abs(part.factor)
            seen = mine["predicted"].notna()
            assert mine["predicted"][seen].tolist() == pytest.approx(
                np.array(expected)[epochs][seen], rel=1e-9, abs=1e-290
            )


def test_nothing_is_drawn_that_a_logarithmic_axis_has_no_place_for(cases):
    for _, experiment, _, parts in cases[::3]:
        data = modes_data(experiment, parts)
        for name in ("measured", "predicted"):
            values = data["errors"][name].dropna()
            assert np.all(np.isfinite(values) & (values > 0))
        low, high = data["modes"]["low"][0], data["modes"]["high"][0]
        assert 0 < low < high < np.inf


def test_a_direction_without_error_is_not_drawn_and_is_said_to_have_none():
    dataset = make_dataset()
    theta_star = np.array(lstsq(dataset)[0])
    _, vectors = directions(dataset)
    experiment, parts = one_run(dataset, 0.5, start=theta_star + 2 * vectors[1])
    data = modes_data(experiment, parts)
    assert data["errors"][data["errors"]["slot"] == SLOTS[0]][["measured", "predicted"]].isna().all(axis=None)
    assert parts[0].why_not == NO_ERROR
    assert modes_table(parts)["note"][0] == "no error in this direction to begin with, but for rounding"
    assert "There is no error across the valley to begin with" in why_fast_then_slow(parts)
    assert "across the valley, there is none to begin with" in modes_summary(parts)


def test_a_start_at_the_answer_has_no_error_to_split():
    experiment, parts = one_run(Dataset([-1, 1, 2], [-1, 3, 5]), 0.1, start=(2, 1))
    assert why_fast_then_slow(parts) == (
        "The run starts at the least-squares answer, but for rounding: there is no error to split."
    )
    assert modes_data(experiment, parts)["errors"][["measured", "predicted"]].isna().all(axis=None)


def test_where_all_x_are_equal_the_error_along_the_valley_does_not_move():
    _, (across, along) = one_run(Dataset([2.0, 2.0], [4.0, 6.0]), 0.05)
    assert (along.eigenvalue, along.factor, along.measured) == (0.0, 1.0, pytest.approx(1, abs=1e-12))
    text = why_fast_then_slow((across, along))
    assert "(it keeps its size)" in text
    assert "λ is 0: the loss is the same everywhere there, and nothing moves" in text


def test_an_error_that_is_gone_at_once_is_a_point_and_not_measured():
    dataset = make_dataset()
    experiment, parts = one_run(dataset, overshoot_rate(dataset))
    assert parts[0].why_not == NEARLY_GONE
    assert modes_table(parts)["note"][0] == "too close to rounding after one epoch"
    data = modes_data(experiment, parts)
    row = data["modes"].iloc[0]
    assert row["lone_start"] == row["end_error"] == parts[0].start
    said = about_the_modes_drawn(experiment, parts, data)
    assert "A wide line ends where rounding hides the error" in said


def test_a_run_that_overflows_at_once_is_said_not_to_be_measured():
    far = make_dataset(x_min=1e90, x_max=2e90)
    experiment, parts = one_run(far, 1e125, start=(1e50, 1), n_epochs=5)
    assert parts[0].why_not == NO_NUMBERS
    assert modes_table(parts)["note"][0] == "the run leaves the computer's numbers in its first epoch"
    assert modes_data(experiment, parts)["modes"]["high"][0] < np.inf


def test_a_diverging_run_leaves_the_frame_and_that_is_said():
    experiment, parts = one_run(make_dataset(), 1e9, n_epochs=30)
    data = modes_data(experiment, parts)
    assert data["modes"]["high"][0] == 2 * MOST_GROWTH_DRAWN * max(part.start for part in parts)
    said = about_the_modes_drawn(experiment, parts, data)
    assert "What leaves the chart at the top goes on growing." in said
    assert np.all(data["modes"]["end_error"] <= data["modes"]["high"])


def test_a_long_run_is_thinned_and_that_is_said():
    experiment, parts = one_run(make_dataset(), 0.001, n_epochs=10_000)
    said = about_the_modes_drawn(experiment, parts, modes_data(experiment, parts))
    assert said == f"All 10,000 epochs are computed, and {drawn_epochs(experiment).size} are drawn."


def test_the_table_has_predicted_beside_measured(lesson):
    table = modes_table(two_modes(lesson, 2))
    assert table["direction"] == ["across the valley", "along the valley"]
    assert table["eigenvalue"] == pytest.approx([2.53593424, 0.13409943])
    assert table["factor_predicted"] == pytest.approx([-0.26796712, 0.932950285])
    assert table["factor_measured"] == pytest.approx([-0.26796712, 0.932950285], rel=1e-6)


def test_the_words_for_the_lesson(lesson):
    parts = two_modes(lesson, 2)
    assert why_fast_then_slow(parts) == (
        "An epoch multiplies the error **across the valley** by 1 − ηλ ≈ −0.268 (half of it is gone by epoch "
        "1) and the error **along the valley** by 1 − ηλ ≈ 0.933 (half of it is gone by epoch 10). A minus "
        "sign: it changes sides every epoch. At first, most of the loss above the floor is from the error "
        "across the valley; from epoch 2 on, it is from the error along the valley. That is why the loss "
        "first drops, and then crawls. The picture shows the errors, which λ does not weigh: there the one "
        "along the valley is larger from the start."
    )


def test_at_the_fastest_rate_neither_waits_for_the_other(dataset):
    _, parts = one_run(dataset, fastest_rate(dataset))
    assert "Both shrink at the same pace" in why_fast_then_slow(parts)


def test_a_round_bowl_is_said_to_be_round():
    for rate in (0.1, 0.5, 1.2):
        _, parts = one_run(Dataset([-1, 1], [0, 3]), rate)
        text = why_fast_then_slow(parts)
        assert text.startswith("The bowl is round")
        assert factor_text(1 - 2 * rate) in text


def test_the_factors_in_the_words_are_the_measured_ones(cases):
    for _, _, _, parts in cases:
        for where, told in re.findall(
            r"error \*\*(\w+ the valley)\*\* by 1 − ηλ ≈ (\S+)", why_fast_then_slow(parts)
        ):
            part = next(part for part in parts if part.where == where)
            assert number(told) == pytest.approx(part.factor, rel=6e-3, abs=1e-11)
            assert (abs(number(told)) < 1) == (abs(part.factor) < 1 - 1e-15)


def test_half_is_gone_when_the_words_say_so_and_not_before(cases):
    told = 0
    for problem, _, _, parts in cases:
        text = why_fast_then_slow(parts)
        for part in parts:
            match = re.search(rf"{part.where}\*\* by 1 − ηλ ≈ \S+ \((.*?)\)", text)
            if not match:
                continue
            size = abs(part.factor)
            epoch = re.search(r"epoch (\S+)", match[1])
            if "keeps its size" in match[1]:
                assert size == 1
            elif "gone after one" in match[1]:
                assert size < 1e-12
            else:
                told += 1
                k = round(number(epoch[1]))
                half = math.log(2) / abs(math.log(size))
                assert half * (1 - 6e-3) <= k <= (half + 1) * (1 + 6e-3)
                assert (size < 1) == ("half of it" in match[1])
                assert ("after the end of this run" in match[1]) == (k > problem.n_epochs)
    assert told > len(cases)


def of_the_loss(text):
    """Return which error most of the loss is said to be from at first, and the epoch from which it is not."""
    if match := re.search(r"At first, .* from the error (\w+ .*?); from epoch (\S+) on, it is from", text):
        return "switches", match[1], round(number(match[2]))
    if match := re.search(r"In all of this run, .* from the error (\w+ .*?); only from epoch (\S+) on", text):
        return "later", match[1], round(number(match[2]))
    if match := re.search(r"From the start, .* from the slower error, (\w+ the valley)", text):
        return "slower", {ACROSS: ALONG, ALONG: ACROSS}[match[1]], 0
    return ("same" if "same pace" in text else ""), "", 0


def larger_from(parts, first, *, weighed, most=20_000):
    """Return the first epoch at which the other part is the larger one, epoch by epoch."""
    sizes = {part.where: math.log(part.excess if weighed else part.start) for part in parts}
    steps = {part.where: (2 if weighed else 1) * math.log(max(abs(part.factor), 1e-300)) for part in parts}
    ahead, gained = (2 * logs[first] - sum(logs.values()) for logs in (sizes, steps))
    return next((epoch for epoch in range(most) if ahead + epoch * gained <= 1e-12), most)


def test_most_of_the_loss_is_where_the_words_say_at_every_epoch(cases):
    counts = {"switches": 0, "later": 0, "slower": 0, "same": 0, "crawls": 0, "": 0}
    for problem, _, _, parts in cases:
        text = why_fast_then_slow(parts)
        kind, first, told = of_the_loss(text)
        counts[kind] += 1
        if kind in ("switches", "later", "slower") and told < 10_000:
            assert larger_from(parts, first, weighed=True) == pytest.approx(told, abs=1 + 6e-3 * told)
            assert (told > problem.n_epochs) == (kind == "later")
        if "then crawls" in text:
            counts["crawls"] += 1
            slow, fast = sorted((abs(part.factor) for part in parts), reverse=True)
            assert kind == "switches"
            assert told < problem.n_epochs
            assert slow**5 >= 0.5 * (1 - 1e-9)  # while the slow part halves once, in 5 epochs or more, …
            assert fast <= slow**3 * (1 + 1e-9)  # … the other does thrice
    del counts[""]
    assert min(counts.values()) > 20, counts


def test_where_the_picture_turns_at_another_epoch_than_the_loss_the_words_say_at_which(cases):
    counts = {"from the start": 0, "from epoch": 0, "smaller all the way": 0, "as the loss": 0}
    for problem, _, _, parts in cases:
        text = why_fast_then_slow(parts)
        kind, first, turn = of_the_loss(text)
        if kind in ("", "same") or turn > 10_000:
            continue
        crossed = larger_from(parts, first, weighed=False)
        match = re.search(
            r"picture shows the errors.* there the one (\w+ the valley) is (?:larger )?(.*?)(?: (\S+) on)?\.",
            text,
        )
        if not match:
            counts["as the loss"] += 1
            assert crossed == pytest.approx(turn, abs=1)
            continue
        counts[match[2]] += 1
        assert match[1] != first
        match match[2]:
            case "from the start":
                assert crossed <= 1
            case "from epoch":
                assert crossed == pytest.approx(number(match[3]), abs=1 + 6e-3 * crossed)
                assert number(match[3]) <= problem.n_epochs
            case _:
                assert crossed >= problem.n_epochs
    assert min(counts.values()) > 5, counts


def test_a_turn_after_the_end_of_the_run_is_not_said_to_be_why_its_loss_turned():
    too_small = experiment_of(CASES["Too small"])
    text = why_fast_then_slow(two_modes(too_small, 0))
    assert re.search(r"In all of this run, .* across the valley; only from epoch 6,915 on would", text)
    assert "crawls" not in text
    assert "first drops" not in text


def test_what_grows_or_stays_is_said_to_grow_or_stay(cases):
    for _, _, _, parts in cases:
        text, across = why_fast_then_slow(parts), abs(parts[0].factor)
        if "and it grows" in text:
            assert across > 1
            assert across >= abs(parts[1].factor)
        if "does not come down to the floor" in text:
            assert across == pytest.approx(1, abs=1e-12)
        if "A minus sign" in text:
            assert min(part.factor for part in parts if part.start > 0) < 0


def test_the_chart_is_valid_and_holds_no_rows_of_its_own():
    spec = modes_chart().to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"errors", "modes"}


def number(text):
    """Read a number as `rounded` writes it, with its sign."""
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.replace(",", "").replace("−", "-").rstrip(".)").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(superscripts) or 0)
