"""What the page is about, in two lines at its top."""

from gd_core.experiment import LINE
from gd_core.languages import Say, english
from gd_core.telling.setting_of_curves import told_of_curve


def introduction(model: str, momentum: float, *, say: Say = english) -> str:
    """Return, in Markdown, the question, what is fitted to answer it, and the update rule."""
    if model == LINE:
        return say.document("introduction_with_momentum.md" if momentum else "introduction.md")
    question, _ = say.document("introduction.md").split("\n\n", maxsplit=1)
    fitted = told_of_curve(model, "introduced_with_momentum" if momentum else "introduced", say=say)
    return f"{question}\n\n{fitted} {_rule(momentum, say)}"


def _rule(momentum: float, say: Say) -> str:
    if momentum:
        return say(
            "Every epoch keeps the part β of its velocity v and adds the slope of the loss L, and η, the "
            "**learning rate**, says how far to step: **v ← β · v + ∂L/∂w, w ← w − η · v**, and the same "
            "for b."
        )
    return say(
        "The derivative of the loss L (how badly it fits) says which way is downhill, and η, the **learning "
        "rate**, how far to step: **w ← w − η · ∂L/∂w**, and the same for b."
    )
