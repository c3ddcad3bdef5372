"""The service over the digests that come with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from indexer.build import build
from service.api.app import create_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the bundled plans."""
    index = tmp_path_factory.mktemp("bundled") / "index"
    assert not build([ROOT / "corpus" / "plans"], index).quarantined
    return index


@pytest.fixture(scope="session")
def app(bundled: Path) -> Iterator[FastAPI]:
    """The application over it, running."""
    made = create_app(bundled)
    with TestClient(made):
        yield made
