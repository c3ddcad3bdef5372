"""The figures of ``capacity``: real plans read, recombined ones indexed, published and asked."""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from unittest import mock

import indexer.index
import models
from indexer.address import Address
from indexer.analyse import analyse
from indexer.build import build
from indexer.documents import Document
from indexer.generation import current
from indexer.index import LocalIndex, codes
from indexer.index.milvus.publishing import publish
from models import Encoder
from service.retrieve.searching import search
from tests.bench import recombined
from tests.bench.__main__ import material
from tests.bench.capacity import Figures
from tests.bench.timing import fresh, machine
from tests.quality.measures import shared

_QUESTIONS = 40
_SERVED = """
import json, sys
import indexer.index, service
index = indexer.index.open(sys.argv[1], verify=False)
for text in json.loads(sys.argv[2]):
    service.ask(index, text); service.search(index, text)
told = dict(line.split(":", 1) for line in open("/proc/self/status"))
held = 1024 * int(told["VmRSS"].split()[0])
print(json.dumps({"held": held}))
"""
_TEXT = (".txt", ".md", ".docx")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One index of recombined plans. Seconds are of the processor, for all its clauses."""

    clauses: int
    passages: int
    bytes: dict[str, int]
    encode: float
    index: float
    memory: float
    search: float
    publish: float
    lite: float


def weigh(small: int, large: int) -> Figures:
    """Everything, over indexes of so many passages."""
    encoder = models.load()
    encoder.encode_queries(["warm"])
    folders, questions = material()
    base = recombined.originals(folders)
    asked = questions[:: 1 + len(questions) // _QUESTIONS]
    documents, reading = _read()
    with tempfile.TemporaryDirectory(prefix="tracuu-capacity-") as place:
        both = [_weighed(Path(place) / str(n), base, n, encoder, asked) for n in (small, large)]
    most = both[1]
    by_level: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        if document.info.is_plan and document.info.level:
            by_level[document.info.level].append(len(document.clauses))
    page, dense = _scanned()
    return Figures(
        machine=machine(),
        day=str(datetime.datetime.now(datetime.UTC).date()),
        clauses_a_plan={level: fmean(counts) for level, counts in by_level.items()},
        plans={level: len(counts) for level, counts in by_level.items()},
        passages_a_clause=most.passages / most.clauses,
        bytes={name: size / most.clauses for name, size in most.bytes.items()},
        seconds={
            "read": reading / sum(len(d.clauses) for d in documents),
            "encode": most.encode / most.clauses,
            "index": most.index / most.clauses,
            "publish": most.publish / most.clauses,
        },
        page_read=page,
        pages_a_clause=dense,
        sizes=(both[0].clauses, most.clauses),
        memory=(both[0].memory, most.memory),
        search=(both[0].search, most.search),
        lite=(both[0].lite, most.lite),
    )


def grown(path: Path) -> tuple[int, float, float]:
    """Clauses, memory and seconds a search of an index of recombined plans that is there."""
    _, questions = material()
    asked = questions[:: 1 + len(questions) // _QUESTIONS]
    with indexer.index.open(path, verify=False) as index:
        assert isinstance(index, LocalIndex)
        clauses, search_time = index.manifest.clauses, _asked(index, asked)
    return clauses, _held(path, asked), search_time


def _held(path: Path, asked: Sequence[str]) -> float:
    """Bytes that a service holds after these questions."""
    return float(fresh(_SERVED, str(path), json.dumps(list(asked)), runs=1)[0]["held"])


def _read() -> tuple[list[Document], float]:
    """Every plan of the collection that is text, and how long reading all took."""
    files = sorted(p for p in (shared() / "plans").rglob("*") if p.suffix in _TEXT)
    analyse(files[0], files[0].stem, files[0].name)  # tables and models are loaded once
    documents: list[Document] = []
    took = spent(lambda: documents.extend(analyse(p, p.stem, p.name) for p in files))
    return documents, took


def _scanned() -> tuple[float, float]:
    """Seconds a page of scans, Tesseract's included, and pages a clause of them."""
    pages = clauses = 0
    took = 0.0
    for path in sorted((shared() / "plans" / "pdf").iterdir()):
        found: list[Document] = []
        one = spent(lambda: found.append(analyse(path, path.stem, path.name)))  # noqa: B023
        scanned = sum(page.obtained == "ocr" for page in found[0].pages)
        if scanned == len(found[0].pages):
            took, pages, clauses = took + one, pages + scanned, clauses + len(found[0].clauses)
    return took / pages, pages / clauses


def _weighed(
    room: Path,
    base: Sequence[recombined.Original],
    passages: int,
    encoder: Encoder,
    asked: Sequence[str],
) -> Weighed:
    plans, path = room / "plans", room / "index"
    recombined.prepare(plans, path, base, passages)
    # Large indexes have codes; so do these, that their cost is of the right kind.
    with mock.patch.object(codes, "EXACT", 0):
        whole = spent(lambda: build(plans, path, encoder))
    with indexer.index.open(path, verify=False, encoder=encoder) as index:
        assert isinstance(index, LocalIndex)
        clauses, rows = index.manifest.clauses, index.size()
        dense = [p.dense for _, found in base for p in found]
        encode = spent(lambda: encoder.encode_passages(dense)) / len(dense) * rows
        here = _asked(index, asked)
        address = Address.parse(f"milvus://{room / 'lite.db'}")
        published = spent(lambda: publish([index], address))
    with indexer.index.open(f"milvus://{room / 'lite.db'}", encoder=encoder) as there:
        lite = _asked(there, asked)
    held = _held(path, asked)
    sizes = _sizes(path / current(path))
    sizes["milvus"] = _size(*room.glob("lite.db*"))
    return Weighed(clauses, rows, sizes, encode, whole - encode, held, here, published, lite)


def _asked(index: indexer.index.OpenIndex, asked: Sequence[str]) -> float:
    """Seconds a search."""
    for text in asked[:5]:
        search(index, text)
    return spent(lambda: [search(index, text) for text in asked]) / len(asked)


def _sizes(generation: Path) -> dict[str, int]:
    """Bytes by kind of file; small files are told with the store."""
    kinds = {".u4": "outlines", ".f32": "vectors", ".i8": "vectors", ".codes": "codes"}
    found: dict[str, int] = defaultdict(int)
    for path in generation.rglob("*"):
        if path.is_file():
            inside = any("lexical" in part for part in path.relative_to(generation).parts)
            found["lexical" if inside else kinds.get(path.suffix, "store")] += path.stat().st_size
    return dict(found)


def _size(*paths: Path) -> int:
    inside = (p for path in paths for p in ([path] if path.is_file() else path.rglob("*")))
    return sum(p.stat().st_size for p in inside if p.is_file())


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor, this process's and those of the processes it waited for."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])
