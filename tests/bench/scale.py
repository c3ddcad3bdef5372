"""How far one machine goes: ``python -m tests.bench.scale [--passages 10000 100000] [--room DIR]``.

Plans recombined from real ones (see ``recombined``) are indexed by the real build, all but the
reading, and asked; beside it, in the same process and in turns, the exact scan of the same vectors
and the raw parts. Nothing is asserted. Written to ``tests/bench/SCALE.md``.

With a room, a run that was cut short goes on where it was: what was built is not built again, and
its figures (``building.py``) are kept beside it.
"""

from __future__ import annotations

import argparse
import datetime
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import faiss
import numpy as np

import indexer.index
import models
from indexer.generation import current
from indexer.index import LocalIndex
from models import Encoder
from service.asking import ask
from service.question import understand
from service.searching import search
from tests.bench import building, recombined
from tests.bench.__main__ import material
from tests.bench.timing import machine, seconds, share

_QUESTIONS = 60
_CLIENTS = 32
_BLOCK = 16_384


@dataclass
class Measured:
    """The figures of one size: label → value as shown."""

    passages: int
    rows: dict[str, str] = field(default_factory=dict)

    def times(self, name: str, runs: Sequence[float]) -> tuple[float, float]:
        """Note p50 and p95 in milliseconds; give them in seconds."""
        low, high = share(runs, 0.5), share(runs, 0.95)
        self.rows[name] = f"{1000 * low:.1f} / {1000 * high:.1f} ms"
        return low, high


def main() -> None:
    """Measure each size, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--room", type=Path, help="where the indexes are made, and kept")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("SCALE.md"))
    given = parser.parse_args()
    encoder = models.load()
    folders, questions = material()
    base = recombined.originals(folders)
    asked = questions[:: 1 + len(questions) // _QUESTIONS]
    room = given.room or Path(tempfile.mkdtemp(prefix="tracuu-scale-"))
    try:
        found = [size(room / str(n), base, n, encoder, asked) for n in given.passages]
    finally:
        if given.room is None:
            shutil.rmtree(room, ignore_errors=True)
    text = page(found, len(asked))
    given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def size(
    room: Path,
    base: Sequence[recombined.Original],
    passages: int,
    encoder: Encoder,
    questions: Sequence[str],
) -> Measured:
    """Everything at one size."""
    path = room / "index"
    made, rows = building.measured(room, base, passages, encoder)
    found = Measured(made, rows)
    on_disk = sum(p.stat().st_size for p in (path / current(path)).rglob("*") if p.is_file())
    found.rows["on disk"] = f"{on_disk / 2**20:.0f} MB, {on_disk / made:.0f} bytes a passage"
    opening: list[LocalIndex] = []
    took = seconds(lambda: opening.append(_open(path, encoder)))
    found.rows["open"] = f"{took:.1f} s"
    with opening[0] as index:
        _asking(found, index, questions)
    return found


def _open(path: Path, encoder: Encoder) -> LocalIndex:
    opened = indexer.index.open(path, verify=False, encoder=encoder)
    assert isinstance(opened, LocalIndex)
    return opened


def _asking(found: Measured, index: LocalIndex, questions: Sequence[str]) -> None:
    flat = _flat(index)
    vectors = index.encoder.encode_queries(list(questions))
    faiss.omp_set_num_threads(1)
    for text in questions[:5]:
        search(index, text), ask(index, text)
    rounds = [_round(index, flat, t, v) for t, v in zip(questions, vectors, strict=True)]
    names = ("exact scan of the vectors", "vector search", "raw parts", "search", "ask")
    mids = [found.times(n, [r[i] for r in rounds]) for i, n in enumerate(names)]
    (scan, _), _, (raw, _), (mid, high), (_, slow) = mids
    found.rows["search p50 ÷ exact scan p50"] = f"{mid / scan:.2f}"
    found.rows["search p50 ÷ raw parts p50"] = f"{mid / raw:.2f}"
    found.rows["search p95 ÷ p50"] = f"{high / mid:.2f}"
    found.rows["ask p95 ÷ search p95"] = f"{slow / high:.2f}"
    found.rows["recall@10 of vector search"] = f"{_recall(index, flat, vectors):.3f}"
    found.rows[f"{_CLIENTS} clients ÷ one"] = f"{_throughput(index, questions):.2f}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found.rows["memory at most, this bench included"] = f"{peak:.0f} MB"


def _flat(index: LocalIndex) -> faiss.IndexFlatIP:
    flat = faiss.IndexFlatIP(index.encoder.dim)
    for start in range(0, index.size(), _BLOCK):
        flat.add(index.vectors(range(start, min(start + _BLOCK, index.size()))))
    return flat


def _round(
    index: LocalIndex, flat: faiss.IndexFlatIP, text: str, vector: np.ndarray
) -> tuple[float, ...]:
    """Seconds of each, one after the other, so that a busy moment hits all alike."""
    question = understand(text, index.accents, ())
    parts: Sequence[Callable[[], object]] = (
        lambda: flat.search(vector[None], 10),
        lambda: index.search_vector(vector, 300, None),
        lambda: (
            index.encoder.encode_queries([text]),
            index.search_vector(vector, 500, None),
            index.search_terms(question.weighted, 500, None),
        ),
        lambda: search(index, text),
        lambda: ask(index, text),
    )
    return tuple(seconds(part) for part in parts)


def _recall(index: LocalIndex, flat: faiss.IndexFlatIP, vectors: np.ndarray) -> float:
    """The share of the exact ten that are found; as near as the tenth counts as it."""
    exact, _ = flat.search(vectors, 10)
    good = 0
    for vector, scores in zip(vectors, exact, strict=True):
        hits = index.search_vector(vector, 300, None)[:10]
        good += sum(hit.score >= scores[9] - 1e-6 for hit in hits)
    return good / (10 * len(vectors))


def _throughput(index: LocalIndex, questions: Sequence[str]) -> float:
    """Searches a second of many clients against those of one."""
    alone = seconds(lambda: [search(index, text) for text in questions])
    with ThreadPoolExecutor(_CLIENTS) as pool:
        together = seconds(lambda: list(pool.map(lambda t: search(index, t), questions)))
    return alone / together


def page(found: Sequence[Measured], questions: int) -> str:
    """A column for each size."""
    names = list(found[0].rows)
    lines = [
        "# How far one machine goes",
        "",
        "Written by `python -m tests.bench.scale`; figures of one machine and one day.",
        "",
        f"- {machine()}",
        f"- {datetime.datetime.now(datetime.UTC).date()}; plans recombined from real ones: places,",
        f"  years, agencies and numbers changed; {questions} questions; p50 / p95 where two stand",
        "",
        "| | " + " | ".join(f"{m.passages:,} passages" for m in found) + " |",
        "|---|" + "---|" * len(found),
        *(f"| {name} | " + " | ".join(m.rows[name] for m in found) + " |" for name in names),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
