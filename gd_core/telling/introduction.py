"""What the page begins with, and what it says of the files to take home."""

from gd_core.languages import Say, english


def introduction(*, say: Say = english) -> str:
    """Return what the page begins with, in Markdown: the question, and the rule that it asks about."""
    paragraphs = [
        say("# How big should the learning rate be?"),
        say(
            "Gradient descent finds the line y = w·x + b that fits the points best, one small step downhill "
            "at a time: **w ← w − η · ∂L/∂w**, and the same for b. L is the loss, and η is the "
            "**learning rate**."
        ),
        say("## What does each rate do?"),
    ]
    return "\n\n".join(paragraphs)


def about_the_files(*, say: Say = english) -> str:
    """Say, in Markdown, what there is to take home."""
    return say(
        "The **script** does the same runs again with NumPy alone, in a plain loop that you can read and "
        "change; at its end it checks itself against the figures of this page. The **worksheet** has one "
        "page for the student, with boxes for predictions and an empty axis, and one for the teacher, with "
        "the answers."
    )
