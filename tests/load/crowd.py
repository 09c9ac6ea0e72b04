"""A class at work, beside the same class on a bare page: python -m tests.load.crowd 100 300

Every student opens the page. When all have, everyone thinks, moves a control, waits for the answer, and
thinks again. The control is a real one: most often the noise, else the seed, the epochs, the rates or the
loss axis. All is told as ratios to the bare page under the same configuration in the same run, since
machines differ.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import websockets.asyncio.client as websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.load.session import ROOT, quick_to_answer, serve, state_of

BARE_PAGE = ROOT / "tests" / "load" / "bare_page.py"
RATES = ("0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "0.5", "0.7", "0.8", "1")


async def connected(port: int) -> websockets.ClientConnection:
    """Open a socket to a server, which may be slow to answer."""
    opened = await websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,
        open_timeout=120,
        compression=None,
    )
    quick_to_answer(opened.transport.get_extra_info("socket"))
    return opened


@dataclass
class Student:
    """One open page, and how long it took to answer."""

    port: int
    chance: random.Random
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    opened: float = 0.0

    async def open(self, *, late: float) -> None:
        """Open the page, so many seconds late."""
        await asyncio.sleep(late)
        begun = time.perf_counter()
        self.socket = await connected(self.port)
        await self.rerun()
        self.opened = time.perf_counter() - begun

    async def work(self, *, think: float, until: float) -> None:
        """Move controls until the lesson is over."""
        await asyncio.sleep(self.chance.uniform(0, think))
        while time.perf_counter() < until:
            self.move()
            begun = time.perf_counter()
            await self.rerun()
            self.seconds.append(time.perf_counter() - begun)
            await asyncio.sleep(self.chance.expovariate(1 / think))
        await self.socket.close()

    def move(self) -> None:
        """Set one control to another value."""
        keys = {identity.rsplit("-", 1)[-1]: identity for identity in self.widgets}
        chosen = self.chance.choices(["noise", "seed", "epochs", "rates", "log"], [6, 1, 1, 1, 1])[0]
        key = chosen if chosen in keys else "noise"
        state = WidgetState(id=keys[key])
        if key == "noise":
            state.double_array_value.data.append(self.chance.randrange(101) / 100)
        elif key == "seed":
            state.double_value = self.chance.randrange(100)
        elif key == "epochs":
            state.double_value = 10 * self.chance.randrange(1, 30)
        elif key == "rates":
            state.string_array_value.data.extend(self.chance.sample(RATES, 3))
        else:
            state.bool_value = not self.widgets[state.id].bool_value
        self.widgets[state.id] = state

    async def rerun(self) -> None:
        """Send every widget's value, as a browser does, and wait for the end of the answer."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.extend(self.widgets.values())
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), 120))
            kind = answer.WhichOneof("type")
            if kind == "script_finished":
                return
            if kind == "delta" and (state := state_of(answer.delta.new_element)):
                self.widgets.setdefault(state.id, state)


@dataclass
class Lesson:
    """What a lesson of so many students was like."""

    opening: list[float]  # seconds, one a student
    seconds: list[float]  # one a change
    errors: int
    cpu: float  # seconds, for all changes
    memory: tuple[float, float]  # MB, before the changes and after


async def lesson(
    servers: list[tuple[int, psutil.Process]], *, students: int, think: float, minutes: float, rush: float
) -> Lesson:
    """Let so many students arrive within a rush of seconds, and then work for so many minutes."""
    chance, (ports, processes) = random.Random(students), zip(*servers, strict=True)
    crowd = [Student(ports[number % len(ports)], random.Random(number)) for number in range(students)]
    opening = [student.open(late=chance.uniform(0, rush)) for student in crowd]
    ends = await asyncio.gather(*opening, return_exceptions=True)
    cpu, memory = cpu_of(processes), memory_of(processes)
    until = time.perf_counter() + 60 * minutes
    ends += await asyncio.gather(
        *(student.work(think=think, until=until) for student in crowd), return_exceptions=True
    )
    return Lesson(
        opening=[student.opened for student in crowd],
        seconds=[second for student in crowd for second in student.seconds],
        errors=sum(isinstance(end, BaseException) for end in ends),
        cpu=cpu_of(processes) - cpu,
        memory=(memory, memory_of(processes)),
    )


def cpu_of(processes: Sequence[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def memory_of(processes: Sequence[psutil.Process]) -> float:
    return sum(process.memory_info().rss for process in processes) / 1e6


def hold(page: Path, *, replicas: int, **options) -> Lesson:
    with contextlib.ExitStack() as open_servers:
        served = [open_servers.enter_context(serve(page)) for _ in range(replicas)]
        servers = [(port, psutil.Process(server.pid)) for port, server in served]
        warm_up = options | {"students": 2 * replicas, "minutes": 0.1, "rush": 0}
        asyncio.run(lesson(servers, **warm_up))
        return asyncio.run(lesson(servers, **options))


def tell(name: str, held: Lesson, bare: Lesson) -> None:
    """Print what a lesson was like, with ratios to the bare page's."""
    cpu, least = (each.cpu / len(each.seconds) * 1000 for each in (held, bare))
    print(
        f"{name:8} opening: p95 {share(held.opening, 95):5.0f} ms, last {max(held.opening) * 1000:5.0f} ms "
        f"({max(held.opening) / max(bare.opening):.2f} × bare)\n"
        f"{'':8} {len(held.seconds)} changes, {held.errors} errors: p50 {share(held.seconds, 50):5.0f} ms, "
        f"p95 {share(held.seconds, 95):5.0f} ms; server CPU {cpu:.1f} ms a change "
        f"({cpu / least:.2f} × bare); memory {held.memory[0]:.0f} MB before, {held.memory[1]:.0f} MB after"
    )


def share(values: list[float], percent: int) -> float:
    """Return the time within which so many per cent were answered, in milliseconds."""
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("students", type=int, nargs="+")
    parser.add_argument("--think", type=float, default=3, help="seconds, on average")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--rush", type=float, default=5, help="seconds within which all arrive")
    parser.add_argument("--replicas", type=int, default=1, help="servers that share the class")
    given = vars(parser.parse_args())
    for students in given.pop("students"):
        bare, page = (hold(page, students=students, **given) for page in (BARE_PAGE, ROOT / "app.py"))
        print(f"{students} students: {', '.join(f'{name} {value:g}' for name, value in given.items())}")
        tell("bare", bare, bare)
        tell("the page", page, bare)


if __name__ == "__main__":
    main()
