"""What is made of texts that come again and again, kept."""

from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Known(dict[str, Made], Generic[Made]):
    """Text → what `make` gives for it; safe to use from many threads.

    When there are `most` it forgets them all: to note which was asked for last, as `lru_cache`
    does, takes longer than to look it up.
    """

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, text: str) -> Made:
        made = self._make(text)
        if len(self) >= self._most:
            self.clear()
        self[text] = made
        return made
