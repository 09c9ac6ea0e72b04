"""The player writes a number as the rest of the page does."""

import numpy as np
import pytest

from gd_core.assets import text_of
from gd_core.numbers import rounded, unrounded
from gd_core.parts.columns import as_shown

EDGES = [0.0, 1e-4, 9.9996e-5, 999_999.4, 999_999.6, 1e6, 1_000.0, 1e-9, 1.1e-5, 6.8e-13, 1e-300, 5e300, 0.5]


@pytest.fixture(scope="module")
def in_javascript(browser):
    """Return a function that works an expression out in the browser, for each `value` and these `digits`."""
    page = browser.new_page()

    def work_out(expression, values, digits=1):
        script = text_of("player/numbers.js")
        function = f"([values, digits]) => {{ {script}\n return values.map(value => {expression}); }}"
        return page.evaluate(function, [values, digits])

    yield work_out
    page.close()


def many_numbers(seed):
    """Return numbers of all sizes and both signs."""
    rng = np.random.default_rng(seed)
    sizes = np.concatenate([10 ** rng.uniform(-8, 9, 1000), 10 ** rng.uniform(-300, 300, 200)])
    return [*EDGES, *(sizes * rng.choice([-1, 1], sizes.size)).tolist()]


@pytest.mark.parametrize("digits", [1, 3, 4, 5, 9])
def test_a_number_is_rounded_in_the_player_as_it_is_elsewhere(in_javascript, digits):
    numbers = many_numbers(digits)
    assert in_javascript("rounded(value, digits)", numbers, digits) == [rounded(n, digits) for n in numbers]


def test_a_rate_is_named_on_the_ruler_as_it_is_elsewhere(in_javascript):
    numbers = many_numbers(0)
    rates = [float(f"{number:.2e}") for number in numbers]
    for given in (numbers, rates):
        assert in_javascript("unrounded(value)", given) == [unrounded(number) for number in given]


def test_what_is_no_number_is_written_as_elsewhere(in_javascript):
    assert in_javascript("[rounded(1 / value, 3), rounded(-1 / value, 3), rounded(0 / value, 3)]", [0.0]) == [
        [rounded(np.inf), rounded(-np.inf), rounded(np.nan)]
    ]


def test_a_number_that_moves_keeps_its_zeros_and_is_else_the_same(in_javascript):
    steady = in_javascript("rounded(value, 4, { isMoving: true })", [0.5, 1.5, 0.000015, 1200.0, 2e6])
    assert steady == ["0.5000", "1.500", "1.500×10⁻⁵", "1,200", "2.000×10⁶"]


def test_the_numbers_of_a_table_are_sorted_as_numbers_however_they_are_written(in_javascript):
    rng = np.random.default_rng(5)
    mixed = rng.permutation([1_323, 82, 30, 1e6, -1_500, 0, np.inf, 2e-7, 1.5e-30, 0.5, -0.5, 30]).tolist()
    for numbers in (mixed, [0.01, 0.1, 0.5, 1.1e-5], [np.nan, 1e9, 12_345.0, np.nan]):
        texts = as_shown({"loss": numbers})["loss"]
        assert all(isinstance(text, str) for text in texts)
        compared = in_javascript("digits.map(other => Math.sign(value.localeCompare(other)))", texts, texts)
        for one, row in zip(numbers, compared, strict=True):
            for other, sign in zip(numbers, row, strict=True):
                assert sign == (one > other) - (one < other) or np.isnan(one + other)
