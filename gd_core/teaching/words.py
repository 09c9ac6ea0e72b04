"""The words: a short lesson for someone with a week of calculus. Each claim has a case that shows it."""

from dataclasses import dataclass

from gd_core.cases import CASES, WHY, WOULD, Scene
from gd_core.experiment import Settings
from gd_core.languages import Say, english


@dataclass(frozen=True)
class Section:
    """A heading, a few lines of Markdown with formulas between $…$, and a case that shows what they say."""

    heading: str
    text: str
    show: Scene | None = None


LOSS = r"$$L(w, b) = \frac{1}{n} \sum_{i=1}^{n} (y_i - w x_i - b)^2$$"
UPDATES = r"""$$
w \leftarrow w - \eta \cdot \frac{\partial L}{\partial w} \qquad
b \leftarrow b - \eta \cdot \frac{\partial L}{\partial b}
$$"""


def sections(say: Say = english) -> tuple[Section, ...]:
    """Return the whole lesson, in the order of the page."""
    return (
        _loss(say),
        _update_rule(say),
        _learning_rate(say),
        _too_low(say),
        _too_high(say),
        _just_right(say),
        _holes(say),
    )


def _loss(say: Say) -> Section:
    paragraphs = [
        say(
            r"A line $y = w \cdot x + b$ has two numbers to choose: the slope $w$ and the intercept $b$. The "
            "**loss** says how badly a choice fits. For each of the $n$ points, take how far the line misses "
            "it up or down, square that, and take the mean:"
        ),
        LOSS,
        say(
            "Large misses count most, because they are squared. To fit a line is to find the $w$ and $b$ of "
            "least loss. Where no line meets all the points, the least loss is above 0. We call it the "
            "**floor**."
        ),
    ]
    return Section(
        say("What is a loss?"),
        "\n\n".join(paragraphs),
        Scene(
            Settings(learning_rates=(0.5,), noise=0.5, n_epochs=500),
            say("The loss comes down to a floor of 0.204, and no further."),
        ),
    )


def _update_rule(say: Say) -> Section:
    symbols = [
        say(r"$\leftarrow$ means *becomes*: the new value on the left, from the old values on the right."),
        say(
            r"$\partial L / \partial w$ is the slope of the loss along $w$: how fast $L$ grows if $w$ grows "
            "and $b$ stays."
        ),
        say("The minus sign makes the step go downhill: where the loss grows with $w$, $w$ is made smaller."),
        say(r"$\eta$ (eta) is the **learning rate**: the step is the slope times this number."),
    ]
    paragraphs = [
        say(
            "Think of the loss as a landscape over the plane of all $(w, b)$. Gradient descent stands at a "
            "place, feels the slope under its feet, and takes a step downhill. Then it does so again:"
        ),
        UPDATES,
        "\n".join(f"- {symbol}" for symbol in symbols),
        say("One such update, from all the points at once, is called an **epoch** here."),
    ]
    return Section(
        say("The update rule"),
        "\n\n".join(paragraphs),
        Scene(Settings(), say("One epoch, with all its numbers, to work through by hand."), part=WHY),
    )


def _learning_rate(say: Say) -> Section:
    paragraphs = [
        say(
            "The slope says which way is down, and how steep it is. It does not say how far to go. That is "
            r"what $\eta$ decides."
        ),
        say(
            "Near the bottom the slope is small, so the steps shrink by themselves; the rate need not. This "
            "landscape is a valley with two main directions: across it, where it is steepest, and along it. "
            "In each, an epoch multiplies the error (how far you are from the answer) by "
            r"$1 - \eta \lambda$. Here $\lambda$ (lambda) says how sharply the landscape bends in that "
            "direction. All that follows comes from this one factor."
        ),
    ]
    return Section(
        say("What the learning rate does"),
        "\n\n".join(paragraphs),
        Scene(Settings(), say("The two directions of the error, each with its own factor."), part=WHY),
    )


def _too_low(say: Say) -> Section:
    return Section(
        say("Too low"),
        say(
            r"If $\eta$ is tiny, $1 - \eta \lambda$ is just below 1, and almost all of the error is left "
            "after an epoch. The run goes the right way, but it **crawls**. It does not diverge; but when "
            "the epochs are over it may have done little."
        ),
        Scene(
            CASES["Too small"],
            say("After 100 epochs 0.0001 has done almost nothing. All three are far from the floor."),
        ),
    )


def _too_high(say: Say) -> Section:
    paragraphs = [
        say(
            r"If $\eta \lambda$ is above 1, the factor is negative: the step goes past the bottom and lands "
            r"on the other side. That may still be fine. While $\eta \lambda$ is below 2 it lands nearer "
            r"than before, and **zigzags** in. Above 2 it lands farther away than before, where the slope is "
            "steeper, so the next step is larger still: it **diverges**."
        ),
        say(
            "So there is a limit, {limit}, set by the direction that bends most.",
            limit=r"$\eta = 2/\lambda_{\max}$",
        ),
    ]
    return Section(
        say("Too high"),
        "\n\n".join(paragraphs),
        Scene(
            Settings(learning_rates=(0.7, 0.85), n_epochs=20, same_start=True),
            say("Both jump across the valley. Below the limit, 0.789, the jumps shrink; above it they grow."),
        ),
    )


def _just_right(say: Say) -> Section:
    paragraphs = [
        say(
            "A good rate is a good share of the limit, and not too near it. One rate must serve two "
            "directions: across the valley, where it must not jump too far, and along it, where it must not "
            "crawl. The best promise for a start that nobody knows is {fastest}: there both shrink equally "
            "fast.",
            fastest=r"$\eta = 2/(\lambda_{\min} + \lambda_{\max})$",
        ),
        say(
            "The limit comes from the $x$ of the points. So **there is no good rate as such, only a good "
            "rate for these points**."
        ),
    ]
    return Section(
        say("Just right"),
        "\n\n".join(paragraphs),
        Scene(
            Settings(learning_rates=(0.1, 0.5, 0.749), same_start=True),
            say("The zones are those of these points. Move the range of x, and see them move."),
            part=WOULD,
        ),
    )


def _holes(say: Say) -> Section:
    paragraphs = [
        say(
            "You may have read that gradient descent gets stuck in *local minima* (a hole that is not the "
            "deepest one) or on *plateaus* (flat ground far from any hole). **Not here.** This loss is a "
            "bowl: it has one bottom, and its slope is 0 nowhere else. (If all $x$ are equal, the bottom is "
            "a whole line of equally good answers.) What looks like a plateau is the bottom of a long "
            "valley, and it does go down."
        ),
        say(
            r"Other losses have both. Take $f(w) = (w^2 - 1)^2 + 0.3\,w$ and $\eta = 0.05$. From $w = -0.5$ "
            r"the run ends near $-1.04$, where $f \approx -0.31$. From $w = 0.5$ it ends near $0.96$, where "
            r"$f \approx 0.29$, and it stays there: a local minimum. And $g(w) = w^2/(1 + w^2)$ is almost "
            r"flat far out. With $\eta = 0.1$ and 100 epochs, a run from $w = 10$ only gets to $9.98$, and a "
            "run from $w = 1$ nearly to 0. The losses of neural networks can have both."
        ),
    ]
    return Section(
        say("Is there a hole to get stuck in?"),
        "\n\n".join(paragraphs),
        Scene(
            Settings(learning_rates=(0.5, 0.6, 0.7)),
            say("Three starts, one answer: the paths in the map end at the same place."),
        ),
    )
