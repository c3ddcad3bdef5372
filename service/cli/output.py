"""How the command line speaks: text, tables, JSON on stdout; complaints and progress on stderr."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

_WIDEST = 100
#: What a terminal obeys, or shows out of order; our own emphasis (``bold``) stays.
_OBEYED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_UNSHOWN = re.compile(rf"\x1b\[[01]m|([{_OBEYED}])")
_UNESCAPED = re.compile(f"[{_OBEYED}]")


def say(text: str = "") -> None:
    """One line, or several, to stdout."""
    sys.stdout.write(harmless(text) + "\n")


def complain(text: str) -> None:
    """One line, or several, to stderr."""
    sys.stdout.flush()
    sys.stderr.write(harmless(text) + "\n")
    sys.stderr.flush()


def harmless(text: str) -> str:
    r"""``text`` as long as it was, without what a plan could have a terminal do.

    >>> harmless("Sở\x1b[2J Y tế")
    'Sở\ufffd[2J Y tế'
    """
    return _UNSHOWN.sub(lambda found: "\ufffd" if found[1] else found[0], text)


def emit(value: Any) -> None:
    """``value`` as indented JSON; dataclasses become objects."""
    told = json.dumps(plain(value), ensure_ascii=False, indent=2)
    # JSON escapes but the first of them itself, and nothing is lost by escaping the others.
    say(_UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", told))


def plain(value: Any) -> Any:
    """Dataclasses, and lists and objects of them, as what JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def width() -> int:
    """Columns to write in: the terminal's, within reason."""
    return max(40, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def wrapped(text: str, indent: str = "", hang: str = "") -> str:
    """Paragraphs broken to the width after ``indent``, and ``hang`` from the second line on."""
    lines = [
        textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent + hang)
        for line in text.splitlines()
        if line.strip()
    ]
    return "\n".join(lines)


def bold(text: str) -> str:
    """Emphasised on a terminal, untouched in a file or where NO_COLOR asks for plain text."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return f"\033[1m{text}\033[0m"
    return text


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with ``spans`` emphasised."""
    out, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            out += [text[at:start], bold(text[start:end])]
            at = end
    return "".join([*out, text[at:]])


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns aligned under their names, numbers to the right; None is shown as a dash."""
    cells = [[_cell(value) for value in row] for row in rows]
    columns = range(len(head))
    widths = [max(len(line[i]) for line in [head, *cells]) for i in columns]
    numeric = [all(isinstance(row[i], int | float | None) for row in rows) for i in columns]

    def line(row: Sequence[str]) -> str:
        aligned = [
            cell.rjust(wide) if right else cell.ljust(wide)
            for cell, wide, right in zip(row, widths, numeric, strict=True)
        ]
        return "  ".join(aligned).rstrip()

    return "\n".join([bold(line(head)), *map(line, cells)])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
