"""``tracuu index``: plan files to an index, with a progress bar and a report that hides nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import TracuuError
from service.cli.output import bold, complain, emit, say
from service.holdings import publishing

if TYPE_CHECKING:
    from indexer.build import Report

#: Files of one sort that a report names.
_NAMED = 100


def index(args: argparse.Namespace) -> int:
    """Build or update; status 1 when some files had to be left out."""
    if args.rollback:
        name = publishing.rollback(args.index)
        emit({"generation": name}) if args.json else say(f"Đang dùng lại · Serving again: {name}")
        return 0
    if not args.sources:
        raise TracuuError(
            "Cần ít nhất một thư mục kế hoạch: tracuu index corpus/plans · "
            "At least one folder of plans is needed: tracuu index corpus/plans"
        )
    quiet = args.quiet or args.json
    report = _build(args.sources, args.index, args.encoder, quiet, args.jobs, args.workers)
    emit(report) if args.json else say(told(report))
    return 1 if report.quarantined else 0


def update(sources: Sequence[str], path: str, encoder: str | None) -> None:
    """Bring an index up to date before it is served; what happened is told on stderr."""
    complain(told(_build(sources, path, encoder)))


def told(report: Report) -> str:
    """The report in words: the sum first, then every file that asks for attention."""
    if report.built:
        lines = [f"{bold('Đã lập chỉ mục')} · Indexed: {report.generation}"]
    else:
        lines = [f"{bold('Không có gì thay đổi')} · Nothing changed: {report.generation}"]
    lines.append(
        f"  {report.documents} kế hoạch · plans, {report.clauses} mục · clauses, "
        f"{report.seconds:.1f} s"
    )
    counts = (
        ("thêm · added", len(report.added)),
        ("đổi · changed", len(report.changed)),
        ("bỏ · removed", len(report.removed)),
        ("giữ nguyên · carried over", report.carried_over),
        ("đã đọc từ lần trước · read before", report.resumed),
    )
    if report.built:
        lines.append("  " + ", ".join(f"{count} {what}" for what, count in counts if count))
    lines += [f"  {note}" for note in report.notes]
    if report.removed:
        # A folder left out by mistake looks the same as plans taken away on purpose.
        lines.append(f"  đã bỏ · removed: {', '.join(report.removed)}")
        lines.append("  nếu nhầm, quay lại · if by mistake, go back: tracuu index --rollback")
    lines += [f"  đổi mã · renamed: {source} → {name}" for source, name in report.renamed]
    lines += _few("trùng nội dung · same content", [(a, f"= {b}") for a, b in report.twins])
    left: dict[str, list[str]] = {}
    for source, reason in report.skipped:
        left.setdefault(reason, []).append(source)
    lines += [f"  bỏ qua · skipped: {', '.join(names)}: {why}" for why, names in left.items()]
    lines += _few("BỊ LOẠI · LEFT OUT", report.quarantined)
    return "\n".join(line for line in lines if line.strip())


def _few(what: str, found: Sequence[tuple[str, str]]) -> list[str]:
    """A line for each, up to ``_NAMED``; the rest is counted and can be asked for."""
    lines = [f"  {what}: {source}: {reason}" for source, reason in found[:_NAMED]]
    if len(found) > _NAMED:
        lines.append(
            f"  {what}: … và {len(found) - _NAMED} tệp nữa, xem · and more, see: "
            "tracuu documents --problems"
        )
    return lines


def _build(
    sources: Sequence[str],
    path: str,
    encoder: str | None,
    quiet: bool = False,
    jobs: int | None = None,
    workers: int | str | None = None,
) -> Report:
    from service.cli.progress import ProgressBar

    roots = [Path(source).expanduser() for source in sources]
    with nullcontext() if quiet else ProgressBar() as bar:
        return publishing.publish(roots, path, encoder, bar, jobs, workers)
