"""What another scale of x would change: a table and words."""

import math
from collections.abc import Callable

import pandas as pd

from gd_core.bowl import least_squares
from gd_core.controls import controls
from gd_core.data import Dataset
from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.numbers import line, place, rounded, rounded_apart
from gd_core.parts.blocks import Block, Table, Text
from gd_core.parts.columns import Columns, scalings_columns, scalings_columns_with_momentum
from gd_core.scaling import (
    AS_IT_IS,
    CENTRED,
    SCALINGS,
    STANDARDISED,
    all_x_equal,
    in_original_units,
    scaled,
    shift_and_size,
)
from gd_core.telling.points import lines_told
from gd_core.telling.terms import explained
from gd_core.theory import Theory, theory_of

NOT_READ = 1e-6  # two numbers that differ by a smaller share of themselves would need too many digits


def would_another_scale_help(experiment: Experiment, *, say: Say = english) -> list[Block]:
    """Show what the scale of x does and each other would do; nothing where that is not known."""
    if not is_known(experiment.theory):
        return []
    points, theory_of = experiment.points, experiment.method.theory_of
    told = about_scaling(points, experiment.settings.scaling, theory_of=theory_of, say=say)
    if experiment.theory.with_momentum:
        told = explained(told, with_momentum=True, say=say)
    return [
        Text(told),
        Table(compare_scalings(points, theory_of=theory_of, say=say), _columns(experiment.theory, say)),
    ]


def is_known(theory: Theory) -> bool:
    """Tell whether theory knows all that is told of a scale."""
    if theory.with_momentum:
        return True
    known = (theory.condition_number, theory.limit, theory.fastest, theory.epochs_at_fastest)
    return all(value is not None for value in known)


def compare_scalings(
    dataset: Dataset, *, theory_of: Callable[..., Theory] = theory_of, say: Say = english
) -> pd.DataFrame:
    """Return a row a scaling: the bowl, its rates and epochs, and its best line in the original units."""
    names = controls(say)["scaling"].options
    return _of_each_scaling(dataset, theory_of).assign(scaling=[names[scaling] for scaling in SCALINGS])


def about_scaling(
    dataset: Dataset, scaling: str, *, theory_of: Callable[..., Theory] = theory_of, say: Say = english
) -> str:
    """Say, in Markdown, what a scaling does to these points (given as they are), and what it leaves alone."""
    if all_x_equal(dataset):
        return say(
            "All x are equal, so their standard deviation is 0 and x cannot be standardised: it is centred "
            "only, and then every x is 0. No scaling makes one line the best: infinitely many fit equally "
            "well, and which of them has the smallest w² + b² depends on the scaling."
        )
    rows = _of_each_scaling(dataset, theory_of).set_index("scaling").to_dict("index")
    before = rows[AS_IT_IS]
    if scaling == AS_IT_IS:
        return say(
            "x is used as it is. With x **centred**: {centred}. With x **standardised**: {standardised}. The "
            "best line stays.",
            centred=_what_changes(before, rows[CENTRED], say),
            standardised=_what_changes(before, rows[STANDARDISED], say),
        )
    does = say(
        "Beside x as it is: {changes}. In the original units the best line is still {line}. Noise and y do "
        "not change, nor do the numbers that w and b start from; but with another x they stand for another "
        "line, so the runs may start from other losses.",
        changes=_what_changes(before, rows[scaling], say),
        line=line(before["w"], before["b"]),
    )
    return f"{_new_x(dataset, scaling, say)} {does}"


def _of_each_scaling(dataset: Dataset, theory_of: Callable[..., Theory]) -> pd.DataFrame:
    points = [scaled(dataset, scaling) for scaling in SCALINGS]
    theories = [theory_of(p) for p in points]
    best = [in_original_units(least_squares(p), dataset, s) for p, s in zip(points, SCALINGS, strict=True)]
    lines = lines_told(best, dataset)
    return pd.DataFrame(
        {
            "scaling": SCALINGS,
            "condition_number": [theory.condition_number for theory in theories],
            "limit": [theory.limit for theory in theories],
            **_fastest(theories),
            "w": lines[:, 0],
            "b": lines[:, 1],
        }
    )


def _fastest(theories: list[Theory]) -> dict[str, list]:
    """Return the fastest rate of each scaling, with momentum the best rate and momentum, and its epochs."""
    with_momentum = [theory.with_momentum for theory in theories if theory.with_momentum]
    if with_momentum:
        return {
            "best_rate": [known.best_rate for known in with_momentum],
            "best_momentum": [known.best_momentum for known in with_momentum],
            "epochs": [known.best_epochs for known in with_momentum],
        }
    return {
        "fastest_rate": [theory.fastest for theory in theories],
        "epochs": [theory.epochs_at_fastest for theory in theories],
    }


def _columns(theory: Theory, say: Say) -> Columns:
    return scalings_columns_with_momentum(say) if theory.with_momentum else scalings_columns(say)


def _new_x(dataset: Dataset, scaling: str, say: Say) -> str:
    shift, size = shift_and_size(dataset, scaling)
    if shift == 0 and scaling == CENTRED:
        return say("**x is now as it was: its mean is 0 already.**")
    centred = f"x {'+' if shift < 0 else '−'} {place(rounded(abs(shift), 4))}"
    divided = f"{f'({centred})' if shift else 'x'} / {place(rounded(size, 4))}"
    return say("**x is now {formula}.**", formula=divided if scaling == STANDARDISED else centred)


def _what_changes(before: dict, after: dict, say: Say) -> str:
    """Say from where to where each number goes, or that it stays."""
    kappa, limit, epochs = (
        dict(zip(("first", "last"), _change(before[key], after[key]), strict=True))
        for key in ("condition_number", "limit", "epochs")
    )
    changes = [
        say("condition number {first} as before", **kappa)
        if _stays(kappa)
        else say("condition number from {first} to {last}", **kappa),
        say("limit {first} as before", **limit)
        if _stays(limit)
        else say("limit from {first} to {last}", **limit),
        _change_of_epochs(epochs, say, with_momentum="best_momentum" in before),
    ]
    return ", ".join(changes)


def _change_of_epochs(epochs: dict[str, str], say: Say, *, with_momentum: bool) -> str:
    if with_momentum and _stays(epochs):
        return say("epochs to 99.9 % with the best rate and momentum {first} as before", **epochs)
    if with_momentum:
        return say("epochs to 99.9 % with the best rate and momentum from {first} to {last}", **epochs)
    if _stays(epochs):
        return say("epochs to 99.9 % at the fastest rate {first} as before", **epochs)
    return say("epochs to 99.9 % at the fastest rate from {first} to {last}", **epochs)


def _change(first: float, last: float) -> tuple[str, str]:
    """Return two numbers in words that differ where the numbers do, in digits that can be read."""
    return (
        (rounded(first),) * 2 if math.isclose(first, last, rel_tol=NOT_READ) else rounded_apart(first, last)
    )


def _stays(change: dict[str, str]) -> bool:
    return change["first"] == change["last"]
