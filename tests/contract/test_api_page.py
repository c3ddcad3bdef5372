"""Every curl command of docs/api.md, run against a served process."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.api.errors import KINDS
from service.api.keys import Keyring
from tests.service.serving import Server, served

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.S)
COMMANDS = [line for block in BLOCKS for line in re.split(r"(?<!\\)\n", block) if line.strip()]
#: The two lines that share a variable are one command.
SHARED = [line for line in COMMANDS if "$tag" in line or line.startswith("tag=")]
ALONE = [line for line in COMMANDS if line not in SHARED]

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")


@pytest.fixture(scope="module")
def server(bundled: Path) -> Iterator[Server]:
    with served(bundled) as running:
        yield running


def run(command: str, server: Server, key: str = "") -> str:
    done = subprocess.run(
        ["bash", "-c", command.replace("http://127.0.0.1:8000", server.url)],
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "KEY": key},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", ALONE)
def test_it_works_as_written(command: str, server: Server, bundled: Path) -> None:
    key, _ = Keyring(bundled).add("thử") if "$KEY" in command else ("", None)
    told = run(command, server, key)
    if "format=csv" in command or command.endswith("/metrics"):
        assert len(told.splitlines()) > 10
        return
    reply = json.loads(told)
    lists = [value for value in reply.values() if isinstance(value, list)]
    assert any(lists) or "status" in reply or "text" in reply, "an example shows something"


@pytest.mark.slow
def test_what_has_not_changed_is_304(server: Server) -> None:
    assert run("\n".join(SHARED), server) == "unchanged\n"


def test_every_door_has_a_command_and_every_error_a_line() -> None:
    from tests.contract.samples import CALLS

    for _, path, _ in CALLS.values():
        assert path.partition("?")[0].partition("/hai-duong")[0] in "".join(COMMANDS), path
    for status, (kind, _) in KINDS.items():
        if status != 405:
            assert str(status) in PAGE and f"`{kind}`" in PAGE, kind
