"""Beside peers: ``python -m tests.bench.peers [--passages 20000] [--rounds 3] [--out FILE]``.

txtai, Haystack and LanceDB (see ``rivals``) get the passages of our index, its vectors and its
encoder, and are asked the gold questions in the same process, in turns with us. Nothing is
asserted. Written to ``tests/bench/PEERS.md`` (see ``beside``); needs ``peers.txt`` and the plans
of ``../shared``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import models
from indexer.build import build
from indexer.generation import current
from indexer.index import LocalIndex
from models import Encoder
from service.answer.asking import ask
from service.learning.evaluate import FIELDS, LONGEST, Question, read_questions, squash
from service.retrieve.searching import search
from tests.bench import recombined
from tests.bench.beside import page
from tests.bench.rivals import RIVALS
from tests.bench.standings import DEEP, OURS, Pace, Paces, Tally
from tests.bench.timing import Cost, cost
from tests.quality.measures import shared

_TIMED = 12  # questions of each form that are timed in a round
_PAGE = 10  # passages that a timed question asks for
#: Of every round its questions by form; the first ones only warm up.
Rounds = Sequence[Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Finder:
    """``passages``: question → passages, best first, as ``(document, text)``. ``quick``: what is
    timed, a first page in whatever form the program itself gives it."""

    passages: Callable[[str], list[tuple[str, str]]]
    quick: Callable[[str], object]


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, default=20_000, help="for speed")
    parser.add_argument("--every", type=int, default=1, help="only every nth question")
    parser.add_argument("--rounds", type=int, default=3, help="of everything that is timed")
    parser.add_argument("--index", type=Path, help="an index of all plans that is there already")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("PEERS.md"))
    given = parser.parse_args()
    encoder = models.load()
    gold = [shared() / "gold" / f"questions-{name}.jsonl" for name in ("seeds", "2025")]
    questions = read_questions(gold)[:: given.every]
    with tempfile.TemporaryDirectory(prefix="tracuu-peers-") as place:
        whole = given.index or Path(place) / "index"
        if given.index is None:
            build(shared() / "plans", whole, encoder)
        many = _grown(Path(place), encoder, given.passages)
        rounds = timed(questions, max(1, given.rounds))
        paces = dict(_paces(index, Path(place), rounds) for index in (whole, many))
        told = _told(whole, Path(place), questions, encoder)
    asked = sum(map(len, rounds[1].values()))
    text = page(told, paces, len(questions), asked, os.getloadavg()[2])
    given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _grown(place: Path, encoder: Encoder, passages: int) -> Path:
    """An index of so many passages."""
    plans = shared() / "plans"
    base = recombined.originals([plans / "seeds", plans / "2025"])
    recombined.prepare(place / "many-plans", place / "many-index", base, passages)
    build(place / "many-plans", place / "many-index", encoder)
    return place / "many-index"


def timed(questions: Sequence[Question], rounds: int) -> Rounds:
    """The questions of a round that warms up, and of those that count: none is asked twice.

    Nor in two forms: our readers remember what they have read, and without marks it is the same.
    """
    told: list[dict[str, Sequence[str]]] = [{} for _ in range(rounds + 1)]
    for number, form in enumerate(FIELDS):
        asked = [q.forms[form] for q in questions[number :: len(FIELDS)] if form in q.forms]
        first, *rest = asked
        each = min(_TIMED, len(rest) // rounds)
        if not each:
            raise SystemExit(f"too few questions for {rounds} rounds: give --every less")
        told[0][form] = [first]
        for place in range(rounds):
            told[place + 1][form] = rest[place * each : (place + 1) * each]
    return told


def _paces(index: Path, place: Path, rounds: Rounds) -> tuple[int, Paces]:
    """How many passages there are, and what everybody takes: in a process of its own, as new."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_paced, index, place / f"timed-{index.name}", rounds).result()


def _paced(path: Path, place: Path, rounds: Rounds) -> tuple[int, Paces]:
    with _opened(path, models.load()) as index:
        return index.size(), speed(_finders(index, place), rounds)


def _told(
    whole: Path, place: Path, questions: Sequence[Question], encoder: Encoder
) -> dict[str, Tally]:
    """How often everybody is right over all plans (the index ``whole``)."""
    with _opened(whole, encoder) as index:
        finders = _finders(index, place / "right")
        return {name: quality(questions, finder) for name, finder in finders.items()}


def _opened(path: Path, encoder: Encoder) -> LocalIndex:
    return LocalIndex(path / current(path), encoder)


def _finders(index: LocalIndex, place: Path) -> dict[str, Finder]:
    """Ours twice (a ranked list, and answers), and the peers over what it holds."""
    place.mkdir()
    texts = [text for _, _, text in index.searchable()]
    vectors = index.vectors(range(index.size()))

    def ranked(text: str) -> list[tuple[str, str]]:
        return [(h.document.id, h.citation.quote) for h in search(index, text, limit=DEEP).hits]

    def answered(text: str) -> list[tuple[str, str]]:
        found = [a for a in ask(index, text, limit=50).answers if a.found]
        return [(a.document.id, c.quote) for a in found for c in a.citations]

    def through(name: str) -> Finder:
        made = RIVALS[name](texts, vectors, index.encoder, place)

        def find(text: str) -> list[tuple[str, str]]:
            rows = made.find(text, DEEP)
            found = index.passages(rows)
            return [(found[row].document, found[row].text) for row in rows]

        return Finder(find, lambda text: made.find(text, _PAGE))

    ours = (
        Finder(ranked, lambda text: search(index, text, limit=_PAGE)),
        Finder(answered, lambda text: ask(index, text)),
    )
    return dict(zip(OURS, ours, strict=True)) | {name: through(name) for name in RIVALS}


def quality(questions: Sequence[Question], find: Finder) -> Tally:
    """Right passages among those found, for every form of every question."""
    tally = Tally()
    for question in questions:
        wanted = {d: e.quotes for d, e in question.expect.items() if e is not None}
        for form in FIELDS if wanted else ():
            if form in question.forms:
                _judge(tally, form, wanted, find.passages(question.forms[form]))
    return tally


def _judge(
    tally: Tally, form: str, wanted: dict[str, tuple[str, ...]], found: list[tuple[str, str]]
) -> None:
    right = [_holds(text, wanted.get(document, ())) for document, text in found]
    tally.add("first", form, any(right[:1]))
    for document in wanted:
        at = [i for i, (name, _) in enumerate(found) if name == document]
        tally.add("cite@1", form, bool(at) and right[at[0]])
        tally.add("recall@10", form, any(right[i] for i in at if i < 10))


def _holds(text: str, quotes: Sequence[str]) -> bool:
    letters = squash(text)
    return len(text) <= LONGEST and any(squash(quote) in letters for quote in quotes)


def speed(finders: Mapping[str, Finder], rounds: Rounds) -> dict[str, Pace]:
    """What every question costs each: in turns, so that a busy moment hits all alike."""
    spent: dict[str, list[dict[str, list[Cost]]]] = {name: [] for name in finders}
    for asked in rounds:
        for each in spent.values():
            each.append({form: [] for form in asked})
        for form, texts in asked.items():
            for text in texts:
                for name, finder in finders.items():
                    spent[name][-1][form].append(cost(partial(finder.quick, text)))
    return {name: Pace(tuple(told[1:])) for name, told in spent.items()}


if __name__ == "__main__":
    main()
