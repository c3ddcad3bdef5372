"""``tracuu eval``: an index scored against gold questions, as a table or JSON."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.errors import TracuuError
from service.cli.output import bold, complain, emit, plain, say, table
from service.learning.evaluate import (
    FIELDS,
    MEASURES,
    Outcome,
    Question,
    Score,
    outcomes,
    read_questions,
)
from service.learning.evaluate import scores as add_up

if TYPE_CHECKING:
    from indexer.index import OpenIndex

Scores = Mapping[str, Mapping[str, Mapping[str, Score]]]

#: Answers asked for: more than the documents any gold question expects.
_LIMIT = 50
_NAMES = {
    "query": "có dấu · with diacritics",
    "query_no_diacritics": "không dấu · without diacritics",
    "query_short": "ngắn · short",
    "query_en": "tiếng Anh · English",
}
_FLOOR = re.compile(r"(?:(?P<field>\w+):)?(?P<measure>[a-z]+(?:@\d)?)=(?P<share>[01]?\.?\d*)")


def evaluate(args: argparse.Namespace) -> int:
    """Print the measures; status 1 when one is below what ``--at-least`` asks."""
    from indexer.index import open as open_index

    floors = [_floor(text) for text in args.at_least or []]
    questions = read_questions([Path(p) for p in args.questions])
    with open_index(args.index) as index:
        _warn_of_absent(index, questions)
        counted = _ask_all(index, questions, args.field or FIELDS)
        generation = index.generation
    found = add_up(counted)
    missed = [one for one in counted if not one.right] if args.misses else []
    if args.json:
        emit(_as_json(generation, found, missed))
    else:
        _tell(found, missed)
    return 1 if _below(found, floors) else 0


def _ask_all(index: OpenIndex, questions: list[Question], fields: Sequence[str]) -> list[Outcome]:
    from service import ask

    return list(
        outcomes(questions, lambda asked: ask(index, asked, limit=_LIMIT), index.text, fields)
    )


def _warn_of_absent(index: OpenIndex, questions: list[Question]) -> None:
    here = {d.id for d in index.documents()}
    absent = sorted({d for q in questions for d, want in q.expect.items() if want} - here)
    if absent:
        complain(
            f"Chỉ mục không có {len(absent)} kế hoạch mà bộ câu hỏi cần; mỗi câu của chúng tính là "
            f"sai · The index lacks {len(absent)} plans the questions are about; they count as "
            f"missed: {', '.join(absent)}"
        )


def _tell(found: Scores, missed: list[Outcome]) -> None:
    for field, measures in found.items():
        say(bold(_NAMES.get(field, field)))
        kinds = sorted({kind for types in measures.values() for kind in types} - {"all"})
        lines = [
            (
                name,
                measures[name]["all"].share,
                *(_of(measures[name].get(k)) for k in ("all", *kinds)),
            )
            for name in MEASURES
            if name in measures
        ]
        say(table(("", "", "all", *kinds), lines))
        say()
    for one in missed:
        say(f"{one.field} {one.measure} {one.question} {one.document or ''}: {one.said or '–'}")


def _of(score: Score | None) -> str | None:
    return f"{score.right}/{score.of}" if score else None


def _as_json(generation: str, found: Scores, missed: list[Outcome]) -> dict[str, Any]:
    return {
        "generation": generation,
        "scores": {
            field: {
                measure: {
                    kind: {"share": score.share, "right": score.right, "of": score.of}
                    for kind, score in types.items()
                }
                for measure, types in measures.items()
            }
            for field, measures in found.items()
        },
        "missed": plain(missed),
    }


def _floor(text: str) -> tuple[str | None, str, float]:
    parts = _FLOOR.fullmatch(text)
    try:
        if parts is None or parts["measure"] not in MEASURES:
            raise ValueError(text)
        return parts["field"], parts["measure"], float(parts["share"])
    except ValueError:
        raise TracuuError(
            f"--at-least cần dạng query:cite@1=0.85 · --at-least is like query:cite@1=0.85: {text}"
        ) from None


def _below(found: Scores, floors: list[tuple[str | None, str, float]]) -> bool:
    short = [
        (field, measure, share, least)
        for wanted, measure, least in floors
        for field, measures in found.items()
        if wanted in (None, field)
        and measure in measures
        and (share := measures[measure]["all"].share) is not None
        and share < least
    ]
    for field, measure, share, least in short:
        complain(f"{field}:{measure} = {share:.3f} < {least}")
    return bool(short)
