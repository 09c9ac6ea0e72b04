"""How lines are parted into cells."""

import csv
import re
from collections.abc import Sequence

from gd_core.own_points.cells import is_number
from gd_core.own_points.pasted import Line

LONGEST_LINE = 10_000  # characters
MOST_COLUMNS = 50
DECIDING_LINES = 100  # the first so many decide what parts the columns

TWO_BY_TWO = "two by two"  # every second comma, where the others are for decimals
SURE = {"\t": r"\t", ";": ";", "|": r"\|", "&": "&"}
OTHERS = {", ": r",\s+", ",": ",", ": ": r":\s+", "  ": r" {2,}|\t", " ": r"[ \t]+", "\u00a0": r"\s+"}
SEPARATORS = {name: re.compile(pattern) for name, pattern in (SURE | OTHERS).items()}
FOUR_WHOLE_NUMBERS = re.compile(r"\s*([+-]?\d+,\d+),([+-]?\d+,\d+)\s*", re.ASCII)
QUOTED_OR_NOT = re.compile(r'"([^"]*)"|([^\s"]+)')
NAME_IN_A_CELL = re.compile(r"^(?!Unnamed: )[\"']?[^\W\d]\w*[\"']?\s*[:=]\s*(?=[-+.\d])")


def cells_of(text: str, separator: str) -> list[str]:
    """Return the first cells of a line, without blanks and quotation marks around them; none if it is long.

    >>> cells_of("1,5, 2,5", ", "), cells_of('1 "a b"', " "), cells_of("1,5,2,5", TWO_BY_TWO)
    (['1,5', '2,5'], ['1', 'a b'], ['1,5', '2,5'])
    """
    if len(text) > LONGEST_LINE:
        return []
    if separator == TWO_BY_TWO:
        found = FOUR_WHOLE_NUMBERS.fullmatch(text)
        return list(found.groups()) if found else cells_of(text, ",")
    text = text.strip().strip("|") if separator == "|" else text.strip() if separator.isspace() else text
    if '"' in text and separator.isspace() and separator != "\t":
        cells = ["".join(found) for found in QUOTED_OR_NOT.findall(text)]
    elif '"' in text:
        cells = next(csv.reader([text], delimiter=separator[0], skipinitialspace=True), [])
    else:
        cells = SEPARATORS[separator].split(text, MOST_COLUMNS)
    return [NAME_IN_A_CELL.sub("", cell.strip()) for cell in cells[:MOST_COLUMNS]]


def separators_of(lines: Sequence[Line], said: str = "") -> list[str]:
    """Return what parts these lines, and after it what also might.

    It is what the text says; or a tab, a semicolon, a bar or &, where nothing makes more than twice as many
    lines hold two numbers; or else what makes most lines do so, and leaves fewest other cells in these.

    >>> separators_of([Line(1, "1;2,5"), Line(2, "2;3")]), separators_of([Line(1, "1,5, 2,5")])
    ([';'], [', ', ','])
    """
    texts = [line.text for line in lines[:DECIDING_LINES]]
    if said in SEPARATORS:
        return [said]
    held = [separator for separator, sign in SEPARATORS.items() if any(sign.search(text) for text in texts)]
    how_well = {separator: _how_well(texts, separator) for separator in [*held, " "]}
    best = max(how_well.values())[0]
    if not best:
        usual = [sign for sign in [*SURE, ","] if 2 * sum(sign in text for text in texts) > len(texts)]
        return [*usual, " "][:1]
    for separator in SURE:
        if separator in held and 2 * how_well[separator][0] >= best:
            return [separator]
    first = max((one for one in OTHERS if one in how_well), key=how_well.__getitem__)
    others = {", ": _or_every_comma, ",": _or_every_second_comma}
    return others[first](texts) if first in others else [first]


def in_two(text: str) -> list[str]:
    """Return the two numbers that a line is of, however it is parted; [] where it is not.

    >>> in_two("3;4"), in_two("3;x")
    (['3', '4'], [])
    """
    ways = (cells_of(text, separator) for separator in SEPARATORS)
    return next((cells for cells in ways if len(cells) == 2 and all(map(is_number, cells))), [])


def _or_every_comma(texts: list[str]) -> list[str]:
    """Return both ways where a comma stands in a number that begins after a comma and a space."""
    parted = [cells_of(text, ", ") for text in texts]
    has_other_commas = any("," in cell for cells in parted for cell in cells)
    named = parted and len(parted[0]) == len(parted[-1]) and not any(map(is_number, parted[0]))
    quoted = any('"' in text for text in texts)
    return [", ", ","] if has_other_commas and not (named or quoted) else [", "]


def _or_every_second_comma(texts: list[str]) -> list[str]:
    """Return both ways where most lines are of four whole numbers, unless they have four names."""
    if 2 * sum(FOUR_WHOLE_NUMBERS.fullmatch(text) is not None for text in texts) <= len(texts):
        return [","]
    n_names = 0 if any(map(is_number, head := cells_of(texts[0], ","))) else len(head)
    return {2: [TWO_BY_TWO, ","], 4: [","]}.get(n_names, [",", TWO_BY_TWO])


def _how_well(texts: list[str], separator: str) -> tuple[int, int]:
    """Return how many lines hold two numbers, and, less than 0, how many other cells those lines have."""
    parted = [[is_number(cell) for cell in cells_of(text, separator) if cell] for text in texts]
    good = [numbers for numbers in parted if sum(numbers) >= 2]
    return len(good), -sum(numbers.count(False) for numbers in good)
