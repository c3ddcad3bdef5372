"""SHA-256 of model files, and the fingerprint of a model."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from models.errors import changed, damaged

SUMS = "SHA256SUMS"


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(folder: Path) -> None:
    """Check every file named in the folder's SHA256SUMS, if it has one.

    Raises ModelDamaged for a missing or unreadable file, ModelChanged for a wrong hash.
    """
    sums = folder / SUMS
    if not sums.is_file():
        return
    try:
        lines = sums.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(sums, str(error)) from error
    for line in lines:
        wanted, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file():
            raise damaged(path, "named in SHA256SUMS but missing")
        if (found := sha256(path)) != wanted:
            raise changed(path, wanted, found)


def write_sums(folder: Path, names: Iterable[str]) -> None:
    """Write SHA256SUMS for the named files, in the format of `sha256sum`."""
    lines = [f"{sha256(folder / name)}  {name}\n" for name in sorted(names)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def fingerprint(folder: Path, conventions: object) -> str:
    """Digest of all files that decide the vectors, and of the conventions applied to texts."""
    digest = hashlib.sha256(json.dumps(conventions, sort_keys=True).encode())
    for path in sorted(folder.rglob("*")):
        decides = path.suffix in {".json", ".safetensors", ".txt", ".bin", ".model", ".codes"}
        if decides and path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()} {sha256(path)}".encode())
    return digest.hexdigest()
