"""Generations of the index on disk: written beside, verified, then made current in one step.

``INDEX/CURRENT`` holds the name of one immutable folder. Whatever happens to a build (an
exception, ``kill -9``, a full disk), CURRENT names a complete generation or does not exist.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.address import is_address
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated, TracuuError
from indexer.locking import build_lock, not_writable
from indexer.manifest import FileRecord, Manifest, OtherFormat

KEEP = 2
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
_NAME = re.compile(r"\d{6}-[0-9a-f]{8}")
_UNFINISHED = (".building-", ".discarded-", ".CURRENT-", ".sources.json-", ".verified.json-")


def current(index: Path) -> str:
    """The name of the generation being served; raises ``IndexMissing`` or ``IndexCorrupt``."""
    try:
        name = (index / CURRENT).read_text("ascii").strip()
    except FileNotFoundError:
        raise IndexMissing(
            f"Chưa có chỉ mục tại {index}. Hãy tạo: tracuu index THƯ_MỤC --index {index} · "
            f"There is no index at {index}. Create one: tracuu index FOLDER --index {index}"
        ) from None
    except (OSError, ValueError) as error:
        raise corrupt(index / CURRENT, str(error)) from None
    if not _NAME.fullmatch(name):
        raise corrupt(index / CURRENT, "tên không hợp lệ / not a generation's name")
    return name


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation, itself checked; its files are not read."""
    try:
        manifest = Manifest.from_bytes((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise IndexMissing(
            f"Thế hệ chỉ mục {folder.name} không còn hoặc chưa hoàn chỉnh; hãy lập lại chỉ mục "
            f"(tracuu index) hoặc quay lại thế hệ trước · Generation {folder.name} is gone or "
            "incomplete; build again (tracuu index) or roll back"
        ) from None
    except OtherFormat as error:
        raise IndexOutdated(
            f"Chỉ mục {folder} do một phiên bản khác của chương trình lập ({error}); hãy lập lại "
            "từ các tệp kế hoạch: tracuu index · This index was made by another release of the "
            "program; build it anew from the plans: tracuu index"
        ) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise corrupt(folder / MANIFEST, str(error)) from None
    if manifest.generation != folder.name and not folder.name.startswith(_UNFINISHED):
        raise corrupt(folder / MANIFEST, "thuộc thế hệ khác / belongs to another generation")
    return manifest


def encoder_of(index: Path) -> str | None:
    """The encoder an index was built with: an update must not change it unasked."""
    try:
        return read_manifest(index / current(index)).encoder.name
    except TracuuError:
        return None


def verify(folder: Path, hashes: bool = True) -> Manifest:
    """Check every file of a generation against its manifest (sizes only without ``hashes``)."""
    manifest = read_manifest(folder)
    for record in manifest.files:
        if why := _difference(folder, record, hashes):
            raise corrupt(folder / record.name, why)
    return manifest


def damaged(folder: Path, manifest: Manifest, trusted: Collection[str] = ()) -> list[str]:
    """The names of the files that are missing, or not what the manifest says.

    Those that are ``trusted`` are there, and not read.
    """
    files = (r for r in manifest.files if r.name not in trusted)
    return [r.name for r in files if _difference(folder, r, hashes=True)]


def _difference(folder: Path, record: FileRecord, hashes: bool) -> str:
    path = folder / record.name
    if not path.is_file():
        return "thiếu tệp / missing"
    if path.stat().st_size != record.bytes or (hashes and sha256(path) != record.sha256):
        return "không khớp manifest / does not match the manifest"
    return ""


def generations(index: Path) -> list[str]:
    """Complete generations, oldest first (their files are not verified)."""
    if not index.is_dir():
        return []
    found = (p.name for p in index.iterdir() if _NAME.fullmatch(p.name))
    return sorted(name for name in found if (index / name / MANIFEST).is_file())


def rollback(index: Path, generation: str | None = None) -> str:
    """Serve ``generation`` again (default: the one before the current); it is verified first."""
    with build_lock(index):
        known = generations(index)
        if generation is None:
            now = current(index)
            earlier = [name for name in known if name < now]
            generation = earlier[-1] if earlier else None
        if generation is None or generation not in known:
            raise IndexMissing(
                f"Không có thế hệ nào để quay lại tại {index}; đang có: {', '.join(known) or '–'} "
                f"· No generation to roll back to at {index}; there are: {', '.join(known) or '–'}"
            )
        verify(index / generation)
        try:
            _point_to(index, generation)
        except OSError as error:
            raise not_writable(index, error) from error
    return generation


def check(index: Path | str) -> None:
    """Verify the generation being served; one in Milvus is looked at when it is opened."""
    if not is_address(index):
        verify(Path(index) / current(Path(index)))


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """While inside, ``prune`` leaves this generation alone (a reader's shared lock)."""
    try:
        handle = (folder / MANIFEST).open("rb")
    except OSError:
        read_manifest(folder)  # says what is wrong
        raise
    with handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def new_folder(index: Path) -> Path:
    """An empty folder to build in; what earlier, killed builds left is cleared away."""
    for path in index.iterdir():
        if path.name.startswith(_UNFINISHED):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    folder = index / f".building-{os.getpid()}"
    folder.mkdir()
    return folder


def file_records(folder: Path, shared: Iterable[FileRecord] = ()) -> tuple[FileRecord, ...]:
    """Every file below ``folder``, flushed to disk and hashed.

    One of those ``shared`` with the generation before is neither: its record stands.
    """
    known = {record.name: record for record in shared}
    records = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            _sync(path)
            known[name] = FileRecord(name, path.stat().st_size, sha256(path))
        records.append(known[name])
    for path in (p for p in folder.rglob("*") if p.is_dir()):
        _sync(path)
    return tuple(records)


def shared_with(base: Path, folder: Path) -> tuple[FileRecord, ...]:
    """The records of files that a folder has in common with a generation, by hard links."""
    found = []
    for record in read_manifest(base).files:
        with contextlib.suppress(FileNotFoundError):
            if (folder / record.name).samefile(base / record.name):
                found.append(record)
    return tuple(found)


def next_name(index: Path, files: tuple[FileRecord, ...]) -> str:
    """``000007-3fa9c2d1``: a running number and a hash of the contents, so names never repeat."""
    taken = [int(p.name[:6]) for p in index.iterdir() if _NAME.fullmatch(p.name)]
    digest = hashlib.sha256("".join(f.sha256 for f in files).encode()).hexdigest()
    return f"{max(taken, default=0) + 1:06d}-{digest[:8]}"


def commit(index: Path, folder: Path, manifest: Manifest) -> None:
    """Write the manifest, verify the folder, give it its name and make it current.

    Files are not read: their hashes were made a moment ago (``file_records``), of what would only
    come out of memory again. Whoever opens the generation reads them.
    """
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    _sync(folder / MANIFEST)
    _sync(folder)
    verify(folder, hashes=False)
    final = index / manifest.generation
    os.rename(folder, final)
    _sync(index)
    _point_to(index, manifest.generation)


def prune(index: Path, keep: int = KEEP, served: str | None = None) -> list[str]:
    """Remove all but the current and the newest others up to ``keep``; held ones stay.

    ``served``, the generation that was current before, is kept first of the others: after a
    rollback it is not the newest, yet it is the one to go back to.
    """
    now = current(index)
    others = [name for name in generations(index) if name not in (now, served)]
    spare = keep - 1 - (served is not None and served != now)
    removed = []
    for name in others[: max(0, len(others) - spare)]:
        with (index / name / MANIFEST).open("rb") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # some process still serves it
            # Renamed first: a kill half-way must not leave a folder that looks complete.
            doomed = index / f".discarded-{name}"
            os.rename(index / name, doomed)
            shutil.rmtree(doomed)
        removed.append(name)
    return removed


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with path.open("rb", buffering=0) as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _point_to(index: Path, generation: str) -> None:
    temporary = index / f".CURRENT-{os.getpid()}"
    temporary.write_text(generation + "\n", "ascii")
    _sync(temporary)
    os.replace(temporary, index / CURRENT)
    _sync(index)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def corrupt(path: Path, why: str = "không khớp manifest") -> IndexCorrupt:
    """A file of an index that is not as it was written."""
    return IndexCorrupt(
        f"Chỉ mục bị hỏng: {path} ({why}). Hãy quay lại thế hệ trước hoặc lập lại: tracuu index · "
        f"The index is damaged: {path}. Roll back, or build again: tracuu index"
    )
