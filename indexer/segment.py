"""Blocks to clauses: the canonical text and the tree over it.

Paths follow the gold grammar: ``V.1.đ``, ``III.4.1.-1``, ``VI.3.p1``, ``V.closing``, ``QĐ.1``,
``PL1.r3``.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer import headings
from indexer.documents import Clause
from indexer.paragraphs import Block
from indexer.tree import Node, grow


def canonical(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """The canonical text, one block a line, and where each block starts in it."""
    starts: list[int] = []
    position = 0
    for block in blocks:
        starts.append(position)
        position += len(block.text) + 1
    return "\n".join(block.text for block in blocks), starts


def segment(blocks: Sequence[Block]) -> list[Clause]:
    """Every block of ``blocks`` as a clause, in reading order, with parents before children."""
    _, starts = canonical(blocks)
    return [_clause(node, blocks, starts, order) for order, node in enumerate(grow(blocks))]


def _clause(node: Node, blocks: Sequence[Block], starts: Sequence[int], order: int) -> Clause:
    block = blocks[node.block]
    start = starts[node.block]
    return Clause(
        path=node.path,
        parent=node.parent.path if node.parent else None,
        kind=node.kind,
        part=node.part,
        marker=node.marker.text.strip() if node.marker else "",
        title=_title(node, block),
        start=start,
        end=starts[node.last] + len(blocks[node.last].text),
        own_end=start + len(block.text),
        page=block.page,
        order=order,
        header=node.header,
        boxes=block.boxes,
    )


def _title(node: Node, block: Block) -> str | None:
    """The heading without its marker; a run-in heading ends at its colon."""
    if node.kind in ("row", "para", "front", "back", "closing"):
        return None
    text = block.text[node.marker.width :] if node.marker else block.text
    return headings.title(text, node.heading)
