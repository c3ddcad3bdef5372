"""Good questions others asked, for the search box: in memory alone, where wanted."""

from __future__ import annotations

import threading
from collections import OrderedDict

from indexer.text import collapse, fold_chars

#: A question is suggested to others once it was asked, and answered, so often.
OFTEN = 3
#: Questions remembered at most; the one asked longest ago is forgotten first.
MOST = 1000


class Past:
    """Questions that plans answered. Nothing of it is written anywhere."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._asked: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, question: str) -> None:
        """Remember one; it counts as another with other marks or capitals."""
        text = collapse(question)
        key = fold_chars(text)
        with self._lock:
            first, count = self._asked.pop(key, (text, 0))
            self._asked[key] = (first, count + 1)
            if len(self._asked) > self._most:
                self._asked.popitem(last=False)

    def good(self) -> list[str]:
        """Those asked often enough."""
        with self._lock:
            return [text for text, count in self._asked.values() if count >= OFTEN]
