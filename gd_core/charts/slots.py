"""The slots of the rates: a rate keeps its slot, and with it its colour, dash and shape, while others go."""

from collections.abc import Iterable

from gd_core.charts.style import N_SLOTS

Slots = dict[float, int]


def given_to(rates: Iterable[float], before: Slots) -> Slots:
    """Give every rate a slot: the one it had before, or the first that is free.

    >>> given_to([0.5, 0.1, 0.7], {0.01: 0, 0.1: 1, 0.5: 2})
    {0.5: 2, 0.1: 1, 0.7: 0}
    """
    kept = {rate: before[rate] for rate in rates if rate in before}
    free = (slot for slot in range(N_SLOTS) if slot not in kept.values())
    return {rate: kept[rate] if rate in kept else next(free) for rate in rates}


def moved(slots: Slots, slot: int, rate: float) -> Slots:
    """Put a rate in the place of the one that has a slot; as it was where none has, or the rate is there.

    >>> moved({0.1: 0, 0.5: 1}, 1, 0.6)
    {0.1: 0, 0.6: 1}
    """
    if rate in slots:
        return slots
    return {rate if its == slot else before: its for before, its in slots.items()}


def to_link(slots: Slots) -> str:
    """Return the slots, in the order of the rates, as a link has them; "" where nobody needs to say them.

    >>> to_link({0.5: 2, 0.1: 1}), to_link({0.1: 0, 0.5: 1})
    ('21', '')
    """
    in_order = list(range(len(slots)))
    return "".join(map(str, slots.values())) if list(slots.values()) != in_order else ""


def from_link(text: str, rates: Iterable[float]) -> Slots:
    """Return the slots that a link gives these rates, as far as it does; its digits are such as are allowed.

    >>> from_link("21", [0.5, 0.1, 0.7])
    {0.5: 2, 0.1: 1}
    """
    return dict(zip(rates, map(int, text), strict=False))
