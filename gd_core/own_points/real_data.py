"""Real points to try: small data sets, each in a file that names its source and licence."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gd_core.languages import Say, english
from gd_core.own_points.reading import OwnPoints, read_points

FILES = Path(__file__).parent.parent / "assets" / "data"


@dataclass(frozen=True)
class RealData:
    """One data set.

    Attributes
    ----------
    points : OwnPoints
        In the units of the source, and not rescaled.
    source, licence : str
        Where the numbers are from, and what allows them to be used here; as their file says it.
    """

    points: OwnPoints
    source: str
    licence: str


@cache
def real_data() -> dict[str, RealData]:
    """Return the data sets by the names of their files, which may go into links."""
    return {path.stem: _read(path) for path in sorted(FILES.glob("*.csv"))}


def about(name: str, with_answer: bool = True, momentum: float = 0.0, *, say: Say = english) -> str:
    """Say where a data set is from and, with the answer, what to look for in it without momentum."""
    real, told = real_data()[name], look_for(name, say=say) if with_answer else ""
    if told and momentum:
        told = say("Without momentum: {told}", told=told)
    source = say("Source: {source}. Licence: {licence}.", source=real.source, licence=real.licence)
    return " ".join(filter(None, [told, source]))


def look_for(name: str, *, say: Say = english) -> str:
    """Say what to look for in the data set of this name."""
    return str(say.tables("real_data.toml")[name])


def _read(path: Path) -> RealData:
    text = path.read_text(encoding="utf-8")
    return RealData(read_points(text), _told(text, "source"), _told(text, "licence"))


def _told(text: str, key: str) -> str:
    """Return what a file says of itself in a line such as ``# source: …``."""
    start = f"# {key}: "
    return next(line.removeprefix(start) for line in text.splitlines() if line.startswith(start))
