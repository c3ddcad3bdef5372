"""Word files that are damaged, hostile or no Word files: bounded, said, and nothing reached."""

from __future__ import annotations

import os
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from indexer import readers
from indexer.errors import UnreadableDocument
from indexer.readers import docx, docx_package
from tests.indexer import words
from tests.indexer.words import (
    numbered,
    p,
    part,
    problem,
    read,
    texts,
)

# --- bad files ---------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as error:
        docx.read(path)
    assert " / " in str(error.value)
    return str(error.value)


def test_a_zip_bomb_is_not_unfolded(tmp_path: Path) -> None:
    path = words.write(tmp_path / "a.docx", " " * 300_000_000)
    assert path.stat().st_size < 1_000_000
    assert "quá lớn" in refused(path)


def test_an_entity_bomb_is_not_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    bomb = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    for encoding in ("utf-8", "utf-16"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", bomb.encode(encoding))
        assert "DTD" in refused(path)


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000
    assert "quá sâu" in refused(words.write(tmp_path / "a.docx", deep))


def test_the_deepest_nesting_allowed_is_read(tmp_path: Path) -> None:
    count = (docx_package.MAX_DEPTH - 10) // 3
    deep = "<w:tbl><w:tr><w:tc>" * count + p("đáy") + "</w:tc></w:tr></w:tbl>" * count
    assert texts(read(tmp_path, deep)) == ["đáy"]


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(docx_package.MAX_ENTRIES + 1):
            archive.writestr(f"x{n}", "")
    assert "quá" in refused(path) or "hơn" in refused(path)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_said_to_be_one(tmp_path: Path, kept: float) -> None:
    path = words.write(tmp_path / "a.docx", p("Nội dung kế hoạch") * 500)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    assert "cắt cụt" in refused(path)


def test_a_damaged_part_is_said(tmp_path: Path) -> None:
    path = words.write(tmp_path / "a.docx", "<w:p>")
    assert "XML" in refused(path)
    path = words.write(tmp_path / "b.docx", p("Nội dung") * 300)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("encoding", ["none", "punycode", "utf-7", "x" * 99, "UTF-16"])
def test_an_encoding_that_is_none_is_said(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        said = part("document", p("Nội dung")).replace('"UTF-8"', f'"{encoding}"')
        archive.writestr("word/document.xml", said)
    assert "XML" in refused(path)


def test_old_and_encrypted_files_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    path.write_bytes(ole + "WordDocument".encode("utf-16-le"))
    assert ".doc" in refused(path)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "mật khẩu" in refused(path)
    path.write_bytes(rb"{\rtf1 x}")
    assert "RTF" in refused(path)


def test_another_zip_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "Word" in refused(path)


def test_macros_links_and_objects_are_left_alone_and_said(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        p("Nội dung"),
        {"word/vbaProject.bin": "x", "word/embeddings/a.bin": "x"},
        "attachedTemplate http://example.invalid/x.dotm External",
        "image file:///etc/passwd External",
        "hyperlink http://example.invalid/ External",
        "oleObject embeddings/a.bin",
        "styles http://example.invalid/styles.xml External",
        "aFChunk a.html",
    )
    assert texts(reading) == ["Nội dung"]
    assert all(word in problem(reading) for word in ("macro", "ra ngoài", "OLE", "tệp khác"))


def test_a_plain_link_is_no_problem(tmp_path: Path) -> None:
    reading = read(tmp_path, p("Nội dung"), {}, "hyperlink http://example.invalid/ External")
    assert not problem(reading)


def test_targets_cannot_leave_the_package(tmp_path: Path) -> None:
    reading = read(tmp_path, p("Nội dung"), {}, "styles ../../../../etc/passwd")
    assert texts(reading) == ["Nội dung"]


def test_styles_in_a_circle_and_lists_that_are_not_there(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>',
    )
    body = p("một", '<w:pStyle w:val="A"/>') + numbered("hai", 77, 3)
    assert texts(read(tmp_path, body, {"styles": styles})) == ["một", "hai"]


# --- nothing is fetched, nothing is run ----------------------------------------------------------


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a connection nor a program can be started."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a Word file reached out")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("Popen", "run"):
        monkeypatch.setattr(subprocess, name, refuse)
    monkeypatch.setattr(os, "system", refuse)


BODY = "".join(p(f"Kế hoạch trồng cây số {n}/KH-UBND của xã") for n in range(9))


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("relation", "said"),
    [
        ("attachedTemplate http://example.invalid/x.dotm External", "ra ngoài"),
        ("image \\\\10.0.0.1\\share\\x.png External", "ra ngoài"),
        ("frame http://example.invalid/f.html External", "ra ngoài"),
        ("subDocument file:///etc/passwd External", "ra ngoài"),
        ("oleObject http://example.invalid/x External", "ra ngoài"),
        ("oleObject embeddings/x.bin", "OLE"),
        ("package embeddings/x.xlsx", "OLE"),
        ("control activeX/x.xml", "OLE"),
        ("aFChunk x.html", "tệp khác"),
    ],
)
def test_what_a_file_points_at_stays_where_it_is(tmp_path: Path, relation: str, said: str) -> None:
    reading = read(tmp_path, BODY, {"word/embeddings/x.bin": "MZ"}, relation)
    assert len(texts(reading)) == 9
    assert said in problem(reading)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", ["a.docm", "a.docx"])
def test_macros_are_said_and_not_run(tmp_path: Path, name: str) -> None:
    macros = {"word/vbaProject.bin": 'Sub AutoOpen()\nShell "x"\nEnd Sub'}
    path = words.write(tmp_path / name, BODY, macros)
    reading = readers.read(path)
    assert len(texts(reading)) == 9
    assert "macro" in problem(reading)


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/footnotes.xml"])
def test_bombs_in_the_lesser_parts_are_not_unfolded(tmp_path: Path, part: str) -> None:
    kind = part.removeprefix("word/").removesuffix(".xml")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w>&l9;</w>'
    path = words.write(tmp_path / "a.docx", BODY, {part: bomb}, f"{kind} {kind}.xml")
    assert "DTD" in refused(path)
    path = words.write(tmp_path / "b.docx", BODY, {part: "<w>" + " " * 60_000_000 + "</w>"},
                       f"{kind} {kind}.xml")  # fmt: skip
    assert "quá lớn" in refused(path)


def test_external_entities_are_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        secret = '<!DOCTYPE w SYSTEM "file:///etc/passwd"><document/>'
        archive.writestr("word/document.xml", secret)
    assert "DTD" in refused(path)
