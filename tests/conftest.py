"""Fixtures for every room. Nothing here touches the network, a model or a real plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tokenizers import Tokenizer
from xdist.scheduler import LoadScopeScheduling

from models import names, static
from tests.encoders import HashEncoder

# A loaded machine is no reason to fail: the first example may also read the reference tables.
settings.register_profile("tracuu", deadline=None)
settings.load_profile("tracuu")


#: What is tested by one worker: a room's indexes are built once, one browser runs, real plans are
#: read once (`tests.quality.real`), and pages are recognised in one place. Elsewhere a module is a
#: group. The longest group comes first, so that no worker is left alone with it at the end.
GROUPS = {
    "plans": ("tests/quality/", "test_ocr", "test_skew", "test_stamps", "test_scanned", "_real"),
    "doors": ("tests/browser/", "tests/contract/"),
}


def group_of(path: str) -> str:
    """Which tests go together where several workers share them (``make test``)."""
    known = (name for name, parts in GROUPS.items() if any(part in path for part in parts))
    return next(known, path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups in their order; within each, tests as they were found."""
    order = {name: place for place, name in enumerate(GROUPS)}
    items.sort(key=lambda item: order.get(group_of(item.nodeid.split("::")[0]), len(order)))


class Groups(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist is not typed here
    """A group is given to one worker whole.

    (Its own ``--dist loadgroup`` marks groups in a field that pytest 9.2 no longer reads.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.split("::")[0])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups:
    """How pytest-xdist deals tests out, whatever ``--dist`` says."""
    return Groups(config, log)


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
