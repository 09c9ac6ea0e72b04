"""A prediction beside what is true of the runs, and a sentence for each point missed."""

from collections.abc import Mapping
from functools import lru_cache

from gd_core.cases import Scene
from gd_core.experiment import LAST_ROUND, Experiment, experiment_of
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Button, Row, ShowMe, Table, Text
from gd_core.parts.columns import round_columns
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import Answer, Prediction, Score, answer_of, score
from gd_core.teaching.rounds import LEVELS, Round, round_of
from gd_core.telling.behaviour import name_of_behaviour


def compared(experiment: Experiment, *, prediction: Prediction, say: Say = english) -> list[Block]:
    """Show a prediction beside the runs."""
    missed = explain(experiment, prediction, say=say)
    return [
        Table(comparison(answer_of(experiment), prediction, say=say), round_columns(say)),
        Text("\n".join(f"- {sentence}" for sentence in missed)),
    ]


def where_to_go_on(drawn: Round, *, say: Say = english) -> list[Block]:
    """Show, under a round that was predicted, the buttons that lead from it."""
    scene = Scene(drawn.settings, say("These are the runs of the round. Press Play."))
    look = {"look_at": "asked"}
    following = look | {"level": drawn.level, "round": min(drawn.seed + 1, LAST_ROUND)}
    buttons: list[Block] = [
        ShowMe("show-runs", scene, say("Show me the runs")),
        Button("next-round", say("Next round"), following, primary=True),
    ]
    if drawn.level < len(LEVELS):
        harder = look | {"level": drawn.level + 1, "round": drawn.seed}
        buttons.append(Button("harder-round", say("A harder one"), harder))
    return [Row(buttons)]


@lru_cache(maxsize=1024)
def score_of_a_round(level: int, seed: int, prediction: Prediction) -> Score:
    """Return what a prediction of a round won."""
    return score(answer_of(experiment_of(round_of(seed, level).settings)), prediction)


def about_the_score(
    place: tuple[int, int], made: Mapping[tuple[int, int], Prediction], *, say: Say = english
) -> str:
    """Say, in Markdown, what the prediction of a round won, and those of all rounds, by level and seed."""
    scores = {round_: score_of_a_round(*round_, prediction) for round_, prediction in made.items()}
    return say(
        "**{points} of {most} points.** In all so far: {all_points} of {all_most}.",
        points=scores[place].points,
        most=scores[place].most,
        all_points=sum(one.points for one in scores.values()),
        all_most=sum(one.most for one in scores.values()),
    )


def comparison(answer: Answer, prediction: Prediction, *, say: Say = english) -> dict[str, list]:
    """Return a row a rate: where it was ranked and what it was said to do, beside what is true."""
    predicted, true = (
        [name_of_behaviour(behaviour, say=say) for behaviour in of.behaviours] for of in (prediction, answer)
    )
    named = {"predicted": predicted, "behaviour": true} if true else {}
    return {
        "learning_rate": list(answer.rates),
        "rank_predicted": [1 + prediction.ranking.index(rate) for rate in answer.rates],
        "rank": list(answer.places),
        **named,
        "final_loss": list(answer.losses),
    }
