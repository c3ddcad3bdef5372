"""Where a document's parts begin: front matter, a decision, the plan, its end, appendices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from indexer.documents import Part
from indexer.markers import SECTIONS
from indexer.paragraphs import Block
from indexer.text import UPPER, is_capitals

_TITLE = re.compile(r"^(?:KẾ HOẠCH|PHƯƠNG ÁN|CHƯƠNG TRÌNH|ĐỀ ÁN)\b")
_DECISION = re.compile(r"^QUYẾT ĐỊNH\s*:?$")
_BACK = re.compile(
    rf"^(?:Nơi nhận|NƠI NHẬN)\b|^(?:TM|KT|TL|TUQ|Q)\s?\.\s*[{UPPER}]"
    r"|^(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC)$"
)
_ATTACHED = re.compile(r"^\(?\s*(?:Kèm theo|Ban hành kèm theo|Đính kèm)", re.IGNORECASE)
_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục|BIỂU MẪU|PHỤ BIỂU|Phụ biểu)"
    r"(?:\s+(?:số\s*)?(?:[IVX]+|\d+[A-Za-z]?|[A-Z]))?"
    rf"\s*(?:$|[.:–-]|(?=[{UPPER}]{{2}}))"
)
#: What a web page puts after a document; nothing behind it belongs to the plan.
_WEB = re.compile(
    r"^(?:Văn bản liên quan|Văn bản này chưa cập nhật|Ban hành:?$|Đang tải|Bản dịch này thuộc"
    r"|Thưa Quý khách|Đăng nhập|Đăng ký tài khoản|Tải về|Bài viết liên quan|Tin liên quan"
    r"|Chia sẻ bài viết|Bản quyền|©)",
    re.IGNORECASE,
)
#: Words of such a page that may stand anywhere in a paragraph of it.
_NOTICE = re.compile(r"Văn bản này chưa cập nhật|Văn bản liên quan cùng nội dung")
_RECIPIENT = re.compile(
    r"^(?:[-–+•]|Như |Lưu"
    r"|(?:QUYỀN |Q\. ?|PHÓ )*(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG))"
)
#: A footnote, which readers put behind everything else.
_FOOTNOTE = re.compile(r"^\[\d{1,3}\] ")


def parts(blocks: Sequence[Block]) -> list[Part]:
    """The part of each block, in order."""
    plan = _plan_start(blocks)
    out: list[Part] = []
    part: Part = "front"
    decision = left = False
    for i, block in enumerate(blocks):
        if i < plan:
            decision = _in_decision(block, decision)
            out.append("decision" if decision else "front")
            continue
        if i == plan:
            part = "plan"
        left = left or _is_web(block)
        part = _next(part, blocks, i, left)
        out.append(part)
    return out


def _in_decision(block: Block, decision: bool) -> bool:
    if block.text == "QUYẾT ĐỊNH:" or (block.marker and block.marker.style == "article"):
        return True
    return decision and not (_BACK.match(block.text) or _TITLE.match(block.text))


def _next(part: Part, blocks: Sequence[Block], i: int, left: bool) -> Part:
    """The part of block ``i`` when the block before it stood in ``part``.

    ``left``: the page around the document has begun.
    """
    if part == "plan":
        if _is_back(blocks[i]) or _only_notes(blocks, i):
            return "back"
        return "appendix" if _opens_appendix(blocks, i) and _may_open(blocks, i) else "plan"
    if part == "back":
        return "appendix" if _opens_appendix(blocks, i) and not left else "back"
    return "back" if _is_web(blocks[i]) else part


def _is_web(block: Block) -> bool:
    """What stands behind a document: a web page's residue, footnotes."""
    if block.cells is not None:
        return False
    return bool(_WEB.match(block.text) or _NOTICE.search(block.text) or _FOOTNOTE.match(block.text))


def _only_notes(blocks: Sequence[Block], i: int) -> bool:
    """Nothing but footnotes from here on: a plan may stand behind its signature."""
    return all(b.cells is None and _FOOTNOTE.match(b.text) for b in islice(blocks, i, None))


def _is_back(block: Block) -> bool:
    texts = block.cells or (block.text,)
    return any(_BACK.match(text) for text in texts)


def _may_open(blocks: Sequence[Block], i: int) -> bool:
    """Behind a plan's last words anything opens an appendix, before them only its own name."""
    if any("./." in b.text[-6:] for b in blocks[max(0, i - 4) : i]):
        return True
    named = starts_appendix(blocks[i]) and len(blocks[i].text) < 40
    return named or any(_ATTACHED.match(b.text) for b in blocks[i + 1 : i + 3])


def _opens_appendix(blocks: Sequence[Block], i: int) -> bool:
    """An appendix opens with its name, or a title in capitals over "(Kèm theo …)" or a table."""
    block = blocks[i]
    if starts_appendix(block):
        return True
    if block.cells is not None:
        return len(block.cells) >= 3
    title = is_capitals(block.text) and len(block.text) >= 12 and block.marker is None
    if not title or _RECIPIENT.match(block.text):
        return False
    following = blocks[i + 1 : i + 4]
    return any(_ATTACHED.match(b.text) or len(b.cells or ()) >= 3 for b in following)


def starts_appendix(block: Block) -> bool:
    """A block that names an appendix ("PHỤ LỤC II")."""
    return bool(_APPENDIX.match(block.text)) and len(block.text) < 200


def is_doctype(text: str) -> bool:
    """The line that names what the document is: "KẾ HOẠCH"."""
    return bool(_TITLE.match(text)) or bool(_DECISION.match(text))


def _plan_start(blocks: Sequence[Block]) -> int:
    """The first unit of the plan proper: section I after the title, else a numbered unit."""
    title = next((i for i, b in enumerate(blocks) if _TITLE.match(b.text)), -1)
    styles = (SECTIONS, ("clause",), ("sub2",))
    for style in styles:
        found = [
            i
            for i, b in enumerate(blocks)
            if i > title and b.marker and b.marker.style in style and not _is_recipient(blocks, i)
        ]
        first = [i for i in found if (m := blocks[i].marker) and m.value == 1]
        if found:
            return (first or found)[0]
    return min(title + 2, len(blocks)) if title >= 0 else 0


def _is_recipient(blocks: Sequence[Block], i: int) -> bool:
    return any(_BACK.match(b.text) for b in blocks[max(0, i - 1) : i])
