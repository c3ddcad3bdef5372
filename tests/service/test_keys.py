"""API keys: kept hashed, scoped, dated; and the command that makes them."""

from __future__ import annotations

import json
import sqlite3
import stat
from pathlib import Path

import pytest

import service.api.keys
from service.api.keys import FILE, BadKeyRequest, Key, Keyring, KeysUnreadable
from service.cli import DONE, FAILED, main


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "index")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Let it be another day."""
    return lambda day: monkeypatch.setattr(service.api.keys, "_today", lambda: day)


def test_a_key_is_found_by_its_token_alone(ring: Keyring) -> None:
    token, key = ring.add("Cổng  dịch vụ\ncông")
    assert (key.scope, key.label, key.expires) == ("read", "Cổng dịch vụ công", None)
    found = ring.find(token)
    assert found is not None and found.id == key.id
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in ("", "x", token + "a", token.upper(), other, f"tk_{key.id}_", "tk_" + "0" * 60):
        assert ring.find(wrong) is None


def test_the_token_is_nowhere_on_disk_and_the_file_is_the_owners(
    ring: Keyring, tmp_path: Path
) -> None:
    token, _ = ring.add("a")
    ring.find(token)
    file = tmp_path / "index" / FILE
    held = file.read_bytes()
    secret = token.split("_", 2)[2]  # which may hold "_" itself
    assert token.encode() not in held and secret.encode() not in held
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_lives_through_its_last_day(ring: Keyring, on) -> None:
    on("2026-01-30")
    token, key = ring.add("a", days=2)
    assert key.expires == "2026-02-01"
    on("2026-02-01")
    assert ring.find(token) is not None
    on("2026-02-02")
    assert ring.find(token) is None


def test_a_revoked_key_opens_nothing_at_once(ring: Keyring, on) -> None:
    on("2026-01-30")
    (token, key), (kept, _) = ring.add("a"), ring.add("b")
    assert ring.revoke(key.id).revoked == "2026-01-30"
    assert ring.find(token) is None and ring.find(kept) is not None
    on("2026-01-31")
    assert ring.revoke(key.id).revoked == "2026-01-30", "the first day counts"
    with pytest.raises(BadKeyRequest, match="no key 00000000"):
        ring.revoke("00000000")


def test_the_day_of_use_is_noted_and_nothing_finer(ring: Keyring, on) -> None:
    on("2026-03-01")
    token, _ = ring.add("a")
    assert ring.list()[0].used is None
    ring.find(token)
    on("2026-03-05")
    ring.find(token)
    assert [key.used for key in ring.list()] == ["2026-03-05"]


def test_who_may_administer_may_read_and_not_the_other_way_round() -> None:
    admin, read = (Key("1", scope, "a", "2026-01-01") for scope in ("admin", "read"))
    assert admin.holds("read") and admin.holds("admin")
    assert read.holds("read") and not read.holds("admin")


def test_a_key_still_opens_where_its_use_cannot_be_noted(ring: Keyring, tmp_path: Path) -> None:
    token, _ = ring.add("a")
    with sqlite3.connect(tmp_path / "index" / FILE) as db:
        db.execute("BEGIN IMMEDIATE")  # another writer holds it
        assert ring.find(token) is not None
        db.rollback()
    db.close()


def test_a_damaged_file_lets_nobody_in(ring: Keyring, tmp_path: Path) -> None:
    token, _ = ring.add("a")
    (tmp_path / "index" / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(KeysUnreadable, match="remove it"):
        ring.find(token)


@pytest.mark.parametrize("label", ["", "  ", "x" * 101])
def test_a_label_says_whom_it_is_for(ring: Keyring, label: str) -> None:
    with pytest.raises(BadKeyRequest, match="whom"):
        ring.add(label)


def test_the_command_makes_lists_and_revokes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(tmp_path / "index")]
    assert main(["keys", "list", *index]) == DONE
    assert "no keys yet" in capsys.readouterr().err
    assert main(["keys", "add", "Cổng", "--scope", "admin", "--days", "30", *index]) == DONE
    said = capsys.readouterr()
    token = said.out.strip()
    key = Keyring(tmp_path / "index").find(token)
    assert key is not None and key.scope == "admin" and key.expires
    assert key.id in said.err and token not in said.err
    assert main(["keys", "list", *index]) == DONE
    assert token not in (listed := capsys.readouterr().out) and "Cổng" in listed
    assert main(["keys", "revoke", key.id, "--json", *index]) == DONE
    assert json.loads(capsys.readouterr().out)["revoked"]
    assert main(["keys", "revoke", *index]) == FAILED
    assert "tracuu keys revoke" in capsys.readouterr().err
    assert main(["keys", "list", "--json", *index]) == DONE
    assert [k["label"] for k in json.loads(capsys.readouterr().out)["keys"]] == ["Cổng"]
