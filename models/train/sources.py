"""The training files as pairs of a query and the passage that answers it."""

import json
import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from models.train import parallel
from models.train.text import chunks, sentences, tidy, words

Record = dict[str, Any]
_PASSAGE = 1500
_HEADING = re.compile(
    r"^(?:#{1,6}\s+|[IVX]{1,5}[.)]\s+|\d{1,2}(?:\.\d{1,2})*[.)]\s+|Điều\s+\d+[.:]\s*)(.{8,160})$"
)
_PER_DOCUMENT = 12


@dataclass(frozen=True)
class Pair:
    """A query and its passage (both NFC); `group` says from which kind of text."""

    group: str
    query: str
    passage: str


def records(path: Path) -> Iterator[Record]:
    """The records of an xz-compressed JSON-lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _cloze(group: str, title: str, text: str, random: Random) -> Iterator[Pair]:
    """A sentence as the query for the rest of its passage: teaches topics without questions."""
    parts = sentences(text)
    fit = [n for n, part in enumerate(parts) if 30 <= len(part) <= 300]
    if len(parts) >= 3 and fit:
        picked = random.choice(fit)
        rest = "\n".join(parts[:picked] + parts[picked + 1 :])
        yield Pair(group, parts[picked], f"{title}\n{rest}")


def law(record: Record, random: Random) -> Iterator[Pair]:
    """Title → each part of the article; a sentence → the rest of its part."""
    title, pieces = tidy(record["title"]), chunks(tidy(record["body"]), _PASSAGE)
    for piece in pieces[:3]:
        yield Pair("law", title, piece)
    if pieces:
        yield from _cloze("law_cloze", title, random.choice(pieces), random)


def headings(record: Record, random: Random) -> Iterator[Pair]:
    """A question-like heading → the passage under it."""
    pieces = chunks(tidy(record["passage"]), _PASSAGE)
    question = tidy(record["question"])
    for piece in pieces[:2]:
        yield Pair("questions", question, piece)
    title = tidy(record["title"])
    if pieces and title != question:
        yield Pair("questions", title, random.choice(pieces))


def _nearest(question: str, pieces: list[str]) -> str:
    """The piece sharing most words with the question: long passages hide their answer."""
    asked = set(words(question))
    return max(pieces, key=lambda piece: len(asked & set(words(piece))))


def questions(record: Record, random: Random) -> Iterator[Pair]:
    """A question → the part of its passage nearest to it."""
    pieces = chunks(tidy(record["passage"]), 1000)
    if pieces:
        question = tidy(record["question"])
        yield Pair("questions", question, _nearest(question, pieces))


def procedures(record: Record, random: Random) -> Iterator[Pair]:
    """The name of a procedure → its steps, papers, and who does it."""
    name = tidy(record.get("Tên thủ tục") or "")
    fields = ("Trình tự thực hiện", "Thành phần hồ sơ", "Cơ quan thực hiện", "Kết quả thực hiện")
    texts = {field: tidy(record.get(field) or "") for field in fields}
    for field in fields[:2]:
        if len(texts[field]) > 60:
            yield Pair("procedures", name, chunks(texts[field], _PASSAGE)[0])
    if len(texts["Cơ quan thực hiện"]) > 4:
        joined = "\n".join(f"{field}: {text}" for field, text in texts.items() if text)
        yield Pair("procedures", f"Cơ quan nào thực hiện {name}?", joined[-_PASSAGE:])


def official(record: Record, random: Random) -> Iterator[Pair]:
    """Headings of official documents → the text under them; sentences → their surroundings."""
    lines = tidy(record["text"]).split("\n")[:600]
    heads = [(n, found) for n, line in enumerate(lines) if (found := _HEADING.match(line))]
    starts = [n for n, _ in heads[1:]] + [len(lines)]
    sections = [
        (found.group(1), "\n".join(lines[n + 1 : end])[:_PASSAGE])
        for (n, found), end in zip(heads, starts, strict=False)
    ]
    good = [section for section in sections if len(section[1]) > 80]
    random.shuffle(good)
    for head, body in good[:_PER_DOCUMENT]:
        yield Pair("official", head, body)
    title = lines[0].lstrip("# ")[:200]
    for piece in random.sample(pieces := chunks("\n".join(lines[1:]), 900), min(4, len(pieces))):
        yield from _cloze("official_cloze", title, piece, random)


def news(record: Record, random: Random) -> Iterator[Pair]:
    """Title → opening, title → a later part."""
    title, abstract = tidy(record["title"]), tidy(record.get("abstract") or "")
    body = chunks(tidy("\n".join(record["body"])), 1200)
    if body:
        yield Pair("news", title, f"{abstract}\n{body[0]}"[:_PASSAGE])
        query = abstract if len(abstract) > 40 and random.random() < 0.5 else title
        yield Pair("news", query, random.choice(body))


def wiki(record: Record, random: Random) -> Iterator[Pair]:
    """Title → opening; sentences → their surroundings."""
    title, pieces = tidy(record["title"]), chunks(tidy(record["text"]), 900)
    if pieces:
        yield Pair("wiki", title, pieces[0])
    for piece in random.sample(pieces, min(8, len(pieces))):
        yield from _cloze("wiki", title if random.random() < 0.5 else "", piece, random)


def english(record: Record, random: Random) -> Iterator[Pair]:
    """Parallel clauses, and the English heading of an article → its Vietnamese clauses."""
    pieces = list(parallel.pairs(record))
    for piece in pieces:
        if len(piece.english) > 12:
            yield Pair("parallel", piece.english[:_PASSAGE], piece.vietnamese[:_PASSAGE])
    if pieces and pieces[0].title and len(pieces) > 1:
        picked = random.choice(pieces[1:])
        yield Pair("english", pieces[0].english, picked.vietnamese[:_PASSAGE])
        yield Pair("english", picked.english[:400], f"{pieces[0].vietnamese}\n{picked.vietnamese}")


Reader = Callable[[Record, Random], Iterator[Pair]]
READERS: dict[str, Reader] = {
    "law.jsonl.xz": law,
    "qa_headings.jsonl.xz": headings,
    "qa_pairs.jsonl.xz": questions,
    "procedures.jsonl.xz": procedures,
    "official.jsonl.xz": official,
    "news.jsonl.xz": news,
    "wiki.jsonl.xz": wiki,
    "en_vi.jsonl.xz": english,
}


def pairs(training: Path, name: str, seed: int) -> Iterator[Pair]:
    """Every pair of one training file, always the same ones for the same seed."""
    random = Random(f"{seed} {name}")
    for record in records(training / name):
        yield from READERS[name](record, random)
