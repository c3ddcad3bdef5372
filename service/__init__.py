"""Questions to ranked clauses to answers with citations; and the doors: web, API, command line."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.asking import ask
    from service.comparing.comparison import compare
    from service.comparing.history import history
    from service.comparing.matrix import matrix
    from service.searching import search
    from service.suggestions import complete, suggest
    from service.verifying import verify, verify_text

__all__ = [
    "ask",
    "compare",
    "complete",
    "history",
    "matrix",
    "search",
    "suggest",
    "verify",
    "verify_text",
]

_ROOMS = {
    "ask": "asking",
    "compare": "comparing.comparison",
    "history": "comparing.history",
    "matrix": "comparing.matrix",
    "search": "searching",
    "complete": "suggestions",
    "suggest": "suggestions",
    "verify": "verifying",
    "verify_text": "verifying",
}


def __getattr__(name: str) -> object:
    """``service.ask`` and friends, imported when first used: ``tracuu --help`` stays fast."""
    if name in _ROOMS:
        return getattr(importlib.import_module(f"service.{_ROOMS[name]}"), name)
    raise AttributeError(name)
