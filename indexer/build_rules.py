"""When a document must be analysed again although its file is the same."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from indexer import reference
from indexer.generation import sha256

RULES_VERSION = "1"
_CODE = Path(__file__).parent
#: What keeps the results of analysis, or serves queries, and does not change them.
_NOT_RULES = (
    "accents",
    "archives",
    "assemble",
    "binding",
    "build",
    "bulk/",
    "disk",
    "encoding",
    "gather",
    "generation",
    "index/",
    "intake",
    "listing",
    "manifest",
    "originals",
    "readers/pdf/picture",
    "rehearsal",
    "report",
    "sources",
    "verified",
    "work",
    "table/accents.npz",
)


def rules_version() -> str:
    """``RULES_VERSION`` and a hash of the code and tables that analysis depends on."""
    return f"{RULES_VERSION}-{_digest(_CODE, reference.folder(), _NOT_RULES)}"


def code_version() -> str:
    """A hash of all of the indexer's code and tables."""
    return _digest(_CODE, reference.folder())


@cache  # what runs is the code as it was when it was first asked for
def _digest(code: Path, tables: Path, leave_out: tuple[str, ...] = ()) -> str:
    files = {p.relative_to(code).as_posix(): p for p in code.rglob("*.py")}
    files |= {f"table/{p.name}": p for p in tables.glob("*") if p.is_file()}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        if not name.startswith(leave_out):
            digest.update(f"{name}\0{sha256(path)}\n".encode())
    return digest.hexdigest()[:12]
