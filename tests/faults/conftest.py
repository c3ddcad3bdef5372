"""Fixtures for what goes wrong: builds go as in the indexer's own tests."""

from tests.indexer.conftest import folder, index

__all__ = ["folder", "index"]
