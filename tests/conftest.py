"""Fixtures for every room. Nothing here touches the network, a model or a real plan."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.encoders import HashEncoder

# A loaded machine is no reason to fail: the first example may also read the reference tables.
settings.register_profile("tracuu", deadline=None)
settings.load_profile("tracuu")


@pytest.fixture
def encoder() -> HashEncoder:
    """A deterministic stand-in for a model; ``calls`` counts the passages it encoded."""
    return HashEncoder()
