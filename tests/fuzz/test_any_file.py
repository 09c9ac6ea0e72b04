"""What is taken home is made of fixed words and of numbers, whatever is set and whatever was pasted."""

import ast
import io
import re
import tokenize
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.experiment import MY_OWN, Settings, experiment_of
from gd_core.languages import LANGUAGES
from gd_core.own_points.reading import read_points
from gd_core.scaling import SCALINGS
from gd_core.take_home.csv_file import csv_of_runs
from gd_core.take_home.script import script_of
from gd_core.take_home.worksheet import worksheet
from tests.fuzz.anything import CANARY, TROUBLE, any_settings, looking, some_points, texts

languages = st.sampled_from(list(LANGUAGES))
POINTS = ((1.0, 2.5, -3.0), (2.0, 1e-9, 4.5))
EIGHT_RATES = (0.1, 1e-9, 0.01, 0.5, 1.0, 3.0, 100.0, 1e9)
KINDS = [  # between them these have every line that a script can have
    Settings(scaling=scaling, points=points, learning_rates=rates, n_epochs=n_epochs, **start)
    for scaling in SCALINGS
    for points in (None, POINTS, ((1.0, 1.0), (2.0, 3.0)))
    for rates, n_epochs in (((0.1,), 5), ((0.1, 0.2), 5), ((1e9,), 300), (EIGHT_RATES, 300))
    for start in ({}, {"same_start": True}, {"own_start": True})
]
ROUNDING_DECIDES = [  # starts at the answer, from where only rounding can grow
    Settings(points=((1.0, 3.0), (1.0, 1.0)), own_start=True, start_b=1.0, learning_rates=rates)
    for rates in ((9.0,), (9.0, 0.1), (9.0, 0.1, 0.05))
]


@st.composite
def pasted(draw) -> Settings:
    """Return settings with points under a header that means harm."""
    settings, points = draw(any_settings(most_epochs=60, most_points=40)), draw(some_points())
    header = ";".join(draw(st.lists(st.sampled_from(TROUBLE), min_size=2, max_size=2)))
    lines = [f"{x!r};{y!r}" for x, y in zip(*points, strict=True)]
    read = read_points("\n".join([header.replace("\n", " "), *lines]))
    return Settings(
        **vars(settings) | ({"points_from": MY_OWN, "points": (read.x, read.y)} if read.x else {})
    )


some_settings = any_settings(most_epochs=60, most_points=40) | pasted()


class Shape(ast.NodeTransformer):
    """Leaves of a program what is not a number: each number becomes 0, and a row of numbers one 0."""

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return node.operand if is_zero(node.operand) else node

    def visit_Attribute(self, node):
        return ast.Constant(0) if ast.unparse(node) in ("np.inf", "np.nan") else node

    def visit_Constant(self, node):
        return ast.Constant(re.sub(r"\d+", "0", node.value) if isinstance(node.value, str) else 0)

    def visit_List(self, node):
        self.generic_visit(node)
        return ast.Constant(0) if all(map(is_zero, node.elts)) else node


def is_zero(node):
    return isinstance(node, ast.Constant) and node.value == 0


def shapes_of(script):
    """Return the statements of a script without their numbers, and its comments without theirs."""
    statements = {ast.dump(Shape().visit(node)) for node in ast.parse(script).body}
    tokens = tokenize.generate_tokens(io.StringIO(script).readline)
    words = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return statements | {re.sub(r"[\d.e+-]*\d", "0", text) for text in words}


@pytest.fixture(scope="module")
def usual_shapes():
    """What scripts always have, by their language."""
    kinds = [experiment_of(settings) for settings in KINDS + ROUNDING_DECIDES]
    return {
        language: set().union(*(shapes_of(script_of(kind, language=language)) for kind in kinds))
        for language in LANGUAGES
    }


@looking(60)
@given(settings=some_settings, language=languages)
def test_a_script_has_no_statement_and_no_comment_but_those_it_always_has(usual_shapes, settings, language):
    script = script_of(experiment_of(settings), language=language)
    assert shapes_of(script) - usual_shapes[language] == set()
    assert CANARY not in script


@looking(60)
@given(some_settings)
def test_every_cell_of_the_csv_is_a_number_and_no_formula(settings):
    header, *lines = csv_of_runs(experiment_of(settings)).splitlines()
    assert header == "learning_rate,epoch,loss,excess_loss,w,b"
    assert len(lines) == len(settings.learning_rates) * (settings.n_epochs + 1)
    number = re.compile(r"-?\d[\d.]*(e[+-]\d+)?|-?inf")
    for line in lines:
        cells = line.split(",")
        assert len(cells) == 6
        assert all(number.fullmatch(cell) for cell in cells)


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, the values of these, and its text."""

    def __init__(self, page):
        super().__init__()
        self.found, self.values, self.words = set(), [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.add((tag, *(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def usual_elements():
    kinds = [experiment_of(settings) for settings in KINDS]
    sheets = [worksheet(kind, link="x", language=language) for kind in kinds for language in LANGUAGES]
    return set().union(*(Elements(sheet).found for sheet in sheets))


@looking(60)
@given(settings=some_settings, link=texts, language=languages)
def test_a_worksheet_has_no_element_and_no_attribute_but_those_it_always_has(
    usual_elements, settings, link, language
):
    elements = Elements(worksheet(experiment_of(settings), link=link, language=language))
    assert elements.found - usual_elements == set()
    assert not {"script", "a", "img", "iframe", "link"} & {tag for tag, *_ in elements.found}
    assert all(re.fullmatch(r"[\w .,:;()#%=−-]*", value) for value in elements.values)
    assert not any(CANARY in value for value in elements.values)


@looking(60)
@given(texts, languages)
def test_the_link_on_a_worksheet_is_text_and_all_of_it(link, language):
    page = worksheet(experiment_of(Settings()), link=link, language=language)
    assert CANARY not in re.sub(r'<p class="address">.*?</p>', "", page, flags=re.DOTALL)
    told = "".join(Elements(page).words)
    assert link.replace("\r\n", "\n").replace("\r", "\n") in told.replace("\r\n", "\n").replace("\r", "\n")
