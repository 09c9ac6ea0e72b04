"""What can be read in the blocks of a part, and in Markdown."""

import re

import pandas as pd

from gd_core.parts.blocks import (
    Box,
    Button,
    Choice,
    Code,
    Columns,
    Download,
    Group,
    Picture,
    Player,
    Select,
    ShowMe,
    Table,
    Text,
    TextTable,
)


def flat(blocks):
    """Return these blocks, and after each what is in it, in the order of the page."""
    return [
        each
        for block in blocks
        for each in (block, *(flat(block.blocks) if isinstance(block, Group) else ()))
    ]


def named(blocks, name):
    """Return the one Text of this name."""
    [block] = [block for block in flat(blocks) if isinstance(block, Text) and block.name == name]
    return block


def the(kind, blocks):
    """Return the one block of this kind."""
    [block] = [block for block in flat(blocks) if isinstance(block, kind)]
    return block


def the_picture(name, blocks):
    """Return the one picture of this name."""
    [block] = [block for block in flat(blocks) if isinstance(block, Picture) and block.name == name]
    return block


def texts_of(blocks):
    """Return every text that the page shows or reads out, but not what is drawn in a picture."""
    return [text for block in flat(blocks) for text in _texts(block)]


def as_read(markdown):
    """Return Markdown without what its terms explain when they are pointed at.

    >>> as_read("The **:color[limit:help[Above it a run diverges.]] is 2**.")
    'The **limit is 2**.'
    """
    return re.sub(r":color\[([^][]*):help\[[^][]*\]\]", r"\1", markdown)


def cells_of(table):
    """Return the texts in the rows of a table, or of columns by name."""
    return [
        cell
        for row in pd.DataFrame(table).to_numpy(dtype=object).tolist()
        for cell in row
        if isinstance(cell, str)
    ]


def _texts(block):
    match block:
        case Text(markdown):
            return [markdown]
        case Code(text):
            return [text]
        case Table(rows, columns):
            headings = [text for name in rows for text in columns.get(name, ())]
            return [*headings, *cells_of(rows)]
        case TextTable(rows, alt):
            return [alt, *rows.columns, *cells_of(rows)]
        case Picture(_, _, alt):
            return [alt]
        case Choice(_, question, options):
            return [question, *options]
        case Select(_, label, names):
            return [label, *names.values()]
        case Download(label):
            return [label]
        case ShowMe(_, scene, name):
            return [scene.where_to_look, name]
        case Button(_, name):
            return [name]
        case Box(_, heading):
            return [heading]
        case Columns() | Player():
            return []
    raise TypeError(f"{type(block).__name__} has no texts that are known of")
