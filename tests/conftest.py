"""Fixtures for every room. Nothing here touches the network, a model or a real plan."""

from __future__ import annotations

import pytest

from tests.encoders import HashEncoder


@pytest.fixture
def encoder() -> HashEncoder:
    """A deterministic stand-in for a model; ``calls`` counts the passages it encoded."""
    return HashEncoder()
