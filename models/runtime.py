"""What reads two texts together, run by ONNX Runtime, and what it has told, remembered."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from models.beside import both
from models.encoder import Vectors
from models.errors import damaged

#: Readings kept, some 400 to 900 bytes each.
REMEMBERED = 4096
#: The runtime's level of what is worth writing to the standard error.
_ERRORS = 3

#: A question and a passage as numbers of their pieces, int32.
Pair = tuple[bytes, bytes]


class Remembered:
    """What each pair of texts was found to be worth. Safe to use from many threads.

    Plans copy one another, and a question with two things in it is read with the same clauses
    twice. Each pair is read by itself: what stands beside it changes nothing.
    """

    def __init__(self, read: Callable[[Pair], float]) -> None:
        self._read = read
        self._known: dict[Pair, float] = {}

    def of(self, pairs: Sequence[Pair]) -> Vectors:
        """What each is worth, float32[len(pairs)]; those not known are read."""
        known = self._known
        fresh = self._told([pair for pair in dict.fromkeys(pairs) if pair not in known])
        if fresh:
            room = len(known) + len(fresh) <= REMEMBERED
            # A new dictionary, since other threads may be reading the old one.
            kept = known if room else {pair: known[pair] for pair in pairs if pair in known}
            known = self._known = kept | fresh
        return np.array([known[pair] for pair in pairs], np.float32)

    def _told(self, pairs: Sequence[Pair]) -> dict[Pair, float]:
        """What reading tells of each, on two processors where a second one is free.

        Each takes the longest that waits, so that both end at about the same time.
        """
        waiting = sorted(pairs, key=lambda pair: len(pair[0]) + len(pair[1]))
        each = partial(self._each, waiting)
        told, more = both(each, each, apart=len(pairs) > 1)
        return told | more

    def _each(self, waiting: list[Pair]) -> dict[Pair, float]:
        return {pair: self._read(pair) for pair in _taken(waiting)}


def _taken(waiting: list[Pair]) -> Iterator[Pair]:
    """The last of what waits, until nothing does; others may take of it too."""
    while True:
        try:
            last = waiting.pop()
        except IndexError:
            return
        yield last


def session(path: Path) -> InferenceSession:
    """One that starts no threads: callers have their own, and a process that has some cannot fork.

    Raises ModelDamaged.
    """
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS
    try:
        return InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no class of their own in common
        raise damaged(path, str(error)) from error
