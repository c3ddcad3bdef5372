"""The two places where a plan stands in two columns: its header, and its recipients and signature.

Nghị định 30/2020/NĐ-CP fixes both (domain §1.1). They are found by their words, so that nothing
else is ever torn in two; the words are compared without marks because OCR loses marks first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.layout.rows import Row
from indexer.text import fold_chars

_MOTTO = re.compile(r"cong h[oa]{2}\b")
_NUMBER = re.compile(r"so\s*[:.;]|so\s+[\d/]")
_DATED = re.compile(r"ngay.*\bnam\b|thang.*\bnam\b|,\s*ngay")
#: What a plan is called: never part of the header above it.
_TITLE = re.compile(
    r"(?:ke hoach|quyet dinh|nghi quyet|thong tu|chuong trinh|phuong an|de an|chi thi|cong dien"
    r"|thong bao|bao cao|to trinh|huong dan)\b"
)
#: An office under the People's Committee named above it.
_OFFICE = re.compile(r"(?:so|chi cuc) [a-z]")
_RECIPIENTS = re.compile(r"n[oơ]i\s*nh[aậ]n\b")
_SIGNS = re.compile(
    r"(?:t[/.]?m|kt|tl|tuq|q)\s?[.,]\s*[a-z]"
    r"|(?:pho )?(?:chu tich|giam doc|bo truong|thu truong|thu tuong|truong (?:doan|ban|phong)"
    r"|chanh van phong|cuc truong|chu nhiem|hieu truong|tong giam doc|bi thu)\b"
)
#: Who signs, in capitals, with the debris of a seal before it.
_SEALED = re.compile(r"\b(?:CHỦ TỊCH|GIÁM ĐỐC|(?:BỘ |THỨ |CỤC |VỤ )?TRƯỞNG|THỦ TƯỚNG|TRƯỞNG BAN)\b")
#: A row whose middle stands in this part of the page is centred: a title, not a column.
_CENTRED = (0.43, 0.58)


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows ``first`` to ``last`` of a page (ends included) stand in two columns."""

    first: int
    last: int
    left: tuple[Row, ...]
    right: tuple[Row, ...]


def header(rows: Sequence[Row], width: float) -> Columns | None:
    """The block with the issuer on the left and the motto on the right."""
    for i, row in enumerate(rows[:14]):
        at = _motto_at(row)
        if at is not None:
            gutter = row.words[at].x0 - 0.3 * row.size
            found = _around(rows, i, gutter, width)
            return found if found.left else None
    return None


def header_cells(columns: Columns) -> list[tuple[str, str]]:
    """Issuer and motto, then number and date: two rows of two cells.

    An issuer under a higher body, which stands above it, has a row between of its own.
    """
    left, right = [r.text for r in columns.left], [r.text for r in columns.right]
    numbered = [i for i, text in enumerate(left) if _NUMBER.match(fold_chars(text))]
    dated = [i for i, text in enumerate(right) if _DATED.search(fold_chars(text))]
    a = numbered[-1] if numbered else len(left)
    b = dated[0] if dated else len(right)
    own = _own_name(columns.left[:a])
    cells = [
        (" ".join(left[:own]), " ".join(right[:b])),
        (" ".join(left[own:a]), ""),
        (" ".join(left[a:]), " ".join(right[b:])),
    ]
    return [pair for pair in cells if any(pair)]


def _own_name(rows: Sequence[Row]) -> int:
    """Where the issuer's own name begins below a higher body's, else ``len(rows)``.

    Nghị định 30/2020: the higher body stands in plain letters, the issuer in bold ones.
    """
    for i, row in enumerate(rows[1:], 1):
        bolder = row.bold and not rows[i - 1].bold
        if bolder or _OFFICE.match(fold_chars(row.text)):
            return i
    return len(rows)


def signature(rows: Sequence[Row], width: float) -> Columns | None:
    """The recipients on the left and who signs on the right, to the end of the page."""
    for i, row in enumerate(rows):
        if row.x0 < 0.4 * width and _RECIPIENTS.match(fold_chars(row.text)):
            gutter = _signer_edge(rows, i, width)
            return _below(rows, i, gutter) if gutter else None
    return None


