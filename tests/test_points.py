"""What is said of the points, and of what is sooner from a start, is true of a plain loop."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gd_core import Dataset, fastest_rate, largest_stable_rate, make_dataset
from gd_core.bowl import TOLERANCE
from gd_core.charts.map_words import about_the_map
from gd_core.experiment import MY_OWN, Settings, experiment_of
from gd_core.parts.scale_of_x import about_scaling
from gd_core.parts.which_rates import the_ruler
from gd_core.scaling import CENTRED, SCALINGS, STANDARDISED
from gd_core.take_home.worksheet import worksheet
from gd_core.teaching.challenge_checks import explain_limit
from gd_core.teaching.quiz import questions
from gd_core.teaching.words import sections
from gd_core.telling.points import about_the_points_and_starts, what_is_sooner
from gd_core.telling.step_text import step_in_plain_text
from gd_core.worked_step import worked_step
from tests.reference import experiment_from, lstsq, plain_loop, random_problems
from tests.test_modes import number

SOONER = re.compile(
    r"From the (first )?start here (\S+) is sooner: its loss is 99.9 % of the way down at epoch (\S+), and "
    r"that of (\S+) at epoch (\S+)\."
)
LINE = r"y = (\S+)·x (.) (\S+?)[.,:)]? "


def arrives_at(dataset, start, *rates, most=400):
    """Return the first epochs at which a plain loop has lost 99.9 % of the excess that it starts with."""
    _, losses = plain_loop(dataset, starts=start, learning_rates=rates, n_epochs=most)
    excess = losses - lstsq(dataset)[1]
    there = excess <= TOLERANCE * excess[:, :1]
    return np.where(there.any(axis=1), there.argmax(axis=1), np.inf)


def test_from_the_default_first_start_a_half_is_sooner_than_the_fastest_rate(lesson):
    told = SOONER.search(about_the_points_and_starts(lesson)).groups()
    assert told == ("first ", "0.5", "26", "0.749", "33")
    dataset, start = lesson.dataset, lesson.runs.parameters[0, 0]
    assert arrives_at(dataset, start, 0.7, 0.5, 0.749).tolist() == [19, 26, 33]


def test_what_is_said_to_be_sooner_is_sooner_in_a_plain_loop():
    said = 0
    for problem in random_problems(60, seed=13):
        rates, start = problem.rates[:3], problem.starts[0]
        experiment = experiment_from(problem.dataset, starts=start, learning_rates=rates, n_epochs=5)
        if match := SOONER.search(what_is_sooner(experiment)):
            rate, epoch, _, slower = map(number, match.groups()[1:])
            if slower > 400:
                continue
            found = arrives_at(problem.dataset, start, rate, fastest_rate(problem.dataset))
            assert found == pytest.approx([epoch, slower], abs=1)  # one, where a tie is rounded
            assert epoch < slower
            said += 1
    assert said > 15


def test_where_nothing_is_said_to_be_sooner_no_rate_of_the_list_is():
    silent = 0
    for problem in random_problems(40, seed=14):
        rates, start = problem.rates[:3], problem.starts[0]
        experiment = experiment_from(problem.dataset, starts=start, learning_rates=rates, n_epochs=5)
        [fastest] = arrives_at(problem.dataset, start, fastest_rate(problem.dataset))
        if what_is_sooner(experiment) or fastest > 400:
            continue
        assert arrives_at(problem.dataset, start, *rates).min() >= fastest - 1
        silent += 1
    assert silent > 5


def test_the_same_is_said_under_the_ruler_and_on_the_teachers_sheet(lesson):
    sooner = what_is_sooner(lesson)
    assert sooner
    assert the_ruler(lesson)[0].markdown.endswith(sooner)
    assert sooner in worksheet(lesson)


def test_the_fastest_rate_is_said_to_be_a_promise_and_never_to_look_like_the_limit():
    rng = np.random.default_rng(5)
    for _ in range(50):
        x = rng.uniform(0.1, 5) + 10 ** rng.uniform(-5, 1) * rng.uniform(size=8)
        experiment = experiment_from(
            Dataset(x, rng.normal(size=8)), starts=[0, 0], learning_rates=[0.1], n_epochs=3
        )
        text = about_the_points_and_starts(experiment)
        limit = number(re.search(r"limit is about (\S+?)\*", text)[1])
        if fastest := re.search(r"fastest rate is about (\S+?):", text):
            assert number(fastest[1]) < limit
        else:
            assert "fastest rate is just below the limit:" in text
            assert 0 < 1 - fastest_rate(experiment.dataset) / largest_stable_rate(experiment.dataset) < 1e-5
        assert "the best promise for the worst start" in text


def test_below_the_limit_every_start_converges_and_the_words_say_so(lesson):
    assert "a rate below it converges from every start" in about_the_points_and_starts(lesson)
    starts = np.random.default_rng(6).normal(size=(50, 2)) * 1e6
    rates = np.full(50, 0.99 * largest_stable_rate(lesson.dataset))
    _, losses = plain_loop(lesson.dataset, starts=starts, learning_rates=rates, n_epochs=4000)
    assert losses[:, -1] == pytest.approx(np.full(50, lstsq(lesson.dataset)[1]), rel=1e-6)


def test_the_quiz_and_the_words_tell_what_is_soonest_as_a_plain_loop_does(lesson):
    dataset, start = lesson.dataset, lesson.runs.parameters[0, 0]
    [reason] = [option.reason for q in questions() for option in q.options if "soonest" in option.reason]
    rates = np.arange(0.05, 0.79, 0.01)
    for first in lesson.runs.parameters[:, 0]:
        epochs = arrives_at(dataset, first, *rates)
        assert abs(rates[epochs == epochs.min()] - 0.7).min() < 0.03
    assert "a rate near 0.7" in reason
    [text] = [section.text for section in sections() if section.heading == "Just right"]
    told = re.search(r"0\.5 is there at epoch (\d+), and 0\.749 at (\d+)", text).groups()
    assert list(map(int, told)) == arrives_at(dataset, start, 0.5, 0.749).tolist()


def lines_in(text):
    """Return each (w, b) that a text tells as a line."""
    found = re.findall(LINE, f"{text} ")
    return [(number(w), number(b) * (-1 if sign == "−" else 1)) for w, sign, b in found]


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_line_is_told_for_the_x_that_the_words_name(scaling):
    experiment = experiment_of(Settings(scaling=scaling))
    answer, about = lstsq(experiment.dataset)[0], about_the_points_and_starts(experiment)
    assert lines_in(about)[-1] == pytest.approx(answer, rel=1e-3)
    assert ("for the scaled x" in about) == (scaling != SCALINGS[0])
    of_the_map, exactly = about_the_map(experiment), make_dataset(noise=0)
    if scaling == SCALINGS[0]:
        assert "the true line, y = 2·x + 1, which" in of_the_map
        return
    told, before = lines_in(
        re.search(r"the true line, .* scaled\)", of_the_map)[0].replace(" before", ") before")
    )
    noiseless = experiment_of(Settings(scaling=scaling, noise=0.0))
    assert told == pytest.approx(lstsq(noiseless.dataset)[0], rel=1e-3)
    assert before == pytest.approx(lstsq(exactly)[0])
    assert "for the scaled x (y = 2·x + 1 before it was scaled)" in of_the_map


def test_what_is_rounding_is_told_as_0():
    x = (-3.0, -1.1, 0.7, 3.4)
    through_0 = Settings(points_from=MY_OWN, points=(x, tuple(0.1 * v for v in x)))
    level = Settings(points_from=MY_OWN, points=(tuple(np.linspace(0, 7, 9)), (1000.1,) * 9))
    far = np.linspace(60.3, 70.1, 15)
    large = Settings(points_from=MY_OWN, points=(tuple(far), tuple(1.7 * far)))
    for settings in (through_0, level, large):
        for scaling in SCALINGS:
            experiment = experiment_of(replace(settings, scaling=scaling))
            texts = about_the_points_and_starts(experiment), about_scaling(experiment.points, scaling)
            for w, b in (line for text in texts for line in lines_in(text)):
                assert w == 0 or abs(w) > 1e-9
                assert b == 0 or abs(b) > 1e-9


def test_the_mean_of_centred_x_is_told_as_0():
    for seed in range(20):
        points = make_dataset(x_min=-3 + seed / 7, x_max=5, n_samples=7 + seed)
        settings = Settings(points_from=MY_OWN, points=(tuple(points.x), tuple(points.y)), scaling=CENTRED)
        assert "the mean of x, here 0," in explain_limit(experiment_of(settings), rate=0.5)


def test_a_number_that_does_not_change_is_not_called_a_change():
    text = about_scaling(make_dataset(x_min=-2.0, x_max=2.0), SCALINGS[0])
    assert "would change" not in text
    assert re.search(r"With x \*\*centred\*\*: condition number \S+ as before, limit \S+ as before", text)
    assert "Beside x as it is: " in about_scaling(make_dataset(), STANDARDISED)


def test_one_point_is_not_points():
    one = Dataset([1.0], [2.0])
    assert "over 1 point\n" in step_in_plain_text(worked_step(one, theta=[0, 0], learning_rate=0.1))
    two = Dataset([1.0, 2.0], [2.0, 3.0])
    assert "over 2 points\n" in step_in_plain_text(worked_step(two, theta=[0, 0], learning_rate=0.1))
