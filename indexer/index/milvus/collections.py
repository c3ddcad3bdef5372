"""The collections of a generation, and the alias that names the one being served."""

from __future__ import annotations

from typing import Any

from indexer.address import Address
from indexer.errors import IndexMissing

_PARTS = "_parts"
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
    """The collections of rows of this index, oldest first, unfinished ones too."""
    head = address.name + "_"
    names = [n for n in client.list_collections() if n.startswith(head) and n.endswith(_PARTS)]
    return sorted(n.removesuffix(_PARTS) for n in names)


def drop(client: Any, rows: str) -> None:
    """Remove a generation; its parts first, so that what is left does not look complete."""
    for name in (parts_name(rows), rows):
        if client.has_collection(name):
            client.drop_collection(name)


def create(client: Any, rows: str, dim: int) -> None:
    """Make the two collections of a generation, unless they are there from a run cut short."""
    if not client.has_collection(rows):
        _create_rows(client, rows, dim)
    if not client.has_collection(parts_name(rows)):
        _create_parts(client, parts_name(rows))


def _create_rows(client: Any, name: str, dim: int) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.VARCHAR, max_length=_LONGEST_ID)
    # Rows of one province lie together: a question about it asks few machines.
    schema.add_field("province", DataType.VARCHAR, max_length=_LONGEST_ID, is_partition_key=True)
    schema.add_field("level", DataType.VARCHAR, max_length=16)
    schema.add_field("year", DataType.INT64)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("meaning", DataType.FLOAT_VECTOR, dim=dim)
    schema.add_field("passage", DataType.VARCHAR, max_length=65_535)
    indexes = client.prepare_index_params()
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    indexes.add_index("meaning", index_type="FLAT", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")


def _create_parts(client: Any, name: str) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=_LONGEST_ID)
    schema.add_field("data", DataType.VARCHAR, max_length=65_535)
    schema.add_field("blank", DataType.FLOAT_VECTOR, dim=2)
    indexes = client.prepare_index_params()
    indexes.add_index("blank", index_type="FLAT", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")
