"""API keys: who may read or administer, kept in ``keys.sqlite`` beside the generations.

A key's secret is 256 random bits, so one SHA-256 of it is kept and nothing slower: salt and
stretching (scrypt) guard passwords that can be guessed, and nobody guesses 256 bits. The key itself
is shown once, when it is made. SQLite, because the service notes the day of use while the command
line adds and revokes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from indexer.address import home
from indexer.errors import TracuuError

Scope = Literal["read", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
FILE = "keys.sqlite"
_FORM = re.compile(r"tk_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
_LONGEST_LABEL = 100
#: Seconds to wait while the command line writes.
_PATIENCE = 1.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, digest TEXT NOT NULL, "
    "scope TEXT NOT NULL, label TEXT NOT NULL, created TEXT NOT NULL, expires TEXT, "
    "used TEXT, revoked TEXT)"
)


class KeysUnreadable(TracuuError):
    """The file of keys cannot be read or written; nobody is let in on a guess."""


class BadKeyRequest(TracuuError):
    """A key was asked for, or named, that cannot be."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key. Dates are ISO days in UTC; ``expires`` is its last day.

    ``used`` is the day it was last seen, no finer: when people work is nobody's business.
    """

    id: str
    scope: Scope
    label: str
    created: str
    expires: str | None = None
    used: str | None = None
    revoked: str | None = None

    def is_live(self, today: str) -> bool:
        """Whether it opens anything on this day."""
        return self.revoked is None and (self.expires is None or today <= self.expires)

    def holds(self, scope: Scope) -> bool:
        """Whether it opens this scope: who may administer may read."""
        return self.scope in ("admin", scope)


class Keyring:
    """The keys of one index; without a file there are none. Safe to use from many threads."""

    def __init__(self, index: Path | str) -> None:
        self._path = home(index) / FILE

    def add(self, label: str, scope: Scope = "read", days: int | None = None) -> tuple[str, Key]:
        """Make a key that lives ``days`` days (None: for good); returns the token, once.

        Raises ``BadKeyRequest`` for an empty or overlong label.
        """
        label = " ".join(label.split())
        if not 0 < len(label) <= _LONGEST_LABEL:
            raise BadKeyRequest(
                f"Nhãn của khóa dài từ 1 đến {_LONGEST_LABEL} ký tự: hãy ghi khóa dành cho ai. / "
                f"A label has 1 to {_LONGEST_LABEL} characters: say whom the key is for."
            )
        today = _today()
        last = None if days is None else (date.fromisoformat(today) + timedelta(days)).isoformat()
        key = Key(secrets.token_hex(4), scope, label, today, last)
        token = f"tk_{key.id}_{secrets.token_urlsafe(32)}"
        with self._writing() as db:
            db.execute(_TABLE)
            db.execute(
                "INSERT INTO keys (id, digest, scope, label, created, expires) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (key.id, _digest(token), key.scope, key.label, key.created, key.expires),
            )
        return token, key

    def list(self) -> tuple[Key, ...]:
        """Every key, oldest first, revoked and expired ones too."""
        if not self._is_there():
            return ()
        with self._reading() as db:
            rows = db.execute(
                "SELECT id, scope, label, created, expires, used, revoked FROM keys ORDER BY rowid"
            )
            return tuple(Key(*row) for row in rows)

    def revoke(self, id: str) -> Key:
        """Let a key open nothing from the next request on; raises ``BadKeyRequest``."""
        known = {key.id: key for key in self.list()}
        if id not in known:
            raise BadKeyRequest(
                f"Không có khóa {id}; xem: tracuu keys list · There is no key {id}; see: "
                "tracuu keys list"
            )
        with self._writing() as db:
            db.execute(
                "UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", (_today(), id)
            )
        return next(key for key in self.list() if key.id == id)

    def find(self, token: str) -> Key | None:
        """The live key of a token, or None; notes the day it was used."""
        form = _FORM.fullmatch(token)
        if form is None or not self._is_there():
            return None
        with self._reading() as db:
            row = db.execute(
                "SELECT digest, id, scope, label, created, expires, used, revoked "
                "FROM keys WHERE id = ?",
                (form[1],),
            ).fetchone()
        # Compared even where there is none: how long it takes tells nothing.
        right = hmac.compare_digest(_digest(token), row[0] if row else _digest(""))
        key = Key(*row[1:]) if row and right else None
        today = _today()
        if key is None or not key.is_live(today):
            return None
        if key.used != today:
            self._note(key.id, today)
        return key

    def _is_there(self) -> bool:
        """Whether anything was ever written: the first key on a full disk leaves an empty file."""
        try:
            return self._path.stat().st_size > 0
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _note(self, id: str, today: str) -> None:
        # A folder that is read-only, or a disk that is full, is no reason to turn a key away.
        try:
            with self._writing() as db:
                db.execute("UPDATE keys SET used = ? WHERE id = ?", (today, id))
        except KeysUnreadable:
            return

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._connected(f"{self._path.absolute().as_uri()}?mode=ro") as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Made for the owner alone before anything stands in it; SQLite's journal inherits that.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            self._path.chmod(0o600)
        except OSError as error:
            raise _unreadable(error) from error
        with self._connected(f"{self._path.absolute().as_uri()}?mode=rw") as db, db:
            yield db

    @contextmanager
    def _connected(self, uri: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as db:
                yield db
        except sqlite3.Error as error:
            raise _unreadable(error) from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _unreadable(error: Exception) -> KeysUnreadable:
    from indexer.disk import is_full  # brings what reads plans: not before it is needed

    # Callers over HTTP read this too: no path of this machine.
    if is_full(error):
        return KeysUnreadable(
            f"Đĩa đầy, không ghi được {FILE}; các khóa đã có vẫn nguyên: hãy dọn chỗ rồi làm "
            "lại. / The disk is full: the keys there are stay as they were. Make room, and try "
            "again."
        )
    return KeysUnreadable(
        f"Không đọc hoặc ghi được {FILE} trong thư mục chỉ mục ({error.__class__.__name__}); hãy "
        "kiểm tra quyền, hoặc xóa tệp rồi tạo lại khóa. / The file of keys in the index's folder "
        "cannot be read or written; check its permissions, or remove it and make the keys anew."
    )
