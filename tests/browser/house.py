"""The service as it is run: the whole application on a port of its own, over a real index."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from service.api.app import create_app

#: A loaded machine is no reason to fail: what is waited for may come late, in seconds.
PATIENCE = 60.0


class _Server(uvicorn.Server):
    """Says when it answers, to the thread that waits for it."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextmanager
def serving(what: Path | FastAPI) -> Iterator[str]:
    """Serve an index, or an application, on a free port; gives the address without a slash."""
    app = what if isinstance(what, FastAPI) else create_app(what)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Server(app)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        assert server.up.wait(PATIENCE), "the service did not come up"
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
