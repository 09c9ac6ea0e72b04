"""What a part of the page is made of: plain data, which `app.py` draws from top to bottom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from gd_core.cases import Scene
from gd_core.languages import Say, english
from gd_core.parts import columns as of_tables
from gd_core.set_by import a_scene


@dataclass(frozen=True)
class Text:
    """Markdown; a name is what the style sheet calls it by, and its terms may explain themselves or not."""

    markdown: str
    name: str = ""
    explains: bool = True


@dataclass(frozen=True)
class Code:
    """Text to copy as it stands."""

    text: str


@dataclass(frozen=True)
class Markup:
    """HTML, in which every text is escaped."""

    html: str


@dataclass(frozen=True)
class Player:
    """What moves the pictures, and all that it needs to know, as `gd_core.charts.player` writes it."""

    data: bytes


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to sort and to look at, under the headings of their columns; those of no heading are not shown."""

    rows: of_tables.Rows
    columns: of_tables.Columns


@dataclass(frozen=True, eq=False)
class TextTable:
    """Rows of texts to be read, for those who cannot see a picture; alt says what they are."""

    rows: pd.DataFrame
    alt: str


@dataclass(frozen=True, eq=False)
class Picture:
    """One of `gd_core.charts.all_charts.CHARTS` with the rows that it draws, by the names of its data sets.

    They are data frames or columns by name; `app.py` makes them what browsers read, once, before they go.

    Attributes
    ----------
    alt : str
        The picture in words, for those who cannot see it.
    clicks : bool
        Whether something is set where it is clicked.
    view : tuple of (str, bool or str)
        How it is drawn, where its chart can be drawn in several ways.
    """

    name: str
    rows: dict[str, Any]
    alt: str
    clicks: bool = False
    view: tuple[tuple[str, bool | str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """A question with its options, of which one is chosen under this key, by its place; None until then."""

    key: str
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Select:
    """A list under a label: one of the options is chosen under this key, the first at first, or several are.

    The options stand under their names, by what is chosen with them.
    """

    key: str
    label: str
    names: Mapping[str, str]
    several: bool = False


@dataclass(frozen=True)
class Download:
    """A file: what the page calls it, its name, its kind as browsers know it, and what makes its text."""

    label: str
    name: str
    kind: str
    make: Callable[[], str]


@dataclass(frozen=True)
class ShowMe:
    """A button, called "Show me" where it has no other name, that sets everything to a case."""

    key: str
    scene: Scene
    name: str = ""


@dataclass(frozen=True)
class Button:
    """A button that sets what stands under some keys of the page, or runs statements on the votes of a class.

    Attributes
    ----------
    told : str
        For those who ask: what it does, or why it is off.
    kind : str
        "primary" for the one to press next.
    """

    key: str
    name: str
    sets: Mapping[str, Any] = field(default_factory=dict)
    statements: Sequence[tuple[str, dict[str, Any]]] = ()
    told: str = ""
    is_off: bool = False
    kind: Literal["primary", "secondary"] = "secondary"


@dataclass(frozen=True, eq=False)
class Columns:
    """Blocks of the same width beside each other; on a phone, below each other."""

    blocks: Sequence["Block"]


@dataclass(frozen=True, eq=False)
class Box:
    """Blocks that belong together: in a row, under a heading that opens them, or with a border."""

    blocks: Sequence["Block"]
    heading: str = ""
    is_a_row: bool = False


Group = Columns | Box
Asked = Choice | Select | ShowMe | Button | Download
Block = Text | Code | Markup | Player | Table | TextTable | Picture | Asked | Group


def with_rows(blocks: Sequence[Block], convert: Callable[[Any], Any]) -> list[Block]:
    """Return blocks with the rows of their pictures converted; those that pictures share, once."""
    converted: dict[int, Any] = {}

    def rows_of(table: Any) -> Any:
        if id(table) not in converted:
            converted[id(table)] = convert(table)
        return converted[id(table)]

    def done(block: Block) -> Block:
        if isinstance(block, Group):
            return replace(block, blocks=list(map(done, block.blocks)))
        if not isinstance(block, Picture):
            return block
        return replace(block, rows={name: rows_of(table) for name, table in block.rows.items()})

    return list(map(done, blocks))


def as_button(shown: ShowMe, *, is_off: bool, say: Say = english) -> Button:
    """Return the button that shows a scene; it is off where a link keeps some controls as they are."""
    why = say("This link keeps some controls as they are.") if is_off else ""
    name = shown.name or say("Show me")
    return Button(shown.key, name, a_scene(shown.scene), told=why, is_off=is_off)
