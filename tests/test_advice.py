"""What the page advises, held against what comes of doing it."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core.cases import CASES
from gd_core.experiment import MOST_RATES, MY_OWN, Settings, dataset_of, experiment_of, points_of, starts_of
from gd_core.languages import LANGUAGES, in_language
from gd_core.numbers import rounded
from gd_core.scaling import AS_IT_IS, CENTRED, STANDARDISED, all_x_equal
from gd_core.telling.advice import advice
from gd_core.typed_rates import read_learning_rates
from tests.browser.lab import number
from tests.marked import marked, outside_marks
from tests.reference import can_be_set, lstsq, plain_loop

HOUSES = (850.0, 1100.0, 1400.0, 1850.0, 2700.0, 4000.0), (118e3, 165e3, 199e3, 270e3, 410e3, 884e3)
ARRIVES = re.compile(r"(\S+) arrives (?:at epoch ([\d,]+)(, after the end of these runs)?|in one epoch)\.$")


def own(x, y, **others):
    """Return settings with points of one's own."""
    points = tuple(map(float, x)), tuple(map(float, y))
    return Settings(points_from=MY_OWN, points=points, **others)


def advised(settings, **known):
    return advice(experiment_of(settings), **known)


def drawn(rng):
    """Draw settings of which, often, no rate does well."""
    kind = rng.choice(["made", "large", "small", "far", "few", "equal", "on a line", "mirrored"])
    n = int(rng.integers(1, 4)) if kind == "few" else int(rng.integers(3, 40))
    scale = {"large": 10 ** rng.uniform(1, 6), "small": 10 ** rng.uniform(-6, -1)}.get(str(kind), 1.0)
    x = scale * rng.uniform(0, 5, n)
    x = {
        "far": x + 10 ** rng.uniform(1, 4),
        "equal": np.full(n, x[0]),
        "mirrored": np.concatenate([x, -x]),
    }.get(str(kind), x)
    noise = 0.0 if kind == "on a line" else 10 ** rng.uniform(-2, 1)
    y = rng.normal() * x / scale + rng.normal() + rng.normal(0, 1, x.size) * noise
    size = 10 ** rng.uniform(-9, 1)
    settings = Settings(
        seed=int(rng.integers(1000)),
        learning_rates=tuple(
            sorted({float(f"{size * f:.3g}") for f in 10 ** rng.uniform(0, 3, rng.integers(1, 9))})
        ),
        n_epochs=int(rng.choice([1, 5, 20, 100, 100, 100, 1000])),
        same_start=bool(rng.integers(2)),
        own_start=bool(rng.random() < 0.2),
        start_w=float(rng.normal()),
        scaling=str(rng.choice([AS_IT_IS, AS_IT_IS, CENTRED, STANDARDISED])),
    )
    if kind == "made":
        low = float(rng.uniform(-10, 9))
        return replace(
            settings, x_range=(low, low + float(rng.uniform(0.1, 1))), noise=float(rng.choice([0, 0.1, 1]))
        )
    return replace(settings, points_from=MY_OWN, points=(tuple(x.tolist()), tuple(y.tolist())))


DRAWN = [drawn(np.random.default_rng(seed)) for seed in range(400)]
ADVISED = [(settings, found) for settings in DRAWN if (found := advised(settings))]


def in_the_loop(settings, rate, n_epochs):
    """Return what a rate has left of its first excess, epoch by epoch, summed over all points in each."""
    place, dataset = settings.learning_rates.index(rate), dataset_of(settings)
    start = np.broadcast_to(starts_of(settings), (len(settings.learning_rates), 2))[place]
    parameters, _ = plain_loop(dataset, starts=start, learning_rates=[rate], n_epochs=n_epochs)
    errors = parameters[0] - lstsq(dataset)[0]
    excess = np.mean((errors[:, :1] * dataset.x + errors[:, 1:]) ** 2, axis=1)
    return excess / excess[0]


def test_many_problems_of_every_kind_are_advised_on():
    sentences = " ".join(found.sentence for _, found in ADVISED)
    assert len(ADVISED) > len(DRAWN) / 3
    for said in (
        "is large",
        "is small",
        "is far from 0",
        "goes from",
        "crawls:",
        "is beyond",
        "too large or",
    ):
        assert said in sentences
    assert {found.button.split()[0] for _, found in ADVISED} == {"Add", "Put", "Standardise"}


def test_once_the_button_is_pressed_the_rate_arrives_in_the_loop_at_the_epoch_told():
    for settings, found in ADVISED:
        told, epoch, later = ARRIVES.search(found.sentence).groups()
        rate, epoch = number(told), number(epoch or "1")
        left = in_the_loop(found.settings, rate, epoch)
        assert left[epoch] <= 1e-3 * (1 + 1e-6)
        assert (left[:epoch] > 1e-3 * (1 - 1e-6)).all()
        assert bool(later) == (epoch > settings.n_epochs)


def test_once_the_button_is_pressed_the_limit_is_as_told():
    changes = [(s, f, re.search(r"limit goes from (\S+) to (\S+),", f.sentence)) for s, f in ADVISED]
    assert any(told for *_, told in changes)
    for settings, found, told in changes:
        if told:
            assert told.groups() == tuple(map(rounded, map(limit_of, (settings, found.settings))))


def limit_of(settings):
    x = dataset_of(settings).x
    columns = np.stack([x, np.ones_like(x)], axis=1)
    return 2 / np.linalg.eigvalsh(2 * columns.T @ columns / x.size)[1]


