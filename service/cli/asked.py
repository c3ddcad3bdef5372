"""How ``tracuu ask`` understands a question: options for it, and what is told of it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.errors import TracuuError

if TYPE_CHECKING:
    from indexer.succession import Today
    from service.answer.endpoint import Endpoint
    from service.answers import Answers, Correction, Filter

_KINDS = {
    "document": "kế hoạch · plan",
    "locality": "địa phương · place",
    "level": "cấp · level",
    "year": "năm · year",
    "agency": "cơ quan · body",
}


def options(command: argparse.ArgumentParser) -> None:
    """Add them to ``command``."""
    command.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="KIND",
        help="bỏ lọc mà câu hỏi nêu: locality, level, year, agency, hoặc year:2024 · ignore a "
        "filter that the question names",
    )
    command.add_argument(
        "--previous",
        metavar="QUESTION",
        help="câu hỏi trước, để hỏi tiếp “còn Nghệ An thì sao?” · the question this goes on from",
    )
    command.add_argument(
        "--rephrase",
        action="store_true",
        help="diễn đạt lại thành câu bằng mô hình ở TRACUU_REPHRASE_URL · tell the answers again "
        "by the model at TRACUU_REPHRASE_URL",
    )
    command.add_argument(
        "--lang", choices=("vi", "en"), help="ngôn ngữ của câu hỏi, nếu biết · the question's"
    )
    literal(command)


def endpoint(args: argparse.Namespace) -> Endpoint | None:
    """The model that ``--rephrase`` asks for; raises ``TracuuError`` where none is configured."""
    if not args.rephrase:
        return None
    from service.answer.endpoint import MODEL, URL, configured

    found = configured(os.environ)
    if found is None:
        raise TracuuError(
            f"Chưa có mô hình để diễn đạt lại: hãy đặt {URL} và {MODEL} · No model to rephrase: "
            f"set {URL} and {MODEL}"
        )
    return found


def rephrased(reply: Answers, args: argparse.Namespace) -> Iterator[str]:
    """What a model reworded, each sentence with the clauses it was held against."""
    if args.rephrase and reply.found and not reply.rephrased:
        yield (
            "Chưa diễn đạt lại được: mô hình không trả lời, hoặc câu nào cũng thiếu chỗ dựa · Not "
            "rephrased: the model did not answer, or said nothing that the quotations support"
        )
    if reply.rephrased:
        yield "Diễn đạt lại · Rephrased:"
        for sentence in reply.rephrased:
            yield f"– {sentence.text} [{'; '.join(sentence.citations)}]"


def literal(command: argparse.ArgumentParser) -> None:
    """Add the option that mends no typing mistakes."""
    command.add_argument(
        "--literal",
        action="store_true",
        help="tìm đúng chữ đã gõ, không sửa lỗi gõ · look for words as typed",
    )


def mended(corrections: Sequence[Correction]) -> Iterator[str]:
    """A line on the words that were taken for typing mistakes."""
    if corrections:
        told = ", ".join(f"“{c.read}” thay cho · for “{c.typed}”" for c in corrections)
        yield f"Đang tìm · Searching: {told} (tìm đúng chữ đã gõ · as typed: --literal)"


def understood(reply: Answers) -> Iterator[str]:
    """Lines on how the question was read and where it was asked, and how to ask otherwise."""
    yield from mended(reply.corrections)
    for one in reply.filters:
        yield f"Lọc · Filter: {_filter(one)}"
        if one.note:
            yield f"  {one.note}" + (f" [{one.source}]" if one.source else "")


def _filter(one: Filter) -> str:
    said = f"trừ · except {one.said}" if one.excluded else one.said
    way_out = f" (bỏ lọc · to drop: --without {one.kind})" if one.origin == "question" else ""
    return f"{_KINDS[one.kind]}: {said}{way_out}"


def became(today: Sequence[Today]) -> Iterator[str]:
    """A line for each body that has ended, on who does its work today."""
    for former in dict.fromkeys(heir.former for heir in today):
        heirs = [heir for heir in today if heir.former == former]
        names = "; ".join(f"{h.name} ({h.function})".removesuffix(" ()") for h in heirs)
        first = heirs[0]
        yield f"{former} → nay · today: {names}, từ · since {first.since} [{first.source}]"
