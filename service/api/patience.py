"""How the server waits for the other end: not for ever."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds a connection may take to send the head of a request.
HEAD = 20.0

#: Seconds in which the other end must have taken some of what is on its way to it.
READ = 60.0

#: Connections at once; beyond, uvicorn itself says 503. A process has 1024 files as a rule.
CONNECTIONS = 512


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP, except that a connection which sends no whole head in time is closed.

    uvicorn counts the seconds between requests only: a head that trickles in, or never does, would
    hold its place for good. So would who never reads: a connection that is closed stays until the
    rest of the reply has been taken, so it is broken off.
    """

    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # whatever waits to be taken is watched
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting while what came is a part of a head."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        self._taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for the other end to read."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Wait no longer: it has taken all there was."""
        self._taken()
        super().resume_writing()

    def _watch(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._unread = self.loop.call_later(READ, self._look, left)

    def _look(self, before: int) -> None:
        if self.transport.get_write_buffer_size() == before:
            self.transport.abort()
        else:  # slow, but not deaf
            self._watch()

    def _taken(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD, self._give_up)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
