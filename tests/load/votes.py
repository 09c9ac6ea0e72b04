"""A class that votes at once: python -m tests.load.votes 300 --replicas 2

Every student opens the link of a room within ten seconds, and commits a prediction within ten more; meanwhile
all pages ask every few seconds where the class is, as browsers do, and so does the screen of the teacher. It
prints how many votes were counted, how long a commit took, and how far behind the screen was.
"""

import argparse
import asyncio
import contextlib
import os
import random
import re
import sqlite3
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from gd_core.experiment import Settings
from gd_core.teaching.teachers_link import Task
from gd_core.voting import rooms, store
from gd_core.voting.question import link_of_a_question
from tests.load.crowd import connected, cpu_of, share
from tests.load.session import ROOT, serve, state_of

WORD, SECRET = rooms.word_of(7), "5" * 32
RATES = Settings().learning_rates
COMMITTED = re.compile(r"\*\*(\d+)\*\* committed")


@dataclass
class Page:
    """An open page of the class, and what its server sends."""

    port: int
    link: str
    buttons: dict[str, str] = field(default_factory=dict)  # their ids, by what stands on them
    tapped: str = ""  # the part of the page that is the form
    form: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # by their ids
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    fragment: str = ""  # the part of the page that asks where the class is …
    every: float = rooms.WAIT  # … after so many seconds
    told: str = ""  # what the class's box says

    async def open(self) -> None:
        self.socket = await connected(self.port)
        self.turn = asyncio.Lock()
        await self.ask()

    async def ask(self, *, pressed: str = "", fragment: str = "") -> None:
        """Send what is set, with a button pressed or of one fragment, and wait for the end of the answer."""
        async with self.turn:
            message = BackMsg()
            message.rerun_script.query_string = self.link
            message.rerun_script.fragment_id = fragment
            message.rerun_script.widget_states.widgets.extend(self.widgets.values())
            if pressed:
                message.rerun_script.widget_states.widgets.append(WidgetState(id=pressed, trigger_value=True))
            await self.socket.send(message.SerializeToString())
            while True:
                answer = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), 120))
                kind = answer.WhichOneof("type")
                if kind == "script_finished":
                    if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        return
                elif kind == "delta":
                    self._learn(answer.delta.new_element, answer.delta.fragment_id)
                elif kind == "auto_rerun":
                    self.fragment, self.every = answer.auto_rerun.fragment_id, answer.auto_rerun.interval
                elif kind == "page_info_changed":
                    self.link = answer.page_info_changed.query_string

    def _learn(self, element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        widget = getattr(element, kind) if kind else None
        if kind == "markdown" and any(word in widget.body for word in ("ommitted", "together")):
            self.told = widget.body
        elif kind == "button" and fragment:
            self.buttons[widget.label], self.tapped = widget.id, fragment
        elif kind == "selectbox" and "-does-" in widget.id:
            self.form[widget.id] = ("string_value", [*widget.options])
        elif kind == "button_group" and ("-does-" in widget.id or "-order-" in widget.id):
            self.form[widget.id] = ("string_array_value", [option.content for option in widget.options])
        elif state := state_of(element):
            self.widgets.setdefault(state.id, state)

    def fill(self, chance: random.Random) -> None:
        """Predict anything of each rate, and the order of all."""
        for identity, (kind, options) in self.form.items():
            state = WidgetState(id=identity)
            if kind == "string_value":
                state.string_value = chance.choice(options)
            elif "-order-" in identity:
                state.string_array_value.data.extend(chance.sample(options, len(options)))
            else:
                state.string_array_value.data.append(chance.choice(options))
            self.widgets[identity] = state

    async def look(self, until: asyncio.Event) -> None:
        """Ask again as often as the page says, as the browser does."""
        while not until.is_set():
            await asyncio.sleep(self.every)
            await self.ask(fragment=self.fragment)


@dataclass
class Lesson:
    """What a vote was like; all times are seconds."""

    opening: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    at: list[float] = field(default_factory=list)  # when each vote was committed
    seen: list[tuple[float, int]] = field(default_factory=list)  # when the screen said how many
    cpu: dict[str, float] = field(default_factory=dict)  # of the servers, by what was done

    def lag(self) -> float:
        """Return for how long at most the screen did not say what had been committed."""
        later = [
            min((time for time, count in self.seen if count > number), default=float("inf"))
            for number in range(len(self.at))
        ]
        return max(shown - at for shown, at in zip(later, sorted(self.at), strict=True))


async def hold(ports: list[int], processes: list[psutil.Process], students: int) -> Lesson:
    """Let a class open its link within ten seconds, commit within ten more, and then wait for ten."""
    held, chance, over = Lesson(), random.Random(students), asyncio.Event()
    screen = Page(ports[0], f"room={WORD}&teacher={SECRET}&projector=true")
    await screen.open()
    crowd = [Page(ports[number % len(ports)], f"room={WORD}") for number in range(students)]
    watching = asyncio.create_task(watch(screen, held, over))

    async def open_late(page: Page, late: float) -> asyncio.Task:
        await asyncio.sleep(late)
        begun = time.perf_counter()
        await page.open()
        held.opening.append(time.perf_counter() - begun)
        return asyncio.create_task(page.look(over))

    async def commit_late(page: Page, late: float) -> None:
        await asyncio.sleep(late)
        for _ in RATES:
            page.fill(chance)
            await page.ask(fragment=page.tapped)
        begun = time.perf_counter()
        await page.ask(pressed=page.buttons["Commit"], fragment=page.tapped)
        assert "Committed" in page.told, page.told
        held.commits.append(time.perf_counter() - begun)
        held.at.append(time.perf_counter())

    looking = await asyncio.gather(*(open_late(page, chance.uniform(0, 10)) for page in crowd))
    await asyncio.gather(*(commit_late(page, chance.uniform(0, 10)) for page in crowd))
    before = cpu_of(processes)
    await asyncio.sleep(3 * rooms.WAIT)
    held.cpu["a page that waits"] = (cpu_of(processes) - before) / 3 / students
    over.set()
    await asyncio.gather(watching, *looking)
    return held


async def watch(screen: Page, held: Lesson, over: asyncio.Event) -> None:
    """Note what the teacher's screen says, as often as it asks."""
    while not over.is_set():
        await screen.ask(fragment=screen.fragment)
        if found := COMMITTED.search(screen.told):
            held.seen.append((time.perf_counter(), int(found[1])))
        await asyncio.sleep(rooms.WATCH)


def make_the_room(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript(store.OPENING)
        for text, values in store.make_room(WORD, SECRET, link_of_a_question(Settings(), Task())):
            file.execute(text, values | {"now": time.time()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("students", type=int)
    parser.add_argument("--replicas", type=int, default=1, help="servers that share the class")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "votes.sqlite3"
        os.environ[store.SETTING] = str(path)
        make_the_room(path)
        served = [stack.enter_context(serve(ROOT / "app.py")) for _ in range(given.replicas)]
        processes = [psutil.Process(process.pid) for _, process in served]
        held = asyncio.run(hold([port for port, _ in served], processes, given.students))
        with contextlib.closing(sqlite3.connect(path)) as file:
            [(counted,)] = file.execute("SELECT count(*) FROM vote").fetchall()
    print(
        f"{given.students} students, replicas {given.replicas}: {counted} votes counted\n"
        f"opening p95 {share(held.opening, 95):.0f} ms; a commit p50 {share(held.commits, 50):.0f} ms, "
        f"p95 {share(held.commits, 95):.0f} ms; the teacher's screen {held.lag():.1f} s behind at most\n"
        + "; ".join(
            f"{name}: {1000 * cpu:.2f} ms of the server every {rooms.WAIT:g} s"
            for name, cpu in held.cpu.items()
        )
    )


if __name__ == "__main__":
    main()
