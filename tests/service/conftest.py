"""A real index of three short plans, built once, with the bundled model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer.index
from indexer.accents import AccentModel
from indexer.build import build
from indexer.index import LocalIndex
from tests.service import pairs, plans


@pytest.fixture(scope="session")
def plans_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index of ``tests.service.plans``."""
    folder = tmp_path_factory.mktemp("service")
    report = build(plans.write(folder / "plans"), folder / "index")
    assert not report.quarantined
    return folder / "index"


@pytest.fixture(scope="session")
def index(plans_index: Path) -> Iterator[LocalIndex]:
    """The same, open."""
    with indexer.index.open(plans_index) as opened:
        yield opened


@pytest.fixture(scope="session")
def pairs_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index of ``tests.service.pairs``."""
    folder = tmp_path_factory.mktemp("pairs")
    report = build(pairs.write(folder / "plans"), folder / "index")
    assert not report.quarantined
    return folder / "index"


@pytest.fixture(scope="session")
def pairs_index(pairs_path: Path) -> Iterator[LocalIndex]:
    """The same, open: plans that are made to be compared."""
    with indexer.index.open(pairs_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def accents() -> AccentModel:
    """What restores diacritics before any plan is read."""
    return AccentModel.general()
