"""Names of files as they come from other machines, made safe for this one."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import PurePosixPath

from indexer.errors import TracuuError
from indexer.sources import SUFFIXES, no_reader

#: Bytes of a name that file systems take (255), with room for a number behind it.
_MOST = 200
_REFERENCE = re.compile(r"&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});")
_UNSAFE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


class Refused(TracuuError):
    """A file that is not received, and why."""


def safe_name(sent: str | None) -> str:
    r"""The last part of what a browser sent as a name, fit to be one here; raises ``Refused``.

    >>> safe_name("..\\..\\C:\\Kế hoạch.PDF"), safe_name("/etc/.hidden.txt")
    ('Kế hoạch.PDF', 'hidden.txt')
    """
    read = _REFERENCE.sub(lambda found: html.unescape(found[0]), sent or "")
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", read))[-1]
    kept = "".join(" " if c in ':*?"<>|' else c for c in last if _is_safe(c))
    name = " ".join(kept.split()).lstrip(".~$ ").rstrip(". ")
    suffix = PurePosixPath(name).suffix
    if not name or not name.removesuffix(suffix).strip():
        raise Refused(
            "Tệp không có tên dùng được; hãy đổi tên rồi gửi lại. / "
            "The file has no usable name; rename it and send it again."
        )
    if suffix.lower() not in SUFFIXES:
        raise Refused(no_reader(suffix.lower()).replace(" · ", " / "))
    return _shortened(name.removesuffix(suffix), suffix)


def _is_safe(character: str) -> bool:
    return unicodedata.category(character) not in _UNSAFE


def _shortened(stem: str, suffix: str) -> str:
    room = _MOST - len(suffix.encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return stem.rstrip(". ") + suffix
