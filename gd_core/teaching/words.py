"""The words: a short lesson for someone with a week of calculus. Each claim has a case that shows it."""

from dataclasses import dataclass

from gd_core.experiment import Settings
from gd_core.lesson import PRESETS
from gd_core.teaching.scene import WHY, WOULD, Scene


@dataclass(frozen=True)
class Section:
    """A heading, a few lines of Markdown with formulas between $…$, and a case that shows what they say."""

    heading: str
    text: str
    show: Scene | None = None


SECTIONS = (
    Section(
        "What is a loss?",
        r"""
A line $y = w \cdot x + b$ has two numbers to choose: the slope $w$ and the intercept $b$. The **loss** says
how badly a choice fits. For each of the $n$ points, take how far the line misses it up or down, square
that, and take the mean:

$$L(w, b) = \frac{1}{n} \sum_{i=1}^{n} (y_i - w x_i - b)^2$$

Large misses count most, because they are squared. To fit a line is to find the $w$ and $b$ of least loss.
Where no line meets all the points, the least loss is above 0. We call it the **floor**.
""",
        Scene(
            Settings(learning_rates=(0.5,), noise=0.5, n_epochs=500),
            "The loss comes down to a floor of 0.204, and no further.",
        ),
    ),
    Section(
        "The update rule",
        r"""
Think of the loss as a landscape over the plane of all $(w, b)$. Gradient descent stands at a place, feels
the slope under its feet, and takes a step downhill. Then it does so again:

$$
w \leftarrow w - \eta \cdot \frac{\partial L}{\partial w} \qquad
b \leftarrow b - \eta \cdot \frac{\partial L}{\partial b}
$$

- $\leftarrow$ means *becomes*: the new value on the left, from the old values on the right.
- $\partial L / \partial w$ is the slope of the loss along $w$: how fast $L$ grows if $w$ grows and $b$
  stays.
- The minus sign makes the step go downhill: where the loss grows with $w$, $w$ is made smaller.
- $\eta$ (eta) is the **learning rate**: the step is the slope times this number.

One such update, from all the points at once, is called an **epoch** here.
""",
        Scene(Settings(), "One epoch, with all its numbers, to work through by hand.", part=WHY),
    ),
    Section(
        "What the learning rate does",
        r"""
The slope says which way is down, and how steep it is. It does not say how far to go. That is what $\eta$
decides.

Near the bottom the slope is small, so the steps shrink by themselves; the rate need not. This landscape is a
valley with two main directions: across it, where it is steepest, and along it. In each, an epoch multiplies
the error (how far you are from the answer) by $1 - \eta \lambda$. Here $\lambda$ (lambda) says how sharply
the landscape bends in that direction. All that follows comes from this one factor.
""",
        Scene(Settings(), "The two directions of the error, each with its own factor.", part=WHY),
    ),
    Section(
        "Too low",
        r"""
If $\eta$ is tiny, $1 - \eta \lambda$ is just below 1, and almost all of the error is left after an epoch.
The run goes the right way, but it **crawls**. It does not diverge; but when the epochs are over it may have
done little.
""",
        Scene(
            PRESETS["Too small"],
            "After 100 epochs 0.0001 has done almost nothing. All three are far from the floor.",
        ),
    ),
    Section(
        "Too high",
        r"""
If $\eta \lambda$ is above 1, the factor is negative: the step goes past the bottom and lands on the other
side. That may still be fine. While $\eta \lambda$ is below 2 it lands nearer than before, and **zigzags**
in. Above 2 it lands farther away than before, where the slope is steeper, so the next step is larger still:
it **diverges**.

So there is a limit, $\eta = 2/\lambda_{\max}$, set by the direction that bends most.
""",
        Scene(
            Settings(learning_rates=(0.7, 0.85), n_epochs=20, same_start=True),
            "Both jump across the valley. Below the limit, 0.789, the jumps shrink; above it they grow.",
        ),
    ),
    Section(
        "Just right",
        r"""
A good rate is a good share of the limit, and not too near it. One rate must serve two directions: across
the valley, where it must not jump too far, and along it, where it must not crawl. The best promise for a
start that nobody knows is $\eta = 2/(\lambda_{\min} + \lambda_{\max})$: there both shrink equally fast.

The limit comes from the $x$ of the points. So **there is no good rate as such, only a good rate for these
points**.
""",
        Scene(
            Settings(learning_rates=(0.1, 0.5, 0.749), same_start=True),
            "The zones are those of these points. Move the range of x, and see them move.",
            part=WOULD,
        ),
    ),
    Section(
        "Is there a hole to get stuck in?",
        r"""
You may have read that gradient descent gets stuck in *local minima* (a hole that is not the deepest one) or
on *plateaus* (flat ground far from any hole). **Not here.** This loss is a bowl: it has one bottom, and its
slope is 0 nowhere else. (If all $x$ are equal, the bottom is a whole line of equally good answers.) What
looks like a plateau is the bottom of a long valley, and it does go down.

Other losses have both. Take $f(w) = (w^2 - 1)^2 + 0.3\,w$ and $\eta = 0.05$. From $w = -0.5$ the run ends
near $-1.04$, where $f \approx -0.31$. From $w = 0.5$ it ends near $0.96$, where $f \approx 0.29$, and it
stays there: a local minimum. And $g(w) = w^2/(1 + w^2)$ is almost flat far out. With $\eta = 0.1$ and 100
epochs, a run from $w = 10$ only gets to $9.98$, and a run from $w = 1$ nearly to 0. The losses of neural
networks can have both.
""",
        Scene(
            Settings(learning_rates=(0.5, 0.6, 0.7)),
            "Three starts, one answer: the paths in the map end at the same place.",
        ),
    ),
)