def test_whatever_the_button_sets_can_be_typed_and_is_all_that_it_sets():
    for settings, found in ADVISED:
        rates = found.settings.learning_rates
        assert can_be_set(found.settings)
        assert read_learning_rates([f"{rate:.3g}" for rate in rates]) == (rates, [])
        room = min(len(settings.learning_rates), MOST_RATES - 1)
        assert rates[:room] == settings.learning_rates[:room]
        assert (
            replace(found.settings, scaling=settings.scaling, learning_rates=settings.learning_rates)
            == settings
        )
        assert found.settings != settings


def test_after_the_button_there_is_nothing_more_to_advise_unless_the_rate_arrives_later():
    for _, found in ADVISED:
        if "after the end" not in found.sentence:
            assert advised(found.settings) is None


def test_where_x_can_be_standardised_and_all_rates_diverge_there_is_advice():
    for settings in DRAWN:
        x = dataset_of(settings).x
        rates = np.array(settings.learning_rates)
        if (rates > 1.01 * limit_of(settings)).all() and not all_x_equal(points_of(settings)):
            starts_at_the_answer = np.allclose(experiment_of(settings).runs.excess_losses[:, 0], 0)
            assert advised(settings) or starts_at_the_answer, x


def test_nothing_is_advised_where_a_rate_comes_to_the_floor_in_its_epochs():
    silent = 0
    for settings in DRAWN:
        runs, floor = experiment_of(settings).runs, lstsq(dataset_of(settings))[1]
        arrived = (runs.losses[:, -1] <= floor * 1.001) & (
            runs.excess_losses[:, -1] <= 1e-6 * runs.excess_losses[:, 0]
        )
        if arrived.any():
            silent += 1
            assert advised(settings) is None
    assert silent > 30


@pytest.mark.parametrize("case", CASES.keys() - {"Too small"})
def test_the_lesson_and_every_case_with_a_rate_that_converges_are_left_to_the_learner(case):
    assert advised(CASES[case]) is None


@pytest.mark.parametrize(
    ("settings", "sentence", "button"),
    [
        (
            own(*HOUSES),
            "x is large here: from 850 to 4000. Standardise it: the limit goes from 1.96×10⁻⁷ to 1, and 0.5 "
            "arrives in one epoch.",
            "Standardise x",
        ),
        (
            own(range(1990, 2020), range(30)),
            "x is far from 0 for its width: from 1990 to 2019. Standardise it: the limit goes from "
            "2.49×10⁻⁷ to 1, and 0.5 arrives in one epoch.",
            "Standardise x",
        ),
        (
            own([40, 200, 500, 1000], [26, 106, 256, 506.5], learning_rates=(1e-6,), n_epochs=10_000),
            "x is large here: from 40 to 1000. Standardise it: the valley becomes a round bowl, and 0.5 "
            "arrives in one epoch.",
            "Standardise x, with 0.5",
        ),
        (
            CASES["Too small"],
            "Every rate here crawls: the largest, 0.01, is 1.3 % of the limit 0.789. 0.7 arrives at epoch "
            "19.",
            "Add 0.7",
        ),
        (
            Settings(learning_rates=(2.0, 3.0), scaling=STANDARDISED),
            "Every rate here is beyond the limit 1. 0.5 arrives in one epoch.",
            "Add 0.5",
        ),
        (
            Settings(learning_rates=(0.001,), n_epochs=5),
            "0.001 crawls: it is 0.13 % of the limit 0.789. 0.63 arrives at epoch 14, after the end of these "
            "runs.",
            "Add 0.63",
        ),
    ],
)
def test_the_sentence_gives_the_reason_from_these_points_and_what_helps(settings, sentence, button):
    found = advised(settings)
    assert (found.sentence, found.button) == (sentence, button)


def test_a_full_list_gives_its_last_place():
    settings = Settings(learning_rates=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0))
    found = advised(settings)
    assert found.settings.learning_rates[:-1] == settings.learning_rates[:-1]
    assert found.button == f"Put {found.settings.learning_rates[-1]} in the place of 8"


def test_what_a_teachers_link_keeps_is_not_advised_to_be_moved():
    for settings, found in ADVISED:
        for key, kept in (("rates", "learning_rates"), ("scaling", "scaling")):
            other = advised(settings, fixed=(key,))
            assert other is None or getattr(other.settings, kept) == getattr(settings, kept)
            if getattr(found.settings, kept) == getattr(settings, kept):
                assert other == found
        assert advised(settings, fixed=("rates", "scaling")) is None


def test_where_all_x_are_equal_they_are_not_advised_to_be_standardised():
    far = own([1e6, 1e6], [1, 2])
    assert advised(far) is None or advised(far).settings.scaling == AS_IT_IS


def test_a_start_at_the_answer_needs_no_advice():
    assert (
        advised(Settings(noise=0.0, own_start=True, start_w=2.0, start_b=1.0, learning_rates=(0.001,)))
        is None
    )


def numbers_in(text):
    """Return the numbers of a sentence, without what parts their thousands."""
    return sorted(re.findall(r"[\d.]*\d", re.sub(r"(?<=\d)[,\u202f](?=\d{3})", "", text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_advice_has_the_same_numbers_in_every_language_and_every_word_is_said(language):
    for settings, found in ADVISED[:100]:
        other = advised(settings, say=in_language(language))
        for one, text in ((found.sentence, other.sentence), (found.button, other.button)):
            assert numbers_in(text) == numbers_in(one)
        said = advised(settings, say=marked)
        assert not re.search("[a-z]{2}", outside_marks(f"{said.sentence} {said.button}"))
