"""The digits shown of a number never say what is not so."""

from fractions import Fraction

import numpy as np
import pytest

from gd_core import Dataset
from gd_core.numbers import digits_apart, digits_beside, place, rounded, rounded_apart, rounded_beside
from gd_core.parts.columns import as_shown, laid_out, modes_columns, results_columns, round_columns
from gd_core.parts.results import results_table
from gd_core.take_home.worksheet import worksheet
from gd_core.telling.verdict import judge
from tests.reference import experiment_from
from tests.test_modes import number
from tests.test_verdict import told

FACTORS = (0.9999995, 1.00004, 1.0000049, 0.999996, 1 - 1e-12, 1 + 1e-9)


def exactly(text):
    """Return what a text says, without the rounding of a float."""
    mantissa, _, power = text.replace(",", "").replace("−", "-").partition("×10")
    digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return Fraction(mantissa) * Fraction(10) ** int(digits or 0)


def near(rng, value):
    """Return a number that differs from another in some digit, be it a late one."""
    return value * (1 + rng.choice([-1, 1]) * 10.0 ** rng.uniform(-14, -1))


def test_every_year_is_written_as_calendars_write_it_and_every_larger_place_as_other_numbers_are():
    assert [place(rounded(year)) for year in range(10_000)] == list(map(str, range(10_000)))
    for text in (rounded(far) for far in (10_000, 412_000, 1_234_567, -10_000)):
        assert place(text) == text


def test_a_number_shown_beside_another_is_on_its_side_of_it():
    rng = np.random.default_rng(8)
    for _ in range(2000):
        other = 10.0 ** rng.uniform(-9, 6)
        value = near(rng, other)
        shown = exactly(rounded_beside(value, other))
        assert (shown < Fraction(other), shown > Fraction(other)) == (value < other, value > other)


def test_two_different_numbers_look_different():
    rng = np.random.default_rng(9)
    for _ in range(2000):
        first = 10.0 ** rng.uniform(-9, 9)
        last = near(rng, first)
        shown = list(map(exactly, rounded_apart(first, last)))
        assert (shown[0] < shown[1], shown[0] > shown[1]) == (first < last, first > last)


def test_no_more_digits_are_shown_than_it_takes():
    assert rounded_beside(1.00004, 1) == "1.00004"
    assert rounded_beside(0.5, 1) == "0.5"
    assert rounded_apart(2.5, 7.123456) == ("2.5", "7.12")
    assert digits_beside([0.5, 2.0, np.inf, np.nan], 1.0, least=5) == 5
    assert digits_apart([0.1, 0.1, np.inf], least=5) == 5


@pytest.mark.parametrize("factor", FACTORS)
def test_no_table_shows_a_factor_as_1_that_is_not_1(factor):
    for columns, name in ((results_columns(), "factor"), (modes_columns(), "factor_measured")):
        for sign in (1, -1):
            table = {name: [sign * factor, 0.5]}
            shown = as_shown(table)
            form = laid_out(table, shown, columns, scale=1)[name]["format"]
            assert float(form % shown[name][0]) != sign
            assert float(form % (sign * factor)) == pytest.approx(sign * factor, rel=1e-4)


def test_a_factor_that_is_1_is_shown_as_1():
    table = {"factor": [1.0, 0.5]}
    form = laid_out(table, as_shown(table), results_columns(), scale=1)["factor"]["format"]
    assert form % 1.0 == "1"


def test_a_column_with_a_number_too_large_shows_no_factor_as_1_either():
    shown = as_shown({"factor": [1e9, 1.00000004]})
    assert [number(text) for text in shown["factor"]] == [1e9, 1.00000004]


def test_losses_of_different_ranks_look_different():
    table = {"rank": [1, 2, 3], "final_loss": [0.0095123456, 0.0095123457, 4.2]}
    form = laid_out(table, as_shown(table), round_columns(), scale=1)["final_loss"]["format"]
    assert len({form % loss for loss in table["final_loss"]}) == 3


def test_the_verdict_the_table_and_the_worksheet_tell_the_same_of_a_rate_a_hair_above_the_limit(dataset):
    experiment = experiment_from(dataset, starts=[0, 0], learning_rates=[0.78868], n_epochs=10_000)
    [verdict] = judge(experiment)
    [grows] = told("grows ×{}", verdict.why)
    assert grows > 1
    table = results_table(experiment)
    form = laid_out(table, as_shown(table), results_columns(), scale=1)["factor"]["format"]
    assert float(form % table["factor"][0]) == pytest.approx(grows, abs=5e-6)
    assert f"<td>{rounded(verdict.factor, 6)}</td>" in worksheet(experiment)


def test_a_rate_is_said_to_be_the_limit_where_it_is_and_else_the_limit_looks_different():
    points = Dataset([-1.0, 1.0], [0.0, 1.0])
    rates = [1.0, 1 - 1e-5, 1 + 1e-7]
    verdicts = judge(experiment_from(points, starts=[2, 3], learning_rates=rates, n_epochs=3))
    assert verdicts[0].why.startswith("1 is the limit. ")
    for verdict, rate in zip(verdicts[1:], rates[1:], strict=True):
        shown, limit = told("^{} is almost exactly the limit {}\\. ", verdict.why)
        assert (shown == rate, limit == 1) == (True, True)


def test_a_rate_is_not_said_to_pass_or_not_to_pass_itself():
    rng = np.random.default_rng(8)
    at_the_edge = 0
    for _ in range(300):
        x = np.round(rng.uniform(-5, 5, 4), 1)
        points = Dataset(x - x.mean(), rng.normal(size=4))
        lam = 2 * np.mean(points.x**2)
        rate = 1 / max(lam, 2)
        [verdict] = judge(experiment_from(points, starts=[1, 1], learning_rates=[rate], n_epochs=5))
        if place := told("^{} is right at {},", verdict.why):
            at_the_edge += 1
            assert place[0] == place[1] == rate
        elif place := told("^{} does not pass {},", verdict.why):
            assert place[0] < place[1]
        elif place := told("^{} is between {}, where", verdict.why):
            assert place[0] >= place[1]
    assert at_the_edge > 50
