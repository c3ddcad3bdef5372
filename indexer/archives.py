"""ZIP files of plans: what is inside, and one member at a time out of them, within bounds.

A member's name is only ever shown: what is unpacked goes to a file named here, so ``../`` and
absolute names lead nowhere. Sizes are those of the bytes that come out, never those declared.
"""

from __future__ import annotations

import errno
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from indexer.errors import UnreadableDocument
from indexer.readers import legacy
from indexer.sources import is_hidden, printable
from indexer.text import nfc

#: Members of one ZIP, those of a ZIP inside it included.
MAX_MEMBERS = 10_000
#: Bytes of a ZIP's directory: 10,000 members with long names take 5 MB.
MAX_DIRECTORY = 16_000_000
#: Bytes of one member (as for a PDF), and of all members of one ZIP.
MAX_MEMBER = 400_000_000
MAX_TOTAL = 4_000_000_000
#: Members above ``_SMALL`` bytes that shrink more than this are no documents (a page of a plan
#: scanned without compression: 20 to 60 times; XML: 35; the most DEFLATE can do: 1,032).
MAX_RATIO = 200
_SMALL = 10_000_000
_CHUNK = 1 << 18
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, IndexError, struct.error)
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field: the name once more, in UTF-8


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP: its ``place`` in the directory, its name; ``reason``: why it is left out.

    ``hidden``: nobody put it there on purpose (``__MACOSX/``, dot files).
    """

    place: int
    name: str
    reason: str | None = None
    hidden: bool = False


@dataclass(slots=True)
class Budget:
    """What one ZIP, and the ZIPs inside it, may still cost."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_TOTAL


def members(path: Path, budget: Budget) -> list[Member]:
    """The files in a ZIP in its own order. Raises ``UnreadableDocument``."""
    with _said():
        infos = _open(path).infolist()
        budget.members -= len(infos)
        if budget.members < 0:
            raise UnreadableDocument(
                f"Tệp nén có hơn {MAX_MEMBERS:,} thành phần: hãy chia nhỏ. / "
                f"The ZIP has more than {MAX_MEMBERS:,} members: split it."
            )
        return [_member(place, info) for place, info in enumerate(infos) if not info.is_dir()]


def unpack(path: Path, place: int, write: Callable[[bytes], object], most: int = MAX_MEMBER) -> int:
    """Hand the bytes of a member to ``write``, chunk by chunk; how many there were.

    Raises ``UnreadableDocument`` when it is damaged, encrypted, or more than ``most``.
    """
    done = 0
    with _said():
        archive = _open(path)
        info = archive.infolist()[place]
        limit = min(most, MAX_MEMBER, max(_SMALL, info.compress_size * MAX_RATIO))
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                done += len(chunk)
                if done > limit:
                    raise UnreadableDocument(
                        "Giải nén ra quá lớn (có thể là tệp nén phá hoại): hãy lấy tệp ra, "
                        "kiểm tra rồi để riêng. / It unpacks to far too much (perhaps a zip bomb)."
                    )
                write(chunk)
    return done


def forget() -> None:
    """Close the ZIPs kept open: their files may go now."""
    _opened.cache_clear()


def neutral(name: str) -> str:
    """A name without a way out: no drive, no root, no ``..``; folders stand before "/"."""
    parts = [p for p in re.split(r"[\\/]+", name) if p not in ("", ".", "..")]
    if parts and re.fullmatch(r"[A-Za-z]:", parts[0]):
        parts = parts[1:]
    return printable("/".join(parts)) or "?"


