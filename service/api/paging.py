"""Pages of a list: the cursor is the last key given, so a page holds while the list grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import Query

from service.api.inputs import Name

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[Name | None, Query(description="`next` of the page before")]


def page(
    items: Sequence[T], key: Callable[[T], str], limit: int, cursor: str | None
) -> tuple[list[T], str | None]:
    """Return up to ``limit`` items after ``cursor``, by key, and the next cursor or None.

    >>> page(["c", "a", "b"], str, 2, None)
    (['a', 'b'], 'b')
    >>> page(["c", "a", "b"], str, 2, "b")
    (['c'], None)
    """
    rest = sorted((i for i in items if cursor is None or key(i) > cursor), key=key)
    shown = rest[:limit]
    return shown, key(shown[-1]) if len(rest) > limit else None
