"""The models, their runs and their minima, against finite differences, plain loops and BEYOND's figures."""

import math

import numpy as np
import pytest

from gd_core import make_dataset
from gd_core.models.all_models import CURVES
from gd_core.models.descent import descend_on
from gd_core.models.minima import minima_of, stationary_points_of
from gd_core.models.model import Model, squared_error
from gd_core.stationary_points import MAXIMUM, MINIMUM, SADDLE
from tests.saturating import SATURATING
from tests.test_house import ROOT, imports

HILLS, NEURON, NEURON_CE = CURVES["hills"], CURVES["neuron"], CURVES["neuron-ce"]
EVERY = {**CURVES, "saturating": SATURATING}
every_model = pytest.mark.parametrize("model", EVERY.values(), ids=EVERY)

LINE = Model(
    lambda theta, x: theta[..., :1] * x + theta[..., 1:],
    *squared_error(
        lambda theta, x: theta[..., :1] * x + theta[..., 1:],
        lambda theta, x: (theta[..., :1] * x + theta[..., 1:], x, np.ones_like(x)),
        lambda _, x: (0 * x, 0 * x, 0 * x),
    ),
    make_dataset,
    ((-5.0, 5.0), (-5.0, 5.0)),
    (0.0, 0.0),
    "({w}) * ({x}) + ({b})",
)


def places_in(model, count, *, seed=0):
    """Draw places in a model's window, where its derivatives are of ordinary size."""
    low, high = np.transpose(model.window)
    return np.random.default_rng(seed).uniform(np.maximum(low, -4), np.minimum(high, 4), (count, 2))


def central_difference(function, place, h):
    """Return the derivatives of a function along w and along b, as a last axis."""
    ways = h * np.eye(2)
    return np.stack([(function(place + way) - function(place - way)) / (2 * h) for way in ways], axis=-1)


def by_hand(name, w, b, x):
    """Return ŷ for one x as a textbook writes it."""
    return {
        "hills": lambda: math.exp(-(((x - w) / b) ** 2) / 2),
        "neuron": lambda: 1 / (1 + math.exp(-w * x - b)),
        "neuron-ce": lambda: 1 / (1 + math.exp(-w * x - b)),
        "saturating": lambda: b * math.tanh(w * x),
    }[name]()


@pytest.mark.parametrize("name", EVERY)
def test_a_curve_and_its_loss_are_what_a_textbook_writes(name):
    model, dataset = EVERY[name], EVERY[name].points_of()
    for place in places_in(model, 20):
        heights = [by_hand(name, *place.tolist(), x) for x in dataset.x.tolist()]
        assert model.predict(place, dataset.x) == pytest.approx(heights, rel=1e-12, abs=1e-300)
        if name == "neuron-ce":
            costs = [-math.log(p if y else 1 - p) for p, y in zip(heights, dataset.y, strict=True)]
            assert model.loss(place, dataset) == pytest.approx(math.fsum(costs) / len(costs), rel=1e-9)
        else:
            squares = [(p - y) ** 2 for p, y in zip(heights, dataset.y.tolist(), strict=True)]
            assert model.loss(place, dataset) == pytest.approx(math.fsum(squares) / len(squares), rel=1e-13)


@every_model
def test_the_gradient_is_the_slope_of_the_loss(model):
    dataset = model.points_of()
    for place in places_in(model, 100):
        found = central_difference(
            lambda theta: model.loss(theta, dataset), place, 1e-6 * min(1, abs(place[1]))
        )
        size = np.abs(model.gradient(place, dataset)).max() + 1e-2
        assert model.gradient(place, dataset) == pytest.approx(found, abs=1e-6 * size)


@every_model
def test_the_hessian_is_the_slope_of_the_gradient(model):
    dataset = model.points_of()
    for place in places_in(model, 100):
        found = central_difference(lambda theta: model.gradient(theta, dataset), place, 1e-6 * abs(place[1]))
        hessian = model.hessian(place, dataset)
        assert hessian == pytest.approx(found, abs=1e-6 * (np.abs(hessian).max() + 1e-2))


