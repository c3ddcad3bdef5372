"""Documents of the same wording out of different files (a .docx and its .docm): noted with each.

The files differ, so they are no twins and both are searched; whoever runs the index should know.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict

_NOTE = "Trùng lời văn với "


def note(db: sqlite3.Connection) -> None:
    """Set the notes in ``documents.problems`` anew; those of carried documents may be outdated."""
    same: dict[bytes, list[str]] = defaultdict(list)
    for name, text in db.execute("SELECT id, text FROM documents ORDER BY id"):
        same[hashlib.sha256(text.encode()).digest()].append(name)
    for name, coded in _outdated(db):
        kept = [problem for problem in json.loads(coded) if not problem.startswith(_NOTE)]
        _set(db, name, kept)
    for names in same.values():
        for name in names if len(names) > 1 else ():
            others = ", ".join(other for other in names if other != name)
            [coded] = db.execute("SELECT problems FROM documents WHERE id = ?", (name,)).fetchone()
            _set(db, name, [*json.loads(coded), f"{_NOTE}{others}. / Same wording as {others}."])


def _outdated(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute(
        "SELECT id, problems FROM documents WHERE instr(problems, ?)", (_NOTE,)
    ).fetchall()


def _set(db: sqlite3.Connection, name: str, problems: list[str]) -> None:
    coded = json.dumps(problems, ensure_ascii=False)
    db.execute("UPDATE documents SET problems = ? WHERE id = ?", (coded, name))
