"""What a paragraph is to those after it: a heading, a lead sentence, a header, the close."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.markers import BULLETS, SECTIONS, Marker
from indexer.paragraphs import Block

#: A heading over its own lines is no longer than this, in characters.
_LONGEST = 300
#: A run-in heading ("1. Mục đích: Tiếp tục …") is no longer than this.
_RUN_IN = 90
#: A bullet that is no longer than this and ends without a full stop heads what follows.
_SHORT_BULLET = 60
_SENTENCE_END = re.compile(r"(?:[.;]|\./\.)['”\")\]]*$")
_CLOSING = re.compile(
    r"^(?:Trên đây là|Yêu cầu (?:các|Thủ trưởng|Giám đốc)|Căn cứ (?:nội dung )?Kế hoạch này"
    r"|Nhận được Kế hoạch|(?:Chủ tịch )?(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)[^.;]{0,60}"
    r"(?:yêu cầu|đề nghị)|Đề nghị (?:các|Thủ trưởng)[^.]{0,120}Kế hoạch)"
)
_ORDINAL = re.compile(r"(?:S?TT|Số TT)$", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\(?(?:[A-ZĐ]|\d{1,2})(?:\s*=[\s\d()+*/x×.-]+)?\)?")
#: A column of bodies, over the columns of their roles.
_BODIES = re.compile(r"cơ quan|đơn vị|phân công|trách nhiệm|tổ chức", re.IGNORECASE)
_ROLE = re.compile(r"chủ trì|phối hợp|thực hiện", re.IGNORECASE)
#: A column of places, over the columns of their coordinates (VN-2000: X is north, Y east).
_PLACES = re.compile(r"tọa độ|toạ độ|vị trí", re.IGNORECASE)
_COORDINATE = re.compile(r"[XY](?: ?\(m\))?|(?:kinh|vĩ) độ.*", re.IGNORECASE)
#: One note often stands beside several rows.
_NOTE = re.compile(r"ghi chú", re.IGNORECASE)
_HEADER_CELL = re.compile(
    r"^(?:STT|TT|Số TT|Nội dung|Nhiệm vụ|Chỉ tiêu|Cơ quan|Đơn vị|Thời gian|Tên |Ghi chú|Tiêu chí"
    r"|Kinh phí|Sản phẩm|Kết quả|Tiến độ|Hạng mục|Danh mục|Lĩnh vực|Phân công|Chủ trì|Phối hợp)",
    re.IGNORECASE,
)


def is_heading(block: Block, marker: Marker) -> bool:
    """Whether what follows belongs under this unit: a title, or a sentence that introduces."""
    text = block.text.rstrip()
    if text.endswith(":"):
        return True
    ended = bool(_SENTENCE_END.search(text))
    if marker.style in BULLETS:
        short = len(text) <= _SHORT_BULLET and ":" not in text
        return not ended and (block.bold or short)
    if marker.style in (*SECTIONS, "article"):
        return True
    return block.bold or not ended or len(text) < _RUN_IN


def is_lead(block: Block, following: Sequence[Block]) -> bool:
    """Whether an unmarked paragraph introduces the bullets after it: "Trọng tâm:", "Mục đích"."""
    text = block.text.rstrip()
    if text.endswith(":"):
        return True
    marker = following[0].marker if following else None
    bullets = marker is not None and marker.style in BULLETS
    return bullets and len(text) <= _SHORT_BULLET and text[-1].isalnum() and text[0].isupper()


def title(text: str, heading: bool) -> str | None:
    """The heading in ``text``, its marker taken off; a run-in heading ends at its colon."""
    colon = text.find(":")
    if 0 < colon <= _RUN_IN and colon < len(text) - 1:
        return text[:colon].strip()
    if heading and len(text) <= _LONGEST:
        return text.strip().rstrip(".:;").strip() or None
    return None


def sums_up(text: str) -> bool:
    """Whether an unmarked paragraph speaks of the plan as a whole ("Trên đây là Kế hoạch …")."""
    return text.startswith("Trên đây là")


def closes(text: str) -> bool:
    """Whether an unmarked paragraph begins the end of the plan ("Trên đây là Kế hoạch …")."""
    return bool(_CLOSING.match(text))


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: it begins "TT", or most of its cells are column names."""
    filled = [c for c in cells if c]
    if len(filled) >= 2 and _ORDINAL.match(filled[0]) and not any(c.isdigit() for c in filled):
        return True
    named = sum(bool(_HEADER_CELL.match(c)) and len(c) < 80 for c in filled)
    return len(filled) >= 2 and named >= max(2, (len(filled) + 1) // 2)


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row only numbers columns: "A B 1 2 3", "(1) (2) (3=1+2)"."""
    filled = [c for c in cells if c]
    return len(filled) >= 2 and all(map(_COLUMN_NUMBER.fullmatch, filled))


def merged(header: tuple[str, ...], below: Sequence[str]) -> tuple[str, ...]:
    """Column names of a header of two lines whose second line has only what stands under one cell.

    >>> merged(("TT", "Việc", "Cơ quan", "Thời gian"), ("Chủ trì", "Phối hợp"))
    ('TT', 'Việc', 'Cơ quan Chủ trì', 'Cơ quan Phối hợp', 'Thời gian')
    """
    if below and all(map(_COORDINATE.fullmatch, below)):
        above = _PLACES
    elif any(map(_ROLE.search, below)):
        above = _BODIES
    else:
        return ()
    over = [k for k, name in enumerate(header) if above.search(name)]
    if len(over) != 1:
        return ()
    k = over[0]
    return (*header[:k], *(f"{header[k]} {name}" for name in below), *header[k + 1 :])


def columns(header: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns of a row's filled cells; of a row with merged cells, all names.

    >>> columns(("TT", "Việc", "Chủ trì"), ("1", "", "Sở Y tế"))
    ('TT', 'Chủ trì')
    """
    if len(header) == len(cells) + 1 and _NOTE.match(header[-1]):
        header = header[:-1]
    if len(header) != len(cells):
        return header
    return tuple(name for name, cell in zip(header, cells, strict=True) if cell)