@every_model
def test_many_places_at_once_are_each_what_it_is_alone(model):
    dataset, places = model.points_of(), places_in(model, 12)
    for of_points in (model.loss, model.gradient, model.hessian):
        at_once = of_points(places.reshape(3, 4, 2), dataset)
        alone = [of_points(place, dataset) for place in places]
        assert np.array_equal(at_once.reshape(12, *alone[0].shape), alone)


@every_model
def test_the_formula_that_the_browser_draws_is_the_curve(model):
    dataset, known = model.points_of(), {"exp": np.exp, "pow": np.power}
    for w, b in places_in(model, 20).tolist():
        condition, _, rest = model.formula.format(w=w, b=b, x="x").rpartition("?")
        flat, _, curve = rest.rpartition(":")
        in_python = f"{flat} if {condition} else {curve}" if condition else curve
        drawn = eval(in_python, known | {"x": dataset.x})
        assert drawn == pytest.approx(model.predict(np.array([w, b]), dataset.x), rel=1e-9, abs=1e-12)


@every_model
def test_the_same_seed_gives_the_same_points_and_noise_0_none(model):
    assert np.array_equal(model.points_of(seed=3).y, model.points_of(seed=3).y)
    assert not np.array_equal(model.points_of(seed=3, noise=1).y, model.points_of(seed=4, noise=1).y)
    assert np.array_equal(model.points_of(seed=3, noise=0).y, model.points_of(seed=4, noise=0).y)


def test_the_points_use_the_lessons_stream():
    stream = np.random.RandomState(42).randn(100)
    x = np.linspace(0, 1, 100)
    hills = np.exp(-(((x - 0.3) / 0.15) ** 2) / 2) + np.exp(-(((x - 0.8) / 0.05) ** 2) / 2)
    assert HILLS.points_of().y == pytest.approx(hills + 0.1 * stream, rel=1e-14)
    x = np.linspace(-3, 3, 100)
    assert np.array_equal(NEURON.points_of().x, x)
    assert np.array_equal(NEURON.points_of().y, 0.5 * x + 0.5 * stream > 0)


def test_a_hill_of_no_width_is_flat_and_its_mirror_image_the_same_curve():
    dataset = HILLS.points_of()
    for w in (0.3, float(dataset.x[7]), -2.0):
        flat = np.array([w, 0.0])
        assert not HILLS.predict(flat, dataset.x).any()
        assert not HILLS.gradient(flat, dataset).any()
        assert not HILLS.hessian(flat, dataset).any()
        assert HILLS.loss(flat, dataset) == np.mean(dataset.y**2)
        assert HILLS.loss(np.array([w, 0.2]), dataset) == HILLS.loss(np.array([w, -0.2]), dataset)


@pytest.mark.parametrize("w", [-1e300, -1e-300, 0.0, 0.5, 1e300])
@pytest.mark.parametrize("b", [-1e300, -1e9, -1e-9, 1e-300, 5e-324, 1e9, 1e300])
@every_model
def test_nothing_is_nan_however_far_a_run_goes(model, w, b):
    dataset, place = model.points_of(), np.array([w, b])
    assert not np.isnan(model.loss(place, dataset))
    if model is not SATURATING:  # whose slopes grow without bounds
        assert not np.isnan(model.gradient(place, dataset)).any()


def test_the_cross_entropy_is_convex():
    dataset = NEURON_CE.points_of()
    assert np.linalg.eigvalsh(NEURON_CE.hessian(places_in(NEURON_CE, 300), dataset)).min() > 0


# Runs


def plain_loop_of_one(model, dataset, start, rate, n_epochs, momentum):
    theta, velocity = np.array(start, dtype=float), np.zeros(2)
    ways = [theta]
    for _ in range(n_epochs):
        velocity = momentum * velocity + model.gradient(theta, dataset)
        theta = theta - rate * velocity
        ways.append(theta)
    return np.array(ways)


@pytest.mark.parametrize("momentum", [0, 0.5, 0.99])
@every_model
def test_runs_at_once_are_bit_for_bit_what_a_plain_loop_gives_one_after_the_other(model, momentum):
    dataset = model.points_of(n_samples=37)
    starts, rates = places_in(model, 8), np.geomspace(1e-3, 0.3, 8)
    runs = descend_on(model, dataset, starts=starts, learning_rates=rates, n_epochs=60, momentum=momentum)
    for run, (start, rate) in enumerate(zip(starts, rates, strict=True)):
        alone = plain_loop_of_one(model, dataset, start, rate, 60, momentum)
        assert np.array_equal(runs.parameters[run], alone)
        assert np.array_equal(runs.losses[run], [model.loss(theta, dataset) for theta in alone])


