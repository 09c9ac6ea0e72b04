"""What is said of a prediction is true for any settings, not only for those of a fair round."""

import re

from hypothesis import given
from hypothesis import strategies as st

from gd_core.experiment import Settings, experiment_of
from gd_core.parts.compared import comparison
from gd_core.take_home.script import ROUNDING, _decided, _size
from gd_core.teaching.misses import explain
from gd_core.teaching.predictions import FORETOLD, Prediction, answer_of, score
from tests.fuzz.anything import any_settings, looking
from tests.fuzz.exactly import exact_runs

AMOUNT = r"[\d.,×⁰¹²³⁴⁵⁶⁷⁸⁹⁻∞]*[\d⁰¹²³⁴⁵⁶⁷⁸⁹∞]"
PAIR = re.compile(
    rf"\*\*(?P<low>{AMOUNT}) ends lower than (?P<high>{AMOUNT})\*\*: at epoch (?P<epoch>{AMOUNT}) the loss "
    rf"is (?P<least>{AMOUNT}) with (?P=low) and (?P<most>{AMOUNT}) with (?P=high)\. (?P<why>.*)"
)
FACTORS = re.compile(
    r"(?P<where>Across the valley, where that is decided,|Along the valley, where that is decided,|Here) an "
    rf"epoch multiplies the size of the error by (?P<first>{AMOUNT}) with {AMOUNT} and by (?P<last>{AMOUNT}) "
    rf"with {AMOUNT}\."
)
STARTS = re.compile(
    rf"They start at different places: {AMOUNT} from the loss (?P<first>{AMOUNT}), {AMOUNT} from "
    rf"(?P<last>{AMOUNT})\."
)
LIMIT = re.compile(
    rf" (?P<names>{AMOUNT}(?: and {AMOUNT})?) (?:is|are) above the limit (?P<limit>{AMOUNT})\.$"
)
DIRECTIONS = {"Along": 0, "Across": 1}


def number(text):
    """Read a number as the page writes it."""
    power = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    plain = text.replace(",", "").replace("∞", "inf")
    return float(re.sub(r"×10(\S+)", lambda found: "e" + found[1].translate(power), plain))


@st.composite
def predicted(draw) -> tuple[Settings, Prediction]:
    """Return any settings and any prediction of them."""
    settings = draw(any_settings(most_epochs=400, most_points=30))
    rates = settings.learning_rates
    does = draw(st.lists(st.sampled_from(FORETOLD), min_size=len(rates), max_size=len(rates)))
    ranking = draw(st.one_of(st.just(()), st.permutations(rates)))
    return settings, Prediction(tuple(ranking), tuple(does))


@looking(150)
@given(predicted())
def test_every_sentence_on_a_pair_is_true_of_runs_without_rounding(case):
    settings, prediction = case
    experiment = experiment_of(settings)
    told = [found for sentence in explain(experiment, prediction) if (found := PAIR.fullmatch(sentence))]
    result = score(answer_of(experiment), prediction)
    assert len(told) == result.most_pairs - result.pairs
    exact = exact_runs(settings) if told else None
    for found in told:
        assert_true(found, experiment, prediction, exact)


@looking(150)
@given(predicted())
def test_every_point_missed_has_one_sentence_and_the_table_a_row_a_rate(case):
    settings, prediction = case
    experiment = experiment_of(settings)
    answer = answer_of(experiment)
    result, sentences = score(answer, prediction), explain(experiment, prediction)
    assert len(sentences) == len(set(sentences)) == result.most - result.points
    columns = comparison(answer, prediction).values()
    assert {len(column) for column in columns} == {len(answer.rates)}


def assert_true(found, experiment, prediction, exact):
    rates = experiment.settings.learning_rates
    low, high = (rates.index(number(found[name])) for name in ("low", "high"))
    size = _size(experiment)
    rounding = ROUNDING * size**2
    if not _decided(experiment, size=size)[[low, high]].all():
        return  # rounding decides where such a run goes, and the script to take home says so
    assert prediction.ranking.index(rates[high]) < prediction.ranking.index(rates[low])
    assert number(found["epoch"]) == experiment.settings.n_epochs
    assert number(found["least"]) < number(found["most"])
    near(found["least"], exact.last[low], rounding)
    near(found["most"], exact.last[high], rounding)
    if abs(float_of(exact.last[high]) - float_of(exact.last[low])) > rounding:
        assert exact.last[low] < exact.last[high]
    why = found["why"]
    if limit := LIMIT.search(f" {why}"):
        assert_limit(limit, [rates[low], rates[high]], exact)
        why = why[: limit.start()].rstrip() if limit.start() else ""
    else:
        assert max(rates[low], rates[high]) * float_of(exact.lam[1]) <= 2 * (1 + 1e-11)
    if starts := STARTS.fullmatch(why):
        near(starts["first"], exact.first[low], rounding)
        near(starts["last"], exact.first[high], rounding)
    else:
        assert_decided(FACTORS.fullmatch(why), (low, high), rates, exact, rounding)


def assert_limit(told, rates, exact):
    limit = 2 / float_of(exact.lam[1])
    named = [number(name) for name in told["names"].split(" and ")]
    assert named == [rate for rate in rates if rate > limit * (1 + 1e-12)]
    assert abs(number(told["limit"]) - limit) <= 6e-3 * limit
    assert number(told["limit"]) < min(named)


def assert_decided(found, runs, rates, exact, rounding):
    """The direction named holds most of the difference, and what an epoch does there is what is told."""
    direction = DIRECTIONS.get(found["where"].split()[0], 1)
    differences = [float_of(exact.parts[runs[1]][i] - exact.parts[runs[0]][i]) for i in (0, 1)]
    round_bowl = found["where"] == "Here"
    assert round_bowl == (float_of(exact.lam[0]) >= float_of(exact.lam[1]) * (1 - 1e-9))
    if max(differences) <= rounding:
        return
    assert round_bowl or differences[direction] * (1 + 1e-6) >= max(differences)
    factors = [abs(1 - rates[run] * float_of(exact.lam[direction])) for run in runs]
    assert factors[0] < factors[1] * (1 + 1e-9)
    for text, factor in zip((found["first"], found["last"]), factors, strict=True):
        assert abs(number(text) - factor) <= 6e-3 * factor + 1e-12
    assert number(found["first"]) < number(found["last"]) or found["first"] == "∞"


def near(text, exact, rounding):
    """A number is told to the digits it has, or as too large where it is."""
    told, true = number(text), float_of(exact)
    assert told == true or abs(told - true) <= 6e-3 * true + rounding or min(told, true) > 1e300


def float_of(exact):
    return float(exact) if exact.adjusted() < 308 else float("inf")
