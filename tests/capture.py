"""Everything that the pages show, as text: what to look at before a wall is moved, and after.

    python -m tests.capture before.json
    python -m tests.capture after.json before.json

The second names, link by link, what became different: texts, tables, the pictures' descriptions and rows,
what the player is told. Ids and hashes, which nobody sees, are left out.
"""

import difflib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parent.parent / "app.py")
FOLDED = ("more", "the_runs", "the_rates", "the_errors")  # opened in every other link
UNSEEN = {"id", "formId", "elementHash", "pageScriptHash", "activeScriptHash", "deferredFileId", "url"}
UNSEEN |= {"formattedMetadata", "htmlContent", "cssContent", "jsContent", "htmlSourcePath", "componentName"}

DID, WOULD, WHY = "What happened?", "Which rates would work?", "Why?"
PREDICT, TAKE = "Can you predict it?", "Take it with you"
CASES: dict[str, dict[str, Any]] = {
    "the lesson": {},
    "all three stories": {"x": ["0", "2"]},
    "too small": {"rates": ["0.0001", "0.001", "0.01"]},
    "zigzag": {"rates": ["0.3", "0.6", "0.75"]},
    "on the edge": {"rates": ["0.78", "0.78866", "0.8"], "same": "true"},
    "diverging": {"rates": ["0.5", "0.85", "1"]},
    "all three stories, together": {"x": ["0", "2"], "same": "true"},
    "overflow": {"rates": ["1e9", "40", "0.5"], "epochs": "2000"},
    "many": {"rates": [str(rate / 10) for rate in range(1, 9)], "epochs": "10000", "n": "5000"},
    "all x equal": {"x": ["2", "2"], "rates": ["0.01", "0.1", "0.3"]},
    "at the answer": {"noise": "0", "own": "true", "w": "2", "b": "1", "rates": ["0.1", "0.9"]},
    "centred": {"scaling": "centred", "rates": ["0.5", "0.9", "1.1"]},
    "standardised": {"scaling": "standardised", "rates": ["0.1", "0.5", "1", "1.2"]},
    "own points": {"data": "my own", "points": "x1y2x2y2.5x4y4", "rates": ["0.01", "0.1"]},
    "one point": {"data": "my own", "points": "x1y2", "rates": ["0.1"]},
    "penguins": {"data": "penguins", "rates": ["0.00001", "0.01"], "same": "true"},
    "nile, scaled": {"data": "nile", "scaling": "standardised"},
    "one epoch": {"epochs": "1", "seed": "7", "slope": "-3", "intercept": "0.5", "n": "15", "noise": "0.5"},
}
VIEWS: dict[str, dict[str, Any]] = {
    "log": {"log": "true"},
    "excess, log": {"log": "true", "excess": "true", "colours": "210"},
    "projector": {"projector": "true"},
}
LESSONS: dict[str, dict[str, Any]] = {
    **{f"round {level}": {"way": "Rounds", "level": str(level), "round": "3"} for level in range(1, 6)},
    "round, said": {"way": "Rounds", "said": "1-1-201-dcs"},
    "round, said well": {"way": "Rounds", "level": "5", "said": "5-1-3210-szed"},
    "challenges": {"way": "Challenges"},
    "challenges, hints": {"way": "Challenges", "hints": "12340", "rates": ["0.1", "0.689"]},
    "challenges, done": {"way": "Challenges", "hints": "44444", "x": ["-1.7", "1.7"], "rates": "0.5"},
    "challenges, far": {"way": "Challenges", "x": ["10", "10"], "rates": ["0.01", "0.5"]},
    "quiz": {"way": "Quiz"},
    "quiz, first": {"way": "Quiz", "quiz": "00000000"},
    "quiz, last": {"way": "Quiz", "quiz": "22222222"},
    "quiz, middle": {"way": "Quiz", "quiz": "1111----"},
    "words": {"way": "The words"},
}
WRONG: dict[str, dict[str, Any]] = {
    "nonsense": {
        "noise": "abc",
        "seed": "-1",
        "epochs": "1e9",
        "x": ["1", "0"],
        "scaling": "big",
        "n": "1.5",
    },
    "nonsense elsewhere": {"rates": ["fast", "0.1", "-1", "0,5"], "log": "yes", "part": "x", "rate": "y"},
    "twice": {"noise": ["0.1", "0.2"], "seed": ["1", "2"], "colours": "00", "way": "z", "lang": "xx"},
    "no such points": {"data": "my own", "points": "nonsense"},
    "no rate": {"rates": ["0"]},
    "no such lock": {"lock": "brakes", "hide": "all"},
    "lock and leave out": {"lock": "noise", "without": "noise"},
}
TEACHERS: dict[str, dict[str, Any]] = {
    "hide answers": {"hide": "answers"},
    "hide runs": {"hide": "runs", "same": "true"},
    "hide runs, own points": {"hide": "runs", "data": "my own", "points": "x1y2x2y2.5x4y4", "rates": "0.1"},
    "lock": {"lock": "noise,seed,rates", "part": WOULD},
    "leave out": {"without": "w,b,own,same,n,noise", "lock": "rates", "scaling": "centred"},
    "all locked": {"lock": "rates,epochs,noise,seed,data,x,scaling,n,slope,intercept,own,w,b,same"},
    "why, at a place": {"part": WHY, "rate": "0.5", "epoch": "3"},
    "why, beyond": {"part": WHY, "rate": "0.1", "epoch": "500", "epochs": "20"},
    "hidden, committed": {"hide": "runs", "predicted": "201-zsc-00000000"},
}

