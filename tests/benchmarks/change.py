"""What a change of the noise costs a student, beside a plain page: python -m tests.benchmarks.change

The plain page is `plain_page.py`: the lesson as a good author writes it with Streamlit and Altair alone. Both
are open in one Chromium and are changed in turns, so that a busy machine slows both. Each change is one
key on the noise slider, to a value that nobody has asked for, so that the server computes it.

A picture is drawn at the animation frame after its curves became what they stay, by the browser's own clock,
which runs from the key. The browser's CPU is its main thread's, until nothing has moved for half a second.
The server's CPU is counted by the system in steps of 10 ms, so that it is a mean; all others are medians.
On a busy machine both pages wait, and not by the same factor: the load is printed beside the times.
"""

import argparse
import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.benchmarks.frames import PAGES
from tests.benchmarks.opening import seconds_to_a_picture
from tests.browser.lab import OPTIONS, Lab, box_of, chromium
from tests.load.session import ROOT, serve

PLAIN_PAGE = ROOT / "tests" / "benchmarks" / "plain_page.py"
CURVES = [".mark-line path", ".mark-line path", ".mark-line path, .mark-rule.role-mark line"]  # by picture
RATE_HANDLE = '.player [role=slider][aria-label^="Learning rate"]'
DRAGGED = {"lesson": "", "8 × 1,000": PAGES["8 rates × 1,000 epochs"]}
MOST_CHANGES = 80  # as many as the slider has values that are new
WARM_UP, OPENINGS, FRAMES = 3, 9, 60

WATCH = """([pictures, curves]) => {
  const drawn = (each) =>
    [...pictures[each].querySelectorAll(curves[each])].map((curve) => curve.outerHTML).join();
  const before = pictures.map((_, each) => drawn(each));
  const times = [];
  let pressed, quiet;
  addEventListener("keydown", () => (pressed = performance.now()), { capture: true, once: true });
  window.changed = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("Not every picture has changed.")), 20000);
    const observer = new MutationObserver(() => {
      pictures.forEach((_, each) => {
        const now = drawn(each);
        if (!now || now === before[each]) return;
        before[each] = now;
        requestAnimationFrame(() => (times[each] = performance.now() - pressed));
      });
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        if (pictures.some((_, each) => !(each in times))) return;
        observer.disconnect();
        done(times);
      }, 500);
    });
    for (const picture of pictures)
      observer.observe(picture, { subtree: true, childList: true, attributes: true });
  });
}"""

# A frame begins with the mouse's move, just before it is drawn; a message comes just after it is.
NOTE_FRAMES = """() => {
  window.frameTimes = [];
  const { port1: sent, port2: received } = new MessageChannel();
  received.onmessage = ({ data }) => frameTimes.push(performance.now() - data);
  const note = (begun) => requestAnimationFrame(() => sent.postMessage(begun));
  addEventListener("pointermove", () => note(performance.now()), true);
}"""


class Change(NamedTuple):
    """What one change cost."""

    loss: float  # ms until the loss was drawn
    last: float  # ms until all three pictures were
    browser: float  # ms
    received: float  # kB
    server: float  # ms


class Opened:
    """A page that is open, and its server."""

    def __init__(self, browser: Browser, port: int, process: int, link: str = "") -> None:
        self.page = browser.new_page(viewport={"width": 1400, "height": 900})
        self.lab, self.process = Lab(self.page), psutil.Process(process)
        self.received = 0
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._receive))
        self.page.goto(f"http://127.0.0.1:{port}/?{link}")
        expect(self.lab.pictures.locator("svg.marks, canvas.marks")).to_have_count(3)
        self.page.wait_for_timeout(1000)
        self.main_thread = main_thread(self.page)

    def _receive(self, message: str | bytes) -> None:
        self.received += len(message)

    def change(self) -> Change:
        """Press a key on the noise slider; return what it cost."""
        self.page.bring_to_front()
        self.page.locator(".st-key-noise input").focus()
        self.page.evaluate(WATCH, [self.lab.pictures.element_handles(), CURVES])
        before = self._counted()
        self.page.keyboard.press("ArrowRight")
        times = self.page.evaluate("changed")
        self.page.locator("[data-test-script-state=notRunning]").wait_for()
        counted = (now - then for now, then in zip(self._counted(), before, strict=True))
        return Change(times[0], max(times), *counted)

    def _counted(self) -> tuple[float, float, float]:
        return self.main_thread(), self.received / 1000, sum(self.process.cpu_times()[:2]) * 1000


