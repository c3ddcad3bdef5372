"""What a build of many passages costs, and a change to it, in processor time and by the clock.

Figures are kept in the room as they are made (``building.json``): a run that was cut short goes on.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import faiss as _faiss
import tantivy

import indexer.index
from indexer.analyse import analyse
from indexer.build import build
from indexer.index import codes, quantiser
from indexer.index.lexical import _schema
from indexer.index.written import searchable
from indexer.passages import passages_of
from models import Encoder
from models.names import BUNDLED, DEFAULT
from tests.bench import recombined
from tests.bench.timing import seconds

faiss: Any = _faiss
Figures = dict[str, dict[str, float]]
_ADDED = "mot-ke-hoach-moi.txt"


def measured(
    room: Path, base: Sequence[recombined.Original], passages: int, encoder: Encoder
) -> tuple[int, dict[str, str]]:
    """Build in ``room``, then add, change and remove a plan; how many passages, and the figures."""
    plans, index, notes = room / "plans", room / "index", room / "building.json"
    found: Figures = json.loads(notes.read_text()) if notes.exists() else {}
    new, old = plans / _ADDED, plans / f"{base[0][0].info.id}-000000.txt"
    steps: dict[str, Callable[[], object]] = {
        "build": lambda: recombined.prepare(plans, index, base, passages),
        "add": lambda: new.write_text(base[0][0].text, encoding="utf-8"),
        "change": lambda: old.write_text(f"{old.read_text('utf-8')}\nHết.", encoding="utf-8"),
        "remove": new.unlink,
    }
    for name, prepared in steps.items():
        if name not in found:
            made = prepared()
            found[name] = _cost(lambda: build(plans, index, encoder, jobs=0))
            if isinstance(made, int) and name == "build":
                found[name]["passages"] = made
            notes.write_text(json.dumps(found), encoding="utf-8")
    size = int(found["build"]["passages"])
    return size, _told(found, _raw(base, encoder, plans, index), size)


def _cost(work: Callable[[], object]) -> dict[str, float]:
    """Seconds of processor and clock; memory at most, in megabytes, this bench included."""
    began = time.process_time()
    clock = seconds(work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": time.process_time() - began, "clock": clock, "memory": peak}


def _raw(
    base: Sequence[recombined.Original], encoder: Encoder, plans: Path, index: Path
) -> dict[str, float]:
    """Microseconds of processor a passage for the bare parts, and for reading.

    Over a few plans, but for FAISS, which learns from some vectors and codes all of the index.
    """
    from sentence_transformers import SentenceTransformer

    texts = [p for _, passages in base for p in passages]
    dense = [p.dense for p in texts]
    # As anybody would use the bundled model; what our encoder does in its place is told beside.
    library = SentenceTransformer(str(BUNDLED / DEFAULT), device="cpu")
    words = [searchable(p.lexical) for p in texts]
    files = [plans / f"{d.info.id}-{number:06d}.txt" for number, (d, _) in enumerate(base)]
    parts: dict[str, Callable[[], object]] = {
        "library": lambda: library.encode(dense, batch_size=256, normalize_embeddings=True),
        "encoder": lambda: encoder.encode_passages(dense),
        "words": lambda: _indexed(words),
        "reading": lambda: _read([file for file in files if file.exists()]),
    }
    best = {name: min(_cost(part)["cpu"] for _ in range(3)) for name, part in parts.items()}
    each = {name: 1e6 * cost / len(texts) for name, cost in best.items()}
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:  # the next build's memory is not to be told of it
        return {**each, "vectors": pool.submit(_indexing_vectors, index).result()}


def _indexing_vectors(index: Path) -> float:
    """Microseconds of processor a passage for FAISS alone, told as much of the vectors as ours."""
    with indexer.index.open(index, verify=False) as opened:
        vectors = opened.vectors(range(opened.size()))
    rows, dim = vectors.shape
    faiss.omp_set_num_threads(1)
    if not codes.suits(rows, dim):
        made = faiss.IndexFlatIP(dim)
    else:
        lists, parts = quantiser.lists_of(rows), dim // quantiser.together(dim)
        made = faiss.IndexIVFPQFastScan(
            faiss.IndexFlatIP(dim), dim, lists, parts, quantiser.BITS, faiss.METRIC_INNER_PRODUCT
        )

    def indexed() -> None:
        made.train(vectors[:: max(1, rows // codes.SAMPLE)])
        made.add(vectors)

    return 1e6 * _cost(indexed)["cpu"] / rows


def _read(files: Sequence[Path]) -> None:
    for path in files:
        passages_of(analyse(path, path.stem, path.name))


def _indexed(words: Sequence[tuple[str, ...]]) -> None:
    """Tantivy alone, given the same terms."""
    with tempfile.TemporaryDirectory() as place:
        writer = tantivy.Index(_schema(), place).writer(64_000_000, 1)
        for row, (folded, marked) in enumerate(words):
            entry = tantivy.Document(terms=folded, marked=marked)
            entry.add_unsigned("row", row)
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()


def _ratio(each: float, *parts: float) -> str:
    return f"{each / sum(parts):.2f} ({' + '.join(f'{part:.0f}' for part in parts)} µs a passage)"


def _told(found: Figures, raw: dict[str, float], size: int) -> dict[str, str]:
    whole = found["build"]["cpu"]
    each = 1e6 * whole / size
    reading = raw["reading"] * size / 1e6
    rows = {
        "build, reading apart: processor": f"{whole:.1f} s, {each:.0f} µs a passage",
        "… by the clock": f"{found['build']['clock']:.1f} s",
        "… ÷ sentence-transformers, tantivy, FAISS alone": _ratio(
            each, raw["library"], raw["words"], raw["vectors"]
        ),
        "… ÷ our encoder, tantivy, FAISS alone": _ratio(
            each, raw["encoder"], raw["words"], raw["vectors"]
        ),
        "reading the plans, estimated from a few": f"{reading:.0f} s of processor more",
        "… memory at most": f"{found['build']['memory']:.0f} MB",
    }
    for name, label in (
        ("add", "one plan more"),
        ("change", "one changed"),
        ("remove", "one less"),
    ):
        cost = found[name]
        both = cost["cpu"] / (whole + reading)
        share = f"{cost['cpu'] / whole:.1%} of the build, {both:.1%} with the reading"
        rows[f"{label}: processor"] = f"{cost['cpu']:.2f} s ({share}); {cost['clock']:.1f} s"
    return rows
