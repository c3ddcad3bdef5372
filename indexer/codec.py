"""A document with its passages as one line of JSON, and back: between processes and builds."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any

from indexer.documents import Document
from indexer.passages import PassageText


def dumps(document: Document, passages: Sequence[PassageText]) -> str:
    """One line of JSON."""
    return json.dumps(body_of(document, passages), ensure_ascii=False, separators=(",", ":"))


def body_of(document: Document, passages: Sequence[PassageText]) -> dict[str, Any]:
    """What the JSON says, and what the store of an index is filled from (``store_writer``).

    Passages name their clause by its path: it is in the document already.
    """
    rows = [[p.clause.path, p.context, p.text, p.lexical, p.dense] for p in passages]
    return {"document": asdict(document), "passages": rows}


def loads(text: str) -> tuple[Document, list[PassageText]]:
    """Inverse of ``dumps``. Raises ``ValueError``, ``KeyError`` or ``TypeError`` when damaged."""
    return from_body(json.loads(text))


def from_body(body: dict[str, Any]) -> tuple[Document, list[PassageText]]:
    """Inverse of ``body_of``; raises as ``loads`` does."""
    document: Document = _decoder(Document)(body["document"])
    clauses = {c.path: c for c in document.clauses}
    passages = [
        PassageText(clauses[path], tuple(context), *texts)
        for path, context, *texts in body["passages"]
    ]
    return document, passages


def value(kind: type, body: Any) -> Any:
    """One dataclass from what ``asdict`` made of it; raises as ``loads`` does."""
    return _decoder(kind)(body)


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    """What turns JSON into a value of this type: dataclasses, tuples of them, or None."""
    kinds = typing.get_args(hint)
    if is_dataclass(hint):
        known = typing.get_type_hints(hint)
        decoders = {f.name: _decoder(known[f.name]) for f in fields(hint)}
        make: Callable[..., Any] = hint  # type: ignore[assignment]
        return lambda value: make(**{name: decoders[name](v) for name, v in value.items()})
    if typing.get_origin(hint) is tuple:
        if kinds[-1] is Ellipsis:
            item = _decoder(kinds[0])
            return lambda value: tuple(map(item, value))
        items = [_decoder(kind) for kind in kinds]
        return lambda value: tuple(d(v) for d, v in zip(items, value, strict=True))
    if isinstance(hint, types.UnionType):
        some = next((k for k in kinds if is_dataclass(k) or typing.get_origin(k) is tuple), None)
        inner = _decoder(some) if some else _same
        return lambda value: None if value is None else inner(value)
    return _same


def _same(value: Any) -> Any:
    return value
