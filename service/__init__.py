"""Questions to ranked clauses to answers with citations; and the doors: web, API, command line."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.answer.asking import ask
    from service.comparing.comparison import compare
    from service.comparing.history import history
    from service.comparing.matrix import matrix
    from service.quoting.verifying import verify, verify_text
    from service.retrieve.searching import search
    from service.retrieve.suggestions import complete, suggest

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
    "ask": "answer.asking",
    "compare": "comparing.comparison",
    "history": "comparing.history",
    "matrix": "comparing.matrix",
    "search": "retrieve.searching",
    "complete": "retrieve.suggestions",
    "suggest": "retrieve.suggestions",
    "verify": "quoting.verifying",
    "verify_text": "quoting.verifying",
}


def __getattr__(name: str) -> object:
    """``service.ask`` and friends, imported when first used: ``tracuu --help`` stays fast."""
    if name in _ROOMS:
        return getattr(importlib.import_module(f"service.{_ROOMS[name]}"), name)
    raise AttributeError(name)
