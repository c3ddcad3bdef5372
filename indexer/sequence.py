"""What only the whole sequence of numbers tells: where a number belongs, and which one is missing.

Numbers repeat, jump and start late in real plans (domain: real plans, §8), so no single rule says
what a number continues; the candidate whose sequence it fits best does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer import markers
from indexer.markers import BULLETS, LISTS, SECTIONS, Marker
from indexer.text import UPPER

if TYPE_CHECKING:
    from indexer.paragraphs import Block

#: A line that holds two headings is no longer than this, in characters.
_TWO_HEADINGS = 300


def gap(marker: Marker, last: int) -> int:
    """How badly ``marker`` continues a list whose last number is ``last``: 0 is the next one."""
    return abs(marker.value - last - 1)


def continues(marker: Marker, last: Marker) -> bool:
    """Whether ``marker`` is the next number of the list that ``last`` stands in."""
    same = marker.style == last.style and marker.value == last.value + 1
    if not same or not marker.style.startswith("sub"):
        return same
    return marker.label.rpartition(".")[0] == last.label.rpartition(".")[0]


def next_numbered(blocks: Sequence[Block]) -> list[Marker | None]:
    """For each block the first number or letter that opens a block behind it."""
    out: list[Marker | None] = []
    following: Marker | None = None
    for block in reversed(blocks):
        out.append(following)
        if block.marker and block.marker.style not in BULLETS:
            following = block.marker
    return out[::-1]


def returns(blocks: Sequence[Block], i: int, last: Marker) -> bool:
    """Whether the list of ``last`` goes on behind one that begins with block ``i``.

    3. / 1. 2. / 4.: the inner list ends where the outer one goes on.
    """
    inner = blocks[i].marker
    for k in range(i + 1, len(blocks)):
        marker = blocks[k].marker
        if marker is None or inner is None or marker.style not in (last.style, *SECTIONS):
            continue
        if marker.style != last.style:
            return False
        if not continues(marker, inner):
            return continues(marker, last)
        inner = marker
    return False


def part_units(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with two units on one line parted, where the second is missing from its list.

    "a. Thời gian: Tháng 3 b. Địa điểm" is two units when the next letter is c.
    """
    out: list[Block] = []
    for block, following in zip(blocks, next_numbered(blocks), strict=True):
        out.extend(_pieces(block, following))
    return out


def _pieces(block: Block, following: Marker | None) -> list[Block]:
    """``block`` cut before each number that is missing between its own and ``following``."""
    first = block.marker
    if first is None or first.style not in LISTS or len(block.text) > _TWO_HEADINGS:
        return [block]
    out = [block]
    until = following.value if following and following.style == first.style else 0
    while (last := out[-1].marker) and last.value + 1 < until:
        text = out[-1].text
        at = _inside(text, last)
        if at is None:
            return [block]
        head, tail = text[:at].rstrip(), text[at:]
        out[-1] = replace(out[-1], text=head)
        out.append(replace(block, text=tail, marker=markers.parse(tail)))
    return out


def _inside(text: str, last: Marker) -> int | None:
    """Where in ``text`` the unit after ``last`` begins, written in the same way."""
    sign = re.escape(last.text.strip().removeprefix(last.label).lstrip("("))
    for match in re.finditer(rf"(?<=\s)\(?\w{{1,2}}{sign}\s+(?=[{UPPER}])", text[last.width :]):
        at = last.width + match.start()
        found = markers.parse(text[at:])
        if found and continues(found, last):
            return at
    return None
