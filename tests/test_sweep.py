import re

import numpy as np
import pytest

from gd_core import Dataset, descend, largest_stable_rate, least_squares, make_dataset, predicted_losses
from gd_core.charts.frame import values_of
from gd_core.charts.rate_axis import axis_range
from gd_core.charts.sweep import sweep_chart
from gd_core.charts.sweep_data import LEAST_SHARE_DRAWN, sweep_data, sweep_rates
from gd_core.experiment import Settings, starts_of
from gd_core.parts.which_rates import about_the_sweep, sweep_summary
from gd_core.theory import theory_of
from tests.reference import experiment_from, plain_loop, random_problems

START = [-1.4, -0.4]
PROBLEMS = random_problems(80, seed=3)


def experiment_with(dataset, rates=(0.01, 0.1, 0.5), *, start=START, n_epochs=100):
    return experiment_from(dataset, starts=start, learning_rates=rates, n_epochs=n_epochs)


def data_of(dataset, rates=(0.01, 0.1, 0.5), **options):
    return swept(experiment_with(dataset, rates, **options))


def swept(experiment):
    return sweep_data(experiment, colour_slots=list(range(len(experiment.settings.learning_rates))))


def sweep_of(problem):
    return data_of(problem.dataset, problem.rates[:8], start=problem.starts[0], n_epochs=problem.n_epochs)


def test_the_rates_are_even_on_the_axis_and_easy_to_read():
    for problem in PROBLEMS:
        theory = theory_of(problem.dataset)
        rates = sweep_rates(theory)
        assert (rates[0], rates[-1], rates.size) == (*axis_range(theory), 151)
        assert np.diff(np.log10(rates)) == pytest.approx(1 / 30, abs=0.005)
        assert all(float(f"{rate:.2e}") == rate for rate in rates)


def test_the_chosen_rates_are_swept_exactly(dataset):
    data = data_of(dataset, (0.01, 0.123456, 0.5))
    assert 0.123456 in data["sweep"]["learning_rate"].tolist()
    assert data["rates"]["learning_rate"].tolist() == [0.01, 0.123456, 0.5]
    sweep = data["sweep"].set_index("learning_rate")
    for rate in data["rates"].to_dict("records"):
        assert rate["excess"] == sweep["excess"][rate["learning_rate"]]


def test_every_dot_is_the_loss_above_the_floor_that_the_plain_loop_ends_with():
    for problem in PROBLEMS[:40]:
        sweep, start, n_epochs = sweep_of(problem)["sweep"], problem.starts[0], problem.n_epochs
        rates = sweep["learning_rate"].to_numpy()
        _, losses = plain_loop(problem.dataset, starts=start, learning_rates=rates, n_epochs=n_epochs)
        w, b = least_squares(problem.dataset)
        floor = np.mean((problem.dataset.y - w * problem.dataset.x - b) ** 2)
        with np.errstate(invalid="ignore"):
            finite = losses.max(axis=1) < 1e200
        slack = 1e-9 * losses.max(axis=1)[finite]
        assert np.all(np.abs(sweep["excess"][finite] + floor - losses[finite, -1]) <= slack)


def test_every_dot_is_the_excess_that_descend_ends_with():
    for problem in PROBLEMS:
        sweep, n_epochs = sweep_of(problem)["sweep"], problem.n_epochs
        rates = sweep["learning_rate"].to_numpy()
        runs = descend(problem.dataset, starts=problem.starts[0], learning_rates=rates, n_epochs=n_epochs)
        begins = runs.excess_losses[0, 0]
        assert sweep["excess"].to_numpy() == pytest.approx(
            runs.excess_losses[:, -1], rel=1e-9, abs=1e-20 * begins
        )


def test_the_line_is_the_closed_form_of_the_theory():
    for problem in PROBLEMS:
        sweep, n_epochs = sweep_of(problem)["sweep"], problem.n_epochs
        rates = sweep["learning_rate"].to_numpy()
        losses = predicted_losses(
            problem.dataset, starts=problem.starts[0], learning_rates=rates, n_epochs=n_epochs
        )
        w, b = least_squares(problem.dataset)
        floor = np.mean((problem.dataset.y - w * problem.dataset.x - b) ** 2)
        assert sweep["predicted"].to_numpy() + floor == pytest.approx(losses[:, -1], rel=1e-9)


def test_the_dots_lie_on_the_line_wherever_they_are_in_the_frame():
    for problem in PROBLEMS:
        sweep = sweep_of(problem)["sweep"]
        inside = sweep[sweep["arrow"] == ""]
        slack = 1e-9 * inside["predicted"] + 1e-14 * sweep["excess"].iloc[0]
        assert ((inside["excess"] - inside["predicted"]).abs() <= slack).all()


