"""A plan written by somebody who means harm, met on every page, in every export and header.

The doors are found in the application's own list of them, so that new ones are met, too.
"""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from lxml import etree

import indexer.index
import models
from indexer.build import build
from indexer.sources import printable
from service.api.app import create_app
from service.cli import main
from service.export.sheets import BOM
from tests.encoders import HashEncoder
from tests.service import hostile
from tests.service.hostile import EVIL, FORMULA, NAMES, OBEYED


class Eyes(HTMLParser):
    """What a browser would run, or fetch from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        src = given.get("src", "/static/")
        if tag == "script" and not (
            src.startswith("/") and "src" in given or "json" in given.get("type", "")
        ):
            self.runs.append(f"{tag} {given}")
        if tag in ("iframe", "object", "embed", "base") or "onload" in tag:
            self.runs.append(tag)
        for name, value in given.items():
            led = re.sub(r"\s", "", value).lower()
            if name.startswith("on") or led.startswith(("javascript:", "data:text", "vbscript:")):
                self.runs.append(f"{tag} {name}={value}")
            if name == "src" and not value.startswith(("/", "data:image")):
                self.runs.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plans, and an index of them."""
    folder = tmp_path_factory.mktemp("evil")
    hostile.write(folder / "plans")
    report = build(folder / "plans", folder / "index", HashEncoder())
    assert report.documents == len(NAMES)
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[TestClient]:
    with (
        indexer.index.open(folder / "index", encoder=HashEncoder()) as index,
        TestClient(
            create_app(folder / "index", index=index, mcp=True, url="http://testserver")
        ) as client,
    ):
        yield client


def doors(client: TestClient) -> list[str]:
    """The paths of every GET, from the description and from the pages."""
    app: Any = client.app
    described = [path for path, calls in app.openapi()["paths"].items() if "get" in calls]
    pages = ["/", "/documents", "/documents/{id}", "/compare", "/matrix", "/history", "/feedback"]
    taken = [
        f"/take/{what}.{kind}"
        for what in ("answers", "passages")
        for kind in ("csv", "docx", "json")
    ]
    taken += ["/take/comparison.csv", "/take/history.csv"]
    taken += ["/take/targets.csv", "/take/targets.docx"]
    return sorted({*described, *pages, *taken} - {"/metrics"})


def addresses(client: TestClient) -> Iterator[str]:
    plans = client.get("/v1/documents").json()["documents"]
    ids = [plan["id"] for plan in plans]
    for door in doors(client):
        for question in ("ai chủ trì trồng cây trong trường học", EVIL, FORMULA):
            query = [
                ("q", question),
                ("document", ids[0]),
                ("document", ids[1]),
                ("clause", "II.1"),
            ]
            path = door.replace("{path}", "II.1").replace("{id}", ids[0])
            yield f"{path}?{urllib.parse.urlencode(query)}"
            if "compare" in door or "matrix" in door or "history" in door:
                yield f"{path}?{urllib.parse.urlencode([*query, ('format', 'csv')])}"
                yield f"{path}?{urllib.parse.urlencode([*query, ('format', 'docx')])}"
    for one in ids:
        yield f"/documents/{one}"


def test_nothing_of_a_plan_runs_anywhere(served: TestClient) -> None:
    kinds: dict[str, int] = {}
    told = 0
    for address in addresses(served):
        reply = served.get(address, headers={"accept": "text/html,*/*"})
        assert reply.status_code < 500, (address, reply.text[:300])
        assert "set-cookie" not in reply.headers, address
        assert all("\r" not in value and "\n" not in value for value in reply.headers.values())
        kind = reply.headers["content-type"].split(";")[0]
        kinds[kind] = kinds.get(kind, 0) + reply.is_success
        harmless(kind, reply.content, address)
        told += kind == "text/html" and "&lt;script&gt;" in reply.text
    assert told > 20, "the plans were not met"
    assert {"text/html", "text/csv", "application/json"} <= {k for k, n in kinds.items() if n}
    assert any("wordprocessing" in kind for kind in kinds), kinds


