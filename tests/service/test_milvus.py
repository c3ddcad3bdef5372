"""Every door over an index in Milvus, for real over a file: build, ask, serve, swap, go back."""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

import indexer.index
import service
from indexer.address import Address
from indexer.index import Index
from service.api.app import create_app
from service.api.counter import Counter
from service.api.desk import House
from service.api.shelf import Shelf
from service.cli import main
from service.cli.parser import parser
from service.holdings.feedback import Box, Note
from service.mcp.server import make
from tests.service import plans
from tests.service.serving import served
from tests.service.test_cli_index import PLAN
from tests.service.test_mcp import call

ROOT = Path(__file__).parents[2]
QUESTION = "cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ"
#: What every command that takes an index is asked; FILE stands for a set of questions.
COMMANDS = {
    "ask": ["ask", QUESTION],
    "ask in one province": ["ask", QUESTION, "--locality", "Cà Mau", "--json"],
    "search": ["search", "rác", "thải", "--limit", "30"],
    "search by year": ["search", "kế hoạch", "--year", "2024", "--json"],
    "compare": ["compare", "hai-duong-2023", "ca-mau-2024"],
    "compare by matrix": ["compare", "--matrix", "tỷ lệ rác thải nhựa được thu gom", "--json"],
    "compare by history": ["compare", "--history", "hai-duong-2023#II.1"],
    "verify": ["verify", "85% rác thải nhựa phát sinh tại các chợ", "--json"],
    "documents": ["documents", "--json"],
    "documents, one": ["documents", "hai-duong-2023"],
    "documents, its text": ["documents", "ca-mau-2024", "--text"],
    "documents, odd ones": ["documents", "--problems"],
    "export": ["export", "-", "--table", "facts", "--format", "csv"],
    "export clauses": ["export", "-", "--table", "clauses", "--document", "dong-hung-2022"],
    "feedback": ["feedback", "--json"],
    "eval": ["eval", "FILE", "--misses"],
    "keys": ["keys", "list", "--json"],
}
#: Commands that other tests here run: what they do is not told on stdout alone.
ELSEWHERE = {"index", "serve", "mcp"}
GOLD = {
    "id": "q1",
    "type": "agency",
    "query": QUESTION,
    "query_en": "Which agency inspects the collection of plastic waste at markets?",
    "expect": {
        "hai-duong-2023": {
            "quotes": ["kiểm tra việc thu gom rác thải nhựa tại các chợ"],
            "answer": ["Sở Tài nguyên và Môi trường"],
        },
        "ca-mau-2024": None,
    },
}


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TRACUU_HOME", str(tmp_path / "home"))
    return f"milvus://{tmp_path / 'plans.db'}"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder, and the address of the same generation in Milvus."""
    room = tmp_path_factory.mktemp("once")
    folder, address = room / "home", f"milvus://{room / 'plans.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACUU_HOME", str(folder))
        plans.write(room / "plans")
        assert main(["index", str(room / "plans"), "--index", address, "--quiet"]) == 0
        assert main(["keys", "add", "Cổng dịch vụ công", "--index", address]) == 0
        Box(address).put(Note("2026-01-02", "quote", QUESTION, words="không đúng mục"))
    return folder, address


def test_every_command_that_takes_an_index_is_asked_here() -> None:
    (commands,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    taking = {name for name, one in commands.choices.items() if "--index" in one.format_help()}
    assert taking == {words[0] for words in COMMANDS.values()} | ELSEWHERE


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_command_says_over_milvus_what_it_says_over_the_folder(
    once: tuple[Path, str],
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, address = once
    monkeypatch.setenv("TRACUU_HOME", str(folder))
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(GOLD), "utf-8")
    asked = [str(questions) if word == "FILE" else word for word in words]
    said = []
    for index in (str(folder), address):
        status = main([*asked, "--index", index])
        told = capsys.readouterr()
        said.append((status, re.sub(r'"took_ms": [\d.]+', "", told.out), told.err))
    here, there = said
    assert there == here
    assert here[0] == ("--history" in words)  # no plan of another year is there
    assert here[1]


def test_one_province_is_asked_of_by_its_partition(
    once: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = once
    with indexer.index.open(folder) as local, indexer.index.open(address) as there:
        asked: list[str] = []
        search = there._client.search  # type: ignore[attr-defined]

        def heard(*args: Any, **named: Any) -> Any:
            asked.append(named["filter"])
            return search(*args, **named)

        monkeypatch.setattr(there._client, "search", heard)  # type: ignore[attr-defined]
        found = service.ask(there, QUESTION, localities=["Hải Dương"])
        assert set(asked) == {'(province in ["hai-duong"])'}
        here = service.ask(local, QUESTION, localities=["Hải Dương"])
        assert here.found
        assert found.answers == here.answers


def test_an_assistant_is_answered_over_milvus_as_over_the_folder(once: tuple[Path, str]) -> None:
    folder, address = once
    replies = []
    for index in (folder, address):
        shelf: Shelf[Index] = Shelf(index, interval=3600.0)
        shelf.open()
        replies.append(call(make(House(shelf, Counter())), "ask", question=QUESTION))
        shelf.close()
    here, there = ({k: v for k, v in reply.items() if k != "took_ms"} for reply in replies)
    assert there == here
    assert here["answers"]


@pytest.mark.slow
def test_the_service_really_serves_what_is_in_milvus(tmp_path: Path, address: str) -> None:
    """Published and served by processes of their own, asked over HTTP."""
    plans.write(tmp_path / "plans")
    with served(address, "--plans", str(tmp_path / "plans")) as server:
        reply = httpx.post(f"{server.url}/v1/ask", json={"question": QUESTION}, timeout=60)
        told = {a["document"]["id"]: a for a in reply.json()["answers"]}
        assert told["hai-duong-2023"]["answer"] == "Sở Tài nguyên và Môi trường"
        assert json.loads(server.get("/v1/health"))["status"] == "ready"
        assert server.stop(signal.SIGINT) == 0
    assert "Traceback" not in "".join(server.said)


def told(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, object]:
    assert main([*args, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_an_index_is_made_asked_made_anew_and_rolled_back_over_an_address(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = plans.write(tmp_path / "plans")
    first = told(capsys, "index", str(folder), "--index", address)["generation"]
    there = told(capsys, "ask", QUESTION, "--index", address)
    assert there["found"]

    with TestClient(create_app(address)) as client:
        reply = client.post("/v1/ask", json={"question": QUESTION}).json()
        assert reply["answers"] == there["answers"]
        assert client.get("/", params={"q": QUESTION}).status_code == 200
        listed = client.get("/v1/documents").json()["documents"]
        assert len(listed) == len(list(folder.iterdir()))

    (folder / "moi.txt").write_text(PLAN, "utf-8")
    second = told(capsys, "index", str(folder), "--index", address)["generation"]
    assert second != first
    back = told(capsys, "index", "--rollback", "--index", address)["generation"]
    with indexer.index.open(address) as index:
        assert index.generation == first
        assert str(first).replace("-", "_") in str(back)


def test_a_service_takes_over_the_generation_the_alias_names(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = plans.write(tmp_path / "plans")
    first = told(capsys, "index", str(folder), "--index", address)["generation"]
    shelf = Shelf(address, interval=3600.0)
    shelf.open()
    try:
        assert shelf.index().generation == first
        (folder / "moi.txt").write_text(PLAN, "utf-8")
        second = told(capsys, "index", str(folder), "--index", address)["generation"]
        before = shelf.index()
        shelf.look()
        assert shelf.index().generation == second
        assert service.ask(before, QUESTION).found  # a request that runs keeps its generation
    finally:
        shelf.close()


def test_a_server_that_is_not_there_is_said(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--index", address]) == 2
    assert "There is no index" in capsys.readouterr().err
    assert main(["ask", QUESTION, "--index", "milvus://127.0.0.1:1/plans"]) == 2
    assert "Cannot reach Milvus" in capsys.readouterr().err
    shelf = Shelf("milvus://127.0.0.1:1/plans", interval=3600.0)
    shelf.open()
    assert "Milvus" in str(shelf.refused)
    shelf.close()


def test_a_file_that_another_process_holds_is_said(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    client = Address.parse(address).connect()
    code = [sys.executable, "-m", "service.cli", "ask", QUESTION, "--index", address]
    run = subprocess.run(code, cwd=ROOT, capture_output=True, text=True, check=False)
    client.close()
    assert run.returncode == 2
    assert "one process at a time" in run.stderr.lower()
    assert "Traceback" not in run.stderr
