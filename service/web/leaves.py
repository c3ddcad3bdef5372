"""The image of a page beside the text, with what is addressed boxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.documents import Clause, DocumentInfo, PageBox
from indexer.index.protocol import Index
from service.holdings import pictures
from service.holdings.files import Files
from service.web.places import Place, boxes

#: Dots across of the image when the browser is not told of others.
WIDTH = 900


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page to look at: its number of so many, its size in dots, what is boxed on it.

    ``boxes`` are in percent of the page; ``others``: pages on which the passage goes on. ``ocr``:
    its text was read off this image.
    """

    number: int
    count: int
    width: int
    height: int
    boxes: tuple[PageBox, ...]
    others: tuple[int, ...]
    ocr: bool

    @property
    def hull(self) -> PageBox | None:
        """The rectangle around all boxes, a little wider."""
        if not self.boxes:
            return None
        return PageBox(
            self.number,
            max(0.0, min(b.x0 for b in self.boxes) - 0.8),
            max(0.0, min(b.y0 for b in self.boxes) - 0.5),
            min(100.0, max(b.x1 for b in self.boxes) + 0.8),
            min(100.0, max(b.y1 for b in self.boxes) + 0.5),
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is of the original: ``state`` of its file, a page of it, or why there is none."""

    state: str
    leaf: Leaf | None = None
    problem: str | None = None


def shown(
    files: Files,
    index: Index,
    info: DocumentInfo,
    units: Sequence[Clause],
    place: Place,
    page: int | None,
) -> Shown:
    """The original of a document; ``page`` asks for another page than that of the passage."""
    original = files.originals.of(info)
    if original.path is None or info.format not in pictures.FORMATS:
        return Shown(original.state)
    try:
        sizes = files.pictures.sizes(original.path, info.sha256)
    except (pictures.NotDrawn, pictures.Busy) as error:
        return Shown(original.state, problem=str(error))
    marks = boxes(units, place)
    pages = sorted({box.page for box in marks})
    first = pages[0] if pages else place.clause.page if place.clause else 1
    number = min(page or first, len(sizes))
    across, down = sizes[number - 1]
    ocr = {p.number for p in index.pages(info.id) if p.obtained == "ocr"}
    leaf = Leaf(
        number,
        len(sizes),
        WIDTH,
        max(1, round(WIDTH * down / across)),
        tuple(box for box in marks if box.page == number),
        tuple(other for other in pages if other != number),
        number in ocr,
    )
    return Shown(original.state, leaf)
