"""One source understood and checked: a document with its passages, or the reason there is none."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer import archives, codec
from indexer.analyse import analyse
from indexer.documents import Document
from indexer.errors import UnreadableDocument
from indexer.passages import PassageText, passages_of
from indexer.sources import Source

#: What the system says when nothing more can be written.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Task:
    """A source to understand as ``document``; ``scratch`` is a folder for what is unpacked."""

    source: Source
    document: str
    scratch: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: the coded document (see ``codec``), or else the reason.

    ``lasting``: the same file would give the same again, so it need not be tried again.
    """

    coded: str | None
    reason: str | None = None
    lasting: bool = True


def understand(task: Task) -> Outcome:
    """Never raises ``Exception``, but for a full disk: one file must not take the others along."""
    try:
        with local(task.source, task.scratch) as path:
            document = analyse(path, task.document, task.source.name)
        passages = passages_of(document)
        _check(document, passages, task.document)
        return Outcome(codec.dumps(document, passages))
    except UnreadableDocument as error:
        return Outcome(None, str(error))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise
        return Outcome(None, unexpected(error), lasting=False)


@contextmanager
def local(source: Source, scratch: Path) -> Iterator[Path]:
    """A file with the source's bytes and suffix; a member of a ZIP lies there only meanwhile."""
    if source.member is None:
        yield source.path
        return
    with tempfile.NamedTemporaryFile(dir=scratch, suffix=source.suffix) as file:
        archives.unpack(source.path, source.member, file.write)
        file.flush()
        yield Path(file.name)


def unexpected(error: Exception) -> str:
    """The reason for a file that met an error nobody foresaw. Paths of this machine stay out."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    what = f"{type(error).__name__}: {said}".encode("utf-8", "replace").decode()
    return f"lỗi bất ngờ, xin báo lại: {what} · unexpected error, please report it"


def _check(document: Document, passages: Sequence[PassageText], name: str) -> None:
    """What later stages rely on; a breach is a bug, and must not reach the index."""
    text, paths = document.text, {c.path for c in document.clauses}
    text.encode()  # lone surrogates cannot be stored
    if document.info.id != name or len(paths) != len(document.clauses):
        raise ValueError("id or paths are not unique")
    if not all(0 <= c.start <= c.own_end <= c.end <= len(text) for c in document.clauses):
        raise ValueError("a clause outside the text")
    for passage in passages:
        clause = passage.clause
        if clause.path not in paths or not text.startswith(passage.text, clause.start):
            raise ValueError(f"passage {clause.path} is not a quotation")
