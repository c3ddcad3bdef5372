"""Where an index is: a folder, or ``milvus://host:19530/name`` (for Milvus Lite, a file).

Light on purpose: commands and the service look at addresses before they load an index reader.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from indexer.errors import IndexMissing, TracuuError

SCHEME = "milvus://"
#: User and password, or a token, for a server that asks for one; never part of an address.
TOKEN = "TRACUU_MILVUS_TOKEN"  # noqa: S105  # the variable's name, no secret
#: For an index in Milvus: where this machine builds, and keeps keys and feedback.
HOME = "TRACUU_HOME"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class MilvusUnavailable(TracuuError):
    """The server does not answer, or the client is not installed."""


def is_address(index: object) -> bool:
    """Whether an index is named by an address and not by a folder."""
    return str(index).startswith(SCHEME)


def home(index: Path | str) -> Path:
    """The index's own folder; of one in Milvus, ``$TRACUU_HOME`` (default ``./index``)."""
    return Path(os.environ.get(HOME) or "index") if is_address(index) else Path(index)


@dataclass(frozen=True, slots=True)
class Address:
    """``uri`` is what the client connects to; ``name`` the alias of the served generation."""

    uri: str
    name: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``milvus://host:port/name`` or ``milvus:///folder/file.db?name=name``.

        Raises ``IndexMissing`` when it is neither.

        >>> Address.parse("milvus://10.0.0.7:19530/plans").uri
        'http://10.0.0.7:19530'
        """
        split = urlsplit(text)
        asked = parse_qs(split.query)
        if split.netloc:
            uri, name = f"http://{split.netloc}", split.path.strip("/") or "tracuu"
        else:
            uri, name = split.path, asked.get("name", ["tracuu"])[0]
        right = split.scheme == "milvus" and _NAME.fullmatch(name) and not split.username
        if not right or not (split.netloc or uri.endswith(".db")):
            raise IndexMissing(
                f"Địa chỉ chỉ mục không đúng: {text}. Viết milvus://máy:19530/tên hoặc "
                "milvus:///thư-mục/tệp.db · Not an index address; write milvus://host:19530/name "
                f"or milvus:///folder/file.db (user and password go into {TOKEN})"
            )
        return cls(uri, name)

    def connect(self) -> Any:
        """A client; raises ``MilvusUnavailable``."""
        try:
            from pymilvus import MilvusClient, MilvusException
        except ImportError:
            raise MilvusUnavailable(
                "Chưa cài thư viện Milvus: pip install 'tracuu[milvus]' · The Milvus client is not "
                "installed: pip install 'tracuu[milvus]'"
            ) from None
        # They log what they raise as well, with the whole trace.
        for name in ("pymilvus", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            return MilvusClient(self.uri, token=os.environ.get(TOKEN, ""), timeout=10)
        except (MilvusException, OSError) as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> MilvusUnavailable:
        if self.uri.startswith("http"):
            return MilvusUnavailable(
                f"Không kết nối được Milvus tại {self.uri}: {error} · Cannot reach Milvus there"
            )
        return MilvusUnavailable(
            f"Không mở được {self.uri} ({error}). Mỗi lúc chỉ một tiến trình mở được tệp Milvus "
            "Lite: hãy dừng tiến trình kia, hoặc dùng máy chủ Milvus · Cannot open this file. Only "
            "one process at a time opens a file of Milvus Lite: stop the other, or use a server"
        )
