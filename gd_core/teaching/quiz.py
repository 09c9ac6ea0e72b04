"""The quiz: the lesson's question, and a question for each thing that is easily believed and not so."""

from dataclasses import dataclass

from gd_core.cases import CASES, WOULD, Scene
from gd_core.experiment import Settings
from gd_core.languages import Say, english


@dataclass(frozen=True)
class Option:
    """A possible answer, and why it is right or is not."""

    text: str
    reason: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with one right option, and the case that proves it."""

    key: str
    text: str
    options: tuple[Option, ...]
    show: Scene


def questions(say: Say = english) -> tuple[Question, ...]:
    """Return the whole quiz, in the order of the page."""
    return (
        _important(say),
        _smaller(say),
        _larger(say),
        _oscillation(say),
        _flat(say),
        _zero(say),
        _target(say),
        _data(say),
    )


def _important(say: Say) -> Question:
    return Question(
        key="important",
        text=say("Why is the choice of learning rate so important in gradient descent?"),
        options=(
            Option(
                say("It decides which line fits the points best."),
                say(
                    "The points alone decide that: the best line is the bottom of the bowl, whatever the "
                    "rate."
                ),
            ),
            Option(
                say("It decides whether a run comes down to the bottom at all, and in how many epochs."),
                say(
                    "Too small, and the run crawls; too large, and the error grows. Between them it arrives."
                ),
                right=True,
            ),
            Option(
                say("It only decides how long we wait. In the end every rate arrives."),
                say(
                    "Rates below the limit do arrive. Above the limit the error grows with every epoch, so "
                    "waiting makes it worse."
                ),
            ),
        ),
        show=Scene(
            CASES["All three stories"],
            say("Three rates, the same points: 0.01 crawls, 0.1 comes down to the floor, 0.5 diverges."),
        ),
    )


def _smaller(say: Say) -> Question:
    return Question(
        key="smaller",
        text=say("You have 100 epochs. Is a smaller learning rate always the safer choice?"),
        options=(
            Option(
                say("Yes: it can never diverge, so nothing can go wrong."),
                say(
                    "It is true that a rate below the limit does not diverge. But a run that has hardly "
                    "moved when the epochs are over has not found the line either."
                ),
            ),
            Option(
                say("Yes: smaller steps end nearer to the answer."),
                say("Smaller steps need more of them. In the same number of epochs they may get less far."),
            ),
            Option(
                say("No: it may still be far from the answer when the epochs are over."),
                say("A tiny rate is safe from diverging, and not safe from never arriving."),
                right=True,
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.001, 0.01, 0.5), same_start=True),
            say(
                "From one start, for 100 epochs: the smallest rate, 0.001, ends highest, and the largest "
                "lowest."
            ),
        ),
    )


def _larger(say: Say) -> Question:
    return Question(
        key="larger",
        text=say("Two rates are both below the limit. Does the larger one always arrive first?"),
        options=(
            Option(
                say(
                    "No: near the limit it jumps across the valley to almost the same height, again and "
                    "again."
                ),
                say(
                    "At the limit the error across the valley keeps its size. Just below, it shrinks very "
                    "slowly."
                ),
                right=True,
            ),
            Option(
                say("Yes: larger steps cover the way in fewer epochs."),
                say("They do while they are short. Longer ones jump past the bottom, and must come back."),
            ),
            Option(
                say("No: a larger rate is always slower."),
                say("Not always. In the lesson 0.1 is faster than 0.01. The best rate is in between."),
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.5, 0.78), same_start=True),
            say("Both converge. After 100 epochs 0.78 is still far above the floor, and 0.5 has reached it."),
            logarithmic=True,
            above_floor=True,
        ),
    )


def _oscillation(say: Say) -> Question:
    return Question(
        key="oscillation",
        text=say("In every epoch a run jumps to the other side of the valley. Does it diverge?"),
        options=(
            Option(
                say("Yes: jumping from side to side is what diverging means."),
                say(
                    "A run that diverges here does jump. But so does a run that zigzags in: the size decides."
                ),
            ),
            Option(
                say("It depends: if the jumps get smaller it converges, and if they get larger it diverges."),
                say(
                    "Each jump multiplies the error across the valley by 1 − ηλ. If that is between −1 and "
                    "0, the error changes sides and shrinks."
                ),
                right=True,
            ),
            Option(
                say("No: a run that jumps always settles in the end."),
                say("Only while the jumps shrink. Above the limit they grow."),
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.7, 0.85), n_epochs=20, same_start=True),
            say("Look at the map, epoch by epoch. Both change sides: 0.7 comes in, 0.85 goes out."),
        ),
    )


def _flat(say: Say) -> Question:
    return Question(
        key="flat",
        text=say("The loss curve looks flat. Has the run arrived?"),
        options=(
            Option(
                say("Yes: a flat curve means that nothing changes any more."),
                say(
                    "Something may still change that is too small to see beside the tall start of the curve."
                ),
            ),
            Option(
                say("No: a flat curve means that the rate is too large."),
                say("Above the limit the error grows, and in the end so does the loss."),
            ),
            Option(
                say("Not surely: it may still creep along the valley, too slowly to see on this axis."),
                say(
                    "The loss drops fast while the error across the valley goes, and then crawls along it. "
                    "On a logarithmic axis you see it still falling."
                ),
                right=True,
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.1,)),
            say(
                "From epoch 50 to 100 the loss above the floor still falls by more than half. Switch the "
                "logarithmic axis off, and the same curve looks flat."
            ),
            logarithmic=True,
            above_floor=True,
        ),
    )


def _zero(say: Say) -> Question:
    return Question(
        key="zero",
        text=say("A run has converged, and its loss is not 0. What is wrong?"),
        options=(
            Option(
                say("The rate: a better one would bring the loss to 0."),
                say("No rate gets below the floor. It belongs to the points."),
            ),
            Option(
                say("Nothing: no line goes through all of these points, so the least loss is above 0."),
                say("The least loss is called the noise floor. Only points exactly on a line bring it to 0."),
                right=True,
            ),
            Option(
                say("It needs more epochs: the loss always goes to 0 in the end."),
                say("More epochs bring it nearer to the floor, and not below."),
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.5,), noise=0.5, n_epochs=500),
            say("The loss settles at 0.204 and stays. Set the noise to 0, and it goes on falling towards 0."),
        ),
    )


def _target(say: Say) -> Question:
    return Question(
        key="target",
        text=say(
            "The points were made from the line y = 2·x + 1, with noise. Where does gradient descent end?"
        ),
        options=(
            Option(
                say("At y = 2·x + 1, the true line."),
                say("The run never sees the true line. It sees the points, and noise has moved them."),
            ),
            Option(
                say("It depends on the start: each start has an answer of its own."),
                say(
                    "The bowl has one bottom (unless all x are equal), and every run that converges ends "
                    "there."
                ),
            ),
            Option(
                say("At the least-squares line of these points, which is near the true line and not on it."),
                say(
                    "Descent lowers the loss on the points it has. The line of least loss is the "
                    "least-squares line."
                ),
                right=True,
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.5,), noise=0.5, n_samples=10, n_epochs=500),
            say(
                "Ten points and much noise: the run ends at y = 1.969·x + 1.24, where the loss is lower than "
                "on the true line."
            ),
        ),
    )


def _data(say: Say) -> Question:
    return Question(
        key="data",
        text=say("0.5 works well on one set of points. Will it work on another?"),
        options=(
            Option(
                say("Not surely: the limit depends on the x of the points."),
                say(
                    "The limit is 2/λmax, and λmax comes from the x alone. Stretch them away from 0, and it "
                    "falls."
                ),
                right=True,
            ),
            Option(
                say("Yes: a good rate is good everywhere."),
                say(
                    "A rate is large or small only beside the limit, and every set of points has a limit of "
                    "its own."
                ),
            ),
            Option(
                say("Only if the other points are not noisier."),
                say("Noise raises the floor. It moves y alone, and the limit comes from x alone."),
            ),
        ),
        show=Scene(
            Settings(learning_rates=(0.5,), x_range=(0.0, 2.0)),
            say(
                "x reaches to 2 and no longer to 1. The limit has fallen from 0.789 to 0.458, and 0.5 "
                "diverges."
            ),
            part=WOULD,
        ),
    )
