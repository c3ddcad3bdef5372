"""Passages to vectors, in batches, with what goes wrong told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.errors import TracuuError
from indexer.report import Progress
from models import Encoder

BATCH = 128  # passages a call of the encoder


class Encoding:
    """Encodes the ``total`` new passages of a build; ``cut``: those longer than it reads."""

    def __init__(self, encoder: Encoder, total: int, progress: Progress) -> None:
        self.encoder = encoder
        self.cut = 0
        self._total = total
        self._done = 0
        self._progress = progress
        self._texts: list[str] = []
        self._rows: list[int] = []

    def add(self, texts: Sequence[str], array: NDArray[np.float32], first: int) -> None:
        """Encode these texts into the rows of ``array`` from ``first`` on, at ``end`` at last."""
        for row, text in enumerate(texts, first):
            self._rows.append(row)
            self._texts.append(text)
            if len(self._texts) == BATCH:
                self.end(array)

    def end(self, array: NDArray[np.float32]) -> None:
        """Encode what still waits."""
        self._progress("encode", self._done, self._total)
        if self._texts:
            array[self._rows] = self._encoded(self._texts)
            self._done += len(self._texts)
            self._rows, self._texts = [], []
            self._progress("encode", self._done, self._total)

    def _encoded(self, texts: list[str]) -> NDArray[np.float32]:
        found = np.asarray(self.encoder.encode_passages(texts), dtype=np.float32)
        if found.shape != (len(texts), self.encoder.dim) or not np.isfinite(found).all():
            raise TracuuError(
                f"Mô hình {self.encoder.name} trả về vectơ hỏng {found.shape}; hãy dùng mô hình "
                f"khác · The model {self.encoder.name} gives broken vectors; use another"
            )
        self.cut += self.encoder.cut(texts)
        return found
