"""The plane of (w, b) shaded by the loss of a curve: an image of bands, the lowest darkest, and lines."""

import base64
import struct
import zlib
from functools import lru_cache

import numpy as np

from gd_core.charts.map_window import Window
from gd_core.checks import Floats
from gd_core.data import Dataset
from gd_core.models.all_models import CURVES
from gd_core.models.model import Model

N_BANDS = 18
NODES = 65  # along w and along b, where the loss is worked out …
FINE = 6  # … and so many pixels from one to the next, between which it is taken to be straight
FILL, LINE = (0x4C, 0x6F, 0xD8), (0x80, 0x84, 0x95, 0x90)  # red, green and blue; the last is how opaque it is
DARKEST = 0.75  # how opaque the lowest band is
MOST_POINTS = 100  # of more, the middles of neighbours are taken


@lru_cache(maxsize=64)  # some 10 kB each
def shaded_plane(model: str, points: tuple[bytes, bytes], extent: Window) -> str:
    """Return the image of a part of the plane as the address that holds it.

    Parameters
    ----------
    points
        The x and the y of the points, as the bytes of their floats.
    extent
        What the image holds.
    """
    dataset = Dataset(*map(np.frombuffer, points))
    losses = losses_between(CURVES[model], dataset, extent)
    image = png(with_lines(bands_of(losses)[::-1]), palette())
    return f"data:image/png;base64,{base64.b64encode(image).decode()}"


def losses_between(model: Model, dataset: Dataset, extent: Window) -> Floats:
    """Return the loss at each pixel, the least b in the first row: straight between the nodes of a grid."""
    few = neighbours_together(dataset)
    w, b = (np.linspace(extent[axis], extent[axis + 2], NODES) for axis in (0, 1))
    nodes = np.array([model.loss(np.column_stack([w, np.full(NODES, row)]), few) for row in b])
    return _between(_between(nodes + _lost(model, dataset, few, extent)).T).T


def bands_of(losses: Floats) -> np.ndarray:
    """Return the band of each loss, 0 for the lowest; on a bowl they would all be as wide on the plane."""
    low, high = losses.min(), losses.max()
    if not low < high:
        return np.full(losses.shape, N_BANDS - 1, dtype=np.uint8)
    share = np.sqrt((losses - low) / (high - low))
    return np.minimum(share * N_BANDS, N_BANDS - 1).astype(np.uint8)


def with_lines(bands: np.ndarray) -> np.ndarray:
    """Return the bands with a pixel of the line, `N_BANDS`, where the one beside or below is of another."""
    pixels = bands.copy()
    pixels[:, :-1][bands[:, 1:] != bands[:, :-1]] = N_BANDS
    pixels[:-1][bands[1:] != bands[:-1]] = N_BANDS
    return pixels


def palette() -> list[tuple[int, int, int, int]]:
    """Return the colour of each band, and of the line."""
    opaque = np.linspace(DARKEST, 0, N_BANDS) * 255
    return [(*FILL, round(of_band)) for of_band in opaque.tolist()] + [LINE]


def png(pixels: np.ndarray, colours: list[tuple[int, int, int, int]]) -> bytes:
    """Return an image whose pixels (rows, columns) are places in a list of colours."""
    height, width = pixels.shape
    reds_greens_blues = bytes(part for colour in colours for part in colour[:3])
    rows = np.pad(pixels.astype(np.uint8), ((0, 0), (1, 0)))  # each begins with a 0: it is not filtered
    chunks = [
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", reds_greens_blues),
        (b"tRNS", bytes(colour[3] for colour in colours)),
        (b"IDAT", zlib.compress(rows.tobytes(), 4)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def neighbours_together(dataset: Dataset) -> Dataset:
    """Return the points, or of many the middles of neighbours: their loss is as much lower everywhere."""
    n = dataset.x.size
    if n <= MOST_POINTS:
        return dataset
    by_x, first = np.argsort(dataset.x, kind="stable"), np.arange(0, n, -(-n // MOST_POINTS))
    sizes = np.diff(first, append=n)
    return Dataset(*(np.add.reduceat(values[by_x], first) / sizes for values in (dataset.x, dataset.y)))


def _lost(model: Model, dataset: Dataset, few: Dataset, extent: Window) -> float:
    """Return how much lower the loss of the middles is, in the middle of the plane."""
    if few is dataset:
        return 0.0
    middle = np.array([extent[0] + extent[2], extent[1] + extent[3]]) / 2
    return float(model.loss(middle, dataset) - model.loss(middle, few))


def _between(nodes: Floats) -> Floats:
    """Return `FINE` rows from each row of nodes on, straight to the next."""
    share = ((np.arange(FINE) + 0.5) / FINE)[:, None]  # the middle of each pixel
    rows = nodes[:-1, None] * (1 - share) + nodes[1:, None] * share
    return rows.reshape(-1, nodes.shape[1])
