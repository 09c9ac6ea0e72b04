"""A teacher's link: what it hides until the student has predicted, and which controls it locks or leaves out.

It is the link of the page with up to three more flags: ``hide``, ``lock`` and ``without``. Where they are
wrong, or contradict each other, the page opens as it would without them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gd_core.inputs import CONTROLS, quote, read_learning_rates
from gd_core.languages import Say, english

ANSWERS, RUNS = "answers", "runs"  # hide the verdicts and what theory says, or these and the runs as well
FLAGS = ("hide", "lock", "without")


@dataclass(frozen=True)
class Task:
    """What a teacher's link asks for; the open page where nothing is set.

    Attributes
    ----------
    hide : str
        "", `ANSWERS` or `RUNS`: hidden until a prediction is committed.
    lock : tuple of str
        Controls that are shown and cannot be moved.
    without : tuple of str
        Controls that are not shown; what they are set to is said instead.
    """

    hide: str = ""
    lock: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def fixed(self) -> tuple[str, ...]:
        """The controls that a student cannot move."""
        return self.lock + self.without


def read_task(
    flags: Mapping[str, Sequence[str]], *, rates: Sequence[str] = (), say: Say = english
) -> tuple[Task, str]:
    """Read the flags of a link; return the open page and a sentence where they cannot be followed.

    The learning rates that the link gives, if any, are needed only to see that some of them can run.

    >>> read_task({"hide": ["runs"], "lock": ["noise,seed"]})
    (Task(hide='runs', lock=('noise', 'seed'), without=()), '')
    """
    given = {name: flags.get(name, []) for name in FLAGS}
    problem = _problem_with_flags(given, say) or _problem_with_fixed_rates(given, rates, say)
    if problem:
        return Task(), say(
            "The teacher's part of the link was left out, and the page is open: {problem}", problem=problem
        )
    hide = given["hide"][0] if given["hide"] else ""
    return Task(hide, *(_names(given[name]) for name in ("lock", "without"))), ""


def flags_of(task: Task) -> dict[str, str]:
    """Return the flags that `read_task` reads as this task; those that ask for nothing are left out."""
    flags = {"hide": task.hide, "lock": ",".join(task.lock), "without": ",".join(task.without)}
    return {name: text for name, text in flags.items() if text}


def _problem_with_flags(given: Mapping[str, Sequence[str]], say: Say) -> str:
    repeated = [name for name, texts in given.items() if len(texts) > 1]
    if repeated:
        return say("“{flag}” is there more than once.", flag=repeated[0])
    if given["hide"] and given["hide"][0] not in (ANSWERS, RUNS):
        return say("“hide” must be answers or runs, not {text}.", text=quote(given["hide"][0], say=say))
    lock, without = _names(given["lock"]), _names(given["without"])
    unknown = [name for name in lock + without if name not in CONTROLS]
    if unknown:
        return say("there is no control {name}.", name=quote(unknown[0], say=say))
    both = [name for name in lock if name in without]
    if both:
        return say("“{name}” cannot be both locked and left out.", name=both[0])
    return ""


def _problem_with_fixed_rates(given: Mapping[str, Sequence[str]], rates: Sequence[str], say: Say) -> str:
    fixed = "rates" in _names(given["lock"]) + _names(given["without"])
    if fixed and rates and not read_learning_rates(list(rates))[0]:
        return say("none of the learning rates in it can run, so they must be free.")
    return ""


def _names(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts[0].split(","))) if texts and texts[0] else ()
