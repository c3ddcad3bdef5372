"""The examples of the README, run as they stand there: curl at a real port, Python in a folder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service.api.app import create_app
from tests.browser.house import serving

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


@pytest.fixture(scope="module")
def address(index):
    with serving(create_app("unused", index=index)) as url:
        yield url


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
@pytest.mark.parametrize("command", curls())
def test_curl_is_answered(address, command):
    asked = command.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "generation" in told, told


def test_there_are_curl_examples():
    assert len(curls()) >= 3


@pytest.mark.parametrize("example", blocks("README.md", "python"))
def test_python_runs(plans_index, monkeypatch, capsys, example):
    monkeypatch.chdir(plans_index.parent)
    assert plans_index.name == "index"
    exec(compile(example, "README.md", "exec"), {})
    assert "Hải Dương" in capsys.readouterr().out
