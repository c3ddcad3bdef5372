"""``tracuu keys``: make, list and revoke the keys of an index."""

from __future__ import annotations

import argparse

from service.api.keys import BadKeyRequest, Key, Keyring
from service.cli.output import complain, emit, plain, say, table


def keys(args: argparse.Namespace) -> int:
    """Do what was asked; the key itself is printed once, when it is made."""
    ring = Keyring(args.index)
    if args.action == "list":
        return _list(ring, args.json)
    if not args.name:
        raise BadKeyRequest(
            "Hãy ghi khóa dành cho ai: tracuu keys add NHÃN; thu hồi theo mã: tracuu keys revoke "
            "MÃ · Say whom the key is for: tracuu keys add LABEL; revoke by id: tracuu keys "
            "revoke ID"
        )
    if args.action == "add":
        return _add(ring, args)
    key = ring.revoke(args.name)
    if args.json:
        emit(key)
    else:
        say(f"Đã thu hồi khóa {key.id} ({key.label}) · Revoked")
    return 0


def _add(ring: Keyring, args: argparse.Namespace) -> int:
    token, key = ring.add(args.name, args.scope, args.days)
    if args.json:
        emit({"token": token, **plain(key)})
        return 0
    say(token)
    complain(
        f"Khóa {key.id} ({key.label}, {key.scope}, {_until(key)}). Chỉ hiện một lần này, hãy cất "
        "kỹ; dùng: Authorization: Bearer KHÓA · Shown this once only, keep it well"
    )
    return 0


def _list(ring: Keyring, as_json: bool) -> int:
    found = ring.list()
    if as_json:
        emit({"keys": plain(list(found))})
    elif found:
        rows = [(k.id, k.scope, k.label, k.created, k.expires, k.used, k.revoked) for k in found]
        say(table(("mã", "quyền", "nhãn", "tạo", "hết hạn", "dùng gần nhất", "thu hồi"), rows))
    else:
        complain("Chưa có khóa nào · There are no keys yet")
    return 0


def _until(key: Key) -> str:
    return f"đến hết {key.expires} · until {key.expires}" if key.expires else "mãi · for good"
