"""What a page image holds beside letters: rules, seals, stamps, specks.

Rules become the grid of a table. Seals and the frames of stamps run through the text and make
Tesseract lose whole lines, so large shapes are taken off before it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from indexer.readers.layout.model import Rule

Mask = NDArray[np.bool_]
Place = tuple[slice, slice]

#: Darker than this is ink.
INK = 128
#: Runs of ink longer than this many inches are rules; the bars of TT in capitals are 0.25 long.
_ACROSS, _DOWN = 0.5, 0.25
#: From this many dots per inch on, shapes are looked at in half the resolution.
_FINE = 150
#: Letters with their marks are lower than this many inches, in capitals of 14 points too.
_LETTER = 0.3


@dataclass(frozen=True, slots=True)
class Page:
    """The image ready for OCR, and what was taken off: rules, and the places of stamps."""

    grey: NDArray[np.uint8]
    rules: list[Rule]
    stamps: list[Place]
    ink: float


def clean(grey: NDArray[np.uint8], dpi: int) -> Page:
    """Take rules, seals, frames of stamps and black edges off."""
    full: Mask = grey < INK
    # Half the dots are enough to tell a seal from a letter, in a quarter of the time.
    half = dpi >= _FINE
    ink, at = (halved(full), dpi // 2) if half else (full, dpi)
    across = _runs(ink, int(_ACROSS * at), axis=1)
    down = _runs(ink, int(_DOWN * at), axis=0)
    rules = [*_rules(across, at, True), *_rules(down, at, False)]
    kept = ink & ~_grown(across | down, ink)
    gone, stamps = _large(kept, ink, rules, at)
    gone = _spread(gone | (ink & ~kept))
    if half:
        gone = gone.repeat(2, axis=0).repeat(2, axis=1)[: full.shape[0], : full.shape[1]]
        rules = [Rule(2 * r.x0, 2 * r.y0, 2 * r.x1, 2 * r.y1) for r in rules]
        stamps = [(_doubled(down), _doubled(across)) for down, across in stamps]
    out = grey.copy()
    out[gone] = 255
    return Page(out, rules, stamps, float(full.mean()))


def halved(ink: Mask) -> Mask:
    """Two by two dots as one, dark when two of them are: thin lines stay, gaps do not close."""
    padded = np.pad(ink, ((0, ink.shape[0] % 2), (0, ink.shape[1] % 2)))
    upper, lower = padded[::2], padded[1::2]
    a, b, c, d = upper[:, ::2], upper[:, 1::2], lower[:, ::2], lower[:, 1::2]
    one, two = a ^ b, c ^ d
    return (a & b) | (c & d) | (one & two)


def _doubled(part: slice) -> slice:
    return slice(2 * part.start, 2 * part.stop)


def _spread(mask: Mask) -> Mask:
    """One dot further in the four directions; slices, for ndimage takes twenty times as long."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out


def _runs(ink: Mask, length: int, axis: int) -> Mask:
    """Dots inside straight runs of ink at least ``length`` long; a gap of one dot ends no run."""
    closed = ink.copy()
    if axis == 1:
        closed[:, 1:-1] |= ink[:, :-2] & ink[:, 2:]
    else:
        closed[1:-1] |= ink[:-2] & ink[2:]
    return _opened(closed, length, axis)


