"""The house rules that no other test sees."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = sorted((ROOT / "gd_core").rglob("*.py"))
NUMPY_ALONE = [
    "checks",
    "kept",
    "data",
    "bowl",
    "axes",
    "descent",
    "spectrum",
    "closed_form",
    "stationary_points",
    "theory",
    "momentum/descent",
    "momentum/spectrum",
    "momentum/closed_form",
    "momentum/theory",
    "scaling",
    *(f"models/{path.stem}" for path in (ROOT / "gd_core" / "models").glob("[a-z]*.py")),
    "two_modes",
    "worked_step",
    "experiment",
]


def imports(path):
    """Return the modules a file imports, gd_core's own by their full names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def file_of(room):
    path = ROOT / "gd_core" / room
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.stem)
def test_nothing_in_gd_core_imports_streamlit(path):
    assert not any(name.split(".")[0] == "streamlit" for name in imports(path))


@pytest.mark.parametrize("room", NUMPY_ALONE)
def test_the_mathematics_imports_numpy_alone(room):
    others = {name.split(".")[0] for name in imports(file_of(room))}
    assert others - set(sys.stdlib_module_names) <= {"numpy", "gd_core"}
    own = {name for name in imports(file_of(room)) if name.startswith("gd_core")}
    assert own <= {f"gd_core.{name.replace('/', '.')}" for name in NUMPY_ALONE}


@pytest.mark.parametrize("room", NUMPY_ALONE)
def test_the_mathematics_says_nothing(room):
    assert "say(" not in file_of(room).read_text(encoding="utf-8")


def test_theory_and_descent_do_not_know_each_other():
    theory = {"spectrum", "closed_form", "theory"}
    for room in theory:
        assert "gd_core.descent" not in imports(file_of(room))
    assert not {f"gd_core.{room}" for room in theory} & imports(file_of("descent"))
    for room in theory:
        assert not {"gd_core.descent", "gd_core.momentum.descent"} & imports(file_of(f"momentum/{room}"))
        assert f"gd_core.momentum.{room}" not in imports(file_of("momentum/descent"))


def test_only_the_charts_know_altair():
    knowing = {path.parent.name for path in ROOMS if "altair" in imports(path)}
    assert knowing == {"charts"}


def test_no_chart_knows_the_part_of_the_page_that_shows_it():
    charts = [path for path in ROOMS if path.parent.name == "charts"]
    assert not [path.name for path in charts if any("gd_core.parts" in name for name in imports(path))]


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.stem)
def test_no_function_is_longer_than_can_be_read_at_once(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
            assert node.body[-1].end_lineno - first.lineno < 35, node.name


def test_importing_gd_core_brings_neither_streamlit_nor_altair_nor_pandas():
    loaded = "import sys, gd_core; print({'streamlit', 'altair', 'pandas'} & set(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "set()"


def test_no_module_keeps_numpys_global_random_state():
    for path in ROOMS:
        calls = [
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("np.random.")
        ]
        assert set(calls) <= {"np.random.RandomState"}, path.name


def test_each_room_is_made_of_those_before_it_in_the_readmes_reading_order():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("In reading order")[2].partition("From Python")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    order = [name for row in rows for name in re.findall(r"`(\w+)(?:\.py|/)`", row.split("|")[1])]
    rooms = {path.relative_to(ROOT / "gd_core").parts[0].removesuffix(".py") for path in ROOMS}
    assert set(order) == rooms | {"assets"}
    for path in ROOMS:
        own = path.relative_to(ROOT / "gd_core").parts[0].removesuffix(".py")
        used = {name.split(".")[1] for name in imports(path) if name.startswith("gd_core.")} - {own}
        if own != "__init__":  # which gathers the public names
            assert not used & set(order[order.index(own) :]), path
