"""Answers and passages to take away: records for a spreadsheet, a paper with citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from docx.document import Document as Paper

from service.answer.silence import KINDS
from service.answers import Answers, Citation, DocumentAnswer, DocumentRef, Intent, SearchHit
from service.comparing.matrix import Matrix
from service.export.papers import blank, cite, written
from service.export.sheets import printable

Source = Callable[[DocumentRef, Citation], str]
Record = Mapping[str, object]

_NOT_FOUND = "Không thấy trong kế hoạch này"


def answer_records(answers: Answers, source: Source, site: str) -> Iterator[Record]:
    """One record for each quotation, and one for each document that says nothing.

    Beside each quotation of a list stands its item, not the whole list. What is not in the file is
    told in the last records, under ``reason`` alone.

    ``site``: what the citations' addresses begin with, without a slash at its end.
    """
    for answer in answers.answers:
        for place, citation in enumerate(answer.citations or (None,)):
            said = answer.items[place] if answer.items else answer.answer
            yield {
                **_place(answer.document),
                "answer": said if answer.found else _NOT_FOUND,
                "role": answer.role,
                "quote": citation.quote if citation else None,
                "source": source(answer.document, citation) if citation else None,
                "url": site + citation.url if citation else None,
                "reason": answer.reason or _lacking(answer, answers.intents),
            }
    for left in _left(answers):
        yield {"reason": left}


def passage_records(hits: Sequence[SearchHit], source: Source, site: str) -> Iterator[Record]:
    """One record for each passage, in the order given."""
    for hit in hits:
        yield {
            **_place(hit.document),
            "quote": hit.citation.quote,
            "source": source(hit.document, hit.citation),
            "url": site + hit.citation.url,
        }


def target_records(found: Matrix, site: str) -> Iterator[Record]:
    """One record for each figure of a table of targets."""
    for row in found.rows:
        for column, cell in zip(found.columns, row.cells, strict=True):
            for figure in cell:
                yield {
                    **_place(row.document),
                    "measured": figure.measured or column.label,
                    "quote": figure.quote,
                    "unit": figure.unit,
                    "target_year": figure.year,
                    "due": "; ".join(figure.due),
                    "source": figure.source,
                    "url": site + figure.url,
                }


def _lacking(answer: DocumentAnswer, asked: Sequence[Intent]) -> str | None:
    """What of several things asked a plan does not state, in Vietnamese; None where it is all."""
    kinds = [KINDS[kind] for kind in answer.unstated(asked)]
    return f"Kế hoạch không nêu: {', '.join(kinds)}" if kinds else None


def _place(document: DocumentRef) -> dict[str, object]:
    return {
        "locality": document.locality,
        "locality_today": document.locality_today,
        "year": document.year,
        "document": document.title,
    }


def answers_paper(answers: Answers, source: Source, site: str) -> bytes:
    """A DOCX in Vietnamese: the question, each answer with its quotations, who says nothing."""
    paper = blank(answers.question)
    for answer in answers.answers:
        if answer.found:
            _heading(paper, answer.document, None if answer.items else answer.answer)
            if lacking := _lacking(answer, answers.intents):
                paper.add_paragraph(lacking)
            for citation in answer.citations:
                _quoted(paper, citation, source(answer.document, citation), site)
    silent = [a for a in answers.answers if not a.found and not a.outside]
    if silent or answers.outside:
        paper.add_heading(_NOT_FOUND, level=2)
    for answer in silent:
        _silence(paper, answer)
    if answers.outside:
        outside = f"{answers.outside} văn bản ngoài phạm vi câu hỏi (nơi, cấp hoặc năm khác)"
        paper.add_paragraph(outside, style="List Bullet")
    for left in _left(answers):
        paper.add_paragraph(left)
    return written(paper)


def _left(answers: Answers) -> Iterator[str]:
    """What is not in the file, in Vietnamese."""
    more = answers.found_total - sum(answer.found for answer in answers.answers)
    if more > 0:
        yield f"Còn {more} văn bản khác có câu trả lời, không kể ở đây."
    if answers.unseen:
        yield f"{answers.unseen} văn bản chưa xem tới, có thể cũng có câu trả lời."


def passages_paper(query: str, hits: Sequence[SearchHit], source: Source, site: str) -> bytes:
    """A DOCX of passages: each quotation under the name of its document."""
    paper = blank(query)
    for hit in hits:
        _heading(paper, hit.document, None)
        _quoted(paper, hit.citation, source(hit.document, hit.citation), site)
    return written(paper)


def _heading(paper: Paper, document: DocumentRef, answer: str | None) -> None:
    named = document.numbered
    paper.add_heading(printable(f"{named}: {answer}" if answer else named), level=2)
    paper.add_paragraph(printable(document.title))


def _quoted(paper: Paper, citation: Citation, source: str, site: str) -> None:
    paper.add_paragraph(printable(f"“{citation.quote}”"))
    cite(paper.add_paragraph(), f"[{source}] {site}{citation.url}")


def _silence(paper: Paper, answer: DocumentAnswer) -> None:
    told = f"{answer.document.numbered}: {answer.reason or ''}"
    paper.add_paragraph(printable(told), style="List Bullet")
