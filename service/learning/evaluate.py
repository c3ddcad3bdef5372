"""Scores of an index against gold questions: does each answer cite the words that settle it?

A question comes in up to four forms (``FIELDS``). Its ``expect`` maps a document to the quotations
and short answers that are right for it, or to null where the document treats the topic but does
not answer. Six measures, each a share of what it counts:

- ``cite@1``, ``cite@3``: (question, answering document) whose first, or first three, citations
  hold an expected quotation; a citation too long to be one (``LONGEST``) never counts;
- ``answer``: of those with short answers only, the ones where the answer given contains one;
- ``silent``: (question, document that does not answer) rightly without an answer;
- ``refused``: unanswerable questions answered by nothing at all;
- ``verbatim``: citations whose quotation equals the canonical text at its offsets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from indexer.errors import TracuuError
from indexer.text import fold_chars, nfc
from service.answers import Answers, DocumentAnswer

FIELDS = ("query", "query_no_diacritics", "query_short", "query_en")
MEASURES = ("cite@1", "cite@3", "answer", "silent", "refused", "verbatim")
LONGEST = 1500
#: Answers longer than this many letters may also stand inside the expected one.
_TELLING = 5


class BadQuestions(TracuuError):
    """A file that is not a list of gold questions."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What answers a question in one document: any of ``quotes``; any of ``answers``."""

    quotes: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def short(self) -> tuple[str, ...]:
        """The short answers, folded; none when the passage itself is an answer too."""
        return () if "" in self.answers else tuple(folded(a) for a in self.answers)


@dataclass(frozen=True, slots=True)
class Question:
    """A gold question; ``expect`` None for a document means: rightly silent."""

    id: str
    type: str
    forms: Mapping[str, str]
    expect: Mapping[str, Expected | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing counted: a question, a document, a citation, and whether it was right."""

    field: str
    measure: str
    type: str
    right: bool
    question: str
    document: str | None
    said: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """How many of how many; ``share`` is None when there was nothing to count."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """``right / of``."""
        return self.right / self.of if self.of else None


def read_questions(paths: Iterable[Path]) -> list[Question]:
    """The questions of JSON Lines files; raises ``BadQuestions`` with the file and line."""
    return [question for path in paths for question in _read(path)]


def outcomes(
    questions: Iterable[Question],
    ask: Callable[[str], Answers],
    text: Callable[[str], str],
    fields: Sequence[str] = FIELDS,
) -> Iterator[Outcome]:
    """Ask every form of every question and judge the replies, one question at a time."""
    squashed = cache(lambda document, start, end: squash(text(document)[start:end]))

    def stands(document: str, start: int, end: int, quote: str) -> bool:
        return bool(squashed(document, start, end) == squash(quote))

    for question in questions:
        for field in fields:
            asked = question.forms.get(field)
            if asked:
                for measure, right, document, said in _judge(question, ask(asked), stands):
                    yield Outcome(field, measure, question.type, right, question.id, document, said)


def scores(counted: Iterable[Outcome]) -> dict[str, dict[str, dict[str, Score]]]:
    """``field → measure → type → Score``, with the type "all" beside the questions' own."""
    tally: dict[str, dict[str, dict[str, Score]]] = {}
    for one in counted:
        by_type = tally.setdefault(one.field, {}).setdefault(one.measure, {})
        for kind in ("all", one.type):
            before = by_type.get(kind, Score(0, 0))
            by_type[kind] = Score(before.right + one.right, before.of + 1)
    return tally


def squash(text: str) -> str:
    """Letters and digits in lower case: what must agree for a quotation to be verbatim.

    >>> squash("1. Sở Y tế:")
    '1sởytế'
    """
    return "".join(c for c in nfc(text).lower() if c.isalnum())


def folded(text: str) -> str:
    """As ``squash``, without diacritics: how short answers are compared.

    >>> folded("Uỷ ban – Ủy ban")
    'uybanuyban'
    """
    return "".join(c for c in fold_chars(nfc(text)) if c.isalnum())


def _judge(
    question: Question, reply: Answers, stands: Callable[[str, int, int, str], bool]
) -> Iterator[tuple[str, bool, str | None, str | None]]:
    found = {a.document.id: a for a in reply.answers if a.found}
    if question.type == "unanswerable":
        said = "; ".join(f"{d}: {a.answer}" for d, a in list(found.items())[:3])
        yield "refused", not reply.found, None, said or None
        return
    for document, answer in found.items():
        for cited in answer.citations:
            right = stands(document, cited.start, cited.end, cited.quote)
            yield "verbatim", right, document, cited.quote
    for document, expected in question.expect.items():
        got = found.get(document)
        if expected is None:
            yield "silent", got is None, document, got.answer if got else None
        else:
            yield from _compare(document, expected, got)


def _compare(
    document: str, expected: Expected, got: DocumentAnswer | None
) -> Iterator[tuple[str, bool, str | None, str | None]]:
    quotes = [squash(q) for q in expected.quotes]
    cited = [c.quote for c in got.citations] if got else []
    hits = [
        len(quote) <= LONGEST and any(q in squash(quote) for q in quotes) for quote in cited[:3]
    ]
    yield "cite@1", hits[:1] == [True], document, cited[0] if cited else None
    yield "cite@3", any(hits), document, cited[0] if cited else None
    if expected.short:
        said = folded(got.answer or "") if got else ""
        right = any(s in said or (len(said) > _TELLING and said in s) for s in expected.short)
        yield "answer", right, document, got.answer if got else None


def _read(path: Path) -> Iterator[Question]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestions(
            f"Không đọc được bộ câu hỏi {path} · Cannot read the questions {path} ({error})"
        ) from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _question(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadQuestions(
                    f"{path}, dòng {number}: không phải một câu hỏi mẫu (cần id, type, query, "
                    f"expect) · line {number} is not a gold question ({error!r})"
                ) from None


def _question(row: dict[str, Any]) -> Question:
    expect: dict[str, Expected | None] = {
        document: want and Expected(tuple(want["quotes"]), tuple(want["answer"]))
        for document, want in row["expect"].items()
    }
    forms = {field: str(row[field]) for field in FIELDS if row.get(field)}
    return Question(str(row["id"]), str(row["type"]), forms, expect)
