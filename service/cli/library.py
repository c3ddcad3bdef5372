"""``tracuu documents``, ``export`` and ``models``: what is in the index, and what can build one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.errors import TracuuError
from service.cli.output import bold, complain, emit, plain, say, table
from service.cli.tables import TABLES, Record, rows, write

if TYPE_CHECKING:
    from indexer.index import OpenIndex
    from indexer.succession import Today


def documents(args: argparse.Namespace) -> int:
    """List the plans, or show one: its metadata and clauses, its text, or its problems."""
    from indexer.index import open as open_index

    with open_index(args.index) as index:
        if args.problems:
            return _problems(index, args)
        if args.id is None:
            return _list(index, args)
        if args.text:
            text = index.text(args.id)
            emit({"id": args.id, "text": text}) if args.json else say(text)
            return 0
        return _show(index, args)


def export(args: argparse.Namespace) -> int:
    """Write one file a table, or one table to stdout."""
    from indexer.index import open as open_index

    wanted = args.table or list(TABLES)
    to_stdout = args.folder == "-"
    if to_stdout and len(wanted) != 1:
        raise TracuuError(
            "Ra màn hình chỉ được một bảng: thêm --table documents|clauses|facts · "
            "Only one table goes to stdout: add --table"
        )
    with open_index(args.index) as index:
        ids = args.document or [d.id for d in index.documents()]
        for name in ids:
            index.document(name)  # an unknown one is refused before anything is written
        for name in wanted:
            records = rows(index, name, ids)
            if to_stdout:
                write(sys.stdout, args.format, name, records, raw=args.raw)
            else:
                _to_file(Path(args.folder), args.format, name, records, raw=args.raw)
    return 0


def models(args: argparse.Namespace) -> int:
    """List the bundled models and the public ones whose conventions are known."""
    from models.conventions import known
    from models.names import BUNDLED, DEFAULT

    bundled = sorted(p.name for p in BUNDLED.iterdir() if p.is_dir()) if BUNDLED.is_dir() else []
    if args.json:
        emit({"default": DEFAULT, "bundled": bundled, "known": known()})
        return 0
    say(bold("Đi kèm · Bundled"))
    for name in bundled:
        say(f"  {name}" + ("  (mặc định · default)" if name == DEFAULT else ""))
    say(bold("Đã biết cách dùng, cần chép về máy · Known, to be copied here"))
    for name in known():
        say(f"  {name}")
    say("\ntracuu index corpus/plans --encoder /đường/dẫn/tới/mô-hình")
    return 0


def _list(index: OpenIndex, args: argparse.Namespace) -> int:
    from service.quoting.citations import document_record, document_ref

    infos = index.documents()
    if args.json:
        told = [document_record(info, document_ref(info)) for info in infos]
        emit({"documents": told, "next": None})
        return 0
    say(
        table(
            ("id", "địa phương", "cấp", "năm", "số", "tên"),
            [
                (d.id, d.locality, d.level, d.year and str(d.year), d.number, _short(d.title))
                for d in infos
            ],
        )
    )
    return 0


def _show(index: OpenIndex, args: argparse.Namespace) -> int:
    from service.quoting.citations import bodies_today, document_record, document_ref

    document, clauses = index.document(args.id), index.clauses(args.id)
    shown, heirs = document_ref(document), bodies_today(document, clauses)
    if args.json:
        told = document_record(document, shown)
        emit({**told, "agencies_today": heirs, "clauses": list(clauses)})
        return 0
    say(bold(document.title))
    for name, value in plain(document).items():
        if value is not None and name not in ("id", "title"):
            say(f"  {name}: {value}")
    for change in ([shown.place_today] if shown.place_today else []) + heirs:
        say(f"  {_changed(change)}")
    text = index.text(args.id)
    for clause in clauses:
        depth = clause.path.count(".")
        heading = clause.title or text[clause.start : clause.own_end]
        say(f"{'  ' * depth}{bold(clause.path)}  {_short(heading)}")
    return 0


def _changed(change: Today) -> str:
    """``"tỉnh Hải Dương → thành phố Hải Phòng (từ 2025-07-01; nguồn …)"``."""
    what = f"{change.former} [{change.function}]" if change.function else change.former
    if change.basis != "read":
        return f"{what}: có thay đổi, chưa kiểm chứng · changed, unverified ({change.since})"
    became = change.name or f"kết thúc, nay là · ended, now: {', '.join(change.into)}"
    return f"{what} → {became} (từ · since {change.since}; {change.source})"


def _problems(index: OpenIndex, args: argparse.Namespace) -> int:
    ids = [args.id] if args.id else [d.id for d in index.documents()]
    odd: dict[str, list[str]] = {name: list(index.problems(name)) for name in ids}
    left_out: list[Any] = [] if args.id else [list(pair) for pair in index.quarantined()]
    twins: list[Any] = [] if args.id else [list(pair) for pair in index.twins()]
    if args.json:
        emit({"problems": odd, "quarantined": left_out, "twins": twins})
        return 0
    for name, found in odd.items():
        for problem in found:
            say(f"{bold(name)}: {problem}")
    for source, reason in left_out:
        say(f"{bold(source)}: bị loại · left out: {reason}")
    for source, first in twins:
        say(f"{bold(source)}: trùng nội dung với · same content as: {first}")
    if not left_out and not twins and not any(odd.values()):
        say("Không có gì bất thường · Nothing odd")
    return 0


def _to_file(folder: Path, form: str, name: str, records: Iterable[Record], *, raw: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.{form}"
    # The byte order mark tells a spreadsheet that the file is UTF-8.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    with path.open("w", encoding=encoding, newline="") as out:
        count = write(out, form, name, records, raw=raw)
    complain(f"{path}: {count} dòng · rows")


def _short(text: str, longest: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