def main_thread(page: Page) -> Callable[[], float]:
    """Return a function that tells the milliseconds of CPU of a page's main thread until now."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def until_now() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration") * 1000

    return until_now


def messages_while_it_plays(lab: Lab) -> int:
    """Play and scrub; return how many messages go between the browser and the server."""
    before = len(lab.messages)
    lab.slider.fill("0")
    lab.play.click()
    lab.frames(120)
    lab.play.click()
    lab.drag(0.1, until=0.9)
    lab.page.wait_for_timeout(1000)
    return len(lab.messages) - before


def frames_while_dragging(page: Page, handle: str) -> tuple[list[float], float]:
    """Drag a handle to the right and back, a step a frame.

    Return the milliseconds of each frame until it is drawn, and those of CPU that one takes with all that it
    leaves for later.
    """
    page.locator(handle).first.scroll_into_view_if_needed()
    box, until_now = box_of(page.locator(handle).first), main_thread(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(NOTE_FRAMES)
    before = until_now()
    for frame in range(1, FRAMES + 1):
        page.mouse.move(x + 3 * min(frame, FRAMES - frame), y)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    cpu = (until_now() - before) / FRAMES
    page.mouse.up()
    return page.evaluate("frameTimes"), cpu


def row(name: str, ours: float, goal: float, unit: str = "", plain: float = math.nan) -> str:
    """Return a line of the table; a goal without a unit is for the ratio."""
    ratio = ours / plain
    reached = (ours if unit else ratio) <= goal
    columns = f"{name:40} {ours:8.1f} {plain:8.1f} {ratio:8.2f}".replace("nan", "   ")
    return f"{columns}   at most {goal:g} {unit or '×':4} {'reached' if reached else 'MISSED'}"


def rows_of_changes(ours: Sequence[Change], plain: Sequence[Change]) -> Iterator[str]:
    def both(name: str, middle: Callable[..., float] = statistics.median) -> dict[str, float]:
        values = (middle([getattr(change, name) for change in changes]) for changes in (ours, plain))
        return dict(zip(("ours", "plain"), values, strict=True))

    yield row("key to the loss drawn, ms", goal=1.0, **both("loss"))
    yield row("key to the last picture drawn, ms", goal=0.8, **both("last"))
    yield row("browser CPU a change, ms", goal=1.0, **both("browser"))
    yield row("received a change, kB", goal=70, unit="kB", **both("received"))
    yield row("server CPU a change, computed, ms", goal=0.2, **both("server", statistics.mean))


def rows_of_drags(browser: Browser, port: int, process: int) -> Iterator[str]:
    goal = 16.7
    for name, link in DRAGGED.items():
        page = Opened(browser, port, process, link).page
        if not page.locator(RATE_HANDLE).count():
            yield f"a frame of a drag: skipped, nothing is {RATE_HANDLE}"
            return
        times, cpu = frames_while_dragging(page, RATE_HANDLE)
        median, slow = statistics.median(times), statistics.quantiles(times, n=10)[-1]
        yield row(f"a frame of a drag, {name}, ms", median, goal, "ms")
        yield f"    90 % within {slow:.1f} ms; with all that it leaves for later {cpu:.1f} ms of CPU"
        goal = round(2 * median, 1)  # for the long runs
        page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=30, choices=range(1, MOST_CHANGES + 1), metavar="N")
    n_changes = parser.parse_args().changes
    with (
        serve(ROOT / "app.py") as (our_port, ours),
        serve(PLAIN_PAGE) as (plain_port, plain),
        sync_playwright() as playwright,
    ):
        servers = [(our_port, ours.pid), (plain_port, plain.pid)]
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        openings: list[list[float]] = [
            [seconds_to_a_picture(browser, port) * 1000 for port, _ in servers] for _ in range(OPENINGS)
        ]
        pages = [Opened(browser, *server) for server in servers]
        changes = [[page.change() for page in pages] for _ in range(n_changes + WARM_UP)]
        messages = messages_while_it_plays(pages[0].lab)
        drags = list(rows_of_drags(browser, *servers[0]))
        browser.close()
    first = [statistics.median(times) for times in zip(*openings[1:], strict=True)]
    print(f"a load of {psutil.getloadavg()[1]:.1f} on {psutil.cpu_count()} cores in the last 5 minutes")
    heading = f"{n_changes} changes, {OPENINGS - 1} openings"
    print(f"{heading:40} {'ours':>8} {'plain':>8} {'ratio':>8}   goal")
    print(*rows_of_changes(*zip(*changes[WARM_UP:], strict=True)), sep="\n")
    print(row("opening to the first picture, ms", first[0], 1.0, plain=first[1]))
    print(row("messages while it plays and is scrubbed", messages, 0, "in all"), *drags, sep="\n")


if __name__ == "__main__":
    main()
