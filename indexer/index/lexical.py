"""The lexical index: BM25 over our own terms, in tantivy.

Tantivy never sees raw text: the terms of ``indexer.text`` are joined by spaces and split again by
its white-space tokenizer, so that indexing, queries and highlighting share one set of rules.

There are two fields, each with its own BM25 statistics: ``terms`` (folded syllables and bigrams,
document numbers) and ``marked`` (accented bigrams, ``indexer.text.marked_terms``). In queries and
frequencies a marked term is written with ``MARK`` in front: ``^sở_y``. No folded term begins so.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Self

import tantivy

from indexer.index.written import searchable
from indexer.text import marked_terms

MARK = "^"
#: What a row is said to hold that states figures.
_FIGURES = "figures"
#: Room for the words of some 200,000 passages, so that a volume is one segment: each costs a
#: search 2.5 us a term.
_HEAP = 256_000_000
#: Up to so many rows every term is looked for.
EXACT = 100_000
#: Of more, the terms that make up so much of the highest score there could be are spared.
_SPARED = 0.3
_KNOWN = 100_000  # terms whose frequency is kept: questions say the same words again and again
_META, _MANAGED = "meta.json", ".managed.json"


def marked(text: str) -> list[str]:
    """The marked terms of ``text`` in query form, for ``Index.search_terms``.

    >>> marked("Sở Y tế")[1]
    '^y_tê\u0301'
    """
    return [MARK + term for term in marked_terms(text)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("holds", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("marked", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalWriter:
    """Adds rows in order, then ``close``. One thread: rows stay in order and builds repeatable.

    A row is any number from 0 on that names a passage; ``Lexical`` gives it back.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._writer = tantivy.Index(_schema(), str(folder)).writer(_HEAP, 1)

    def add(self, row: int, document: str, text: str, figures: bool = False) -> None:
        """Index ``text`` as the searchable words of ``row``; ``figures``: it states some."""
        folded, accented = searchable(text)
        entry = tantivy.Document()
        entry.add_unsigned("row", row)
        entry.add_text("document", document)
        if figures:
            entry.add_text("holds", _FIGURES)
        entry.add_text("terms", folded)
        entry.add_text("marked", accented)
        self._writer.add_document(entry)

    def close(self) -> None:
        """Commit, and leave nothing but the index's own files."""
        self._writer.commit()
        self._writer.garbage_collect_files()
        self._writer.wait_merging_threads()
        for lock in self._folder.glob(".tantivy-*.lock"):
            lock.unlink()


class Lexical:
    """A read-only lexical index; safe to use from many threads."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._seen: dict[str, int] = {}

    @classmethod
    def open(cls, folders: Sequence[Path]) -> Self:
        """Open folders that ``LexicalWriter`` wrote as one index; they may be read-only.

        Tantivy counts over all segments of an index, so it is told of one that has those of all
        folders: scores are what they would be if all rows had been written to one.
        """
        # Tantivy makes a lock file beside the index even to read it, so it is shown the files
        # through links in a folder of its own; once they are mapped, the links are not needed.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True, prefix="tracuu-") as links:
            segments = []
            for folder in folders:
                for path in folder.iterdir():
                    if path.name not in (_META, _MANAGED):
                        (Path(links) / path.name).symlink_to(path.absolute())
                told = json.loads((folder / _META).read_bytes())
                segments += told["segments"]
            (Path(links) / _META).write_text(json.dumps(told | {"segments": segments}))
            index = tantivy.Index.open(links)
            index.config_reader(reload_policy="manual")  # immutable: nothing watches the folder
            return cls(index.searcher(), index.schema)

    def frequency(self, wanted: Collection[str]) -> dict[str, int]:
        """In how many rows each term (folded, or marked with ``MARK``) occurs."""
        if len(self._seen) > _KNOWN:
            self._seen = {}  # replaced, not emptied: other threads may be reading it
        seen, counted = self._seen, self._searcher.doc_freq
        for term in wanted:
            if term not in seen:
                seen[term] = counted(*_field(term))
        return {term: seen[term] for term in wanted}

    def search(
        self,
        weighted: Iterable[tuple[str, float]],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> tuple[list[int], list[float]]:
        """Rows and their scores, best first. Weights of one term add up; those ≤ 0 are left out.

        ``figures``: only rows that state some.
        """
        total: defaultdict[str, float] = defaultdict(float)
        for term, weight in weighted:
            total[term] += weight
        kept = {term: weight for term, weight in total.items() if weight > 0}
        telling = worthwhile(kept, self.frequency, self._searcher.num_docs)
        parts = [(tantivy.Occur.Should, self._term(t, w)) for t, w in telling.items()]
        if not parts or limit <= 0 or (documents is not None and not documents):
            return [], []
        query = tantivy.Query.boolean_query(parts)
        if documents is not None:
            ids: Sequence[str] = sorted(documents)
            query = _only(query, tantivy.Query.term_set_query(self._schema, "document", ids))
        if figures:
            query = _only(query, tantivy.Query.term_query(self._schema, "holds", _FIGURES, "basic"))
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [int(row or 0) for row in rows], [float(score) for score, _ in hits]

    def _term(self, term: str, weight: float) -> tantivy.Query:
        field, value = _field(term)
        query = tantivy.Query.term_query(self._schema, field, value, index_option="freq")
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)


def _only(query: tantivy.Query, inside: tantivy.Query) -> tantivy.Query:
    """Filter without touching the scores."""
    return tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Must, query),
            (tantivy.Occur.Must, tantivy.Query.const_score_query(inside, 0.0)),
        ]
    )


def worthwhile(
    total: Mapping[str, float],
    frequency: Callable[[Collection[str]], Mapping[str, int]],
    rows: int,
) -> Mapping[str, float]:
    """The terms worth looking for: of many rows, not those that nearly every row has.

    A word that stands everywhere tells rows apart least and costs most. Those that add least
    to a score for each row that must be read are left out, up to ``_SPARED`` of all.
    """
    if rows <= EXACT:
        return total
    seen = frequency(total)
    worth = {
        term: weight * log(1 + (rows - n + 0.5) / (n + 0.5))
        for term, weight in total.items()
        if (n := seen[term])
    }
    left = _SPARED * sum(worth.values())
    kept = {term: total[term] for term in worth}
    for term in sorted(worth, key=lambda t: worth[t] / seen[t]):
        left -= worth[term]
        if left < 0:
            break
        del kept[term]
    return kept


def _field(term: str) -> tuple[str, str]:
    return ("marked", term[len(MARK) :]) if term.startswith(MARK) else ("terms", term)
