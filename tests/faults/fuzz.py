"""Odd plans and damaged files without end, each told by its number: ``make fuzz`` tries many.

What is said of a case holds for whatever text or file: nothing hangs, nothing crashes, what is not
read is refused with a reason, and what is read can be quoted.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from docx import Document as Word

import indexer.build
import indexer.index
from indexer import paragraphs, segment
from indexer.analyse import with_facts
from indexer.errors import UnreadableDocument
from indexer.paragraphs import Block
from indexer.readers import check, decode, legacy, markdown, text
from indexer.report import Report
from indexer.text import (
    collapse,
    fold_chars,
    has_marks,
    marked_terms,
    nfc,
    place_tone,
    slug,
    terms,
    unify_dashes,
    words,
)
from tests.encoders import HashEncoder
from tests.indexer import papers, trees

#: What plans are made of, and what their texts were damaged by.
_PIECES = (
    *papers.PLAN.split("\n"),
    *papers.DECISION.split("\n"),
    *(
        "| a | b |",
        "|---|---|",
        "# ",
        "**",
        "- ",
        "+ ",
        "* ",
        "a)",
        "đ)",
        "1.",
        "1.1.",
        "(1)",
        "IV.",
    ),
    *(
        "Phụ lục I",
        "Nơi nhận:",
        "TM. ",
        "Điều 1.",
        "QUYẾT ĐỊNH:",
        "80%",
        "1.500,5 triệu đồng",
        "15/6",
    ),
    *("\f", "\t", "\x00", "\x1b", "\u200b", "\u202e", "\ufeff", "\ufffd", "\ud800", "\U0001f600"),
    *(
        "e\u0302\u0301",
        "\u0300\u0300",
        "ﬁ",
        "ẞ",
        "İ",
        "ß",
        "ŉ",
        "\u2028",
        "\x85",
        "\u00a0",
        "…",
        "“",
        "”",
    ),
    *("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "&#0;", "../../etc/passwd", "%s%n"),
)


def odd_text(chance: random.Random) -> str:
    """Lines of plans, cut, repeated, mixed and strewn with what should not be there."""
    lines = [_line(chance) for _ in range(chance.randrange(12))]
    return "\n".join(lines)


def _line(chance: random.Random) -> str:
    line = chance.choice(_PIECES)
    for _ in range(chance.randrange(3)):
        at, piece = chance.randrange(len(line) + 1), chance.choice(_PIECES)
        line = (
            line[:at]
            + chance.choice((piece, piece[:3], " ", "", chr(chance.randrange(0x3000))))
            + line[at:]
        )
    if chance.random() < 0.1:
        line = line[: chance.randrange(len(line) + 1)] * chance.randrange(4)
    return line


def text_rules(chance: random.Random) -> None:
    """The rules keep what they promise for any text."""
    said = odd_text(chance)
    whole, folded = nfc(said), fold_chars(said)
    assert nfc(whole) == whole
    assert len(folded) == len(said) and fold_chars(folded) == folded
    assert len(unify_dashes(said)) == len(said)
    assert collapse(collapse(said)) == collapse(said)
    assert all(found and "\n" not in found for found in (*words(said), *terms(said)))
    assert isinstance(has_marks(said), bool) and marked_terms(said) is not None
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug(said)), slug(said)
    for word in whole.split()[:5]:
        assert place_tone(unicodedata.normalize("NFD", word)) == place_tone(word)


def clauses_and_facts(chance: random.Random) -> None:
    """Any text is a tree in which every character stands once, and facts quote it."""
    said = odd_text(chance).replace("\ud800", "")
    read = (markdown if chance.random() < 0.5 else text).read(nfc(said))
    blocks: list[Block] = paragraphs.blocks(read.lines)
    trees.check(blocks)
    canonical, _ = segment.canonical(blocks)
    for clause in with_facts(canonical, segment.segment(blocks), None):
        for kind in ("agencies", "targets", "deadlines", "laws", "funding"):
            for fact in getattr(clause.facts, kind):
                span = fact.span
                assert span is None or 0 <= span.start < span.end <= len(canonical)


def bytes_of_text(chance: random.Random) -> None:
    """Bytes are text, in one of the encodings that are read, or refused with a reason."""
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1258", "latin-1"))
    data = bytearray(odd_text(chance).encode(encoding, "ignore"))
    for _ in range(chance.randrange(4)):
        data.insert(chance.randrange(len(data) + 1), chance.randrange(256))
    try:
        content = decode(bytes(data))
        if encoding := legacy.looks_legacy(content) or "":
            content = legacy.with_capitals(legacy.to_unicode(content, encoding), encoding)
        check(text.read(content))
    except UnreadableDocument as refused:
        assert str(refused)


CASES: tuple[Callable[[random.Random], None], ...] = (text_rules, clauses_and_facts, bytes_of_text)


def one(number: int) -> None:
    """The case of that number; raises ``AssertionError``, or what should not be raised."""
    CASES[number % len(CASES)](random.Random(number))


def damaged(number: int, good: dict[str, bytes]) -> tuple[str, bytes]:
    """A name and the bytes of one of the ``good`` files after a few blows."""
    chance = random.Random(number)
    name = chance.choice(sorted(good))
    data = bytearray(good[name])
    if name.endswith((".docx", ".odt", ".zip")) and chance.random() < 0.6:
        data = bytearray(_inside(data, chance))
    else:
        _strike(data, chance)
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{number}.{suffix}", bytes(data)


def _strike(data: bytearray, chance: random.Random) -> None:
    for _ in range(1 + chance.randrange(8)):
        at, far = chance.randrange(len(data) + 1), chance.randrange(1, 64)
        kind = chance.randrange(5)
        if kind == 0:
            data[at : at + 1] = bytes((chance.randrange(256),))
        elif kind == 1:
            del data[at : at + far]
        elif kind == 2:
            data[at:at] = data[at : at + far] * chance.randrange(1, 200)
        elif kind == 3:
            data[at : at + far] = chance.choice((b"\0", b"\xff", b"9", b"<", b"((")) * far
        elif chance.random() < 0.2:
            del data[at:]


def _inside(data: bytes | bytearray, chance: random.Random) -> bytes:
    """The package with one of its parts damaged, and whole as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == chosen:
                _strike(part, chance)
            if name != chosen or chance.random() < 0.95:
                new.writestr(name, bytes(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def good_files(folder: Path) -> dict[str, bytes]:
    """A small plan in each format that is read, and one that is not."""
    word = Word()
    for line in papers.PLAN.split("\n"):
        word.add_paragraph(line)
    word.add_table(2, 3).cell(0, 0).text = "Nội dung công việc"
    word.save(str(folder / "a.docx"))
    page = "".join(f"<p>{line}</p>" for line in papers.PLAN.split("\n"))
    html = f"<html><head><title>KẾ HOẠCH</title></head><body>{page}</body></html>"
    plain = papers.PLAN.encode()
    members = {"ke-hoach.txt": plain, "thu-muc/b.html": html.encode()}
    found = {
        "a.docx": (folder / "a.docx").read_bytes(),
        "b.html": html.encode(),
        "c.txt": plain,
        "d.zip": packed(members),
        "e.odt": packed({"mimetype": b"application/vnd.oasis.opendocument.text"} | members),
        "f.pdf": _pdf(folder / "f.pdf"),
    }
    (folder / "a.docx").unlink()
    (folder / "f.pdf").unlink()
    return found


def packed(members: dict[str, bytes]) -> bytes:
    """The bytes of a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _pdf(path: Path) -> bytes:
    from tests.indexer.pdf_maker import Paper

    paper = Paper(path)
    for line in filter(None, papers.PLAN.split("\n")):
        paper.paragraph(line)
    paper.save()
    return path.read_bytes()


def write_damaged(folder: Path, first: int, count: int, shared: Path | None = None) -> list[str]:
    """``count`` damaged files in ``folder``, of our own plans and of those in ``shared``."""
    folder.mkdir()
    good = good_files(folder)
    for path in sorted(shared.rglob("*")) if shared else ():
        if path.suffix in (".docx", ".md", ".html", ".txt") or path.stat().st_size < 400_000:
            good |= {path.name: path.read_bytes()} if path.is_file() else {}
    made = [damaged(number, good) for number in range(first, first + count)]
    for name, data in made:
        (folder / name).write_bytes(data)
    (folder / "nguyen-ven.txt").write_bytes(good["c.txt"])
    return [name for name, _ in made]


def built(folder: Path, index: Path, names: list[str]) -> Report:
    """An index of them: each is read, or left out with its reason, and what is read is whole."""
    report = indexer.build.build(folder, index, HashEncoder(), jobs=2)
    with indexer.index.open(index, encoder=HashEncoder()) as it:
        known = {info.source for info in it.documents()}
        for info in it.documents():
            text = it.text(info.id)
            for clause in it.clauses(info.id):
                assert text[clause.start : clause.own_end].strip()
    left = [*report.quarantined, *report.twins, *report.skipped]
    assert all(name and reason for name, reason in left)
    known |= {name for name, _ in left}
    # Those of a kind without a reader are counted, the first few named.
    asked = [name for name in names if not name.endswith(".odt")]
    lost = [n for n in asked if not any(k == n or k.startswith(f"{n}/") for k in known)]
    assert not lost, lost
    assert "nguyen-ven.txt" in known
    return report


def main(arguments: list[str]) -> int:
    """Try cases from a number on; say which fail."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz")
    parser.add_argument("count", type=int, help="odd texts")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--files", type=int, default=0, help="damaged files")
    parser.add_argument("--shared", type=Path, help="a folder of plans to damage as well")
    given = parser.parse_args(arguments)
    began, failed = time.process_time(), 0
    for number in range(given.first, given.first + given.count):
        try:
            one(number)
        except Exception as error:
            failed += 1
            print(f"case {number}: {type(error).__name__}: {str(error)[:200]!r}")  # noqa: T201
    took = time.process_time() - began
    print(f"{given.count:,} texts, {failed} failed, {took:.0f} s of CPU")  # noqa: T201
    if given.files:
        with tempfile.TemporaryDirectory() as place:
            names = write_damaged(Path(place) / "p", given.first, given.files, given.shared)
            report = built(Path(place) / "p", Path(place) / "ix", names)
        reasons = Counter(why.split(":")[0][:70] for _, why in report.quarantined)
        print(f"{len(names)} files: {report.documents} read, {dict(reasons)}")  # noqa: T201
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
