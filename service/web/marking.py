"""Text to HTML with ranges marked; everything else is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

Range = tuple[int, int]


def marked(
    text: str, start: int, end: int, marks: Sequence[Range], strong: Sequence[Range] = ()
) -> Markup:
    """Return ``text[start:end]`` as HTML, ``marks`` in <mark> and ``strong`` in <strong>.

    Ranges are offsets into ``text`` and may overlap each other and the ends.

    >>> str(marked("a<b", 0, 3, [(1, 9)], [(0, 2)]))
    '<strong>a</strong><mark><strong>&lt;</strong></mark><mark>b</mark>'
    """
    edges = {edge for pair in (*marks, *strong) for edge in pair if start < edge < end}
    cuts = [start, *sorted(edges), end]
    parts = []
    for left, right in zip(cuts, cuts[1:], strict=False):
        part = escape(text[left:right])
        if _inside(left, right, strong):
            part = Markup("<strong>{}</strong>").format(part)
        if _inside(left, right, marks):
            part = Markup("<mark>{}</mark>").format(part)
        parts.append(part)
    return Markup("").join(parts)


def highlighted(text: str, ranges: Sequence[Range]) -> Markup:
    """Return a quotation with the words of the query marked."""
    return marked(text, 0, len(text), ranges)


def _inside(left: int, right: int, ranges: Sequence[Range]) -> bool:
    return any(a <= left and right <= b for a, b in ranges)
