"""Challenges: a question, hints in steps, and a check that says how far the learner's settings are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from gd_core.cases import settings_of
from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, english
from gd_core.teaching.challenge_checks import (
    Outcome,
    check_diverges,
    check_limit,
    check_one_epoch,
    explain_limit,
    explain_one_epoch,
)
from gd_core.teaching.challenge_rates import check_no_later, check_twins, explain_no_later, explain_twins


@dataclass(frozen=True)
class Challenge:
    """A task that the learner solves with the controls.

    Attributes
    ----------
    key : str
        Its name on the page; links count the hints by the places of the challenges, which stay.
    question : str
    hints : tuple of str
        From a nudge to nearly the answer.
    check : function
        From the learner's experiment to an `Outcome`.
    explanation : function
        From the learner's experiment to why, with the numbers of their points; for afterwards.
    one_answer : Settings
        Settings that solve it.
    """

    key: str
    question: str
    hints: tuple[str, ...]
    check: Callable[[Experiment], Outcome]
    explanation: Callable[[Experiment], str]
    one_answer: Settings


Check = Callable[..., Outcome]
Explanation = Callable[..., str]

CHECKS: dict[str, tuple[Check, Explanation]] = {
    "twins": (partial(check_twins, rate=0.1), partial(explain_twins, rate=0.1)),
    "no later": (partial(check_no_later, rate=0.5), partial(explain_no_later, rate=0.5)),
    "half": (partial(check_limit, rate=0.5), partial(explain_limit, rate=0.5)),
    "one": (check_one_epoch, explain_one_epoch),
    "hundredth": (partial(check_diverges, rate=0.01), partial(explain_limit, rate=0.01)),
}


def challenges(say: Say = english) -> tuple[Challenge, ...]:
    """Return all challenges, in the order of the page."""
    return tuple(_challenge(table, say) for table in say.tables("challenges.toml")["challenge"])


def only_of_plain_descent(experiment: Experiment, *, say: Say = english) -> str:
    """Say what to do before a challenge, which is about plain descent, can be solved; "" where nothing."""
    if experiment.theory.with_momentum:
        return say("The challenges are about plain gradient descent: set the momentum β to 0.")
    return ""


def _check(experiment: Experiment, *, check: Check, say: Say) -> Outcome:
    why_not = only_of_plain_descent(experiment, say=say)
    return Outcome(done=False, sentence=why_not) if why_not else check(experiment, say=say)


def _explain(experiment: Experiment, *, explain: Explanation, say: Say) -> str:
    return only_of_plain_descent(experiment, say=say) or explain(experiment, say=say)


def _challenge(table: Mapping[str, Any], say: Say) -> Challenge:
    check, explanation = CHECKS[table["key"]]
    return Challenge(
        key=table["key"],
        question=table["question"],
        hints=tuple(table["hints"]),
        check=partial(_check, check=check, say=say),
        explanation=partial(_explain, explain=explanation, say=say),
        one_answer=settings_of(table["answer"]),
    )
