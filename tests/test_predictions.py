"""What is said of a prediction is held against a plain loop, for thousands of random predictions."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from gd_core.experiment import Settings, dataset_of, experiment_of, starts_of
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import (
    FORETOLD,
    Answer,
    Prediction,
    answer_of,
    is_complete,
    meanings,
    score,
    what_is_missing,
)
from gd_core.teaching.rounds import LEVELS, Round, round_of
from gd_core.telling.behaviour import BEHAVIOURS, DIVERGES, SETTLED
from tests.reference import lstsq, plain_loop

DRAWN = [round_of(seed, level) for level in range(1, 1 + len(LEVELS)) for seed in range(1000, 1100)]
PAIR = re.compile(
    r"\*\*(\S+) ends lower than (\S+)\*\*: at epoch (\S+) the loss is (\S+) with \1 and (\S+) with \2\. "
    r"(Across the valley, where that is decided,|Along the valley, where that is decided,|Here) an epoch "
    r"multiplies the size of the error by (\S+) with \1 and by (\S+) with \2\.(.*)"
)
LIMIT = re.compile(r" (\S+)(?: and (\S+))? (?:is|are) above the limit (\S+)\.")


def number(text):
    """Read a number as the page writes it."""
    power = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    plain = text.replace(",", "").replace("−", "-")
    return float(re.sub(r"×10(\S+)", lambda m: "e" + m[1].translate(power), plain))


def truth_of(drawn):
    return answer_of(experiment_of(drawn.settings))


def random_prediction(drawn, rng):
    rates = drawn.settings.learning_rates
    ranking = tuple(rng.permutation(rates).tolist())
    return Prediction(ranking, tuple(rng.choice(FORETOLD, len(rates)).tolist()))


@pytest.fixture(scope="module")
def predicted():
    """A random prediction for each round, with what is said of it."""
    rng = np.random.default_rng(7)
    guesses = [(drawn, random_prediction(drawn, rng)) for drawn in DRAWN]
    return [(drawn, guess, explain(experiment_of(drawn.settings), guess)) for drawn, guess in guesses]


def simulate(drawn):
    """Return the final losses, both errors (r, epochs + 1, 2) and lam, by plain loop."""
    s, dataset = drawn.settings, dataset_of(drawn.settings)
    parameters, losses = plain_loop(
        dataset, starts=starts_of(s), learning_rates=s.learning_rates, n_epochs=s.n_epochs
    )
    design = np.stack([dataset.x, np.ones_like(dataset.x)], axis=1)
    _, sizes, directions = np.linalg.svd(design, full_matrices=False)
    errors = (parameters - lstsq(dataset)[0]) @ directions.T
    return losses[:, -1], errors, 2 * sizes**2 / dataset.x.size


def test_every_point_missed_has_a_sentence_of_its_own_and_no_other_has(predicted):
    for drawn, guess, sentences in predicted:
        result = score(truth_of(drawn), guess)
        assert len(sentences) == len(set(sentences)) == result.most - result.points


def test_the_score_counts_pairs_and_behaviours_as_a_plain_count_does(predicted):
    for drawn, guess, _ in predicted[::5]:
        losses = dict(zip(drawn.settings.learning_rates, simulate(drawn)[0], strict=True))
        result = score(truth_of(drawn), guess)
        in_order = [losses[first] < losses[last] for first, last in combinations(guess.ranking, 2)]
        assert (result.pairs, result.most_pairs) == (sum(in_order), len(in_order))
        named = [a == b for a, b in zip(guess.behaviours, truth_of(drawn).behaviours, strict=True)]
        assert (result.behaviours, result.most_behaviours) == (sum(named), len(named))


def test_every_sentence_on_a_pair_is_true(predicted):
    for drawn, guess, sentences in predicted:
        losses, errors, lam = simulate(drawn)
        for found in filter(None, map(PAIR.fullmatch, sentences)):
            low, high = (drawn.settings.learning_rates.index(number(found[i])) for i in (1, 2))
            assert guess.ranking.index(number(found[1])) > guess.ranking.index(number(found[2]))
            assert number(found[4]) < number(found[5])
            assert number(found[4]) == pytest.approx(losses[low], rel=6e-3)
            assert number(found[5]) == pytest.approx(losses[high], rel=6e-3)
            assert number(found[3]) == drawn.settings.n_epochs
            assert_decided(found, errors[[low, high]], lam)
            assert_limit(
                found[9], drawn.settings.learning_rates[low], drawn.settings.learning_rates[high], lam[0]
            )


def assert_decided(found, errors, lam):
    """The direction named holds most of the difference, and the factors there are those of the loop."""
    round_bowl = lam[1] > lam[0] * (1 - 1e-9)
    assert round_bowl == (found[6] == "Here")
    differences = lam / 2 * (errors[1, -1] ** 2 - errors[0, -1] ** 2)
    i = 0 if found[6].startswith("Across") or round_bowl else 1
    assert round_bowl or differences[i] == pytest.approx(np.abs(differences).max())
    if np.abs(errors[0, 0, i]) > 1e-3:
        kept = np.abs(errors[:, 1, i] / errors[:, 0, i])
        assert number(found[7]) == pytest.approx(kept[0], rel=6e-3, abs=1e-9)
        assert number(found[8]) == pytest.approx(kept[1], rel=6e-3, abs=1e-9)
        assert number(found[7]) < number(found[8])


def assert_limit(told, low, high, lam_max):
    above = [rate for rate in (low, high) if rate * lam_max > 2 * (1 + 1e-9)]
    assert bool(told) == bool(above)
    if above:
        found = LIMIT.fullmatch(told)
        assert [number(text) for text in found.groups()[:2] if text] == above
        assert number(found[3]) == pytest.approx(2 / lam_max, rel=6e-3)
        assert number(found[3]) < min(above)


def test_every_other_sentence_names_the_behaviour_the_guess_and_the_verdicts_reason(predicted):
    for drawn, guess, sentences in predicted:
        answer = truth_of(drawn)
        told = [sentence for sentence in sentences if not PAIR.fullmatch(sentence)]
        wrong = [i for i, name in enumerate(guess.behaviours) if name != answer.behaviours[i]]
        for sentence, i in zip(told, wrong, strict=True):
            rate, does, said, why = re.fullmatch(
                r"\*\*(\S+) (.+)\*\*; you said that it (.+?)\. (.+)", sentence
            ).groups()
            assert number(rate) == answer.rates[i]
            assert (does, said, why) == (answer.behaviours[i], guess.behaviours[i], answer.reasons[i])


def test_the_true_prediction_wins_every_point_and_needs_no_sentence():
    for drawn in DRAWN[::4]:
        answer = truth_of(drawn)
        truth = Prediction(answer.ranking, answer.behaviours)
        result = score(answer, truth)
        assert result.points == result.most
        assert explain(experiment_of(drawn.settings), truth) == []


def test_the_ranking_is_that_of_the_plain_loops_final_losses():
    for drawn in DRAWN[::4]:
        rates = np.array(drawn.settings.learning_rates)
        assert truth_of(drawn).ranking == tuple(rates[np.argsort(simulate(drawn)[0])])


def test_a_loss_beyond_all_numbers_comes_last_and_two_such_cost_no_point():
    gone = Round(0, 1, Settings(learning_rates=(90.0, 0.5, 100.0), n_epochs=100, own_start=True))
    answer = truth_of(gone)
    assert answer.losses[0] == answer.losses[2] == np.inf
    assert answer.ranking[0] == 0.5
    for ranking in [(0.5, 90.0, 100.0), (0.5, 100.0, 90.0)]:
        result = score(answer, Prediction(ranking, answer.behaviours))
        assert result.points == result.most
    told = explain(experiment_of(gone.settings), Prediction((90.0, 100.0, 0.5), answer.behaviours))
    assert [PAIR.fullmatch(sentence)[5] for sentence in told] == ["∞", "∞"]


@pytest.mark.parametrize("n_epochs", [7, 35, 1000])
def test_a_direction_without_an_error_at_the_start_decides_nothing_however_large_the_rate(n_epochs):
    # w is at its answer, 0, and the slower direction is b's
    case = experiment_of(
        Settings(
            learning_rates=(0.1, 1e9),
            n_epochs=n_epochs,
            points_from="my own",
            points=((-3.0, 3.0), (1.0, 1.0)),
            own_start=True,
        )
    )
    truth = answer_of(case)
    told = explain(case, Prediction((1e9, 0.1), truth.behaviours))
    assert PAIR.fullmatch(told[0])[6].startswith("Along the valley")


def test_a_learner_chooses_from_every_behaviour_but_starting_at_the_answer():
    assert set(meanings()) == set(FORETOLD) == set(BEHAVIOURS) - {SETTLED}


@pytest.mark.parametrize(
    "guess",
    [
        Prediction((0.1,), (DIVERGES, DIVERGES)),
        Prediction((0.1, 0.1), (DIVERGES, DIVERGES)),
        Prediction((0.1, 0.5), (DIVERGES,)),
        Prediction((0.1, 0.5), (DIVERGES, "")),
        Prediction((), (DIVERGES, "")),
        Prediction((), ()),
    ],
)
def test_a_prediction_that_leaves_something_out_has_no_score(guess):
    answer = Answer((0.1, 0.5), (1.0, 2.0), (1, 2), (DIVERGES, DIVERGES), ("", ""))
    assert not is_complete(guess, answer.rates)
    with pytest.raises(ValueError, match="prediction must name each of"):
        score(answer, guess)


def test_where_the_order_is_left_open_only_the_behaviours_count_and_only_they_are_explained(predicted):
    for drawn, guess, sentences in predicted[::10]:
        unranked = replace(guess, ranking=())
        result, ranked = score(truth_of(drawn), unranked), score(truth_of(drawn), guess)
        assert (result.pairs, result.most_pairs) == (0, 0)
        assert (result.behaviours, result.most_behaviours) == (ranked.behaviours, ranked.most_behaviours)
        assert explain(experiment_of(drawn.settings), unranked) == [
            sentence for sentence in sentences if not PAIR.fullmatch(sentence)
        ]


def test_a_wrong_order_with_right_names_gets_what_the_names_earned_and_the_other_way_round():
    for drawn in DRAWN[::20]:
        answer = truth_of(drawn)
        named = score(answer, Prediction(answer.ranking[::-1], answer.behaviours))
        assert (named.points, named.behaviours) == (len(answer.rates), len(answer.rates))
        wrong = tuple(FORETOLD[FORETOLD.index(behaviour) - 1] for behaviour in answer.behaviours)
        ranked = score(answer, Prediction(answer.ranking, wrong))
        assert (ranked.points, ranked.pairs) == (ranked.most_pairs, ranked.most_pairs)


def test_what_is_still_to_be_tapped_is_said_until_nothing_is_missing():
    rates = (0.1, 0.5, 1000.0)
    for prediction, told in [
        (Prediction((), ("", DIVERGES, "")), "Still to tap: what 0.1, 1,000 will do."),
        (Prediction((0.5,), (DIVERGES,) * 3), "The order still lacks 0.1, 1,000. Tap all of them, or none."),
        (Prediction((), (DIVERGES,) * 3), ""),
        (Prediction((0.5, 0.1, 1000.0), (DIVERGES,) * 3), ""),
    ]:
        assert what_is_missing(prediction, rates) == told
        assert is_complete(prediction, rates) == (not told)


@pytest.mark.parametrize("ranking", [(0.2, 0.3), (0.3, 0.2)])
def test_runs_that_end_the_same_are_a_tie_and_either_order_is_right(ranking):
    # in a round bowl with 1/λ = 0.25, 0.2 and 0.3 leave the same size of every error
    points = ((-(2**0.5), 2**0.5), (0.0, 0.0))
    case = Settings(learning_rates=(0.2, 0.3), n_epochs=3, points=points, own_start=True, start_w=1.0)
    answer = answer_of(experiment_of(case))
    assert answer.places == (1, 1)
    assert score(answer, Prediction(ranking, answer.behaviours)).pairs == 1
