"""Beside peers: ``python -m tests.bench.peers [--passages 20000] [--every 1] [--out FILE]``.

txtai, Haystack and LanceDB (see ``rivals``) get the passages of our index, its vectors and its
encoder, and are asked the gold questions in the same process, in turns with us. Nothing is
asserted. Written to ``tests/bench/PEERS.md``; needs ``peers.txt`` and the plans of ``../shared``.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
from tests.bench.rivals import RIVALS
from tests.bench.timing import machine
from tests.quality.measures import shared

#: Of a ranked list: deep enough to see most documents, as our ``ask`` does.
_DEEP = 100
_SPEED = 30  # questions that are timed
_SHOWN = ("first", "recall@10", "cite@1")
_PAGE = 10  # passages that a timed question asks for


@dataclass(frozen=True, slots=True)
class Finder:
    """``passages``: question → passages, best first, as ``(document, text)``. ``quick``: what is
    timed, a first page in whatever form the program itself gives it."""

    passages: Callable[[str], list[tuple[str, str]]]
    quick: Callable[[str], object]


@dataclass
class Tally:
    """Counts of what was right, of how many, by measure and form of the question."""

    counts: dict[tuple[str, str], list[bool]] = field(default_factory=dict)

    def add(self, measure: str, form: str, right: bool) -> None:
        """Count one."""
        self.counts.setdefault((measure, form), []).append(right)

    def share(self, measure: str, form: str) -> str:
        """As the table shows it."""
        found = self.counts[measure, form]
        return f"{sum(found) / len(found):.3f}".removeprefix("0")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, default=20_000, help="for speed")
    parser.add_argument("--every", type=int, default=1, help="only every nth question")
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
        text = report(Path(place), whole, questions, encoder, given.passages)
    given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def report(
    place: Path, whole: Path, questions: Sequence[Question], encoder: Encoder, passages: int
) -> str:
    """The page: quality over all plans (the index ``whole``), speed over them and over many."""
    plans = shared() / "plans"
    with _opened(whole, encoder) as index:
        few, finders = index.size(), _finders(index, encoder, place / "few")
        told = {name: quality(questions, finder) for name, finder in finders.items()}
        asked = [q.forms[f] for q in questions for f in FIELDS if f in q.forms]
        asked = asked[:: 1 + len(asked) // _SPEED]
        slow = speed(finders, asked)
    base = recombined.originals([plans / "seeds", plans / "2025"])
    recombined.prepare(place / "many-plans", place / "many-index", base, passages)
    build(place / "many-plans", place / "many-index", encoder)
    with _opened(place / "many-index", encoder) as index:
        many, finders = index.size(), _finders(index, encoder, place / "many")
        fast = speed(finders, asked)
    return page(told, {few: slow, many: fast}, len(questions), len(asked))


def _opened(path: Path, encoder: Encoder) -> LocalIndex:
    return LocalIndex(path / current(path), encoder)


def _finders(index: LocalIndex, encoder: Encoder, place: Path) -> dict[str, Finder]:
    """Ours twice (a ranked list, and answers), and the peers over what it holds."""
    place.mkdir()
    texts = [text for _, _, text in index.searchable()]
    vectors = index.vectors(range(index.size()))

    def ranked(text: str) -> list[tuple[str, str]]:
        return [(h.document.id, h.citation.quote) for h in search(index, text, limit=_DEEP).hits]

    def answered(text: str) -> list[tuple[str, str]]:
        found = [a for a in ask(index, text, limit=50).answers if a.found]
        return [(a.document.id, c.quote) for a in found for c in a.citations]

    def through(rival: type) -> Finder:
        made = rival(texts, vectors, encoder, place)

        def find(text: str) -> list[tuple[str, str]]:
            rows = made.find(text, _DEEP)
            found = index.passages(rows)
            return [(found[row].document, found[row].text) for row in rows]

        return Finder(find, lambda text: made.find(text, _PAGE))

    ours = {
        "ours, `search`": Finder(ranked, lambda text: search(index, text, limit=_PAGE)),
        "ours, `ask`": Finder(answered, lambda text: ask(index, text)),
    }
    return ours | {rival.name: through(rival) for rival in RIVALS}


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


def speed(finders: dict[str, Finder], asked: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Seconds a question: the mean of the processor's and the median by the clock.

    All in turns, question by question, so that a busy moment hits all alike.
    """
    for finder in finders.values():
        finder.quick(asked[0])
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in finders}
    for text in asked:
        for name, finder in finders.items():
            cpu, wall = time.process_time(), time.perf_counter()
            finder.quick(text)
            spent[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    return {
        name: (statistics.fmean(c for c, _ in runs), statistics.median(w for _, w in runs))
        for name, runs in spent.items()
    }


def page(
    told: dict[str, Tally],
    speeds: dict[int, dict[str, tuple[float, float]]],
    questions: int,
    timed: int,
) -> str:
    """Both tables with their conditions."""
    head = "| | first | recall@10 | cite@1 | … without marks | … few words | … English |"
    lines = [
        "# Beside peers",
        "",
        "Written by `python -m tests.bench.peers`; figures of one machine and one day.",
        "",
        f"- {machine()}; {datetime.datetime.now(datetime.UTC).date()}",
        f"- {questions} gold questions; every plan of the collection. Everybody has the same",
        "  passages (with headings, place and year), the same vectors and the same encoder",
        "- first: of the questions, the first passage of all is right. recall@10: of the pairs of",
        "  a question and a plan that answers it, a right passage is among the first ten of all.",
        f"  cite@1: of these pairs, the first passage of that plan is right (first {_DEEP} of all)",
        "- our weights are fitted on other questions over these plans; the peers are as they come,",
        "  and know nothing of Vietnamese plans: what they are held for is a general search",
        "",
        head,
        "|---|" + "---|" * 6,
    ]
    for name, tally in told.items():
        shares = [tally.share(m, "query") for m in _SHOWN]
        shares += [tally.share("cite@1", form) for form in FIELDS[1:]]
        lines.append(f"| {name} | {' | '.join(shares)} |")
    lines += [
        "",
        f"One client, {timed} questions in turns, {_PAGE} passages each: questions a second of",
        "processor time (all threads), and the median by the clock.",
        "",
        "| | " + " | ".join(f"{n:,} passages | " for n in speeds) + " |",
        "|---|" + "---|---|" * len(speeds),
    ]
    for name in told:
        cells = [f"{1 / s[name][0]:.0f} /s | {1000 * s[name][1]:.1f} ms" for s in speeds.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *_verdicts(told, speeds[max(speeds)]), ""])


def _verdicts(told: dict[str, Tally], speeds: dict[str, tuple[float, float]]) -> list[str]:
    """Who wins, each against our ``search``, at the larger size."""
    ours, lines = next(iter(told)), []
    for rival in (r.name for r in RIVALS):
        times = speeds[ours][0] / speeds[rival][0]
        pace = f"{times:.1f} × as fast as" if times > 1 else f"{1 / times:.1f} × slower than"
        sides = [(m, told[rival].share(m, "query"), told[ours].share(m, "query")) for m in _SHOWN]
        wins = [m for m, theirs, mine in sides if theirs > mine]
        better = f"they win {', '.join(wins)}" if wins else "ours is right more often throughout"
        lines.append(f"- {rival}: {pace} our `search`; {better}.")
    return lines


if __name__ == "__main__":
    main()
