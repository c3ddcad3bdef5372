"""Files to lines: one module a format, chosen by suffix and content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from indexer.errors import UnreadableDocument
from indexer.readers import legacy
from indexer.readers.lines import PageReading, Reading
from indexer.syllables import share_possible
from indexer.text import nfc

#: Larger text files are refused: a plan of 500 pages is about 2 MB.
MAX_BYTES = 20_000_000
#: A line longer than this many characters is no paragraph.
MAX_LINE = 200_000
#: Below this share of possible Vietnamese syllables a text is not Vietnamese, or is damaged.
MIN_VIETNAMESE = 0.7

#: Readers that take the file itself; they know the limits of their format. By name: this package
#: is imported by every child process that reads pages, and all readers take 0.1 s to import.
_FILES: Mapping[str, str] = {
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "docx",
    ".rtf": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".png": "ocr",
    ".jpg": "ocr",
    ".jpeg": "ocr",
    ".tif": "ocr",
    ".tiff": "ocr",
}
SUFFIXES = (".txt", ".md", ".markdown", *_FILES)
#: Those of them that are taken only to say what to do with the file.
REFUSED = frozenset({".doc", ".rtf"})


def read(path: Path) -> Reading:
    """Read one file. Raises ``UnreadableDocument`` with the reason and what to do."""
    if path.stat().st_size == 0:
        raise UnreadableDocument(
            "Tệp rỗng: hãy chép lại từ nguồn. / The file is empty: copy it again."
        )
    name = _FILES.get(path.suffix.lower())
    reading: Reading = import_module(f"{__name__}.{name}").read(path) if name else _read_text(path)
    check(reading)
    return reading


def reader_of(suffix: str) -> str:
    """A name for what reads files of this suffix: the same bytes read by it are the same text."""
    return _FILES.get(suffix, "text")


def _read_text(path: Path) -> Reading:
    """Text and Markdown, told apart by suffix and by marks."""
    if (size := path.stat().st_size) > MAX_BYTES:
        raise UnreadableDocument(
            f"Tệp quá lớn ({size / 1e6:.0f} MB; tối đa {MAX_BYTES / 1e6:.0f} MB): "
            f"hãy tách thành từng kế hoạch. / "
            f"The file is too large: split it into single plans."
        )
    from indexer.readers import markdown, text

    content = decode(path.read_bytes())
    if max(map(len, content.split("\n"))) > MAX_LINE:
        raise UnreadableDocument(
            f"Có dòng dài hơn {MAX_LINE:,} ký tự: không phải văn bản thường. / "
            f"A line is too long to be text."
        )
    encoding = legacy.looks_legacy(content)
    if encoding:
        content = nfc(legacy.with_capitals(legacy.to_unicode(content, encoding), encoding))
    reading = markdown.read(content) if _is_markdown(path, content) else text.read(content)
    if not encoding:
        return reading
    page = PageReading(1, reading.obtained, problem=legacy.told(encoding))
    return replace(reading, pages=(page,))


def decode(data: bytes) -> str:
    """Bytes to NFC text: UTF-8, UTF-16 with its mark; others are refused.

    TCVN3 and VNI come as the letters whose codes they use, not converted yet.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in data:
        raise UnreadableDocument(
            "Không phải tệp văn bản (có byte 0). / Not a text file (NUL bytes)."
        )
    else:
        encoding = "utf-8-sig"
    try:
        content = data.decode(encoding)
    except UnicodeDecodeError as error:
        western = data.decode("cp1252", "replace")
        if encoding == "utf-16" or not legacy.looks_legacy(western):
            raise UnreadableDocument(
                "Tệp không ở bảng mã UTF-8 (có thể là TCVN3, VNI hay Windows-1258): "
                "hãy lưu lại bằng UTF-8. / "
                f"Not UTF-8 text: save it again as UTF-8 (byte {error.start})."
            ) from error
        content = western
    return nfc(content.replace("\r\n", "\n").replace("\r", "\n"))


def check(reading: Reading) -> None:
    """The gate: enough words, nearly all of them possible Vietnamese syllables."""
    whole = " ".join(line.text for line in reading.lines)
    count, share = share_possible(whole)
    if count < 20:
        raise UnreadableDocument("Tệp hầu như không có chữ. / The file has hardly any text.")
    if share < MIN_VIETNAMESE:
        raise UnreadableDocument(
            f"Chỉ {share:.0%} số từ là âm tiết tiếng Việt: không phải văn bản tiếng Việt, "
            f"hoặc lớp chữ bị hỏng hay sai bảng mã. / "
            f"Only {share:.0%} of the words are Vietnamese syllables: not Vietnamese, or damaged."
        )


def _is_markdown(path: Path, content: str) -> bool:
    """By suffix, or by marks no plain text has (OCR tools name their Markdown .txt)."""
    if path.suffix.lower() in (".md", ".markdown"):
        return True
    marks = len(re.findall(r"^(?:#{1,6} |\*\*)", content, re.MULTILINE))
    return marks >= 3
