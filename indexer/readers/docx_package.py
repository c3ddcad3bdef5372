"""A Word file as a package: the few XML parts that hold text, unpacked and parsed within bounds.

Nothing outside the file is fetched and nothing in it is run: macros, OLE objects and linked files
are left where they are and said. A part's declared size is never trusted, and no part may have a
DTD (Word never writes one), so that neither a zip bomb nor an entity bomb is unfolded.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree  # noqa: S405 (parts with a DTD are refused before parsing)
from xml.etree.ElementTree import Element  # noqa: S405 (a type)
from xml.parsers import expat

from indexer.errors import UnreadableDocument

#: One part, unpacked. 32 MB of WordprocessingML are about 1,000 pages (a real plan: 29 kB a page).
MAX_PART = 32_000_000
#: Elements of one part, and how deep they may nest (real plans: 15 levels); trees need memory.
MAX_ELEMENTS = 2_000_000
MAX_DEPTH = 200
#: All parts that are read, unpacked.
MAX_TOTAL = 64_000_000
#: Parts above ``_SMALL`` bytes that shrink more than this are no text (real ones: 4 to 35 times).
MAX_RATIO = 150
MAX_ENTRIES = 10_000
_SMALL = 1_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_AND_SAVE = "hãy mở bằng Word hay LibreOffice rồi lưu thành .docx"

#: What the parser says of damaged XML. LookupError: it declares an encoding that there is not.
_NO_XML = (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError, RecursionError)


@dataclass(slots=True)
class Package:
    """The parsed parts of a Word file; ``pages`` as the program that saved it counted them."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    notes: dict[str, Element] = field(default_factory=dict)
    running: list[Element] = field(default_factory=list)
    pages: int | None = None
    problems: list[str] = field(default_factory=list)


def open_package(path: Path) -> Package:
    """Open and check. Raises ``UnreadableDocument`` with the reason and what to do."""
    with path.open("rb") as file:
        _refuse_other_formats(file.read(64_000))
    with _said(), zipfile.ZipFile(path) as archive:
        if len(archive.infolist()) > MAX_ENTRIES:
            raise UnreadableDocument(
                f"Tệp Word có hơn {MAX_ENTRIES:,} thành phần: có thể là tệp nén phá hoại. / "
                f"The Word file has too many parts: perhaps a zip bomb."
            )
        return _read(_Parts(archive))


def _read(parts: _Parts) -> Package:
    root = parts.relations("")
    main = next((r.target for r in root if r.kind == "officeDocument"), "word/document.xml")
    document = parts.xml(main)
    if document is None or document.tag != "document":
        raise UnreadableDocument(
            f"Không phải tệp Word (.docx): {_OPEN_AND_SAVE}. / "
            f"Not a Word file: open it in Word or LibreOffice and save it as .docx."
        )
    package = Package(document)
    relations = parts.relations(main)
    for relation in relations:
        if relation.external:
            continue
        if relation.kind in ("styles", "numbering"):
            setattr(package, relation.kind, parts.xml(relation.target))
        elif relation.kind in ("footnotes", "endnotes"):
            part = parts.xml(relation.target)
            if part is not None:
                package.notes[relation.kind] = part
        elif relation.kind in ("header", "footer"):
            part = parts.xml(relation.target)
            package.running.extend([] if part is None else [part])
    package.pages = _pages(parts, root)
    package.problems = _problems(parts.names, relations)
    return package


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    external: bool


class _Parts:
    """The parts of the archive by name, unpacked within bounds."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lstrip("/"): name for name in archive.namelist()}
        self.left = MAX_TOTAL

    def xml(self, name: str) -> Element | None:
        """The root of part ``name``, tags and attributes without their namespaces."""
        if name not in self.names:
            return None
        return parse(self._unpack(self.archive.getinfo(self.names[name])))

    def relations(self, part: str) -> list[_Relation]:
        """What ``part`` points at; "" is the package itself."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        out = []
        for item in [] if root is None else root:
            kind = item.get("Type", "").rsplit("/", 1)[-1]
            external = item.get("TargetMode") == "External"
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))
            out.append(_Relation(kind, target.lstrip("/"), external))
        return out

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            _refuse_encrypted()
        limit = min(MAX_PART, self.left, max(_SMALL, info.compress_size * MAX_RATIO))
        with self.archive.open(info) as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise UnreadableDocument(
                "Tệp Word giải nén ra quá lớn (có thể là tệp nén phá hoại): "
                "hãy mở, kiểm tra và lưu lại, hoặc tách nhỏ. / "
                "The Word file unpacks to far too much (perhaps a zip bomb): save it again."
            )
        self.left -= len(data)
        return data


