"""A class at work, beside the same class on a bare page: python -m tests.load.crowd 100 300

Every student opens the page, thinks, moves a control, waits for the answer, and thinks again. The control is
a real one: most often the noise, else the seed, the epochs, the rates or the loss axis. All is told as
ratios to the bare page under the same configuration in the same run, since machines differ.
"""

import argparse
import asyncio
import random
import statistics
import time
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


@dataclass
class Student:
    """One open page, and how long it took to answer."""

    port: int
    chance: random.Random
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    opened: float = 0.0

    async def attend(self, *, late: float, think: float, until: float) -> None:
        """Open the page, that much too late, and move controls until the lesson is over."""
        await asyncio.sleep(late)
        begun = time.perf_counter()
        url = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        async with websockets.connect(
            url, subprotocols=["streamlit"], max_size=None, open_timeout=120, compression=None
        ) as socket:
            quick_to_answer(socket.transport.get_extra_info("socket"))
            await self.rerun(socket)
            self.opened = time.perf_counter() - begun
            while time.perf_counter() < until:
                await asyncio.sleep(self.chance.expovariate(1 / think))
                self.move()
                begun = time.perf_counter()
                await self.rerun(socket)
                self.seconds.append(time.perf_counter() - begun)

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

    async def rerun(self, socket: websockets.ClientConnection) -> None:
        """Send every widget's value, as a browser does, and wait for the end of the answer."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.extend(self.widgets.values())
        await socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), 120))
            kind = answer.WhichOneof("type")
            if kind == "script_finished":
                return
            if kind == "delta" and (state := state_of(answer.delta.new_element)):
                self.widgets.setdefault(state.id, state)


@dataclass
class Lesson:
    """What a lesson of so many students was like."""

    opening: list[float]
    seconds: list[float]
    errors: int
    cpu: float  # seconds
    memory: float  # MB
    changes: int = 0


async def lesson(
    port: int, process: psutil.Process, *, students: int, think: float, minutes: float, rush: float
) -> Lesson:
    """Let so many students arrive within a rush of seconds, and work for so many minutes."""
    chance = random.Random(students)
    crowd = [Student(port, random.Random(seed)) for seed in range(students)]
    before, until = sum(process.cpu_times()[:2]), time.perf_counter() + rush + 60 * minutes
    attending = [student.attend(late=chance.uniform(0, rush), think=think, until=until) for student in crowd]
    ends = await asyncio.gather(*attending, return_exceptions=True)
    seconds = [second for student in crowd for second in student.seconds]
    return Lesson(
        opening=[student.opened for student in crowd if student.opened],
        seconds=seconds,
        errors=sum(isinstance(end, BaseException) for end in ends),
        cpu=sum(process.cpu_times()[:2]) - before,
        memory=process.memory_info().rss / 1e6,
        changes=len(seconds),
    )


def share(values: list[float], percent: int) -> float:
    """Return the time within which so many per cent were answered, in milliseconds."""
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


def tell(name: str, held: Lesson, bare: Lesson) -> None:
    """Print a line about a lesson, with ratios to the bare page's."""
    cpu, least = held.cpu / (held.changes or 1) * 1000, bare.cpu / (bare.changes or 1) * 1000
    print(
        f"{name:8} {held.changes:6} changes, {held.errors} errors; "
        f"p50 {share(held.seconds, 50):6.0f} ms, p95 {share(held.seconds, 95):6.0f} ms; "
        f"opening p95 {share(held.opening, 95):6.0f} ms, last {max(held.opening) * 1000:6.0f} ms "
        f"({max(held.opening) / max(bare.opening):.2f} × bare); "
        f"CPU {cpu:5.1f} ms a change ({cpu / least:.2f} × bare); {held.memory:4.0f} MB"
    )


def hold(page: Path, **options) -> Lesson:
    with serve(page) as (port, server):
        process = psutil.Process(server.pid)
        asyncio.run(lesson(port, process, **options | {"students": 2, "minutes": 0.1, "rush": 0}))  # warm up
        return asyncio.run(lesson(port, process, **options))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("students", type=int, nargs="+")
    parser.add_argument("--think", type=float, default=3, help="seconds, on average")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--rush", type=float, default=5, help="seconds within which all arrive")
    given = parser.parse_args()
    for students in given.students:
        options = {"students": students, "think": given.think, "minutes": given.minutes, "rush": given.rush}
        bare, page = hold(BARE_PAGE, **options), hold(ROOT / "app.py", **options)
        print(f"{students} students, {given.think:g} s to think on average:")
        tell("bare", bare, bare)
        tell("the page", page, bare)


if __name__ == "__main__":
    main()
