"""Every door over an index in Milvus, for real over a file: build, ask, serve, swap, go back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import indexer.index
import service
from indexer.address import Address
from service.api.app import create_app
from service.api.shelf import Shelf
from service.cli import main
from tests.service import plans
from tests.service.test_cli_index import PLAN

ROOT = Path(__file__).parents[2]
QUESTION = "cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TRACUU_HOME", str(tmp_path / "home"))
    return f"milvus://{tmp_path / 'plans.db'}"


def told(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, object]:
    assert main([*args, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_commands_take_an_address(
    tmp_path: Path, address: str, plans_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = plans.write(tmp_path / "plans")
    first = told(capsys, "index", str(folder), "--index", address)["generation"]
    here = told(capsys, "ask", QUESTION, "--index", str(plans_index))
    there = told(capsys, "ask", QUESTION, "--index", address)
    for changing in ("generation", "took_ms"):
        here.pop(changing), there.pop(changing)
    assert there == here
    assert there["found"]

    with TestClient(create_app(address)) as client:
        reply = client.post("/v1/ask", json={"question": QUESTION}).json()
        assert reply["answers"] == here["answers"]
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
