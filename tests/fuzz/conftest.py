from decimal import localcontext

import pytest

from tests.fuzz.truth import DIGITS


@pytest.fixture(autouse=True)
def _in_a_hundred_digits():
    with localcontext(DIGITS):
        yield
