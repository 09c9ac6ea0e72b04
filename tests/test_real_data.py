import numpy as np
import pytest

from gd_core import Dataset, condition_number, descend, fastest_rate, largest_stable_rate, least_squares
from gd_core.languages import english, in_language
from gd_core.own_points.pasted import MOST_BYTES
from gd_core.own_points.real_data import FILES, look_for, real_data
from gd_core.scaling import CENTRED, STANDARDISED, scaled
from gd_core.spectrum import epochs_at_fastest_rate

DATA = real_data()


def points(name, scaling="as it is"):
    own = DATA[name].points
    return scaled(Dataset(own.x, own.y), scaling)


def converges(dataset, rate, n_epochs=2000):
    runs = descend(dataset, starts=[1.0, 1.0], learning_rates=[rate], n_epochs=n_epochs)
    return runs.excess_losses[0, -1] < runs.excess_losses[0, 0]


def arrives_after(dataset, rate, n_epochs):
    runs = descend(dataset, starts=[1.0, 1.0], learning_rates=[rate], n_epochs=n_epochs)
    return runs.excess_losses[0, -1] < 1e-3 * runs.excess_losses[0, 0]


@pytest.mark.parametrize(
    ("name", "n_points"), [("engel", 235), ("inflation", 202), ("nile", 100), ("penguins", 342)]
)
def test_every_line_of_every_file_is_read(name, n_points):
    data = DATA[name]
    assert (len(data.points.x), data.points.complaints, data.points.remarks) == (n_points, (), ())
    assert data.points.x_name not in ("x", "column 1")
    assert "…" not in data.points.x_name + data.points.y_name


def test_every_file_tells_its_source_and_a_licence_that_allows_it():
    assert len(DATA) == len(list(FILES.iterdir())) == 4
    for data in DATA.values():
        assert "CC0" in data.licence or "public domain" in data.licence
        assert len(data.source) > 50


@pytest.mark.parametrize("say", [english, in_language("es")], ids=["en", "es"])
def test_every_data_set_says_what_to_look_for_and_no_two_the_same(say):
    assert len({look_for(name, say=say) for name in DATA}) == 4
    assert all(look_for(name, say=say).endswith(".") for name in DATA)
    assert say is english or all(look_for(name, say=say) != look_for(name) for name in DATA)


def test_the_files_are_small():
    assert sum(path.stat().st_size for path in FILES.iterdir()) < MOST_BYTES / 50


def test_some_lines_and_numbers_are_those_of_the_source():
    first = {name: (data.points.x[0], data.points.y[0]) for name, data in DATA.items()}
    assert first == {
        "engel": (420.157650843928, 255.839424594576),
        "inflation": (2.34, 3.08),
        "nile": (1871.0, 1120.0),
        "penguins": (181.0, 3750.0),
    }


# What each data set says to look for is so.


def test_for_penguins_a_hundredth_is_far_too_large_until_x_is_standardised():
    assert largest_stable_rate(points("penguins")) == pytest.approx(0.000025, rel=0.03)
    assert not converges(points("penguins"), 0.01)
    assert largest_stable_rate(points("penguins", STANDARDISED)) == pytest.approx(1)
    assert arrives_after(points("penguins", STANDARDISED), 0.5, n_epochs=1)


def test_for_households_centring_is_not_enough():
    limits = [
        largest_stable_rate(points("engel", scaling)) for scaling in ("as it is", CENTRED, STANDARDISED)
    ]
    assert limits[0] < 1e-6
    assert limits[1:] == pytest.approx([4e-6, 1], rel=0.1)


def test_for_the_nile_the_valley_is_very_long_until_x_is_centred():
    assert epochs_at_fastest_rate(condition_number(points("nile"))) > 28e9
    assert epochs_at_fastest_rate(condition_number(points("nile", CENTRED))) < 1500
    assert arrives_after(points("nile", CENTRED), fastest_rate(points("nile", CENTRED)), n_epochs=1500)


def test_for_inflation_a_rate_converges_only_once_x_is_centred():
    assert largest_stable_rate(points("inflation")) == pytest.approx(0.037, rel=0.01)
    assert converges(points("inflation"), 0.01)
    assert not converges(points("inflation"), 0.05)
    assert converges(points("inflation", CENTRED), 0.05)


@pytest.mark.parametrize("name", DATA)
def test_the_best_line_is_numpys(name):
    expected = np.polyfit(DATA[name].points.x, DATA[name].points.y, 1)
    assert least_squares(points(name)) == pytest.approx(expected, rel=1e-6)
    assert condition_number(points(name)) > 1
