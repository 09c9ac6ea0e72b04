"""How long the page takes to its first picture, beside a page with one: python -m tests.benchmarks.opening

Each opening is in a browser that was never used before, in turns, so that a busy machine slows both.
"""

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.lab import OPTIONS, chromium
from tests.load.session import ROOT, serve

ONE_PICTURE = """
import streamlit as st

st.line_chart({"loss": [1.0, 0.5, st.slider("Noise", 0.0, 1.0, 0.1)]})
"""
OPENINGS = 9


def seconds_to_a_picture(browser: Browser, port: int) -> float:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}/")
    page.locator("[data-testid=stVegaLiteChart] svg.marks").first.wait_for(timeout=60_000)
    seconds = time.perf_counter() - begun
    context.close()
    return seconds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        one_picture = Path(folder) / "one_picture.py"
        one_picture.write_text(ONE_PICTURE, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        with serve(one_picture) as (bare, _), serve(ROOT / "app.py") as (app, _):
            seconds: dict[str, list[float]] = {"one picture": [], "the page": []}
            for opening in range(OPENINGS + 1):
                for name, port in zip(seconds, (bare, app), strict=True):
                    taken = seconds_to_a_picture(browser, port)
                    seconds[name] += [taken] if opening else []  # the first warms up
        browser.close()
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name, median in medians.items():
        print(f"{name:12} {median:5.2f} s to a picture, {median / medians['one picture']:.2f} × one picture")


if __name__ == "__main__":
    main()