def readable(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it, as far as can be told.

    A name is UTF-8 where its flag or its extra field says so; else bytes of an encoding nobody
    wrote down. Then it is UTF-8 if it can be, or what makes most Vietnamese syllables of it.
    """
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    stated = _stated(info.extra, raw)
    if stated is not None:
        return stated
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return max(_guesses(raw), key=_share_vietnamese)


def _guesses(raw: bytes) -> Iterator[str]:
    """The western reading first: it stays where none makes more sense."""
    western = raw.decode("cp1252", "replace")
    yield raw.decode("cp437")
    yield nfc(raw.decode("cp1258", "replace"))
    yield legacy.to_unicode(western, "tcvn3")
    yield legacy.to_unicode(western, "vni")


def _share_vietnamese(name: str) -> float:
    if not name.replace("\xa0", " ").isprintable() or "\ufffd" in name:
        return -1.0  # bytes this encoding does not have
    words = re.findall(r"[^\W\d_]+", name.rpartition(".")[0])
    return sum(map(legacy.is_vietnamese, words)) / len(words) if words else 0.0


def _stated(extra: bytes, raw: bytes) -> str | None:
    """The name in Info-ZIP's Unicode field, if it is there and speaks of this very name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            if int.from_bytes(body[1:5], "little") != zlib.crc32(raw):
                return None
            return body[5:].decode("utf-8", "replace")
    return None


def _member(place: int, info: zipfile.ZipInfo) -> Member:
    name = neutral(readable(info))
    reason = None
    if stat.S_ISLNK(info.external_attr >> 16):
        reason = "liên kết (symlink) trong tệp nén, không đi theo · a link in a ZIP, not followed"
    elif info.flag_bits & _ENCRYPTED:
        reason = (
            "có mật khẩu: hãy giải nén bằng mật khẩu rồi để tệp vào thư mục · "
            "encrypted: unpack it with its password and put the file into the folder"
        )
    return Member(place, name, reason, any(map(is_hidden, name.split("/"))))


@lru_cache(maxsize=2)
def _opened(path: Path, size: int, changed: int) -> zipfile.ZipFile:
    """Kept open: reading the directory anew for each member would cost its square."""
    _refuse_long_directory(path, size)
    return zipfile.ZipFile(path)


def _open(path: Path) -> zipfile.ZipFile:
    about = path.stat()
    return _opened(path, about.st_size, about.st_mtime_ns)


def _refuse_long_directory(path: Path, size: int) -> None:
    """Look at the end record first: ``zipfile`` reads a directory of any length into memory."""
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0 or at + 22 > len(tail):
            raise zipfile.BadZipFile("no end record")
        (length,) = struct.unpack_from("<I", tail, at + 12)
        if tail[at - 20 : at - 16] == b"PK\6\7" and at >= 20:
            length = _long_directory(file, tail[at - 20 : at])
    if length > MAX_DIRECTORY:
        raise UnreadableDocument(
            "Mục lục của tệp nén quá dài (có thể là tệp nén phá hoại): hãy chia nhỏ. / "
            "The ZIP's directory is too long (perhaps a zip bomb): split it."
        )


def _long_directory(file: BinaryIO, locator: bytes) -> int:
    """The directory's length in a ZIP64."""
    (offset,) = struct.unpack_from("<Q", locator, 8)
    file.seek(min(offset, 1 << 62))
    record = file.read(56)
    if len(record) < 56 or not record.startswith(b"PK\6\6"):
        raise zipfile.BadZipFile("no ZIP64 end record")
    return int(struct.unpack_from("<Q", record, 40)[0])


@contextmanager
def _said() -> Iterator[None]:
    """Errors of the archive as reasons a user can act on."""
    try:
        yield
    except (*_DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise  # of the disk; EINVAL: a directory that names a place before the file's start
        raise UnreadableDocument(
            "Tệp nén (ZIP) hỏng hoặc bị cắt cụt: hãy chép lại từ nguồn. / "
            f"The ZIP is damaged or truncated: copy it again ({error})."
        ) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(
            "Kiểu nén này chưa đọc được: hãy giải nén rồi để tệp vào thư mục. / "
            f"This kind of compression cannot be read: unpack it first ({error})."
        ) from error
