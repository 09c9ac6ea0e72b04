"""A place where the gradient of a loss is 0, and how large a rate may be to settle there."""

from collections.abc import Iterable
from dataclasses import dataclass

MINIMUM, SADDLE, MAXIMUM = "minimum", "saddle", "maximum"


@dataclass(frozen=True)
class StationaryPoint:
    """A place where the gradient is 0.

    Attributes
    ----------
    w, b, loss : float
    eigenvalues : (float, float)
        Those of the Hessian there, ascending.
    """

    w: float
    b: float
    loss: float
    eigenvalues: tuple[float, float]

    @property
    def kind(self) -> str:
        """`MINIMUM`, `SADDLE` or `MAXIMUM`; where a direction is flat, what the other one says."""
        low, high = self.eigenvalues
        if low < 0 < high:
            return SADDLE
        return MINIMUM if high > 0 else MAXIMUM

    def limit(self, momentum: float = 0.0) -> float | None:
        """Return ``2·(1 + beta)/lam_max``, above which no run settles here; None where this is no minimum."""
        return 2 * (1 + momentum) / self.eigenvalues[1] if self.kind == MINIMUM else None


def minima_among(points: Iterable[StationaryPoint]) -> list[StationaryPoint]:
    """Return those that are minima, in their order."""
    return [point for point in points if point.kind == MINIMUM]


def lowest_loss(minima: Iterable[StationaryPoint]) -> float:
    """Return the loss of the lowest of these; 0 where there are none, since no loss is below that."""
    return min((minimum.loss for minimum in minima), default=0.0)
