"""Documents of a few lines, for comparing."""

from __future__ import annotations

from indexer.documents import Clause
from service.comparing.units import units


def clause(path: str, text: str, start: int, end: int, order: int, title: str | None) -> Clause:
    parent = path.rpartition(".")[0] or None
    return Clause(
        path, parent, "clause", "plan", "", title, start, end, start + len(text), 1, order
    )


def told(name: str, tree: dict[str, str], *headings: str):
    """A document of lines by path, those of ``headings`` over what stands below them."""
    whole, clauses, at = "\n".join(tree.values()), [], 0
    for order, (path, text) in enumerate(tree.items()):
        below = [other for other in tree if other == path or other.startswith(path + ".")]
        end = whole.index(tree[below[-1]]) + len(tree[below[-1]])
        clauses.append(clause(path, text, at, end, order, text if path in headings else None))
        at += len(text) + 1
    return units(name, whole, clauses)
