"""A teacher's link: what it hides until the student has predicted, and which controls it locks or leaves out.

It is the link of the page with up to three more flags: ``hide``, ``lock`` and ``without``. Where they are
wrong, or contradict each other, the page opens as it would without them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from gd_core.cases import DID
from gd_core.complaints import either, given_once, must_be, quote
from gd_core.controls import CAN_BE_LOCKED, UNDER_MORE, Control, controls, for_model
from gd_core.experiment import LINE
from gd_core.inputs import problem_in_link, value_in_link
from gd_core.languages import Say, english
from gd_core.typed_rates import read_learning_rates

ANSWERS, RUNS = "answers", "runs"  # hide the verdicts and what theory says, or these and the runs as well
HIDING = (ANSWERS, RUNS)
FLAGS = ("hide", "lock", "without")
DRAWN_WITH = {"data": ("pasted", "file"), "rates": ("typed",), "x": ("x_ends",)}  # by their keys on the page
OF_ONE_STUDENT = ("predicted", "said", "quiz", "hints", "projector")  # in links, but not in a teacher's
MADE_ANEW = (
    *FLAGS,
    *OF_ONE_STUDENT,
    "part",
    "room",
    "teacher",
    "answered",
)  # what a teacher's link does not take from that of the page


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


def names_of_hiding(say: Say = english) -> dict[str, str]:
    """Return what can be hidden with what the page calls it: "", `ANSWERS` and `RUNS`."""
    return {
        "": say("nothing"),
        ANSWERS: say("the verdicts and what theory says"),
        RUNS: say("these, and the runs as well"),
    }


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


def read_link(link: Mapping[str, Sequence[str]], *, say: Say = english) -> tuple[Task, dict[str, str]]:
    """Return what a link asks for, and a sentence for each key that is to be left out of it.

    >>> read_link({"hide": ["runs"], "noise": ["0.2"]})
    (Task(hide='runs', lock=(), without=()), {})
    """
    model = value_in_link(controls()["model"], link.get("model", ()))
    known = [for_model(control, model, say=say) for key, control in controls(say).items() if key in link]
    problems = {
        control.key: problem_in_link(control, link[control.key], say=say)
        or _of_lines_alone(control, link[control.key], model, say)
        for control in known
    }
    flags = {name: link[name] for name in FLAGS if name in link}
    task, problem = read_task(flags, rates=link.get("rates", ()), say=say)
    problems |= dict.fromkeys(flags, problem)
    return task, {key: problem for key, problem in problems.items() if problem}


def _of_lines_alone(control: Control, texts: Sequence[str], model: str, say: Say) -> str:
    """Say that a control decides nothing on a curve, where a link sets it there."""
    if model == LINE or ("model", LINE) not in control.needs or control.where == "loss":
        return ""
    if value_in_link(control, texts) == control.default:
        return ""
    fitted = controls(say)["model"].options[model]
    return say(
        "{label} is of lines alone, so it was left out: this link fits {model}.",
        label=control.label,
        model=fitted,
    )


def style_of(task: Task) -> str:
    """Return a style sheet that leaves out the controls that a task leaves out, and what belongs to them."""
    keys = list(task.without)
    keys += [other for key in task.without for other in DRAWN_WITH.get(key, ())]
    keys += ["more"] if set(UNDER_MORE) <= set(keys) else []
    return "".join(f".st-key-{key}, .st-key-{key}_beside {{ display: none }}" for key in keys)


def flags_of(task: Task, part: str = DID) -> dict[str, str]:
    """Return the flags that `read_task` reads as this task, and the part where the page opens.

    Those that ask for nothing are left out, and the first part.
    """
    flags = {"hide": task.hide, "lock": ",".join(task.lock), "without": ",".join(task.without)}
    return {name: text for name, text in flags.items() if text} | ({"part": part} if part != DID else {})


def link_with(
    address: str, given: Mapping[str, Sequence[str]], dropped: Sequence[str], others: Mapping[str, str]
) -> str:
    """Return the link of an address with what is given, without what is dropped of it, and with others.

    >>> link_with("lab", {"x": ["0", "2"], "seed": ["7"], "quiz": ["1"]}, ["quiz"], {"seed": "8"})
    'lab?x=0&x=2&seed=8'
    """
    kept = {key: values for key, values in given.items() if key not in (*dropped, *others)}
    asked = urlencode({**kept, **others}, doseq=True)
    return f"{address}?{asked}" if asked else address


def _problem_with_flags(given: Mapping[str, Sequence[str]], say: Say) -> str:
    repeated = [name for name, texts in given.items() if len(texts) > 1]
    if repeated:
        return given_once(repeated[0], len(given[repeated[0]]), say=say)
    if given["hide"] and given["hide"][0] not in HIDING:
        return must_be("hide", either(HIDING, say=say), quote(given["hide"][0], say=say), say=say)
    named = [(flag, name) for flag in ("lock", "without") for name in _names(given[flag])]
    unknown = [(flag, name) for flag, name in named if name not in CAN_BE_LOCKED]
    if unknown:
        some = say("some of {options}", options=", ".join(CAN_BE_LOCKED))
        return must_be(unknown[0][0], some, quote(unknown[0][1], say=say), say=say)
    both = [name for name in _names(given["lock"]) if name in _names(given["without"])]
    return must_be(both[0], say("locked or left out"), say("both"), say=say) if both else ""


def _problem_with_fixed_rates(given: Mapping[str, Sequence[str]], rates: Sequence[str], say: Say) -> str:
    fixed = "rates" in _names(given["lock"]) + _names(given["without"])
    if fixed and rates and not read_learning_rates(list(rates))[0]:
        free = say("free, since none of them can run")
        return must_be(controls(say)["rates"].label, free, say("locked or left out"), say=say)
    return ""


def _names(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts[0].split(","))) if texts and texts[0] else ()
