"""The ``tesseract`` command: whether it is there, and words with places from its TSV output."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from indexer.readers.layout.model import Word

LANGUAGE = "vie"
#: What to do where it is missing; pages that wait for it are known by these words.
ADVICE = "apt install tesseract-ocr tesseract-ocr-vie"
#: Seconds for one page; a dense one takes 6.
PATIENCE = 120.0


class TesseractFailed(Exception):
    """A page that Tesseract could not read; the message says why."""


@lru_cache(maxsize=1)
def missing() -> str | None:
    """What is missing for OCR, with what to do; None when all is there."""
    command = shutil.which("tesseract")
    if command is None:
        return (
            f"Cần nhận dạng chữ nhưng máy chưa có tesseract: cài bằng “{ADVICE}”. / "
            f"OCR is needed and tesseract is not installed: {ADVICE}."
        )
    try:
        listed = subprocess.run(  # noqa: S603 - the command found on PATH
            [command, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"tesseract không chạy được: {error}. / tesseract does not run: {error}."
    if LANGUAGE not in listed.stdout.split():
        return (
            f"tesseract thiếu tiếng Việt: cài bằng “{ADVICE}”. / "
            f"tesseract lacks Vietnamese: {ADVICE}."
        )
    return None


def words(image: Path, dpi: int, psm: int = 3) -> list[Word]:
    """The words of one image, their lines numbered, in its own pixels."""
    command = shutil.which("tesseract") or "tesseract"
    args = [command, str(image), "-", "-l", LANGUAGE, "--psm", str(psm), "--dpi", str(dpi), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the image made by us
            args,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            # Two pages at a time beat two threads on one (domain §4.2).
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise TesseractFailed(f"quá {PATIENCE:.0f} giây · timed out") from error
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip()[-200:]
        raise TesseractFailed(f"tesseract: {why or done.returncode}")
    return parse(done.stdout.decode("utf-8", "replace"))


def parse(tsv: str) -> list[Word]:
    """Words of Tesseract's TSV: level, page, block, paragraph, line, word, place, confidence."""
    out: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    for raw in tsv.split("\n")[1:]:
        cells = raw.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, wide, high = (float(cell) for cell in cells[6:10])
        line = lines.setdefault(tuple(cells[2:5]), len(lines) + 1)
        size = high
        out.append(
            Word(
                cells[11].strip(),
                left,
                top,
                left + wide,
                top + high,
                size,
                line=line,
                confidence=float(cells[10]),
            )
        )
    return out
