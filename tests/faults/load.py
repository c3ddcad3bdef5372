"""Fifty readers at once while generations swap: ``make load`` for minutes, a test for seconds.

Every generation has its mark in the text of its plans, so that an answer which mixes two is seen,
and one that gives the text of one under the name of another.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import httpx

from indexer.build import build
from indexer.generation import rollback
from tests.bench.timing import machine, put
from tests.service import plans
from tests.service.serving import served

QUESTIONS = (
    "cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ",
    "cơ quan nào tiêm phòng bệnh dại cho đàn chó, mèo",
    "Sở Tài chính làm gì",
    "chỉ tiêu rác thải nhựa tại các chợ là bao nhiêu",
    "bao nhiêu phần trăm siêu thị không phát túi ni lông",
    "ai lắp thùng chứa rác tại cảng cá",
    "tỷ lệ tàu cá mang rác thải nhựa về bờ",
    "thu gom bao nhiêu tấn lưới cũ mỗi năm",
    "cơ quan nào tuyên truyền cho ngư dân tại các cửa biển",
    "Bộ đội Biên phòng tỉnh phối hợp với ai",
    "Sở Khoa học và Công nghệ nghiên cứu gì",
    "cơ quan nào dự trữ vắc xin và huyết thanh kháng dại",
    "ai bắt giữ chó thả rông",
    "hạn lập danh sách hộ nuôi chó, mèo",
    "tỷ lệ đàn chó, mèo được tiêm phòng",
    "cơ quan nào đưa nội dung phân loại rác vào hoạt động ngoại khóa",
    "Hội Liên hiệp Phụ nữ tỉnh vận động hội viên làm gì",
    "nơi nào bố trí điểm tập kết rác thải nhựa",
    "xây dựng bao nhiêu mô hình phân loại rác tại nguồn",
    "cơ quan nào báo cáo kết quả trước ngày 15/12/2023",
)
CLAUSES = tuple(
    f"/v1/documents/{place}"
    for place in ("hai-duong-2023/clauses/IV", "ca-mau-2024/clauses/II", "dong-hung-2022/clauses/I")
)
CLIENTS = 50
_MARK = re.compile(r"LẦN (\d+)")
#: Swaps to be seen before it ends, back to one generation and on to a new one; and seconds more
#: that a slow machine has for that.
_SWAPS, _PATIENCE = 2, 120.0


@dataclass
class Load:
    """What came of it: status codes, milliseconds of answers, what was wrong.

    ``marks``: what every generation made so far is known by; ``seen``: the generations that replies
    named, each with the mark that stood in the reply.
    """

    marks: dict[str, str]
    codes: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: str = ""
    swaps: int = 0

    @property
    def generations(self) -> set[str]:
        """Those that answered."""
        return {generation for generation, _ in self.seen}

    @property
    def stale(self) -> list[tuple[str, str]]:
        """Replies that gave the text of one generation under the name of another."""
        return [(name, mark) for name, mark in self.seen if self.marks.get(name) != mark]

    def is_over(self, until: float) -> bool:
        """Whether the time is over and enough swaps were seen, or never will be."""
        late = time.monotonic() - until
        return late > 0 and (self.swaps >= _SWAPS or late > _PATIENCE)

    def note(self, reply: httpx.Response) -> None:
        """Count a reply; a full house is no error when it says when to come back."""
        self.codes[reply.status_code] += 1
        if reply.status_code == 503 and "retry-after" in reply.headers:
            return
        marks = set(_MARK.findall(reply.text))
        if reply.status_code != 200 or len(marks) != 1:
            self.wrong.append(f"{reply.status_code} {reply.url} {marks} {reply.text[:200]}")
        elif name := reply.json().get("generation"):
            self.last = name
            self.seen[name, *marks] += 1

    def told(self) -> str:
        """In a line."""
        cuts = statistics.quantiles(self.took, n=100)
        return (
            f"{sum(self.codes.values()):,} requests {dict(self.codes)}, {len(self.generations)} "
            f"generations, {self.swaps} swaps, {len(self.wrong) + len(self.stale)} wrong; answers: "
            f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms"
        )


def page(load: Load, clients: int, seconds: float) -> str:
    """For ``tests/bench/RESULTS.md``."""
    full = load.codes[503]
    return "\n".join(
        (
            "# Many readers while generations swap",
            "",
            "Written by `python -m tests.faults.load --out tests/bench/RESULTS.md`; figures of one",
            "machine and one day.",
            "",
            f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
            f"- {datetime.now(UTC).date()}; {clients} readers ask again as soon as they are",
            f"  answered, for {seconds:.0f} s: questions, searches, clauses; beside them plans are",
            "  changed and built again, and every other time a generation is gone back",
            "",
            f"{load.told()}; told to come back: {full}.",
            "",
        )
    )


def write(folder: Path, number: int) -> None:
    """The plans, each clause of which says which time it was written."""
    plans.write(folder)
    for path in folder.glob("*.md"):
        lines = path.read_text("utf-8").split("\n")
        marked = [f"{x} (LẦN {number})" if re.match(r"\d\. |[a-zđ]\) ", x) else x for x in lines]
        path.write_text("\n".join(marked), "utf-8")


async def asked(client: httpx.AsyncClient, number: int) -> httpx.Response:
    """The reply to one of many requests: two questions, a search, a clause, and so on."""
    question = QUESTIONS[number % len(QUESTIONS)]
    if number % 4 == 2:
        return await client.get("/v1/search", params={"q": question})
    if number % 4 == 3:
        return await client.get(CLAUSES[number % len(CLAUSES)])
    return await client.post("/v1/ask", json={"question": question})


def _client(url: str, clients: int) -> httpx.AsyncClient:
    # A connection for each: one kept alive is closed by the server when this process, which builds
    # meanwhile, leaves it idle for five seconds, and that is no error of the server's.
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=url, timeout=60, limits=limits)


async def reader(url: str, until: float, load: Load, first: int, pause: float) -> None:
    """Ask one thing after the other until it is over, each so many seconds after the last reply."""
    async with _client(url, 1) as client:
        for number in count(first):
            if load.is_over(until):
                return
            began = time.monotonic()
            reply = await asked(client, number)
            load.note(reply)
            if reply.status_code == 200 and reply.url.path == "/v1/ask":
                load.took.append(1000 * (time.monotonic() - began))
            await asyncio.sleep(pause)


async def swapper(place: Path, until: float, load: Load) -> None:
    """Another generation as soon as one is served: back to the one before, a new one, and so on."""
    for number in count(len(load.marks)):
        if number % 2 == 0:
            name = await asyncio.to_thread(rollback, place / "index")
        else:
            name = await asyncio.to_thread(made, place, load.marks)
        while load.last != name:
            if load.is_over(until):
                return
            await asyncio.sleep(0.02)
        load.swaps += 1


def made(place: Path, marks: dict[str, str]) -> str:
    """A new generation, and what it is known by."""
    number = len(marks) + 1
    write(place / "plans", number)
    name = build(place / "plans", place / "index").generation
    marks[name] = str(number)
    return name


def run(
    url: str, place: Path, marks: dict[str, str], seconds: float, clients: int, pause: float = 0.0
) -> Load:
    """Ask who serves the index in ``place``, while its generations are swapped."""
    load, until = Load(marks), time.monotonic() + seconds

    async def everybody() -> None:
        readers = (reader(url, until, load, number, pause) for number in range(clients))
        await asyncio.gather(swapper(place, until, load), *readers)

    asyncio.run(everybody())
    return load


def rush(url: str, marks: dict[str, str], clients: int) -> Load:
    """All at once, and each once."""
    load = Load(marks)

    async def come() -> None:
        async with _client(url, clients) as client:
            for reply in await asyncio.gather(*(asked(client, n) for n in range(clients))):
                load.note(reply)

    asyncio.run(come())
    return load


def main(arguments: list[str]) -> int:
    """Say what came of so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.load")
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--workers", type=int, help="processes that answer (default: as usual)")
    parser.add_argument("--out", type=Path, help="a page of figures, to keep")
    given = parser.parse_args(arguments)
    options = ("--workers", str(given.workers)) if given.workers else ()
    with tempfile.TemporaryDirectory() as there:
        place, marks = Path(there), dict[str, str]()
        made(place, marks), made(place, marks)
        with served(place / "index", "--rate", "0", *options) as server:
            load = run(server.url, place, marks, given.seconds, given.clients)
    print(load.told(), *load.wrong[:5], *load.stale[:5], sep="\n")  # noqa: T201
    if given.out:
        put(given.out, page(load, given.clients, given.seconds))
    return int(bool(load.wrong or load.stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
