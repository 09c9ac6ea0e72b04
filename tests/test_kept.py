import pickle
from dataclasses import dataclass, fields

import pytest

from gd_core import Dataset, eigenvalues, gradient, hessian, least_squares, make_dataset
from gd_core.axes import modes, rounding_of_axes, rounding_of_bottom
from gd_core.bowl import bowl_of
from gd_core.kept import kept_with_it


@dataclass(frozen=True, eq=False)
class Record:
    value: int


def counted():
    """Return a function of a record, kept with it, and the list of the values for which it worked."""
    worked = []

    @kept_with_it
    def half(record: Record) -> float:
        worked.append(record.value)
        return 1 / (2 / record.value)

    return half, worked


def test_it_is_found_once_for_each_record():
    half, worked = counted()
    first, second = Record(2), Record(2)
    assert [half(first), half(first), half(second), half(Record(6))] == [1, 1, 1, 3]
    assert worked == [2, 2, 6]


def test_two_functions_of_one_record_do_not_meet():
    (half, _), record = counted(), Record(2)

    @kept_with_it
    def name(record: Record) -> str:
        return f"number {record.value}"

    assert (half(record), name(record)) == (1, "number 2")


def test_what_fails_fails_again():
    half, worked = counted()
    record = Record(0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            half(record)
    assert worked == [0, 0]


@pytest.mark.parametrize("public", [hessian, least_squares, eigenvalues])
def test_who_changes_what_the_points_told_changes_nothing_else(public):
    dataset, untouched = make_dataset(), make_dataset()
    public(dataset)[...] = 7
    assert public(dataset).tolist() == public(untouched).tolist()
    assert gradient([1, 2], dataset).tolist() == gradient([1, 2], untouched).tolist()


def test_nothing_that_is_kept_with_the_points_can_be_changed():
    bowl = bowl_of(make_dataset())
    kept = [bowl.hessian, bowl.bottom, *modes(bowl), rounding_of_axes(bowl), rounding_of_bottom(bowl)]
    for array in kept:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7


def test_points_that_were_sent_to_another_process_tell_the_same():
    dataset = make_dataset()
    expected = least_squares(dataset).tolist()
    sent = pickle.loads(pickle.dumps(dataset))
    assert least_squares(sent).tolist() == expected
    assert [field.name for field in fields(Dataset)] == ["x", "y"]
