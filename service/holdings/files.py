"""What stands behind an index: the files its documents were read from, images of their pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

from fastapi import Request

from indexer.address import home
from service.holdings.cache import Cache
from service.holdings.originals import Originals
from service.holdings.pictures import Pictures

#: Bytes of page images, and of members of ZIPs, that are kept beside an index.
ROOM = 512_000_000
#: The folder of the index they are kept in.
FOLDER = "cache"


@dataclass(frozen=True, slots=True)
class Files:
    """Originals and pictures, which share one cache."""

    originals: Originals
    pictures: Pictures

    @classmethod
    def beside(cls, index: Path | str) -> Self:
        """The files of the index in this folder."""
        place = home(index)
        cache = Cache(place / FOLDER, ROOM)
        return cls(Originals(place, cache), Pictures(cache))


def files(request: Request) -> Files:
    """Return the application's files."""
    return cast(Files, request.app.state.files)
