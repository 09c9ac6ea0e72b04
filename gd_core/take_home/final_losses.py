"""The final losses of the page in a script: listed, with what the script says where its own agree."""

import numpy as np

from gd_core.charts.loss_data import loss_data
from gd_core.checks import Floats
from gd_core.descent import Runs
from gd_core.experiment import Experiment
from gd_core.languages import Say
from gd_core.telling.verdict import judge

SHARE = 1e-6  # a final loss of the script agrees when it differs by no more than this share
TOO_LARGE = 1e300  # of losses beyond this, the script only checks that they are


def final_losses(runs: Runs) -> Floats:
    """Return the final losses, as far as they are compared."""
    return np.minimum(runs.losses[:, -1], TOO_LARGE)


def figures(runs: Runs, decided: np.ndarray, say: Say) -> list[str]:
    """Return a line of the script for each final loss."""
    finals = zip(runs.learning_rates.tolist(), runs.losses[:, -1], decided, strict=True)
    return [_figure(rate, loss, known, say) for rate, loss, known in finals]


def _figure(rate: float, loss: float, known: bool, say: Say) -> str:
    if not known:
        told = say(
            "learning rate {rate}: rounding alone decides how far this run goes, so there is nothing to "
            "compare",
            rate=rate,
        )
        return f"    np.nan,  # {told}"
    figure = "np.inf" if np.isinf(loss) else repr(float(loss))
    return f"    {figure},  # {say('learning rate {rate}', rate=rate)}"


def agreement(n_compared: int, n_runs: int, say: Say) -> str:
    """Return what the script says when all is well."""
    if n_compared == 0:
        return say("Rounding alone decides all final losses, so nothing was compared.")
    if n_compared == n_runs:
        if n_runs == 1:
            return say("The 1 final loss agrees with the page.")
        return say("All {n} final losses agree with the page.", n=n_runs)
    if n_compared == 1:
        return say(
            "The 1 final loss agrees with the page; where rounding alone decides, nothing was compared."
        )
    return say(
        "All {n} final losses agree with the page; where rounding alone decides, nothing was compared.",
        n=n_compared,
    )


def frame_of(experiment: Experiment) -> tuple[float, float]:
    """Return the least and the largest loss that the page's chart shows."""
    factors = [verdict.factor for verdict in judge(experiment)]
    slots = list(range(len(experiment.settings.learning_rates)))
    _, frame = loss_data(
        experiment, colour_slots=slots, factors=factors, logarithmic=False, above_floor=False
    )
    return float(frame["low"]), float(frame["high"])
