"""Real points to try: small data sets, each in a file that names its source and licence."""

from dataclasses import dataclass
from pathlib import Path

from gd_core.own_points.reading import OwnPoints, read_points

FILES = Path(__file__).parent.parent / "assets" / "data"
TOLD = ("name", "source", "licence", "look for")  # the first lines of each file, "# name: …" and so on


@dataclass(frozen=True)
class RealData:
    """One data set.

    Attributes
    ----------
    name : str
        What the page calls it.
    points : OwnPoints
        In the units of the source, and not rescaled.
    source, licence : str
        Where the numbers are from, and what allows them to be used here.
    look_for : str
        What to look for in them.
    """

    name: str
    points: OwnPoints
    source: str
    licence: str
    look_for: str


def real_data() -> dict[str, RealData]:
    """Return the data sets by the names of their files, which may go into links."""
    return {path.stem: _read(path) for path in sorted(FILES.glob("*.csv"))}


def _read(path: Path) -> RealData:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()[: len(TOLD)]
    told = [line.removeprefix(f"# {key}: ") for key, line in zip(TOLD, lines, strict=True)]
    name, source, licence, look_for = told
    return RealData(name, read_points(text), source, licence, look_for)
