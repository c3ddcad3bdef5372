"""The bare parts under the service: an encoder, an exact vector index and BM25, and nothing else.

What a program would do that only puts the nearest passages on the screen; ours is held against it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import tantivy

import indexer.index
import models
from indexer.passages import PassageText
from models import Encoder
from service.answer.asking import ask
from service.api.turnstile import settle
from service.retrieve.searching import search
from tests.bench.timing import seconds

POOL = 300
_WARM = 10


class Bare:
    """Passages encoded and indexed as they are: raw text, the library's own tokenizer."""

    def __init__(self, folder: Path, passages: Sequence[PassageText], encoder: Encoder) -> None:
        self.encoder = encoder
        vectors = encoder.encode_passages([p.dense for p in passages])
        self.flat = faiss.IndexFlatIP(encoder.dim)
        self.flat.add(np.ascontiguousarray(vectors))
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=True)
        builder.add_text_field("text")
        folder.mkdir()
        self.words = tantivy.Index(builder.build(), str(folder))
        writer = self.words.writer(64_000_000, 1)
        for row, passage in enumerate(passages):
            writer.add_document(tantivy.Document(row=row, text=passage.lexical))
        writer.commit()
        writer.wait_merging_threads()
        self.words.reload()
        self.searcher = self.words.searcher()

    def ask(self, text: str) -> int:
        """Encode, take the nearest, take the best by words; how many were found."""
        vector = self.encoder.encode_queries([text])
        _, rows = self.flat.search(vector, min(POOL, self.flat.ntotal))
        query, _ = self.words.parse_query_lenient(text, ["text"])
        return len(rows[0]) + len(self.searcher.search(query, POOL, count=False).hits)


def asked(
    path: Path, passages: Sequence[PassageText], questions: Sequence[str]
) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds of every question, ours and the bare parts', by what was asked.

    To be called in a new process; the first questions only warm it up.
    """
    told: dict[str, tuple[list[float], list[float]]] = {"search": ([], []), "ask": ([], [])}
    with (
        tempfile.TemporaryDirectory(prefix="tracuu-bare-") as place,
        indexer.index.open(path, encoder=models.load()) as index,
    ):
        settle()  # as a service does
        parts = Bare(Path(place) / "bare", passages, index.encoder)
        for text in questions:
            for name, work in (("search", search), ("ask", ask)):
                told[name][0].append(seconds(lambda: work(index, text)))  # noqa: B023
                told[name][1].append(seconds(lambda: parts.ask(text)))  # noqa: B023
    warm = min(_WARM, len(questions) // 2)
    return {name: (ours[warm:], raw[warm:]) for name, (ours, raw) in told.items()}
