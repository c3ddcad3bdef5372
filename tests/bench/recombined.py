"""Many plans made from few: real clauses with place, year, agency and numbers changed.

Every replacement is as long as what it replaces, so that clauses, quotations and facts stay where
they were and a plan need not be read again to be understood. What a plan says of a job is then
known: it is what its original says, under the names of the copy.
"""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from indexer import codec, reference
from indexer.analyse import analyse
from indexer.build_rules import rules_version
from indexer.documents import Document
from indexer.index.codes import EXACT
from indexer.passages import PassageText, passages_of
from indexer.text import slug
from indexer.understand import Outcome
from indexer.work import Work

#: What a copy keeps: structure, and values that are not prose.
_KEPT = frozenset(
    ("id", "source", "sha256", "format", "doctype", "level", "locality_id", "province_id", "path")
    + ("parent", "kind", "part", "marker", "role", "obtained", "unit", "op", "assigned_in")
)
_SECTORS = (
    "Y tế", "Tài chính", "Nội vụ", "Tư pháp", "Xây dựng", "Công Thương", "Giáo dục và Đào tạo",
    "Khoa học và Công nghệ", "Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch",
    "Dân tộc và Tôn giáo", "Du lịch", "Ngoại vụ",
)  # fmt: skip
Original = tuple[Document, list[PassageText]]
Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names that can stand for one another, by their length in characters."""

    by_length: dict[int, list[str]]
    pattern: re.Pattern[str]


def originals(folders: Sequence[Path]) -> list[Original]:
    """The plans of these folders that are text, read and cut into passages."""
    files = sorted(p for f in folders for p in f.iterdir() if p.suffix in (".txt", ".md"))
    documents = [analyse(path, path.stem, path.name) for path in files]
    return [(document, passages_of(document)) for document in documents if document.info.is_plan]


def copies(base: Sequence[Original], seed: int = 1) -> Iterator[Original]:
    """Copies without end; the nth is always the same.

    The first ones are as they were: what is asked of the originals can be asked of these.
    """
    names = names_of(base)
    for number in count():
        yield _made(base, names, number, seed)[0]


def change_of(base: Sequence[Original], names: Names, number: int, seed: int = 1) -> Change:
    """What a copy has instead of its original's words."""
    return _made(base, names, number, seed)[1]


def _made(
    base: Sequence[Original], names: Names, number: int, seed: int
) -> tuple[Original, Change]:
    """A copy, and what it changed: chosen as it is met, so it is known when the copy is made."""
    document, passages = base[number % len(base)]
    name = _name(base, number)
    change = _changes(names, random.Random(f"{seed} {name}")) if number >= len(base) else str
    return _copy(document, passages, name, change), change


def prepare(folder: Path, index: Path, base: Sequence[Original], passages: int) -> int:
    """Write copies of so many passages as files, and what reading them gives as read.

    ``build`` then does everything but the reading. Gives the number of passages. Copies that are
    there already are not made again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index.mkdir(parents=True, exist_ok=True)
    work, total, names = Work(index, rules_version()), 0, names_of(base)
    there = {name for _, name, _ in work.keep(map(key_of, folder.iterdir()))}
    for number in count():
        more = len(base[number % len(base)][1])
        if are_enough(total, passages, more):
            break
        total += more
        if _name(base, number) not in there:
            (document, found), _ = _made(base, names, number, seed=1)
            path = folder / f"{document.info.id}.txt"
            path.write_text(document.text, encoding="utf-8")
            work.add(key_of(path), Outcome(codec.dumps(document, found)))
    work.close()
    return total


def _name(base: Sequence[Original], number: int) -> str:
    return f"{base[number % len(base)][0].info.id}-{number:06d}"


def are_enough(total: int, passages: int, following: int) -> bool:
    """Whether ``total`` are ``passages`` or more, or would be searched otherwise with the next.

    A hundred thousand are searched exactly, and a plan more would make codes of them.
    """
    return total >= passages or passages <= EXACT < total + following


def key_of(path: Path) -> tuple[str, str, str]:
    """The key under which a build finds what was read of this file."""
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stem, path.name


def names_of(base: Sequence[Original]) -> Names:
    """Places and sectors of the originals, and what they may become."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for table in ("provinces.tsv", "communes.tsv"):
        with (reference.folder() / table).open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                by_length[len(row["name"])].append(row["name"])
    known = {n for d, _ in base for n in (d.info.locality, d.info.province) if n}
    ordered = sorted({*known, *_SECTORS}, key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, ordered), r"(?<!\d)20[12]\d(?!\d)", r"\d+"]))
    return Names(dict(by_length), pattern)


def _changes(names: Names, chance: random.Random) -> Change:
    """One copy's replacements: the same word becomes the same everywhere in it."""
    chosen: dict[str, str] = {}

    def instead(match: re.Match[str]) -> str:
        old = match.group()
        if old not in chosen:
            chosen[old] = _another(old, names, chance)
        return chosen[old]

    return lambda text: names.pattern.sub(instead, text)


def _another(old: str, names: Names, chance: random.Random) -> str:
    if not old.isdigit():
        # No place is called as a department is: "xã xây dựng" would be one.
        pool = _SECTORS if old in _SECTORS else names.by_length.get(len(old), [])
        fitting = [name for name in pool if len(name) == len(old)]
        return chance.choice(fitting) if fitting else old
    if len(old) == 4 and old.startswith("20"):
        return str(chance.randint(2021, 2029))
    if len(old) == 1 or old[0] == "0":
        return old  # markers of clauses, days and months keep their form
    return chance.choice("123456789") + "".join(chance.choice("0123456789") for _ in old[1:])


def _copy(
    document: Document, passages: Sequence[PassageText], name: str, change: Change
) -> Original:
    told = codec.body_of(document, passages)
    rows = [[path, *_changed(texts, change)] for path, *texts in told["passages"]]
    body = {"document": _changed(told["document"], change), "passages": rows}
    body["document"]["info"] |= {"id": name, "source": f"{name}.txt"} | _identity(document, change)
    text = body["document"]["text"].encode()
    body["document"]["info"]["sha256"] = hashlib.sha256(text).hexdigest()
    return codec.from_body(body)


def _identity(document: Document, change: Change) -> dict[str, Any]:
    """Where and when a copy is from: places are told by id too, years by number."""
    info = document.info
    years = {name: getattr(info, name) for name in ("year", "year_to")}
    places = {"locality_id": info.locality, "province_id": info.province}
    told = {name: year and int(change(str(year))) for name, year in years.items()}
    told |= {id_: name and slug(change(name)) for id_, name in places.items()}
    return told | {"date": info.date and change(info.date[:4]) + info.date[4:]}


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {k: v if k in _KEPT else _changed(v, change) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(item, change) for item in value]
    return value
