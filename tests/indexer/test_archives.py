"""ZIP files: readable names that lead nowhere, and bounds on what comes out."""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import archives
from indexer.archives import Budget, members, neutral, readable, unpack
from indexer.errors import UnreadableDocument
from indexer.readers import legacy

NAME = "Kế hoạch phòng chống cháy rừng.docx"


def write(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def as_bytes(name: bytes) -> zipfile.ZipInfo:
    """What ``zipfile`` makes of a name whose encoding is not stated."""
    return zipfile.ZipInfo(name.decode("cp437"))


def cp1258(text: str) -> bytes:
    """As Windows writes Vietnamese: the vowel with its hat, then the tone."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tones = [c for c in parts if c in "\u0300\u0309\u0303\u0301\u0323"]
            rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
            out += rest.encode("cp1258") + "".join(tones).encode("cp1258")
    return out


def tcvn3(text: str) -> bytes:
    back = {}
    for code in range(0x80, 0x100):
        char = legacy.to_unicode(bytes([code]).decode("cp1252", "replace"), "tcvn3")
        back.setdefault(char, bytes([code]))
    return b"".join(back.get(c, c.encode("ascii", "replace")) for c in text)


@pytest.mark.parametrize("encode", [str.encode, cp1258, tcvn3])
def test_names_whose_encoding_is_not_stated(encode: object) -> None:
    assert readable(as_bytes(encode(NAME))) == NAME  # type: ignore[operator]


def test_names_whose_encoding_is_stated(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path / "a.zip", {NAME: b""})) as archive:
        assert readable(archive.infolist()[0]) == NAME
    raw = b"K? ho?ch.docx"
    info = as_bytes(raw)
    body = b"\1" + zlib.crc32(raw).to_bytes(4, "little") + NAME.encode()
    info.extra = struct.pack("<HHI", 0x5455, 4, 0) + struct.pack("<HH", 0x7075, len(body)) + body
    assert readable(info) == NAME
    info.extra = info.extra.replace(zlib.crc32(raw).to_bytes(4, "little"), b"\0\0\0\0")
    assert readable(info) == raw.decode()  # the field speaks of another name


def test_western_names_stay() -> None:
    assert readable(as_bytes("Zürich Ålesund.docx".encode("cp437"))) == "Zürich Ålesund.docx"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/a/./b//c.txt", "a/b/c.txt"),
        ("C:\\Users\\x\\..\\y.txt", "Users/x/y.txt"),
        ("..", "?"),
        ("a\nb\x00.txt", "a\ufffdb\ufffd.txt"),
        ("x" * 65_000 + ".docx", "x" * 200 + "…" + "x" * 195 + ".docx"),
    ],
)
def test_names_lead_nowhere(name: str, shown: str) -> None:
    assert neutral(name) == shown


@given(st.text())
def test_no_name_leads_out(name: str) -> None:
    shown = neutral(name)
    parts = shown.split("/")
    assert shown
    assert ".." not in parts
    assert not shown.startswith("/")
    assert "\\" not in shown
    assert shown.isprintable() or any(c.isspace() for c in shown) or not shown.isascii()


def unpacked(path: Path, place: int = 0) -> bytes:
    out = io.BytesIO()
    unpack(path, place, out.write)
    return out.getvalue()


@pytest.mark.parametrize("method", [0, 8, 12, 14], ids=["stored", "deflate", "bzip2", "lzma"])
def test_members_come_out_as_they_went_in(tmp_path: Path, method: int) -> None:
    content = b"n\xe1\xbb\x99i dung " * 100_000
    path = write(tmp_path / "a.zip", {"a.txt": content, "b/": b"", "b/c.txt": b"2"}, method)
    assert [(m.place, m.name) for m in members(path, Budget())] == [(0, "a.txt"), (2, "b/c.txt")]
    assert unpacked(path) == content
    assert unpacked(path, 2) == b"2"


def test_a_zip_bomb_is_not_unfolded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", {"a.txt": bytes(60_000_000)})
    seen = []
    with pytest.raises(UnreadableDocument, match="quá lớn"):
        unpack(path, 0, lambda chunk: seen.append(len(chunk)))
    assert sum(seen) < 20_000_000


def test_a_size_that_is_a_lie_helps_nobody(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", {"a.txt": bytes(60_000_000)})
    data = bytearray(path.read_bytes())
    for at in (22, data.index(b"PK\1\2") + 24):
        struct.pack_into("<I", data, at, 1000)
    path.write_bytes(data)
    seen = []
    with pytest.raises(UnreadableDocument):
        unpack(path, 0, lambda chunk: seen.append(len(chunk)))
    assert sum(seen) <= archives._SMALL


def test_bounds_on_all_members_together(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", {"a.txt": bytes(2_000_000)})
    with pytest.raises(UnreadableDocument, match="quá lớn"):
        unpack(path, 0, lambda chunk: None, most=1_000_000)
    with pytest.raises(UnreadableDocument, match="chia nhỏ"):
        members(write(tmp_path / "b.zip", {"a": b"", "b": b""}), Budget(members=1))


def test_a_directory_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}{'x' * 60_000}", b"")
    assert path.stat().st_size > 2 * archives.MAX_DIRECTORY
    with pytest.raises(UnreadableDocument, match="Mục lục"):
        members(path, Budget())


def test_links_and_encrypted_members_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("lien-ket.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("mat-ma.txt", "x")
    data = bytearray(path.read_bytes())
    last = data.rindex(b"PK\1\2")
    data[last + 8] |= 1
    path.write_bytes(data)
    link_found, locked = members(path, Budget())
    assert "symlink" in (link_found.reason or "")
    assert "mật khẩu" in (locked.reason or "")


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.99])
def test_a_truncated_zip_is_said_to_be_one(tmp_path: Path, kept: float) -> None:
    path = write(tmp_path / "a.zip", {"a.txt": b"abc" * 1000}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(UnreadableDocument, match="cắt cụt"):
        members(path, Budget())


def test_a_damaged_member_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", {"a.txt": b"abc" * 1000, "b.txt": b"2"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[500] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match="hỏng"):
        unpacked(path, 0)
    assert unpacked(path, 1) == b"2"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    path.write_bytes(data + b"PK\5\6" + data)
    with pytest.raises(UnreadableDocument):
        for member in members(path, Budget()):
            unpacked(path, member.place)
        raise UnreadableDocument  # read: nothing to say


def test_a_member_before_the_start_of_the_file_is_damage(tmp_path: Path) -> None:
    """As a ZIP says whose front was cut off, or whose end was made longer (found by fuzzing)."""
    path = write(tmp_path / "a.zip", {"a.txt": b"1"})
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\5\6")
    data[end + 16 : end + 20] = (end + 1_000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match="hỏng"):
        unpacked(path, 0)
