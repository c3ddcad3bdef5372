"""Public models through sentence_transformers, from the disk or the local cache."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.conventions import Convention
from models.encoder import Vectors, unit
from models.errors import damaged, not_found
from models.hashes import fingerprint
from models.prepare import prepared


def cached(name: str) -> Path:
    """The folder of a public model: from the cache, or fetched when HF_HUB_OFFLINE=0.

    Raises ModelNotFound.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    offline = os.environ.get("HF_HUB_OFFLINE", "1").upper() not in {"0", "FALSE", "NO", "OFF"}
    full = name if "/" in name else f"sentence-transformers/{name}"
    home = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    try:
        return Path(snapshot_download(full, cache_dir=home, local_files_only=offline))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise not_found(name, type(error).__name__) from error


class PublicEncoder:
    """An Encoder over any folder that SentenceTransformer opens."""

    def __init__(self, folder: Path, name: str, convention: Convention) -> None:
        """Raises ModelDamaged when the folder cannot be loaded."""
        self._convention = convention
        self._model = _loaded(folder)
        limit = self._model.max_seq_length
        own = int(limit) if limit is not None and limit < 1_000_000 else None
        limits = [n for n in (own, convention.max_tokens) if n is not None]
        self.max_tokens: int | None = min(limits, default=None)
        if self.max_tokens is not None:
            self._model.max_seq_length = self.max_tokens
        self.name = name
        self.fingerprint = fingerprint(folder, convention.as_data())
        self.dim = int(self._encode(["kế hoạch"], "").shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(texts, self._convention.query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(texts, self._convention.passage)

    def cut(self, texts: Sequence[str]) -> int:
        """See Encoder."""
        if self.max_tokens is None or not texts:
            return 0
        ready = prepared(texts, self._convention.passage, self._convention.segment)
        counted = self._model.tokenizer(ready, truncation=False, padding=False, verbose=False)
        return sum(len(ids) > self.max_tokens for ids in counted["input_ids"])

    def _encode(self, texts: Sequence[str], prefix: str) -> Vectors:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        ready = prepared(texts, prefix, self._convention.segment)
        found = self._model.encode(ready, convert_to_numpy=True, show_progress_bar=False)
        return unit(np.asarray(found, dtype=np.float32))


def _loaded(folder: Path) -> Any:
    """The SentenceTransformer of a folder, on the CPU, its own prompts switched off."""
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # each of its back ends raises its own kinds
        raise damaged(folder, f"{type(error).__name__}: {error}") from error
    # Prefixes come from the conventions; a default prompt would be put there a second time.
    model.default_prompt_name = None
    return model
