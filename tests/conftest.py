"""Fixtures for every room. Nothing here touches the network, a model or a real plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings
from tokenizers import Tokenizer

from models import names, static
from tests.encoders import HashEncoder

# A loaded machine is no reason to fail: the first example may also read the reference tables.
settings.register_profile("tracuu", deadline=None)
settings.load_profile("tracuu")


#: What is tested by one worker: a room's indexes are built once, one browser runs, real plans are
#: read once (`tests.quality.real`), and pages are recognised in one place. Elsewhere a module is a
#: group.
GROUPS = {
    "doors": ("tests/browser/", "tests/contract/"),
    "plans": ("tests/quality/", "test_ocr", "test_skew", "test_stamps", "test_scanned", "_real"),
}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Say which tests go together where several workers share them (``make test``).

    As each test is found: pytest-xdist reads the groups before any other hook sees the whole list.
    """
    path = item.path.as_posix()
    known = (name for name, parts in GROUPS.items() if any(part in path for part in parts))
    item.add_marker(pytest.mark.xdist_group(next(known, item.path.stem)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest group first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group").args[0] != "plans")  # type: ignore[union-attr]


@pytest.fixture
def encoder() -> HashEncoder:
    """A deterministic stand-in for a model; ``calls`` counts the passages it encoded."""
    return HashEncoder()


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """The bundled model's tokenizer takes half a second to parse, and is never changed: once will
    do. Everything else of a model is loaded, and its files are verified, each time.
    """
    parse = static.read_tokenizer
    remembered = lru_cache(parse)

    def read(path: Path) -> Tokenizer:
        return remembered(path) if path.is_relative_to(names.BUNDLED) else parse(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static, "read_tokenizer", read)
        yield
