"""Read an index in Milvus, through the protocol that the index on one machine speaks."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer import codec
from indexer.accents import AccentModel
from indexer.address import Address
from indexer.documents import Clause, DocumentInfo, Page
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated, NotFound
from indexer.index.milvus import collections
from indexer.index.milvus.failures import READING, said
from indexer.index.milvus.narrowing import Narrowing
from indexer.index.milvus.parts import Parts, unpacked
from indexer.index.milvus.weights import Statistics
from indexer.index.opened import Opened
from indexer.index.phrases import Phrase
from indexer.index.protocol import Hit, Passage
from indexer.index.refusals import matching, no_clause
from indexer.manifest import EncoderRecord
from models import Encoder

_MOST = 16_384  # hits that Milvus gives at once
_OPENED = 64  # documents kept decoded
_FIGURES = "figures == true"


class MilvusIndex(Opened):
    """The generation that the alias named when it was opened."""

    def __init__(self, address: Address, encoder: Encoder | None = None) -> None:
        super().__init__()
        self._client = address.connect()
        try:
            self._rows = collections.served(self._client, address)
            collections.load(self._client, self._rows)
            self._parts = Parts(self._client, collections.parts_name(self._rows))
            self._load(encoder)
        except BaseException:
            self._client.close()
            raise

    def _load(self, encoder: Encoder | None) -> None:
        parts = self._parts.get_all(["manifest", "infos", "accents", "terms"])
        if len(parts) != 4:
            raise IndexMissing(
                f"Thế hệ {self._rows} chưa hoàn chỉnh; hãy chạy lại tracuu index · This generation "
                "is incomplete; run tracuu index again"
            )
        try:
            manifest = json.loads(parts["manifest"])
            self._check(collections.format_of(manifest))
            infos = json.loads(parts["infos"])
            self.accents = AccentModel.from_bytes(parts["accents"])
            self._statistics = Statistics.from_bytes(parts["terms"])
            recorded = EncoderRecord(**manifest["encoder"])
            documents = {body["id"]: DocumentInfo(**body) for body, _, _ in infos}
            self._documents = {name: documents[name] for name in sorted(documents)}
            self._narrowing = Narrowing(self._documents.values())
            self._ranges = {body["id"]: range(start, end) for body, start, end in infos}
        except (ValueError, KeyError, TypeError) as error:
            raise IndexCorrupt(
                f"Không đọc được thế hệ {self._rows} ({error!r}); hãy lập lại: tracuu index · "
                "Cannot read this generation; build it again"
            ) from error
        self.generation: str = manifest["generation"]
        self.encoder = matching(recorded, encoder, self._rows)
        self._manifest = manifest
        self._opened: dict[str, dict[str, Any]] = {}

    def _check(self, written: int) -> None:
        if written not in collections.READ:
            raise IndexOutdated(
                f"Thế hệ {self._rows} do một phiên bản khác của chương trình lập ({written}); hãy "
                "lập lại từ các tệp kế hoạch: tracuu index · This generation was made by another "
                "release of the program; build it anew from the plans: tracuu index"
            )

    def text(self, document: str) -> str:
        """The canonical text; raises ``NotFound``."""
        text: str = self._body(document)["text"]
        return text

    def problems(self, document: str) -> Sequence[str]:
        """What was met while reading it; raises ``NotFound``."""
        return tuple(self._body(document)["problems"])

    def pages(self, document: str) -> Sequence[Page]:
        """Pages in order; raises ``NotFound``."""
        return [codec.value(Page, page) for page in self._body(document)["pages"]]

    def clauses(self, document: str) -> Sequence[Clause]:
        """Every clause in reading order, front and back matter included; raises ``NotFound``."""
        return [codec.value(Clause, clause) for clause in self._body(document)["clauses"]]

    def clause(self, document: str, path: str) -> Clause:
        """One clause; raises ``NotFound``."""
        for clause in self._body(document)["clauses"]:
            if clause["path"] == path:
                found: Clause = codec.value(Clause, clause)
                return found
        raise no_clause(document, path)

    def _body(self, document: str) -> dict[str, Any]:
        name = self.document(document).id
        body = self._opened.get(name)
        if body is None:
            with said(READING):
                packed = self._parts.get(f"document/{name}")
            if packed is None:
                raise NotFound(
                    f"Thế hệ {self.generation} không còn trong Milvus; hãy hỏi lại · This "
                    "generation is gone from Milvus; ask again",
                    "document",
                )
            body = json.loads(packed)
            # A full cache is replaced, not emptied: other threads may be reading it.
            kept = self._opened if len(self._opened) < _OPENED else {}
            self._opened = {**kept, name: body}
        return body

    def _fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        entries = self._query(rows, ["document", "passage"])
        with said(READING):
            long = self._parts.get_all(f"passage/{e['row']}" for e in entries if not e["passage"])
        found = {}
        for entry in entries:
            row = entry["row"]
            body = unpacked(entry["passage"]) if entry["passage"] else long[f"passage/{row}"]
            clause, context, text, ocr = json.loads(body)
            found[row] = Passage(
                row, entry["document"], codec.value(Clause, clause), tuple(context), text, ocr
            )
        return found

    def _query(self, rows: Sequence[int], names: list[str]) -> list[dict[str, Any]]:
        with said(READING):
            found: list[dict[str, Any]] = self._client.query(
                self._rows, filter=f"row in {list(rows)}", output_fields=["row", *names]
            )
        return found

    def rows(self, document: str) -> Sequence[int]:
        """The rows of one document in reading order; raises ``NotFound``."""
        return self._ranges[self.document(document).id]

    def phrases(self) -> Sequence[Phrase]:
        """Headings, bodies and what figures count: those that plans say most, most first.

        None, where an earlier release published them.
        """
        with said(READING):
            found = self._parts.get("phrases")
        return [Phrase(*one) for one in json.loads(found)] if found else []

    def frequency(self, terms: Collection[str]) -> dict[str, int]:
        """In how many rows each index term (``^``: marked, see ``lexical``) occurs; 0 if none."""
        return self._statistics.frequencies(terms)

    def size(self) -> int:
        """How many rows there are."""
        return self._statistics.rows

    def search_terms(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> list[Hit]:
        """BM25 over weighted index terms, best first; ``documents`` None means all.

        ``figures``: only rows that state some, as far as the generation tells.
        """
        vector = self._statistics.query(terms)
        return self._search("words", vector, limit, documents, figures) if vector else []

    def search_vector(
        self,
        vector: NDArray[np.float32],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> list[Hit]:
        """Nearest rows by cosine, best first; exact. Unknown documents have no rows.

        ``figures``: only rows that state some, as far as the generation tells.
        """
        if vector.shape[-1] != self.encoder.dim:
            had = vector.shape[-1]
            raise ValueError(f"a vector of {had} dimensions; the index has {self.encoder.dim}")
        return self._search("meaning", vector.reshape(-1).tolist(), limit, documents, figures)

    def _search(
        self,
        field: str,
        query: object,
        limit: int,
        documents: Collection[str] | None,
        figures: bool,
    ) -> list[Hit]:
        limit = min(limit, self.size(), _MOST)
        if limit <= 0:
            return []
        # Each row is let through by one filter, and scores do not hang on what else is there.
        filters = self._narrowing.filters(documents)
        if figures and collections.format_of(self._manifest) >= collections.FIGURES:
            filters = [f"({one}) and {_FIGURES}" if one else _FIGURES for one in filters]
        hits = [hit for inside in filters for hit in self._inside(field, query, limit, inside)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))[:limit]

    def _inside(self, field: str, query: object, limit: int, inside: str) -> list[Hit]:
        with said(READING):
            (found,) = self._client.search(
                self._rows,
                data=[query],
                anns_field=field,
                limit=limit,
                filter=inside,
                output_fields=["row"],  # or Milvus Lite sends all that it has of each
                search_params={"metric_type": "IP"},
            )
        return [Hit(int(hit["row"]), float(hit["distance"])) for hit in found]

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """``float32[n, dim]``, L2-normalised, in the order of ``rows``."""
        found = np.zeros((len(rows), self.encoder.dim), np.float32)
        if len(rows):
            entries = self._query(sorted({int(row) for row in rows}), ["meaning"])
            by_row = {entry["row"]: entry["meaning"] for entry in entries}
            found[:] = [by_row[int(row)] for row in rows]
        return found

    def quarantined(self) -> Sequence[tuple[str, str]]:
        """``(source, reason)`` of every file that could not be indexed."""
        return [(source, reason) for source, reason in self._manifest["quarantined"]]

    def twins(self) -> Sequence[tuple[str, str]]:
        """``(source, the source with the same content that stands for it)``."""
        return [(source, other) for source, other in self._manifest["twins"]]

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()
