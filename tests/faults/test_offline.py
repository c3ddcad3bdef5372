"""Nothing is sent anywhere: building, asking and serving, with every way out watched."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apart import APART
from tests.service import plans

ROOT = Path(__file__).parents[2]
#: Runs at the start of every Python below, those that read files included.
WATCH = """
import os, sys
NAMED = "socket.getaddrinfo", "socket.gethostbyname"
OUT = "socket.connect", "socket.sendto", "socket.sendmsg", *NAMED
def watch(event, args):
    if event not in OUT:
        return
    place = args[0] if event in NAMED else args[1]
    host = place[0] if isinstance(place, tuple) else place
    if str(host) in ("127.0.0.1", "::1", "localhost", "None") or str(host).startswith("/"):
        return
    with open(os.environ["WATCHED"], "a") as log:
        log.write(f"{event} {place!r}\\n")
    raise PermissionError(f"{event} {place!r}")
sys.addaudithook(watch)
"""
QUESTION = "cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ"


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which an attempt to leave the machine fails and is written down."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH)
    (tmp_path / "log").touch()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    return kept | {
        "PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{ROOT}",
        "WATCHED": str(tmp_path / "log"),
    }


def tracuu(env: dict[str, str], *args: str) -> subprocess.Popen[str]:
    code = [sys.executable, "-m", "service.cli", *args]
    return subprocess.Popen(code, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def address(tmp_path: Path, watched: dict[str, str]) -> Iterator[str]:
    """A service over plans that it indexes first."""
    folder = plans.write(tmp_path / "plans")
    given = ("--plans", str(folder), "--index", str(tmp_path / "index"), "--port", "0")
    with tracuu(watched, "serve", *given) as served:
        assert served.stdout is not None
        yield served.stdout.readline().split("http://")[1].split()[0]
        served.terminate()
        assert served.wait(60) == 0


@pytest.mark.skipif(APART not in os.environ, reason="this machine lets nobody leave its network")
def test_the_suite_itself_reaches_no_network() -> None:
    with pytest.raises(OSError) as refused, socket.socket() as out:
        out.connect(("192.0.2.1", 80))
    assert refused.value.errno == errno.ENETUNREACH
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()


def test_a_command_is_run_apart_or_as_it_is() -> None:
    command = [sys.executable, "-m", "tests.apart", "sh", "-c", f"echo ${APART}; exit 3"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 3
    assert run.stdout == "1\n" or "lets" in run.stdout


def test_the_watch_sees_and_stops(watched: dict[str, str]) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    run = subprocess.run([sys.executable, "-c", code], env=watched, capture_output=True, text=True)
    assert "PermissionError" in run.stderr
    assert "192.0.2.1" in Path(watched["WATCHED"]).read_text()


def test_building_asking_and_serving_reach_nothing(
    tmp_path: Path, watched: dict[str, str], address: str
) -> None:
    asked = tracuu(watched, "ask", QUESTION, "--index", str(tmp_path / "index"), "--json")
    told, _ = asked.communicate(timeout=120)
    assert json.loads(told)["found"]
    for path in ("/", f"/?q={urllib.parse.quote(QUESTION)}", "/v1/documents", "/metrics"):
        with urllib.request.urlopen(f"http://{address}{path}", timeout=60) as reply:
            page = reply.read().decode()
        assert 'src="http' not in page and "url(http" not in page
    assert Path(watched["WATCHED"]).read_text() == ""
