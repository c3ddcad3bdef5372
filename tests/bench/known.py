"""What is answered rightly of very many plans: ``python -m tests.bench.known INDEX …``.

Indexes that ``tests.bench.scale`` left in its room, or others of copies (``recombined``), of which
every answer is known: gold questions are asked of the original alone, and of all plans there are.
Written to ``tests/bench/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import indexer.index
from indexer.index import Index
from service.answer.asking import ask
from service.answers import Answers, DocumentAnswer
from service.learning import evaluate
from service.learning.evaluate import Expected, Question
from tests.bench import recombined
from tests.bench.__main__ import material, shared
from tests.bench.timing import machine, put

_QUESTIONS = 100
#: Of more plans than this a question names no place, or so little that it is asked of all.
_PLACE = 0.3
#: A row of the page → what is counted in it: ``right`` of ``told``.
ROWS = {
    "alone": "asked of the plan alone: first quotation right",
    "named": "asked of all, of which the question means some (a place, a number): the same",
    "all": "asked of all: answers on the first page with a right first quotation, of those told",
    "none": "… questions that nobody answers",
    "unseen": "… questions of which more plans are said to answer perhaps",
    "refused": "questions that no plan answers, refused",
}
Tally = Counter[str]


class Copies:
    """The copies of some plans, and what each says in place of its original's words."""

    def __init__(self, base: Sequence[recombined.Original]) -> None:
        self.at = {document.info.id: number for number, (document, _) in enumerate(base)}
        self.change = cache(self._change)
        self._base, self._names = base, recombined.names_of(base)

    def original(self, plan: str) -> str:
        """The document that is as the plan was."""
        return f"{plan}-{self.at[plan]:06d}"

    def expected(self, document: str, question: Question) -> Expected | None:
        """What a copy has to say; None where gold says nothing of its original, or silence."""
        plan, _, number = document.rpartition("-")
        wanted = question.expect.get(plan)
        if wanted is None:
            return None
        change = self.change(plan, int(number))
        return Expected(tuple(map(change, wanted.quotes)), tuple(map(change, wanted.answers)))

    def _change(self, plan: str, number: int) -> recombined.Change:
        return recombined.change_of(self._base, self._names, number)


def counted(index: Index, copies: Copies, questions: Sequence[Question]) -> Tally:
    """What ``ROWS`` tell, each ``right`` (by its name) of all (with "#")."""
    tally: Tally = Counter()
    for question in questions:
        for name, right in _of(index, copies, question):
            tally[name] += right
            tally[f"{name}#"] += 1
    return tally


def _of(index: Index, copies: Copies, question: Question) -> Iterator[tuple[str, bool]]:
    text = question.forms["query"]
    reply = ask(index, text)
    if question.type == "unanswerable":
        yield "refused", not reply.found
        return
    wanted = [plan for plan, told in question.expect.items() if told and plan in copies.at]
    for plan in wanted:
        document = copies.original(plan)
        alone = ask(index, text, documents=[document])
        yield "alone", _right(copies, question, _answer(alone, document))
    if len(index.documents()) - reply.outside < _PLACE * len(index.documents()):
        for plan in wanted:
            yield "named", _right(copies, question, _answer(reply, copies.original(plan)))
        return
    told = [answer for answer in reply.answers if answer.found]
    for answer in told:
        yield "all", _right(copies, question, answer)
    yield "none", not told
    yield "unseen", reply.unseen > 0


def _answer(reply: Answers, document: str) -> DocumentAnswer | None:
    found = (a for a in reply.answers if a.found and a.document.id == document)
    return next(found, None)


def _right(copies: Copies, question: Question, answer: DocumentAnswer | None) -> bool:
    wanted = copies.expected(answer.document.id, question) if answer else None
    if answer is None or wanted is None:
        return False
    said = evaluate.squash(answer.citations[0].quote)
    return any(evaluate.squash(quote) in said for quote in wanted.quotes)


def main() -> None:
    """Ask, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    given = parser.parse_args()
    copies = Copies(recombined.originals(material()[0]))
    gold = shared() / "gold"
    questions = evaluate.read_questions([gold / f"questions-{n}.jsonl" for n in ("seeds", "2025")])
    chosen = random.Random(5).sample(questions, _QUESTIONS)
    sizes, tallies = [], []
    for path in given.index:
        with indexer.index.open(path, verify=False) as index:
            sizes.append(index.size())
            tallies.append(counted(index, copies, chosen))
    text = page(sizes, tallies)
    put(given.out, text)
    sys.stdout.write(text)


def page(sizes: Sequence[int], tallies: Sequence[Tally]) -> str:
    """A column for each index."""
    lines = [
        "# What is answered of very many plans",
        "",
        "Written by `python -m tests.bench.known`; figures of one machine and one day.",
        "",
        f"- {machine()}",
        f"- {datetime.datetime.now(datetime.UTC).date()}; {_QUESTIONS} gold questions, as",
        "  officials write them, over plans recombined from the gold ones, of which one copy is as",
        "  it was; what each copy has to answer is known. An answer of a plan of which gold says",
        "  nothing, or that it is silent, counts as wrong",
        "",
        f"| | {' | '.join(f'{size:,} passages' for size in sizes)} |",
        f"|---{'|---' * len(sizes)}|",
    ]
    for name, told in ROWS.items():
        cells = (f"{tally[name]} of {tally[f'{name}#']}" for tally in tallies)
        lines.append(f"| {told} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
