"""What a generation of the index holds, as its ``manifest.json`` says it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any, Self

FORMAT = 8  # raise when a file of a generation changes its layout


class OtherFormat(ValueError):
    """An undamaged manifest that another release of this program wrote."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a generation; ``name`` is relative, with "/"."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as it was when indexed.

    ``document`` is "" where there can be none (a folder or a ZIP that does not open). ``reason`` is
    None unless it was quarantined. ``same_as``: the source with the same content that was indexed
    in its place; its own id is kept for it.
    """

    source: str
    document: str
    sha256: str
    reason: str | None = None
    same_as: str | None = None

    @property
    def is_indexed(self) -> bool:
        """Whether its document is in the generation."""
        return self.reason is None and self.same_as is None


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """The encoder the vectors come from: ``models.load(name)`` must give this fingerprint."""

    name: str
    dim: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds.

    ``rules`` is the version of reading, segmentation and facts; ``code`` of the whole indexer.
    """

    format: int
    generation: str
    created: str
    rules: str
    code: str
    encoder: EncoderRecord
    documents: int
    clauses: int
    passages: int
    sources: tuple[SourceRecord, ...]
    files: tuple[FileRecord, ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON that carries its own SHA-256: any changed byte shows."""
        body = _plain(self)
        body |= {"encoder": _plain(self.encoder)}
        body |= {"sources": [_plain(s) for s in self.sources]}
        body |= {"files": [_plain(f) for f in self.files]}
        body["checksum"] = hashlib.sha256(_json(body)).hexdigest()
        return _json(body)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Inverse of ``to_bytes``; ``ValueError`` when damaged, ``OtherFormat`` when it is not."""
        body: dict[str, Any] = json.loads(data)
        stated = body.pop("checksum", None)
        if not any(stated == hashlib.sha256(_json(body, n)).hexdigest() for n in (None, 1)):
            raise ValueError("checksum")  # with indentation: up to format 3
        if body.get("format") != FORMAT:
            raise OtherFormat(f"format {body.get('format')!r}, not {FORMAT}")
        body["encoder"] = EncoderRecord(**body["encoder"])
        body["sources"] = tuple(SourceRecord(**s) for s in body["sources"])
        body["files"] = tuple(FileRecord(**f) for f in body["files"])
        manifest = cls(**{f.name: body[f.name] for f in fields(cls)})
        if manifest.to_bytes() != data:
            raise ValueError("not canonical")
        return manifest


def _plain(record: Manifest | EncoderRecord | SourceRecord | FileRecord) -> dict[str, Any]:
    """``asdict`` without going deeper: of ten thousand sources it takes seconds."""
    return {name: getattr(record, name) for name in _NAMES[type(record)]}


_NAMES = {
    kind: [f.name for f in fields(kind)]
    for kind in (Manifest, EncoderRecord, SourceRecord, FileRecord)
}


def _json(body: object, indent: int | None = None) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=indent).encode() + b"\n"
