"""What is true of the runs of some settings, to a hundred digits and without running them; and hard settings.

Sums over all points give the bowl, its two axes and the start's error along each; from these follows every
loss at every epoch. Nothing of gd_core is used but the points and the starts.
"""

from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext

import numpy as np

from gd_core.experiment import Settings, dataset_of, starts_of
from gd_core.scaling import SCALINGS
from tests.reference import lstsq

DIGITS = Context(prec=100, Emax=10**17, Emin=-(10**17))
EPS = Decimal(float(np.finfo(float).eps))
LARGEST = Decimal(float(np.finfo(float).max))


@dataclass(frozen=True)
class Truth:
    """What is exactly true; all of the runs is in the order of their rates.

    Attributes
    ----------
    lam : (Decimal, Decimal)
        The eigenvalues of the Hessian, ascending.
    roots, factors : list of (Decimal, Decimal)
        Along each eigenvector, the square root of its part in the first excess, with a sign, and what an
        epoch multiplies it by.
    heights : Decimal
        The largest height of a point.
    sizes : list of Decimal
        The size of the numbers that the errors of a run are the differences of.
    """

    lam: tuple[Decimal, Decimal]
    floor: Decimal
    roots: list[tuple[Decimal, Decimal]]
    factors: list[tuple[Decimal, Decimal]]
    heights: Decimal
    sizes: list[Decimal]

    def parts(self, run: int, epoch: int) -> list[Decimal]:
        """Return what each direction adds to the loss, along the valley and across it."""
        with localcontext(DIGITS):
            return [
                (root * factor**epoch) ** 2 if root and factor else root**2 * (epoch == 0)
                for root, factor in zip(self.roots[run], self.factors[run], strict=True)
            ]

    def excess(self, run: int, epoch: int) -> Decimal:
        """Return the loss above the floor."""
        with localcontext(DIGITS):
            return sum(self.parts(run, epoch), Decimal(0))

    def loss(self, run: int, epoch: int) -> Decimal:
        """Return the loss."""
        with localcontext(DIGITS):
            return self.floor + self.excess(run, epoch)

    def between(self, run: int, epoch: int) -> tuple[Decimal, Decimal]:
        """Return the least and the most that the excess can be, where each number is rounded a little."""

        def moved(sign: int) -> Decimal:
            roots = [
                max(abs(root) + sign * 4 * EPS * self.sizes[run], Decimal(0)) for root in self.roots[run]
            ]
            factors = [
                factor
                if factor in (0, -1)
                else max(abs(factor) + sign * 60 * EPS * (1 + abs(1 - factor)), Decimal(0))
                for factor in self.factors[run]
            ]
            there = [root if own else Decimal(0) for root, own in zip(roots, self.roots[run], strict=True)]
            return replace(self, roots=[tuple(there)], factors=[tuple(factors)]).excess(0, epoch)

        return moved(-1), moved(1)

    @property
    def is_round(self) -> bool:
        """Whether no direction is steeper than another, so that any two are its axes."""
        return self.lam[0] >= self.lam[1] * (1 - Decimal("1e-9"))

    def where(self, is_there: np.ndarray, factors: np.ndarray, floor: float) -> "Truth":
        """Return what is true if what is told not to be there is none, and a factor told as 0 or −1 is."""
        is_there = is_there | (self.is_round & is_there.any(axis=1, keepdims=True))
        roots = [
            tuple(root if here else Decimal(0) for root, here in zip(of_run, there, strict=True))
            for of_run, there in zip(self.roots, is_there.tolist(), strict=True)
        ]
        exact = [
            tuple(
                Decimal(told) if told in (0, -1) else own for own, told in zip(of_run, of_told, strict=True)
            )
            for of_run, of_told in zip(self.factors, factors.tolist(), strict=True)
        ]
        rounding = (100 * EPS * max(self.sizes)) ** 2
        return replace(
            self,
            roots=roots,
            factors=exact,
            floor=Decimal(0) if floor == 0 and self.floor < rounding else self.floor,
        )


def truth_of(settings: Settings) -> Truth:
    """Work out what is exactly true."""
    dataset, starts = dataset_of(settings), starts_of(settings)
    given = np.broadcast_to(starts, (len(settings.learning_rates), 2)).tolist()
    with localcontext(DIGITS):
        x, y = ([Decimal(value) for value in values.tolist()] for values in (dataset.x, dataset.y))
        n = len(x)
        mean_x, mean_y = sum(x) / n, sum(y) / n
        variance = sum((v - mean_x) ** 2 for v in x) / n
        if variance:
            slope = sum((v - mean_x) * (u - mean_y) for v, u in zip(x, y, strict=True)) / n / variance
            best = slope, mean_y - slope * mean_x
        else:
            best = mean_y * mean_x / (1 + mean_x**2), mean_y / (1 + mean_x**2)
        floor = sum((best[0] * v + best[1] - u) ** 2 for v, u in zip(x, y, strict=True)) / n
        ww, wb = variance + mean_x**2, mean_x
        spread = (((ww - 1) / 2) ** 2 + wb**2).sqrt()
        steep = ww + 1 + 2 * spread
        lam = (4 * variance / steep, steep)
        # (wb, λ/2 − ww) and (λ/2 − 1, wb) are both eigenvectors, where they are not 0
        across = max([(wb, steep / 2 - ww), (steep / 2 - 1, wb)], key=lambda v: abs(v[0]) + abs(v[1]))
        across = across if any(across) else (Decimal(1), Decimal(0))
        norm = (across[0] ** 2 + across[1] ** 2).sqrt()
        roots, factors, sizes = [], [], []
        for rate, (w, b) in zip(settings.learning_rates, given, strict=True):
            error = Decimal(w) - best[0], Decimal(b) - best[1]
            along = (error[1] * across[0] - error[0] * across[1]) / norm
            steeply = (error[0] * across[0] + error[1] * across[1]) / norm
            roots.append(((lam[0] / 2).sqrt() * along, (lam[1] / 2).sqrt() * steeply))
            factors.append((1 - Decimal(rate) * lam[0], 1 - Decimal(rate) * lam[1]))
            largest = max(map(abs, x))
            lines = abs(Decimal(w)) + abs(best[0]), abs(Decimal(b)) + abs(best[1])
            sizes.append(max(map(abs, y)) + lines[0] * max(largest, Decimal(1)) + lines[1])
    return Truth(lam, floor, roots, factors, max(map(abs, y)), sizes)


