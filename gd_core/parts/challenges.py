"""The challenges: a card a task, how far the learner is with it, and the hints asked for."""

from collections.abc import Sequence

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Box, Button, Text
from gd_core.teaching.challenge_checks import Outcome
from gd_core.teaching.challenges import Challenge, challenges

DONE, OPEN = ":material/check_box:", ":material/check_box_outline_blank:"


def what_to_do(say: Say = english) -> str:
    """Say how a challenge is solved."""
    return say("Solve these with the controls, and by dragging on the ruler. Each is checked as you let go.")


def keys_of_hints(say: Say = english) -> list[str]:
    """Return the key under which the hints shown are counted, for each challenge."""
    return [f"hints-{challenge.key}" for challenge in challenges(say)]


def challenge_blocks(experiment: Experiment, hints: Sequence[int], *, say: Say = english) -> list[Box]:
    """Return the challenges, each checked.

    Parameters
    ----------
    hints : sequence of int
        How many hints are shown of each; more than there are, and it is explained.
    """
    posed = zip(challenges(say), hints, strict=True)
    return [Box(_card(challenge, experiment, shown, say)) for challenge, shown in posed]


def _card(challenge: Challenge, experiment: Experiment, shown: int, say: Say) -> list[Block]:
    outcome = challenge.check(experiment)
    if experiment.theory.is_of_a_curve:
        outcome = Outcome(done=False, sentence=_is_of_lines(say))
    sign = DONE if outcome.done else OPEN
    card: list[Block] = [
        Text(f"{sign} **{challenge.question}**\n\n{outcome.sentence}"),
        Text("\n".join(f"- {hint}" for hint in challenge.hints[:shown])),
    ]
    if outcome.done or shown > len(challenge.hints):
        return [*card, Text(challenge.explanation(experiment), f"explained-{challenge.key}")]
    sets: dict[str, int | str] = {f"hints-{challenge.key}": shown + 1}
    if shown < len(challenge.hints):
        return [*card, Button(f"hint-{challenge.key}", say("A hint"), sets)]
    sets["look_at"] = f"explained-{challenge.key}"
    return [*card, Button(f"hint-{challenge.key}", say("Explain it"), sets)]


def _is_of_lines(say: Say) -> str:
    return say("This asks about a line: choose *a line* at the top of the sidebar to work at it.")
