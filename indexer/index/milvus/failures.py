"""What Milvus refuses or fails at, said as what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.address import MilvusUnavailable

#: While a generation is written or served.
WRITING = (
    "Thế hệ đang phục vụ vẫn giữ nguyên; hãy chạy lại lệnh vừa rồi · Milvus fails; what is served "
    "stays: run the same command again"
)
#: While one is read.
READING = (
    "Máy chủ đang hỏng, hoặc thế hệ này vừa được thay và đã gỡ đi: hãy hỏi lại · Milvus fails, or "
    "this generation was replaced and is gone; ask again"
)


@contextmanager
def said(what: str) -> Iterator[None]:
    """Let an error of Milvus inside be ``MilvusUnavailable``; ``what`` is to be done about it."""
    from pymilvus import MilvusException

    try:
        yield
    except MilvusException as error:
        raise MilvusUnavailable(f"Milvus báo lỗi ({error}). {what}") from error
