"""Run as ``python -m indexer.readers.pdf.render FILE FOLDER DPI PAGES``: pages as grey images.

pdfium draws them (pypdfium2: Apache-2.0/BSD). ``PAGES`` are numbers from 1 with commas, or ``all``.
A line of JSON follows each image, so that OCR can begin while the next page is drawn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.readers.pdf.limits import MAX_PAGES, set_limits

#: An image with more pixels than this is drawn smaller: A3 at 300 dpi has 17 million.
MOST_PIXELS = 24_000_000
#: Images are brought down to this many dots along their longer side: A4 at 280 dpi.
LONGEST = 3300


def main(path: str, folder: str, dpi: int, pages: str) -> None:
    """Write one image and one message a page."""
    set_limits()
    if Path(path).suffix.lower() != ".pdf" and not is_pdf(path):
        for message in _frames(path, Path(folder)):
            _write(message)
        return
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        _write({"refused": str(error)})
        return
    count = len(document)
    _write({"pages": count})
    if count > MAX_PAGES:
        return
    wanted = range(1, count + 1) if pages == "all" else [int(n) for n in pages.split(",")]
    for number in wanted:
        _write(_draw(document, number, Path(folder), dpi))


def is_pdf(path: str) -> bool:
    """Whether a file says that it is a PDF."""
    with open(path, "rb") as file:
        return b"%PDF-" in file.read(1024)


def _frames(path: str, folder: Path) -> Iterator[dict[str, Any]]:
    """The frames of an image file in grey, about as large as a page at 200 dpi."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS * 6
    number = 1
    try:
        with Image.open(path) as image:
            while number <= MAX_PAGES and has_frame(image, number):
                grey = ImageOps.exif_transpose(image).convert("L")
                longest = max(grey.size)
                if longest > LONGEST:
                    grey.thumbnail((LONGEST, LONGEST))
                target = folder / f"{number}.pgm"
                grey.save(target)
                # Taken for an A4 page: what cameras and programs write as dpi means nothing.
                dpi = min(300, max(100, round(max(grey.size) / 11.7)))
                yield {"page": number, "file": target.name, "dpi": dpi}
                number += 1
    except Exception as error:  # noqa: BLE001 - Pillow raises many kinds; the frames before count
        yield {"page": number, "error": repr(error)[:200]}


def has_frame(image: Any, number: int) -> bool:
    """Go to the frame; counting all of them first would lose every one to a damaged last."""
    try:
        image.seek(number - 1)
    except EOFError:
        return False
    return True


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def own_dpi(page: Any, width: float) -> float | None:
    """The resolution of a scan that covers the page: drawing it finer adds no detail."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, _, right, _ = item.get_bounds()
        if right - left > 0.7 * width:
            pixels: int = item.get_px_size()[0]
            return max(150.0, 72 * pixels / (float(right) - float(left)))
    return None


def _draw(document: Any, number: int, folder: Path, dpi: int) -> dict[str, Any]:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(dpi, own_dpi(page, width) or dpi) / 72
        if width * height * scale * scale > MOST_PIXELS:
            scale = (MOST_PIXELS / (width * height)) ** 0.5
        image = page.render(scale=scale, grayscale=True).to_pil()
        # Raw dots: the file lives for seconds, and compressing costs more than drawing.
        target = folder / f"{number}.pgm"
        image.save(target)
        page.close()
    except MemoryError:
        return {"page": number, "error": "memory"}
    except Exception as error:  # noqa: BLE001 - one bad page must not lose the others
        return {"page": number, "error": repr(error)[:200]}
    return {"page": number, "file": target.name, "dpi": round(72 * scale)}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
