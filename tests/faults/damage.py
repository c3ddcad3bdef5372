"""Damaged files without end, each told by its number: a plan of ours or a real one after blows."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docx import Document as Word
from PIL import Image, ImageDraw, ImageFont

from tests.indexer import papers, pdf_maker, words

_LINES = tuple(filter(None, papers.PLAN.split("\n")))
#: What blows put into a file, besides its own bytes: tokens of PDF, of XML, of ZIP.
_TOKENS = (
    *(b"\0", b"\xff", b"9", b"<", b"((", b"[", b"-1 ", b"4294967296 ", b"endobj\n", b"1 0 R "),
    *(b"stream\n", b"/Kids [1 0 R] ", b"/Length 9 ", b"<w:tbl>", b"</w:p>", b"&a;", b"PK\x05\x06"),
)

#: Of how many files the seed is a real one.
_REAL = 1 / 5

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Sound files by their names: our own, and real ones where those lie."""

    own: Files
    real: Files

    def of(self, *suffixes: str) -> Seeds:
        """Those of some kinds."""
        own, real = (
            {name: data for name, data in files.items() if name.endswith(suffixes)}
            for files in (self.own, self.real)
        )
        return Seeds(own, real)

    def damaged(self, number: int) -> tuple[str, bytes]:
        """A name and the bytes of one of them after a few blows."""
        chance = random.Random(number)
        if self.real and chance.random() < _REAL:
            # The larger, the rarer: a scan of twenty pages takes half a minute.
            sizes = {name: len(data) for name, data in sorted(self.real.items())}
            name = chance.choices([*sizes], [size**-2 for size in sizes.values()])[0]
        else:
            name = chance.choice(sorted(self.own))
        data = bytearray((self.own | self.real)[name])
        if name.endswith((".docx", ".odt", ".zip")) and chance.random() < 0.75:
            data = bytearray(_inside(data, chance))
        else:
            _strike(data, chance)
        stem, _, suffix = name.rpartition(".")
        return f"{stem}-{number}.{suffix}", bytes(data)


def seeds(folder: Path, shared: Path | None = None) -> Seeds:
    """A small plan in each format that is read and one that is not; real ones below ``shared``."""
    plain = papers.PLAN.encode()
    page = "".join(f"<p>{line}</p>" for line in _LINES)
    html = f"<html><head><title>KẾ HOẠCH</title></head><body>{page}</body></html>".encode()
    members = {"ke-hoach.txt": plain, "thu-muc/b.html": html}
    own = {
        **dict(_pdfs(folder)),
        **dict(_words(folder)),
        "html.html": html,
        "chu.txt": plain,
        "danh-dau.md": b"# K\n\n" + plain,
        "nen.zip": _packed(members),
        "khac.odt": _packed({"mimetype": b"application/vnd.oasis.opendocument.text"} | members),
        "anh.png": _picture(),
    }
    real = sorted(shared.rglob("*.*")) if shared else []
    return Seeds(own, {path.name: path.read_bytes() for path in real if path.is_file()})


def _pdfs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A plan with a table, the same with a stamp over it, and a page that is not compressed."""
    path = folder / "a.pdf"
    paper = pdf_maker.Paper(path)
    paper.header(("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"), "Số: 77/KH-UBND", "Lào Cai, ngày 05/3/2024")
    for line in _LINES:
        paper.paragraph(line)
    paper.table([["TT", "Nội dung", "Chủ trì"], ["1", "Trồng cây", "Sở Y tế"]], [40, 250, 150])
    paper.save()
    whole = path.read_bytes()
    path.unlink()
    said = b"".join(b"(%s) Tj T* " % line.encode("cp1252", "ignore") for line in _LINES)
    yield "bang.pdf", whole
    yield "dau.pdf", pdf_maker.stamped(whole, [pdf_maker.Stamp(100, "77", 2)])
    yield "tho.pdf", pdf_maker.one_page(pdf_maker.stream(b"BT /F1 9 Tf 9 TL 40 800 Td %sET" % said))


def _words(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A plan as python-docx writes it, and one with all that Word knows of lists and tables."""
    path, word = folder / "a.docx", Word()
    for line in _LINES:
        word.add_paragraph(line)
    word.add_table(2, 3).cell(0, 0).text = "Nội dung công việc"
    word.save(str(path))
    yield "thuong.docx", path.read_bytes()
    note = '<w:footnote w:id="1">' + words.p("Chú thích") + "</w:footnote>"
    rows = (words.tr("TT", "Nội dung", "Chủ trì"), words.tr("1", "Trồng cây", "Sở Y tế"))
    listed = "".join(words.numbered(line, 1, n % 3) for n, line in enumerate(_LINES))
    body = listed + words.table(*rows) + words.p("", "", _NOTED)
    levels = "".join(words.level(n, form, f"%{n + 1}.") for n, form in enumerate(_FORMS))
    parts = {"numbering": words.lists(levels), "footnotes": words.part("footnotes", note)}
    yield "so.docx", words.write(path, body, parts).read_bytes()
    path.unlink()


_FORMS = ("upperRoman", "decimal", "lowerLetter")
_NOTED = (
    '<w:r><w:footnoteReference w:id="1"/></w:r><w:ins w:id="2"><w:r><w:t>thêm</w:t></w:r></w:ins>'
)


def _packed(members: Files) -> bytes:
    """The bytes of a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _picture() -> bytes:
    """A scan of a few lines."""
    pdf_maker.font()
    file = next(f"{f}/DejaVuSerif.ttf" for f in pdf_maker.FOLDERS if Path(f).is_dir())
    picture, out = Image.new("L", (1200, 900), 255), io.BytesIO()
    text = "\n".join(line[:60] for line in _LINES[:16])
    ImageDraw.Draw(picture).text((60, 40), text, fill=0, font=ImageFont.truetype(file, 28))
    picture.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


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
            data[at : at + far] = chance.choice(_TOKENS) * chance.choice((1, far))
        elif chance.random() < 0.2:
            del data[at:]


def _inside(data: bytes | bytearray, chance: random.Random) -> bytes:
    """The package with one of its parts damaged, and whole as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        read = [name for name in old.namelist() if _READ.search(name)]
        chosen = chance.choice(read if read and chance.random() < 0.8 else old.namelist())
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == chosen:
                chance.choice((_strike, _reshape))(part, chance)
            if name != chosen or chance.random() < 0.95:
                new.writestr(name, bytes(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _reshape(data: bytearray, chance: random.Random) -> None:
    """XML that stays XML: elements doubled, moved or gone, values that nobody expects."""
    for _ in range(1 + chance.randrange(8)):
        found = list(chance.choice((_ELEMENT, _VALUE)).finditer(data))
        if not found:
            return
        old, other = chance.choice(found), chance.choice(found)
        if old[0].startswith(b"<"):
            data[old.start() : old.end()] = chance.choice((b"", other[0], other[0] * 9))
        else:
            data[old.start(1) : old.end(1)] = chance.choice((*_VALUES, other[1]))


_ELEMENT = re.compile(rb"<w:(p|r|t|tr|tc|tbl|num|lvl|style|abstractNum|footnote)\b.*?</w:\1>", re.S)
#: The parts of a Word file that hold what is read.
_READ = re.compile(r"word/(?:document|styles|numbering|footnotes|_rels/document)\.xml")
_VALUE = re.compile(rb'="([^"]*)"')
_VALUES = (b"", b"-1", b"0", b"99999999999", b"x", b"1.5", b"\xc4\x91", b"none", b"../x")
