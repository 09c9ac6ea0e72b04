"""Numbers are written as each language writes them, wherever they stand."""

import re

import pytest

from gd_core.charts.all_charts import description
from gd_core.experiment import MY_OWN, Settings, experiment_of
from gd_core.languages import LANGUAGES, in_language
from gd_core.parts.columns import as_shown
from gd_core.parts.compared import compared
from gd_core.parts.instrument import instrument
from gd_core.parts.scale_of_x import would_another_scale_help
from gd_core.parts.tables import the_errors, the_rates, the_runs
from gd_core.parts.which_rates import the_ruler, the_sweep
from gd_core.parts.why import why
from gd_core.take_home.worksheet import worksheet
from gd_core.teaching.predictions import FORETOLD, Prediction
from gd_core.typed_rates import add_rates
from tests.blocks import flat, texts_of

LARGE = experiment_of(
    Settings(
        learning_rates=(1e-6, 2e-6, 1234.5),
        n_epochs=2000,
        points_from=MY_OWN,
        points=((40.0, 200.0, 700.0, 1000.0), (26_000.0, 106_500.0, 356_400.0, 506_800.0)),
    )
)
WITH_THOUSANDS = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[,\u202f]\d{3})+(?!\d)|\d{4,})")
GUESS = Prediction(LARGE.settings.learning_rates[::-1], FORETOLD[:3])


def everything_said(say):
    """Return every text of the parts that tell numbers, and of the worksheet."""
    one = {"say": say, "colour_slots": [0, 1, 2]}
    blocks = [
        *instrument(LARGE, **one)[1:],
        *the_ruler(LARGE, say=say),
        *the_sweep(LARGE, may_add=True, **one),
        *why(LARGE, run=0, epoch=1000, say=say),
        *would_another_scale_help(LARGE, say=say),
        *the_runs(LARGE, say=say),
        *the_rates(LARGE, say=say),
        *the_errors(LARGE, run=0, say=say),
        *compared(LARGE, prediction=GUESS, say=say),
    ]
    shown = [as_shown(block.rows, say=say) for block in flat(blocks) if hasattr(block, "columns")]
    cells = [cell for table in shown for column in table.values() for cell in column]
    return [
        *texts_of(blocks),
        *cells,
        re.sub(
            "<svg.*?</svg>|<style.*?</style>|<[^>]*>",
            " ",
            worksheet(LARGE, language=say.language),
            flags=re.DOTALL,
        ),
    ]


def thousands_in(language):
    texts = everything_said(in_language(language))
    return [found for text in texts if isinstance(text, str) for found in WITH_THOUSANDS.findall(text)]


def test_english_has_a_comma_between_thousands():
    found = thousands_in("en")
    assert len(found) > 50
    assert not any("\u202f" in number for number in found)
    assert "1,234" in found


def test_spanish_has_a_thin_space_between_thousands_from_ten_thousand_on_and_never_a_comma():
    found = thousands_in("es")
    assert [number for number in found if "," in number] == []
    assert [number for number in found if "\u202f" in number and len(number) < 6] == []
    assert "1234" in found
    assert "106\u202f500" in {*found, in_language("es").numbers_in("106,500")}


@pytest.mark.parametrize("name", ["loss", "sweep"])
def test_a_chart_writes_thousands_as_its_language_does(name):
    view = {"logarithmic": False, "above_floor": False} if name == "loss" else {}
    locales = [
        description(name, say=in_language(language), large=False, **view)["config"].get("locale")
        for language in LANGUAGES
    ]
    assert locales[0] is None
    assert (locales[1]["number"]["thousands"], locales[1]["number"]["decimal"]) == ("\u202f", ".")


def test_what_a_learner_typed_is_shown_as_it_was_typed():
    _, _, complaints = add_rates("2,000,000,000", [], say=in_language("es"))
    assert "«2,000,000,000»" in complaints[0]


def test_an_address_stays_as_it_is():
    link = "https://lab.example/?x=1,500"
    assert in_language("es")("These settings on the page: {link}", link=link).endswith(link)