def test_a_dot_is_drawn_at_its_excess_or_at_the_edge_that_it_left_by():
    for problem in PROBLEMS:
        data = sweep_of(problem)
        frame = values_of(data["frame"])
        low, high = frame["low"], frame["high"]
        assert 0 < low < high < np.inf
        for rows in (data["sweep"], data["rates"]):
            excess, arrow = rows["excess"], rows["arrow"]
            assert ((arrow == "▲") == (excess > high)).all()
            assert ((arrow == "▼") == (excess < low)).all()
            assert (rows["height"][arrow == ""] == excess[arrow == ""]).all()
            assert rows["height"].between(low, high).all()
        assert bool(frame["above"]) == ("▲" in data["sweep"]["arrow"].tolist())
        assert bool(frame["below"]) == ("▼" in data["sweep"]["arrow"].tolist())


def test_the_starting_loss_is_in_the_frame(dataset):
    frame = values_of(data_of(dataset)["frame"])
    runs = descend(dataset, starts=START, learning_rates=[0.1], n_epochs=1)
    assert frame["start"] == pytest.approx(runs.excess_losses[0, 0], rel=1e-12)
    assert frame["low"] < frame["start"] < frame["high"]


def test_the_axis_does_not_go_down_to_rounding(dataset):
    frame = values_of(data_of(dataset, n_epochs=10_000)["frame"])
    assert frame["low"] >= LEAST_SHARE_DRAWN * frame["start"] / 2
    assert frame["title"] == "Loss above the floor after 10,000 epochs"


def test_a_chosen_rate_beyond_the_axis_is_run_and_kept_off_the_curve(dataset):
    data = data_of(dataset, (1e-9, 0.1, 1e9))
    assert data["sweep"]["learning_rate"].between(1e-4, 10).all()
    assert data["rates"]["place"].tolist() == [1e-4, 0.1, 10.0]
    assert data["rates"]["excess"].tolist()[2] == np.inf
    assert data["rates"]["arrow"].tolist() == ["", "", "▲"]


def test_a_chosen_rate_that_is_swept_anyway_is_swept_once(dataset):
    data = data_of(dataset, (0.1, 0.5))
    assert (sweep_rates(theory_of(dataset)) == 0.1).sum() == 1
    assert len(data["sweep"]) == 151 + 1  # 0.5 has a place between two
    assert data["sweep"]["learning_rate"].is_unique


@pytest.mark.parametrize("n_epochs", [1, 100, 10_000])
def test_a_start_at_the_answer_stays_there_whatever_the_rate(n_epochs):
    experiment = experiment_with(Dataset([-1, 1], [-1, 3]), start=[2, 1], n_epochs=n_epochs)
    data = swept(experiment)
    assert (data["sweep"]["excess"] == 0).all()
    assert (data["sweep"]["predicted"] == 0).all()
    assert (data["sweep"]["arrow"] == "▼").all()
    assert "nothing moves" in about_the_sweep(experiment, data)


def number(text):
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.rstrip(".").replace(",", "").replace("−", "-").partition("×10")
    return float(f"{mantissa}e{power.translate(superscripts) or 0}")


def hard_problems():
    yield from ((p.dataset, p.starts[0], p.n_epochs) for p in PROBLEMS)
    yield from ((p.dataset, p.starts[0], 1) for p in PROBLEMS)
    yield from ((p.dataset, p.starts[0], 3000) for p in PROBLEMS[:30])
    mirrored = make_dataset(noise=0, x_min=-1.0)
    yield from ((mirrored, start, n) for start in ([2, 3], [0, 1], [2, 1]) for n in (1, 20, 1000))
    yield from ((Dataset([-0.1, 0.1], [-0.1, 0.1]), [3, 0], n) for n in (1, 50, 2000))  # along the valley
    equal = make_dataset(x_min=2.0, x_max=2.0)
    yield from ((equal, START, n) for n in (1, 100, 10_000))


def test_every_sentence_about_the_sweep_is_true():
    kinds = set()
    for dataset, start, n_epochs in hard_problems():
        limit = largest_stable_rate(dataset)
        chosen = (0.5 * limit, limit, 1.01 * limit)
        experiment = experiment_with(dataset, chosen, start=start, n_epochs=n_epochs)
        data = swept(experiment)
        rates, excess = (data["sweep"][name].to_numpy() for name in ("learning_rate", "excess"))
        text = sweep_summary(experiment, data)
        assert f"for {rates.size} learning rates from " in text
        assert text.split(". ", 1)[1] in about_the_sweep(experiment, data)
        if "nothing moves" in text:
            assert not excess.any()
            continue
        check_lowest(text, rates, excess)
        kinds.add(check_limit(text, rates, excess, values_of(data["frame"])["start"], limit))
    assert kinds == {"at the limit", "later", "none"}


