"""What in a new OpenAPI document would break a caller of the old one.

What callers send may only be asked for less strictly, what they are told may only hold more: a
field of a request may become optional, a field of a reply must stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")
_UPPER = ("maximum", "maxLength", "maxItems")
_LOWER = ("minimum", "minLength", "minItems")


def breaking(old: Json, new: Json) -> list[str]:
    """Every break, told for a person; empty where there is none."""
    return sorted(set(_Comparison(old, new).breaks()))


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self.old, self.new = old, new
        self._seen: set[tuple[str, str, bool]] = set()

    def breaks(self) -> Iterator[str]:
        for path, operations in self.old["paths"].items():
            for method in set(operations) & set(_METHODS):
                where = f"{method.upper()} {path}"
                other = self.new["paths"].get(path, {}).get(method)
                if other is None:
                    yield f"{where}: removed"
                    continue
                yield from self._operation(where, operations[method], other)

    def _operation(self, where: str, old: Json, new: Json) -> Iterator[str]:
        if old.get("operationId") != new.get("operationId"):
            yield f"{where}: operationId changed, and with it the names in callers' clients"
        yield from self._parameters(where, old, new)
        yield from self._body(where, old.get("requestBody"), new.get("requestBody"))
        for status, reply in old["responses"].items():
            if not status.startswith("2"):
                continue  # errors have one shape; whoever sent a tag can take a whole reply
            other = new["responses"].get(status)
            if other is None:
                yield f"{where}: reply {status} removed"
                continue
            yield from self._contents(f"{where} {status}", reply, other, sent=False)

    def _parameters(self, where: str, old: Json, new: Json) -> Iterator[str]:
        before, after = (
            {(p["in"], p["name"]): p for p in operation.get("parameters", ())}
            for operation in (old, new)
        )
        for key, parameter in before.items():
            if key not in after:
                yield f"{where}: parameter {key[1]} removed"
                continue
            schemas = parameter["schema"], after[key]["schema"]
            yield from self._schema(f"{where} {key[1]}", *schemas, sent=True)
        for key, parameter in after.items():
            was = before.get(key, {}).get("required", False)
            if parameter.get("required") and not was:
                yield f"{where}: parameter {key[1]} is required now"

    def _body(self, where: str, old: Json | None, new: Json | None) -> Iterator[str]:
        if old and new:
            yield from self._contents(f"{where} body", old, new, sent=True)
        elif old or (new and new.get("required")):
            yield f"{where}: body {'removed' if old else 'required now'}"

    def _contents(self, where: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        for kind, content in old.get("content", {}).items():
            other = new.get("content", {}).get(kind)
            if other is None:
                yield f"{where}: {kind} removed"
            else:
                schemas = content.get("schema", {}), other.get("schema", {})
                yield from self._schema(where, *schemas, sent=sent)

    def _schema(self, where: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        seen = (old.get("$ref", ""), new.get("$ref", ""), sent)
        if seen in self._seen:
            return
        if seen[0]:
            self._seen.add(seen)
        before, after = _variants(self.old, old), _variants(self.new, new)
        narrow, wide = (before, after) if sent else (after, before)
        for kind in sorted(set(narrow) - set(wide) if wide else ()):
            verb = "taken no longer" if sent else "told now"
            yield f"{where}: type {kind} is {verb}"
        for kind in sorted(set(before) & set(after)):
            yield from self._alike(where, before[kind], after[kind], sent=sent)

    def _alike(self, where: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        """Two schemas of one type."""
        lost = set(map(str, old.get("enum", ()))) - set(map(str, new.get("enum", ())))
        if lost and (sent is False or "enum" in new):
            yield f"{where}: {', '.join(sorted(lost))} removed from its values"
        if sent:
            yield from _tighter(where, old, new)
        if "items" in old and "items" in new:
            yield from self._schema(f"{where}[]", old["items"], new["items"], sent=sent)
        yield from self._fields(where, old, new, sent=sent)

    def _fields(self, where: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            if name not in after:
                yield f"{where}.{name}: removed"
            else:
                yield from self._schema(f"{where}.{name}", schema, after[name], sent=sent)
        had, has = set(old.get("required", ())), set(new.get("required", ()))
        if sent:
            yield from (f"{where}.{name}: required now" for name in sorted(has - had))
        else:
            gone = (had - has) & set(after)
            yield from (f"{where}.{name}: may be left out now" for name in sorted(gone))


def _tighter(where: str, old: Json, new: Json) -> Iterator[str]:
    for name in _UPPER:
        if name in new and new[name] < old.get(name, float("inf")):
            yield f"{where}: {name} is {new[name]} now"
    for name in _LOWER:
        if name in new and new[name] > old.get(name, 0):
            yield f"{where}: {name} is {new[name]} now"


def _variants(document: Json, schema: Json) -> dict[str, Json]:
    """Type → the schema of that type; references and alternatives resolved."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _variants(document, document["components"]["schemas"][name])
    out: dict[str, Json] = {}
    for one in schema.get("anyOf", schema.get("oneOf", ())):
        out |= _variants(document, one)
    if "type" in schema:
        out[schema["type"]] = schema
    elif "const" in schema or "enum" in schema:
        out["string"] = schema
    return out
