"""How far a page lies askew, and the page set straight.

Tesseract bears a degree; rules do not: half a degree breaks those of a table to pieces, and with
them its cells. At two degrees and a half a poor scan is lost altogether (domain §4.2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Mask = NDArray[np.bool_]

#: Degrees looked at in both directions; more is a page laid wrong, not one pulled in askew.
MOST = 4.0
#: Less than this many degrees does no harm.
LEAST = 0.15
#: Dots looked at: more change nothing.
_DOTS = 60_000
#: Fewer dots than this are no lines of text.
_FEWEST = 1500
#: Lines stand out this much more clearly along the angle found than along none.
_CLEARER = 1.03


def angle(ink: Mask) -> float:
    """Degrees by which the lines of ``ink`` fall to the right (negative: rise); 0.0 if unclear.

    Upper edges of ink, counted along lines of an angle, bunch most where it is that of the text.
    """
    edges = ink[1:] & ~ink[:-1]
    # The black margin of a scan is straight too, along the edge of the glass.
    solid = ink.mean(axis=1) > 0.5
    edges[solid[1:] | solid[:-1]] = False
    ys, xs = np.nonzero(edges)
    if len(ys) < _FEWEST:
        return 0.0
    step = max(1, len(ys) // _DOTS)
    ys, xs = ys[::step], xs[::step]
    coarse = _best(ys, xs, np.arange(-MOST, MOST + 0.01, 0.25))
    fine = _best(ys, xs, np.arange(coarse - 0.25, coarse + 0.251, 0.05))
    clear = _bunching(ys, xs, fine) > _CLEARER * _bunching(ys, xs, 0.0)
    return round(float(fine), 2) if clear and abs(fine) < MOST else 0.0


def straight(grey: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The page turned back by ``degrees`` about its middle, white where it did not reach."""
    turned = Image.fromarray(grey).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned)


def _best(ys: NDArray[np.intp], xs: NDArray[np.intp], angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda a: _bunching(ys, xs, float(a))))


def _bunching(ys: NDArray[np.intp], xs: NDArray[np.intp], degrees: float) -> float:
    at = (ys - xs * np.tan(np.radians(degrees))).astype(np.int64)
    count = np.bincount(at - at.min()).astype(np.float64)
    return float((count * count).sum())