def _opened(ink: Mask, length: int, axis: int) -> Mask:
    """Opening with a straight line, by run lengths: hundreds of times faster than by shape."""
    work = ink if axis == 1 else ink.T
    padded = np.pad(work, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(padded, axis=1)
    starts, ends = np.argwhere(change == 1), np.argwhere(change == -1)
    long = (ends[:, 1] - starts[:, 1]) >= length
    marks = np.zeros((work.shape[0], work.shape[1] + 1), np.int8)
    marks[starts[long, 0], starts[long, 1]] = 1
    marks[ends[long, 0], ends[long, 1]] -= 1
    out = np.cumsum(marks, axis=1)[:, :-1] > 0
    return out if axis == 1 else out.T


def _grown(runs: Mask, ink: Mask) -> Mask:
    """The runs with their ragged edges."""
    return _spread(runs) & ink


def _rules(runs: Mask, dpi: int, across: bool) -> list[Rule]:
    """Thin long shapes as rules; thick ones are black edges of the scan."""
    labels, count = ndimage.label(_spread(runs), np.ones((3, 3)))
    if count > 2000:
        return []
    out = []
    for down_part, across_part in ndimage.find_objects(labels):
        y0, y1 = down_part.start, down_part.stop
        x0, x1 = across_part.start, across_part.stop
        thick = (y1 - y0) if across else (x1 - x0)
        if thick > 0.12 * dpi:
            continue
        if across:
            out.append(Rule(float(x0), (y0 + y1) / 2, float(x1), (y0 + y1) / 2))
        else:
            out.append(Rule((x0 + x1) / 2, float(y0), (x0 + x1) / 2, float(y1)))
    return out


def _large(kept: Mask, ink: Mask, rules: Sequence[Rule], dpi: int) -> tuple[Mask, list[Place]]:
    """Shapes higher than any letter (seals, strokes of a pen), and the inside of stamp frames."""
    gone = np.zeros_like(kept)
    labels, _ = ndimage.label(kept, np.ones((3, 3)))
    for i, place in enumerate(ndimage.find_objects(labels), 1):
        if place[0].stop - place[0].start > _LETTER * dpi:
            gone[place] |= labels[place] == i
    stamps = []
    for place in [*_frames(ink, dpi), *_ruled_frames(rules, ink.shape, dpi)]:
        if _in_table(place, rules, dpi):
            continue
        if gone[place].mean() < 0.8:  # else found already, by its shape
            stamps.append(place)
        gone[place] = True
    return gone, stamps


def _ruled_frames(rules: Sequence[Rule], shape: tuple[int, int], dpi: int) -> list[Place]:
    """Stamps whose frame touches something else: two rules down, closed above and below."""
    height, width = shape
    down = [r for r in rules if r.x0 == r.x1]
    across = [r for r in rules if r.y0 == r.y1]
    out: list[Place] = []
    for a, b in ((a, b) for a in down for b in down if a.x0 < b.x0):
        top, bottom = min(a.y0, b.y0), max(a.y1, b.y1)
        if not (0.1 * width < b.x0 - a.x0 < 0.4 * width and bottom - top < 0.12 * height):
            continue
        if min(a.y1, b.y1) - max(a.y0, b.y0) < 0.4 * (bottom - top):
            continue
        # A rule between them that goes most of the way parts columns; a stroke of a pen does not.
        inner = (c for c in down if a.x0 < c.x0 < b.x0)
        if any(min(c.y1, bottom) - max(c.y0, top) > 0.5 * (bottom - top) for c in inner):
            continue
        closing = [r for r in across if _spans(r, a.x0, b.x0)]
        above = [r.y0 for r in closing if abs(r.y0 - top) < 0.2 * dpi]
        below = [r.y0 for r in closing if abs(r.y0 - bottom) < 0.2 * dpi]
        if above and below:
            out.append(
                (
                    slice(max(0, int(min([*above, top])) - 3), int(max([*below, bottom])) + 4),
                    slice(max(0, int(a.x0) - 3), int(b.x0) + 4),
                )
            )
    return out


def _in_table(place: Place, rules: Sequence[Rule], dpi: int) -> bool:
    """A cell, not a stamp: a third rule runs down beside it, or its own sides go on."""
    top, bottom = place[0].start, place[0].stop
    left, right = place[1].start, place[1].stop
    near = 0.1 * dpi
    for rule in rules:
        if rule.x0 != rule.x1:
            continue
        beside = min(rule.y1, bottom) - max(rule.y0, top) > 0.5 * (bottom - top)
        if beside and min(abs(rule.x0 - left), abs(rule.x0 - right)) > near:
            return True
        on_side = min(abs(rule.x0 - left), abs(rule.x0 - right)) <= near
        if on_side and (rule.y0 < top - 2 * near or rule.y1 > bottom + 2 * near):
            return True
    return False


def _spans(rule: Rule, x0: float, x1: float) -> bool:
    """Over most of the way from ``x0`` to ``x1``: a stamp is not inked evenly."""
    return min(rule.x1, x1) - max(rule.x0, x0) > 0.6 * (x1 - x0)


def _frames(ink: Mask, dpi: int) -> list[Place]:
    """Boxes of the size of a stamp, drawn on all four sides and standing alone."""
    height, width = ink.shape
    labels, _ = ndimage.label(ink, np.ones((3, 3)))
    out: list[Place] = []
    for i, place in enumerate(ndimage.find_objects(labels), 1):
        high, wide = (part.stop - part.start for part in place)
        if not (0.2 * dpi < high < 0.12 * height and 0.1 * width < wide < 0.4 * width):
            continue
        shape = labels[place] == i
        edge = max(3, dpi // 30)
        sides = (
            shape[:edge].any(0).mean(),
            shape[-edge:].any(0).mean(),
            shape[:, :edge].any(1).mean(),
            shape[:, -edge:].any(1).mean(),
        )
        if min(sides) > 0.5 and sum(sides) > 3:
            out.append(place)
    return out
