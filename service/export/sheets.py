"""What leaves as a file: CSV that opens as UTF-8 and runs nothing, text that a DOCX can hold."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

#: Full-width signs too: some spreadsheets take them for the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: A target's ``op`` in words, which no spreadsheet runs and no export has to defuse.
RELATIONS = {
    "=": "equal",
    ">=": "at_least",
    "<=": "at_most",
    "aim": "aim",
    "increase": "increase",
    "increase>=": "increase_at_least",
    "decrease": "decrease",
}

#: The byte order mark tells a spreadsheet that the file is UTF-8.
BOM = "\ufeff"


def defused(value: object) -> object:
    """A cell no spreadsheet runs: text that would start a formula gets an apostrophe before it.

    >>> defused("=1+1"), defused(-3), defused("Sở Y tế")
    ("'=1+1", -3, 'Sở Y tế')
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def printable(text: str) -> str:
    """Text without the control characters that XML, and so a DOCX, cannot hold."""
    return _CONTROL.sub(" ", text)


def sheet(
    columns: Sequence[str], records: Iterable[Mapping[str, object]], *, raw: bool = False
) -> str:
    """Records as CSV (RFC 4180) with a byte order mark; a key that is no column is left out.

    ``raw``: for machines, every cell to the letter, those too that a spreadsheet would run.
    """
    out = io.StringIO(newline="")
    out.write(BOM)
    cell = _as_it_is if raw else defused
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in columns])
    for record in records:
        writer.writerow([cell(record.get(name, "")) for name in columns])
    return out.getvalue()


def sheet_of(records: Sequence[Mapping[str, object]], *, raw: bool = False) -> str:
    """Records that all have the same keys; without any, a sheet that says only that."""
    return sheet(list(records[0]) if records else ["document"], records, raw=raw)


def _as_it_is(value: object) -> object:
    return value
