"""Frame time while scrubbing, 8 rates × 1,000 epochs beside 1 × 100: python -m tests.benchmarks.frames

Both pages are open in one Chromium and are scrubbed in turns, so that a busy machine slows both. A frame is
the time from one animation frame to the next while the player's slider moves in every one. The browser waits
for no screen, so that a short frame is not rounded up to 17 ms.
"""

import statistics

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET, chromium
from tests.browser.lab import Lab
from tests.load.session import ROOT, serve

RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7]
PAGES = {
    "1 rate × 100 epochs": "epochs=100&rates=0.1",
    "8 rates × 1,000 epochs": "epochs=1000&" + "&".join(f"rates={rate}" for rate in RATES),
}
UNSYNCED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
ROUNDS = 7
FRAMES = 60  # a round, from the start to the end

SCRUB = """async (slider, nFrames) => {
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < nFrames; frame++) {
    slider.value = Math.round((slider.max * frame) / (nFrames - 1));
    slider.dispatchEvent(new Event("input"));
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}"""


def scrub(page: Page) -> list[float]:
    """Drag the player's slider from end to end; return the milliseconds of each frame."""
    page.bring_to_front()
    return Lab(page).slider.evaluate(SCRUB, FRAMES)


def main() -> None:
    frames: dict[str, list[float]] = {name: [] for name in PAGES}
    with serve(ROOT / "app.py") as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", *QUIET, *UNSYNCED]
        )
        pages = {name: browser.new_page(viewport={"width": 1400, "height": 900}) for name in PAGES}
        for name, page in pages.items():
            page.goto(f"http://127.0.0.1:{port}/?{PAGES[name]}")
            Lab(page).wait_until_drawn()
        for turn in range(ROUNDS):
            for name, page in pages.items():
                times = scrub(page)
                frames[name] += times if turn else []  # the first round warms up
        browser.close()
    medians = [statistics.median(times) for times in frames.values()]
    for name, times in frames.items():
        slow = statistics.quantiles(times, n=10)[-1]
        print(f"{name:22} median {statistics.median(times):5.1f} ms a frame, 90 % within {slow:5.1f} ms")
    print(f"ratio of the medians {medians[1] / medians[0]:.2f}")


if __name__ == "__main__":
    main()
