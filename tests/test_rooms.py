"""Data flows one way, between the packages and between the rooms of the service."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: What each may import of the others; a room that is not named (a door) may import all of them.
MAY = {
    "models": set(),
    "indexer": {"models"},
    "service/query": {"models", "indexer"},
    "service/quoting": {"models", "indexer", "service/query"},
    "service/holdings": {"models", "indexer"},
    "service/retrieve": {"models", "indexer", "service/query", "service/quoting"},
    "service/answer": {
        *("models", "indexer", "service/query", "service/quoting", "service/retrieve"),
    },
}


def imported(path: Path) -> set[str]:
    """The packages and rooms that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return {room for name in found if (room := room_of(name))}


def room_of(name: str) -> str | None:
    first, *rest = name.split(".")
    if first in ("models", "indexer"):
        return first
    if first != "service":
        return None
    room = f"service/{rest[0]}" if rest else "service"
    return room if (ROOT / room).is_dir() else None  # the types of answers are everybody's


@pytest.mark.parametrize("room", MAY)
def test_a_room_imports_only_what_stands_before_it(room: str) -> None:
    modules = sorted((ROOT / room).rglob("*.py"))
    assert modules
    told = {
        path.relative_to(ROOT).as_posix(): imported(path) - {room} - MAY[room] for path in modules
    }
    assert {path: more for path, more in told.items() if more} == {}


def test_where_a_name_stands() -> None:
    assert room_of("service.retrieve.hybrid.candidates") == "service/retrieve"
    assert room_of("service.answers.Answers") is None
    assert room_of("indexer.text") == "indexer" and room_of("numpy") is None
