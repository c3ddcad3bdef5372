"""``tracuu ask`` and ``tracuu search``: answers and clauses, told on a terminal."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

from service.answers import (
    Answers,
    Citation,
    DocumentAnswer,
    DocumentRef,
    Intent,
    SearchHit,
    SearchResults,
)
from service.cli import asked
from service.cli.output import bold, emit, marked, plain, say, wrapped

_INTENTS = {
    "agency": "cơ quan",
    "target": "chỉ tiêu",
    "deadline": "thời hạn",
    "legal": "căn cứ pháp lý",
    "funding": "kinh phí",
    "passage": "đoạn văn",
    "metadata": "thông tin văn bản",
}
_ROLES = {
    "lead": "chủ trì",
    "coordinate": "phối hợp",
    "perform": "thực hiện",
    "requested": "được đề nghị",
    "issuer": "cơ quan ban hành; kế hoạch không giao riêng cho ai",
}


def ask(args: argparse.Namespace) -> int:
    """Print one answer per plan; status 1 when no plan answers."""
    from indexer.index import open as open_index
    from service import ask as service_ask

    endpoint = asked.endpoint(args)
    with open_index(args.index) as index:
        reply = service_ask(
            index,
            args.question,
            documents=args.document,
            localities=args.locality,
            levels=args.level,
            years=args.year,
            lang=args.lang,
            limit=args.limit,
            cursor=args.cursor,
            without=args.without,
            previous=args.previous,
            literal=args.literal,
            endpoint=endpoint,
        )
    emit(reply) if args.json else _tell_answers(reply, args)
    return 0 if reply.found else 1


def search(args: argparse.Namespace) -> int:
    """Print matching clauses; status 1 when there are none."""
    from indexer.index import open as open_index
    from service import search as service_search

    with open_index(args.index) as index:
        results = service_search(
            index,
            " ".join(args.query),
            document=args.document,
            locality=args.locality,
            level=args.level,
            year=args.year,
            agency=args.agency,
            kind=args.kind,
            limit=args.limit,
            cursor=args.cursor,
            literal=args.literal,
            order=args.order,
            exact=args.exact,
        )
    emit(_flat(results)) if args.json else _tell_hits(results)
    return 0 if results.hits else 1


def _tell_answers(reply: Answers, args: argparse.Namespace) -> None:
    if reply.understood_as != reply.question:
        intent = _INTENTS.get(reply.intent, reply.intent)
        say(f"Đang hỏi · Asking: {reply.understood_as}  [{intent}]")
    for line in asked.understood(reply):
        say(wrapped(line, hang="  "))
    for line in asked.rephrased(reply, args):
        say(wrapped(line, hang="  "))
    silent = [a for a in reply.answers if not a.found]
    for answer in reply.answers:
        if answer.found:
            say()
            _tell_answer(answer, reply.intents)
    _tell_more(reply)
    if not reply.found:
        say("\nKhông thấy câu trả lời trong các kế hoạch này · No plan here answers this.")
    if silent or reply.silent:
        say()
        _tell_silent(silent)
    if reply.silent:
        say(f"– và {reply.silent} kế hoạch khác không có câu trả lời · other plans without one")


def _tell_more(reply: Answers) -> None:
    """What is on further pages, and what may be."""
    if reply.next:
        least = "ít nhất/at least " if reply.unseen else ""
        more = f"{least}{reply.found_total} văn bản có câu trả lời · documents answer"
        say(f"\n{more}. Xem tiếp · More: thêm/add --cursor {reply.next}")
    if reply.unseen:
        unseen = f"{reply.unseen} kế hoạch chưa xem tới, có thể cũng trả lời"
        say(f"{unseen} · plans were not looked at and may answer too")


def _tell_silent(silent: Sequence[DocumentAnswer]) -> None:
    """Why each says nothing; those that lie elsewhere than asked in one line."""
    alike = Counter(answer.reason for answer in silent if not answer.nearest)
    for answer in silent:
        if answer.nearest or alike[answer.reason] == 1:
            reason = answer.reason or "không thấy"
            say(wrapped(f"– {_name(answer.document)}: {reason}", hang="  "))
        for cited in answer.nearest[:1]:
            say(wrapped(f"gần nhất · nearest: {cited.clause}", "    "))
    for told, count in alike.items():
        if count > 1:
            say(wrapped(f"– {count} kế hoạch · plans: {told}", hang="  "))


def _tell_answer(answer: DocumentAnswer, asked_for: Sequence[Intent]) -> None:
    role = f" ({_ROLES.get(answer.role, answer.role)})" if answer.role else ""
    said = f"{len(answer.items)} mục · items" if answer.items else answer.answer or ""
    say(f"{bold(said)}{role} — {_name(answer.document)}")
    untold = [_INTENTS[kind] for kind in answer.unstated(asked_for)]
    if untold:
        say(wrapped(f"không nêu · not stated: {', '.join(untold)}", "  "))
    for line in asked.became(answer.today):
        say(wrapped(line, "  ", "  "))
    for cited in answer.citations:
        say(_where(cited))
        say(wrapped(f"“{cited.quote}”", "    "))


def _flat(results: SearchResults) -> dict[str, Any]:
    """What the API sends: each hit is its citation, which also stands in it by that name."""
    told: dict[str, Any] = plain(results)
    return {**told, "hits": [{**hit["citation"], **hit} for hit in told["hits"]]}


def _tell_hits(results: SearchResults) -> None:
    if results.understood_as != results.query:
        say(f"Đang tìm · Searching: {results.understood_as}")
    for line in asked.mended(results.corrections):
        say(wrapped(line, hang="  "))
    least = "ít nhất · at least " if results.at_least else ""
    say(f"{least}{results.total} đoạn khớp · matching clauses")
    for hit in results.hits:
        say()
        _tell_hit(hit)
    if results.next:
        say(f"\nXem tiếp · More: thêm/add --cursor {results.next}")


def _tell_hit(hit: SearchHit) -> None:
    say(f"{bold(_name(hit.document))}  [{hit.score:.2f}]")
    say(_where(hit.citation))
    say(wrapped(marked(hit.citation.quote, hit.highlights), "    "))


def _where(cited: Citation) -> str:
    headings = " › ".join(cited.headings)
    return wrapped(f"{cited.clause} · trang {cited.page} · {headings}".rstrip(" ·"), "  ")


def _name(document: DocumentRef) -> str:
    digest = " (bản tóm lược)" if document.digest else ""
    return f"{document.numbered}{_now(document)}{digest}"


def _now(document: DocumentRef) -> str:
    """What became of its place: another name, or districts that are no more."""
    today = document.place_today
    if today is None or today.name == document.locality:
        return ""
    return f" (nay · now: {today.name})" if today.name else f" (cấp huyện · ended {today.since})"
