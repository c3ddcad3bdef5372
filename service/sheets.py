"""What leaves as a file: CSV that opens as UTF-8 and runs nothing, text that a DOCX can hold."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

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


def sheet(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> str:
    """Records as CSV (RFC 4180) with a byte order mark; a key that is no column is left out."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(name) for name in columns])
    for record in records:
        writer.writerow([defused(record.get(name, "")) for name in columns])
    return out.getvalue()


def sheet_of(records: Sequence[Mapping[str, object]]) -> str:
    """Records that all have the same keys; without any, a sheet that says only that."""
    return sheet(list(records[0]) if records else ["document"], records)
