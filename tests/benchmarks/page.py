"""Server CPU a change of the noise slider, beside a bare page: python -m tests.benchmarks.page

Both pages run under the project's own configuration, in turns, so that a busy machine slows both. The
slider takes the values a student can give it; each is computed when the first student asks for it, and
replayed from the cache to everyone after.
"""

import statistics

import psutil

from tests.load.session import ROOT, Session, serve

BARE_PAGE = ROOT / "tests" / "load" / "bare_page.py"
SLIDER = [step / 100 for step in range(101)]
ROUNDS = 9


def cpu_a_change(session: Session, process: psutil.Process, values: list[float]) -> float:
    """Return the milliseconds of CPU that the server spends on one change, over these changes."""
    before = sum(process.cpu_times()[:2])
    for value in values:
        session.set_noise(value)
    return (sum(process.cpu_times()[:2]) - before) / len(values) * 1000


def main() -> None:
    with serve(BARE_PAGE) as (bare_port, bare), serve(ROOT / "app.py") as (app_port, app):
        bare_session, app_session = Session(bare_port), Session(app_port)
        costs: dict[str, list[float]] = {"bare page": [], "computed": [], "replayed": []}
        for turn in range(ROUNDS):
            off_step = [value + (turn + 1) / 10_000 for value in SLIDER[:100]]  # values no one has asked for
            bare_cost = cpu_a_change(bare_session, psutil.Process(bare.pid), SLIDER)
            computed = cpu_a_change(app_session, psutil.Process(app.pid), off_step)
            cpu_a_change(app_session, psutil.Process(app.pid), SLIDER)
            replayed = cpu_a_change(app_session, psutil.Process(app.pid), SLIDER)
            if turn:  # the first round warms up
                for name, cost in zip(costs, (bare_cost, computed, replayed), strict=True):
                    costs[name].append(cost)
    medians = {name: statistics.median(values) for name, values in costs.items()}
    for name, cost in medians.items():
        print(f"{name:10} {cost:5.1f} ms of server CPU a change, {cost / medians['bare page']:.2f} × bare")


if __name__ == "__main__":
    main()
