"""A served process, as an operator starts it: ``with served(index) as server: server.get("/")``."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MAIN = "import sys; from service.cli import main; sys.exit(main(sys.argv[1:]))"


@dataclass
class Server:
    """One running ``tracuu serve``; ``said`` are its lines on stderr so far."""

    process: subprocess.Popen[str]
    url: str
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.url.rpartition(":")[2])

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=20) as reply:
            body: bytes = reply.read()
        return body.decode()

    def family(self) -> list[int]:
        return family(self.process.pid)

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=20)

    def stop(self, told: int = signal.SIGTERM) -> int:
        self.process.send_signal(told)
        return self.process.wait(timeout=60)


def until(told: Callable[[], bool], what: str) -> None:
    """Wait for it, however busy the machine is."""
    end = time.monotonic() + 60
    while not told():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def read(connection: socket.socket) -> bytes:
    """Everything up to the other end's closing."""
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def family(process: int) -> list[int]:
    """A process and all that it has begun, itself first, then its children and theirs."""
    parents = {int(p.name): _parent(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _parent(process: Path) -> int:
    try:
        told = (process / "stat").read_text("utf-8", "replace")
    except OSError:  # it has ended
        return 0
    return int(told.rpartition(")")[2].split()[1])


def _address(stdout: Iterable[str], server: Server) -> str:
    """Where it serves; what it says of plans that it indexes first stands before."""
    said = []
    for line in stdout:
        said.append(line)
        if url := re.search(r"http://127\.0\.0\.1:\d+", line):
            return url[0]
    raise AssertionError((said, server.said))


@contextmanager
def served(index: Path | str, *options: str, before: str = "") -> Iterator[Server]:
    """Serve ``index`` on a free port; ``before`` is code to run first. It ends with the block."""
    words = ["serve", "--port", "0", "--index", str(index), *options]
    process = subprocess.Popen(
        [sys.executable, "-c", f"{before}\n{_MAIN}", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        server = Server(process, "")
        reading = threading.Thread(target=lambda: server.said.extend(process.stderr or ()))
        reading.start()
        server.url = _address(process.stdout, server)
        yield server
    finally:
        process.kill()
        process.wait()
        reading.join()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