def test_without_momentum_a_run_is_plain_descent_bit_for_bit():
    dataset, theta = HILLS.points_of(), np.array([0.85, 0.1])
    runs = descend_on(HILLS, dataset, starts=theta, learning_rates=[0.05], n_epochs=100)
    for epoch in range(101):
        assert np.array_equal(runs.parameters[0, epoch], theta)
        theta = theta - 0.05 * HILLS.gradient(theta, dataset)


def test_on_the_line_a_run_is_what_the_closed_form_gives(dataset, starts, runs):
    by_loop = descend_on(LINE, dataset, starts=starts, learning_rates=[0.01, 0.1, 0.5], n_epochs=100)
    assert by_loop.parameters == pytest.approx(runs.parameters, rel=3e-14, abs=3e-14)
    assert by_loop.losses == pytest.approx(runs.losses, rel=3e-14)


def test_a_run_that_leaves_the_numbers_stays_inf_without_a_nan(dataset):
    work = {"starts": [3.0, -2.0], "learning_rates": [1e6, 1e300], "n_epochs": 400}
    runs = descend_on(LINE, dataset, **work, momentum=0.9)
    assert not np.isnan(runs.losses).any()
    assert not np.isnan(runs.parameters).any()
    assert np.isinf(runs.losses[:, -1]).all()
    assert np.isinf(runs.parameters[:, -1]).all()
    first = np.isinf(runs.parameters).any(axis=2).argmax(axis=1)
    assert all(np.isinf(runs.parameters[run, epoch:]).all() for run, epoch in enumerate(first))
    assert all(np.isinf(runs.losses[run, epoch:]).all() for run, epoch in enumerate(first))


def test_the_excess_is_counted_from_the_floor_that_is_given():
    work = {"starts": [0.85, 0.1], "learning_rates": [0.1], "n_epochs": 10}
    runs = descend_on(HILLS, HILLS.points_of(), **work, floor=0.05)
    assert np.array_equal(runs.excess_losses, runs.losses - 0.05)


def test_what_descent_is_given_is_not_changed():
    starts, rates = np.array([0.85, 0.1]), np.array([0.1, 0.5])
    descend_on(HILLS, HILLS.points_of(), starts=starts, learning_rates=rates, n_epochs=3)
    assert starts.tolist() == [0.85, 0.1]
    assert rates.tolist() == [0.1, 0.5]


@pytest.mark.parametrize("momentum", [-0.1, 1, 2, math.nan, math.inf, "much"])
def test_a_momentum_that_is_none_is_refused_by_name(momentum):
    with pytest.raises(ValueError, match="momentum must"):
        descend_on(
            HILLS,
            HILLS.points_of(),
            starts=[0.85, 0.1],
            learning_rates=[0.1],
            n_epochs=3,
            momentum=momentum,
        )


# Minima


MINIMA = {  # loss, w, b, the eigenvalues and the limit
    "hills": [
        (0.0933715580, 0.3047159951, 0.1561355335, 8.0731323398, 10.7529843430, 0.18599488),
        (0.2515147841, 0.7985579529, 0.0527228498, 30.6541093462, 46.5736071914, 0.04294278),
    ],
    "neuron": [(0.0846210743, 2.1253807652, -0.2139013454, 0.0055071421, 0.0264636137, 75.57546826)],
    "neuron-ce": [(0.2780798455, 1.9235175229, -0.3518355014, 0.0623631572, 0.0951456295, 21.02040851)],
}


@pytest.mark.parametrize("name", MINIMA)
def test_the_minima_are_those_of_beyond(name):
    found = minima_of(CURVES[name], CURVES[name].points_of())
    assert len(found) == len(MINIMA[name])
    for point, (*known, limit) in zip(found, MINIMA[name], strict=True):
        assert [point.loss, point.w, point.b, *point.eigenvalues] == pytest.approx(known, abs=6e-11)
        assert point.limit() == pytest.approx(limit, abs=6e-9)
        assert point.limit(momentum=0.9) == pytest.approx(1.9 * limit, abs=2e-8)


