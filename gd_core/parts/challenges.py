"""The challenges: a card a task, how far the learner is with it, and the hints asked for."""

from collections.abc import Sequence

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Card, OneMore, Text
from gd_core.teaching.challenges import Challenge, challenges

DONE, OPEN = ":material/check_box:", ":material/check_box_outline_blank:"


def challenge_blocks(experiment: Experiment, hints: Sequence[int], *, say: Say = english) -> list[Card]:
    """Return the challenges, each checked.

    Parameters
    ----------
    hints : sequence of int
        How many hints are shown of each; more than there are, and it is explained.
    """
    posed = zip(challenges(say), hints, strict=True)
    return [Card(_card(challenge, experiment, shown, say)) for challenge, shown in posed]


def _card(challenge: Challenge, experiment: Experiment, shown: int, say: Say) -> list[Block]:
    outcome = challenge.check(experiment)
    sign = DONE if outcome.done else OPEN
    card: list[Block] = [
        Text(f"{sign} **{challenge.question}**\n\n{outcome.sentence}"),
        Text("\n".join(f"- {hint}" for hint in challenge.hints[:shown])),
    ]
    if outcome.done or shown > len(challenge.hints):
        return [*card, Text(challenge.explanation(experiment))]
    name = say("A hint") if shown < len(challenge.hints) else say("Explain it")
    return [*card, OneMore(f"hints-{challenge.key}", name)]
