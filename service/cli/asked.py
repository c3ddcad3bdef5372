"""How ``tracuu ask`` understands a question: options for it, and what is told of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.succession import Today
    from service.answers import Answers, Filter

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


def understood(reply: Answers) -> Iterator[str]:
    """Lines on where the question was asked, and how to ask it elsewhere."""
    for one in reply.filters:
        yield f"Lọc · Filter: {_filter(one)}"
        if one.note:
            yield f"  {one.note}" + (f" [{one.source}]" if one.source else "")


def _filter(one: Filter) -> str:
    said = f"trừ · except {one.said}" if one.excluded else one.said
    way_out = f" (bỏ lọc · to drop: --without {one.kind})" if one.origin == "question" else ""
    return f"{_KINDS[one.kind]}: {said}{way_out}"


def became(today: Sequence[Today]) -> Iterator[str]:
    """Lines on who does the work today of bodies that have ended."""
    for heir in today:
        part = f" ({heir.function})" if heir.function else ""
        yield (
            f"{heir.former} → nay · today: {heir.name}{part}, từ · since {heir.since} "
            f"[{heir.source}]"
        )
