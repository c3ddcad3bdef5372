"""``tracuu feedback``: what readers said of answers."""

from __future__ import annotations

import argparse

from indexer.address import home
from service.cli.output import complain, emit, plain, say, wrapped
from service.holdings.feedback import NAME, Box, Note

_SAID = {
    "quote": "trích dẫn không trả lời · the quotation does not answer",
    "agency": "sai cơ quan hoặc vai trò · wrong agency or role",
    "outdated": "lỗi thời · outdated",
    "missing": "thiếu văn bản · a document is missing",
    "other": "điều khác · something else",
    "good": "trả lời đúng · right",
}


def feedback(args: argparse.Namespace) -> int:
    """List the notes, oldest first; status 1 when there are none."""
    notes = [n for n in Box(args.index).notes() if args.reason in (None, n.reason)]
    if args.json:
        emit({"notes": plain(notes)})
    elif notes:
        say("\n\n".join(map(_told, notes)))
        complain(
            f"\n{len(notes)} góp ý, trong {home(args.index) / NAME}; xử lý xong thì xóa tệp ấy · "
            "notes; delete that file when they are dealt with"
        )
    else:
        complain("Chưa có góp ý nào · There are no notes yet")
    return 0 if notes else 1


def _told(note: Note) -> str:
    lines = [
        f"{note.day}  {_SAID[note.reason]}",
        wrapped(f"hỏi: {note.question}", "  ", "  ") if note.question else "",
        f"  {note.clause}{': ' + note.answer if note.answer else ''}" if note.clause else "",
        wrapped(note.words, "  "),
    ]
    return "\n".join(line for line in lines if line)
