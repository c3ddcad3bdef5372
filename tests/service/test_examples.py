"""The examples of the README, run as they stand there: curl at a real port, Python in a folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from indexer.build import build
from service.api.app import create_app
from service.api.keys import Keyring
from tests.browser.house import serving
from tests.indexer import test_reader_pdf
from tests.service import plans

ROOT = Path(__file__).parents[2]


def blocks(page: str, kind: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", text, flags=re.S | re.M)
    return [re.sub(rf"^{indent}", "", body, flags=re.M) for indent, body in found]


def curls() -> list[str]:
    """Every curl command, its continued lines joined."""
    text = "\n".join(
        block for page in ("README.md", "README.vi.md") for block in blocks(page, "sh")
    )
    return [line for line in text.replace("\\\n", " ").splitlines() if line.startswith("curl ")]


def administering() -> list[str]:
    """Those that need a key, in the order they are to be typed."""
    return [command for command in curls() if "$KEY" in command]


@pytest.fixture(scope="module")
def address(index):
    with serving(create_app("unused", index=index)) as url:
        yield url


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
@pytest.mark.parametrize("command", [c for c in curls() if "$KEY" not in c])
def test_curl_is_answered(address, command):
    asked = command.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "generation" in told, told


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_a_plan_is_added_and_published_as_the_page_says(tmp_path):
    build(plans.write(tmp_path / "plans"), tmp_path / "index")
    test_reader_pdf.plan(tmp_path / "ke-hoach.pdf")
    key, _ = Keyring(tmp_path / "index").add("thử", "admin")
    assert len(administering()) == 2
    with serving(create_app(tmp_path / "index")) as url:
        for command in administering():
            done = subprocess.run(
                ["bash", "-c", command.replace("http://127.0.0.1:8000", url)],
                cwd=tmp_path,
                env=os.environ | {"KEY": key},
                capture_output=True,
                text=True,
                timeout=180,
            )
            assert done.returncode == 0, done.stderr
            assert "ke-hoach" in done.stdout or "publish" in done.stdout, done.stdout


def test_there_are_curl_examples():
    assert len(curls()) >= 3


@pytest.mark.parametrize("example", blocks("README.md", "python"))
def test_python_runs(plans_index, monkeypatch, capsys, example):
    monkeypatch.chdir(plans_index.parent)
    assert plans_index.name == "index"
    exec(compile(example, "README.md", "exec"), {})
    assert "Hải Dương" in capsys.readouterr().out