def hard_settings(seed: int) -> Settings:
    """Draw settings where rounding, ties and borders decide: starts and rates at and beside every mark."""
    rng = np.random.default_rng(seed)
    slope, intercept = rng.choice([2.0, 1.0, -1.0, 0.1, -7.5, 0.0, 0.3], 2).tolist()
    settings = Settings(
        seed=int(rng.integers(1000)),
        noise=float(rng.choice([0.0, 0.0, 0.0, 0.1, 1.0])),
        n_epochs=int(rng.choice([1, 2, 5, 20, 100, 300, 1000, 10_000])),
        n_samples=int(rng.choice([2, 3, 4, 5, 20, 100])),
        x_range=_range_of_x(rng),
        slope=slope,
        intercept=intercept,
        same_start=bool(rng.integers(2)),
        scaling=str(rng.choice(SCALINGS)),
        points=_own_points(rng, slope, intercept) if rng.random() < 0.25 else None,
    )
    dataset = dataset_of(settings)
    start = _start(rng, dataset, (slope, intercept))
    rates = _rates(rng, dataset)
    given = {} if start is None else {"own_start": True, "start_w": start[0], "start_b": start[1]}
    return Settings(**{**vars(settings), **given, "learning_rates": tuple(rates)})


def _range_of_x(rng):
    low = round(rng.uniform(-10, 9), 1)
    ranges = [(0, 1), (-1, 1), (0, 5), (3, 3), (0, 0), (-5, 3), (9.99, 10), (low, low), (low, low + 1)]
    return tuple(float(end) for end in ranges[rng.integers(len(ranges))])


def _own_points(rng, slope, intercept):
    n = int(rng.choice([1, 2, 2, 3, 7, 30]))
    x = [
        rng.uniform(-3, 3, n).round(1),
        np.full(n, 2.5),
        1990.0 + np.arange(n),
        rng.uniform(40, 1000, n).round(),
        np.repeat([-1.0, 1.0], n)[:: max(1, n // 2)],
    ][rng.integers(5)]
    y = slope * x + intercept + rng.choice([0.0, 0.5]) * rng.normal(size=x.size).round(2)
    return tuple(x.tolist()), tuple(y.tolist())


def _start(rng, dataset, line):
    """Return a start, or None for those that are drawn: the answer, beside it, or straight along an axis."""
    best = lstsq(dataset)[0]
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    axes = np.linalg.svd(design, full_matrices=True)[2]
    kind = rng.choice(["line", "best", "beside", "axis", "round", "one", "drawn"])
    start = {
        "line": line,
        "best": best,
        "beside": np.array(line) + rng.choice([-1, 0, 1], 2) * 10.0 ** rng.integers(-9, 0),
        "axis": best + rng.choice([-3, 1, 50]) * axes[rng.integers(2)],
        "round": best.round(6),
        "one": (line[0] + rng.integers(-2, 3), line[1]) if rng.random() < 0.5 else (line[0], line[1] + 1),
        "drawn": None,
    }[str(kind)]
    return None if start is None else [float(value) for value in np.clip(start, -1e5, 1e5)]


def _rates(rng, dataset):
    spread = np.linalg.svd(np.stack([dataset.x, np.ones_like(dataset.x)], axis=1), compute_uv=False)
    lam = 2 * spread**2 / dataset.x.size
    marks = [0.05 / lam[0], 1 / lam[0], 2 / lam[0], 2 / lam.sum(), 1.5 / lam[0]]
    if lam.size > 1 and lam[1] > 1e-12 * lam[0]:
        marks += [1 / lam[1], 2 / lam[1], (1 / lam[0] + 1 / lam[1]) / 2]
    marks += [marks[2] * 10 ** rng.uniform(-3, 0.5), 0.5, 1.0, 1000.0]
    off = [0, 0, 0, 1e-15, -1e-15, 1e-12, -1e-9, 1e-6, -1e-3, 1e-3]
    rates = rng.choice(marks, rng.integers(1, 5)) * (1 + rng.choice(off))
    rates = [float(f"{rate:.2e}") if rng.random() < 0.4 else float(rate) for rate in rates]
    return dict.fromkeys(float(np.clip(rate, 1e-9, 1e9)) for rate in rates)
