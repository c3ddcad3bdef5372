"""``tracuu compare``: plans side by side, told on a terminal or written to a file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from indexer.errors import TracuuError
from service.cli.output import bold, complain, emit, marked, plain, say, wrapped
from service.export.sheets import sheet_of

if TYPE_CHECKING:
    from service.comparing.history import History
    from service.comparing.matrix import Matrix
    from service.comparing.values import Cell, Comparison, Difference, Row

_Table = TypeVar("_Table", "Matrix", "History")

_KINDS = {
    "missing": "thiếu · missing",
    "number": "số liệu · figures",
    "agency": "cơ quan · body",
    "deadline": "thời hạn · deadline",
    "wording": "lời văn · wording",
}


def compare(args: argparse.Namespace) -> int:
    """Print or write a comparison, a matrix or a history; status 1 when there is nothing in it."""
    import service
    from indexer.index import open as open_index

    ways = [bool(args.documents), args.matrix is not None, args.history is not None]
    if sum(ways[1:]) > 1 or not any(ways) or (args.history is not None and args.documents):
        raise TracuuError(
            "Hãy cho từ hai mã kế hoạch, hoặc --matrix, hoặc --history. · "
            "Give two plans or more, or --matrix, or --history."
        )
    kind = _kind(args.output)
    whole = kind in (".csv", ".docx")
    with open_index(args.index) as index:
        if args.matrix is not None:
            count = {} if args.limit is None else {"limit": args.limit}
            table = service.matrix(
                index, args.matrix, documents=args.documents, cursor=args.cursor, **count
            )
            return _matrix(table, args, kind)
        if args.history is not None:
            document, _, path = args.history.partition("#")
            return _history(service.history(index, document, path), args, kind)
        found = service.compare(
            index,
            args.documents,
            section=args.section,
            changed=args.changed,
            fold=args.fold,
            limit=None if whole else args.limit,
            cursor=None if whole else args.cursor,
        )
    return _comparison(found, args, kind)


def _kind(output: str | None) -> str | None:
    kind = Path(output).suffix.lower() if output else None
    if kind not in (None, ".csv", ".json", ".docx"):
        raise TracuuError(
            "Tệp ghi ra phải có đuôi .csv, .json hoặc .docx · "
            "The output must end in .csv, .json or .docx"
        )
    return kind


def _comparison(found: Comparison, args: argparse.Namespace, kind: str | None) -> int:
    from service.comparing import exporting, papers

    if kind == ".csv":
        _write(args.output, exporting.csv_of(found, raw=args.raw).encode("utf-8"))
    elif kind == ".docx":
        _write(args.output, papers.of_comparison(found))
    elif kind == ".json":
        _write(args.output, _json(found))
    elif args.json:
        emit(found)
    else:
        _tell(found)
    return 0 if any(covered.matched for covered in found.coverage) else 1


def _matrix(found: Matrix, args: argparse.Namespace, kind: str | None) -> int:
    from service.comparing import papers

    records = found.to_records()
    if not _records(found, records, papers.of_matrix, args, kind):
        for number, column in enumerate(found.columns):
            say(f"\n{bold(column.label)} [{column.unit}]")
            for row in found.rows:
                for figure in row.cells[number]:
                    year = f" ({figure.year})" if figure.year else ""
                    say(f"  {row.document.numbered}: {figure.quote}{year}  {figure.clause}")
        shown = f"{len(found.columns)}/{found.total}"
        say(f"\n{shown} chỉ tiêu khớp câu hỏi · targets that fit")
        _tell_next(found.next)
        say(
            f"{len(found.silent)} kế hoạch không nêu chỉ tiêu nào khớp · plans state none that fits"
        )
    return 0 if records else 1


def _history(found: History, args: argparse.Namespace, kind: str | None) -> int:
    from service.comparing import papers

    if not _records(found, found.to_records(), papers.of_history, args, kind):
        if len(found.steps) == 1:
            say("Kho chỉ có một kế hoạch của địa phương này. · Only one plan of this place.")
        for step in found.steps:
            say(f"\n{bold(step.document.numbered)}  {_kinds(step.differences)}".rstrip())
            for cell in step.cells:
                _tell_cell(cell, step.differences)
            if not step.cells:
                say("  — không có mục tương ứng · no counterpart")
    return 0 if sum(bool(step.cells) for step in found.steps) > 1 else 1


def _records(
    found: _Table,
    records: Sequence[dict[str, object]],
    paper: Callable[[_Table], bytes],
    args: argparse.Namespace,
    kind: str | None,
) -> bool:
    """Write ``found`` as a file or print it for machines, if that was asked for."""
    if kind == ".docx":
        _write(args.output, paper(found))
    elif kind == ".csv":
        _write(args.output, sheet_of(records, raw=args.raw).encode("utf-8"))
    elif kind == ".json":
        _write(args.output, _json(found))
    elif args.json:
        emit(found)
    return bool(kind or args.json)


def _json(found: object) -> bytes:
    return (json.dumps(plain(found), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _write(output: str, body: bytes) -> None:
    Path(output).write_bytes(body)
    complain(f"{output}: {len(body)} byte")


def _tell(found: Comparison) -> None:
    for document, covered in zip(found.documents, found.coverage, strict=True):
        share = f"{covered.matched}/{covered.clauses} ({covered.share:.0%})"
        name = f"{bold(document.numbered)} {document.id}"
        say(f"{name}: {share} mục có tương ứng · with a counterpart")
    called = found.names(numbers=True)
    names = dict(zip((document.id for document in found.documents), called, strict=True))
    theme = None
    for row in found.rows:
        if row.heading:
            continue
        if row.theme != theme:
            theme = row.theme
            say(f"\n{bold(theme)}")
        _tell_row(row, names)
    _tell_next(found.next)


def _tell_next(cursor: str | None) -> None:
    if cursor:
        say(f"\nXem tiếp · More: thêm/add --cursor {cursor}")


def _tell_row(row: Row, names: dict[str, str]) -> None:
    alike = f"{row.similarity:.0%}" if row.similarity else ""
    say(f"\n  {_kinds(row.differences) or 'như nhau · the same'}  {alike}".rstrip())
    for cell in row.cells:
        say(f"  {names[cell.document]}" + ("" if cell.clause else ": —"))
        if cell.clause:
            _tell_cell(cell, row.differences)


def _tell_cell(cell: Cell, differences: Sequence[Difference]) -> None:
    from service.comparing.values import spans_of

    assert cell.quote is not None and cell.start is not None
    spans = [
        (start - cell.start, end - cell.start)
        for start, end in spans_of(cell, differences)
        if cell.start <= start < cell.start + len(cell.quote)
    ]
    say(wrapped(f"“{marked(cell.quote, spans)}”", "    "))
    say(wrapped(cell.source or "", "    "))
    say(f"    {cell.clause}")


def _kinds(differences: Sequence[Difference]) -> str:
    return ", ".join(_KINDS[difference.kind] for difference in differences)
