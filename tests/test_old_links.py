"""Links that are out: each still opens as its own case, with the prediction that was made for it."""

from dataclasses import dataclass

import pytest

from gd_core.experiment import Settings
from gd_core.own_points.real_data import real_data
from gd_core.teaching.prediction_link import mark_of
from tests.test_app import open_page

FLIPPERS = real_data()["penguins"].points
MARKS = [
    (Settings(), "e3eecbdf"),
    (Settings(x_range=(0.0, 2.0)), "711ba316"),
    (Settings(learning_rates=(0.0001, 0.001, 0.01)), "36b4298d"),
    (Settings(learning_rates=(0.3, 0.6, 0.75)), "eb466fe0"),
    (Settings(learning_rates=(0.78, 0.78866, 0.8), same_start=True), "984a30a5"),
    (Settings(learning_rates=(0.5, 0.85, 1.0)), "51b117a2"),
    (Settings(scaling="centred", learning_rates=(0.5, 1.1)), "cec492b4"),
    (Settings(scaling="standardised", noise=0.5, seed=7), "e112d0c2"),
    (Settings(own_start=True, start_w=-3.0, start_b=1.5, n_epochs=20), "13da75fe"),
    (
        Settings(points_from="my own", points=((1.0, 2.0, 4.0), (2.0, 2.5, 4.0)), learning_rates=(0.01, 0.1)),
        "6b1b7cf5",
    ),
    (Settings(n_samples=15, slope=-3.0, intercept=0.5, n_epochs=30), "5429869e"),
    (Settings(points_from="my own"), "48e4fdd1"),
    (
        Settings(
            points_from="penguins",
            points=(FLIPPERS.x, FLIPPERS.y),
            learning_rates=(0.00001, 0.01),
            same_start=True,
        ),
        "2684cf8e",
    ),
]

CRAWLS, SMOOTH, ZIGZAG = "crawls", "converges smoothly", "zigzags in and converges"
EDGE, DIVERGES = "balances on the edge", "diverges"


@pytest.mark.parametrize(("settings", "mark"), MARKS, ids=[mark for _, mark in MARKS])
def test_a_case_keeps_the_mark_that_it_has_in_links_that_are_out(settings, mark):
    assert mark_of(settings) == mark


@dataclass(frozen=True)
class Later(Settings):
    """What can be set in days to come."""

    not_thought_of_yet: float = 0.0


@pytest.mark.parametrize(("settings", "mark"), MARKS, ids=[mark for _, mark in MARKS])
def test_a_setting_to_come_leaves_the_mark_of_a_case_as_it_is_until_it_is_set(settings, mark):
    assert mark_of(Later(**vars(settings))) == mark
    assert mark_of(Later(**vars(settings), not_thought_of_yet=0.9)) != mark


# fmt: off
OLD_LINKS = [
    ({"predicted": "012-csz-e3eecbdf"},
     [1, 2, 3], [CRAWLS, SMOOTH, ZIGZAG], [CRAWLS, SMOOTH, ZIGZAG]),
    ({"x": ["0", "2"], "predicted": "102-csd-711ba316"},
     [2, 1, 3], [CRAWLS, SMOOTH, DIVERGES], [CRAWLS, SMOOTH, DIVERGES]),
    ({"rates": ["0.0001", "0.001", "0.01"], "predicted": "210-ccs-36b4298d"},
     [3, 2, 1], [CRAWLS, CRAWLS, SMOOTH], [CRAWLS, CRAWLS, CRAWLS]),
    ({"rates": ["0.3", "0.6", "0.75"], "predicted": "012-szz-eb466fe0"},
     [1, 2, 3], [SMOOTH, ZIGZAG, ZIGZAG], [SMOOTH, ZIGZAG, ZIGZAG]),
    ({"rates": ["0.78", "0.78866", "0.8"], "same": "true", "predicted": "012-zed-984a30a5"},
     [1, 2, 3], [ZIGZAG, EDGE, DIVERGES], [ZIGZAG, EDGE, DIVERGES]),
    ({"rates": ["0.5", "0.85", "1"], "predicted": "210-ddd-51b117a2"},
     [3, 2, 1], [DIVERGES, DIVERGES, DIVERGES], [ZIGZAG, DIVERGES, DIVERGES]),
    ({"scaling": "centred", "rates": ["0.5", "1.1"], "predicted": "10-sz-cec492b4"},
     [2, 1], [SMOOTH, ZIGZAG], [SMOOTH, DIVERGES]),
    ({"scaling": "standardised", "noise": "0.5", "seed": "7", "predicted": "021-csz-e112d0c2"},
     [1, 3, 2], [CRAWLS, SMOOTH, ZIGZAG], [CRAWLS, SMOOTH, SMOOTH]),  # 0.5 is 1/λ: the zigzag was rounding
    ({"own": "true", "w": "-3", "b": "1.5", "epochs": "20", "predicted": "210-zsc-13da75fe"},
     [3, 2, 1], [ZIGZAG, SMOOTH, CRAWLS], [CRAWLS, SMOOTH, ZIGZAG]),
    ({"data": "my own", "points": "x1y2x2y2.5x4y4", "rates": ["0.01", "0.1"], "predicted": "01-sc-6b1b7cf5"},
     [1, 2], [SMOOTH, CRAWLS], [SMOOTH, ZIGZAG]),
    ({"n": "15", "slope": "-3", "intercept": "0.5", "epochs": "30", "predicted": "120-css-5429869e"},
     [3, 1, 2], [CRAWLS, SMOOTH, SMOOTH], [CRAWLS, SMOOTH, ZIGZAG]),
    ({"data": "my own", "predicted": "201-szc-48e4fdd1"},
     [2, 3, 1], [SMOOTH, ZIGZAG, CRAWLS], [CRAWLS, SMOOTH, ZIGZAG]),
    ({"data": "penguins", "rates": ["0.00001", "0.01"], "same": "true", "predicted": "10-cd-2684cf8e"},
     [2, 1], [CRAWLS, DIVERGES], [SMOOTH, DIVERGES]),
]
# fmt: on


@pytest.mark.parametrize(
    ("link", "rank_predicted", "predicted", "behaviour"),
    OLD_LINKS,
    ids=[link["predicted"] for link, *_ in OLD_LINKS],
)
def test_a_link_that_is_out_opens_with_what_was_predicted_beside_what_happens(
    link, rank_predicted, predicted, behaviour
):
    table = open_page(**link).dataframe[0].value
    assert table["rank_predicted"].tolist() == rank_predicted
    assert table["predicted"].tolist() == predicted
    assert table["behaviour"].tolist() == behaviour