def signs(text: str) -> bool:
    """Whether a line says for whom, or as what, somebody signs: "KT. CHỦ TỊCH"."""
    return bool(_SIGNS.match(fold_chars(text)))


def _motto_at(row: Row) -> int | None:
    """The index of the word that opens "CỘNG HÒA XÃ HỘI …"."""
    for i in range(len(row.words) - 3):
        text = fold_chars(" ".join(word.text for word in row.words[i : i + 4]))
        if _MOTTO.match(text) and "xa" in text:
            return i
    return None


def _around(rows: Sequence[Row], at: int, gutter: float, width: float) -> Columns:
    left: list[Row] = []
    right: list[Row] = []
    first = at
    while first > 0 and rows[at].top - rows[first - 1].bottom < 3 * rows[at].size:
        side = _split(rows[first - 1], gutter)
        if side is None or side[1] or _is_centred(rows[first - 1], width):
            break
        first -= 1
    last = at
    for j in range(first, min(len(rows), at + 11)):
        row = rows[j]
        far = j > at and row.top - rows[last].bottom > 4 * row.size
        side = _split(row, gutter)
        title = _TITLE.match(fold_chars(row.text)) and row.text[:2].isupper()
        if far or side is None or (j > at and (title or _is_centred(row, width))):
            break
        if side[0]:
            left.append(side[0])
        if side[1]:
            right.append(side[1])
        last = j
    return Columns(first, last, tuple(left), tuple(right))


def _is_centred(row: Row, width: float) -> bool:
    middle = (row.x0 + row.x1) / 2 / width
    return _CENTRED[0] < middle < _CENTRED[1] and len(row.pieces()) == 1


def _split(row: Row, gutter: float) -> tuple[Row | None, Row | None] | None:
    """The parts of ``row`` left and right of ``gutter``; None when it runs across."""
    cut = _cut(row, gutter)
    if cut is None:
        return None
    left, right = row.words[:cut], row.words[cut:]
    return (Row(left) if left else None, Row(right) if right else None)


def _cut(row: Row, gutter: float) -> int | None:
    """How many words stand left: the row is cut at its widest gap near the gutter."""
    near = 8 * row.size
    if row.x1 <= gutter + 0.5 * row.size:
        return len(row.words)
    if row.x0 >= gutter - 0.5 * row.size:
        return 0
    best, widest = None, 0.7 * row.size
    for k in range(1, len(row.words)):
        a, b = row.words[k - 1].x1, row.words[k].x0
        if b - a > 0.7 * row.size and a - row.size <= gutter <= b + row.size:
            return k
        if b - a > widest and a - near <= gutter <= b + near:
            best, widest = k, b - a
    if best is None and row.x0 > gutter - near and (row.x0 + row.x1) / 2 > gutter + near / 2:
        return 0
    return best


def _signer_edge(rows: Sequence[Row], at: int, width: float) -> float | None:
    """Where the column of who signs begins."""
    right = [
        piece
        for row in rows[max(0, at - 3) : at + 12]
        for piece in row.pieces(1.0)
        if piece.x0 > 0.38 * width
    ]
    starts = [p.x0 for p in right if signs(p.text)]
    if not starts:  # the debris of the seal stands before the words
        starts = [p.x0 for p in right if _SEALED.search(p.text)]
    return min(starts) - 0.5 * rows[at].size if starts else None


def _opens_note(row: Row) -> bool:
    """A footnote below the block: its number is smaller than its words."""
    sizes = [word.size for word in row.words[:2]]
    return row.words[0].text.isdigit() and len(sizes) == 2 and sizes[0] < 0.8 * sizes[1]


def _below(rows: Sequence[Row], at: int, gutter: float) -> Columns:
    first = at
    while first > 0 and rows[first - 1].x0 >= gutter and at - first < 3:
        first -= 1
    left: list[Row] = []
    right: list[Row] = []
    last = at
    for j in range(first, len(rows)):
        if _opens_note(rows[j]):
            break
        side = _split(rows[j], gutter)
        if side is None and len(rows[j].pieces()) == 1 and rows[j].x1 > gutter + 6 * rows[j].size:
            break
        a, b = side if side is not None else (rows[j], None)
        if a:
            left.append(a)
        if b:
            right.append(b)
        last = j
    return Columns(first, last, tuple(left), tuple(right))
