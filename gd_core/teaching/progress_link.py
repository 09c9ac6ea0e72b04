"""How far a learner is, in a link: a digit for each question or task, a dash for None: ``1-0--``."""

from collections.abc import Sequence


def to_link(digits: Sequence[int | None], unset: int | None) -> str:
    """Return the digits as a link has them; "" where none of them is set.

    >>> to_link([1, None, 0], None), to_link([0, 0], 0)
    ('1-0', '')
    """
    if all(digit == unset for digit in digits):
        return ""
    return "".join("-" if digit is None else str(digit) for digit in digits)


def from_link(text: str, keys: Sequence[str], allowed: str) -> dict[str, int]:
    """Return by their keys the digits that a link has, as far as they are allowed.

    >>> from_link("1-7", ["a", "b", "c"], "0123")
    {'a': 1}
    """
    return {key: int(digit) for key, digit in zip(keys, text, strict=False) if digit in allowed}
