"""What can be read in the blocks of a part."""

from gd_core.parts.blocks import Card, Choice, Code, Fold, Picture, Table, Text, TextTable


def flat(blocks):
    """Return these blocks, and after each what is in it, in the order of the page."""
    return [
        each
        for block in blocks
        for each in (block, *(flat(block.blocks) if isinstance(block, Fold | Card) else ()))
    ]


def named(blocks, name):
    """Return the one Text of this name."""
    [block] = [block for block in flat(blocks) if isinstance(block, Text) and block.name == name]
    return block


def the(kind, blocks):
    """Return the one block of this kind."""
    [block] = [block for block in flat(blocks) if isinstance(block, kind)]
    return block


def texts_of(blocks):
    """Return every text that the page shows or reads out, but not what is drawn in a picture."""
    return [text for block in flat(blocks) for text in _texts(block)]


def cells_of(table):
    """Return the texts in the rows of a table."""
    return [cell for row in table.to_numpy(dtype=object).tolist() for cell in row if isinstance(cell, str)]


def _texts(block):
    if isinstance(block, Text):
        return [block.markdown]
    if isinstance(block, Code):
        return [block.text]
    if isinstance(block, Table):
        headings = [text for name in block.rows for text in block.columns.get(name, ())]
        return [*headings, *cells_of(block.rows)]
    if isinstance(block, TextTable):
        return [block.alt, *block.rows.columns, *cells_of(block.rows)]
    if isinstance(block, Picture):
        return [block.alt]
    if isinstance(block, Fold):
        return [block.heading]
    return [block.question, *block.options] if isinstance(block, Choice) else []
