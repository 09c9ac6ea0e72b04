"""Server CPU of the costliest settings, beside the lesson's: python -m tests.benchmarks.costliest

Every change is one that nobody has asked for before, so nothing comes from the cache. Whatever a link says,
one student should not cost more than ten.
"""

import statistics
from collections.abc import Iterator
from itertools import count, islice

import psutil

from gd_core.models.all_models import CURVES
from tests.load.session import ROOT, Session, serve

MOST = "&".join(f"rates={rate}" for rate in (1e-9, 0.001, 0.01, 0.1, 0.5, 0.7, 1, 2)) + "&epochs=10000"
MOST_OF_A_CURVE = MOST.replace("10000", "1000") + "&n=1000"
PARTS = {
    "What happened?": "",
    "Which rates would work?": "part=Which+rates+would+work%3F",
    "Why?": "part=Why%3F&epoch=10000",
    "Rounds": "part=Can+you+predict+it%3F",
    "Challenges": "part=Can+you+predict+it%3F&way=Challenges",
    "Take it with you": "part=Take+it+with+you",
}
CHANGES, ROUNDS = 6, 3


def cpu_a_change(session: Session, process: psutil.Process, noises: Iterator[float]) -> float:
    """Return the milliseconds of CPU that a change of the noise costs."""
    before = sum(process.cpu_times()[:2])
    for noise in islice(noises, CHANGES):
        session.set_noise(noise)
    return (sum(process.cpu_times()[:2]) - before) / CHANGES * 1000


def main() -> None:
    with serve(ROOT / "app.py") as (port, server):
        process = psutil.Process(server.pid)
        links = {"the lesson": ""} | {
            f"{part}, {name}": f"{link}&{MOST}&n={n}"
            for part, link in PARTS.items()
            for name, n in (("100 points", 100), ("10,000 points", 10_000))
        }
        for model in CURVES:
            links[f"{model}, as it opens"] = f"model={model}"
            links[f"{model}, 1,000 points"] = f"model={model}&{MOST_OF_A_CURVE}"
        sessions = {name: Session(port, link) for name, link in links.items()}
        costs: dict[str, list[float]] = {name: [] for name in links}
        noises = (step / 100_000 for step in count(1))
        for _ in range(ROUNDS):
            for name, session in sessions.items():
                costs[name].append(cpu_a_change(session, process, noises))
        lesson = statistics.median(costs["the lesson"])
        for name, cost in costs.items():
            median = statistics.median(cost)
            print(f"{name:40} {median:6.1f} ms of CPU a change, {median / lesson:5.2f} × the lesson")


if __name__ == "__main__":
    main()
