"""Run as ``python -m indexer.readers.pdf.picture FILE FOLDER WIDTH PAGE``: a page to look at.

A PNG in colour, ``WIDTH`` dots wide, of a PDF's page or an image's frame (from 1), as upright as
readers took it: places in percent of the page hold for it. Page 0 stands for the sizes of all.
One line of JSON says what was made.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from indexer.readers.pdf.limits import MAX_PAGES, set_limits
from indexer.readers.pdf.render import MOST_PIXELS, has_frame, is_pdf

#: A page of text with a red seal needs no more (65 kB at 900 dots; in true colours 300 kB).
_COLOURS = 64


def main(path: str, folder: str, width: int, page: int) -> None:
    """Draw, or measure, one file."""
    set_limits()
    source: _Paper | _Picture = _Paper(path) if is_pdf(path) else _Picture(path)
    if page == 0:
        said: dict[str, Any] = {"sizes": source.sizes()}
    else:
        image = source.drawn(page, width)
        target = Path(folder) / f"{page}.png"
        _few_colours(image).save(target, "PNG", optimize=False, compress_level=6)
        said = {"file": target.name, "width": image.width, "height": image.height}
    sys.stdout.write(json.dumps(said) + "\n")


class _Paper:
    """The pages of a PDF, turned and cut as a viewer shows them."""

    def __init__(self, path: str) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(path)

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page, in points."""
        count = min(len(self._document), MAX_PAGES)
        return [self._document.get_page_size(number) for number in range(count)]

    def drawn(self, number: int, width: int) -> Any:
        """One page as an image."""
        page = self._document[number - 1]
        across, down = page.get_size()
        scale = min(width / across, (MOST_PIXELS / (across * down)) ** 0.5)
        return page.render(scale=scale).to_pil().convert("RGB")


class _Picture:
    """The frames of an image file, turned as its camera says."""

    def __init__(self, path: str) -> None:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = MOST_PIXELS * 6
        self._image = Image.open(path)

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each frame, in dots."""
        out: list[tuple[float, float]] = []
        while len(out) < MAX_PAGES and has_frame(self._image, len(out) + 1):
            across, down = self._image.size
            turned = self._image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            out.append((down, across) if turned else (across, down))
        return out

    def drawn(self, number: int, width: int) -> Any:
        """One frame as an image, not larger than it is."""
        from PIL import ImageOps

        if not has_frame(self._image, number):
            raise IndexError(number)
        image = ImageOps.exif_transpose(self._image).convert("RGB")
        if image.width > width:
            tall = min(round(image.height * width / image.width), MOST_PIXELS // width)
            image = image.resize((width, max(1, tall)))
        return image


def _few_colours(image: Any) -> Any:
    from PIL import Image

    return image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