OLD_PREDICTIONS: dict[str, dict[str, Any]] = {  # made before, each with the mark of its case
    "the lesson": {"predicted": "012-csz-e3eecbdf"},
    "all three stories": {"predicted": "102-csd-711ba316", "hide": "runs"},
    "too small": {"predicted": "210-ccs-36b4298d"},
    "zigzag": {"predicted": "012-szz-eb466fe0", "hide": "answers"},
    "on the edge": {"predicted": "012-zed-984a30a5"},
    "diverging": {"predicted": "210-ddd-51b117a2"},
    "own points": {"predicted": "01-sc-6b1b7cf5"},
    "penguins": {"predicted": "10-cd-2684cf8e", "hide": "runs"},
}

CARRIED = {"momentum": "0.9", "rates": ["0.01", "0.1", "0.5", "1"], "same": "true"}
MOMENTUM: dict[str, dict[str, Any]] = {  # the last, so that the pages before stay those that they were
    "momentum": CARRIED,
    "momentum, beside plain descent": CARRIED | {"plain": "true", "log": "true"},
    **{f"momentum, {part}": CARRIED | {"part": part} for part in (WOULD, WHY, TAKE)},
    "every manner of momentum": CARRIED | {"momentum": "0.5", "rates": ["0.001", "0.02", "1.16", "1.3"]},
    "hide runs with momentum": CARRIED | {"hide": "runs"},
}


def links() -> dict[str, dict[str, Any]]:
    """Return the links by name: each case at each part, the lessons, what is wrong, a teacher's, Spanish."""
    found = dict(CASES)
    found |= {
        f"{name}, {part}": link | {"part": part} for name, link in CASES.items() for part in (WOULD, WHY)
    }
    found |= {f"{name}, {view}": CASES[name] | of_view for view, of_view in VIEWS.items() for name in
              ("the lesson", "overflow", "all x equal")}  # fmt: skip
    found |= {name: link | {"part": PREDICT} for name, link in LESSONS.items()}
    found |= WRONG | TEACHERS
    found |= {f"{name}, predicted": CASES[name] | link for name, link in OLD_PREDICTIONS.items()}
    found |= {"take": {"part": TAKE}, "take, own points": CASES["own points"] | {"part": TAKE}}
    spoken = [*CASES, *LESSONS, *WRONG, *TEACHERS, "take", f"penguins, {WHY}", f"centred, {WOULD}"]
    found |= {f"{name}, in Spanish": found[name] | {"lang": "es"} for name in spoken}
    return found | MOMENTUM


def page_of(link: dict[str, Any], *, unfolded: bool) -> list[str]:
    """Open a page; return a line for everything that it shows."""
    page = AppTest.from_file(APP, default_timeout=60)
    for key, value in link.items():
        page.query_params[key] = value
    for key in FOLDED if unfolded else ():
        page.session_state[key] = True
    page.run()
    told = [f"exception: {exception.value}" for exception in page.exception]
    for name in ("sidebar", "main"):
        told += [f"{name} {line}" for line in lines_of(getattr(page, name))]
    return [*told, f"link {sorted(page.query_params.items())}"]


def lines_of(node: Any, depth: int = 0) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message):
        told = json.dumps(shown(proto), ensure_ascii=False, sort_keys=True)
        yield f"{'  ' * depth}{node.type}: {told}"
    for child in getattr(node, "children", {}).values():
        yield from lines_of(child, depth + 1)


def shown(proto: Message) -> dict[str, Any]:
    """Return a message as Python has it, its tables as columns."""
    return {
        field.name: value
        for field, given in proto.ListFields()
        if field.json_name not in UNSEEN and (value := plain(field.json_name, given)) not in ({}, "", None)
    }


def plain(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return of_bytes(value)
    if isinstance(value, str) and name in ("spec", "columns", "json"):
        return json.loads(value) if value else ""
    if isinstance(value, Message):
        return shown(value)
    if hasattr(value, "items"):
        return {str(key): plain(name, one) for key, one in value.items()}
    if isinstance(value, str | int | float | bool):
        return re.sub(r"\$\$ID-.*?-(?=[^-]*$)", "", value) if isinstance(value, str) else value
    return [plain(name, one) for one in value]


def of_bytes(data: bytes) -> Any:
    """Return a table of Arrow as columns, and what the player is told as its words and numbers."""
    if data.startswith(b"{"):
        words, _, numbers = data.partition(b"\n")
        return json.loads(words), np.frombuffer(numbers).tolist()
    try:
        table = pa.ipc.open_stream(data).read_all()
    except pa.ArrowInvalid:
        return data.hex()
    return {name: table.column(name).to_pylist() for name in table.column_names}


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, []), after.get(name, [])
        changed = [line for line in difflib.unified_diff(old, new, n=0, lineterm="") if line[0] in "+-"][2:]
        if changed:
            yield "\n".join([f"== {name}", *(line for line in changed)])


def main() -> None:
    pages = {
        name: page_of(link, unfolded=place % 2 == 1) for place, (name, link) in enumerate(links().items())
    }
    Path(sys.argv[1]).write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    print(f"{len(pages)} pages, {sum(map(len, pages.values()))} lines")
    if len(sys.argv) > 2:
        before = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        print("\n".join(differences(before, pages)) or "no difference")


if __name__ == "__main__":
    main()
