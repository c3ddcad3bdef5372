"""A real index of three short plans, built once, with the bundled model; and the doors over a small
index and desk that are written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import indexer.index
from indexer.accents import AccentModel
from indexer.build import build
from indexer.index import LocalIndex
from service.api.app import create_app
from tests.service import pairs, plans
from tests.service.fakes import FakeDesk, FakeIndex


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


@pytest.fixture(scope="module")
def pairs_client(pairs_index: LocalIndex) -> Iterator[TestClient]:
    """The doors over them."""
    with TestClient(create_app("nowhere", index=pairs_index)) as opened:
        yield opened


@pytest.fixture(scope="session")
def accents() -> AccentModel:
    """What restores diacritics before any plan is read."""
    return AccentModel.general()


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[TestClient, FakeDesk]]:
    """The application over ``tests.service.fakes``, and the desk that answers there."""
    desk = FakeDesk()
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=desk)) as client:
        yield client, desk


@pytest.fixture
def desk(served: tuple[TestClient, FakeDesk]) -> FakeDesk:
    """That desk, which was asked nothing yet and fails at nothing."""
    served[1].asked, served[1].fails, served[1].found = [], None, True
    return served[1]


@pytest.fixture
def client(served: tuple[TestClient, FakeDesk], desk: FakeDesk) -> TestClient:
    """A caller of that application."""
    return served[0]
