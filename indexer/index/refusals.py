"""What every kind of index refuses in the same words."""

from __future__ import annotations

import models
from indexer.errors import IndexCorrupt, NotFound
from indexer.manifest import EncoderRecord
from models import Encoder


def no_document(document: str) -> NotFound:
    """An unknown document."""
    return NotFound(
        f"Không có kế hoạch “{document}” trong chỉ mục · No plan “{document}” in the index",
        "document",
    )


def no_clause(document: str, path: str) -> NotFound:
    """An unknown clause of a document that is there."""
    return NotFound(
        f"Kế hoạch “{document}” không có mục “{path}” · Plan “{document}” has no clause “{path}”",
        "clause",
    )


def matching(recorded: EncoderRecord, encoder: Encoder | None, index: object) -> Encoder:
    """``encoder``, or the one recorded; raises ``IndexCorrupt`` when they are not the same."""
    encoder = models.load(recorded.name) if encoder is None else encoder
    if (encoder.fingerprint, encoder.dim) != (recorded.fingerprint, recorded.dim):
        raise IndexCorrupt(
            f"Chỉ mục {index} được lập bằng mô hình khác ({recorded.name}) với mô hình đang dùng "
            f"({encoder.name}); hãy lập lại: tracuu index · The index {index} was built with "
            f"another model than the one in use; build again: tracuu index"
        )
    return encoder