def parse(data: bytes) -> Element:
    """XML without a DTD, of bounded depth, its namespaces taken off. Anything else is refused."""
    _check(data)
    root = ElementTree.fromstring(data)  # noqa: S314 (no DTD: the check above)
    for element in root.iter():
        if "}" in element.tag:
            element.tag = element.tag.rsplit("}", 1)[1]
        attributes = element.attrib
        for name in [n for n in attributes if "}" in n]:
            attributes[name.rsplit("}", 1)[1]] = attributes.pop(name)
    return root


def _check(data: bytes) -> None:
    """A first pass that builds nothing: no DTD, not too deep, not too many elements."""
    elements = depth = 0

    def enter(*_: object) -> None:
        nonlocal elements, depth
        elements += 1
        depth += 1
        if elements > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise UnreadableDocument(
                "Tệp Word có quá nhiều thành phần hoặc lồng quá sâu (có thể để phá hoại): "
                "hãy mở, kiểm tra và lưu lại, hoặc tách nhỏ. / "
                "The Word file has too many elements, or nests them too deep: save it again."
            )

    def leave(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.Parse(data, True)


def _refuse_dtd(*_: object) -> None:
    raise UnreadableDocument(
        "Tệp Word có khai báo DTD (có thể để phá hoại): hãy mở và lưu lại bằng Word. / "
        "The Word file declares a DTD (perhaps an entity bomb): save it again with Word."
    )


def _refuse_encrypted() -> None:
    raise UnreadableDocument(
        "Tệp Word được đặt mật khẩu: hãy mở bằng mật khẩu rồi lưu một bản không mật khẩu. / "
        "The Word file is encrypted: open it with its password and save it without one."
    )


def _refuse_other_formats(head: bytes) -> None:
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in head:
            _refuse_encrypted()
        raise UnreadableDocument(
            f"Tệp Word dạng cũ (.doc) hoặc tệp được đặt mật khẩu: {_OPEN_AND_SAVE}. / "
            f"An old .doc file, or an encrypted one: open it and save it as .docx."
        )
    if head.startswith(b"{\\rtf"):
        raise UnreadableDocument(
            f"Tệp RTF: {_OPEN_AND_SAVE}. / An RTF file: open it and save it as .docx."
        )


@contextmanager
def _said() -> Iterator[None]:
    """Errors of the archive and of its XML, as reasons a user can act on."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableDocument(
            "Tệp Word hỏng hoặc bị cắt cụt (không giải nén được): hãy chép lại từ nguồn. / "
            f"The Word file is damaged or truncated: copy it again ({error})."
        ) from error
    except _NO_XML as error:
        raise UnreadableDocument(
            "Nội dung tệp Word hỏng (XML sai): hãy mở bằng Word, để Word sửa rồi lưu lại. / "
            f"The Word file's XML is damaged: let Word repair it and save it ({error})."
        ) from error


def _pages(parts: _Parts, root: list[_Relation]) -> int | None:
    target = next((r.target for r in root if r.kind == "extended-properties"), "")
    properties = parts.xml(target)
    text = "" if properties is None else properties.findtext("Pages", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _problems(names: dict[str, str], relations: list[_Relation]) -> list[str]:
    """What the file holds that is not read."""
    problems = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        problems.append("có macro, không chạy và không đọc · has macros, neither run nor read")
    kinds = [r.kind for r in relations]
    if any(r.external and r.kind != "hyperlink" for r in relations):
        problems.append("có liên kết ra ngoài, không mở · links to outside files, not opened")
    if {"oleObject", "package", "control"} & set(kinds):
        problems.append("có đối tượng nhúng (OLE), không đọc · embedded objects, not read")
    if {"aFChunk", "subDocument"} & set(kinds):
        problems.append(
            "có phần văn bản nhúng từ tệp khác, không đọc được: hãy mở và lưu lại bằng Word · "
            "holds text embedded from another file, not read: save it again with Word"
        )
    return problems