def check_lowest(text, rates, excess):
    best = rates[excess == excess.min()]
    one = re.search(r"(\S+) ends lowest: (\S+)", text)
    many = re.search(r"(\d+) rates from (\S+) to (\S+) end lowest: (\S+)", text)
    if many:
        assert [number(many[k]) for k in (1, 2, 3)] == [best.size, best.min(), best.max()]
    else:
        assert [number(one[1])] == best.tolist()
    left = (many or one).groups()[-1]
    assert excess.min() == 0 if left == "on" else number(left) == pytest.approx(excess.min(), rel=0.005)


def check_limit(text, rates, excess, begins, limit):
    higher = excess > begins * (1 + 1e-9)
    if match := re.search(r"every one above the limit (\S+), from (\S+) on, ends higher .* no other", text):
        told, first = map(number, match.groups())
        assert told == pytest.approx(limit, rel=0.005)
        assert np.array_equal(higher, rates > limit)
        assert first == rates[higher].min()
        return "at the limit"
    if "none of these rates ends higher" in text:
        assert not higher.any()
        return "none"
    first, told = re.search(
        r"every one from (\S+) on ends higher .* between the limit (\S+) and that, none", text
    ).groups()
    assert np.array_equal(higher, rates >= number(first))
    assert ((rates > limit) & ~higher).any()
    assert limit <= number(first)
    assert number(told) == pytest.approx(limit, rel=0.005)
    return "later"


def test_in_few_epochs_it_is_said_of_the_rates_swept_that_they_end_higher_and_not_of_every_rate():
    points, start = make_dataset(seed=42, x_min=-1.0), starts_of(Settings())[0]
    experiment = experiment_with(points, (0.5, 1.01, 1.5), start=start, n_epochs=5)
    text, limit = sweep_summary(experiment, swept(experiment)), largest_stable_rate(points)
    _, losses = plain_loop(points, starts=start, learning_rates=[1.01], n_epochs=5)
    assert limit < 1.01
    assert losses[0, -1] < losses[0, 0]
    assert "Every rate" not in text
    assert re.search(r"Of these rates, every one from \S+ on ends higher than it started; between", text)


def test_the_sentence_about_the_lessons_sweep(lesson):
    text = about_the_sweep(lesson, swept(lesson))
    assert text == (
        "Each dot is a run of its own: 152 learning rates, all from where the first rate of the list starts "
        "(w = −1.42, b = −0.421), for 100 epochs. The line is what the theory says, without a run. "
        "0.736 ends lowest: 3.55×10⁻¹⁰ above the floor. Of these rates, every one above the limit 0.789, "
        "from 0.794 on, ends higher than it started, and no other does."
    )


def test_a_click_selects_a_learning_rate(dataset):
    params = {param["name"]: param for param in sweep_chart().to_dict()["params"]}
    assert params["sweep"]["select"]["fields"] == ["learning_rate"]
    assert params["sweep"]["select"]["on"] == "click"
    assert "learning_rate" in data_of(dataset)["sweep"].columns


def test_the_chart_is_valid_and_holds_no_rows_of_its_own(dataset):
    spec = sweep_chart().to_dict()
    assert "datasets" not in spec
    assert {layer["data"]["name"] for layer in spec["layer"]} == set(data_of(dataset))


def test_all_that_stands_at_a_rate_has_the_same_axis_of_rates():
    channels = (layer["encoding"].get("x", {}) for layer in sweep_chart().to_dict()["layer"])
    scales = [channel["scale"] for channel in channels if "scale" in channel]
    assert len(scales) >= 6
    assert all(scale == scales[0] for scale in scales)


def test_the_sweep_marks_where_the_chosen_rates_end(dataset):
    spec, data = sweep_chart().to_dict(), data_of(dataset, (1e-9, 0.123, 0.9))
    [marks] = [
        layer["encoding"]
        for layer in spec["layer"]
        if layer["data"]["name"] == "rates" and layer["mark"]["type"] == "point"
    ]
    assert (marks["x"]["field"], marks["y"]["field"]) == ("place", "height")
    assert (marks["color"]["field"], marks["shape"]["field"]) == ("slot", "marker")
    rates = data["rates"].set_index("learning_rate")
    assert rates["slot"].to_dict() == {1e-9: 0, 0.123: 1, 0.9: 2}
    assert rates["height"][0.123] == rates["excess"][0.123]
