"""``tracuu verify``: quotations checked, told on a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.errors import BadQuestion
from service.cli.output import bold, emit, plain, say, wrapped

if TYPE_CHECKING:
    from service.quoting.differences import Difference
    from service.quoting.verifying import Checked, Place, Verified

_STATUS = {
    "exact": "NGUYÊN VĂN · exact",
    "near": "GẦN ĐÚNG · near",
    "none": "KHÔNG THẤY · not found",
}
_KINDS = {
    "space": "khoảng trắng",
    "mark": "dấu câu",
    "case": "chữ hoa",
    "tone": "chỗ đặt dấu",
    "accent": "dấu",
    "number": "CON SỐ",
    "word": "chữ",
    "missing": "thiếu",
    "added": "thêm",
}
_REASONS = {
    "unclosed": "thiếu dấu đóng ngoặc kép · no closing mark",
    "long": "quá dài · too long",
    "many": "quá nhiều đoạn · too many quotations",
}
_SHOWN = 3


def verify(args: argparse.Namespace) -> int:
    """Check one quotation, or those of a file; status 1 unless every one stands exactly."""
    from indexer.index import open as open_index
    from service import verify as of_quote
    from service import verify_text

    if (args.quote is None) == (args.file is None):
        raise BadQuestion(
            "Đưa một đoạn trích, hoặc --file TỆP · Give one quotation, or --file FILE", "quote"
        )
    with open_index(args.index) as index:
        if args.quote is not None:
            found = of_quote(index, args.quote, document=args.document)
        else:
            found = verify_text(index, _read(args.file), document=args.document)
    if args.json:
        emit(_flat(found, one=args.quote is not None))
    else:
        for one in found.quotes:
            _tell(one)
        for left in found.unchecked:
            why = _REASONS[left.reason]
            say(f"{bold('CHƯA KIỂM · not checked')} ({why}): “{_short(left.quote)}”")
        if not (found.quotes or found.unchecked):
            say("Không có đoạn nào trong ngoặc kép · No passage in quotation marks")
    return 0 if found.status == "exact" else 1


def _flat(found: Verified, *, one: bool) -> dict[str, Any]:
    """What the API sends: of one quotation what is told of it, which also stands in ``quotes``."""
    told: dict[str, Any] = {**plain(found), "status": found.status}
    names = ("quote", "places", "total", "nearest")
    return {**told, **({name: told["quotes"][0][name] for name in names} if one else {})}


def _read(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadQuestion(
            f"{path} không phải văn bản UTF-8 · {path} is not text in UTF-8", "file"
        ) from None


def _tell(one: Checked) -> None:
    say(f"{bold(_STATUS[one.status])}: “{_short(one.quote)}”")
    for place in one.places[:_SHOWN]:
        _tell_place(place)
    for place in one.nearest:
        say("  gần nhất, nhưng nói khác · nearest, but it says something else:")
        _tell_place(place)
    if one.total > _SHOWN:
        say(f"  … và {one.total - _SHOWN} chỗ nữa · and {one.total - _SHOWN} more")
    if one.read < one.held:
        say(f"  đã tìm trong {one.read}/{one.held} kế hoạch · in so many of the plans")


def _tell_place(place: Place) -> None:
    cited = place.citation
    say(
        wrapped(" · ".join([cited.clause, f"trang {cited.page}", place.document.title]), "  ", "  ")
    )
    if not place.exact:
        say(wrapped(f"“{cited.quote}”", "    ", " "))
    for difference in place.differences:
        say(wrapped(_told(difference), "    - ", "  "))


def _told(difference: Difference) -> str:
    quoted, written = (text or "∅" for text in (difference.quoted, difference.written))
    return f"{_KINDS[difference.kind]}: trích “{quoted}”, kế hoạch ghi “{written}”"


def _short(text: str, longest: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
