"""The units of a document as a tree: which one each block opens, and under which it stands.

Plans nest numbers as they please (domain §1.1-1.3), so no level is fixed: a style already open is
continued, a new one opens below the unit that is open now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer import headings, sequence
from indexer import parts as document_parts
from indexer.documents import Kind, Part
from indexer.markers import BULLETS, LISTS, SECTIONS, Marker
from indexer.paragraphs import Block

_KINDS: dict[str, Kind] = {
    "part": "section",
    "upper": "section",
    "section": "section",
    "article": "article",
    "clause": "clause",
    "paren": "clause",
    "sub2": "subclause",
    "sub3": "subclause",
    "letter": "point",
    "dash": "bullet",
    "plus": "bullet",
}


@dataclass(slots=True)
class Node:
    """A unit being built. ``heading``: unmarked paragraphs after it belong to it."""

    path: str
    parent: Node | None
    kind: Kind
    part: Part
    block: int
    style: str
    value: int
    marker: Marker | None
    heading: bool
    counts: dict[str, int] = field(default_factory=dict)
    last: int = 0
    header: tuple[str, ...] = ()


def grow(blocks: Sequence[Block]) -> list[Node]:
    """A node for every block, in reading order, parents before children."""
    builder = _Builder(blocks)
    for i, part in enumerate(document_parts.parts(blocks)):
        builder.add(i, part)
    builder.close_plan()
    return builder.nodes


class _Builder:
    """Takes blocks in order and keeps the open units on a stack."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.next_numbered = sequence.next_numbered(blocks)
        self.nodes: list[Node] = []
        self.stack: list[Node] = []
        self.paths: set[str] = set()
        self.uses: dict[str, int] = {}
        self.loose: dict[str, int] = {}
        self.header: tuple[str, ...] = ()
        self.previous_part: Part | None = None

    def add(self, i: int, part: Part) -> None:
        """Place block ``i``."""
        block = self.blocks[i]
        if part != self.previous_part:
            self.stack, self.header = [], ()
        opened = part == "appendix" and self.previous_part != "appendix"
        self.previous_part = part
        if part in ("front", "back"):
            self._add_loose(i, part)
        elif part == "appendix" and (opened or document_parts.starts_appendix(block)):
            self._open_appendix(i)
        elif part == "decision" and block.marker is None and not self.stack:
            self._push(Node(self._unique("QĐ"), None, "section", part, i, "section", 1, None, True))
        elif block.cells is not None:
            self._add_row(i, part, block.cells)
        elif block.marker is not None:
            self._add_marked(i, part, block, block.marker)
        else:
            self._add_paragraph(i, part, block)

    def close_plan(self) -> None:
        """Name the plan's closing paragraphs and let every unit end where its last child ends."""
        plan = [n for n in self.nodes if n.part == "plan"]
        last = next((k for k in range(len(plan), 0, -1) if plan[k - 1].kind != "para"), 0)
        tail = next((k for k in range(last, len(plan)) if self._closes(plan, k)), None)
        if tail is not None:
            section = next((n for n in reversed(plan) if n.kind == "section"), None)
            for node in plan[tail:]:
                node.kind = "closing"
                node.parent = section
                base = f"{section.path}.closing" if section else "closing"
                node.path = self._unique(base)
        for node in reversed(self.nodes):
            node.last = max(node.last, node.block)
            if node.parent:
                node.parent.last = max(node.parent.last, node.last)

    def _closes(self, plan: Sequence[Node], k: int) -> bool:
        """Whether the end of the plan begins with this paragraph, behind which only others stand.

        A heading keeps the paragraph it needs; an unnumbered last one is no duty of those before.
        """
        node, before = plan[k], plan[max(0, k - 1)]
        text = self.blocks[node.block].text
        if before.heading and before.marker and self.blocks[before.block].text[-1].isalnum():
            return headings.sums_up(text)
        last = k == len(plan) - 1 and node.parent is not None and node.parent.kind == "section"
        return headings.closes(text) or (
            last and before is not node.parent and text.endswith("./.")
        )

    def _add_loose(self, i: int, part: Part) -> None:
        self.loose[part] = self.loose.get(part, 0) + 1
        kind: Kind = "front" if part == "front" else "back"
        node = Node(f"{kind}.{self.loose[part]}", None, kind, part, i, "", 0, None, False)
        self.nodes.append(node)

    def _open_appendix(self, i: int) -> None:
        number = self.loose["PL"] = self.loose.get("PL", 0) + 1
        self.stack = []
        self.header = ()
        node = Node(f"PL{number}", None, "appendix", "appendix", i, "appendix", 0, None, True)
        self._push(node)
        cells = self.blocks[i].cells
        if cells is not None:
            # A table without a title: its first row is what the appendix itself says.
            node.counts["r"] = 1
            self.header = cells if headings.is_header(cells) else ()

    def _add_marked(self, i: int, part: Part, block: Block, marker: Marker) -> None:
        parent = self._parent_of(i, marker)
        label = self._label(marker, parent)
        base = f"{parent.path}.{label}" if parent else label
        if part == "decision" and marker.style == "article":
            base = f"QĐ.{marker.label}"
        kind = _KINDS[marker.style]
        heading = headings.is_heading(block, marker)
        node = Node(
            self._unique(base), parent, kind, part, i, marker.style, marker.value, marker, heading
        )
        self._push(node)

    def _label(self, marker: Marker, parent: Node | None) -> str:
        if marker.style in BULLETS:
            return f"-{self._count(parent, 'bullet')}"
        if marker.style == "paren":
            return f"({marker.label})"
        if marker.style in ("sub2", "sub3") and parent and parent.style in ("clause", "sub2"):
            return marker.label.rsplit(".", 1)[-1]
        return marker.label

    def _parent_of(self, i: int, marker: Marker) -> Node | None:
        """Close what ``marker`` closes; what is then on top is its parent."""
        lead = self.stack[-1] if self.stack and self.stack[-1].kind == "para" else None
        if marker.style not in BULLETS:
            self._close_while(lambda n: n.style in BULLETS or n.kind == "para")
        elif marker.style == "dash":
            self._close_while(lambda n: n.style in BULLETS or (n.kind == "para" and not n.heading))
        else:
            self._close_while(lambda n: n.style == "plus" or (n.kind == "para" and not n.heading))
        at = self._sibling(marker)
        if at is not None and self._begins_inside(i, marker, at, lead):
            at = at + 1
            self.stack.extend([lead] if lead and lead.heading else [])
        elif at is not None:
            del self.stack[at:]
        return self.stack[-1] if self.stack else None

    def _begins_inside(self, i: int, marker: Marker, at: int, lead: Node | None) -> bool:
        """1. after 3. begins a list inside the unit open, where a sentence leads it in or 4. comes.

        ``at``: where the unit stands that is to be continued.
        """
        if at != len(self.stack) - 1 or marker.value != 1 or marker.style not in LISTS:
            return False
        node = self.stack[at]
        if node.marker is None or node.value < 2:
            return False
        return bool(lead and lead.heading) or sequence.returns(self.blocks, i, node.marker)

    def _sibling(self, marker: Marker) -> int | None:
        """Where on the stack a unit of this style is open that ``marker`` continues."""
        if marker.style == "sub2" or marker.style == "sub3":
            return self._sibling_of_decimal(marker)
        same = [k for k, node in enumerate(self.stack) if node.style == marker.style]
        if same and marker.style in SECTIONS:
            return same[-1]
        # "1." under "a)" under "1." begins a list inside the list, but only once.
        inside = [k for k in same if k < len(self.stack) - 1 and self.stack[k].value >= 1]
        if same and not (marker.value == 1 and len(same) == 1 and inside):
            return min(reversed(same), key=lambda k: sequence.gap(marker, self.stack[k].value))
        if marker.style in ("part", "section"):
            above = ("appendix",) if marker.style == "part" else ("part", "upper", "appendix")
            outer = [k for k, n in enumerate(self.stack) if n.style in above]
            return outer[-1] + 1 if outer else 0
        return None

    def _sibling_of_decimal(self, marker: Marker) -> int | None:
        head = marker.label.rsplit(".", 1)[0]
        for at in range(len(self.stack) - 1, -1, -1):
            node = self.stack[at]
            if node.marker and node.marker.label == head and node.style in ("clause", "sub2"):
                return at + 1
        for at, node in enumerate(self.stack):
            if node.style == marker.style:
                return at
        return None

    def _add_paragraph(self, i: int, part: Part, block: Block) -> None:
        following = self.next_numbered[i]
        self._close_while(lambda n: n.kind == "para" or not (n.heading or _goes_on(n, following)))
        parent = self.stack[-1] if self.stack else None
        label = f"p{self._count(parent, 'p')}"
        base = f"{parent.path}.{label}" if parent else label
        lead = headings.is_lead(block, self.blocks[i + 1 : i + 2])
        node = Node(self._unique(base), parent, "para", part, i, "", 0, None, lead)
        self._push(node)

    def _add_row(self, i: int, part: Part, cells: tuple[str, ...]) -> None:
        self._close_while(lambda n: n.style in BULLETS or n.kind == "para")
        merged = self._merged(i, cells)
        is_header = bool(merged) or headings.is_header(cells)
        if is_header:
            self.header = merged or cells
        parent = self.stack[-1] if self.stack else None
        label = f"r{self._count(parent, 'r')}"
        path = self._unique(f"{parent.path}.{label}" if parent else label)
        named = is_header or headings.is_numbering(cells)
        header = () if named else headings.columns(self.header, cells)
        self.nodes.append(
            Node(path, parent, "row", part, i, "", 0, None, False, last=i, header=header)
        )

    def _merged(self, i: int, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The column names where row ``i`` is the second line of a header, else ()."""
        above = self.blocks[i - 1].cells if i else None
        below = tuple(cell for cell in cells if cell)
        if above is None or above != self.header or len(below) >= len(above):
            return ()
        return headings.merged(self.header, below)

    def _push(self, node: Node) -> None:
        self.paths.add(node.path)
        self.nodes.append(node)
        self.stack.append(node)

    def _close_while(self, ends: Callable[[Node], bool]) -> None:
        while self.stack and self.stack[-1].style != "appendix" and ends(self.stack[-1]):
            self.stack.pop()

    def _count(self, parent: Node | None, what: str) -> int:
        counts = parent.counts if parent else self.loose
        counts[what] = counts.get(what, 0) + 1
        return counts[what]

    def _unique(self, path: str) -> str:
        """A path used before (two sections III in one plan) gets ``~2``."""
        n = self.uses.get(path, 0) + 1
        while (unique := path if n == 1 else f"{path}~{n}") in self.paths:
            n += 1
        self.uses[path] = n
        self.paths.add(unique)
        return unique


def _goes_on(node: Node, following: Marker | None) -> bool:
    """A paragraph between 5. and 6. belongs to 5., though 5. is a sentence and no heading."""
    return bool(node.marker and following and sequence.continues(following, node.marker))