def harmless(kind: str, body: bytes, address: str) -> None:
    """What a reply of that kind must not hold."""
    if kind == "text/html":
        assert not Eyes(body.decode()).runs, (address, Eyes(body.decode()).runs)
        assert "49" not in re.findall(r"\{?\{?(\d+)\}?\}? \$", body.decode()), "a template ran"
    elif kind == "text/csv":
        rows = csv.reader(io.StringIO(body.decode().removeprefix(BOM)))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n")], address
    elif "wordprocessing" in kind:
        paper = Document(io.BytesIO(body))
        links = [rel.target_ref for rel in paper.part.rels.values() if rel.is_external]
        assert all(link.startswith("http://testserver/") for link in links), (address, links)
    elif kind.endswith("json"):
        json.loads(body)
    elif kind.endswith("xml"):
        tree = etree.fromstring(body)
        assert not tree.findall(".//{*}script"), address
    else:
        assert kind in ("text/plain", "application/octet-stream", "text/javascript", "image/png"), (
            kind
        )


def test_names_of_files_stay_names(served: TestClient) -> None:
    """No id leads out of a folder, and none ends a header or a line of a log."""
    for plan in served.get("/v1/documents").json()["documents"]:
        assert re.fullmatch(r"[a-z0-9-]+", plan["id"])
    for path in ("/documents/..%2f..%2fetc%2fpasswd", "/v1/documents/..%2f..%2fetc/text"):
        assert served.get(path).status_code == 404


def test_an_assistant_is_told_a_quotation_and_no_more(served: TestClient) -> None:
    """What a plan says to it stands in a quotation, and that is the plan's to the letter."""
    call: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    call["params"] = {"name": "ask", "arguments": {"question": "ai chủ trì trồng cây"}}
    accept = {"accept": "application/json, text/event-stream"}
    reply = served.post("/mcp", json=call, headers=accept | {"host": "127.0.0.1"})
    assert reply.status_code == 200, reply.text
    told = reply.json()["result"]["structuredContent"]
    quoted = [
        (answer["document"]["id"], quotation)
        for answer in told["answers"]
        for quotation in answer["quotations"]
    ]
    assert any(FORMULA in quotation["quote"] for _, quotation in quoted)
    for document, quotation in quoted:
        text = served.get(f"/v1/documents/{document}/text").json()["text"]
        assert text[quotation["start"] : quotation["end"]] == quotation["quote"]
        assert quotation["url"].startswith(f"http://testserver/documents/{document}?")


def test_the_original_is_handed_out_as_a_file(served: TestClient) -> None:
    """What somebody wrote is never shown by a browser as a page of this service."""
    for plan in served.get("/v1/documents").json()["documents"]:
        for path in (f"/documents/{plan['id']}/original", f"/v1/documents/{plan['id']}/original"):
            reply = served.get(path)
            if reply.is_success:
                kind = reply.headers["content-type"]
                said = reply.headers.get("content-disposition", "")
                assert said.startswith("attachment") or kind.startswith("text/plain"), (path, kind)
                assert "html" not in kind and reply.headers["x-content-type-options"] == "nosniff"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder needs no model."""
    monkeypatch.setattr(models, "load", lambda name="default": HashEncoder())


COMMANDS = (
    *(("documents",), ("documents", "{id}"), ("documents", "{x}")),
    *(("documents", "{id}", "--text"), ("documents", "{id}", "--json"), ("search", "trồng cây")),
    *(("ask", "ai chủ trì trồng cây"), ("ask", "ai {x} trồng cây", "--json"), ("ask", FORMULA)),
    *(("compare", "{id}", "{other}"), ("search", "trồng cây", "--json")),
)


@pytest.mark.usefixtures("hashed")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_command_line_tells_names_and_words_without_control_characters(
    command: tuple[str, ...],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with indexer.index.open(folder / "index", encoder=HashEncoder()) as index:
        one, other, *_ = (info.id for info in index.documents())
    given = [word.replace("{id}", one).replace("{other}", other) for word in command]
    given = [word.replace("{x}", OBEYED) for word in given]
    main([*given, "--index", str(folder / "index")])
    said = "".join(capsys.readouterr())
    assert len(said) > 40
    assert not re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said), said


@pytest.mark.usefixtures("hashed")
def test_what_a_terminal_obeys_is_in_the_plan_and_json_keeps_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with indexer.index.open(folder / "index", encoder=HashEncoder()) as index:
        one = index.documents()[0].id
        whole = index.text(one)
    assert OBEYED in whole
    main(["documents", one, "--text", "--json", "--index", str(folder / "index")])
    assert json.loads(capsys.readouterr().out)["text"] == whole


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_told_on_one_line(name: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f]", printable(name))
