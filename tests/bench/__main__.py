"""Speed and memory on this machine: ``make bench``, or ``python -m tests.bench [--out FILE]``.

Nothing is asserted: figures belong to a machine. They are printed as a Markdown table and written
to ``tests/bench/RESULTS.md``. The plans and questions of ``../shared`` (``$TRACUU_SHARED``) are
used where they are, else the bundled corpus and the questions below.
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import indexer.index
import models
from indexer.analyse import analyse
from indexer.build import build
from indexer.index import LocalIndex
from indexer.passages import PassageText, passages_of
from models import Encoder
from service.learning.evaluate import read_questions
from tests.bench import bare, reading
from tests.bench.bare import Bare
from tests.bench.timing import ROOT, Timed, column, fresh, machine, put, seconds, share
from tests.quality.measures import shared

QUESTIONS = (
    "Cơ quan nào phụ trách khám sức khỏe định kỳ cho người lao động ở các cơ sở kinh doanh?",
    "co quan nao kham suc khoe",
    "which agency handles health checks?",
    "Kinh phí thực hiện lấy từ nguồn nào?",
    "Bao nhiêu phần trăm xã, phường được tuyên truyền?",
    "Báo cáo gửi trước ngày nào?",
    "Kế hoạch nào thực hiện Quyết định 1629/QĐ-TTg?",
    "Ai ký kế hoạch của Hải Dương?",
    "vay vốn học nghề",
    "who pays for the plan?",
)
_LOAD = """
import json, time
t = time.perf_counter(); import models
u = time.perf_counter(); encoder = models.load()
v = time.perf_counter(); encoder.encode_queries(["sức khỏe"])
w = time.perf_counter()
print(json.dumps({"import": u - t, "load": v - u, "first": w - v}))
"""
_MEMORY = """
import json, sys, time
def now():
    try:
        lines = open("/proc/self/status").read().splitlines()
        return int(next(x for x in lines if x.startswith("VmRSS")).split()[1]) / 1024
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
import indexer.index, service
from service import ask, search
imported = now()
t = time.perf_counter(); index = indexer.index.open(sys.argv[1])
opened = time.perf_counter() - t; held = now()
t = time.perf_counter(); ask(index, "ai khám sức khỏe?")
first = time.perf_counter() - t
for text in json.loads(sys.argv[2]):
    ask(index, text); search(index, text)
