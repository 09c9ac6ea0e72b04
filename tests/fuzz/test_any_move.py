"""Whatever a browser says that a hand has moved, a rate or a start that can be set is taken, or nothing."""

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from gd_core.experiment import Settings, experiment_of
from gd_core.inputs import what_was_moved
from tests.fuzz.anything import looking, number_in, rates, texts

ends = st.sampled_from(
    [1e-110, 1e9, 10**22, -1e60, 0, -0.0, 1e-111, 1.1e9, 1.001e60, 10**400, math.nan, math.inf, True]
)
numbers = st.one_of(rates, ends, number_in("w"), st.integers(), st.floats())
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
pieces = numbers | anything
held = {
    "slot": st.integers(-1, 9) | pieces,
    "rate": rates | pieces,
    "add": rates | pieces,
    "start": st.lists(number_in("w") | pieces, min_size=1, max_size=3) | pieces,
}
moves = st.one_of(
    st.fixed_dictionaries({"start": st.lists(number_in("w"), min_size=2, max_size=2)}),
    st.fixed_dictionaries({"slot": st.integers(0, 7), "rate": rates}),
    st.fixed_dictionaries({}, optional=held | {"epoch": pieces}),
)


def is_from(number, least, most):
    """Tell whether something is a number within limits, as JSON has numbers."""
    return type(number) in (int, float) and least <= number <= most


def expected(said):
    """Return what may be taken of what is said, by the rule written out."""
    if not isinstance(said, dict):
        return {}
    if type(said.get("slot")) is int and is_from(said.get("rate"), 1e-110, 1e9):
        return {"slot": said["slot"], "rate": said["rate"]}
    if is_from(said.get("add"), 1e-110, 1e9):
        return {"add": said["add"]}
    start = said.get("start")
    if isinstance(start, list) and len(start) == 2 and all(is_from(place, -1e60, 1e60) for place in start):
        return {"start": tuple(start)}
    return {}


@looking(1000)
@given(moves | anything)
def test_a_rate_or_a_start_that_can_be_set_is_taken_and_nothing_else(said):
    said = json.loads(json.dumps(said))  # as it comes from a browser
    assert what_was_moved(said) == expected(said)


@looking(60)
@given(moves)
def test_whatever_is_taken_can_be_run(said):
    moved = what_was_moved(said)
    rate = moved.get("rate", moved.get("add", 0.1))
    w, b = moved.get("start", (0.0, 0.0))
    experiment = experiment_of(
        Settings(learning_rates=(rate,), own_start=True, start_w=w, start_b=b, n_epochs=20)
    )
    assert experiment.runs.parameters[0, 0].tolist() == [w, b]
    assert not math.isnan(experiment.runs.losses[0, -1])
