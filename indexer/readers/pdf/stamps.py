"""What is laid over a page: the number and date that an office stamps on it when it is signed.

Vietnamese offices file a plan with its number left blank and fill number and day in as the
appearance of a signature field (an annotation), so they stand on the paper and in no content
stream. The signer's own data (name, address, time) are laid over it in the same way; those belong
to the signature and not to the plan.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.utils import apply_matrix_rect, mult_matrix

from indexer.readers.pdf.chars import Glyph, GlyphDevice, words
from indexer.text import collapse, fold_chars

#: Kinds that show text of the document; notes, links and highlights show none.
_SHOWN = {"Widget", "FreeText", "Stamp"}
#: Hidden, or not for the screen (ISO 32000-1, table 165).
_HIDDEN = 2 | 32
#: More annotations than this on a page are no stamps.
_MOST = 300
_UPRIGHT = (1, 0, 0, 1, 0, 0)
_SIGNER = re.compile(
    r"nguoi ky|ky boi|(?:thoi gian|ngay) ky|co quan:|e-?mail|signed by|digital"
    r"|\d\d[./]\d\d[./]\d{4} \d\d:\d\d"
)


def draw(page: Any, interpreter: Any, device: GlyphDevice) -> list[str]:
    """Draw the annotations of ``page`` over it; gives the signers' data, which are left out."""
    aside = []
    entries = resolve1(page.annots) if page.annots else []
    for entry in entries[:_MOST] if isinstance(entries, list) else []:
        # A faulty annotation must not cost the page under it.
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            annotation = dict_value(entry)
            stream = _appearance(annotation)
            if stream is not None:
                aside.extend(_draw(annotation, stream, interpreter, device))
    return aside


def _appearance(annotation: Any) -> PDFStream | None:
    """The stream that is shown, if any is."""
    kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
    if kind not in _SHOWN or int(resolve1(annotation.get("F")) or 0) & _HIDDEN:
        return None
    shown = resolve1(dict_value(annotation["AP"])["N"]) if "AP" in annotation else None
    if isinstance(shown, dict):
        state = getattr(resolve1(annotation.get("AS")), "name", "")
        shown = resolve1(shown.get(state))
    return shown if isinstance(shown, PDFStream) else None


def _draw(annotation: Any, stream: PDFStream, interpreter: Any, device: GlyphDevice) -> list[str]:
    found = device.found
    before = len(found.glyphs)
    given = list_value(stream.get("Matrix") or _UPRIGHT)
    matrix: Any = tuple(float(resolve1(v)) for v in given)
    box = apply_matrix_rect(matrix, _rectangle(stream["BBox"]))
    fitted = _fit(box, _rectangle(annotation["Rect"]))
    ctm = mult_matrix(mult_matrix(matrix, fitted), device.page_ctm)
    interpreter.subinterp().render_contents(
        dict_value(stream.get("Resources") or {}), [stream], ctm=ctm
    )
    laid = device.laid_since(before)
    text = collapse(" ".join(word[0] for word in words(laid)))
    if _SIGNER.search(fold_chars(text)):
        del found.glyphs[before:]
        return [text]
    found.glyphs[:before] = [g for g in found.glyphs[:before] if not _is_filled(g, laid.glyphs)]
    return []


def _is_filled(glyph: Glyph, laid: Sequence[Glyph]) -> bool:
    """A space of "Số:        /QĐ-UBND" under the number that was filled in: it parts no words."""
    baseline, x0, x1, size, text, _ = glyph
    return not text.strip() and any(
        abs(baseline - other[0]) < 0.3 * size and other[1] < x1 and x0 < other[2] for other in laid
    )


def _rectangle(value: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(resolve1(v)) for v in list_value(value))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _fit(box: Any, place: Any) -> tuple[float, float, float, float, float, float]:
    """The matrix that lays ``box`` on ``place`` (ISO 32000-1, algorithm 8.1)."""
    across = (place[2] - place[0]) / ((box[2] - box[0]) or 1.0)
    down = (place[3] - place[1]) / ((box[3] - box[1]) or 1.0)
    return across, 0.0, 0.0, down, place[0] - box[0] * across, place[1] - box[1] * down
