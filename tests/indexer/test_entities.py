"""Entities and DTDs from elsewhere, in Word files and web pages: nothing is read, nothing fetched.

The address they name is listened at, for the parsers are libraries in C, which no patch would stop.
"""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import readers
from indexer.errors import UnreadableDocument
from indexer.readers.lines import Reading
from tests.indexer import papers
from tests.indexer.words import p, part, write

SECRET = "bí mật của máy này"
PARTS = ("word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "docProps/app.xml")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, tmp_path: Path, listener: socket.socket) -> str:
    """A file of this machine, or a server on it."""
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    host, port = listener.getsockname()
    return (
        f"http://{host}:{port}/x.dtd"
        if request.param == "http"
        else f"file://{tmp_path}/secret.txt"
    )


@pytest.fixture(params=["entity", "parameter", "dtd", "public"])
def doctype(request: pytest.FixtureRequest, address: str) -> str:
    """Every way of XML to name something elsewhere."""
    return {
        "entity": f'<!DOCTYPE w [<!ENTITY x SYSTEM "{address}">]>',
        "parameter": f'<!DOCTYPE w [<!ENTITY % y SYSTEM "{address}"> %y;]>',
        "dtd": f'<!DOCTYPE w SYSTEM "{address}">',
        "public": f'<!DOCTYPE w PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{address}">',
    }[request.param]


def nobody_came(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


def told(reading: Reading) -> str:
    return " ".join([*(line.text for line in reading.lines), *reading.furniture])


@pytest.mark.parametrize("name", PARTS)
def test_a_word_file_that_names_something_elsewhere_is_refused(
    tmp_path: Path, doctype: str, listener: socket.socket, name: str
) -> None:
    root = "document" if name == PARTS[0] else "styles"
    said = part(root, f"<w:body>{p('Kế hoạch &x;')}</w:body>").split("?>", 1)[1]
    path = write(tmp_path / "a.docx", p("Kế hoạch"), {"styles": part("styles", "")})
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()} | {name: (doctype + said).encode()}
    with zipfile.ZipFile(path, "w") as new:
        for one, data in parts.items():
            new.writestr(one, data)
    with pytest.raises(UnreadableDocument, match="DTD") as refused:
        readers.read(path)
    assert SECRET not in str(refused.value) and nobody_came(listener)


@pytest.mark.parametrize("suffix", [".html", ".xhtml"])
def test_a_page_that_names_something_elsewhere_is_read_without(
    tmp_path: Path, doctype: str, listener: socket.socket, suffix: str
) -> None:
    lines = "".join(f"<p>{line} &x;</p>" for line in papers.PLAN.split("\n"))
    path = tmp_path / f"a{suffix}"
    path.write_text(f'<?xml version="1.0"?>{doctype}<html><body>{lines}</body></html>', "utf-8")
    read = told(readers.read(path))
    assert "Trồng cây xanh trong trường học" in read
    assert SECRET not in read and nobody_came(listener)


def test_a_page_fetches_nothing_that_it_shows(
    tmp_path: Path, address: str, listener: socket.socket
) -> None:
    elsewhere = (
        *(f'<link rel="stylesheet" href="{address}">', f'<script src="{address}"></script>'),
        *(
            f'<img src="{address}">',
            f'<iframe src="{address}"></iframe>',
            f'<base href="{address}">',
        ),
        *(f'<object data="{address}"></object>', f'<xi:include href="{address}"/>'),
        f'<meta http-equiv="refresh" content="0; url={address}">',
    )
    lines = "".join(f"<p>{line}</p>" for line in papers.PLAN.split("\n"))
    path = tmp_path / "a.html"
    path.write_text(f"<html><head>{''.join(elsewhere)}</head><body>{lines}</body></html>", "utf-8")
    assert SECRET not in told(readers.read(path)) and nobody_came(listener)
