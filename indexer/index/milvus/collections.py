"""The collections of a generation, and the alias that names the one being served."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from indexer.address import Address
from indexer.errors import IndexMissing
from indexer.index.milvus.parts import Parts

_PARTS = "_parts"
#: The part that is written last.
MANIFEST = "manifest"
#: How rows and parts are written. In the first, which bears no number, the words of long rows
#: weighed a little otherwise; before the third rows did not tell whether they state figures. They
#: are read, but written anew when they are published again.
FORMAT = 3
READ = (1, 2, FORMAT)
#: From here on a row tells whether it states figures.
FIGURES = 3
_BEGUN = "begun"
_SPARSE, _DENSE = "SPARSE_INVERTED_INDEX", "FLAT"
_LONGEST_ID = 512  # bytes


def rows_name(address: Address, generation: str) -> str:
    """The collection of a generation's rows: letters, digits and underscores only."""
    return f"{address.name}_{generation.replace('-', '_')}"


def parts_name(rows: str) -> str:
    """The collection beside it."""
    return rows + _PARTS


def served(client: Any, address: Address) -> str:
    """The collection of rows behind the alias; raises ``IndexMissing``."""
    from pymilvus import MilvusException

    try:
        found: str = client.describe_alias(address.name)["collection_name"]
    except MilvusException as error:
        raise IndexMissing(
            f"Chưa có chỉ mục “{address.name}” tại {address.uri}. Hãy tạo: tracuu index THƯ_MỤC "
            f"--index milvus://… · There is no index “{address.name}” there; create one"
        ) from error
    return found


def serve(client: Any, address: Address, rows: str) -> None:
    """Let the alias name this collection: the next request of every reader sees it."""
    try:
        before = served(client, address)
    except IndexMissing:
        client.create_alias(rows, address.name)
        return
    if before != rows:
        client.alter_alias(rows, address.name)


def load(client: Any, rows: str) -> None:
    """Have a generation ready to be asked; does nothing where it is."""
    for name in (rows, parts_name(rows)):
        client.load_collection(name)


def generations(client: Any, address: Address) -> list[str]:
    """The collections of rows of this index, oldest first, unfinished ones too.

    By when they were last begun: numbers given on several machines need not follow one another.
    """
    # Not by how it begins: another index may be called so, as ``tinh`` and ``tinh_nghe_an``.
    ours = re.compile(re.escape(address.name) + r"_\d{6}_[0-9a-f]{8}")
    names = {name.removesuffix(_PARTS) for name in client.list_collections()}
    found = (name for name in names if ours.fullmatch(name))
    return sorted(found, key=lambda name: (begun(client, name), name))


def begin(client: Any, rows: str) -> None:
    """Note that a generation is being written from now on."""
    Parts(client, parts_name(rows)).put({_BEGUN: str(time.time_ns()).encode()})


def begun(client: Any, rows: str) -> int:
    """When that was last noted, in nanoseconds since 1970; 0 if it is not known."""
    return int(_part(client, rows, _BEGUN) or 0)


def whole(client: Any, rows: str) -> bool:
    """Whether all of a generation has arrived: what is written last is there."""
    return client.has_collection(rows) and _part(client, rows, MANIFEST) is not None


def outdated(client: Any, rows: str) -> bool:
    """Whether a generation has arrived as another release wrote it."""
    manifest = _part(client, rows, MANIFEST)
    return manifest is not None and format_of(json.loads(manifest)) != FORMAT


def format_of(manifest: Mapping[str, Any]) -> int:
    """How a generation was written."""
    return int(manifest.get("format", 1))


def _part(client: Any, rows: str, key: str) -> bytes | None:
    parts = parts_name(rows)
    # One cut short before it had its index cannot be read.
    if not (client.has_collection(parts) and client.list_indexes(parts)):
        return None
    client.load_collection(parts)
    return Parts(client, parts).get(key)


def drop(client: Any, rows: str) -> None:
    """Remove a generation; its rows first: a server refuses that while an alias names them."""
    for name in (rows, parts_name(rows)):
        if client.has_collection(name):
            client.drop_collection(name)


def create(client: Any, rows: str, dim: int) -> None:
    """Make the two collections of a generation; what a run cut short left is used."""
    _create(client, rows, _rows_schema(client, dim), {"words": _SPARSE, "meaning": _DENSE})
    _create(client, parts_name(rows), _parts_schema(client), {"blank": _DENSE})


def _create(client: Any, name: str, schema: Any, fields: Mapping[str, str]) -> None:
    if not client.has_collection(name):
        client.create_collection(name, schema=schema, consistency_level="Strong")
    there = client.list_indexes(name)
    for field, kind in fields.items():
        if field not in there:
            index = client.prepare_index_params()
            index.add_index(field, index_name=field, index_type=kind, metric_type="IP")
            # Nothing is there to be indexed yet: waiting would be half a second for each.
            client.create_index(name, index, sync=False)


def _rows_schema(client: Any, dim: int) -> Any:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.VARCHAR, max_length=_LONGEST_ID)
    # Rows of one province lie together: a question about it asks few machines.
    schema.add_field("province", DataType.VARCHAR, max_length=_LONGEST_ID, is_partition_key=True)
    schema.add_field("level", DataType.VARCHAR, max_length=16)
    schema.add_field("year", DataType.INT64)
    schema.add_field("figures", DataType.BOOL)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("meaning", DataType.FLOAT_VECTOR, dim=dim)
    schema.add_field("passage", DataType.VARCHAR, max_length=65_535)
    return schema


def _parts_schema(client: Any) -> Any:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=_LONGEST_ID)
    schema.add_field("data", DataType.VARCHAR, max_length=65_535)
    schema.add_field("blank", DataType.FLOAT_VECTOR, dim=2)
    return schema
