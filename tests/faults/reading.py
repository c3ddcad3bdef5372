"""What an index serves, and what it was made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import indexer.index
from indexer.index import LocalIndex
from tests.encoders import HashEncoder


def texts(index: Path, encoder: HashEncoder) -> dict[str, str]:
    """The documents served, every file of the generation verified."""
    with indexer.index.open(index, encoder=encoder) as it:
        return {info.id: it.text(info.id) for info in it.documents()}


def opener(encoder: HashEncoder) -> Callable[[Path | str], LocalIndex]:
    return lambda path: indexer.index.open(path, encoder=encoder)


def there(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in folder.iterdir()}
