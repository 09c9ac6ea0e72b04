"""A prediction beside what is true of the runs, and a sentence for each point missed."""

from collections.abc import Mapping
from functools import lru_cache

from gd_core.cases import DID, Scene
from gd_core.experiment import LAST_ROUND, Experiment, experiment_of
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Box, Button, ShowMe, Table, Text
from gd_core.parts.columns import round_columns
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import Answer, Prediction, Score, answer_of, score
from gd_core.teaching.rounds import LEVELS, Round, round_of
from gd_core.telling.behaviour import name_of_behaviour


def compared(experiment: Experiment, *, prediction: Prediction | None, say: Say = english) -> list[Block]:
    """Show a prediction beside the runs, and a sentence for each point missed; none is one of others."""
    if not prediction:
        return [Text(say("Your prediction was for other settings than these."))]
    missed = explain(experiment, prediction, say=say)
    return [
        Table(comparison(answer_of(experiment), prediction, say=say), round_columns(say)),
        Text("\n".join(f"- {sentence}" for sentence in missed)),
    ]


def where_to_go_on(drawn: Round, *, say: Say = english) -> list[Block]:
    """Show, under a round that was predicted, the buttons that lead from it."""
    scene = Scene(drawn.settings, say("The sidebar has the settings of the round now. Change what you like."))
    look = {"look_at": "asked"}
    following = look | {"level": drawn.level, "round": min(drawn.seed + 1, LAST_ROUND)}
    buttons: list[Block] = [
        ShowMe("show-runs", scene, say("Try other rates on these points")),
        Button("next-round", say("Next round"), following, kind="primary"),
    ]
    if drawn.level < len(LEVELS):
        harder = look | {"level": drawn.level + 1, "round": drawn.seed}
        buttons.append(Button("harder-round", say("A harder one"), harder))
    return [Box(buttons, is_a_row=True)]


def above_a_case(experiment: Experiment, prediction: Prediction | None, *, say: Say = english) -> list[Block]:
    """Show, above runs that a teacher's link asked of, what the prediction won, if there is one of them."""
    if not prediction:
        return []
    return [Text(about_the_points(score(answer_of(experiment), prediction), say=say))]


def above_a_round(
    place: tuple[int, int], made: Mapping[tuple[int, int], Prediction], *, say: Say = english
) -> list[Block]:
    """Show, above the runs of a round, what the prediction won, and the way back to the learner's own."""
    back = {"part": DID, "look_at": "instrument"}
    where = say("Level {level}, round {round}.", level=place[0], round=place[1])
    return [
        Text(f"{where} {about_the_score(place, made, say=say)}"),
        Button("back", say("Back to my own settings"), back),
    ]


def guesses(experiment: Experiment, prediction: Prediction, *, say: Say = english) -> list[str]:
    """Return, for each run, what it was said to do, with a sign that tells whether it does."""
    said = [name_of_behaviour(behaviour, say=say) for behaviour in prediction.behaviours]
    true = answer_of(experiment).behaviours
    signs = ["✓" if guess == one else "✗" for guess, one in zip(prediction.behaviours, true, strict=False)]
    each = zip(said, signs or [""] * len(said), strict=True)
    return [say("you said: {guess} {sign}", guess=guess, sign=sign).strip() for guess, sign in each]


def about_the_points(won: Score, *, say: Say = english) -> str:
    """Say, in Markdown, what a prediction won, and for what."""
    told = {"points": won.points, "most": won.most}
    names = {"names": won.behaviours, "most_names": won.most_behaviours}
    if not won.most_pairs:
        return say("**{points} of {most} points** for what each rate does; the order was left open.", **told)
    return say(
        "**{points} of {most} points**: {names} of {most_names} for what each rate does, {pairs} of "
        "{most_pairs} for the order (one for each two rates).",
        pairs=won.pairs,
        most_pairs=won.most_pairs,
        **told,
        **names,
    )


@lru_cache(maxsize=1024)
def score_of_a_round(level: int, seed: int, prediction: Prediction) -> Score:
    """Return what a prediction of a round won."""
    return score(answer_of(experiment_of(round_of(seed, level).settings)), prediction)


def about_the_score(
    place: tuple[int, int], made: Mapping[tuple[int, int], Prediction], *, say: Say = english
) -> str:
    """Say, in Markdown, what the prediction of a round won, and those of all rounds, by level and seed."""
    scores = {round_: score_of_a_round(*round_, prediction) for round_, prediction in made.items()}
    told = about_the_points(scores[place], say=say)
    if len(scores) == 1:
        return told
    total = say(
        "In all rounds so far: {points} of {most}.",
        points=sum(one.points for one in scores.values()),
        most=sum(one.most for one in scores.values()),
    )
    return f"{told} {total}"


def comparison(answer: Answer, prediction: Prediction, *, say: Say = english) -> dict[str, list]:
    """Return a row a rate: what it was said to do, and its rank where one was given, beside what is true."""
    predicted, true = (
        [name_of_behaviour(behaviour, say=say) for behaviour in of.behaviours] for of in (prediction, answer)
    )
    named = {"predicted": predicted, "behaviour": true} if true else {}
    ranks = [1 + prediction.ranking.index(rate) for rate in answer.rates if prediction.ranking]
    return {
        "learning_rate": list(answer.rates),
        **({"rank_predicted": ranks} if ranks else {}),
        "rank": list(answer.places),
        **named,
        "final_loss": list(answer.losses),
    }
