"""Gradient descent in so many digits that nothing is rounded away: what the page is held against."""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from gd_core.experiment import Settings, dataset_of, starts_of

# Squares of 1e50 beside squares of 1e-50, and to spare.
DIGITS = Context(prec=700, Emax=10**15, Emin=-(10**15))
ENOUGH = Context(prec=250, Emax=10**15, Emin=-(10**15))  # for the epochs, which lose little


@dataclass(frozen=True)
class Exact:
    """What is exactly true of the runs of some settings.

    Attributes
    ----------
    first, last : list of Decimal
        The loss of each run at its start and at its end.
    lam : (Decimal, Decimal)
        The eigenvalues of the Hessian, ascending.
    parts : list of (Decimal, Decimal)
        The part that each eigenvector has in each final loss.
    """

    first: list[Decimal]
    last: list[Decimal]
    lam: tuple[Decimal, Decimal]
    parts: list[tuple[Decimal, Decimal]]


def exact_runs(settings: Settings) -> Exact:
    """Run what is set by the rule of the textbook, epoch by epoch, from sums over all points."""
    dataset, starts = dataset_of(settings), starts_of(settings)
    rates = [Decimal(rate) for rate in settings.learning_rates]
    given = starts.tolist() if starts.ndim == 2 else [starts.tolist()] * len(rates)
    with localcontext(DIGITS):
        x, y = ([Decimal(value) for value in values.tolist()] for values in (dataset.x, dataset.y))
        n = Decimal(len(x))
        xx, x1 = 2 * sum(v * v for v in x) / n, 2 * sum(x) / n
        xy, y1 = 2 * sum(v * u for v, u in zip(x, y, strict=True)) / n, 2 * sum(y) / n
        middle, spread = (xx + 2) / 2, (((xx - 2) / 2) ** 2 + x1 * x1).sqrt()
        lam = (max(middle - spread, Decimal(0)), middle + spread)
        equal = max(x) == min(x)
        if equal:
            lam = (Decimal(0), 2 * middle)
        bottom = _bottom(xx, x1, xy, y1, equal)

        def loss(w: Decimal, b: Decimal) -> Decimal:
            return sum((w * v + b - u) ** 2 for v, u in zip(x, y, strict=True)) / n

        first, last, parts = [], [], []
        for rate, start in zip(rates, given, strict=True):
            w, b = map(Decimal, start)
            first.append(loss(w, b))
            with localcontext(ENOUGH):
                for _ in range(settings.n_epochs):
                    w, b = w - rate * (xx * w + x1 * b - xy), b - rate * (x1 * w + 2 * b - y1)
            last.append(loss(w, b))
            parts.append(_parts(w - bottom[0], b - bottom[1], xx, x1, lam))
    return Exact(first, last, lam, parts)


def _bottom(xx: Decimal, x1: Decimal, xy: Decimal, y1: Decimal, equal: bool) -> tuple[Decimal, Decimal]:
    """Return the (w, b) of least loss; the one of smallest norm where all x are equal."""
    if equal:
        return y1 / 2 / (1 + x1 * x1 / 4) * x1 / 2, y1 / 2 / (1 + x1 * x1 / 4)
    det = xx * 2 - x1 * x1
    return (xy * 2 - x1 * y1) / det, (xx * y1 - x1 * xy) / det


def _parts(
    error_w: Decimal, error_b: Decimal, xx: Decimal, x1: Decimal, lam: tuple[Decimal, Decimal]
) -> tuple[Decimal, Decimal]:
    """Return ½·λ·(e·v)² for both eigenvectors v."""
    # (x1, lam − xx) and (lam − 2, x1) are both eigenvectors, where they are not 0
    w, b = max([(x1, lam[1] - xx), (lam[1] - 2, x1)], key=lambda v: abs(v[0]) + abs(v[1]))
    if not (w or b):
        w, b = Decimal(1), Decimal(0)  # a round bowl: every direction is one
    norm = w * w + b * b
    across = (error_w * w + error_b * b) ** 2 / norm
    along = (error_b * w - error_w * b) ** 2 / norm
    return lam[0] * along / 2, lam[1] * across / 2