out = {"imported": imported, "held": held, "asked": now(), "open": opened, "first": first}
print(json.dumps(out))
"""
#: Questions asked at most, so that a run stays under two minutes on a slow machine.
_MOST = 200
Row = tuple[str, str, str, str]


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    parser.add_argument("--runs", type=int, default=3, help="runs of everything that is timed")
    given = parser.parse_args()
    folders, questions = material()
    sys.stderr.write("Some minutes; the table comes at the end.\n")
    with tempfile.TemporaryDirectory(prefix="tracuu-bench-") as place:
        text = report(Path(place), folders, questions, max(1, given.runs))
    put(given.out, text)
    sys.stdout.write(text)


def material() -> tuple[list[Path], list[str]]:
    """The plans to index and the questions to ask."""
    folders = [shared() / "plans" / name for name in ("seeds", "2025")]
    gold = [shared() / "gold" / f"questions-{name}.jsonl" for name in ("seeds", "2025")]
    if all(path.exists() for path in (*folders, *gold)):
        texts = [t for q in read_questions(gold) for t in q.forms.values()]
        return folders, texts[:: 1 + len(texts) // _MOST]
    return [ROOT / "corpus" / "plans"], list(QUESTIONS)


def some(questions: Sequence[str], count: int) -> list[str]:
    """So many of them, evenly spread.

    Every second of them would be half of the forms, since questions come with theirs in order.
    """
    most = min(count, len(questions))
    return [questions[place * len(questions) // most] for place in range(most)]


def report(place: Path, folders: Sequence[Path], questions: Sequence[str], runs: int) -> str:
    """Everything, as the page that is written."""
    encoder = models.load()
    encoder.encode_queries(["warm"])
    files = sorted(p for f in folders for p in f.iterdir() if p.suffix in (".txt", ".md"))
    passages = [p for path in files for p in passages_of(analyse(path, path.stem, path.name))]
    rows: list[Row] = [
        row(name, ours, raw, "pdfminer.six on 1 core")
        for name, ours, raw in reading.timed(reading.files(place), runs)
    ]
    rows += building(place, folders, passages, encoder, runs)
    rows += answering(place, passages, questions, runs)
    with indexer.index.open(place / "index-0", encoder=encoder) as index:
        rows += opening(place / "index-0", index, questions, runs)
    names = " + ".join(f.relative_to(f.parents[1]).as_posix() for f in folders)
    return page(names, f"{len(files)} plans, {len(passages)} passages", len(questions), runs, rows)


def building(
    place: Path,
    folders: Sequence[Path],
    passages: Sequence[PassageText],
    encoder: Encoder,
    runs: int,
) -> Iterator[Row]:
    """A whole build against encoding and indexing the same passages bare, in turns."""
    ours, raw = [], []
    for run in range(runs):
        ours.append(seconds(lambda: build(folders, place / f"index-{run}", encoder)))  # noqa: B023
        raw.append(seconds(lambda: Bare(place / f"bare-{run}", passages, encoder)))  # noqa: B023
    yield row("build the index", Timed(tuple(ours)), Timed(tuple(raw)), "encode + tantivy")


def answering(
    place: Path, passages: Sequence[PassageText], questions: Sequence[str], runs: int
) -> Iterator[Row]:
    """Every question to us and to the bare parts, once by a process that has never heard it.

    What was asked before takes less: the readers remember it.
    """
    found = []
    for _ in range(runs):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            found.append(pool.submit(bare.asked, place / "index-0", passages, questions).result())
    for name in ("ask", "search"):
        for label, part in (("p50", 0.5), ("p95", 0.95)):
            ours, raw = (
                Timed(tuple(share(run[name][side], part) for run in found)) for side in (0, 1)
            )
            yield row(f"{name}, {label}", ours, raw, "encode + FAISS + BM25")


def opening(path: Path, index: LocalIndex, questions: Sequence[str], runs: int) -> Iterator[Row]:
    """What a process takes before the first answer, and what it then holds."""
    loads = fresh(_LOAD, runs=runs)
    yield alone("load the model, new process", column(loads, "load"))
    held = fresh(_MEMORY, str(path), json.dumps(list(questions)), runs=runs)
    yield alone("open the index (model included), new process", column(held, "open"))
    again = [seconds(lambda: _open(path, index.encoder, verify=True)) for _ in range(runs)]
    yield alone("open the index, every file's hash verified", Timed(tuple(again)))
    again = [seconds(lambda: _open(path, index.encoder, verify=False)) for _ in range(runs)]
    yield alone("open the index, hashes not verified", Timed(tuple(again)))
    yield alone("first question after opening", column(held, "first"))
    for name, label in (
        ("imported", "modules imported"),
        ("held", "index open"),
        ("asked", "all questions asked and searched"),
    ):
        yield (f"memory (RSS), {label}", column(held, name).show(1.0, "MB"), "", "")
    size = sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
    yield ("index on disk", f"{size / 2**20:.1f} MB", "", "")


def _open(path: Path, encoder: Encoder, verify: bool) -> None:
    indexer.index.open(path, verify=verify, encoder=encoder).close()


def row(name: str, ours: Timed, raw: Timed, what: str) -> Row:
    """A line that holds us against the bare parts."""
    return name, ours.show(), f"{raw.show()}, {what}", f"{ours.median / raw.median:.1f}"


def alone(name: str, ours: Timed) -> Row:
    """A line without anything to hold against."""
    return name, ours.show(), "", ""


def page(source: str, sizes: str, questions: int, runs: int, rows: Sequence[Row]) -> str:
    """The table with its conditions."""
    lines = [
        "# Speed and memory",
        "",
        "Written by `make bench`; figures of one machine and one day, to compare changes by.",
        "",
        f"- {machine()}",
        f"- {datetime.datetime.now(datetime.UTC).date()}; {source}: {sizes}; {questions} questions",
        f"- medians of {runs} runs, least to most in brackets; ours and the bare parts in turns;",
        "  of each question what it takes in a process that has not been asked it before",
        "",
        "| what | ours | bare parts | ratio |",
        "|---|---|---|---|",
        *(f"| {' | '.join(cells)} |" for cells in rows),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
