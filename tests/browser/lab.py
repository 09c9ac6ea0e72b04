"""The page in a browser, as a student sees it: what the player says, what the pictures draw."""

import re
import shutil
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

expect.set_options(timeout=15_000)

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
OPTIONS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # as in a room without the internet
]
COLUMNS_READ = 4  # rate, what it does, final loss, above the floor
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

# What Vega has bound to the marks of the three pictures: the rows that it draws.
ROWS_DRAWN = """() => [0, 1, 2].map(index => {
  const place = document.querySelector(".st-key-pictures").children[index];
  const marks = [...place.querySelectorAll("svg.marks :is(path, line)")];
  const items = marks.map(mark => mark.__data__).filter(item => item?.datum);
  const now = items.filter(item => item.datum.here).map(({ datum }) => [datum.slot, datum.here]);
  const paths = items.filter(item => item.mark.marktype === "line" && "slot" in item.datum);
  const rows = paths.flatMap(({ mark }) => mark.items.map(({ datum }) => datum));
  const bare = ({ slot, epoch, loss, w, b }) => ({ slot, epoch, loss, w, b });
  return { now: [...new Map(now).values()].map(bare), rows: rows.map(bare) };
})"""


def chromium() -> str | None:
    """Return where Chromium is, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Lab:
    """One open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages: list[str | bytes] = []  # between the browser and the server, both ways
        page.on("websocket", self._listen)
        page.set_default_timeout(15_000)
        self.player = page.locator(".player")
        self.play = self.player.locator("button[value=play]")
        self.slider = self.player.get_by_role("slider", name="Epoch")
        self.words = self.player.locator(".epoch")
        self.pictures = page.get_by_test_id("stVegaLiteChart")
        self.loss, self.map, self.fit = (self.pictures.nth(index) for index in range(3))
        self.question = page.get_by_role("heading", name="How big should the learning rate be?")
        self.results = page.get_by_test_id("stMain").get_by_test_id("stDataFrame")

    def _listen(self, socket: WebSocket) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda message: self.messages.append(message))

    # What the page shows.

    @property
    def epoch(self) -> int:
        """The epoch that the player says."""
        return number(self.words.inner_text().split()[1])

    def numbers(self) -> list[list[float]]:
        """Return the player's live numbers: loss, w and b of each rate."""
        lines = self.player.locator(".numbers i").evaluate_all("lines => lines.map(line => line.textContent)")
        return [[number(text) for text in re.split(r"\s*loss |  [wb] ", line)[1:]] for line in lines]

    def epochs_of_pictures(self) -> list[int]:
        """Return the epoch that each picture draws; those where no run is in view say the player's.

        At the last epoch a row need not say which it is.
        """
        last = number(self.words.inner_text().split()[3])
        drawn = [
            {last if row["epoch"] is None else row["epoch"] for row in picture["now"]}
            for picture in self.page.evaluate(ROWS_DRAWN)
        ]
        return [epoch for epochs in drawn for epoch in epochs or {self.epoch}]

    def drawn_now(self) -> dict[str, list[list[float]]]:
        """Return what the pictures draw of each run at the epoch shown: its loss, or its (w, b)."""
        quantities = {"loss": ["loss"], "map": ["w", "b"], "fit": ["w", "b"]}
        drawn = self.page.evaluate(ROWS_DRAWN)
        return {
            name: [[row[quantity] for quantity in wanted] for row in sorted(picture["now"], key=by_slot)]
            for (name, wanted), picture in zip(quantities.items(), drawn, strict=True)
        }

    def drawn_epochs(self, slot: int) -> list[dict[int, list[float]]]:
        """Return what loss and map draw of a run at each epoch in view: its loss, and its (w, b)."""
        loss, places, _ = self.page.evaluate(ROWS_DRAWN)
        return [
            {int(row["epoch"]): [row[quantity] for quantity in wanted] for row in rows if row["slot"] == slot}
            for rows, wanted in ((loss["rows"], ["loss"]), (places["rows"], ["w", "b"]))
        ]

    def drawn_line(self, slot: int) -> list[float]:
        """Return (w, b) of the line that the fit draws of a run at the epoch shown."""
        [row] = [row for row in self.page.evaluate(ROWS_DRAWN)[2]["now"] if row["slot"] == slot]
        return [float(row["w"]), float(row["b"])]

    def handle(self, rate: str) -> Locator:
        """Return the handle of a learning rate on the ruler."""
        return self.player.get_by_role("slider", name=f"Learning rate {rate}", exact=True)

    def picture(self, name: str) -> Locator:
        """Return a picture with all that stands around it; the sweep is the fourth where it is shown."""
        return self.page.locator(".stPrintGraphic").nth(["loss", "map", "fit", "sweep"].index(name))

    def plot(self, picture: str) -> Any:
        """Return where the plot of a picture is, inside its axes."""
        return box_of(self.picture(picture).locator("svg g.role-frame path.background").first)

    def table(self) -> list[str]:
        """Return the texts of the results table's first columns; the grid holds only what is in view."""
        return self.results.locator("[role=gridcell]").evaluate_all(
            "(cells, most) => cells.filter(cell => cell.ariaColIndex <= most).map(cell => cell.textContent)",
            COLUMNS_READ,
        )

    def control(self, key: str) -> Locator:
        """Return a control of the page by the key that it has in links."""
        return self.page.locator(f".st-key-{key}")

    # What a student does.

    def set_epoch(self, epoch: int) -> None:
        """Bring the player to an epoch of a run that is drawn epoch by epoch."""
        self.slider.fill(str(epoch))
        expect(self.words).to_contain_text(f"Epoch {epoch} of")

    def drag(self, share: float, *, until: float, steps: int = 10) -> None:
        """Drag the player's slider with the mouse, between two shares of its width."""
        box = box_of(self.slider)
        self.take(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        self.page.mouse.move(box["x"] + until * box["width"], box["y"] + box["height"] / 2, steps=steps)
        self.page.mouse.up()

    def take(self, x: float, y: float) -> None:
        """Press the mouse somewhere, and hold it."""
        self.page.mouse.move(x, y)
        self.page.mouse.down()

    def take_handle(self, rate: str) -> tuple[float, float]:
        """Press the mouse on the handle of a learning rate, and hold it; return where it is."""
        box = box_of(self.handle(rate))
        place = box["x"] + box["width"] / 2, box["y"] + 10
        self.take(*place)
        return place

    def type_rate(self, text: str) -> None:
        """Type a learning rate and press Enter."""
        line = self.control("typed").locator("input")
        line.fill(text)
        line.press("Enter")

    # Waiting.

    def wait_until_drawn(self) -> None:
        """Wait until the player and the three pictures are there and show the same epoch."""
        expect(self.words).to_contain_text("Epoch")
        expect(self.pictures).to_have_count(3)
        self.wait_until_pictures_follow()

    def wait_until_table_changes(self, before: list[str]) -> None:
        """Wait until the table is another one, and the link with it."""
        self.wait_for(lambda: self.table() not in ([], before))
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    def wait_until_pictures_follow(self) -> None:
        """Wait until the three pictures are set to the epoch that the player says."""
        self.wait_for(lambda: set(self.epochs_of_pictures()) == {self.epoch})

    def wait_for(self, condition: Callable[[], Any], *, seconds: float = 15) -> None:
        """Wait, a frame at a time, until something is true."""
        for _ in range(int(seconds * 60)):
            if condition():
                return
            self.frames(1)
        raise AssertionError(f"Not within {seconds} s; the page says {self.words.inner_text()!r}")

    def frames(self, n_frames: int) -> None:
        """Let the browser paint so many frames."""
        self.page.evaluate(
            "async n => { for (; n > 0; n--) await new Promise(requestAnimationFrame) }", n_frames
        )


def by_slot(row: dict[str, float]) -> float:
    return row["slot"]


def number(text: str) -> Any:
    """Read a number as the page writes it; infinity where it says "too large"."""
    if text == "too large":
        return float("inf")
    text = text.strip().replace(",", "").replace("−", "-").replace("×10", "e").translate(POWERS)
    return int(text) if text.isdigit() else float(text)


def box_of(locator: Locator) -> Any:
    """Return where something is on the page, in pixels."""
    box = locator.bounding_box()
    assert box, f"{locator} is not to be seen"
    return box