def test_two_hills_have_two_minima_three_saddles_and_three_maxima():
    points = stationary_points_of(HILLS, HILLS.points_of())
    kinds = [point.kind for point in points]
    assert [kinds.count(kind) for kind in (MINIMUM, SADDLE, MAXIMUM)] == [2, 3, 3]
    known = [0.3186284338, 0.7135209876, 0.1500362665, -13.92220747, 10.31087666]
    between = next(point for point in points if point.w == pytest.approx(0.7135209876))
    assert [between.loss, between.w, between.b, *between.eigenvalues] == pytest.approx(known, abs=6e-9)
    assert between.limit() is None


@pytest.mark.parametrize("n_samples", [20, 100, 1000])
@every_model
def test_at_every_stationary_point_the_gradient_is_rounding(model, n_samples):
    dataset = model.points_of(seed=5, n_samples=n_samples)
    points = stationary_points_of(model, dataset)
    assert points
    for point in points:
        gradient = model.gradient(np.array([point.w, point.b]), dataset)
        assert np.abs(gradient).max() <= 1e-12 * max(1, *map(abs, point.eigenvalues))


def test_no_place_in_the_window_is_lower_than_the_lowest_minimum():
    for model in (HILLS, NEURON_CE, SATURATING):
        dataset = model.points_of(seed=1)
        low, high = np.transpose(model.window)
        places = np.random.default_rng(0).uniform(low, high, (5000, 2))
        assert model.loss(places, dataset).min() >= minima_of(model, dataset)[0].loss


def test_from_many_starts_no_run_ends_on_a_minimum_that_is_not_known():
    dataset = HILLS.points_of(seed=3)
    w, b = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0.02, 0.4, 20))
    starts = np.column_stack([w.ravel(), b.ravel()])
    runs = descend_on(HILLS, dataset, starts=starts, learning_rates=np.full(400, 0.01), n_epochs=800)
    ends = runs.parameters[:, -1]
    at_rest = np.abs(HILLS.gradient(ends, dataset)).max(axis=1) < 1e-12
    known = np.array([(point.w, point.b) for point in minima_of(HILLS, dataset)])
    (low_w, high_w), (low_b, high_b) = HILLS.window
    inside = (low_w < ends[:, 0]) & (ends[:, 0] < high_w) & (low_b < ends[:, 1]) & (ends[:, 1] < high_b)
    far = np.linalg.norm(ends[:, None] - known, axis=2).min(axis=1)
    assert (at_rest & inside).sum() > 200
    assert far[at_rest & inside].max() < 1e-9


@pytest.mark.parametrize(
    ("rate", "wide", "narrow"), [(0.0129, 0.715, 0.122), (0.0515, 0.715, 0), (0.2418, 0, 0)]
)
def test_so_many_of_400_starts_end_on_each_hill(rate, wide, narrow):
    dataset = HILLS.points_of()
    w, b = np.meshgrid(np.linspace(0, 1, 20), np.linspace(0.02, 0.4, 20))
    starts = np.column_stack([w.ravel(), b.ravel()])
    runs = descend_on(HILLS, dataset, starts=starts, learning_rates=np.full(400, rate), n_epochs=400)
    ends = runs.parameters[:, -1].copy()
    ends[:, 1] = np.abs(ends[:, 1])  # the mirror image is the same hill
    for point, share in zip(minima_of(HILLS, dataset), (wide, narrow), strict=True):
        near = np.linalg.norm(ends - [point.w, point.b], axis=1) < 1e-3
        assert near.mean() == pytest.approx(share, abs=0.02)


def test_the_models_import_numpy_and_what_is_before_them_alone():
    for path in (ROOT / "gd_core" / "models").glob("*.py"):
        outside = {name.split(".")[0] for name in imports(path)} - {"gd_core", "numpy"}
        assert outside <= {"collections", "dataclasses", "functools", "math", "itertools"}, path
        assert "say(" not in path.read_text(encoding="utf-8")
