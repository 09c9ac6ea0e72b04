import pytest

from gd_core import descend, draw_starts, make_dataset
from gd_core.experiment import Settings, experiment_of

collect_ignore_glob = ["load/*"]  # pages and sessions that a server runs; they hold no tests

LESSON_RATES = [0.01, 0.1, 0.5]


@pytest.fixture(scope="session")
def dataset():
    """The lesson's points."""
    return make_dataset()


@pytest.fixture(scope="session")
def starts():
    """The lesson's starts, one a rate."""
    return draw_starts(seed=42, n_samples=100, n_runs=3)


@pytest.fixture(scope="session")
def runs(dataset, starts):
    """The lesson's runs."""
    return descend(dataset, starts=starts, learning_rates=LESSON_RATES, n_epochs=100)


@pytest.fixture(scope="session")
def lesson():
    """The lesson's experiment, of the same points and runs."""
    return experiment_of(Settings())
