"""Challenges: a question, hints in steps, and a check that says how far the learner's settings are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from gd_core.experiment import Experiment, Settings
from gd_core.languages import Say, english
from gd_core.scaling import STANDARDISED
from gd_core.teaching.challenge_checks import (
    Outcome,
    check_diverges,
    check_fewest,
    check_largest,
    check_one_epoch,
    explain_diverges,
    explain_fewest,
    explain_largest,
    explain_one_epoch,
)


@dataclass(frozen=True)
class Challenge:
    """A task that the learner solves with the controls.

    Attributes
    ----------
    key : str
        Its name in links.
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


def challenges(say: Say = english) -> tuple[Challenge, ...]:
    """Return all challenges, in the order of the page."""
    return (_largest(say), _fewest(say), _half(say), _one(say), _hundredth(say))


def _largest(say: Say) -> Challenge:
    return Challenge(
        key="largest",
        question=say("Find the largest rate, with two decimals, that still converges on your points."),
        hints=(
            say("Of two rates, let one converge and one diverge. The border is between them."),
            say("Try a rate halfway between them, and see which of the two it replaces."),
            say("Open *Which rates would work?*: the limit is marked there. Round it down to two decimals."),
        ),
        check=partial(check_largest, say=say),
        explanation=partial(explain_largest, say=say),
        one_answer=Settings(learning_rates=(0.78, 0.79), same_start=True),
    )


def _fewest(say: Say) -> Challenge:
    return Challenge(
        key="fewest",
        question=say(
            "With one rate, on the lesson's points: be 99.9 % of the way down in the fewest epochs. That is "
            "when the loss above the floor is a thousandth of what it was at the start."
        ),
        hints=(
            say("0.5 needs 26 epochs. A larger rate can do better."),
            say("Too near the limit it gets slow again: the error zigzags and hardly shrinks."),
            say("Look between 0.65 and 0.75."),
        ),
        check=partial(check_fewest, say=say),
        explanation=partial(explain_fewest, say=say),
        one_answer=Settings(learning_rates=(0.7,)),
    )


def _half(say: Say) -> Challenge:
    return Challenge(
        key="half",
        question=say("Make 0.5 diverge. Leave the rate alone, and change the points only."),
        hints=(
            say("Try noise first. Does the limit move?"),
            say("The limit depends on the x of the points, and on nothing else."),
            say("Let x reach farther from 0: from 0 to 2, say."),
        ),
        check=partial(check_diverges, rate=0.5, say=say),
        explanation=partial(explain_diverges, rate=0.5, say=say),
        one_answer=Settings(x_range=(0.0, 2.0)),
    )


def _one(say: Say) -> Challenge:
    return Challenge(
        key="one",
        question=say(
            "Make a rate converge in a single epoch: after it, at most a thousandth of the starting loss "
            "above the floor is left."
        ),
        hints=(
            say("One step is enough if the gradient points straight at the answer."),
            say("It does so from everywhere in a round bowl, which is equally steep in every direction."),
            say("Choose x standardised, and the rate 0.5."),
        ),
        check=partial(check_one_epoch, say=say),
        explanation=partial(explain_one_epoch, say=say),
        one_answer=Settings(scaling=STANDARDISED, learning_rates=(0.5,)),
    )


def _hundredth(say: Say) -> Challenge:
    return Challenge(
        key="hundredth",
        question=say("Find points for which 0.01 is too fast."),
        hints=(
            say("Watch the limit fall as x reaches farther from 0. It must come below 0.01."),
            say("It is not the width that counts most. It is the mean of x²."),
            say("Put all the points as far out as they go: x from 10 to 10."),
        ),
        check=partial(check_diverges, rate=0.01, say=say),
        explanation=partial(explain_diverges, rate=0.01, say=say),
        one_answer=Settings(x_range=(10.0, 10.0)),
    )
