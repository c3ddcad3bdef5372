"""Fixtures for the indexer's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer import plans


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three small plans, and builds that read them with ``tests.indexer.plans``."""
    plans.use(monkeypatch)
    return plans.write(tmp_path / "plans", plans.PLANS)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where a test's index goes."""
    return tmp_path / "index"
