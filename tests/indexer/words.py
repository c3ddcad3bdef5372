"""Word files made in the tests: a zip of a few XML parts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from indexer.readers import docx
from indexer.readers.lines import Reading

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def run(text: str, properties: str = "") -> str:
    """A run; ``properties`` as XML (``<w:b/>``)."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", properties: str = "", inside: str = "") -> str:
    """A paragraph of one run; ``inside``: more XML after it."""
    said = run(text) if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{said}{inside}</w:p>"


def numbered(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph whose marker Word makes."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(text, numbering)


def table(*rows: str) -> str:
    """A table of rows of cells (``tr``, ``tc``)."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(*cells: str) -> str:
    """A row; a cell that is plain text becomes one paragraph."""
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else tc(p(c)) for c in cells)}</w:tr>"


def tc(content: str, properties: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def part(root: str, content: str) -> str:
    """An XML part of WordprocessingML."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_W} {_MORE}>{content}</w:{root}>'


def lists(*abstracts: str, nums: str = "") -> str:
    """``word/numbering.xml`` with a ``num`` for each abstract list, and more in ``nums``."""
    described = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>'
        for n, levels in enumerate(abstracts, 1)
    )
    used = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(1, len(abstracts) + 1)
    )
    return part("numbering", described + used + nums)


def level(number: int, form: str, text: str, more: str = "") -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def relations(*items: str) -> str:
    """A part of relations: ``kind target`` each, with `` External`` where it leaves the file."""
    out = []
    for n, item in enumerate(items):
        kind, target, *mode = item.split()
        external = ' TargetMode="External"' if mode else ""
        out.append(f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"{external}/>')
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(out)}</Relationships>'


def write(path: Path, body: str, parts: Mapping[str, str] | None = None, *more: str) -> Path:
    """A .docx with ``body``; ``parts`` of ``word/`` are pointed at by their names, ``more`` too."""
    parts = parts or {}
    files = {
        "_rels/.rels": relations(
            "officeDocument word/document.xml", "extended-properties docProps/app.xml"
        ),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(
            *(f"{name.rstrip('123')} {name}.xml" for name in parts if "/" not in name), *more
        ),
        **{f"word/{name}.xml": text for name, text in parts.items() if "/" not in name},
        **{name: text for name, text in parts.items() if "/" in name},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def read(tmp_path: Path, body: str, parts: dict[str, str] | None = None, *more: str) -> Reading:
    return docx.read(write(tmp_path / "a.docx", body, parts, *more))


def texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


def problem(reading: Reading) -> str:
    return reading.pages[0].problem or ""
